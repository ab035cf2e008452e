# SPDX-License-Identifier: MIT
"""The text beside a brat file: where its offsets lie in the body of the article.

brat counts code points. Programs differ in whether a byte order mark and the two characters of a
CR LF count; which of them wrote a file is told by the words that it quotes.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from claimdesk.models.articles.plain import decode
from claimdesk.models.articles.read import ArticleFile, article_of, read_bytes
from claimdesk.models.exchange.brat_lines import AnnFile, TextBound
from claimdesk.models.spans import Span, trimmed

_SHOWN = 40
_MARK = "\ufeff"
_CR_LF = re.compile("\r\n")


class BratText:
    """One text with the article that it becomes."""

    def __init__(self, path: Path) -> None:
        """Raises ClaimdeskError naming the file and the reason if it cannot be read."""
        data = read_bytes(path, str(path))
        decoded = decode(data, str(path))
        self.path = path
        self.article: ArticleFile = article_of(decoded.text, str(path), decoded.encoding)
        mark = _MARK if data.startswith(codecs.BOM_UTF8) else ""
        self._views = [_View(text, self.article.body) for text in _readings(decoded.text, mark)]

    def place(self, file: AnnFile) -> dict[str, list[Span]]:
        """Where the text-bounds of a file lie in the body, by id: in order, apart, trimmed.

        One that holds white space alone has no spans.
        Raises ClaimdeskError naming the line of the first that is not what the file says.
        """
        faults = [view.fault(file.text_bounds.values()) for view in self._views]
        for view, fault in zip(self._views, faults, strict=True):
            if fault is None:
                return {own: view.spans(bound) for own, bound in file.text_bounds.items()}
        bound, reason = faults[0] or (None, "")
        assert bound is not None
        raise file.fault(bound.line, reason)


def _readings(text: str, mark: str) -> list[str]:
    """The text as programs may have counted it, the likeliest first."""
    lines = text.replace("\r\n", "\n")
    readings = [mark + lines, lines, mark + text, text]
    return list(dict.fromkeys(readings))


@dataclass
class _View:
    """The text as one program saw it, and the body that it became."""

    text: str
    body: str

    @cached_property
    def _dropped(self) -> list[int]:
        """Where characters stand that the body does not have."""
        marks = len(self.text) - len(self.text.lstrip(_MARK))
        return [*range(marks), *(found.start() for found in _CR_LF.finditer(self.text))]

    def fault(self, bounds: Iterable[TextBound]) -> tuple[TextBound, str] | None:
        """The first text-bound that does not stand in this text, and why."""
        for bound in bounds:
            end = max(span.end for span in bound.spans)
            if end > len(self.text):
                return bound, f"the text ends at {len(self.text)}, before {end}"
            here = " ".join(self.text[start:end] for start, end in bound.spans)
            if bound.words is not None and _bare(bound.words) != _bare(here):
                return bound, f"the words there are “{_short(here)}”, not “{_short(bound.words)}”"
        return None

    def spans(self, bound: TextBound) -> list[Span]:
        """The text-bound in the body."""
        spans = [Span(self._point(start), self._point(end)) for start, end in bound.spans]
        return whole(self.body, spans)

    def _point(self, offset: int) -> int:
        return min(offset - bisect_left(self._dropped, offset), len(self.body))


def whole(body: str, spans: Sequence[Span]) -> list[Span]:
    """The spans in order, trimmed, and as one where only a line break and white space part them.

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


def joined(spans: Sequence[Span]) -> list[Span]:
    """The spans in order, those that overlap as one, empty ones left out."""
    apart: list[Span] = []
    for span in sorted(span for span in spans if span.start < span.end):
        if apart and span.start < apart[-1].end:
            apart[-1] = Span(apart[-1].start, max(apart[-1].end, span.end))
        else:
            apart.append(span)
    return apart


def _bare(words: str) -> str:
    """Without white space: fragments are joined with a space or none, line breaks kept or not."""
    return "".join(words.split())


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
