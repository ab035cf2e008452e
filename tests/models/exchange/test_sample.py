# SPDX-License-Identifier: MIT
"""The sample project."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from claimdesk.models.analysis.distribution import distribution
from claimdesk.models.exchange.sample import create_sample
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.resources import files


def test_the_sample_is_whole_annotated_and_has_nothing_to_undo(path: Path) -> None:
    create_sample(path)
    assert check(path)["ok"]
    given = files.read_json("sample/annotations.json")
    with Project.open(path) as project:
        assert project.undo_label() is None
        assert project.redo_label() is None
        with project.reading() as connection:
            [article] = queries.articles(connection)
            text = queries.article(connection, article.id)
            rows = queries.article_annotations(connection, article.id)
            actors, domains = queries.actors(connection), queries.domains(connection)
            counts = distribution(connection, ["stance"])
    assert (text.title, text.outlet) == (given["title"], given["outlet"])
    assert text.published_on == given["published_on"]
    assert text.status == "in progress"
    assert Counter(row.layer for row in rows) == {
        "actor": len(given["mentions"]),
        "claim": len(given["claims"]),
        "domain": len(given["domains"]),
    }
    assert {(row.state, row.annotator) for row in rows} == {("accepted", "Sample")}
    claims = sorted((row for row in rows if row.layer == "claim"), key=lambda row: row.id)
    for claim, row in zip(given["claims"], claims, strict=True):
        assert {domains[i].name for i in row.domain_ids} == set(claim["domains"])
        assert actors[row.speaker_id].name == claim["speaker"]
        assert (row.note or None) == (claim["note"] or None)
        for role in ("source", "cue", "content"):
            quotes = {piece.quote for piece in row.role(role)}
            assert quotes == {piece["quote"] for piece in claim[role]}
    stances = Counter(claim["stance"] for claim in given["claims"])
    assert {row["stance"]: row["claims"] for row in counts} == stances


def test_the_sample_replaces_nothing(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(ClaimdeskError, match="exists already"):
        create_sample(path)
    assert path.read_text() == "mine"
