# SPDX-License-Identifier: MIT
"""What the card says of annotations: title, sentence, and the values that they have in common."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.wording import layer_label, short, state_label
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.queries import AnnotationDetails, AnnotationRow

ORDER = ("actor", "speaker", "stance", "domains", "stage", "kind", "certainty", "parties")
"""The order of parts and fields; own fields follow."""

_MOST_WORDS = 240
"""Characters of the content in the sentence."""


def mixed() -> str:
    """Return the word for values that differ."""
    return _("mixed")


def title(rows: Sequence[AnnotationRow], desk: Desk) -> str:
    """Return what is shown: state, layer and place of one annotation, or how many there are."""
    states = {row.state for row in rows}
    state = state_label(rows[0].state) if len(states) == 1 else mixed()
    if len(rows) > 1:
        return _("{annotations}, {state}").format(annotations=_number_of(rows), state=state)
    row = rows[0]
    beside = [
        other.id
        for other in desk.annotations.values()
        if other.layer == row.layer and (other.state != "rejected" or other.id == row.id)
    ]
    return _("{layer} · {state} · {place} of {all}").format(
        layer=layer_label(row.layer), state=state, place=beside.index(row.id) + 1, all=len(beside)
    )


def _number_of(rows: Sequence[AnnotationRow]) -> str:
    n, layers = len(rows), {row.layer for row in rows}
    if layers == {"claim"}:
        return ngettext("1 claim", "{n} claims", n).format(n=n)
    if layers == {"actor"}:
        return ngettext("1 mention", "{n} mentions", n).format(n=n)
    return _("{n} annotations").format(n=n)


def sentence(row: AnnotationRow, desk: Desk) -> str:
    """Return the annotation as a sentence, as rich text with its words escaped."""
    words = _escaped(row.quote(MAIN_ROLE[row.layer]))
    if row.layer == "claim":
        names = _names(row.speaker_ids, desk)
        who = f"<b>{_escaped(names)}</b>" if names else _escaped(row.quote("source"))
        cue = f"<i>{_escaped(row.quote('cue'))}</i>" if row.quote("cue") else ""
        content = f"“{words}”" if words else ""
        return " ".join(
            filter(None, (who or f"<b>{_escaped(_('Nobody named'))}</b>", cue, content))
        )
    name = desk.actor_name(row.actor_id) if row.layer == "actor" else _domain(row, desk)
    return f"“{words}” → <b>{_escaped(name or _('none'))}</b>"


def parts(
    rows: Sequence[AnnotationRow], details: Sequence[AnnotationDetails] | None, desk: Desk
) -> list[tuple[str, str, str]]:
    """Return part, label and common value of what is picked and is not a coded field.

    `details` are those of the rows; None if there are too many to look at.
    """
    layer = rows[0].layer
    if layer == "actor":
        actors = (desk.actor_name(row.actor_id) or "" for row in rows)
        return [("actor", _("Actor"), _common(actors))]
    if layer == "claim":
        joint = any(row.further_speaker_ids for row in rows)
        domains = (", ".join(_domain_names(row.domain_ids, desk)) for row in rows)
        return [
            (
                "speaker",
                _("Speakers") if joint else _("Speaker"),
                _common(_names(row.speaker_ids, desk) for row in rows),
            ),
            ("domains", _("Domains"), _common(domains)),
            ("parties", _("To whom"), _parties(details, desk)),
        ]
    return [
        ("domains", _("Domain"), _common(_domain(row, desk) for row in rows)),
        ("parties", _("With whom"), _parties(details, desk)),
    ]


def _parties(details: Sequence[AnnotationDetails] | None, desk: Desk) -> str:
    if details is None:
        return mixed()
    return _common(_names((*one.addressee_ids, *one.partner_ids), desk) for one in details)


def _common(values: Iterable[str]) -> str:
    different = set(values)
    return (different.pop() or _("none")) if len(different) == 1 else mixed()


def _names(actor_ids: Iterable[int], desk: Desk) -> str:
    names = (desk.actor_name(i) for i in actor_ids)
    return ", ".join(name for name in names if name)


def _domain_names(domain_ids: Iterable[int], desk: Desk) -> list[str]:
    return [desk.domains[i].name for i in domain_ids if i in desk.domains]


def _domain(row: AnnotationRow, desk: Desk) -> str:
    return ", ".join(_domain_names((row.domain_id,) if row.domain_id is not None else (), desk))


def _escaped(text: str) -> str:
    return html.escape(short(text, _MOST_WORDS))
