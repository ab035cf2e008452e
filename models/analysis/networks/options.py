# SPDX-License-Identifier: MIT
"""Which network is wanted, and which of its options fit together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

ONE_MODE = ("co-occurrence", "congruence", "conflict", "subtract")
TWO_MODE = "actor-domain"
KINDS = (*ONE_MODE, TWO_MODE)
"""Actors with actors by what they say of the same domains, or actors with domains."""

CELLS = ("count", "net", "levels")
"""What a cell of an actor-domain network holds: the claims, supportive less opposed ones, or a
code for the set of levels that occur."""

_ONE_MODE_NORMS = ("average", "jaccard", "product", "cosine")
_TWO_MODE_NORMS = ("activity", "prominence")
NORMALISATIONS = ("no", *_ONE_MODE_NORMS, *_TWO_MODE_NORMS)

DUPLICATES = ("include", "article", "week", "month", "year", "range")
"""Within what a claim that says the same again is a duplicate; `include`: none is."""

UNITS = ("days", "weeks", "months", "years")

MOST_LEVELS = 53
"""Sets of so many levels still have exact codes."""


class UnfitOptions(ClaimdeskError):
    """The options do not fit together."""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """A window of `size` units that moves by one unit."""

    unit: str
    size: int

    @property
    def reach(self) -> int:
        """How many units it extends to either side: round((size - 1) / 2), halves up."""
        return self.size // 2

    def __str__(self) -> str:
        return f"{self.unit}:{self.size}"


@dataclass(frozen=True, slots=True)
class NetworkOptions:
    """One network. `start` and `stop` are inclusive; None: all claims, dated or not."""

    kind: str = "congruence"
    qualifier: str = "stance"
    cells: str | None = None
    """Of an actor-domain network; None: count."""
    normalise: str = "no"
    duplicates: str = "include"
    isolates: bool = False
    start: datetime | None = None
    stop: datetime | None = None
    window: TimeWindow | None = None
    like_dna: bool = False
    """As Discourse Network Analyzer: weeks and months without the year, `cosine` as the product."""

    @property
    def is_one_mode(self) -> bool:
        """Whether actors are linked with actors."""
        return self.kind != TWO_MODE

    @property
    def ignores_qualifier(self) -> bool:
        """Whether claims count whatever their value of the qualifier, and without one too."""
        return self.kind == "co-occurrence" or (
            not self.is_one_mode and self.cells in (None, "count")
        )

    @property
    def norm(self) -> str:
        """The normalisation; Discourse Network Analyzer calls the product cosine."""
        return "product" if self.like_dna and self.normalise == "cosine" else self.normalise

    def check(self) -> None:
        """Raise UnfitOptions saying what fits if the options do not fit together."""
        self._check_names()
        if self.is_one_mode:
            self._refuse(_TWO_MODE_NORMS, ("no", *_ONE_MODE_NORMS))
            if self.cells is not None:
                raise UnfitOptions(
                    _(
                        "Cells ({cells}) are those of {two_mode}; leave them out with {kind}."
                    ).format(cells=self.cells, two_mode=TWO_MODE, kind=self.kind)
                )
        else:
            self._refuse(_ONE_MODE_NORMS, ("no", *_TWO_MODE_NORMS))
        if self.start and self.stop and self.start > self.stop:
            raise UnfitOptions(
                _("The time ends ({stop}) before it begins ({start}).").format(
                    start=self.start.isoformat(), stop=self.stop.isoformat()
                )
            )

    def _check_names(self) -> None:
        for name, value, known in (
            (_("kind"), self.kind, KINDS),
            (_("cells"), self.cells or "count", CELLS),
            (_("normalisation"), self.normalise, NORMALISATIONS),
            (_("rule for duplicates"), self.duplicates, DUPLICATES),
        ):
            if value not in known:
                raise UnfitOptions(
                    _("There is no {name} “{value}”; choose one of {known}.").format(
                        name=name, value=value, known=", ".join(known)
                    )
                )

    def _refuse(self, norms: tuple[str, ...], fitting: tuple[str, ...]) -> None:
        if self.normalise in norms:
            raise UnfitOptions(
                _("Normalising by {norm} does not fit {kind}; choose one of {fitting}.").format(
                    norm=self.normalise, kind=self.kind, fitting=", ".join(fitting)
                )
            )


@dataclass(frozen=True, slots=True)
class EdgeFilter:
    """Which edges are kept: all that pass each of its tests."""

    threshold: float = 0.0
    """The least weight, whatever its sign."""
    strongest: int | None = None
    """Of each node at most so many, the strongest; an edge stays if it is among those of either."""
    significance: float | None = None
    """The backbone: edges whose share of a node's weight is this improbable (such as 0.05)."""


def parse_window(text: str) -> TimeWindow:
    """Return the window that `UNIT:SIZE` says. Raises UnfitOptions if it says none."""
    unit, _sign, size = text.partition(":")
    if unit in UNITS and size.isascii() and size.isdecimal() and 0 < int(size) <= 100_000:
        return TimeWindow(unit, int(size))
    raise UnfitOptions(
        _("“{text}” is not a window; write a unit ({units}) and a size, such as months:3.").format(
            text=text, units=", ".join(UNITS)
        )
    )


def parse_time(text: str, *, ends: bool = False) -> datetime:
    """Return the time that an ISO date says, with a time or without.

    A date alone is its first second or, if the range `ends` there, its last one: the day belongs
    to the range. Raises UnfitOptions if it is no date.
    """
    try:
        time = datetime.fromisoformat(text.strip()).replace(tzinfo=None)
    except ValueError:
        raise UnfitOptions(
            _("“{text}” is not a time; write 2024-05-31 or 2024-05-31T09:30:00.").format(text=text)
        ) from None
    if ends and len(text.strip()) <= len("2024-05-31"):
        return time.replace(hour=23, minute=59, second=59)
    return time
