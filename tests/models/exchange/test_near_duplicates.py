# SPDX-License-Identifier: MIT
"""Nearly the same articles: left out, linked, and annotated alike; samples drawn again alike."""

from __future__ import annotations

import json

import pytest

from claimdesk.models.cli.entry import main
from claimdesk.models.editing import edits, versions
from claimdesk.models.editing.samples import draw_sample
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.exchange.staging import StagedImport
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search import library
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store import queries
from claimdesk.models.store.integrity.report import check
from claimdesk.models.text.spans import Span

SENTENCES = [
    f"Sentence {n} tells of {w} and its {w}ness at length."
    for n, w in enumerate(
        [
            "harbours",
            "reefs",
            "cables",
            "wheat",
            "steel",
            "vaccines",
            "rails",
            "satellites",
            "treaties",
            "tides",
        ]
    )
]
WIRE = "\n".join(["Minister opens the harbour", *SENTENCES])
UPDATED = "\n".join(
    ["Minister opens harbour (update)", "It rains.", *SENTENCES[:8], "More follows."]
)
OTHER = "\n".join(
    ["Quite another story", *(f"Nothing {n} here is like that text." for n in range(12))]
)


@pytest.fixture
def files(tmp_path):
    for name, text in {"a": WIRE, "b": UPDATED, "c": OTHER}.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    return [tmp_path / f"{name}.txt" for name in "abc"]


@pytest.mark.parametrize(
    ("near", "articles", "linked"), [("take", 3, 0), ("skip", 2, 0), ("link", 3, 2)]
)
def test_an_import_takes_leaves_out_or_links_what_is_nearly_the_same(
    project, files, near, articles, linked
):
    import_paths(project, files[:1])
    report = import_paths(project, files[1:], near=near)
    with project.reading() as connection:
        ids = library.article_ids(connection)
        versions_of = library.article_ids(connection, ArticleFilter(versions="linked"))
    assert (len(ids), len(versions_of)) == (articles, linked)
    assert len(report.notes) == (near != "take")
    assert check(project.path)["ok"]
    project.undo()
    with project.reading() as connection:
        assert len(library.article_ids(connection)) == 1


def test_versions_within_one_import_are_found_too(project, files):
    import_paths(project, files, near="link")
    with project.reading() as connection:
        assert len(library.article_ids(connection, ArticleFilter(versions="first"))) == 2


def test_annotations_are_carried_over_by_quote_and_the_uncertain_wait(project, files):
    import_paths(project, files[:2], near="link")
    with project.reading() as connection:
        first, second = queries.article(connection, 1), queries.article(connection, 2)

    def at(words):
        start = first.body.index(words)
        return Span(start, start + len(words))

    kept, gone = "tells of wheat and its wheatness", "tells of tides and its tidesness"
    with project.edit("Annotate") as session:
        edits.create_claim(session, 1, {"content": [at(kept)]})
        edits.create_claim(session, 1, {"content": [at(gone)]})
        rejected = edits.create_claim(session, 1, {"content": [at("reefs")]})
        edits.reject(session, [rejected])
    with project.edit("Carry over") as session:
        assert versions.carry_over(session, 1, 2) == (2, 1)
    with project.reading() as connection:
        rows = queries.article_annotations(connection, 2)
    [placed] = [row for row in rows if row.pieces]
    span = placed.pieces[0].span
    assert second.body[span.start : span.end] == kept
    [waiting] = [row for row in rows if row.waiting]
    assert waiting.waiting[0].quote == gone
    assert check(project.path)["ok"]
    project.undo()
    with project.reading() as connection:
        assert queries.article_annotations(connection, 2) == []


def test_a_sample_is_drawn_again_from_its_seed_and_stratified(project, add_article):
    for number in range(40):
        outlet, month = ("Gazette", "01") if number < 30 else ("Herald", "02")
        date = f"2024-{month}-03"
        add_article(project, body=f"T {number}", outlet=outlet, published_on=date)
    first, drawn = draw_sample(project, 8, 7, by=["outlet", "month"], name="Pilot")
    assert "seed 7" in project.undo_label()
    assert len([one for one in drawn if one <= 30]) == 6
    _second, again = draw_sample(project, 8, 7, by=["outlet", "month"], name="Again")
    _third, other = draw_sample(project, 8, 8, by=["outlet", "month"], name="Other")
    assert again == drawn != other
    with project.reading() as connection:
        wanted = ArticleFilter(sample_id=first)
        assert sorted(library.article_ids(connection, wanted)) == drawn
    for size, name in ((41, "Large"), (3, "Pilot")):
        with pytest.raises(ClaimdeskError):
            draw_sample(project, size, 1, name=name)


def test_the_command_line_lists_duplicates_and_draws(tmp_path, files, capsys):
    path = str(tmp_path / "p.claimdesk")
    assert main(["new", path]) == 0
    assert main(["import", path, *map(str, files[:1]), "--near", "skip"]) == 0
    assert main(["import", path, *map(str, files)]) == 0
    capsys.readouterr()
    assert main(["duplicates", path, "--link"]) == 0
    [group] = json.loads(capsys.readouterr().out)["groups"]
    assert group["first"] == 1 and group["versions"][0]["common"] > 0.5
    assert main(["sample-articles", path, "-n", "2", "--seed", "3", "--by", "month"]) == 0
    assert len(json.loads(capsys.readouterr().out)["articles"]) == 2


def test_the_preview_and_an_import_without_it_find_the_same(project, files, tmp_path):
    later = "\n".join([*UPDATED.splitlines(), "And still more follows."])
    (tmp_path / "d.txt").write_text(later, encoding="utf-8")
    (tmp_path / "e.txt").write_text(OTHER + "\nOnce more.", encoding="utf-8")
    import_paths(project, files[:1])
    paths = [*files[1:], tmp_path / "d.txt", tmp_path / "e.txt"]
    staged = StagedImport(project, paths)
    staged.read()
    staged.find_duplicates()
    shown = {
        staged.article(number).title: group.title
        for group in staged.groups
        for number in group.members
    }
    staged.close()
    import_paths(project, paths, near="link")
    with project.reading() as connection:
        linked = connection.exec_driver_sql(
            "SELECT later.title, first.title FROM article_version "
            "JOIN article AS later ON later.id = article_id JOIN article AS first "
            "ON first.id = first_id"
        )
        assert {later: first for later, first in linked} == shown
    assert shown == {"b": "a", "d": "a", "e": "c"}, "named by their files"
