# SPDX-License-Identifier: MIT
"""What comes to say the same of the same words becomes one, in the step of undo that made it so."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from claimdesk.models import codebook, registry
from claimdesk.models.analysis.distribution import distribution
from claimdesk.models.editing import edits, occurrences
from claimdesk.models.editing.addressees import set_addressees, set_partners
from claimdesk.models.editing.codes import set_code
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.store.schema import Article, recorded_tables
from claimdesk.models.text.normalization import body_hash
from claimdesk.models.text.spans import Span

BODY = "Lindt said reef patrols would grow.\n"
WORD, OTHER = Span(0, 5), Span(11, 15)
PIECES = {"source": [WORD], "cue": [Span(6, 10)], "content": [Span(11, 34)]}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """One article, actors 1 to 3, domains 1 to 3, two stances and an own field with two values."""
    with filled(tmp_path / "p.claimdesk") as opened:
        yield opened


def filled(path: Path) -> Project:
    book = {
        "domains": [{"name": "Sea"}, {"name": "Reef"}, {"name": "Navy"}],
        "fields": [
            {
                "key": key,
                "label": key.title(),
                "layer": layer,
                "choices": [{"key": "one", "label": "One"}, {"key": "two", "label": "Two"}],
            }
            for key, layer in (("stance", "claim"), ("stage", "domain"), ("tone", "claim"))
        ],
    }

    def fill(session: Session) -> None:
        codebook.load_codebook(session, book, "here")
        session.add(Article(title="Talks", body=BODY, sha256=body_hash(BODY)))
        for name in ("Mara Lindt", "M. Lindt", "Lindt"):
            registry.create_actor(session, name, "person")

    Project.create(path, fill).close()
    return Project.open(path)


def rows(project: Project) -> dict[str, list[Any]]:
    with project.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in recorded_tables()
        }


def annotations(project: Project) -> list[AnnotationRow]:
    with project.reading() as connection:
        return queries.article_annotations(connection, 1)


def details(project: Project, annotation: int) -> queries.AnnotationDetails:
    with project.reading() as connection:
        found = queries.annotation_details(connection, annotation)
    assert found is not None
    return found


def choices(project: Project, field: str) -> list[int]:
    with project.reading() as connection:
        return [choice.id for choice in queries.fields(connection)[field].choices]


def edit(project: Project, change: Callable[[Session], Any]) -> Any:
    with project.edit("Change") as session:
        return change(session)


def act(project: Project, change: Callable[[Session], Any]) -> None:
    """Make an edit; undone and done again, it leaves the same."""
    before = rows(project)
    edit(project, change)
    after = rows(project)
    if after == before:
        return
    project.undo()
    assert rows(project) == before
    project.redo()
    assert rows(project) == after


MERGES: dict[str, Callable[[Session], Any]] = {
    "merge": lambda session: registry.merge_actors(session, 1, [2, 3]),
    "delete with a target": lambda session: registry.delete_actor(session, 2, 1),
    "set by the picker": lambda session: edits.set_actor(session, [2], 1),
    "set several": lambda session: edits.set_actor(session, [1, 2], 3),
}


@pytest.mark.parametrize("change", MERGES.values(), ids=MERGES)
def test_a_word_that_means_one_actor_counts_once(project: Project, change: Callable) -> None:
    for actor in (1, 2):
        edit(project, lambda session, actor=actor: edits.create_mention(session, 1, WORD, actor))
    edit(project, lambda session: edits.create_mention(session, 1, OTHER, 1))
    edit(project, lambda session: edits.set_note(session, [1], "one"))
    edit(project, lambda session: edits.set_note(session, [2], "two"))
    act(project, change)
    first, second = annotations(project)
    assert [piece.span for piece in first.pieces] == [WORD]
    assert sorted((first.note or "").split("\n")) == ["one", "two"]
    assert [piece.span for piece in second.pieces] == [OTHER]


RECODES: dict[str, Callable[[Session], Any]] = {
    "merge": lambda session: codebook.merge_domains(session, [2], 1),
    "recode": lambda session: codebook.recode_domain(session, 2, 1),
    "delete with a target": lambda session: codebook.delete_domain(session, 2, 1),
    "set by the picker": lambda session: edits.set_domain(session, [2], 1),
}


@pytest.mark.parametrize("change", RECODES.values(), ids=RECODES)
def test_words_about_one_domain_count_once_with_all_partners(
    project: Project, change: Callable
) -> None:
    stage = choices(project, "stage")[0]
    for domain in (1, 2):
        edit(project, lambda s, domain=domain: edits.create_domain_mention(s, 1, OTHER, domain))
    edit(project, lambda session: set_partners(session, [1], [1, 2]))
    edit(project, lambda session: set_partners(session, [2], [2, 3]))
    edit(project, lambda session: set_code(session, [2], "stage", stage))
    act(project, change)
    [row] = annotations(project)
    assert (row.domain_id, row.codes.get("stage")) == (1, stage)
    assert sorted(details(project, row.id).partner_ids) == [1, 2, 3]


@pytest.mark.parametrize("change", [MERGES["merge"], MERGES["delete with a target"]])
def test_a_claim_of_one_speaker_counts_once(project: Project, change: Callable) -> None:
    stance = choices(project, "stance")[0]

    def claims(session: Session) -> None:
        for speaker in (1, 2):
            edits.create_claim(session, 1, PIECES, speaker_id=speaker, domain_ids=[1])
        set_addressees(session, [1], [1, 2])
        set_addressees(session, [2], [2, 3])
        set_code(session, [2], "stance", stance)

    edit(project, claims)
    act(project, change)
    [row] = annotations(project)
    assert (row.speaker_id, row.codes.get("stance"), row.domain_ids) == (1, stance, (1,))
    assert set(details(project, row.id).addressee_ids) <= {1, 3}
    with project.reading() as connection:
        assert distribution(connection, ["speaker"])[0]["claims"] == 1


def test_a_claim_about_domains_that_become_one_lists_it_once(project: Project) -> None:
    edit(project, lambda session: edits.create_claim(session, 1, PIECES, domain_ids=[1, 2]))
    edit(project, lambda session: edits.create_claim(session, 1, PIECES, domain_ids=[1]))
    act(project, RECODES["merge"])
    [row] = annotations(project)
    assert row.domain_ids == (1,)


@pytest.mark.parametrize("field", ["stance", "tone"])
@pytest.mark.parametrize("delete", [True, False])
def test_claims_that_differ_in_a_value_fold_when_it_becomes_the_other(
    project: Project, field: str, delete: bool
) -> None:
    values = choices(project, field)
    for value in values:
        claim = edit(project, lambda s: edits.create_claim(s, 1, PIECES, speaker_id=1))
        edit(project, lambda s, c=claim, v=value: set_code(s, [c], field, v))
    change = codebook.delete_choice if delete else codebook.recode_choice
    act(project, lambda session: change(session, values[0], values[1]))
    assert len(annotations(project)) == 1


def test_both_stay_where_codes_contradict_each_other(project: Project) -> None:
    stages, stances = choices(project, "stage"), choices(project, "stance")

    def fill(session: Session) -> None:
        for place in (0, 1):
            number = place + 1
            mention = edits.create_domain_mention(session, 1, OTHER, number)
            set_code(session, [mention], "stage", stages[place])
            claim = edits.create_claim(session, 1, PIECES, speaker_id=number)
            set_code(session, [claim], "stance", stances[place])

    edit(project, fill)
    act(project, MERGES["merge"])
    act(project, RECODES["merge"])
    assert Counter(row.layer for row in annotations(project)) == {"domain": 2, "claim": 2}


def test_claims_that_an_analyst_made_alike_stay_two(project: Project) -> None:
    for _ in range(2):
        edit(project, lambda s: edits.create_claim(s, 1, PIECES, speaker_id=2, domain_ids=[1]))
    act(project, MERGES["merge"])
    assert [row.speaker_id for row in annotations(project)] == [1, 1]


def test_what_two_annotators_say_stays_two(project: Project) -> None:
    for name, actor in (("Ana", 1), ("Ben", 2)):
        set_annotator(project, name)
        edit(project, lambda session, actor=actor: edits.create_mention(session, 1, WORD, actor))
    act(project, MERGES["merge"])
    assert [row.annotator for row in annotations(project)] == ["Ana", "Ben"]


def test_what_names_nobody_any_more_stays(project: Project) -> None:
    for actor in (1, 2):
        edit(project, lambda session, actor=actor: edits.create_mention(session, 1, WORD, actor))
    act(project, lambda session: [registry.delete_actor(session, actor) for actor in (1, 2)])
    assert [row.actor_id for row in annotations(project)] == [None, None]


@pytest.mark.parametrize(
    ("states", "left"),
    [
        (("suggested", "accepted"), "accepted"),
        (("accepted", "rejected"), "accepted"),
        (("suggested", "rejected"), "rejected"),
        (("suggested", "suggested"), "suggested"),
    ],
)
def test_the_decision_that_says_most_stays(
    project: Project, states: tuple[str, str], left: str
) -> None:
    for actor, state in enumerate(states, 1):
        edit(project, lambda session, actor=actor: edits.create_mention(session, 1, WORD, actor))
        sql = f"UPDATE annotation SET state = '{state}', note = 'n{actor}' WHERE id = {actor}"
        edit(project, lambda session, sql=sql: session.connection().exec_driver_sql(sql))
    act(project, MERGES["merge"])
    [row] = annotations(project)
    assert row.state == left
    assert sorted((row.note or "").split("\n")) == ["n1", "n2"]


def test_marking_words_again_makes_no_second_mark(project: Project) -> None:
    first = edit(project, lambda session: edits.create_mention(session, 1, WORD, 1))
    assert edit(project, lambda session: edits.create_mention(session, 1, WORD, 1)) == first
    about = edit(project, lambda session: edits.create_domain_mention(session, 1, WORD, 1))
    again = edit(project, lambda session: edits.create_domain_mention(session, 1, WORD, 1))
    assert again == about
    assert len(annotations(project)) == 2


def test_annotating_everywhere_over_marks_makes_no_twins(project: Project) -> None:
    for actor in (1, 2):
        edit(project, lambda session, actor=actor: edits.create_mention(session, 1, WORD, actor))
    edit(
        project, lambda s: s.connection().exec_driver_sql("UPDATE annotation SET state='suggested'")
    )
    target = occurrences.Target("actor", 1)
    act(project, lambda session: occurrences.annotate(session, {1: [WORD, OTHER]}, target))
    assert twins(project) == []
    act(project, MERGES["merge"])
    assert Counter(row.state for row in annotations(project)) == {"accepted": 2}


def twins(project: Project) -> list[AnnotationRow]:
    """Mentions of an actor or of a domain that another one equals in words, name and codes."""
    seen: dict[object, AnnotationRow] = {}
    found = []
    for row in annotations(project):
        name = row.actor_id if row.layer == "actor" else row.domain_id
        if row.layer != "claim" and name is not None:
            key = (row.layer, name, row.pieces, row.codes.get("stage"))
            found += [row] if key in seen else []
            seen[key] = row
    return found


_mark = st.tuples(
    st.sampled_from(["actor", "domain"]),
    st.sampled_from([WORD, OTHER]),
    st.integers(1, 3),
    st.sampled_from(["accepted", "suggested", "rejected"]),
    st.sampled_from([None, 0, 1]),
)


@pytest.mark.drill
@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(marks=st.lists(_mark, max_size=8), changes=st.lists(st.integers(0, 7), max_size=3))
def test_no_order_of_merges_leaves_twins_or_loses_a_note(
    marks: list[tuple[str, Span, int, str, int | None]], changes: list[int]
) -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        filled(Path(folder) / "p.claimdesk") as project,
    ):
        stages = choices(project, "stage")
        for number, (layer, span, name, state, stage) in enumerate(marks):
            create = edits.create_mention if layer == "actor" else edits.create_domain_mention
            one = edit(project, lambda s, c=create, sp=span, n=name: c(s, 1, sp, n))
            with project.reading() as connection:
                [row] = queries.annotations_by_id(connection, [one])
            note = "\n".join(filter(None, (row.note, f"note {number}")))
            edit(project, lambda s, one=one, note=note: edits.set_note(s, [one], note))
            if layer == "domain" and stage is not None and row.codes.get("stage") is None:
                edit(project, lambda s, one=one, v=stages[stage]: set_code(s, [one], "stage", v))
            sql = f"UPDATE annotation SET state = '{state}' WHERE id = {one}"
            edit(project, lambda s, sql=sql: s.connection().exec_driver_sql(sql))
        steps = [
            *(
                lambda s, k=keep, o=other: registry.delete_actor(s, o, k)
                for keep, other in ((1, 2), (3, 1))
            ),
            *(
                lambda s, k=keep, o=other: codebook.recode_domain(s, o, k)
                for keep, other in ((1, 2), (2, 1), (3, 2))
            ),
            lambda s: edits.set_actor(s, _ids(s, "mention"), 3),
            lambda s: edits.set_domain(s, _ids(s, "domain_mention"), 3),
            lambda s: codebook.recode_choice(s, stages[0], stages[1]),
        ]
        for change in dict.fromkeys(changes):
            if change in (0, 1) and changes[0] != change:
                continue  # an actor is gone after the first
            act(project, steps[change])
        act(project, steps[6])
        noted = "\n".join(row.note or "" for row in annotations(project)).split("\n")
        assert sorted(filter(None, noted)) == sorted(f"note {n}" for n in range(len(marks)))
        assert twins(project) == []


def _ids(session: Session, table: str) -> list[int]:
    return [row[0] for row in session.connection().exec_driver_sql(f"SELECT id FROM {table}")]
