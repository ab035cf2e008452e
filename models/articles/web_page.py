# SPDX-License-Identifier: MIT
"""The article on a saved web page: its main text by trafilatura, and what the page says of itself.

Nothing is fetched and no script runs. What pages declare for machines (JSON-LD, Open Graph) comes
first, since it is about the article; what is visible may be about the site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from claimdesk.models.articles.boilerplate import is_furniture
from claimdesk.models.articles.bylines import byline
from claimdesk.models.articles.dates import find_date, unclear_date
from claimdesk.models.articles.drafts import Draft, text_of
from claimdesk.models.articles.markup import blocks_of, parse_html
from claimdesk.models.articles.metadata import authority_in
from claimdesk.models.articles.normalizing import normal_line
from claimdesk.models.articles.notices import is_call, is_credit
from claimdesk.models.articles.page_parts import (
    SEPARATORS,
    bare,
    flatten_layout,
    headline_by_class,
    home_link,
    outlet_in,
    page_name,
    site_names,
)

_ARTICLE = re.compile(r"(?:News|Report|Blog|Opinion|Analysis|Review|Live)?\w*(?:Article|Posting)$")
_MOST_JSON = 500_000
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|social|newsletter|subscribe|subscription|signup|sign-up|related"
    r"|recirc|read-?more|readmore|more-on|recommend\w*|promo|advert\w*|ad-slot|caption|figcaption"
    r"|wp-caption-text|legende|bildunterschrift|bildtext|podpis|pie-de-foto|didascalia|cap|kicker"
    r"|overline|eyebrow|rubric|topline|dachzeile|spitzmarke|nadtytul|surtitre|antetitulo|endmark"
    r"|topicpath|login|menu|poll|sonda|weather|pogoda|credit|copyright|comments?|comentar\w*"
    r"|komentar\w*|kommentare?"
    r"|commentaires?|sns|kanren|ranking|seealso|see-also|lire-aussi|leer-mas|read-next|polecane"
    r"|podobne|cookie\w*|consent|paywall|breadcrumbs?|byline-bio"
    r"|author-bio|tags?|toolbar|tools|print-only|most-read|trending|teaser|outbrain|taboola)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_MOST_ASIDE = 0.3
"""Share of the words of a page up to which what is called so is left out."""
_LINKS_ONLY = re.compile(
    r"(?:read (?:more|also|next)|see also|also read|related(?: (?:stories|articles|posts))?"
    r"|share this|follow us|sign up|subscribe|lesen sie (?:auch|mehr)|mehr zum thema"
    r"|(?:à )?lire aussi|leia (?:também|mais)|lee también|leggi anche"
    r"|lees ook|czytaj także|čtěte také)\b.{0,160}",
    re.IGNORECASE,
)

_MACHINE = re.compile(r"[\w-]+(?:\.[\w-]+)+/?|[a-z0-9_-]+")
"""An address or a handle in place of a name."""
_LONGEST_TITLE = 1_000
"""Characters up to which what a page is called is taken apart."""
_LEAST = 8
"""Characters that a headline has at least."""
_ROW_OF_LINKS = 200
"""Characters of a paragraph of links at most."""
_SENTENCE = 8
"""Words that a lead has at least."""
_STOPS = (".", "!", "?", "…", "”", "。")
_FIRST, _DATE_LINE = 3, 60
"""Paragraphs at the beginning that may be about the date, and how long they are."""


def page_draft(text: str, name: str) -> Draft:
    """Return the article on a page. Raises ClaimdeskError if there is no markup."""
    root = parse_html(text, name)
    flatten_layout(root)
    declared = _Declared(root)
    whole = "" if root.find("body") is None else "".join(root.find("body").itertext())
    found = _extracted(root, len(whole.split()))
    paragraphs = [line for line in found.get("text", "").split("\n") if line.strip()]
    body = declared.text("articleBody")
    if body and len(body.split()) > 1.6 * sum(len(line.split()) for line in paragraphs):
        paragraphs = [line for line in re.split(r"\n+", body) if line.strip()]
    if not paragraphs:
        paragraphs = [block.text for block in blocks_of(root)]
    paragraphs = [*_lead(root, paragraphs), *paragraphs]
    title, outlet = _title_and_outlet(declared, root, found)
    above = _above(root, paragraphs, title)
    outlet = outlet or authority_in(above)
    dates = [*above, *(line for line in paragraphs[:_FIRST] if len(line) <= _DATE_LINE)]
    paragraphs = _without_rows_of_links(paragraphs, root)
    draft = Draft(
        text_of(_without_calls(paragraphs, title)),
        title=title,
        author=declared.author()
        or _author(found.get("author"), outlet)
        or _author(next(filter(None, map(_byline, above)), None), outlet),
        outlet=normal_line(outlet) if outlet else None,
        published_on=declared.published() or _guessed(found.get("date"), dates),
        stated_date=next(filter(unclear_date, dates), None),
        url=declared.url() or found.get("url"),
        language_hint=root.get("lang"),
        section=declared.section(),
    )
    draft.is_complete = bool(draft.title)
    return draft


def _title_and_outlet(
    declared: _Declared,
    root: Any,  # noqa: ANN401
    found: Mapping[str, str],
) -> tuple[str | None, str | None]:
    """Return the headline and the outlet.

    The outlet is what the page declares; else the part of what it is called that links, logos or
    rights confirm; else what stands there behind the headline, or on the link to the start.
    """
    sites = site_names(root, _host(declared.url() or found.get("url") or ""))
    outlet = declared.outlet() or outlet_in(page_name(root), sites)
    title = _title(declared, root, outlet) or found.get("title")
    if outlet is None and (parted := _in_page_title(root, title, outlet)):
        title, outlet = parted
    outlet = outlet or _behind(root, title)
    named = found.get("sitename")
    is_address = named is not None and "." not in named and named == named.capitalize()
    return title, outlet or (None if is_address else named) or home_link(root) or named


def _host(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|[/?#].*$", "", url).casefold()


def _extracted(root: Any, words: int) -> dict[str, Any]:  # noqa: ANN401
    """Return text, title and the like as trafilatura finds them."""
    import copy

    import trafilatura

    tree = copy.deepcopy(root)
    for element in list(tree.iter("figcaption", "script", "style", "noscript", "form", "template")):
        if element.tag != "script" or "json" not in (element.get("type") or ""):
            _drop(element)
    for element in list(tree.iter("div", "p", "span", "aside", "section", "ul", "footer", "small")):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _ASIDE.search(names) and len("".join(element.itertext()).split()) < _MOST_ASIDE * words:
            _drop(element)
    document: Any = trafilatura.bare_extraction(
        tree, with_metadata=True, include_comments=False, include_tables=True
    )
    if document is None:
        return {}
    found: dict[str, Any] = document.as_dict()
    return {key: value for key, value in found.items() if isinstance(value, str) and value.strip()}


def _lead(root: Any, paragraphs: Sequence[str]) -> list[str]:  # noqa: ANN401
    """Return the sentences right above the text that were left out, as leads in boxes are."""
    blocks = [normal_line(block.text) for block in blocks_of(root)]
    first = normal_line(paragraphs[0]) if paragraphs else ""
    at = next((n for n, line in enumerate(blocks) if first and line == first), 0)
    found: list[str] = []
    for line in reversed(blocks[:at]):
        is_sentence = len(line.split()) >= _SENTENCE and line.endswith(_STOPS)
        if not is_sentence or is_furniture(line) or is_credit(line) or is_call(line):
            break
        found.insert(0, line)
    return found


def _drop(element: Any) -> None:  # noqa: ANN401
    if element.getparent() is not None:
        element.drop_tree()


class _Declared:
    """What a page declares about its article for machines."""

    def __init__(self, root: Any) -> None:  # noqa: ANN401
        self._root = root
        self._article: Mapping[str, Any] = next(self._articles(), {})
        self._meta: dict[str, str] = {}
        for element in root.iter("meta"):
            key = element.get("property") or element.get("name") or element.get("itemprop")
            content = element.get("content")
            if key and content and content.strip():
                self._meta.setdefault(key.lower(), content.strip())

    def _articles(self) -> Iterator[Mapping[str, Any]]:
        yield from (node for node in self._all_nodes() if _is_article(node))

    def _all_nodes(self) -> Iterator[Mapping[str, Any]]:
        for script in self._root.iter("script"):
            if "ld+json" in (script.get("type") or "") and script.text:
                try:
                    loaded = json.loads(script.text[:_MOST_JSON], strict=False)
                except (ValueError, RecursionError):
                    continue
                yield from _nodes(loaded)

    def text(self, key: str) -> str | None:
        """Return a text of the article's JSON-LD."""
        value = self._article.get(key)
        return value if isinstance(value, str) and value.strip() else None

    def meta(self, *names: str) -> str | None:
        """Return the first of these that the page declares."""
        return next((self._meta[name] for name in names if name in self._meta), None)

    def title(self) -> str | None:
        return self.text("headline") or self.meta("og:title", "twitter:title", "dc.title", "title")

    def outlet(self) -> str | None:
        """Return what the site is called; a name of a machine gives way to one for people."""
        named = (
            self.meta("og:site_name"),
            self._publisher(),
            self.meta("publisher", "dc.publisher", "dcterms.publisher", "citation_journal_title"),
            self.meta("application-name", "apple-mobile-web-app-title"),
        )
        found = [name for name in named if name and not name.startswith("http")]
        people = [name for name in found if not _MACHINE.fullmatch(name)]
        return next(iter(people or found), None)

    def _publisher(self) -> str | None:
        """Return the publisher of the article, which may be described elsewhere in the page."""
        value = self._article.get("publisher")
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict) and not value.get("name") and value.get("@id"):
            nodes = (node for node in self._all_nodes() if node.get("@id") == value["@id"])
            return next(filter(None, map(_name, nodes)), None)
        return _name(value)

    def author(self) -> str | None:
        named = self._article.get("author")
        names = [_name(each) for each in named] if isinstance(named, list) else [_name(named)]
        found = [each for each in names if each]
        meta = self.meta(
            "author", "article:author", "dc.creator", "parsely-author", "sailthru.author"
        )
        if not found and meta and not meta.startswith("http"):
            found = [meta]
        return _author(", ".join(dict.fromkeys(found)), self.outlet())

    def published(self) -> date | None:
        stated = self.text("datePublished") or self.meta(
            "article:published_time", "og:article:published_time", "datepublished", "date",
            "dc.date", "dc.date.issued", "dcterms.date", "pubdate", "publishdate", "publish-date",
            "parsely-pub-date", "sailthru.date", "article.published", "citation_publication_date",
        )  # fmt: skip
        return _iso(stated)

    def url(self) -> str | None:
        for link in self._root.iter("link"):
            if (link.get("rel") or "").lower() == "canonical" and _is_url(link.get("href")):
                return str(link.get("href"))
        found = self.meta("og:url")
        return found if _is_url(found) else None

    def section(self) -> str | None:
        named = self._article.get("articleSection")
        first = named[0] if isinstance(named, list) and named else named
        return first if isinstance(first, str) else self.meta("article:section")


def _nodes(loaded: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:  # noqa: ANN401
    if depth > 4:
        return
    if isinstance(loaded, list):
        for each in loaded[:200]:
            yield from _nodes(each, depth + 1)
    elif isinstance(loaded, dict):
        yield loaded
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _nodes(loaded.get(key), depth + 1)


def _is_article(node: Mapping[str, Any]) -> bool:
    kinds = node.get("@type")
    return any(
        isinstance(kind, str) and _ARTICLE.match(kind)
        for kind in (kinds if isinstance(kinds, list) else [kinds])
    )


def _name(value: Any) -> str | None:  # noqa: ANN401
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        value = value[0] if value else None
    return value.strip() if isinstance(value, str) and value.strip() else None


def _author(text: str | None, outlet: str | None) -> str | None:
    """Return who wrote it; the name of the outlet and an address are nobody's."""
    line = normal_line((text or "").replace(";", ","))
    line = byline(line) or re.sub(r"^(?:by|von|par|por|di)\s+", "", line, flags=re.IGNORECASE)
    if not line or line.startswith(("http", "@")) or "@" in line:
        return None
    return None if outlet and line.casefold() == normal_line(outlet).casefold() else line


def _is_url(text: str | None) -> bool:
    return bool(text) and re.fullmatch(r"https?://[^\s<>\"]{3,2000}", text or "") is not None


def _guessed(found: str | None, above: Sequence[str]) -> date | None:
    """Return the date that was found on a page, unless it is one reading of an unclear one."""
    day = _iso(found)
    unclear = next(filter(unclear_date, above), "")
    if day is not None and day in (find_date(unclear, True), find_date(unclear, False)):
        return None
    return day or next(filter(None, map(find_date, above)), None)


def _iso(text: str | None) -> date | None:
    if not text:
        return None
    match = re.match(r"\s*(\d{4})-?(\d\d)-?(\d\d)(?!\d)", text)
    try:
        if match:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
    return find_date(text)


def _title(declared: _Declared, root: Any, outlet: str | None) -> str | None:  # noqa: ANN401
    """Return the headline without the name of the outlet behind or before it."""
    heading = [normal_line("".join(each.itertext())) for each in root.iter("h1")]
    page = page_name(root)
    stated = normal_line(declared.title() or "")
    for candidate in filter(None, (stated, page)):
        same = [
            line for line in heading if line and candidate.casefold().startswith(line.casefold())
        ]
        if same and len(max(same, key=len)) > _LEAST:
            return max(same, key=len)
    lower = [normal_line("".join(each.itertext())) for each in root.iter("h2", "h3")]
    inside = [line for line in lower if len(line) > _LEAST and line in page]
    if not stated and not any(heading) and inside:
        return max(inside, key=len)
    if not stated and not any(heading) and (named := headline_by_class(root)):
        return named
    candidate = stated or (heading[0] if len(heading) == 1 and heading[0] else page)
    return _without_outlet(candidate, outlet, declared.url()) or None


def _in_page_title(
    root: Any,  # noqa: ANN401
    title: str | None,
    outlet: str | None,
) -> tuple[str, str] | None:
    """Return headline and outlet where both are lines of a page and parts of what it is called."""
    page = page_name(root)
    if outlet or page != title or len(page) > _LONGEST_TITLE:
        return None
    lines = {normal_line(line) for block in blocks_of(root) for line in block.text.split("\n")}
    for separator in re.finditer(rf"{SEPARATORS.pattern}|:\s+", page):
        one, other = page[: separator.start()].strip(), page[separator.end() :].strip()
        if {one, other} <= lines:
            return (one, other) if len(one) > len(other) else (other, one)
    return None


def _without_outlet(title: str, outlet: str | None, url: str | None) -> str:
    host = _host(url or "")
    known = {bare(name) for name in (outlet, host, host.rpartition(".")[0]) if name}
    parts = list(SEPARATORS.finditer(title)) if len(title) <= _LONGEST_TITLE else []
    for separator in reversed(parts):
        behind, before = title[separator.end() :], title[: separator.start()]
        if _is_outlet(behind, known, separator[0]) and len(before) > 3:
            title = before
    first = next(iter(SEPARATORS.finditer(title)), None)
    if first and bare(title[: first.start()]) in known:
        title = title[first.end() :]
    return title


def _is_outlet(words: str, known: set[str], separator: str) -> bool:
    key = bare(words)
    if any(key == name or (len(name) > 3 and (name in key or key in name)) for name in known):
        return len(words.split()) <= 8 and key != ""
    # A bar or a dot stands between a headline and its site; a dash may be part of the headline.
    return separator.strip() in ("|", "｜", "·", "•", "»", "::") and len(words.split()) <= 6


def _behind(root: Any, title: str | None) -> str | None:  # noqa: ANN401
    """Return what the page calls itself behind the headline, which is its outlet."""
    page = page_name(root)
    parts = list(SEPARATORS.finditer(page))
    if not (title and parts and page.startswith(title)) or parts[-1].start() < len(title):
        return None
    return page[parts[-1].end() :].strip() or None


def _above(root: Any, paragraphs: list[str], title: str | None) -> list[str]:  # noqa: ANN401
    """Return the short lines between the headline and the text, where author and date stand."""
    lines = [normal_line(block.text) for block in blocks_of(root)]
    first = normal_line(paragraphs[0])[:60] if paragraphs else ""
    end = next((n for n, line in enumerate(lines) if line.startswith(first)), 0)
    start = next((n for n, line in enumerate(lines[:end]) if line == title), max(0, end - 6))
    return [line for line in lines[start : end + 1] if line != title and len(line) < 160]


def _byline(line: str) -> str | None:
    return byline(line) or byline(line.partition(",")[0])


def _without_rows_of_links(paragraphs: list[str], root: Any) -> list[str]:  # noqa: ANN401
    """Leave out paragraphs at the end that are nothing but links."""
    links = {normal_line("".join(each.itertext())) for each in root.iter("a")}
    named = sorted((each for each in links if each), key=len, reverse=True)
    kept = list(paragraphs)
    while len(kept) > 1 and len(kept[-1]) <= _ROW_OF_LINKS and _is_row(kept[-1], named):
        kept.pop()
    return kept


def _is_row(line: str, links: Sequence[str]) -> bool:
    rest = normal_line(line)
    for link in links:
        rest = rest.replace(link, " ")
    return not any(c.isalnum() for c in rest)


def _without_calls(paragraphs: list[str], title: str | None) -> list[str]:
    """Leave out calls to read or share, and the headline where it is repeated at the top."""
    kept = [line for line in paragraphs if not _LINKS_ONLY.fullmatch(line.strip(" -*:•→>"))]
    headline = normal_line(title or "").casefold()
    while kept and (normal_line(kept[0]).casefold() == headline or is_furniture(kept[0].strip())):
        kept = kept[1:]
    while kept and is_furniture(kept[-1].strip()):
        kept = kept[:-1]
    return kept or paragraphs
