# SPDX-License-Identifier: MIT
"""Mapping the offsets of a brat file to the body of the article.

brat counts code points. Other programs count UTF-16 units (JavaScript, Java) or bytes of UTF-8,
and differ in whether a byte order mark and the two characters of a CR LF count. How a file counts
is inferred from the words that it quotes; where these disagree with the offsets, the words decide.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate
from pathlib import Path

from claimdesk.models.articles.plain import decode
from claimdesk.models.articles.read import ArticleFile, article_of, read_bytes
from claimdesk.models.exchange.brat_lines import AnnFile, TextBound
from claimdesk.models.exchange.foreign.labels import shortened
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.folding import fold
from claimdesk.models.text.spans import Span, joined, trimmed

_SHOWN = 40
_MARK = "\ufeff"
_CR_LF = re.compile("\r\n")
_MOST_COVERED = 200_000_000
_MOST_READ = 500_000_000
"""How many characters are searched for words that do not stand where a file says."""

POINTS = _("characters")
_WIDTHS: dict[str, Callable[[str], int]] = {
    _("UTF-16 units"): lambda char: 1 + (char > "\uffff"),
    _("bytes of UTF-8"): lambda char: len(char.encode("utf-8", "surrogatepass")),
}
"""How long a character is for programs that do not count characters."""


@dataclass
class Placed:
    """Where the text-bounds of a file are in the body, by id: in order, disjoint, trimmed.

    Those without a place are missing; the fault of the text-bound says why.
    """

    unit: str
    """What the file counts."""
    spans: dict[str, list[Span]] = field(default_factory=dict)


class BratText:
    """One text with the article that it becomes."""

    def __init__(self, path: Path) -> None:
        """Raise ClaimdeskError naming the file and the reason if it cannot be read."""
        data = read_bytes(path, str(path))
        decoded = decode(data, str(path))
        self.path = path
        self.article: ArticleFile = article_of(decoded.text, str(path), decoded.encoding)
        mark = _MARK if data.startswith(codecs.BOM_UTF8) else ""
        self._views = list(_views(decoded.text, mark, self.article.body))

    def place(self, file: AnnFile) -> Placed:
        """Find the text-bounds of a file in the body; reports what stands elsewhere than it says.

        All are read in the unit in which most of their words stand where the file says.
        Raises ClaimdeskError if they cover more text than a project should repeat.
        """
        bounds = {line_id: bound for line_id, bound in file.text_bounds.items() if bound.spans}
        covered = sum(_length(bound) for bound in bounds.values())
        if covered > _MOST_COVERED:
            raise ClaimdeskError(
                _(
                    "{path}: its annotations cover {covered} characters, more than can be kept."
                ).format(path=file.path, covered=covered)
            )
        view = self._best_view(list(bounds.values()))
        placed = Placed(view.counts)
        wrong: dict[str, TextBound] = {}
        for line_id, bound in bounds.items():
            if view.holds(bound) or self._ends_early(file, view, bound):
                placed.spans[line_id] = view.spans(bound)
            else:
                wrong[line_id] = bound
        if wrong:
            _ByWords(file, view, placed).place(wrong)
        for line_id, spans in list(placed.spans.items()):
            if not spans:
                del placed.spans[line_id]
                bounds[line_id].fault = _("there is nothing but white space")
        return placed

    @staticmethod
    def _ends_early(file: AnnFile, view: _View, bound: TextBound) -> bool:
        """Return whether the lines after the first were taken for words of the text-bound only."""
        first, more, _rest = (bound.words or "").partition("\n")
        one = TextBound(bound.line, bound.type, bound.spans, first)
        if not (more and first.strip() and view.holds(one)):
            return False
        file.report(
            bound.line + 1, _("this is not a line of a brat annotation file; it is left out")
        )
        return True

    def _best_view(self, bounds: Sequence[TextBound]) -> _View:
        best, fewest = self._views[0], len(bounds) + 1
        for view in self._views:
            wrong = sum(not view.holds(bound) for bound in bounds)
            if wrong < fewest:
                best, fewest = view, wrong
            if not wrong:
                break
        return best


def _views(text: str, mark: str, body: str) -> Iterator[_View]:
    """Return the text as programs may have counted it, the likeliest first."""
    lines = text.replace("\r\n", "\n")
    readings = list(dict.fromkeys([mark + lines, lines, mark + text, text]))
    for unit in (POINTS, *_WIDTHS):
        for reading in readings:
            if unit == POINTS or any(_WIDTHS[unit](char) > 1 for char in set(reading)):
                yield _View(reading, unit, body)


@dataclass
class _View:
    """The text as one program saw and counted it, and the body that it became."""

    text: str
    unit: str
    body: str

    @property
    def counts(self) -> str:
        """What its offsets count, in words."""
        if "\r\n" not in self.text:
            return self.unit
        return _("{unit}, CR LF as two").format(unit=self.unit)

    @cached_property
    def _dropped(self) -> list[int]:
        """Where characters stand that the body does not have."""
        marks = len(self.text) - len(self.text.lstrip(_MARK))
        return [*range(marks), *(found.start() for found in _CR_LF.finditer(self.text))]

    @cached_property
    def _starts(self) -> list[int]:
        """Where each character begins, and the text ends, in this unit."""
        return list(accumulate(map(_WIDTHS[self.unit], self.text), initial=0))

    def _character(self, offset: int) -> int:
        """Return the character at an offset or, if the offset is inside of it, the next one."""
        return offset if self.unit == POINTS else bisect_left(self._starts, offset)

    def holds(self, bound: TextBound) -> bool:
        """Return whether the words of a text-bound stand where it says."""
        if not self._ends(bound):
            return False
        words = bound.words or ""
        return not words.strip() or (_may_be(bound) and _same(words, self._words(bound)))

    def _words(self, bound: TextBound, most: int | None = None) -> Iterator[str]:
        """Return the words of each piece, or the first `most` characters of them."""
        for start, end in bound.spans:
            yield self.text[self._character(start) : self._character(end)][:most]

    def _ends(self, bound: TextBound) -> bool:
        ends = (end for span in bound.spans for end in span)
        if self.unit == POINTS:
            return max(ends) <= len(self.text)
        starts = self._starts
        return all(end <= starts[-1] and starts[bisect_left(starts, end)] == end for end in ends)

    def spans(self, bound: TextBound) -> list[Span]:
        """Return the text-bound in the body."""
        found = [Span(self.point(start), self.point(end)) for start, end in bound.spans]
        inside = [Span(*(min(end, len(self.body)) for end in span)) for span in found]
        return whole(self.body, inside)

    def point(self, offset: int) -> int:
        """Return where an offset is in the body; it may be behind its end."""
        at = self._character(offset)
        return at - bisect_left(self._dropped, at)

    def fault(self, bound: TextBound) -> str:
        """Return why a text-bound has no place."""
        end = max(span.end for span in bound.spans)
        length = len(self.text) if self.unit == POINTS else self._starts[-1]
        if end > length:
            return _("the text ends at {length}, before {end}").format(length=length, end=end)
        here = " ".join(self._words(bound, 2 * _SHOWN))
        return _("the words there are “{found}”, not “{expected}”").format(
            found=shortened(here, _SHOWN), expected=shortened(bound.words or "", _SHOWN)
        )


class _ByWords:
    """Finds text-bounds by their words where they do not stand at their offsets."""

    def __init__(self, file: AnnFile, view: _View, placed: Placed) -> None:
        self._file = file
        self._view = view
        self._placed = placed
        self._left = _MOST_READ
        self._known: dict[str, list[Span]] = {}

    def place(self, wrong: dict[str, TextBound]) -> None:
        """Place those that their words locate; the others get a fault."""
        waiting: dict[str, TextBound] = {}
        for line_id, bound in wrong.items():
            found = self._found(bound)
            if self._differs_in_case(bound):
                self._keep(line_id, bound, self._view.spans(bound), _("it is kept where it is"))
            elif len(found) == 1:
                self._keep(
                    line_id, bound, [found[0]], _("the words are elsewhere once; it is put there")
                )
            else:
                waiting[line_id] = bound
        anchors = sorted(
            (self._view.point(self._file.text_bounds[line_id].spans[0].start), spans[0].start)
            for line_id, spans in self._placed.spans.items()
            if spans
        )
        for line_id, bound in waiting.items():
            self._by_neighbour(line_id, bound, anchors)

    def _by_neighbour(
        self, line_id: str, bound: TextBound, anchors: Sequence[tuple[int, int]]
    ) -> None:
        """Of several places, take the one that is as far off as the neighbour's."""
        found = self._found(bound)
        said = self._view.point(bound.spans[0].start)
        fault = self._view.fault(bound)
        if anchors and found:
            at = bisect_left(anchors, (said, 0))
            near = min(anchors[max(0, at - 1) : at + 1], key=lambda one: abs(one[0] - said))
            there = [span for span in found if span.start == said + near[1] - near[0]]
            if there:
                self._keep(
                    line_id, bound, there, _("the words are as far off as their neighbour’s")
                )
                return
        bound.fault = fault
        if found:
            bound.fault = ngettext(
                "{reason}, which is there once", "{reason}, which are there {n} times", len(found)
            ).format(reason=fault, n=len(found))

    def _keep(self, line_id: str, bound: TextBound, spans: list[Span], what: str) -> None:
        self._file.report(
            bound.line, _("{reason}; {what}").format(reason=self._view.fault(bound), what=what)
        )
        self._placed.spans[line_id] = whole(self._view.body, spans)

    def _differs_in_case(self, bound: TextBound) -> bool:
        if not _may_be(bound):
            return False
        here = "".join(self._view.body[start:end] for start, end in self._view.spans(bound))
        return bool(here) and _bare(fold(here)) == _bare(fold(bound.words or ""))

    def _found(self, bound: TextBound) -> list[Span]:
        """Return where the words of one piece stand in the body."""
        words = (bound.words or "").split()
        key = " ".join(words)
        if key not in self._known:
            self._known[key] = []
            self._left -= len(self._view.body)
            if words and self._left > 0 and len(bound.spans) == 1:
                pattern = r"\s+".join(map(re.escape, words))
                self._known[key] = [
                    Span(*match.span()) for match in re.finditer(pattern, self._view.body)
                ]
        return self._known[key]


def whole(body: str, spans: Sequence[Span]) -> list[Span]:
    """Return the spans in order, trimmed, and joined where only white space is between them.

    brat allows no line break inside a fragment.
    """
    found: list[Span] = []
    for span in joined([trimmed(body, span) for span in spans]):
        between = body[found[-1].end : span.start] if found else "."
        if "\n" in between and not between.strip():
            found[-1] = Span(found[-1].start, span.end)
        else:
            found.append(span)
    return found


def _length(bound: TextBound) -> int:
    return sum(end - start for start, end in bound.spans)


def _may_be(bound: TextBound) -> bool:
    """Whether the pieces are not far longer than the words: then they need not be compared."""
    return _length(bound) <= 4 * len(bound.words or "") + 1000


def _same(words: str, pieces: Iterator[str]) -> bool:
    """Return whether words are those of some pieces, spacing and width of letters aside.

    Fragments are joined with a space or none, line breaks kept, escaped or not.
    """
    said, there = _bare(words), _bare("".join(pieces))
    if said == there:
        return True
    escaped = _bare(words.replace("\\n", " "))
    return there != "" and _bare(fold(there, ignore_case=False)) in (
        _bare(fold(said, ignore_case=False)),
        _bare(fold(escaped, ignore_case=False)),
    )


def _bare(words: str) -> str:
    return "".join(words.split())
