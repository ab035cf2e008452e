# SPDX-License-Identifier: MIT
"""A claim has a list of speakers, and whatever happens to it is undone, also after a restart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.registry import listing
from claimdesk.models.store import queries
from claimdesk.models.store.history import deleted
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.normalization import body_hash
from claimdesk.models.text.spans import Span

BODY = "The ministers of Norland, Sorland and Estland said reef patrols would grow.\n"
SOURCE, CONTENT = Span(0, 45), Span(51, 74)
NORLAND, SORLAND, ESTLAND, WESTLAND = 1, 2, 3, 4


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """One article, four states, and a claim of the first three of them."""

    def fill(session: Session) -> None:
        session.add(Article(title="Talks", body=BODY, sha256=body_hash(BODY)))
        for name in ("Norland", "Sorland", "Estland", "Westland"):
            registry.create_actor(session, name, "state")

    path = tmp_path / "p.claimdesk"
    Project.create(path, fill).close()
    with Project.open(path) as opened:
        with opened.edit("Claim") as session:
            add_claim(session, NORLAND, SORLAND, ESTLAND)
        yield opened
        assert check(path)["ok"]


def add_claim(session: Session, *speakers: int, content: Span = CONTENT) -> int:
    first, *further = speakers
    spans = {"source": [SOURCE], "content": [content]}
    return edits.create_claim(session, 1, spans, speaker_id=first, further_speakers=further)


def speakers(project: Project) -> list[tuple[int, ...]]:
    with project.reading() as connection:
        return [row.speaker_ids for row in queries.article_annotations(connection, 1)]


def act(project: Project, change: Callable[[Session], Any]) -> Any:
    with project.edit("Change") as session:
        return change(session)


CHANGES = {
    "added": (lambda s: edits.add_speaker(s, [1], WESTLAND), [(1, 2, 3, 4)]),
    "added again": (lambda s: edits.add_speaker(s, [1], SORLAND), [(1, 2, 3)]),
    "one alone": (lambda s: edits.set_speaker(s, [1], WESTLAND), [(4,)]),
    "nobody": (lambda s: edits.set_speaker(s, [1], None), [()]),
    "first removed": (lambda s: edits.set_speakers(s, [1], [SORLAND, ESTLAND]), [(2, 3)]),
    "another order": (lambda s: edits.set_speakers(s, [1], [ESTLAND, SORLAND, 1]), [(3, 2, 1)]),
    "last two swapped": (lambda s: edits.set_speakers(s, [1], [1, ESTLAND, SORLAND]), [(1, 3, 2)]),
    "named twice": (lambda s: edits.set_speakers(s, [1], [2, 2, 1, 2]), [(2, 1)]),
    "first deleted": (lambda s: registry.delete_actor(s, NORLAND), [(2, 3)]),
    "further deleted": (lambda s: registry.delete_actor(s, SORLAND), [(1, 3)]),
    "first replaced": (lambda s: registry.delete_actor(s, NORLAND, WESTLAND), [(4, 2, 3)]),
    "two become the first": (lambda s: registry.merge_actors(s, NORLAND, [ESTLAND]), [(1, 2)]),
    "two become the last": (lambda s: registry.merge_actors(s, ESTLAND, [NORLAND]), [(3, 2)]),
    "further two become one": (lambda s: registry.merge_actors(s, SORLAND, [ESTLAND]), [(1, 2)]),
    "all become another": (lambda s: registry.merge_actors(s, WESTLAND, [1, 2, 3]), [(4,)]),
    "some split off": (
        lambda s: registry.split_actor(s, SORLAND, "Sorland's fleet", annotations=[1]),
        [(1, 5, 3)],
    ),
    "claim deleted": (lambda s: edits.delete_annotations(s, [1]), []),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_speakers_is_one_step_that_a_restart_does_not_end(
    project: Project, rows: Callable, change: Callable, expected: list[tuple[int, ...]]
) -> None:
    before = rows(project)
    act(project, change)
    after = rows(project)
    assert speakers(project) == expected
    if after != before:
        project.close()
        with Project.open(project.path) as again:
            again.undo()
            assert rows(again) == before
            again.redo()
            assert rows(again) == after


def test_a_claim_whose_speakers_become_those_of_another_is_merged_with_it(project: Project) -> None:
    act(project, lambda session: add_claim(session, SORLAND, NORLAND, WESTLAND))
    act(project, lambda session: add_claim(session, SORLAND, NORLAND))
    act(project, lambda session: registry.merge_actors(session, ESTLAND, [WESTLAND]))
    assert speakers(project) == [(1, 2, 3), (2, 1)], "the order does not matter, the number does"


def test_a_deleted_speaker_or_claim_comes_back_in_its_place(project: Project) -> None:
    def restored(table: str) -> list[tuple[int, ...]]:
        with project.reading() as connection:
            item = deleted.deleted_items(connection, table)[0]
        act(project, lambda session: deleted.restore(session, item.change_id))
        return speakers(project)

    for actor in (NORLAND, SORLAND):
        act(project, lambda session, actor=actor: registry.delete_actor(session, actor))
        assert restored("actor") == [(1, 2, 3)]
    act(project, lambda session: edits.delete_annotations(session, [1]))
    assert restored("annotation") == [(1, 2, 3)]


def test_the_registry_counts_a_claim_once_for_each_speaker(project: Project) -> None:
    act(project, lambda session: add_claim(session, SORLAND, content=Span(51, 63)))
    with project.reading() as connection:
        counts = {actor: use.claims for actor, use in listing.use_counts(connection).items()}
        uses = [(use.role, use.annotation_id) for use in listing.uses(connection, SORLAND)]
        impact = registry.impact_of(connection, [NORLAND, SORLAND])
    assert counts == {NORLAND: 1, SORLAND: 2, ESTLAND: 1}
    assert sorted(uses) == [("speaker", 1), ("speaker", 2)]
    assert (impact.claims, impact.articles) == (2, 1)


def test_what_is_accepted_accepts_all_its_speakers(project: Project) -> None:
    def suggested(session: Session) -> None:
        sql = session.connection().exec_driver_sql
        sql("UPDATE actor SET state = 'suggested'")
        sql("UPDATE annotation SET state = 'suggested'")

    act(project, suggested)
    act(project, lambda session: edits.accept(session, [1]))
    with project.reading() as connection:
        states = {actor.name: actor.state for actor in queries.actors(connection).values()}
    assert states.pop("Westland") == "suggested"
    assert set(states.values()) == {"accepted"}
