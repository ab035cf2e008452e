# SPDX-License-Identifier: MIT
"""The interface between the codebook editor and its sources: entries, their uses and edits.

Each change is one edit of the desk, so one step of undo.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.models import codebook
from claimdesk.models.codebook import Example, Scope
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.text.folding import name_key


@dataclass(frozen=True, slots=True)
class Entry:
    """A domain or a value."""

    id: int
    name: str
    definition: str | None
    colour: str | None
    terms: tuple[str, ...] = ()
    parent_id: int | None = None
    depth: int = 0
    """How many domains it is inside of."""


@dataclass(frozen=True, slots=True)
class Uses:
    """How often an entry is used, and how many entries and terms it contains."""

    claims: int = 0
    mentions: int = 0
    children: int = 0
    terms: int = 0

    @property
    def total(self) -> int:
        """Annotations that use it."""
        return self.claims + self.mentions


class EntrySource(Protocol):
    """A list of entries that can be renamed and reordered; edits return whether they were saved."""

    has_terms: bool
    """Whether entries have terms and a parent, so that they are a tree."""

    def read(self) -> list[Entry]:
        """Return the entries in their order, each after the one that it is inside of."""
        ...

    def taken(self, name: str) -> str:
        """Return a sentence that says that an entry of this name exists already."""
        ...

    def uses(self, ids: Sequence[int]) -> dict[int, Uses]:
        """Return how often entries are used, by id."""
        ...

    def set(self, entry_id: int, **values: str | int | None) -> bool:
        """Set columns of an entry."""
        ...

    def move(self, entry_id: int, parent_id: int | None, place: int | None) -> bool:
        """Put an entry inside another, or at the top, at a place among those there."""
        ...


class CodeSource(EntrySource, Protocol):
    """A list of entries that annotations are coded with."""

    def add(self, name: str, colour: str) -> int | None:
        """Add an entry at the end; its id, None if it could not be."""
        ...

    def set_terms(self, entry_id: int, terms: Sequence[str]) -> bool:
        """Give an entry exactly these terms."""
        ...

    def delete(self, entry_id: int, replacement: int | None) -> bool:
        """Delete an entry; annotations that use it get the replacement, or nothing."""
        ...

    def uses_in(self, entry_id: int, scope: Scope) -> Uses:
        """Return how often an entry is used in some articles."""
        ...

    def merge(self, entry_id: int, target: int, *, terms: bool) -> bool:
        """Merge an entry into another one, with or without its terms."""
        ...

    def recode(self, entry_id: int, target: int | None, scope: Scope) -> bool:
        """Replace an entry by another one, or by none, in annotations of some articles."""
        ...

    def examples(self, entry_id: int) -> list[Example]:
        """Return accepted annotations that use an entry, the newest first."""
        ...


def name_problem(entries: EntrySource, name: str, own_id: int | None = None) -> str | None:
    """Return why an entry can't be called `name`, in a sentence; None if it can."""
    for entry in entries.read():
        if entry.id != own_id and name_key(entry.name) == name_key(name):
            return entries.taken(entry.name)
    return None


def outlets(desk: Desk) -> list[str]:
    """Return the outlets of the project's articles."""
    if desk.project is None:
        return []
    with desk.project.reading() as connection:
        return codebook.outlets(connection)


def counts_text(uses: Uses, *, terms: bool = False) -> str:
    """Return uses as text, such as "12 claims, 3 mentions and 9 terms"; empty for none."""
    parts = []
    for number, text in (
        (uses.claims, ngettext("1 claim", "{n} claims", uses.claims)),
        (uses.mentions, ngettext("1 mention", "{n} mentions", uses.mentions)),
        (uses.terms if terms else 0, ngettext("1 term", "{n} terms", uses.terms)),
    ):
        if number:
            parts.append(text.format(n=number))
    if len(parts) < 2:
        return "".join(parts)
    return _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])


def act(desk: Desk, label: str, change: Callable[[Session], object]) -> bool:
    """Make an edit; return whether it is on disk."""
    return desk.act(label, change) is not None


def set_label(values: Mapping[str, object]) -> str:
    """Return the label in the history for setting columns of an entry."""
    labels = {
        "name": _("Rename an entry of the codebook"),
        "definition": _("Define an entry of the codebook"),
        "colour": _("Colour an entry of the codebook"),
        "parent_id": _("Move a domain into another"),
    }
    return labels[next(iter(values))]
