# SPDX-License-Identifier: MIT
"""A project as tidy tables, for R, Python and spreadsheets: one row per thing, keys that join.

`TABLES` says what each table and column means; the analyst's own fields follow as columns under
their keys. Unknown values are None. Offsets are code points of `articles.text`, end-exclusive.
Values of coded fields are their keys; the table `codebook` has their labels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from claimdesk.models.codebook.fields import own_fields
from claimdesk.models.exchange.corpus import Corpus, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.records import HEADS
from claimdesk.models.exchange.reports import Written
from claimdesk.models.store.queries import FieldRow

Cell = str | int | float | bool | None
Row = Sequence[Cell]

TABLES_SAID: Mapping[str, tuple[str, str, Mapping[str, str]]] = {
    "articles": (
        "article_id",
        "One row per article.",
        {
            "article_id": "Key.",
            "title": "Headline.",
            "outlet": "Where it was published.",
            "published_on": "ISO date, with time if it is known.",
            "author": "Who wrote it.",
            "agency": "The news agency.",
            "url": "Its address.",
            "language": "ISO 639-1 code.",
            "status": "unread, in progress or done.",
            "origin": "The name of its file.",
            "note": "The analyst's note.",
            "characters": "Length of the text in code points.",
            "text": "The whole text.",
        },
    ),
    "claims": (
        "claim_id",
        "One row per claim, with the words of its source, cue and content.",
        {
            "claim_id": "Key.",
            "article_id": "The article.",
            "title": "Headline of the article.",
            "outlet": "Outlet of the article.",
            "published_on": "Date of the article.",
            "speaker_id": "The first speaker; claim_speakers has all.",
            "speaker": "The name of the first speaker.",
            "speaker_kind": "The kind of the first speaker.",
            "speaker_country": "ISO 3166-1 alpha-2.",
            "stance": "Coded field.",
            "kind": "Coded field.",
            "certainty": "Coded field.",
            "domains": "Names of its domains, separated by “; ”; claim_domains has them apart.",
            "source": "Words that name the source.",
            "cue": "Words of the cue.",
            "content": "Words of the content.",
            "state": "suggested, accepted or rejected.",
            "origin": "Who or what made it.",
            "score": "How sure a suggestion was, 0 to 1.",
            "annotator": "Who decided it.",
            "note": "The annotator's note.",
        },
    ),
    "claim_speakers": (
        "claim_id, position",
        "One row per speaker of a claim.",
        {"claim_id": "The claim.", "position": "From 1.", "actor_id": "The actor."},
    ),
    "claim_addressees": (
        "claim_id, position",
        "One row per addressee of a claim.",
        {"claim_id": "The claim.", "position": "From 1.", "actor_id": "The actor."},
    ),
    "claim_domains": (
        "claim_id, domain_id",
        "One row per domain of a claim.",
        {"claim_id": "The claim.", "domain_id": "The domain."},
    ),
    "mentions": (
        "mention_id",
        "One row per mention of an actor.",
        {
            "mention_id": "Key.",
            "article_id": "The article.",
            "actor_id": "The actor.",
            "actor": "Its name.",
            "actor_kind": "Its kind.",
            "words": "The words that mention it.",
            "state": "suggested, accepted or rejected.",
            "origin": "Who or what made it.",
            "score": "How sure a suggestion was, 0 to 1.",
            "annotator": "Who decided it.",
            "note": "The annotator's note.",
        },
    ),
    "domain_mentions": (
        "domain_mention_id",
        "One row per piece of text about a domain.",
        {
            "domain_mention_id": "Key.",
            "article_id": "The article.",
            "domain_id": "The domain.",
            "domain": "Its name.",
            "stage": "Coded field.",
            "words": "The words about it.",
            "state": "suggested, accepted or rejected.",
            "origin": "Who or what made it.",
            "score": "How sure a suggestion was, 0 to 1.",
            "annotator": "Who decided it.",
            "note": "The annotator's note.",
        },
    ),
    "partners": (
        "domain_mention_id, position",
        "One row per actor that takes part in the cooperation of a domain mention.",
        {
            "domain_mention_id": "The domain mention.",
            "position": "From 1.",
            "actor_id": "The actor.",
        },
    ),
    "spans": (
        "annotation_id, role, piece",
        "One row per piece of text of a claim, mention or domain mention.",
        {
            "annotation_id": "claim_id, mention_id or domain_mention_id.",
            "layer": "claim, actor or domain.",
            "article_id": "The article.",
            "role": "source, cue, content, mention or evidence.",
            "piece": "From 1, in the order of the text.",
            "start": "Offset of its first code point.",
            "end": "Offset behind its last code point.",
            "words": "Its words as they stand.",
        },
    ),
    "actors": (
        "actor_id",
        "One row per actor.",
        {
            "actor_id": "Key.",
            "name": "Its name.",
            "kind": "person, organization, state …",
            "country": "ISO 3166-1 alpha-2.",
            "member_of_id": "The actor that it belongs to.",
            "state": "accepted, or suggested until something that names it is accepted.",
            "colour": "#rrggbb.",
            "note": "The analyst's note.",
        },
    ),
    "aliases": (
        "actor_id, alias",
        "One row per other name of an actor.",
        {"actor_id": "The actor.", "alias": "The name.", "language": "ISO 639-1 code."},
    ),
    "domains": (
        "domain_id",
        "One row per domain of the codebook.",
        {
            "domain_id": "Key.",
            "name": "Its name.",
            "parent_id": "The domain that it is in.",
            "definition": "What belongs to it.",
            "colour": "#rrggbb.",
            "position": "Its place in the codebook.",
        },
    ),
    "terms": (
        "domain_id, term",
        "One row per word or phrase that points to a domain.",
        {"domain_id": "The domain.", "term": "The words.", "language": "ISO 639-1 code."},
    ),
    "codebook": (
        "layer, field, value",
        "One row per value of a coded field; fields without a list have one row without a value.",
        {
            "layer": "claim, actor or domain.",
            "field": "Key of the field: the name of its column.",
            "field_label": "What people read.",
            "field_kind": "choice, number, boolean or text.",
            "value": "Key of the value, as in the column.",
            "label": "What people read for it.",
            "definition": "When it is coded.",
            "colour": "#rrggbb.",
            "position": "Its place.",
        },
    ),
}
"""By table: its key, what a row is, and its columns with what each means."""

_OF_LAYER = {"claims": "claim", "mentions": "actor", "domain_mentions": "domain"}
_BUILT_IN = ("stance", "kind", "certainty", "stage")

KEYS = {
    "article_id": "articles",
    "claim_id": "claims",
    "mention_id": "mentions",
    "domain_mention_id": "domain_mentions",
    "actor_id": "actors",
    "speaker_id": "actors",
    "member_of_id": "actors",
    "domain_id": "domains",
    "parent_id": "domains",
}
"""Columns that name a row of a table by its key."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, and what its cells are."""

    name: str
    meaning: str
    type: str
    """`string`, `integer`, `number` or `boolean`."""


_INTEGERS = frozenset({*KEYS, "annotation_id", "position", "piece", "start", "end", "characters"})


class Tables:
    """The tables of one corpus that is read from a project."""

    def __init__(self, corpus: Corpus) -> None:
        assert corpus.records is not None
        self._corpus = corpus
        self._own = {
            table: [field for field in own_fields(corpus.fields) if field.layer == layer]
            for table, layer in _OF_LAYER.items()
        }
        self.columns: dict[str, list[Column]] = {
            table: list(_columns(columns, self._own.get(table, ())))
            for table, (_key, _said, columns) in TABLES_SAID.items()
        }
        self._written: Counter[str] = Counter()

    def rows(self) -> Iterator[tuple[str, Row]]:
        """Yield all rows with the tables that they are in, article by article."""
        self._written.clear()
        yield from self._heads()
        for one in self._corpus.articles():
            self._written["articles"] += 1
            yield "articles", self._article(one)
            for annotation in one.annotations:
                yield from self._annotation(one, annotation)

    def written(self) -> Written:
        """Return how much the last run over the rows gave."""
        count = self._written
        return Written(count["articles"], count["annotations"], count["claims"])

    def _heads(self) -> Iterator[tuple[str, Row]]:
        """Yield what comes before the articles: actors and the codebook."""
        assert self._corpus.records is not None
        fields: dict[int, dict[str, Cell]] = {}
        kept: set[int] = set()
        for record in takewhile(lambda one: one.table in HEADS, self._corpus.records()):
            row = record.row
            if record.table == "actor" and row["state"] in (*self._corpus.states, "accepted"):
                kept.add(row["id"])
                yield "actors", _take(row, "id name kind country member_of_id state colour note")
            elif record.table == "alias" and row["actor_id"] in kept:
                yield "aliases", _take(row, "actor_id text language")
            elif record.table == "domain":
                yield "domains", _take(row, "id name parent_id definition colour position")
            elif record.table == "term":
                yield "terms", _take(row, "domain_id text language")
            elif record.table == "field":
                fields[row["id"]] = row
                if row["kind"] != "choice":
                    yield "codebook", (*_of_field(row), None, None, None, None, None)
            elif record.table == "choice":
                field = _of_field(fields[row["field_id"]])
                yield "codebook", (*field, *_take(row, "key label definition colour position"))

    @staticmethod
    def _article(one: CorpusArticle) -> Row:
        article = one.article
        return (
            *(one.id, article.title, article.outlet, article.published_on, article.author),
            *(article.agency, article.url, article.language, one.status, article.origin),
            *("\n".join(one.notes) or None, len(article.body), article.body),
        )

    def _annotation(self, one: CorpusArticle, each: CorpusAnnotation) -> Iterator[tuple[str, Row]]:
        self._written["annotations"] += 1
        if each.layer == "claim":
            self._written["claims"] += 1
            yield "claims", self._claim(one, each)
            yield from _actors_of("claim_speakers", each.id, (a.key for a in each.speakers))
            yield from _actors_of("claim_addressees", each.id, (a.key for a in each.addressees))
            for domain in each.domains:
                yield "claim_domains", (each.id, domain.key)
        elif each.layer == "domain":
            yield "domain_mentions", self._domain_mention(one, each)
            yield from _actors_of("partners", each.id, (a.key for a in each.partners))
        else:
            yield "mentions", self._mention(one, each)
        body = one.article.body
        for role, spans in each.spans.items():
            for piece, (start, end) in enumerate(spans, 1):
                yield (
                    "spans",
                    (each.id, each.layer, one.id, role, piece, start, end, body[start:end]),
                )

    def _claim(self, one: CorpusArticle, each: CorpusAnnotation) -> Row:
        actor, codes = each.actor, _codes(each)
        return (
            *(each.id, one.id, one.article.title, one.article.outlet, one.article.published_on),
            *((actor.key, actor.name, actor.kind, actor.country) if actor else (None,) * 4),
            *(codes.get("stance"), codes.get("kind"), codes.get("certainty")),
            "; ".join(domain.name for domain in each.domains) or None,
            *(_words(one, each, role) for role in ("source", "cue", "content")),
            *_made(each),
            *(codes.get(field.key) for field in self._own["claims"]),
        )

    def _mention(self, one: CorpusArticle, each: CorpusAnnotation) -> Row:
        actor, codes = each.actor, _codes(each)
        return (
            *(each.id, one.id),
            *((actor.key, actor.name, actor.kind) if actor else (None,) * 3),
            _words(one, each, "mention"),
            *_made(each),
            *(codes.get(field.key) for field in self._own["mentions"]),
        )

    def _domain_mention(self, one: CorpusArticle, each: CorpusAnnotation) -> Row:
        codes = _codes(each)
        domain = each.domains[0] if each.domains else None
        return (
            *(each.id, one.id),
            *((domain.key, domain.name) if domain else (None, None)),
            codes.get("stage"),
            _words(one, each, "evidence"),
            *_made(each),
            *(codes.get(field.key) for field in self._own["domain_mentions"]),
        )


def _columns(columns: Mapping[str, str], own: Iterable[FieldRow]) -> Iterator[Column]:
    taken = {name.casefold() for name in columns}
    for name, meaning in columns.items():
        kind = "integer" if name in _INTEGERS else "number" if name == "score" else "string"
        yield Column(name, meaning, kind)
    for field in own:
        name, number = field.key, 1
        while name.casefold() in taken:
            number += 1
            name = f"{field.key}_{number}"
        taken.add(name.casefold())
        kind = field.kind if field.kind in ("number", "boolean") else "string"
        yield Column(name, f"Own field “{field.label}”.", kind)


def _take(row: Mapping[str, Cell], names: str) -> list[Cell]:
    return [row[name] for name in names.split()]


def _of_field(row: Mapping[str, Cell]) -> list[Cell]:
    return _take(row, "layer key label kind")


def _actors_of(
    table: str, own: int | None, actors: Iterable[int | str | None]
) -> Iterator[tuple[str, Row]]:
    for position, actor in enumerate(actors, 1):
        yield table, (own, position, actor)


def _codes(each: CorpusAnnotation) -> dict[str, Cell]:
    return {code.field: code.value for code in each.codes}


def _made(each: CorpusAnnotation) -> Row:
    return each.state, each.origin, each.score, each.annotator, each.note


def _words(one: CorpusArticle, each: CorpusAnnotation, role: str) -> str | None:
    """Return the words of a role on one line, pieces joined by an ellipsis, placeless ones last."""
    quotes = [one.article.body[start:end] for start, end in each.spans.get(role, ())]
    quotes += [piece.quote for piece in each.unplaced if piece.role == role]
    return " … ".join(" ".join(quote.split()) for quote in quotes) or None
