# SPDX-License-Identifier: MIT
"""The history as people read it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.store import correcting
from claimdesk.models.store.history import listing
from claimdesk.models.store.history.listing import StepFilter
from claimdesk.models.store.project import Project, set_annotator
from claimdesk.models.text.spans import Span


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def steps(project: Project, article: int, text: str, add_article: Callable) -> dict[str, int]:
    """Some edits by two people; their ids by what they did."""
    found: dict[str, int] = {}

    def note(name: str) -> None:
        with project.reading() as connection:
            found[name] = listing.steps(connection, StepFilter(), limit=1)[0].id

    set_annotator(project, "Ada")
    with project.edit("Record “Mara Lindt”") as session:
        actor = registry.create_actor(session, "Mara Lindt", "person")
        annotation = edits.create_mention(session, article, place(text, "Mara Lindt"), actor)
    note("mention")
    found["annotation"], found["actor"] = annotation, actor
    set_annotator(project, "Bo")
    with project.edit("Note") as session:
        edits.set_note(session, [annotation], "A “seen” note")
    note("note")
    found["other"] = add_article(project, "Another text.", title="Other")
    note("import")
    with project.edit("Delete") as session:
        edits.delete_annotations(session, [annotation])
    note("delete")
    return found


def labels(project: Project, wanted: StepFilter, **how: int) -> list[str]:
    with project.reading() as connection:
        return [step.label for step in listing.steps(connection, wanted, **how)]


def test_steps_are_read_in_pages_newest_first(project: Project, steps: dict[str, int]) -> None:
    everything = labels(project, StepFilter())
    assert everything[0] == "Delete"
    first = labels(project, StepFilter(), limit=2)
    with project.reading() as connection:
        page = listing.steps(connection, StepFilter(), limit=2)
        rest = listing.steps(connection, StepFilter(), before=page[-1].id)
    assert first + [step.label for step in rest] == everything


def test_steps_are_chosen_by_who_what_where_and_words(
    project: Project, steps: dict[str, int], article: int
) -> None:
    mention = "Record “Mara Lindt”"
    assert labels(project, StepFilter(annotator="Ada")) == [mention]
    assert labels(project, StepFilter(annotation_id=steps["annotation"])) == [
        "Delete",
        "Note",
        mention,
    ]
    assert labels(project, StepFilter(article_id=steps["other"])) == ["Add an article"]
    assert labels(project, StepFilter(article_id=article)) == [
        "Delete",
        "Note",
        mention,
        "Add an article",
    ]
    assert labels(project, StepFilter(kind="actors")) == [mention]
    assert labels(project, StepFilter(kind="articles")).count("Add an article") == 2
    assert labels(project, StepFilter(words="a “SEEN” n")) == ["Delete", "Note"]
    assert labels(project, StepFilter(words="record", annotator="Bo")) == []
    with project.reading() as connection:
        assert listing.annotators(connection) == ["Ada", "Bo"]


def test_a_change_says_what_was_before_and_after_also_of_an_insert(
    project: Project, steps: dict[str, int]
) -> None:
    with project.reading() as connection:
        inserted = listing.changes(connection, steps["mention"])
        updated = listing.changes(connection, steps["note"])
        gone = listing.changes(connection, steps["delete"], limit=2)
    by_table = {change.table: change for change in inserted}
    assert by_table["span"].after["quote"] == "Mara Lindt"
    assert by_table["annotation"].after["note"] is None  # as it was then, not as it became
    assert by_table["mention"].after["actor_id"] == steps["actor"]
    note = next(change for change in updated if "note" in change.after)
    assert (note.before["note"], note.after["note"]) == (None, "A “seen” note")
    assert [change.operation for change in gone] == ["delete", "delete"]
    assert all(change.before for change in gone)


def test_a_correction_tells_of_the_text_and_not_of_what_only_moved(
    project: Project, article: int, text: str
) -> None:
    with project.edit("Mention") as session:
        edits.create_mention(session, article, place(text, "Mara Lindt"), None)
    with project.edit("Correct") as session:
        correcting.correct(session, article, "Well. " + text)
    with project.reading() as connection:
        newest = listing.steps(connection, StepFilter(), limit=1)[0]
        found = listing.changes(connection, newest.id)
    assert newest.changes > len(found)
    assert [change.table for change in found] == ["article"]


def test_names_are_known_after_a_deletion(project: Project, steps: dict[str, int]) -> None:
    with project.edit("Delete the actor") as session:
        session.connection().exec_driver_sql("DELETE FROM actor WHERE id = ?", (steps["actor"],))
    with project.reading() as connection:
        names = listing.RecordedNames(connection)
        assert names.name("actor", steps["actor"]) == "Mara Lindt"
        assert names.name("actor", 999) is None
        assert names.name("article", steps["other"]) == "Other"


def test_a_step_leads_to_what_is_still_there(
    project: Project, steps: dict[str, int], article: int, text: str
) -> None:
    with project.reading() as connection:
        assert listing.annotations_of(connection, steps["mention"]) == []
        assert listing.article_of(connection, steps["import"]) == steps["other"]
    project.undo()
    with project.edit("Correct") as session:
        correcting.correct(session, article, "Well. " + text)
    with project.reading() as connection:
        newest = listing.steps(connection, StepFilter(), limit=1)[0]
        assert listing.annotations_of(connection, steps["mention"]) == [steps["annotation"]]
        assert listing.article_of(connection, newest.id) == article
        undone = {step.label: step.undone for step in listing.steps(connection, StepFilter())}
    assert undone["Delete"]
    assert not undone["Note"]


def test_the_history_of_an_article_is_its_own(
    project: Project, article: int, add_article: Callable
) -> None:
    other = add_article(project, body="Other")
    with project.edit("Annotate this") as session:
        created = edits.create_mention(session, article, Span(0, 3), None)
    with project.edit("Annotate the other") as session:
        edits.create_mention(session, other, Span(0, 3), None)
    with project.edit("Delete the mention") as session:
        edits.delete_annotations(session, [created])
    project.undo()
    with project.edit("Delete this") as session:
        edits.delete_article(session, article)
    with project.reading() as connection:
        whole = listing.steps(connection)
        mine = listing.steps(connection, StepFilter(article_id=article))
        last = listing.steps(connection, limit=2)
    assert [row.label for row in mine] == [
        "Delete this",
        "Undo: Delete the mention",
        "Delete the mention",
        "Annotate this",
        "Add an article",
    ]
    assert [row.undone for row in mine] == [False, False, True, False, False]
    assert len(whole) == 7
    assert last == whole[:2]
    assert whole[-1].changes == 1
