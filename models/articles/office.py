# SPDX-License-Identifier: MIT
"""The paragraphs of Word and OpenDocument files, read from the XML in their archives.

External references are never followed, macros never looked at. Deleted text of tracked changes,
comments and footnotes are left out; heads and feet of pages are no part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from claimdesk.models.articles.archives import Archive
from claimdesk.models.articles.drafts import Block
from claimdesk.models.articles.markup import parse_xml
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_HEADING = re.compile(
    r"(?:heading|überschrift|berschrift|titre|título|ttulo|titolo|kop|nagłówek|nadpis|rubrik"
    r"|overskrift|заголовок|見出し)\s?(\d)",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:title|titel|titre|título|titolo|název|tytuł)$", re.IGNORECASE)
_RUNNING = re.compile(r"word/(?:header|footer)\d*\.xml")
_MOST_RUNNING = 12
_WORD_PART = "word/document.xml"
_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "txbxContent")
)


def docx_blocks(archive: Archive) -> list[Block]:
    """Return the paragraphs of a Word document, those in tables too."""
    main = _main_part(archive)
    root = parse_xml(archive.read(main), archive.name)
    styles = _styles(archive, main)
    body = next((each for each in root if _local(each) == "body"), root)
    return [
        Block(text, _level(paragraph, styles))
        for paragraph in body.iter("{*}p")
        if not _is_inside(paragraph, ("txbxContent", "del", "Fallback"))
        for text in _word_paragraph(paragraph).split("\f")
        if text.strip()
    ]


def docx_running(archive: Archive) -> list[str]:
    """Return the heads and feet of the pages of a Word document."""
    members = sorted(name for name in archive.names() if _RUNNING.fullmatch(name))
    found: list[str] = []
    for member in members[:_MOST_RUNNING]:
        # What is damaged beside the text is no reason to refuse it.
        with suppress(ClaimdeskError):
            root = parse_xml(archive.read(member), archive.name)
            found += (_word_paragraph(paragraph).strip() for paragraph in root.iter("{*}p"))
    return [text for text in found if text]


def odt_running(archive: Archive) -> list[str]:
    """Return the heads and feet of the pages of an OpenDocument text."""
    try:
        root = parse_xml(archive.read("styles.xml"), archive.name)
    except ClaimdeskError:
        return []
    found = (
        "".join(_open_text(paragraph)).strip()
        for part in root.iter("{*}header", "{*}footer")
        for paragraph in part.iter("{*}p")
    )
    return [text for text in found if text]


def docx_title(archive: Archive) -> str | None:
    """Return the title among the properties of an Office document."""
    if "docProps/core.xml" not in archive:
        return None
    found = parse_xml(archive.read("docProps/core.xml"), archive.name).find("{*}title")
    return None if found is None else found.text


def odt_blocks(archive: Archive) -> list[Block]:
    """Return the paragraphs of an OpenDocument text."""
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise ClaimdeskError(
            _("{name} is encrypted; save it without a password and try again.").format(
                name=archive.name
            )
        )
    root = parse_xml(archive.read("content.xml"), archive.name)
    blocks = []
    for element in root.iter("{*}p", "{*}h"):
        if _is_inside(element, ("note", "annotation", "tracked-changes", "frame", "p", "h")):
            continue
        level = element.get(_OUTLINE) or "1" if _local(element) == "h" else "0"
        style = element.get(_STYLE) or ""
        if _local(element) == "p" and _TITLE.match(style):
            level = "1"
        text = "".join(_open_text(element)).strip()
        if text:
            blocks.append(Block(text, min(6, int(level)) if level.isdigit() else 1))
    return blocks


def odt_title(archive: Archive) -> str | None:
    """Return the title among the properties of an OpenDocument file."""
    if "meta.xml" not in archive:
        return None
    found = next(parse_xml(archive.read("meta.xml"), archive.name).iter("{*}title"), None)
    return None if found is None else found.text


_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OUTLINE, _STYLE = f"{_TEXT}outline-level", f"{_TEXT}style-name"


def _local(element: Any) -> str:  # noqa: ANN401
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _is_inside(element: Any, names: tuple[str, ...]) -> bool:  # noqa: ANN401
    return any(_local(above) in names for above in element.iterancestors())


def _main_part(archive: Archive) -> str:
    """Return the member with the text: what the relations say, word/document.xml as a rule."""
    if _WORD_PART in archive:
        return _WORD_PART
    for relation in parse_xml(archive.read("_rels/.rels"), archive.name):
        if (relation.get("Type") or "").endswith("/officeDocument"):
            return (relation.get("Target") or "").lstrip("/")
    raise ClaimdeskError(
        _("{name} is damaged: {member} is missing.").format(name=archive.name, member=_WORD_PART)
    )


def _styles(archive: Archive, main: str) -> dict[str, str]:
    """Return the names of styles by their ids."""
    member = main.rpartition("/")[0] + "/styles.xml"
    if member not in archive:
        return {}
    found = {}
    for style in parse_xml(archive.read(member), archive.name).iter("{*}style"):
        name = style.find("{*}name")
        if name is not None:
            found[_attribute(style, "styleId")] = _attribute(name, "val")
    return found


def _attribute(element: Any, name: str) -> str:  # noqa: ANN401
    return next((value for key, value in element.attrib.items() if key.endswith("}" + name)), "")


def _level(paragraph: Any, styles: dict[str, str]) -> int:  # noqa: ANN401
    style = paragraph.find("{*}pPr/{*}pStyle")
    if style is None:
        return 0
    key = _attribute(style, "val")
    name = styles.get(key, key)
    heading = _HEADING.match(name)
    return min(6, int(heading[1])) if heading else int(bool(_TITLE.match(name)))


def _word_paragraph(paragraph: Any) -> str:  # noqa: ANN401
    """Return the text of a paragraph; form feeds part what page breaks part."""
    pieces: list[str] = []
    pending = [paragraph]
    while pending:
        element = pending.pop()
        name = _local(element)
        if name in _SKIPPED or (name == "p" and element is not paragraph):
            continue
        if name == "t":
            pieces.append(element.text or "")
        elif name in _SIGNS:
            pieces.append("\f" if _attribute(element, "type") == "page" else _SIGNS[name])
        elif name == "AlternateContent":
            pending.extend(reversed([each for each in element if _local(each) == "Choice"]))
            continue
        pending.extend(reversed(element))
    return "".join(pieces)


_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


def _open_text(element: Any) -> Iterator[str]:  # noqa: ANN401
    """Yield the pieces of a paragraph of OpenDocument."""
    yield element.text or ""
    for child in element:
        name = _local(child)
        if name == "s":
            count = child.get(f"{_TEXT}c") or "1"
            yield " " * (min(100, int(count)) if count.isdigit() else 1)
        elif name in ("tab", "line-break"):
            yield "\t" if name == "tab" else "\n"
        elif name not in ("note", "annotation", "annotation-end", "frame"):
            yield from _open_text(child)
        yield child.tail or ""
