# SPDX-License-Identifier: MIT
"""The sentences of the panel: what is shown, or what to do where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.plots.fields import condition_labels, value_label
from claimdesk.gui.plots.plot import Fields, Plot
from claimdesk.models.analysis.claim_filter import ClaimCounts, ClaimFilter
from claimdesk.models.analysis.field_labels import TIMES, field_names
from claimdesk.models.messages.catalogue import _


def caption(
    claims: ClaimFilter,
    counts: ClaimCounts,
    plots: Sequence[Plot],
    shown: Sequence[int],
    fields: Fields,
) -> str:
    """Return which claims are shown, a sentence for each kind of plot, and notes on their sums.

    `shown` is how many claims each of the plots is about.
    """
    by_kind: dict[type[Plot], list[Plot]] = {}
    for plot in plots:
        by_kind.setdefault(type(plot), []).append(plot)
    sentences = [claims.sentence(counts, condition_labels(claims, fields))]
    sentences += [kind.caption(same) for kind, same in by_kind.items()]
    notes = (plot.note(number) for plot, number in zip(plots, shown, strict=True))
    return " ".join([*sentences, *dict.fromkeys(note for note in notes if note)])


def filter_sentence(
    narrowed: ClaimFilter,
    claims: ClaimFilter,
    number: int,
    total: int,
    fields: Fields,
    marks: Sequence[str] = (),
) -> str:
    """Say which claims filters let through, and how many of all.

    Such as “Supportive claims by Japan about cyber defence, April 2024: 14 of 230”. `narrowed` are
    the filters alone, `claims` those of the whole panel; `marks` are the words of filters that
    no field describes.
    """
    words = _("{claims}: {n} of {total}").format(
        claims=_claims_in_words(narrowed, claims, fields, marks), n=number, total=total
    )
    return words[:1].upper() + words[1:]


_PHRASES = {
    "speaker": _("by {value}"),
    "country": _("by speakers of {value}"),
    "domain": _("about {value}"),
    "main_domain": _("about {value}"),
    "outlet": _("in {value}"),
    "annotator": _("coded by {value}"),
}
"""How a field other than stance, kind, state and time is said."""


def _claims_in_words(
    narrowed: ClaimFilter, claims: ClaimFilter, fields: Fields, marks: Sequence[str]
) -> str:
    where = dict(narrowed.where)
    said = {field: value_label(field, value, fields) for field, value in where.items()}
    qualities = [said.pop(field).lower() for field in ("stance", "kind") if where.get(field)]
    if narrowed.state != "all" and claims.state == "all":
        qualities.insert(0, _("accepted") if narrowed.state == "accepted" else _("undecided"))
    parts = [
        _("{qualities} claims").format(qualities=", ".join(qualities)) if qualities else _("claims")
    ]
    for field, phrase in _PHRASES.items():
        if field in said and where[field] is not None:
            parts.append(phrase.format(value=said.pop(field)))
    times = [said.pop(field) for field in list(said) if field in TIMES and where[field] is not None]
    words = ", ".join([" ".join(parts), *times])
    names = field_names(fields)
    rest = [
        _("{field}: {value}").format(field=names.get(field, field), value=label)
        for field, label in said.items()
    ]
    rest.extend(marks)
    return f"{words} ({'; '.join(rest)})" if rest else words


def empty_text(claims: ClaimFilter | None, counts: ClaimCounts | None, has_project: bool) -> str:
    """Return why nothing is shown, and what to do; an empty text if there is something."""
    if not has_project:
        return _("Open a project to see how its claims are distributed.")
    if claims is None:
        return _("Open an article to see its claims, or choose “Whole project”.")
    if counts is None or counts.of(claims):
        return ""
    if counts.suggested:
        return _("No accepted claims yet. Accept suggestions with A, or tick “With suggestions”.")
    if claims.article_id is None:
        return _("No claims in this project yet. Open an article and make suggestions.")
    return _("No claims yet. Make suggestions, or select words in the text and press C.")
