# SPDX-License-Identifier: MIT
"""One filter says which claims are counted, listed and told of in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from claimdesk.models import registry
from claimdesk.models.analysis.claim_filter import ClaimCounts, ClaimFilter
from claimdesk.models.analysis.distribution import claim_ids, count_claims, distribution
from claimdesk.models.editing import edits
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Three claims of Reed, two of Shaw; the last of each is still to decide."""
    with Project.create(tmp_path / "p.claimdesk") as project:
        with project.edit("Fill") as session:
            article = Article(title="Talks", body="Nobody spoke.", sha256="0")
            session.add(article)
            session.flush()
            for name, count in (("Reed", 3), ("Shaw", 2)):
                actor = registry.create_actor(session, name, "person")
                for _ in range(count):
                    made = edits.create_claim(
                        session, article.id, {"content": [Span(0, 6)]}, speaker_id=actor
                    )
                session.connection().exec_driver_sql(
                    "UPDATE annotation SET state = 'suggested' WHERE id = ?", (made,)
                )
        yield project


def test_a_filter_is_narrowed_and_stays_what_it_was(project: Project) -> None:
    everything = ClaimFilter("all")
    reed = everything.with_value("speaker", "Reed")
    with project.reading() as connection:
        assert len(claim_ids(connection, everything)) == 5
        assert len(claim_ids(connection, reed)) == 3
        assert len(claim_ids(connection, reed.in_state("accepted"))) == 2
        assert len(claim_ids(connection, reed.with_value("speaker", "Shaw"))) == 2
        assert len(claim_ids(connection, reed.with_value("country", None))) == 3
        assert count_claims(connection, reed) == ClaimCounts(2, 1)
    assert everything == ClaimFilter("all")
    assert hash(reed) == hash(ClaimFilter.having({"speaker": "Reed"}, state="all"))


def test_only_these_claims(project: Project) -> None:
    with project.reading() as connection:
        first, _second, third, *_rest = claim_ids(connection, ClaimFilter("all"))
        claims = ClaimFilter("all", only=frozenset({first, third}))
        assert claim_ids(connection, claims) == [first, third]
        assert distribution(connection, ["speaker"], claims) == [{"speaker": "Reed", "claims": 2}]
        assert claim_ids(connection, claims.in_state("accepted")) == [first]
        assert claim_ids(connection, ClaimFilter(only=frozenset())) == []


@pytest.mark.parametrize(
    ("claims", "counts", "sentence"),
    [
        (ClaimFilter(), (14, 2), "14 accepted claims of the whole project."),
        (ClaimFilter(article_id=1), (1, 2), "1 accepted claim of this article."),
        (ClaimFilter("suggested"), (3, 2), "2 claims to decide in the whole project."),
        (ClaimFilter("all", 1), (0, 1), "1 claim to decide in this article."),
        (ClaimFilter("all", 1), (3, 0), "3 accepted claims of this article."),
        (ClaimFilter("all", 1), (0, 0), "0 accepted claims of this article."),
        (ClaimFilter("all"), (3, 1), "Claims of the whole project: 3 accepted, 1 to decide."),
    ],
)
def test_a_filter_is_told_in_a_sentence(
    claims: ClaimFilter, counts: tuple[int, int], sentence: str
) -> None:
    assert claims.sentence(ClaimCounts(*counts)) == sentence
    narrowed = f"{sentence} Only claims with Speaker: Japan; Stance: opposed."
    conditions = ["Speaker: Japan", "Stance: opposed"]
    assert claims.sentence(ClaimCounts(*counts), conditions) == narrowed
