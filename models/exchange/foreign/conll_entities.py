# SPDX-License-Identifier: MIT
"""Entities in columns of tokens: tags that begin and go on, and brackets that open and close."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from claimdesk.models.exchange.foreign.documents import ForeignSpan, Piece
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span

_BRACKETS = re.compile(r"\(([^()]+)(\))?|([^()]+)\)")
_STARRED = re.compile(r"\(([^()*\s]+)(\*)?(\))?|(\*?\))")
_ENDS = frozenset("ESLU")


@dataclass(slots=True)
class Row:
    """One token."""

    line: int
    columns: list[str]
    span: Span | None = None

    @property
    def misc(self) -> dict[str, str]:
        """What the last column of CoNLL-U says."""
        last = self.columns[-1]
        pairs = (each.partition("=") for each in last.split("|") if last != "_")
        return {name: value for name, _equals, value in pairs}


def tagged(rows: Sequence[Row], tag_of: Callable[[Row], str]) -> list[ForeignSpan]:
    """Return the entities that tags of IOB, IOB2 or BIOES say, or brackets with stars."""
    found: list[ForeignSpan] = []
    label, first, last = "", None, None
    stack: list[tuple[str, Row]] = []
    for row in [*rows, None]:
        tag = "O" if row is None or row.span is None else tag_of(row)
        sign, _dash, name = tag.partition("-") if tag not in ("O", "_", "-") else ("O", "", "")
        if first is not None and last is not None and (sign in "OBSU" or name != label):
            found.append(_entity(label, first, last))
            first = None
        if row is None or row.span is None:
            continue
        if tag[:1] in "(*)" or tag.endswith(")"):
            _starred(row, tag, stack, found)
        elif name:
            first, label, last = first or row, name, row
            if sign in _ENDS:
                found.append(_entity(label, first, last))
                first = None
    return found


def _starred(row: Row, tag: str, stack: list[tuple[str, Row]], found: list[ForeignSpan]) -> None:
    """Take the brackets of one token as in `(PER*`, `*`, `*)` and `(ORG)`."""
    for opened, _star, closed, closes in _STARRED.findall(tag):
        if opened:
            stack.append((opened, row))
        if (closed or closes) and stack:
            label, first = stack.pop()
            found.append(_entity(label, first, row))


def _entity(label: str, first: Row, last: Row) -> ForeignSpan:
    assert first.span is not None
    assert last.span is not None
    where = _("line {number}").format(number=first.line)
    return ForeignSpan(label, [Piece(first.span.start, last.span.end)], where)


def bracketed(rows: Sequence[Row], scheme: Sequence[str]) -> list[ForeignSpan]:
    """Return the entities that `Entity=` opens and closes; `scheme` names their parts."""
    names = ["eid" if name == "GRP" else name for name in scheme] or ["eid", "etype"]
    found: list[ForeignSpan] = []
    opened: dict[str, list[tuple[list[str], Row]]] = {}
    for row in rows:
        if row.span is None:
            continue
        for said, ends, closed in _BRACKETS.findall(row.misc.get("Entity", "")):
            if said:
                parts = said.split("-")
                opened.setdefault(parts[0], []).append((parts, row))
            key = closed or (said.split("-")[0] if ends else "")
            if key and opened.get(key):
                parts, first = opened[key].pop()
                found.append(_bracketed_entity(names, parts, first, row))
    return sorted(found, key=lambda each: (each.pieces[0].start, -(each.pieces[0].end or 0)))


def _bracketed_entity(names: Sequence[str], parts: list[str], first: Row, last: Row) -> ForeignSpan:
    values = dict(zip(names, parts, strict=False))
    label = values.get("etype") or (parts[1] if len(parts) > 1 else parts[0])
    own = _entity(label, first, last)
    own.attributes += [
        (name, value)
        for name, value in values.items()
        if name != "etype" and value not in ("", "_")
    ]
    return own
