# SPDX-License-Identifier: MIT
"""The chapters of an EPUB book, in the order in which it is read."""

from __future__ import annotations

import posixpath
from typing import Any
from urllib.parse import unquote

from claimdesk.models.articles.archives import Archive
from claimdesk.models.articles.dates import read_date
from claimdesk.models.articles.drafts import Block, Draft
from claimdesk.models.articles.markup import blocks_of, decode_markup, parse_html, parse_xml
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_DC = "{http://purl.org/dc/elements/1.1/}"
_MARKS = " ,:;–—-[]()"
_LEAST_WORDS = 40
"""Words that a chapter has at least, if others have: title pages and imprints have fewer."""


def epub_chapters(archive: Archive) -> tuple[Draft, list[list[Block]]]:
    """Return what the book says about itself, and its chapters.

    Raises ClaimdeskError if it is damaged, encrypted or holds no text.
    """
    if "META-INF/encryption.xml" in archive and b"EncryptedKey" in archive.read(
        "META-INF/encryption.xml"
    ):
        raise ClaimdeskError(
            _("{name} is encrypted; save it without a password and try again.").format(
                name=archive.name
            )
        )
    container = parse_xml(archive.read("META-INF/container.xml"), archive.name)
    root_file = next(container.iter("{*}rootfile"), None)
    path = "" if root_file is None else root_file.get("full-path") or ""
    package = parse_xml(archive.read(path), archive.name)
    chapters = [_chapter(archive, member) for member in _spine(package, path) if member in archive]
    long = [blocks for blocks in chapters if _words(blocks) >= _LEAST_WORDS]
    found = long or [blocks for blocks in chapters if blocks]
    if not found:
        raise ClaimdeskError(
            _("{name} holds no text; there is nothing to annotate.").format(name=archive.name)
        )
    return _about(package), found


def _spine(package: Any, path: str) -> list[str]:  # noqa: ANN401
    folder = posixpath.dirname(path)
    items = {
        item.get("id"): posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
        for item in package.iter("{*}item")
        if "html" in (item.get("media-type") or "") and "nav" not in (item.get("properties") or "")
    }
    order = [each.get("idref") for each in package.iter("{*}itemref")]
    return [items[key] for key in order if key in items] or list(items.values())


def _chapter(archive: Archive, member: str) -> list[Block]:
    text = decode_markup(archive.read(member))
    if not text.strip():
        return []
    body = parse_html(text, f"{archive.name}/{member}").find("body")
    return [] if body is None else blocks_of(body)


def _words(blocks: list[Block]) -> int:
    # Characters, too: some scripts have no spaces.
    return sum(max(len(block.text.split()), len(block.text) // 6) for block in blocks)


def _issue_of(title: str) -> str | None:
    """Return the name of the paper or magazine of which a book is an issue of some day."""
    words = title.split()
    for at in range(1, len(words)):
        day = read_date(" ".join(words[at:]).strip(_MARKS))
        if day and day.full():
            return " ".join(words[:at]).strip(_MARKS) or None
    return None


def _first_word(text: str | None) -> str:
    return next(iter((text or "").casefold().split()), "")


def _about(package: Any) -> Draft:  # noqa: ANN401
    def stated(name: str) -> str | None:
        found = next(package.iter(_DC + name), None)
        return None if found is None else " ".join("".join(found.itertext()).split()) or None

    makers = {_first_word(each.text) for each in package.iter(f"{_DC}contributor")}
    makers |= {
        _first_word(each.get("content"))
        for each in package.iter("{*}meta")
        if (each.get("name") or "").casefold() == "generator"
    }

    def named(name: str) -> str | None:
        """Return it unless it is the program that made the book."""
        found = stated(name)
        return None if found is None or found.casefold() in makers - {""} else found

    title = stated("title")
    outlet = named("publisher")
    if outlet is None and title is not None:
        outlet = _issue_of(title)
    return Draft(
        "",
        title=title,
        author=named("creator"),
        outlet=outlet,
        stated_date=(stated("date") or "").partition("T")[0],
        language_hint=stated("language"),
    )
