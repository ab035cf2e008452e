# SPDX-License-Identifier: MIT
"""Feeds (RSS, Atom) whose items are articles, and news in NITF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any

from claimdesk.models.articles.boilerplate import names_paper
from claimdesk.models.articles.dates import find_date
from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.drafts import Draft, article_of_draft, text_of
from claimdesk.models.articles.markup import MOST_MARKUP, blocks_of, parse_html, parse_xml
from claimdesk.models.articles.mastheads import parts_of
from claimdesk.models.articles.normalizing import normal_line
from claimdesk.models.articles.readers import Result, register_reader
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_TEXTS = ("encoded", "content", "full-text", "description", "summary")
"""Elements of an item that hold its text; the longest one is taken."""
_DATES = ("pubDate", "published", "date", "issued", "updated")


class FeedReader(DocumentReader):
    """Reads feeds, each item an article."""

    name = "feed"
    extensions = (".rss", ".atom", ".xml")
    kinds = ("feed",)
    position = 12
    most_bytes = MOST_MARKUP

    @property
    def label(self) -> str:
        return _("Feeds (RSS, Atom), each item an article")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterator[Result]:
        root = parse_xml(data.lstrip(b"\xef\xbb\xbf \r\n\t"), name)
        channel = next(root.iter("{*}channel"), root)
        outlet, language = _outlet(_text(channel, "title")), _text(channel, "language")
        language = language or root.get("{http://www.w3.org/XML/1998/namespace}lang")
        items = list(root.iter("{*}item", "{*}entry"))
        if not items:
            raise ClaimdeskError(
                _("{name} holds no text; there is nothing to annotate.").format(name=name)
            )
        for item in items:
            try:
                draft = _item_draft(item, outlet, name)
                draft.language_hint = language
                yield article_of_draft(draft, name, options.day_first)
            except ClaimdeskError as error:
                yield error


class NitfReader(DocumentReader):
    """Reads news as agencies send it."""

    name = "nitf"
    extensions = (".xml", ".nitf")
    kinds = ("nitf",)
    position = 13
    most_bytes = MOST_MARKUP

    @property
    def label(self) -> str:
        return _("News in NITF (XML)")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        root = parse_xml(data.lstrip(b"\xef\xbb\xbf \r\n\t"), name)
        return [_nitf_draft(root)]


def _outlet(title: str | None) -> str | None:
    """Return the paper in what a feed is called, which may name a section of it too."""
    papers = [part for part in parts_of(title or "") if names_paper(part)]
    return papers[0] if len(papers) == 1 else title


def _item_draft(item: Any, outlet: str | None, name: str) -> Draft:  # noqa: ANN401
    texts = [_inner(child, name) for child in item if _local(child) in _TEXTS]
    source = _text(item, "source")
    return Draft(
        max(texts, key=len, default=""),
        title=_inner_line(_text(item, "title"), name),
        author=_text(item, "creator") or _text(item, "author/name"),
        outlet=source or outlet,
        published_on=_day(next(filter(None, (_text(item, each) for each in _DATES)), None)),
        url=_address(item),
    )


def _nitf_draft(root: Any) -> Draft:  # noqa: ANN401
    def attribute(path: str, name: str) -> str | None:
        return next((each.get(name) for each in root.iter("{*}" + path) if each.get(name)), None)

    content = next(root.iter("{*}body.content"), None)
    paragraphs = [] if content is None else list(content.iter("{*}p", "{*}hl2"))
    byline = next(root.iter("{*}byline"), None)
    return Draft(
        text_of(normal_line("".join(each.itertext())) for each in paragraphs),
        title=_text(root, "/hl1") or _text(root, "/hedline") or _text(root, "/title"),
        author=None if byline is None else _without_by("".join(byline.itertext())),
        outlet=attribute("pubdata", "name") or attribute("doc.copyright", "holder"),
        published_on=_day(
            attribute("date.issue", "norm") or attribute("pubdata", "date.publication")
        ),
    )


def _local(element: Any) -> str:  # noqa: ANN401
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _text(element: Any, path: str) -> str | None:  # noqa: ANN401
    """Return the text of a child, or of any element below with a slash before its name."""
    if path.startswith("/"):
        found = next(element.iter("{*}" + path[1:]), None)
    else:
        found = element.find("/".join("{*}" + step for step in path.split("/")))
    text = "" if found is None else normal_line("".join(found.itertext()))
    return text or None


def _inner(element: Any, name: str) -> str:  # noqa: ANN401
    """Return the paragraphs of a text that may be markup in a string, or elements."""
    text = "".join(element.itertext())
    if any(isinstance(child.tag, str) for child in element):
        return text_of(blocks_of(element))
    if "<" not in text:
        return text
    return text_of(blocks_of(parse_html(text, name)))


def _inner_line(text: str | None, name: str) -> str | None:
    if not text or ("<" not in text and "&" not in text):
        return text
    return normal_line("".join(parse_html(f"<p>{text}</p>", name).itertext()))


def _without_by(text: str) -> str | None:
    line = normal_line(text)
    return (line[3:] if line[:3].casefold() == "by " else line) or None


def _address(item: Any) -> str | None:  # noqa: ANN401
    for link in item.findall("{*}link"):
        address = (link.text or "").strip() or (link.get("href") or "").strip()
        if address.startswith("http") and link.get("rel") in (None, "alternate"):
            return address
    return None


def _day(text: str | None) -> date | None:
    if not text:
        return None
    digits = text.strip()[:8]
    if digits.isdecimal():
        text = f"{digits[:4]}-{digits[4:6]}-{digits[6:]}"
    try:
        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return find_date(text.partition("T")[0])


for _reader in (FeedReader(), NitfReader()):
    register_reader(_reader)
