# SPDX-License-Identifier: MIT
"""The reading form of a text: one line per paragraph, and nothing that a reader can't see.

Suggesters and training use it instead of the body, so that wrapped lines, soft hyphens, ligatures
and the like make no difference. Its spans can be mapped back to the body, which is not changed.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from claimdesk.models.text.folding import INVISIBLE
from claimdesk.models.text.paragraphs import flow, one_paragraph
from claimdesk.models.text.spans import Span

# Joiners are part of the spelling in the Arabic and Indic scripts.
_HIDDEN = rf"(?<![\u0600-\u1cff])[\u200c\u200d]|(?![\u200c\u200d]){INVISIBLE.pattern}"
_PRESENTED = "[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufdff\ufe70-\ufefc]"
_ACCENTED = "[^\\W\\d_][\u0300-\u036f]+"
_LIKE = {
    **dict.fromkeys("\u2010\u2011\ufe63", "-"),
    **dict.fromkeys(("\u00a0", "\u202f", "\u205f", *map(chr, range(0x2000, 0x200B))), " "),
    "\u02bc": "’",
}
_ALTERED = re.compile(
    f"(?P<hidden>(?:{_HIDDEN})+)|(?P<like>[{''.join(_LIKE)}])|{_PRESENTED}|{_ACCENTED}"
)
_Edit = tuple[int, int, str]
_ALTERED_CHAR = re.compile(f"{INVISIBLE.pattern}|[{''.join(_LIKE)}]|{_PRESENTED}|[\u0300-\u036f]")


def _is_altered(text: str) -> bool:
    """Return whether there is anything to alter; checks each distinct character once."""
    return not text.isascii() and any(map(_ALTERED_CHAR.match, set(text)))


def _as_read(found: re.Match[str]) -> str:
    if found["hidden"]:
        return ""
    if found["like"]:
        return _LIKE[found[0]]
    if len(found[0]) > 1:
        return unicodedata.normalize("NFC", found[0])
    return unicodedata.normalize("NFKC", found[0])


def readable(words: str) -> str:
    """Return the reading form of words of one paragraph, such as a name or a quote."""
    words = one_paragraph(words)
    return _ALTERED.sub(_as_read, words) if _is_altered(words) else words


def words_in(body: str, span: Span) -> str:
    """Return the reading form of a span with single spaces and a line break per paragraph.

    For showing it on one line and for finding it again.
    """
    piece = flow(body).text[span.start : span.end]
    if _is_altered(piece):
        piece = _ALTERED.sub(_as_read, piece)
    return "\n".join(" ".join(line.split()) for line in piece.split("\n"))


def _outside(edits: list[_Edit], spans: Sequence[Span]) -> Iterator[_Edit]:
    """Yield the edits that touch none of the spans."""
    starts = [span.start for span in spans]
    for edit in edits:
        near = bisect_right(starts, edit[1]) - 1
        if near < 0 or spans[near].end <= edit[0]:
            yield edit


class ReadingText:
    """The reading form (`text`) of a body, with mappings of spans in both directions."""

    def __init__(self, body: str, left_out: Sequence[Span] = ()) -> None:
        """`left_out` are spans of the body that the text lacks, in order and apart."""
        self.body = body
        flowing = flow(body)
        edits = [
            (join.start, join.end, " ")
            for join in flowing.joins
            if not join.tight and join.end - join.start > 1
        ]
        if _is_altered(flowing.text):
            edits += [(*m.span(), _as_read(m)) for m in _ALTERED.finditer(flowing.text)]
        if left_out:
            edits = [*_outside(edits, left_out), *((span.start, span.end, "") for span in left_out)]
        self.text = flowing.text
        self._at = [0]
        self._from = [0]
        self._to: list[int | None] = [None]
        """Starts of the pieces in the text and in the body, and ends of the altered ones."""
        self.is_body = not edits
        """Whether every offset is the same in the text and in the body."""
        if edits:
            self._apply(sorted(edits))

    def _apply(self, edits: list[_Edit]) -> None:
        flowing, parts, at, done = self.text, [], 0, 0
        self._at, self._from, self._to = [], [], []
        for start, end, form in edits:
            if start > done:
                self._note(at, done, None)
                parts.append(flowing[done:start])
                at += start - done
            if form:
                self._note(at, start, end)
                parts.append(form)
                at += len(form)
            done = end
        if done < len(flowing) or not self._at:
            self._note(at, done, None)
        parts.append(flowing[done:])
        self.text = "".join(parts)

    def _note(self, at: int, start: int, end: int | None) -> None:
        self._at.append(at)
        self._from.append(start)
        self._to.append(end)

    def to_body(self, span: Span) -> Span:
        """Map a span of the text to the body; altered pieces are included as a whole."""
        if self.is_body:
            return span
        start = self._start(span.start)
        return Span(start, start if span.start == span.end else self._end(span.end))

    def from_body(self, span: Span) -> Span:
        """Map a span of the body to the text."""
        if self.is_body:
            return span
        start, end = self._read(span.start, after=False), self._read(span.end, after=True)
        return Span(start, max(start, end))

    def _start(self, point: int) -> int:
        piece = bisect_right(self._at, point) - 1
        within = 0 if self._to[piece] is not None else point - self._at[piece]
        return self._from[piece] + within

    def _end(self, point: int) -> int:
        piece = bisect_right(self._at, point - 1) - 1
        altered = self._to[piece]
        return altered if altered is not None else self._from[piece] + point - self._at[piece]

    def _read(self, point: int, *, after: bool) -> int:
        """Map an offset to the text; within an altered piece, to its beginning or end."""
        piece = max(0, bisect_right(self._from, point) - 1)
        following = self._at[piece + 1] if piece + 1 < len(self._at) else len(self.text)
        start, altered = self._from[piece], self._to[piece]
        if altered is None:
            return min(self._at[piece] + max(0, point - start), following)
        inside = start < point < altered
        return following if point >= altered or (inside and after) else self._at[piece]
