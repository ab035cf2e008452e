# SPDX-License-Identifier: MIT
"""HTML and XML of unknown origin: decoded, parsed without network or entities, as paragraphs."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from claimdesk.models.articles.drafts import Block
from claimdesk.models.articles.encodings import readings
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

MOST_MARKUP = 50_000_000
"""Bytes of a page or an export in markup that are parsed."""

_DECLARED = re.compile(
    rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WEB = {"iso8859-1": "cp1252", "ascii": "cp1252", "shift_jis": "cp932", "gb2312": "gb18030",
        "gbk": "gb18030", "euc_kr": "cp949", "iso8859-9": "cp1254", "tis-620": "cp874"}  # fmt: skip
"""What browsers read where a page declares an encoding that is a part of another one."""

_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol option p pre
    section summary table tbody td tfoot th thead title tr ul
"""
_SILENT_NAMES = "script style noscript template head svg math object iframe select"
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_SILENT = frozenset(_SILENT_NAMES.split())


def decode_markup(data: bytes, declared: str | None = None) -> str:
    """Decode a page: by its mark, as strict UTF-8, as it or who sent it declares, or as guessed.

    UTF-8 with characters outside ASCII is hardly ever anything else, whatever the page says.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data[:2] == b"<\x00":
        return data.decode("utf-16-le", "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    found = _DECLARED.search(data[:4096])
    for name in (declared, found[1].decode("ascii") if found else None):
        text = _decoded(data, name)
        if text is not None:
            return text
    likely = readings(data).texts
    return likely[0][1] if likely else data.decode("cp1252", "replace")


def _decoded(data: bytes, name: str | None) -> str | None:
    try:
        encoding = codecs.lookup(name or "").name
        text = data.decode(_WEB.get(encoding, encoding), "replace")
    except (LookupError, ValueError):
        return None
    return text if text.count("\ufffd") <= 2 + len(text) // 200 else None


def parse_html(text: str, name: str) -> Any:  # noqa: ANN401
    """Return the outermost element of a page. Raises ClaimdeskError if there is none."""
    from lxml import etree, html

    parser = html.HTMLParser(
        no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    content = _XML_DECLARATION.sub("", text.replace("\x00", "\ufffd")).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(content, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ClaimdeskError(
            _("{name} holds no text; there is nothing to annotate.").format(name=name)
        ) from error
    return root


def parse_xml(data: bytes, name: str) -> Any:  # noqa: ANN401
    """Return the outermost element of an XML file that brings no entities of its own.

    Raises ClaimdeskError naming the line if it is not well-formed, or if it declares entities.
    """
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    if b"<!ENTITY" in data[:100_000]:
        raise ClaimdeskError(
            _(
                "{name} declares entities of its own, which can be an attack; it was not read."
            ).format(name=name)
        )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ClaimdeskError(
            _("{name} is damaged at line {line}: {reason}.").format(
                name=name, line=error.lineno or 0, reason=(error.msg or "")[:200]
            )
        ) from error


def blocks_of(root: Any) -> list[Block]:  # noqa: ANN401
    """Return the paragraphs of an element of HTML, empty ones left out."""
    return list(_Walk().blocks(root))


class _Walk:
    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._level = 0
        self._silent = 0

    def blocks(self, root: Any) -> Iterator[Block]:  # noqa: ANN401
        from lxml import etree

        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                yield from self._open(tag, element.text)
            else:
                yield from self._close(tag, element.tail if element is not root else None)
        yield from self._flush()

    def _open(self, tag: str, text: str | None) -> Iterator[Block]:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            yield from self._flush()
            self._level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0
        self._add("\n" if tag == "br" else None)
        self._add(_one_line(text))

    def _close(self, tag: str, tail: str | None) -> Iterator[Block]:
        self._silent -= tag in _SILENT
        if tag in _BLOCKS:
            yield from self._flush()
            self._level = 0
        self._add(_one_line(tail))

    def _add(self, text: str | None) -> None:
        if text and not self._silent:
            self._pieces.append(text)

    def _flush(self) -> Iterator[Block]:
        text = re.sub(r" ?\n ?", "\n", re.sub(" {2,}", " ", "".join(self._pieces)))
        self._pieces = []
        for part in re.split(r"\n{2,}", text.strip()):
            if part.strip():
                yield Block(part.strip(), self._level)


def _one_line(text: str | None) -> str | None:
    return re.sub(r"[ \t\r\n\f\xa0]+", " ", text) if text else text
