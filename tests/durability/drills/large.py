# SPDX-License-Identifier: MIT
"""One act that changes very many rows: undone, done again and undone again, also when reopened."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session

from claimdesk.models import codebook, registry
from claimdesk.models.editing import edits, occurrences
from claimdesk.models.exchange.formats import export_project, import_corpus
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import (
    ANALYST,
    Addressee,
    Annotation,
    Article,
    Claim,
    ClaimDomain,
    DomainMention,
    Mention,
    Partner,
    SpanRow,
)
from claimdesk.models.text.normalization import body_hash
from claimdesk.models.text.spans import Span, anchor
from drills import state

_OF_ARTICLE = 50
"""Annotations of an article, about half claims."""
_SENTENCE = "Mara Lindt said the reef patrols would grow. "
_PIECES = {"source": (0, 10), "cue": (11, 15), "content": (16, 43)}
_REEF = (20, 24)

Act = Callable[[Project], object]


def acts(folder: Path, rows: int) -> dict[str, Act]:
    """What is done to a project of `create`, by name; `folder` is for files to import."""
    corpus = folder / f"corpus {rows}.jsonl"
    if not corpus.exists():
        with tempfile.TemporaryDirectory(dir=folder) as name:
            path = Path(name) / "p.claimdesk"
            create(path, rows, sentence=_SENTENCE.replace("patrols", "guards"))
            with Project.open(path) as project:
                export_project(project, "jsonl", corpus)
    return {
        "import": lambda project: import_corpus(project, corpus),
        "delete annotations": _edit(
            lambda session: edits.delete_annotations(session, _ids(session, "annotation"))
        ),
        "delete articles": _edit(_delete_articles),
        "accept": _edit(lambda session: edits.accept(session, _ids(session, "annotation"))),
        "merge actors": _edit(lambda session: registry.merge_actors(session, 1, [2, 3])),
        "delete an actor": _edit(lambda session: registry.delete_actor(session, 2)),
        "merge domains": _edit(lambda session: codebook.merge_domains(session, [2], 1)),
        "delete a domain": _edit(lambda session: codebook.delete_domain(session, 2, None)),
        "annotate everywhere": _edit(_annotate_everywhere),
    }


def drill(path: Path, act: Act) -> None:
    """Do it, and turn it back and forth. Raises AssertionError unless it is exact, and one step."""
    with Project.open(path) as project:
        before = _rows(project)
        act(project)
        after = _rows(project)
        assert after != before
        project.undo()
        assert _rows(project) == before
        assert project.undo_label() is None
    with Project.open(path) as project:
        project.redo()
        assert _rows(project) == after
        project.undo()
        assert _rows(project) == before
    with Project.open(path) as project:
        project.redo()
        assert _rows(project) == after
        assert project.redo_label() is None


def create(path: Path, rows: int, sentence: str = _SENTENCE) -> None:
    """Make a project with so many annotations; there is nothing to undo."""
    Project.create(path, lambda session: _fill(session, rows, sentence)).close()


def _fill(session: Session, rows: int, sentence: str) -> None:
    codebook.load_codebook(
        session, {"domains": [{"name": "Sea"}, {"name": "Reef", "parent": "Sea"}]}, "here"
    )
    for name in ("Mara Lindt", "M. Lindt", "Lindt"):
        registry.create_actor(session, name, "person", aliases=[name.upper()])
    tables: dict[type, list[dict[str, Any]]] = {}
    for number, first in enumerate(range(0, rows, _OF_ARTICLE), 1):
        size = min(_OF_ARTICLE, rows - first)
        body = f"Talks {number}\n\n" + sentence * (size + 1)
        article = {"id": number, "title": "Talks", "body": body, "sha256": body_hash(body)}
        tables.setdefault(Article, []).append(article)
        start = body.index(sentence)
        for own in range(first + 1, first + size + 1):
            _annotate(tables, own, number, body, start)
            start += len(sentence)
    for table, values in tables.items():
        session.execute(insert(table), values)


def _annotate(
    tables: dict[type, list[dict[str, Any]]], own: int, article: int, body: str, start: int
) -> None:
    layer = ("claim", "actor", "claim", "domain")[own % 4]
    head = {"id": own, "article_id": article, "layer": layer, "origin": ANALYST}
    state = ("accepted", "suggested", "rejected")[own % 3]
    tables.setdefault(Annotation, []).append({**head, "state": state})
    for values, table in _parts(own, layer):
        tables.setdefault(table, []).append(values)
    pieces = {"actor": {"mention": (0, 10)}, "domain": {"evidence": _REEF}}.get(layer, _PIECES)
    for role, (begin, end) in pieces.items():
        found = anchor(body, Span(start + begin, start + end))
        words = {name: getattr(found, name) for name in ("start", "end", "quote")}
        words |= {"prefix": found.prefix, "suffix": found.suffix}
        tables.setdefault(SpanRow, []).append({"annotation_id": own, "role": role, **words})


def _parts(own: int, layer: str) -> Iterator[tuple[dict[str, Any], type]]:
    actor, domain = own % 3 + 1, own // 2 % 2 + 1
    if layer == "actor":
        yield {"id": own, "actor_id": actor}, Mention
    elif layer == "domain":
        yield {"id": own, "domain_id": domain}, DomainMention
        yield {"domain_mention_id": own, "actor_id": actor}, Partner
    else:
        yield {"id": own, "speaker_id": actor}, Claim
        for one in (1, 2):
            yield {"claim_id": own, "domain_id": one}, ClaimDomain
            yield {"claim_id": own, "actor_id": one + 1}, Addressee


def _edit(change: Callable[[Session], object]) -> Act:
    def act(project: Project) -> None:
        with project.edit("Change much") as session:
            change(session)

    return act


def _delete_articles(session: Session) -> None:
    for article in _ids(session, "article"):
        edits.delete_article(session, article)


def _annotate_everywhere(session: Session) -> None:
    target = occurrences.Target("actor", 1)
    sql = session.connection().exec_driver_sql
    hits = {
        row[0]: occurrences.spans_of(row[1], "patrols")
        for row in sql("SELECT id, body FROM article")
    }
    occurrences.annotate(session, hits, target)


def _ids(session: Session, table: str) -> list[int]:
    found = session.connection().exec_driver_sql(f"SELECT id FROM {table} ORDER BY id")
    return [row[0] for row in found]


def _rows(project: Project) -> str:
    with project.reading() as connection:
        return state.rows_of(state.driver(connection))
