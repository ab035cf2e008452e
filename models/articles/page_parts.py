# SPDX-License-Identifier: MIT
"""What pages without declarations for machines say: names of the site, headlines, layout tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from claimdesk.models.articles.boilerplate import COPYRIGHT
from claimdesk.models.articles.normalizing import normal_line

SEPARATORS = re.compile(r"\s+[|·•—–\-:»«~/]\s+|\s*[|｜]\s*|\s+:{2,}\s+|：")
"""What stands between the headline, the outlet and a section in what a page is called."""
_HEADLINE = re.compile(
    r"(?:^|[\s_-])(?:title|headline|heading|titel|tytul|titre|titulo|titolo|titular|nadpis|rubrik"
    r"|kop|schlagzeile|ueberschrift|zagolovok|midashi)(?:$|[\s_-])",
    re.IGNORECASE,
)
_SITE_PART = re.compile(
    r"logo|brand|masthead|winieta|wordmark|site-?(?:name|title)|bandeau|kopf", re.I
)
_COMPANY = re.compile(
    r"[\s,]+(?:verlag(?:sgesellschaft)?|media(?:\s+group)?|medien|gmbh|kg|ag|se|ltd|llc|inc|corp"
    r"|plc"
    r"|co|limited|company|s\.?\s?[al]\.?|s\.?r\.?l\.?|sp\. z o\.\s?o|s\.?p\.?a|b\.?v|oy|ab|as|a/s"
    r"|publishing|publications|newspapers|group|press group|contributors?|staff|and its licensors"
    r"|ооо|оао|ао|зао)\.?$|(?:株式会社|新聞社|社)$|^株式会社",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|copyright|&copy;)[^.|\n]{2,120}", re.IGNORECASE)
_HOME = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w{3,5}|home/?|#)?$", re.IGNORECASE)
_HOME_WORDS = """
    home start startseite accueil inicio portada strona główna главная hem forside etusivu início
    homepage logo menu ホーム トップ 首页 zur back zurück retour the to page site
"""
_HOME_NAMES = frozenset(_HOME_WORDS.split())
_LAYOUT_WORDS = 60
"""Words of a cell from which on a table is there for the layout."""
_NAME_WORDS = 8
_SHORT = 3
"""Words of a headline that a class alone says is one, at least."""
_LONG_TITLE = 250


def bare(name: str) -> str:
    """Return what two spellings of a name share."""
    return re.sub(r"[\W_]+", "", name.casefold()).removeprefix("the")


def page_name(root: Any) -> str:  # noqa: ANN401
    """Return what a page is called."""
    return next((normal_line(each.text or "") for each in root.iter("title")), "")


def site_names(root: Any, host: str) -> list[str]:  # noqa: ANN401
    """Return what a page calls its site: links to its start, logos, rights, and its address."""
    found = [*_from_links(root), *_from_logos(root), *_from_rights(root)]
    names = [normal_line(name) for name in found]
    return [name for name in dict.fromkeys((*names, host.rpartition(".")[0])) if bare(name)]


def outlet_in(name: str, sites: Sequence[str]) -> str | None:
    """Return the part of what a page is called that is the name of its site."""
    parts = [part.strip() for part in SEPARATORS.split(name)]
    short = [part for part in parts if part and len(part.split()) <= _NAME_WORDS]
    for part in short if len(parts) > 1 else ():
        if any(_same(part, site) for site in sites):
            return part
    return None


def home_link(root: Any) -> str | None:  # noqa: ANN401
    """Return the name on the first link to the start of the site, or of its logo."""
    return next(chain(_from_links(root), _from_logos(root)), None)


def headline_by_class(root: Any) -> str | None:  # noqa: ANN401
    """Return the headline that only the name of its class says is one, if there is just one."""
    found = {}
    for element in root.iter("div", "p", "span", "td", "h2", "h3", "b", "strong"):
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        if _HEADLINE.search(names):
            text = normal_line("".join(element.itertext()))
            if len(text.split()) >= _SHORT and len(text) <= _LONG_TITLE:
                found[text] = element
    return next(iter(found)) if len(found) == 1 else None


def flatten_layout(root: Any) -> None:  # noqa: ANN401
    """Make divisions of the tables that only place what is on a page."""
    for table in list(root.iter("table")):
        cells = list(table.iter("td", "th"))
        nested = any(each is not table for each in table.iter("table"))
        long = any(len("".join(cell.itertext()).split()) >= _LAYOUT_WORDS for cell in cells)
        if nested or long or table.get("role") == "presentation":
            for element in table.iter("table", "tbody", "thead", "tr", "td", "th"):
                if next(iter(element.iterancestors("table")), table) is table:
                    element.tag = "div"


def _same(part: str, site: str) -> bool:
    one, other = bare(part), bare(site)
    if not one or not other:
        return False
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 4 and (
        longer.startswith(shorter) or (len(shorter) >= 0.5 * len(longer) and shorter in longer)
    )


def _is_name(text: str) -> bool:
    words = text.split()
    return 0 < len(words) <= _NAME_WORDS and not all(
        word.strip("»«›‹←→<>.:").casefold() in _HOME_NAMES or not bare(word) for word in words
    )


def _from_links(root: Any) -> Iterator[str]:  # noqa: ANN401
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        is_home = link.get("rel") == "home" or (href and href != "#" and _HOME.fullmatch(href))
        if is_home:
            alt = next((each.get("alt") or "" for each in link.iter("img")), "")
            for text in ("".join(link.itertext()).strip(), alt.strip()):
                if _is_name(text):
                    yield text


def _from_logos(root: Any) -> Iterator[str]:  # noqa: ANN401
    for image in root.iter("img"):
        where = f"{image.get('src') or ''} {image.get('class') or ''} {image.get('id') or ''}"
        alt = re.sub(r"\s*\blogo\b\s*", " ", image.get("alt") or "", flags=re.IGNORECASE).strip()
        if _SITE_PART.search(where) and _is_name(alt):
            yield alt
    for element in root.iter("div", "p", "span", "a", "h1", "h2"):
        if _SITE_PART.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = " ".join("".join(element.itertext()).split())
            if _is_name(text):
                yield text


def _from_rights(root: Any) -> Iterator[str]:  # noqa: ANN401
    text = " \n".join(line for line in root.itertext() if line.strip())[-4000:]
    for match in reversed(list(_COPYRIGHT.finditer(" ".join(text.split(" "))))):
        said = COPYRIGHT.fullmatch(match[0].strip())
        if said and said["holder"]:
            holder = said["holder"].strip(" ,-–")
            while (shorter := _COMPANY.sub("", holder).strip(" ,.")) != holder and shorter:
                yield holder
                holder = shorter
            yield holder
