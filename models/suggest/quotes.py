# SPDX-License-Identifier: MIT
"""Where a text quotes: the parts in quotation marks, also over several paragraphs.

Single marks, ‘…’, count in a text that quotes by them, as British papers do.

Works on the text alone, in time linear in its length. Offsets are code points.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from claimdesk.models.text.spans import Span

STRAIGHT = ('"', "''")
_CLOSED_BY = {
    "“": "”»", "„": "”“\"»", "‟": "”", "«": "»”", "»": "«»", "”": "”", "「": "」", "『": "』",
    "``": "”»",
}  # fmt: skip
"""The marks that close a quotation, by the one that opens it: “…”, „…“, «…», »…«, »…», 「…」."""
_EITHER = ("»", "”")
"""Marks that close in most languages and open in some."""
_MARK = re.compile("''|``|[“„‟«”»\"「」『』]")
_SINGLE = re.compile(r"(?<!\w)‘(?=\w|[(\[“\"…])")
_SINGLE_END = re.compile(r"(?<=\S)’(?!\w)")
_POSSESSIVE = re.compile(r"(?<=s)’(?= [a-z])")
_FEWEST_SINGLE = 2
"""Quotations in single marks that a text has at least that quotes by them."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """One quotation with its marks; `closed` is False where the paragraph ends before it does."""

    span: Span
    closed: bool


def paragraph_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Return the quotations in one paragraph of `text`, in order; none overlaps another."""
    found: list[Quotation] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        if opened is None:
            if _opens(text, mark, start, end):
                opened = mark
        elif _closes(text, opened[0], mark, end):
            found.append(Quotation(Span(opened.start(), mark.end()), closed=True))
            opened = None
    if opened is not None and end > opened.end():
        found.append(Quotation(Span(opened.start(), end), closed=False))
    return found


def uses_single_marks(text: str) -> bool:
    """Return whether a text quotes in ‘…’, and in “…” only inside such quotations."""
    single = sum(1 for _ in _SINGLE.finditer(text))
    return single >= _FEWEST_SINGLE and single > sum(text.count(mark) for mark in '“"«')


def single_quotations(text: str, start: int, end: int) -> list[Quotation]:
    """Return the quotations in ‘…’ in one paragraph of `text`, in order."""
    found: list[Quotation] = []
    openings = [mark.start() for mark in _SINGLE.finditer(text, start, end)]
    for opening, limit in zip(openings, [*openings[1:], end], strict=False):
        ends = [mark.start() for mark in _SINGLE_END.finditer(text, opening + 1, limit)]
        sure = [at for at in ends if _POSSESSIVE.match(text, at) is None] or ends
        if sure:
            found.append(Quotation(Span(opening, sure[0] + 1), closed=True))
        elif limit == end and opening == start:
            found.append(Quotation(Span(opening, end), closed=False))
    return found


def _closes(text: str, opening: str, mark: re.Match[str], end: int) -> bool:
    if mark[0] in STRAIGHT:
        return opening in (mark[0], "``") or mark[0] in _CLOSED_BY.get(opening, "")
    if mark[0] in _CLOSED_BY.get(opening, "”»"):
        return True
    # A mark of the wrong kind after a stop, as in `It is late.“`, ends a quotation too.
    return mark[0] not in "「『「」『』" and (
        text[mark.start() - 1] in ".,!?" and (mark.end() == end or text[mark.end()].isspace())
    )


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    if mark[0] in _CLOSED_BY and mark[0] not in _EITHER:
        return True
    return (mark[0] in STRAIGHT or mark[0] in _EITHER) and _may_open(text, mark, start, end)


def _may_open(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    if mark.start() > start and text[mark.start() - 1].isalnum():
        return False
    return mark.end() < end and not text[mark.end()].isspace()


class Quotations:
    """The quotations of a whole text, paragraph by paragraph, and which one continues which."""

    def __init__(self, text: str, paragraphs: list[Span]) -> None:
        find = single_quotations if uses_single_marks(text) else paragraph_quotations
        self._by_paragraph = [find(text, *span) for span in paragraphs]
        self._text = text
        self._number = {span.start: i for i, span in enumerate(paragraphs)}
        self._paragraphs = paragraphs

    def of(self, paragraph: Span) -> list[Quotation]:
        """Return the quotations of one paragraph."""
        return self._by_paragraph[self._number[paragraph.start]]

    def overlapping(self, paragraph: Span, span: Span) -> list[Quotation]:
        """Return the quotations of one paragraph that share something with `span`."""
        return [quotation for quotation in self.of(paragraph) if quotation.span.overlaps(span)]

    def continuation(self, quotation: Quotation, paragraph: Span) -> list[Span]:
        """Return the quotations of the next paragraphs that go on with an unclosed one."""
        found: list[Span] = []
        number = self._number[paragraph.start] + 1
        while not quotation.closed and number < len(self._paragraphs):
            following = self._by_paragraph[number]
            if not following or following[0].span.start != self._paragraphs[number].start:
                break
            quotation = following[0]
            found.append(quotation.span)
            number += 1
        return found

    def next_paragraph(self, paragraph: Span) -> tuple[Span, ...]:
        """Return the quotation that begins the paragraph after this one, and its continuations."""
        number = self._number[paragraph.start] + 1
        if number >= len(self._paragraphs) or not self._by_paragraph[number]:
            return ()
        following, first = self._paragraphs[number], self._by_paragraph[number][0]
        if first.span.start != following.start:
            return ()
        return (first.span, *self.continuation(first, following))

    def is_quoted(self, paragraph: Span) -> bool:
        """Return whether a paragraph is nothing but quotations."""
        at = paragraph.start
        for quotation in self.of(paragraph):
            if self._text[at : quotation.span.start].strip(" \t.,"):
                return False
            at = quotation.span.end
        return at > paragraph.start and not self._text[at : paragraph.end].strip(" \t.,")

    def continues(self, paragraph: Span) -> bool:
        """Return whether the paragraph begins inside a quotation that an earlier one opened."""
        number = self._number[paragraph.start]
        if not number or not self._by_paragraph[number]:
            return False
        first, before = self._by_paragraph[number][0], self._by_paragraph[number - 1]
        at_start = first.span.start == paragraph.start
        return at_start and bool(before) and not before[-1].closed
