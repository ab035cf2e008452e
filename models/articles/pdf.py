# SPDX-License-Identifier: MIT
"""The text of a PDF by pypdfium2; running heads, page numbers and what is repeated go."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from claimdesk.models.articles.drafts import Block
from claimdesk.models.articles.mastheads import day_in, outlet_beside
from claimdesk.models.articles.page_layout import Line, blocks_of_pages
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError

MOST_PAGES = 2000
_MOST_CHARACTERS = 200_000
"""Characters of one page that are looked at."""
_EDGE = 0.12
"""Share of the height of a page at its top and bottom where running heads are."""
_PASSWORD = 4
"""What PDFium calls a missing or wrong password."""
_IMAGE = 3
"""What PDFium calls a picture on a page."""
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.|pagina|página|strana|str\.|стр\.?)\s*)?\d{1,4}"
    r"(?:\s*(?:of|von|de|/|sur|di|z)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)
_PRINTED_AT = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s+\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?", re.I
)
_PRINTED = re.compile(rf"{_PRINTED_AT.pattern}|https?://\S+|\d+/\d+", re.IGNORECASE)
"""What browsers print at the edges of pages: the time, the address and the page."""
_DIGITS = re.compile(r"\d+")

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""


@dataclass(slots=True)
class PdfText:
    """What is in a PDF."""

    blocks: list[Block]
    title: str | None
    warnings: list[str]
    running: list[str]
    """Running heads, and what a browser prints at the edges of pages."""


@dataclass(slots=True)
class _Page:
    lines: list[Line]
    height: float
    is_picture: bool


def pdf_text(data: bytes, name: str) -> PdfText:
    """Return the paragraphs of a PDF and its title.

    Raises ClaimdeskError if it is encrypted, damaged, scanned or too long.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _unreadable(name, error) from error
    try:
        count = len(document)
        if count > MOST_PAGES:
            raise ClaimdeskError(
                _("{name} has {n} pages, an article at most {most}; split it.").format(
                    name=name, n=count, most=MOST_PAGES
                )
            )
        pages = [_page(document, number) for number in range(count)]
        title = _title(document)
    finally:
        document.close()
    warnings = _scanned(name, pages)
    kept, running = _without_running_heads(pages, title)
    return PdfText(blocks_of_pages(kept), title, warnings, running)


def _unreadable(name: str, error: Exception) -> ClaimdeskError:
    if getattr(error, "err_code", None) == _PASSWORD or "assword" in str(error):
        return ClaimdeskError(
            _("{name} is encrypted; save it without a password and try again.").format(name=name)
        )
    return ClaimdeskError(
        _(
            "{name} is a damaged PDF; open it in a reader, print it to a new one and import that."
        ).format(name=name)
    )


def _scanned(name: str, pages: Sequence[_Page]) -> list[str]:
    """Return what to say about pages that are pictures; raise ClaimdeskError if all are."""
    pictures = [str(number) for number, page in enumerate(pages, 1) if page.is_picture]
    if not any(page.lines for page in pages):
        raise ClaimdeskError(
            _(
                "{name} is scanned: its pages are pictures; run text recognition on it and import"
                " the result."
            ).format(name=name)
            if pictures
            else _("{name} holds no text; there is nothing to annotate.").format(name=name)
        )
    if not pictures:
        return []
    return [
        ngettext(
            "Page {pages} is a picture without text; run text recognition on it.",
            "Pages {pages} are pictures without text; run text recognition on them.",
            len(pictures),
        ).format(pages=", ".join(pictures[:20]))
    ]


def _title(document: Any) -> str | None:  # noqa: ANN401
    try:
        return str(document.get_metadata_value("Title")).strip() or None
    except (ValueError, UnicodeError, RuntimeError):
        return None


def _page(document: Any, number: int) -> _Page:  # noqa: ANN401
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        return _Page([], 0.0, is_picture=False)
    text_page = page.get_textpage()
    try:
        lines = list(_lines(text_page))
        has_picture = not lines and any(page.get_objects(filter=[_IMAGE], max_depth=3))
        return _Page(lines, page.get_height(), has_picture)
    finally:
        text_page.close()
        page.close()


def _lines(text_page: Any) -> Iterator[Line]:  # noqa: ANN401
    """Yield pieces of lines: characters beside one another without a wide gap."""
    count = min(text_page.count_chars(), _MOST_CHARACTERS)
    text = text_page.get_text_range(0, count) if count > 0 else ""
    one_by_one = len(text) != count
    run = _Run()
    for index in range(max(0, count)):
        char = text_page.get_text_range(index, 1) if one_by_one else text[index]
        if char in "\r\n":
            yield from run.end()
        elif char.isspace():
            run.space()
        else:
            yield from run.add(char, text_page.get_charbox(index, loose=True))
    yield from run.end()


class _Run:
    """Characters that are put together to a piece of a line."""

    def __init__(self) -> None:
        self._text: list[str] = []
        self._boxes: list[Box] = []
        self._space = False

    def space(self) -> None:
        """Note that there is white space."""
        self._space = True

    def add(self, char: str, box: Box) -> Iterator[Line]:
        """Add a character; yield what was there before if it stands apart."""
        if self._boxes and not self._goes_on(box):
            yield from self.end()
        if self._space and self._text:
            self._text.append(" ")
        self._space = False
        self._text.append(char)
        self._boxes.append(box)

    def _goes_on(self, box: Box) -> bool:
        left, bottom, _right, top = box
        _left, low, right, high = self._boxes[-1]
        size = max(high - low, top - bottom, 1.0)
        same = abs((bottom + top) / 2 - (low + high) / 2) < 0.6 * size
        return same and -0.8 * size < left - right < 1.6 * size

    def end(self) -> Iterator[Line]:
        """Yield what was there, if anything."""
        # PDFium marks the hyphen of a divided word so.
        text = "".join(self._text).strip().replace("\ufffe", "-").replace("\x02", "-")
        if text:
            yield Line(
                text,
                min(box[0] for box in self._boxes),
                max(box[2] for box in self._boxes),
                statistics.median(box[1] for box in self._boxes),
                statistics.median(box[3] for box in self._boxes),
                statistics.median(box[3] - box[1] for box in self._boxes),
            )
        self._text, self._boxes, self._space = [], [], False


def _without_running_heads(
    pages: Sequence[_Page], title: str | None
) -> tuple[list[list[Line]], list[str]]:
    """Leave out page numbers, lines at the edges that come again, and what a browser prints there.

    Return the other lines by page, and what was left out.
    """
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update({_key(line) for line in page.lines if _is_at_edge(line, page)})
    often = max(2, len(pages) // 4)
    kept: list[list[Line]] = []
    running: dict[str, None] = {}
    for page in pages:
        kept.append([])
        is_printed = any(_PRINTED_AT.fullmatch(line.text) for line in page.lines)
        for line in page.lines:
            repeated = _NUMBER.fullmatch(line.text) or seen[_key(line)] >= often
            named = outlet_beside([line.text]) or day_in(line.text)
            printed = is_printed and (_PRINTED.fullmatch(line.text) or line.text == title)
            if _is_at_edge(line, page) and (repeated or printed or named):
                running[line.text] = None
            else:
                kept[-1].append(line)
    return kept, list(running)


def _is_at_edge(line: Line, page: _Page) -> bool:
    return line.middle < _EDGE * page.height or line.middle > (1 - _EDGE) * page.height


def _key(line: Line) -> str:
    return _DIGITS.sub("#", " ".join(line.text.split()).casefold())
