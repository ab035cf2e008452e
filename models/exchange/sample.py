# SPDX-License-Identifier: MIT
"""The sample project: an annotated article to learn the program on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from claimdesk.models.codebook import load_codebook
from claimdesk.models.codebook.starter import STARTER_CODEBOOK
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.registry import create_actor
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotator, Article, Choice, CodedField, Domain
from claimdesk.models.text.normalization import body_hash, clean_body
from claimdesk.models.text.spans import Span
from claimdesk.resources import files

ANNOTATOR = "Sample"

_ARTICLE = "sample/article.txt"
_ANNOTATIONS = "sample/annotations.json"

Entry = Mapping[str, Any]


def create_sample(path: Path) -> None:
    """Make the sample project at `path`; it is there from the start: no undo takes it away.

    Raises ClaimdeskError if something is there already or the folder can't be written.
    """
    Project.create(path, _fill).close()


def _fill(session: Session) -> None:
    load_codebook(session, files.read_json(STARTER_CODEBOOK), STARTER_CODEBOOK)
    session.add(Annotator(name=ANNOTATOR))
    session.info["annotator"] = ANNOTATOR
    body, found = sample_text(), sample_annotations()
    _Sample(session, _add_article(session, body, found), body).annotate(found)


def _add_article(session: Session, body: str, about: Entry) -> int:
    columns = ("title", "outlet", "author", "agency", "published_on", "language")
    article = Article(
        body=body,
        sha256=body_hash(body),
        origin=Path(_ARTICLE).name,
        **{name: about[name] for name in columns},
    )
    session.add(article)
    session.flush()
    assert article.id is not None
    return article.id


class _Sample:
    """Writes annotations that name actors, domains and values by name, and words by quote."""

    def __init__(self, session: Session, article_id: int, body: str) -> None:
        self._session = session
        self._article = article_id
        self._body = body
        self._actors: dict[str, int] = {}
        self._domains = {
            name: key for key, name in session.exec(select(Domain.id, Domain.name)) if key
        }
        values = select(CodedField.key, Choice.key, Choice.id).where(
            col(Choice.field_id) == CodedField.id
        )
        self._choices = {(field, value): key for field, value, key in session.exec(values)}

    def annotate(self, found: Entry) -> None:
        for actor in found["actors"]:
            self._actors[actor["name"]] = create_actor(
                self._session,
                actor["name"],
                actor["kind"],
                country=actor["country"],
                aliases=actor["aliases"],
            )
        for mention in found["mentions"]:
            actor = self._actors[mention["actor"]]
            edits.create_mention(self._session, self._article, self._span(mention), actor)
        for claim in found["claims"]:
            self._add_claim(claim)
        for entry in found["domains"]:
            domain = self._domains[entry["domain"]]
            edits.create_domain_mention(self._session, self._article, self._span(entry), domain)

    def _add_claim(self, claim: Entry) -> None:
        created = edits.create_claim(
            self._session,
            self._article,
            {role: self._spans(claim[role]) for role in ("source", "cue", "content")},
            speaker_id=self._actors[claim["speaker"]],
            domain_ids=[self._domains[name] for name in claim["domains"]],
        )
        for field in ("stance", "kind"):
            set_code(self._session, [created], field, self._choices[field, claim[field]])
        if claim["note"]:
            edits.set_note(self._session, [created], claim["note"])

    def _spans(self, pieces: Iterable[Entry]) -> list[Span]:
        return [self._span(piece) for piece in pieces]

    def _span(self, piece: Entry) -> Span:
        return place_of(self._body, piece)


def place_of(body: str, piece: Entry) -> Span:
    """Return where the words of a quote stand for the n-th time, n from 1."""
    start = -1
    for _ in range(piece["occurrence"]):
        start = body.index(piece["quote"], start + 1)
    return Span(start, start + len(piece["quote"]))


def sample_text() -> str:
    """Return the body of the sample article."""
    return clean_body(files.read_text(_ARTICLE))


def sample_annotations() -> Entry:
    """Return its annotations as they are shipped: what is named by name, and words by quote."""
    found: Entry = files.read_json(_ANNOTATIONS)
    return found
