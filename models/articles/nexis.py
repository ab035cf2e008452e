# SPDX-License-Identifier: MIT
"""Exports of LexisNexis and Nexis Uni, split into their articles, whatever file they came in.

The old layout begins each article with `1 of 10 DOCUMENTS`, the one of Nexis Uni ends each with
`End of Document`. In between stand lines with labels, and the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimdesk.models.articles.bylines import byline
from claimdesk.models.articles.dates import find_date
from claimdesk.models.articles.drafts import Draft, text_of
from claimdesk.models.articles.normalizing import normal_line

_HEAD = re.compile(
    r"\s*(?:\d+ (?:of|von|de|di|van|sur) \d+ (?:DOCUMENT|DOKUMENT|DOCUMENTO|ARTICLE)\w*"
    r"|(?:Document|Dokument|DOCUMENT|DOKUMENT) \d+ (?:of|von|de|di|van|sur) \d+)\s*"
)
_END = re.compile(
    r"\s*(?:End of Document|Ende des Dokuments?|Fin du document|Fin del documento"
    r"|Einde van (?:het )?document|Fine del documento|Fim do documento)\s*",
    re.IGNORECASE,
)
_LABELS = {
    "title": "headline titel titre título titolo überschrift schlagzeile",
    "author": "byline autor autorin auteur autore",
    "section": "section rubrik rubrique sección sezione ressort sectie",
    "length": "length länge longueur longitud lunghezza lengte",
    "place": "dateline datumszeile",
    "lead": "highlight highlights",
    "body": "body",
    "outlet": "source publication",
    "language": "language sprache langue idioma lingua taal",
    "url": "url",
    "tail": (
        "load-date graphic publication-type journal-code subject correction-date correction notes"
        " type document-type classification geographic organization company person industry ticker"
        " update zeitstempel grafik chart photo photos captions name terms distribution series"
        " load_date publication_type transmission fecha-carga ladedatum ladungsdatum"
        " date-chargement date-mise-à-jour cité"
    ),
}
_FIELD = {
    label.replace("_", " "): name for name, labels in _LABELS.items() for label in labels.split()
}
_LABEL = re.compile(r"\s*([^\W\d_][\w-]*(?:[ -]\w+)?)\s?:\s*(.*)", re.DOTALL)
_BODY = re.compile(r"\s*(?:Body|Full Text|Textkörper|Corps|Cuerpo|Corpo|Volltext)\s*:?\s*", re.I)
_AFTER = re.compile(
    r"\s*(?:Classification|Klassifikation|Clasificación|Graphic|Grafik|Load-Date|Notes)\s*:?\s*",
    re.I,
)
_COPYRIGHT = re.compile(r"\s*(?:copyright\b|©|\(c\)\s)", re.IGNORECASE)
_ABOVE = 8
"""Paragraphs above the labels among which the date is."""


def split_nexis(paragraphs: Sequence[str]) -> list[Draft]:
    """Return the articles of an export; empty if the paragraphs are none.

    Empty paragraphs are left out beforehand or kept; only those with text count.
    """
    lines = [line for line in paragraphs if line.strip()]
    heads = [number for number, line in enumerate(lines) if _HEAD.fullmatch(line)]
    if heads:
        parts = [lines[a + 1 : b] for a, b in zip(heads, [*heads[1:], len(lines)], strict=True)]
        found = [_old(part) for part in parts]
    else:
        found = [_new(part) for part in _ended(lines)]
    return [draft for draft in found if draft is not None]


def _ended(lines: Sequence[str]) -> list[list[str]]:
    """Return the lines before each end of a document."""
    parts: list[list[str]] = [[]]
    for line in lines:
        if _END.fullmatch(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return parts[:-1]


def _label(line: str) -> tuple[str, str] | None:
    """Return the field that a line begins with and the rest of the line."""
    match = _LABEL.match(line)
    if match is None:
        return None
    name = _FIELD.get(match[1].casefold())
    return None if name is None else (name, match[2].strip())


def _old(lines: Sequence[str]) -> Draft | None:
    """Read an article of the old layout: outlet, date, headline, labels, text, labels."""
    fields = _Fields(lines)
    if fields.first is None:
        return None
    above = list(lines[: fields.first])
    dated = next((n for n, line in enumerate(above[:_ABOVE]) if find_date(normal_line(line))), None)
    draft = fields.draft()
    if dated is not None:
        draft.published_on = find_date(normal_line(above[dated]))
        before = [line for line in above[:dated] if not _COPYRIGHT.match(line)]
        draft.outlet = before[0] if before else draft.outlet
        titles = _flush_left(above[dated + 1 :])
        draft.title = draft.title or (normal_line(" ".join(titles)) if titles else None)
    elif above:
        draft.outlet = draft.outlet or above[0]
        draft.title = draft.title or (above[-1] if len(above) > 1 else None)
    return draft


def _flush_left(lines: Sequence[str]) -> list[str]:
    """Return the lines of a headline: in text files editions are centred, headlines are not."""
    left = [line for line in lines if not line.startswith("    ")]
    return left or list(lines)


def _new(lines: Sequence[str]) -> Draft | None:
    """Read an article of Nexis Uni: headline, outlet, date, labels, Body, text, labels."""
    fields = _Fields(lines, _length_at(lines))
    if fields.first is None:
        return None
    start = max(0, fields.first - _ABOVE)
    above = [line for line in lines[start : fields.first] if not _COPYRIGHT.match(line)]
    dates = [n for n, line in enumerate(above) if n and find_date(normal_line(line)[:60])]
    draft = fields.draft()
    if dates:
        dated = dates[-1]
        draft.published_on = find_date(normal_line(above[dated]))
        draft.outlet = above[dated - 1]
        draft.title = draft.title or (above[dated - 2] if dated > 1 else None)
    return draft


def _length_at(lines: Sequence[str]) -> int:
    """Return where the labels of the article begin: those of a cover sheet stand before."""
    for number, line in enumerate(lines):
        label = _label(line)
        if label and label[0] == "length" and re.match(r"[\d.,\s]+\w", label[1]):
            while number and _label(lines[number - 1]):
                number -= 1
            return number
    at = next((n for n, line in enumerate(lines) if _BODY.fullmatch(line)), 0)
    while at and _label(lines[at - 1]):
        at -= 1
    return at


class _Fields:
    """The labels of one article, and its text between those above and those below."""

    def __init__(self, lines: Sequence[str], start: int = 0) -> None:
        self._lines = lines
        self._values: dict[str, str] = {}
        self.first: int | None = None
        text_at = self._head(start)
        end = next((n for n in range(text_at, len(lines)) if self._is_tail(lines[n])), len(lines))
        for line in lines[end:]:
            label = _label(line)
            if label and label[0] in ("language", "url"):
                self._values.setdefault(label[0], label[1])
        self._text = [
            line for n, line in enumerate(lines[text_at:end]) if not self._is_rest(line, n)
        ]

    def _head(self, start: int) -> int:
        """Read the labels above the text; return where the text begins."""
        for number in range(start, len(self._lines)):
            line = self._lines[number]
            if _BODY.fullmatch(line):
                self.first = number if self.first is None else self.first
                return number + 1
            label = _label(line)
            if label is None and self.first is not None:
                if not self._has_body(number):
                    return number
                continue
            if label is None or (label[0] == "tail" and self.first is None):
                continue
            if label[0] == "tail":
                return number
            self.first = number if self.first is None else self.first
            self._values.setdefault(*label)
        return len(self._lines)

    def _has_body(self, start: int) -> bool:
        """Return whether a line `Body` follows soon."""
        return any(_BODY.fullmatch(line) for line in self._lines[start : start + 12])

    @staticmethod
    def _is_tail(line: str) -> bool:
        label = _label(line)
        known = label is not None and label[0] in ("tail", "language")
        shouted = label is not None and (line.lstrip()[:4].isupper() or "-" in line.split(":")[0])
        return bool(_AFTER.fullmatch(line)) or (known and (shouted or len(line) < 120))

    @staticmethod
    def _is_rest(line: str, number: int) -> bool:
        return bool(_COPYRIGHT.match(line)) and len(line) < 300

    def draft(self) -> Draft:
        values = self._values
        text = text_of([*filter(None, [values.get("lead")]), *self._text])
        return Draft(
            text,
            title=values.get("title"),
            author=writer(values.get("author", "")),
            outlet=values.get("outlet"),
            section=values.get("section"),
            language=_CODES.get(values.get("language", "").split(";")[0].strip().casefold()),
            url=values.get("url"),
        )


def writer(text: str) -> str | None:
    """Return who a field for the author names, without words such as `By` and what they do."""
    line = re.sub(r"\s*\([^()]{0,60}\)", "", normal_line(text))
    return byline(line) or byline(f"By {line}") or re.sub(_BY, "", line) or None


_BY = re.compile(r"^(?:by|von|par|por|di)\s+", re.IGNORECASE)
_CODES = {
    "english": "en", "anglais": "en", "englisch": "en", "inglés": "en", "german": "de",
    "deutsch": "de", "allemand": "de", "french": "fr", "français": "fr", "französisch": "fr",
    "spanish": "es", "español": "es", "spanisch": "es", "italian": "it", "italiano": "it",
    "italienisch": "it", "dutch": "nl", "nederlands": "nl", "niederländisch": "nl",
    "portuguese": "pt", "português": "pt", "russian": "ru", "polish": "pl", "czech": "cs",
    "japanese": "ja", "chinese": "zh", "korean": "ko", "greek": "el", "turkish": "tr",
}  # fmt: skip
"""Languages as exports name them."""


def language_code(name: str) -> str | None:
    """Return the code of a language by its name, or the code itself."""
    key = name.strip().casefold()
    return _CODES.get(key) or (key[:2] if re.fullmatch(r"[a-z]{2}(?:[-_].*)?", key) else None)
