# SPDX-License-Identifier: MIT
"""Which columns of a table hold the text of articles, their titles, dates, outlets and so on.

What the analyst names counts; then headings in several languages; then, for the text alone, what
the cells hold. A table without a column of texts is no table of articles.
"""

from __future__ import annotations

import hashlib
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FIELDS = ("text", "title", "date", "outlet", "author", "url", "language", "id", "section")
"""What a column may hold."""

_NAMES = {
    "text": (
        "text fulltext articletext bodytext body articlebody maintext volltext artikeltext"
        " haupttext texte texteintegral corps texto textocompleto cuerpo testo testocompleto"
        " corpo tekst treść tresc trescartykulu textčlánku plnýtext obsah szöveg текст metin"
        " 本文 正文 本文テキスト 전문 본문"
    ),
    "title": (
        "title headline heading articletitle titel überschrift ueberschrift schlagzeile titre"
        " título titulo titular titolo kop tytuł tytul nagłówek název nazev titulek nadpis cím"
        " заголовок название τίτλος başlık rubrik タイトル 見出し 标题 標題 제목"
    ),
    "date": (
        "date publicationdate pubdate published publishedon publishedat publishdate datepublished"
        " publicationtime datum erscheinungsdatum veröffentlicht veröffentlichungsdatum"
        " datedepublication datepublication fecha fechadepublicación data datadipubblicazione"
        " datadepublicação publicatiedatum datapublikacji datumvydání dátum дата датапубликации"
        " ημερομηνία tarih created createdat timestamp day 日付 掲載日 日期 날짜"
    ),
    "outlet": (
        "outlet source publication newspaper medium media publisher sourcename mediasource journal"
        " paper site sitename quelle zeitung medienname titelderzeitung journalname média"
        " publicationname medianame mediumname outletname newspapername channel"
        " fuente periódico medio fonte testata giornale jornal krant bron źródło"
        " zrodlo gazeta zdroj noviny médium forrás издание источник εφημερίδα kaynak gazete"
        " 媒体 新聞 出典 来源 매체 언론사"
    ),
    "author": (
        "author authors byline creator writer journalist autor autoren autorin verfasser auteur"
        " auteurs autores autore autori auteurnaam autorzy szerző автор"
        " συγγραφέας yazar 著者 作者 기자"
    ),
    "url": "url link weblink href address permalink uri articleurl adresse lien enlace ссылка",
    "language": "language lang sprache langue idioma lingua taal język jazyk nyelv язык 言語",
    "id": "id articleid docid documentid identifier nr number uid uuid guid nummer numéro",
    "section": "section rubrik ressort category rubrique sección sezione kategorie dział rubrika",
}  # fmt: skip
_FIELD_OF = {name: field for field, names in _NAMES.items() for name in names.split()}
_WEAK_NAMES = """
    content contents description message article artikel inhalt contenu contenido contenuto conteúdo
    inhoud zawartość story post document summary abstract snippet teaser lead
"""
_WEAK = frozenset(_WEAK_NAMES.split())
"""Headings of texts only where the cells are as long as articles are."""
_CLAIMS = frozenset(("claimid", "cueoffsets"))
"""Headings of a table of claims, whose contents are no articles."""
_LONG = 200
"""Characters that the cells of a column with a weak heading have at least, in the middle."""
_UNNAMED = 400
"""The same for a column whose heading says nothing."""


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns of a table of articles: what they are called, hold, and are taken for."""

    headings: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    """The first rows; long cells are cut."""
    fields: Mapping[str, int]
    """The column of each field that is there, by its index."""

    @property
    def key(self) -> str:
        """What these headings are remembered by."""
        return columns_key(self.headings)


def columns_key(headings: Sequence[str]) -> str:
    """Return what a set of columns is remembered by: its headings, whatever case and order."""
    names = "\n".join(sorted(_key(heading) for heading in headings))
    return hashlib.sha256(names.encode("utf-8", "replace")).hexdigest()[:24]


def guess_columns(
    headings: Sequence[str], rows: Sequence[Sequence[str]], named: Mapping[str, str]
) -> dict[str, int]:
    """Return the column of each field that is there, by its index.

    `rows` are some of the rows, `named` what the analyst says: fields by heading, whatever case.
    There is a column `text` only if the table is one of articles.
    """
    found: dict[str, int] = {}
    keys = [_key(heading) for heading in headings]
    stated = {_key(heading): field for heading, field in named.items()}
    for number, key in enumerate(keys):
        if key in stated:
            found.setdefault(stated[key], number)
    for number, key in enumerate(keys):
        field = _FIELD_OF.get(key)
        if field is not None and number not in found.values():
            found.setdefault(field, number)
    for number, heading in enumerate(headings):
        field = None if number in found.values() else _by_last_word(heading)
        if field is not None:
            found.setdefault(field, number)
    if "text" not in found and not _CLAIMS.issubset(keys):
        lengths = [_usual_length(rows, number) for number in range(len(headings))]
        longest = _longest(keys, lengths, set(found.values()))
        if longest is not None:
            found["text"] = longest
    return found


def _by_last_word(heading: str) -> str | None:
    """Return what a heading of several words holds, such as `Media outlet`, by its last one."""
    words = re.findall(r"[^\W\d_]+", heading)
    field = _FIELD_OF.get(_key(words[-1])) if len(words) > 1 else None
    return field if field in ("outlet", "title", "text", "author", "section") else None


def _longest(keys: Sequence[str], lengths: Sequence[float], taken: set[int]) -> int | None:
    free = [number for number in range(len(keys)) if number not in taken]
    best = max(free, key=lambda number: lengths[number], default=None)
    if best is None:
        return None
    return best if lengths[best] >= (_LONG if keys[best] in _WEAK else _UNNAMED) else None


def is_heading(key: str) -> str | None:
    """Return what a column with this heading holds; None if it is unknown."""
    return _FIELD_OF.get(_key(key))


def _key(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.casefold())


def _usual_length(rows: Sequence[Sequence[str]], number: int) -> float:
    found = [len(row[number]) for row in rows if number < len(row) and row[number].strip()]
    return statistics.median(found) if found else 0.0
