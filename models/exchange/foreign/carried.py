# SPDX-License-Identifier: MIT
"""What Claimdesk puts into files of other tools beside their own annotations.

An object {"format": "claimdesk", "version": 1, "article": {…}, "annotations": [{…}]} says all that
the tool's own annotations cannot. Each of its annotations lists the pieces that stand for it among
those of the tool ("at": [[start, end, label], …], code points of the body): if somebody moved or
deleted one of them there, the annotation is theirs, not what is said here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.exchange.corpus import (
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
)
from claimdesk.models.exchange.foreign.documents import Native
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import limits
from claimdesk.models.store.queries import UnplacedPiece
from claimdesk.models.store.schema import ACTOR_KINDS, ARTICLE_STATUSES, LAYERS, STATES
from claimdesk.models.text.spans import Span

FORMAT = "claimdesk"
KEY = "claimdesk"
VERSION = 1
_ROLES = {
    "actor": ("mention",),
    "claim": ("source", "cue", "content"),
    "domain": ("evidence",),
}
_ARTICLE = ("title", "language", "author", "agency", "outlet", "published_on", "url")

Key = tuple[int, int, str]


@dataclass(slots=True)
class Carried:
    """What was put into a file about one article."""

    article: dict[str, str] = field(default_factory=dict)
    status: str | None = None
    notes: list[str] = field(default_factory=list)
    text: str | None = None
    """The body, where the tool's own form does not hold it exactly."""
    annotations: list[tuple[CorpusAnnotation, list[Key]]] = field(default_factory=list)
    unreadable: int = 0


class _Malformed(Exception):
    """It is not as Claimdesk writes it."""


# Writing


def pack(
    article: CorpusArticle,
    annotations: Iterable[tuple[CorpusAnnotation, Sequence[Native]]],
    *,
    text: str | None = None,
) -> dict[str, Any]:
    """Return the object for an article whose annotations stand as these pieces in the file."""
    said = {name: value for name in _ARTICLE if (value := getattr(article.article, name))}
    packed: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "article": {**said, "status": article.status},
        "annotations": [
            {**encoded(one), "at": [[*native.span, native.label] for native in natives]}
            for one, natives in annotations
        ],
    }
    if article.notes:
        packed["article"]["notes"] = article.notes
    if text is not None:
        packed["text"] = text
    return packed


def encoded(annotation: CorpusAnnotation) -> dict[str, Any]:
    """Return an annotation as JSON, without what is not set."""
    values: dict[str, Any] = {
        "layer": annotation.layer,
        "state": annotation.state,
        "spans": {role: [[*s] for s in spans] for role, spans in annotation.spans.items() if spans},
        "annotator": annotation.annotator,
        "actor": annotation.actor and _actor_json(annotation.actor),
        "codes": [[code.field, code.value, code.label] for code in annotation.codes],
        "domains": [[domain.name, domain.key] for domain in annotation.domains],
        "further_speakers": [_actor_json(each) for each in annotation.further_speakers],
        "addressees": [_actor_json(each) for each in annotation.addressees],
        "partners": [_actor_json(each) for each in annotation.partners],
        "note": annotation.note,
        "origin": annotation.origin,
        "score": annotation.score,
        "reason": annotation.reason,
        "unplaced": [
            [each.role, each.start, each.quote, each.prefix, each.suffix]
            for each in annotation.unplaced
        ],
    }
    return {name: value for name, value in values.items() if value not in (None, [], {})}


def _actor_json(actor: CorpusActor) -> list[Any]:
    return [actor.name, actor.kind, actor.key, actor.country, list(actor.aliases)]


# Reading


def unpack(value: Any, where: str) -> Carried:  # noqa: ANN401
    """Return what an object says. Raises ClaimdeskError naming the place if it is a newer one."""
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        return Carried(unreadable=1)
    version = value.get("version")
    if type(version) is int and version > VERSION:
        raise ClaimdeskError(
            _("{where} was written by a newer Claimdesk; update Claimdesk to import it.").format(
                where=where
            )
        )
    carried = Carried()
    text = value.get("text")
    if isinstance(text, str):
        carried.text = text
    _read_article(value.get("article"), carried)
    listed = value.get("annotations")
    for each in listed if isinstance(listed, list) else []:
        try:
            carried.annotations.append((_decoded(each), _keys(each.get("at", []))))
        except (_Malformed, AttributeError, TypeError, ValueError, KeyError):
            carried.unreadable += 1
    return carried


def _read_article(value: Any, carried: Carried) -> None:  # noqa: ANN401
    if not isinstance(value, dict):
        return
    for name in _ARTICLE:
        if isinstance(value.get(name), str):
            carried.article[name] = _text(value[name], "article", name) or ""
    if value.get("status") in ARTICLE_STATUSES:
        carried.status = value["status"]
    notes = value.get("notes")
    if isinstance(notes, list):
        carried.notes = [line for line in notes if isinstance(line, str)]


def apply_article(file: ArticleFile, carried: Carried) -> ArticleFile:
    """Return an article with what was carried of it."""
    said: dict[str, Any] = {**dict.fromkeys(_ARTICLE[2:]), **carried.article}
    if not said.get("title"):
        return file
    return replace(file, **{**said, "language": said.get("language") or file.language})


def take_present(
    carried: Carried, natives: Counter[Key], body: str
) -> tuple[list[CorpusAnnotation], int]:
    """Return the annotations whose pieces are all still there, and how many others there are.

    Takes their pieces out of `natives`.
    """
    present: list[CorpusAnnotation] = []
    gone = 0
    for annotation, keys in carried.annotations:
        needed = Counter(keys)
        if needed <= natives and _fits(annotation, body):
            natives -= needed
            present.append(annotation)
        else:
            gone += 1
    return present, gone


def _fits(annotation: CorpusAnnotation, body: str) -> bool:
    return all(span.end <= len(body) for spans in annotation.spans.values() for span in spans)


def _keys(value: Any) -> list[Key]:  # noqa: ANN401
    keys = []
    for start, end, label in value:
        if type(start) is not int or type(end) is not int or not isinstance(label, str):
            raise _Malformed
        keys.append((start, end, label))
    return keys


def _decoded(value: dict[str, Any]) -> CorpusAnnotation:
    layer = _one_of(value["layer"], LAYERS)
    spans = {
        _one_of(role, _ROLES[layer]): _spans(pieces)
        for role, pieces in value.get("spans", {}).items()
    }
    unplaced = [
        UnplacedPiece(
            0, _one_of(role, _ROLES[layer]), _index(start), _words(q), _words(p), _words(s)
        )
        for role, start, q, p, s in value.get("unplaced", [])
    ]
    if not spans and not unplaced:
        raise _Malformed
    return CorpusAnnotation(
        layer=layer,
        spans=spans,
        annotator=_text(value.get("annotator"), "annotator", "name"),
        actor=_actor(value["actor"]) if "actor" in value else None,
        codes=[_code(code) for code in value.get("codes", [])],
        domains=[_domain(domain) for domain in value.get("domains", [])],
        further_speakers=[_actor(each) for each in value.get("further_speakers", [])],
        addressees=[_actor(each) for each in value.get("addressees", [])],
        partners=[_actor(each) for each in value.get("partners", [])],
        note=_text(value.get("note"), "annotation", "note"),
        state=_one_of(value["state"], STATES),
        origin=_text(value.get("origin"), "annotation", "origin"),
        score=_score(value.get("score")),
        reason=_text(value.get("reason"), "annotation", "reason"),
        unplaced=unplaced,
    )


def _one_of(value: Any, allowed: Sequence[str]) -> str:  # noqa: ANN401
    if not isinstance(value, str) or value not in allowed:
        raise _Malformed
    return value


def _spans(value: Any) -> list[Span]:  # noqa: ANN401
    spans = [Span(_index(start), _index(end)) for start, end in value]
    ends = [0, *(span.end for span in spans)]
    if not all(before <= span.start < span.end for before, span in zip(ends, spans, strict=False)):
        raise _Malformed
    return spans


def _index(value: Any) -> int:  # noqa: ANN401
    if type(value) is not int or not 0 <= value <= limits.LARGEST_NUMBER:
        raise _Malformed
    return value


def _words(value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, str):
        raise _Malformed
    return value


def _text(value: Any, table: str, column: str) -> str | None:  # noqa: ANN401
    if value is None:
        return None
    if not isinstance(value, str):
        raise _Malformed
    if len(value.encode("utf-8", "surrogatepass")) > limits.longest(table, column):
        raise _Malformed
    return value


def _score(value: Any) -> float | None:  # noqa: ANN401
    if value is None:
        return None
    if type(value) not in (int, float) or not math.isfinite(value):
        raise _Malformed
    return float(value)


def _named(value: Any, table: str) -> str:  # noqa: ANN401
    name = _text(value, table, "name")
    if not name or not name.strip():
        raise _Malformed
    return name


def _key(value: Any) -> int | str | None:  # noqa: ANN401
    if value is not None and type(value) not in (int, str):
        raise _Malformed
    return value  # type: ignore[no-any-return]


def _actor(value: Any) -> CorpusActor:  # noqa: ANN401
    name, kind, key, country, aliases = value
    return CorpusActor(
        _named(name, "actor"),
        _one_of(kind, ACTOR_KINDS),
        _key(key),
        _text(country, "actor", "country"),
        tuple(_named(alias, "actor") for alias in aliases),
    )


def _domain(value: Any) -> CorpusDomain:  # noqa: ANN401
    name, key = value
    return CorpusDomain(_named(name, "domain"), _key(key))


def _code(value: Any) -> CorpusCode:  # noqa: ANN401
    name, coded, label = value
    if not isinstance(coded, str | bool):
        coded = _score(coded)
    if coded is None:
        raise _Malformed
    return CorpusCode(_words(name), coded, None if label is None else _words(label))
