# SPDX-License-Identifier: MIT
"""Which parts of a text are not the article: datelines, bylines, credits, calls, links, rights.

Only the form of a paragraph and where it stands say so: what no sentence of an article looks like
counts anywhere; what is short and could be a heading counts only above the first sentences or
below the last ones. The text keeps them; they are shown folded and nothing is suggested in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimdesk.models.articles.boilerplate import (
    is_copyright,
    is_furniture,
    is_likely_byline,
    is_outlet,
    is_section,
    label_of_headline,
)
from claimdesk.models.articles.bylines import byline, is_byline
from claimdesk.models.articles.endings import (
    begins_ending,
    inline_end,
    is_about_author,
    is_signature,
)
from claimdesk.models.articles.mastheads import outlet_with_date
from claimdesk.models.articles.metadata import dateline_end, headline
from claimdesk.models.articles.notices import (
    is_call,
    is_credit,
    is_end_mark,
    is_label_of_links,
    is_wire_note,
)
from claimdesk.models.text.paragraphs import flow
from claimdesk.models.text.spans import Span

_PROSE_WORDS = 12
"""Words from which on a paragraph that ends like a sentence is one of the article."""
_LONG = 200
"""Code points from which on a paragraph is one of the article, unless its form says otherwise."""
_HEAD, _FOOT = 12, 25
"""Paragraphs above the first sentences, and below the last ones, that are looked at."""
_MOST_HEADINGS = 4
"""Lines without a full stop between the headline and the first sentences at most."""
_BEFORE_END = 0.5
"""Share of the sentences that stand above contacts and notes, at least."""
_MOST_LINKS = 12
"""Headlines of other articles that follow one another at most."""
_ENDS = re.compile(
    r"[.!?…。！？؟۔।։:;：][\"'”’»“)\]」』）♦■●◆]*(?:\s*[♦■●◆∎])?(?:[(（](?:完|了|终)[)）])?$"
)
_TIGHT = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Characters of scripts without spaces, about two of which are a word."""
_LINES = re.compile(r"[^\n]+")
_TOO_LONG = 400_000
"""Code points above which a text is a book or a collection and is left alone."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A paragraph, without the white space around it."""

    span: Span
    text: str

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence or more."""
        if len(self.text) >= _LONG:
            return True
        words = max(len(self.text.split()), len(_TIGHT.findall(self.text)) // 2)
        return words >= _PROSE_WORDS and _ENDS.search(self.text) is not None


@lru_cache(maxsize=64)
def boilerplate_spans(body: str) -> tuple[Span, ...]:
    """Return the spans of a text that are not part of the article, in order: lines and a dateline.

    Empty if nothing would be left.
    """
    if len(body) > _TOO_LONG:
        return ()
    lines = list(_lines(body))
    apart = [_never_article(line.text) for line in lines]
    prose = [n for n, line in enumerate(lines) if line.is_prose and not apart[n]]
    if not prose:
        return ()
    prose = _without_ending(lines, apart, prose)
    first, last = prose[0], prose[-1]
    title = _title(lines, body)
    _add_above(lines, apart, title, first)
    for n in range(max(0, first - _HEAD), first):
        apart[n] = apart[n] or (n != title and _is_above(lines[n].text))
    for n in range(last + 1, min(len(lines), last + 1 + _FOOT)):
        apart[n] = apart[n] or (
            n != title and (_is_below(lines[n].text) or _is_bio(lines, prose, n))
        )
    _add_links(lines, apart, last)
    if title is not None:
        apart[title] = False
    spans = [line.span for n, line in enumerate(lines) if apart[n]]
    if title is not None and (label := label_of_headline(lines[title].text)):
        start = lines[title].span.start
        spans.append(Span(start, start + label))
    return tuple(sorted([*spans, *_dateline(lines, first), *_end_mark(lines[last])]))


def _without_ending(lines: Sequence[_Line], apart: list[bool], prose: list[int]) -> list[int]:
    """Mark contacts, notes and who the author is below an article; return its paragraphs."""
    whole = sum(len(lines[n].text) for n in prose)
    own, above = frozenset(prose), 0
    for n, line in enumerate(lines):
        if n > prose[0] and above >= _BEFORE_END * whole and begins_ending(line.text):
            apart[n:] = [True] * (len(lines) - n)
            break
        above += len(line.text) if n in own else 0
    kept = [n for n in prose if not apart[n]]
    while len(kept) > 1:
        before = [lines[n].text for n in kept[:-1]]
        if not is_about_author(lines[kept[-1]].text, before, _authors(lines)):
            break
        apart[kept.pop()] = True
    return kept


def _add_above(lines: Sequence[_Line], apart: list[bool], title: int | None, first: int) -> None:
    """Add what stands above the headline, and lines without a full stop below it.

    These are letterheads, sections and further headlines.
    """
    between = [n for n in range(max(0, first - _HEAD), first) if n != title and not apart[n]]
    headings = [n for n in between if _ENDS.search(lines[n].text) is None]
    if title is None:
        headings = headings[1:]  # the headline, in a form that is not known
    above = [n for n in headings if title is not None and n < title]
    below = [n for n in headings if n not in above and not _is_above(lines[n].text)]
    for n in (*above, *(below if len(below) <= _MOST_HEADINGS else ())):
        apart[n] = True


def _lines(body: str) -> Iterator[_Line]:
    for match in _LINES.finditer(flow(body).text):
        text = match[0].strip()
        if text:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            yield _Line(Span(start, start + len(text)), text)


def _title(lines: Sequence[_Line], body: str) -> int | None:
    """Return which line is the headline."""
    title = headline(body)
    for n, line in enumerate(lines[:_HEAD]):
        if title and line.text[label_of_headline(line.text) :] == title:
            return n
    return None


def _never_article(text: str) -> bool:
    return (
        is_byline(text)
        or is_copyright(text)
        or is_credit(text)
        or is_call(text)
        or is_wire_note(text)
        or is_label_of_links(text)
    )


def _authors(lines: Sequence[_Line]) -> str:
    """Return what the lines at the beginning say of who wrote it."""
    return "\n".join(filter(None, (byline(line.text) for line in lines[:_HEAD]))).casefold()


def _is_bio(lines: Sequence[_Line], prose: Sequence[int], n: int) -> bool:
    if is_signature(lines[n].text):
        return True
    return is_about_author(lines[n].text, [lines[one].text for one in prose], _authors(lines))


def _is_above(text: str) -> bool:
    if is_furniture(text) or is_outlet(text) or is_section(text) or is_likely_byline(text):
        return True
    if outlet_with_date(text):
        return True
    return dateline_end(text) == len(text)


def _is_below(text: str) -> bool:
    return is_furniture(text) or is_end_mark(text) or is_outlet(text) or is_section(text)


def _add_links(lines: Sequence[_Line], apart: list[bool], last: int) -> None:
    """Add the headlines of other articles below a label such as `Related posts`."""
    for n, line in enumerate(lines):
        if not is_label_of_links(line.text) or not apart[n]:
            continue
        for further in range(n + 1, min(len(lines), n + 1 + _MOST_LINKS)):
            below = lines[further]
            if below.is_prose or (further < last and _ENDS.search(below.text)):
                break
            apart[further] = True


def _end_mark(line: _Line) -> Iterator[Span]:
    """Yield the mark of the end behind the last words of the article."""
    end = inline_end(line.text)
    if end < len(line.text):
        yield Span(line.span.start + end, line.span.end)


def _dateline(lines: Sequence[_Line], first: int) -> Iterator[Span]:
    """Yield the dateline before the first words of the article."""
    line = lines[first]
    end = dateline_end(line.text)
    if 0 < end < len(line.text):
        yield Span(line.span.start, line.span.start + end)
