# SPDX-License-Identifier: MIT
"""Correcting the text of an article: every span goes with its words or waits for review."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, delete, insert

from claimdesk.models.editing import edits, unplaced
from claimdesk.models.exchange.formats import export_project, import_corpus
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import correcting, queries
from claimdesk.models.store.history import listing
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotation, Mention, SpanRow
from claimdesk.models.suggest import runs
from claimdesk.models.suggest.data import ActorEntry as ProposedActor
from claimdesk.models.suggest.data import MentionSuggestion, Pipeline, Suggestions
from claimdesk.models.text.spans import Span, anchor
from tests.projects import create_project


def place(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


@pytest.fixture
def claim(project: Project, article: int, text: str) -> int:
    """A claim with source, cue and content."""
    spans = {
        "source": [place(text, "Mara Lindt")],
        "cue": [place(text, "added")],
        "content": [place(text, "quantum clocks come next")],
    }
    with project.edit("Claim") as session:
        return edits.create_claim(session, article, spans)


def correct(project: Project, article: int, new: str) -> correcting.Correction:
    with project.edit("Correct the text") as session:
        return correcting.correct(session, article, new)


def row_of(project: Project, annotation: int) -> queries.AnnotationRow:
    with project.reading() as connection:
        return queries.annotations_by_id(connection, [annotation])[0]


def body_of(project: Project, article: int) -> str:
    with project.reading() as connection:
        found = queries.article(connection, article)
    assert found is not None
    return found.body


def waiting_of(project: Project, article: int) -> list[unplaced.Unplaced]:
    with project.reading() as connection:
        return unplaced.unplaced_pieces(connection, article)


def test_spans_move_and_a_changed_word_waits_with_all_it_had(
    project: Project, article: int, claim: int, text: str, rows: Callable
) -> None:
    before = rows(project)
    new = text.replace("Harbour", "At the harbour").replace("added", "replied")
    new = new.replace("quantum clocks", "atomic clocks")
    done = correct(project, article, new)
    assert (done.kept, done.lost, done.annotations) == (1, 2, {claim})
    row = row_of(project, claim)
    assert [(p.role, p.span) for p in row.pieces] == [("source", place(new, "Mara Lindt"))]
    assert [(p.role, p.quote) for p in row.waiting] == [
        ("cue", "added"),
        ("content", "quantum clocks come next"),
    ]
    assert row.quote("content") == "quantum clocks come next"
    found = waiting_of(project, article)
    assert [(one.annotation_id, one.piece.role, one.last) for one in found] == [
        (claim, "cue", False),
        (claim, "content", True),
    ]
    assert check(project.path)["problems"] == []
    after = rows(project)
    project.undo()
    assert rows(project) == before
    project.redo()
    assert rows(project) == after


def test_undo_after_a_restart_gives_the_same_rows(
    path: Path, add_article: Callable, text: str, rows: Callable
) -> None:
    create_project(path)
    with Project.open(path) as project:
        article = add_article(project)
        with project.edit("Mention") as session:
            edits.create_mention(session, article, place(text, "minister"), None)
        before = rows(project)
        correct(project, article, text.replace("minister", "Minister of Defence"))
    with Project.open(path) as project:
        project.undo()
        assert rows(project) == before
    assert check(path)["problems"] == []


def test_a_review_places_removes_and_refuses(
    project: Project, article: int, claim: int, text: str
) -> None:
    new = text.replace("added", "replied").replace("quantum clocks", "atomic clocks")
    correct(project, article, new)
    cue, content = waiting_of(project, article)
    likely = unplaced.likely_place(new, content.piece)
    assert likely is not None
    assert new[likely.start : likely.end] == "atomic clocks come next"
    with pytest.raises(ClaimdeskError, match="last piece"), project.edit("Remove") as session:
        unplaced.remove(session, content.piece.id)
    with project.edit("Place") as session:
        assert unplaced.place(session, content.piece.id, likely) == claim
    with project.edit("Remove") as session:
        unplaced.remove(session, cue.piece.id)
    assert waiting_of(project, article) == []
    assert [p.role for p in row_of(project, claim).pieces] == ["source", "content"]
    with pytest.raises(ClaimdeskError, match="reviewed already"), project.edit("X") as session:
        unplaced.place(session, cue.piece.id, likely)
    project.undo()
    assert [one.piece for one in waiting_of(project, article)] == [cue.piece]
    assert check(project.path)["problems"] == []


def test_words_that_are_put_elsewhere_are_found_as_likely(
    project: Project, article: int, text: str
) -> None:
    with project.edit("Mention") as session:
        edits.create_mention(session, article, place(text, "協力"), None)
    new = "協力 came up at once.\n" + text.replace("協力", "that")
    correct(project, article, new)
    (one,) = waiting_of(project, article)
    assert unplaced.likely_place(new, one.piece) == place(new, "協力")
    assert unplaced.likely_place("Nothing of that sort.", one.piece) is None


def test_what_stands_between_the_old_surroundings_is_likely() -> None:
    old = "The minister said the reef patrols would grow to nine ships before the winter came."
    new = old.replace("the reef patrols would grow", "that patrols of the reefs will grow")
    where = place(old, "the reef patrols would grow")
    found = anchor(old, where)
    piece = queries.UnplacedPiece(
        1, "content", where.start, found.quote, found.prefix, found.suffix
    )
    likely = unplaced.likely_place(new, piece)
    assert likely is not None
    assert new[likely.start : likely.end] == "that patrols of the reefs will grow"


def test_setting_a_role_anew_ends_its_waiting(
    project: Project, article: int, claim: int, text: str
) -> None:
    new = text.replace("quantum clocks", "atomic clocks")
    correct(project, article, new)
    with project.edit("Content") as session:
        edits.set_role(session, claim, "content", [place(new, "atomic clocks")])
    row = row_of(project, claim)
    assert (row.waiting, row.quote("content")) == ((), "atomic clocks")


def test_the_text_is_cleaned_like_an_import(project: Project, article: int, text: str) -> None:
    done = correct(project, article, "\ufeff" + text.replace("\n", "\r\n") + "\x00\r\n \n")
    assert body_of(project, article) == done.body == text.rstrip() + "\n\ufffd"
    with pytest.raises(ClaimdeskError, match="needs a text"):
        correct(project, article, " \r\n ")
    with pytest.raises(ClaimdeskError, match="was deleted"):
        correct(project, 99, "x")


def test_the_same_text_is_no_step(project: Project, article: int, text: str) -> None:
    correct(project, article, text + "More.")
    stored = body_of(project, article)
    before = project.undo_label()
    assert not correct(project, article, stored).changed
    assert project.undo_label() == before


def test_a_text_that_changed_meanwhile_is_not_overwritten(
    project: Project, article: int, text: str
) -> None:
    correct(project, article, text + "More.")
    with pytest.raises(ClaimdeskError, match="elsewhere"), project.edit("Stale") as session:
        correcting.correct(session, article, text + "Other.", shown=text)
    assert body_of(project, article).endswith("More.")


def test_undoing_a_correction_takes_later_annotations_along(
    project: Project, article: int, text: str, rows: Callable
) -> None:
    new = text.replace("Harbour", "At the harbour").replace("Nobody", "Almost nobody new")
    step = len(_steps(project))
    correct(project, article, new)
    edit = _steps(project)[0].id
    assert len(_steps(project)) == step + 1
    body = body_of(project, article)
    with project.edit("Later") as session:
        kept = edits.create_mention(session, article, place(body, "Mara Lindt"), None)
        lost = edits.create_mention(session, article, place(body, "nobody new"), None)
    later = rows(project)
    project.undo(edit)
    assert body_of(project, article) == text
    assert row_of(project, kept).pieces[0].span == place(text, "Mara Lindt")
    assert [piece.quote for piece in row_of(project, lost).waiting] == ["nobody new"]
    assert check(project.path)["problems"] == []
    project.redo()
    assert rows(project) == later
    assert check(project.path)["problems"] == []


def test_undoing_a_correction_takes_along_what_looks_the_same_elsewhere(
    project: Project, add_article: Callable
) -> None:
    lines = "Yes, I do.\n" * 20 + "Not I.\n"
    article = add_article(project, lines.rstrip())
    correct(project, article, "Who does?!\n" + lines)
    edit = _steps(project)[0].id
    with project.edit("Later") as session:
        mention = edits.create_mention(session, article, Span(110, 113), None)
    project.undo(edit)
    assert [piece.span for piece in row_of(project, mention).pieces] == [Span(99, 102)]


def test_undoing_a_deletion_from_before_a_correction_finds_the_words_of_now(
    project: Project, article: int, claim: int, text: str, rows: Callable
) -> None:
    with project.edit("Delete") as session:
        edits.delete_annotations(session, [claim])
    deletion = _steps(project)[0].id
    new = "Today. " + text.replace("quantum clocks", "atomic clocks")
    correct(project, article, new)
    corrected = rows(project)
    project.undo(deletion)
    row = row_of(project, claim)
    assert [p.span for p in row.pieces] == [place(new, "Mara Lindt"), place(new, "added")]
    assert [p.quote for p in row.waiting] == ["quantum clocks come next"]
    assert check(project.path)["problems"] == []
    project.redo()
    assert rows(project) == corrected
    project.undo()
    project.undo(deletion)
    row = row_of(project, claim)
    assert [p.span for p in row.pieces] == [place(text, "Mara Lindt"), place(text, "added")]
    assert [p.quote for p in row.waiting] == ["quantum clocks come next"]
    assert check(project.path)["problems"] == []


def test_undoing_corrections_one_after_the_other_gives_every_row_back(
    project: Project, article: int, claim: int, text: str, rows: Callable
) -> None:
    held = [rows(project)]
    new = text.replace("quantum clocks", "atomic clocks")
    for body in (new, "Today. " + new, "Today. " + new.replace("added", "said")):
        correct(project, article, body)
        held.append(rows(project))
    for _ in range(2):
        for expected in held[-2::-1]:
            project.undo()
            assert rows(project) == expected
        for expected in held[1:]:
            project.redo()
            assert rows(project) == expected


@pytest.mark.parametrize("words", ["“We agree,”", "Nobody"])
def test_undoing_a_move_from_before_a_correction_finds_the_words_of_now(
    project: Project, article: int, text: str, rows: Callable, words: str
) -> None:
    with project.edit("Mention") as session:
        mention = edits.create_mention(session, article, place(text, "Nobody else"), None)
    with project.edit("Move") as session:
        moved = place(text, "Harbour talks")
        edits.move_span(session, mention, "mention", place(text, "Nobody else"), moved)
    move = _steps(project)[0].id
    new = text.replace(words, "Other words")
    correct(project, article, new)
    corrected = rows(project)
    project.undo(move)
    row = row_of(project, mention)
    if words == "Nobody":
        assert [piece.quote for piece in row.waiting] == ["Nobody else"]
    else:
        assert row.pieces[0].span == place(new, "Nobody else")
    assert check(project.path)["problems"] == []
    project.redo()
    assert rows(project) == corrected


def test_suggestions_made_after_a_correction_survive_its_undo(
    project: Project, article: int, text: str
) -> None:
    correct(project, article, "Today. " + text)
    body = body_of(project, article)
    run = runs.Run(project, article, Pipeline("test", "1"), body)
    run.add(Suggestions(mentions=(_mention(body, "Mara Lindt"),)))
    project.undo()
    with project.reading() as connection:
        (row,) = queries.article_annotations(connection, article)
    assert row.pieces[0].span == place(body_of(project, article), "Mara Lindt")
    assert check(project.path)["problems"] == []


def test_suggestions_for_the_text_before_are_not_written(
    project: Project, article: int, text: str
) -> None:
    begun = runs.Run(project, article, Pipeline("test", "1"), text)
    begun.add(Suggestions())
    waiting = runs.Run(project, article, Pipeline("test", "1"), text)
    correct(project, article, "Today. " + text)
    for run in (begun, waiting):
        run.add(Suggestions(mentions=(_mention(text, "Mara Lindt"),)))
        run.finish()
    with project.reading() as connection:
        assert queries.article_annotations(connection, article) == []


def test_what_waits_goes_through_export_and_import(
    project: Project, article: int, claim: int, text: str, rows: Callable, tmp_path: Path
) -> None:
    correct(project, article, text.replace("quantum clocks", "atomic clocks"))
    out = tmp_path / "out.jsonl"
    report = export_project(project, "jsonl", out, state="all")
    assert "pieces of text that wait for review" not in report.as_json()["left_out"]
    other = tmp_path / "other.claimdesk"
    create_project(other)
    with Project.open(other) as copy:
        import_corpus(copy, out)
        assert rows(copy) == rows(project)
    assert check(other)["problems"] == []
    table = export_project(project, "csv", tmp_path / "out.csv")
    assert table.as_json()["left_out"]["pieces of text that wait for review"] == 1


def test_check_accepts_what_waits_and_nothing_else(
    project: Project, article: int, claim: int, text: str
) -> None:
    correct(project, article, text.replace("quantum clocks", "atomic clocks"))
    with project.edit("Break it") as session:
        edits.create_mention(session, article, Span(0, 3), None)
        session.execute(delete(SpanRow).where(col(SpanRow.role) == "mention"))
    problems = check(project.path)["problems"]
    assert [(one["where"], one["what"]) for one in problems] == [
        (f"annotation {claim + 1}", "it covers no words")
    ]


signs = st.sampled_from([*"abc .\n", "e\u0301", "🙂", "👍🏽", "協", "力", "。", "cat ", "the "])
texts = st.lists(signs, min_size=1, max_size=80).map("".join)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str, list[Span]]:
    """A text, the same after some edits, and spans of it."""
    old = draw(texts.filter(lambda text: bool(text.strip())).map(lambda text: text.strip() + "."))
    new = old
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(new)))
        end = draw(st.integers(start, min(len(new), start + 12)))
        new = new[:start] + draw(st.lists(signs, max_size=6).map("".join)) + new[end:]
    starts = draw(st.lists(st.integers(0, len(old) - 1), min_size=1, max_size=8))
    spans = [Span(start, draw(st.integers(start + 1, len(old)))) for start in starts]
    return old, new + "!", spans


@pytest.mark.drill
@given(edited())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_edit_keeps_or_lists_every_span(
    project: Project, add_article: Callable, rows: Callable, case: tuple[str, str, list[Span]]
) -> None:
    old, new, spans = case
    article = add_article(project, old)
    with project.edit("Mentions") as session:
        ids = [edits.create_mention(session, article, span, None) for span in spans]
    before = rows(project)
    done = correct(project, article, new)
    body = body_of(project, article)
    found = [row_of(project, annotation) for annotation in ids]
    for row, span in zip(found, spans, strict=True):
        quotes = [piece.quote for piece in (*row.pieces, *row.waiting)]
        assert quotes == [old[span.start : span.end]]
        for piece in row.pieces:
            assert body[piece.span.start : piece.span.end] == piece.quote
    assert (done.kept, done.lost) == (
        sum(len(row.pieces) for row in found),
        sum(len(row.waiting) for row in found),
    )
    assert check(project.path)["problems"] == []
    project.undo()
    assert rows(project) == before


@pytest.mark.drill
@pytest.mark.usefixtures("no_hang")
def test_a_megabyte_with_15000_spans_is_corrected(
    project: Project, add_article: Callable, rows: Callable
) -> None:
    line = "Speaker {} said on day {} that the patrols near reef {} would grow by {} ships.\n"
    lines = [line.format(n, n * 7 % 31, n * 13 % 997, n % 17) for n in range(13_500)]
    old = "".join(lines).rstrip()
    article = add_article(project, old)
    with project.edit("Many") as session:
        spans = [Span(n * 65, n * 65 + 10) for n in range(15_000)]
        shared = {"article_id": article, "layer": "actor", "state": "accepted", "origin": "x"}
        session.execute(insert(Annotation), [{"id": n + 1, **shared} for n in range(15_000)])
        session.execute(insert(Mention), [{"id": n + 1} for n in range(15_000)])
        found = [anchor(old, span) for span in spans]
        session.execute(
            insert(SpanRow),
            [
                {
                    "annotation_id": n + 1,
                    "role": "mention",
                    "start": one.start,
                    "end": one.end,
                    "quote": one.quote,
                    "prefix": one.prefix,
                    "suffix": one.suffix,
                }
                for n, one in enumerate(found)
            ],
        )
    lines[3] = "A line that is new.\n"
    lines[6000] = lines[6000].replace("patrols", "patrol boats")
    before = rows(project)
    done = correct(project, article, "".join(lines))
    assert done.kept + done.lost == 15_000
    assert done.lost < 10
    project.undo()
    assert rows(project) == before


def _steps(project: Project) -> list[listing.Step]:
    with project.reading() as connection:
        return listing.steps(connection)


def _mention(text: str, words: str) -> MentionSuggestion:
    actor = ProposedActor("Mara Lindt", "person")
    return MentionSuggestion(place(text, words), actor, 0.9, "rule:test", "a test")
