# SPDX-License-Identifier: MIT
"""An import waits for an analyst: what was read, what is the same, and what is written."""

from __future__ import annotations

import random
from pathlib import Path

import psutil
import pytest

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.articles.readers import ReadingOptions, read_article, reader_of
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.exchange.import_options import LINK, SKIP, Stopped
from claimdesk.models.exchange.staging import Hooks, StagedImport
from claimdesk.models.store.project import Project

STORY = (
    "Two ports opened a joint watch room on Sunday. The minister said that it would keep ships"
    " apart in the fog, and that both coast guards had trained for a year before they agreed who"
    " would answer the radio at night."
)


def story(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(f"Ports open a room\n\n{text}\n", "utf-8")
    return path


def staged(project: Project, *paths: Path) -> StagedImport:
    found = StagedImport(project, paths)
    found.read()
    found.find_duplicates()
    return found


def test_what_is_nearly_in_the_project_is_found_by_its_words(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        import_paths(project, [story(tmp_path, "first.txt", STORY)])
        new = staged(
            project,
            story(tmp_path, "a.txt", STORY + " It was said again."),
            story(tmp_path, "b.txt", "Nobody in the town had ever heard of it. " * 5),
            story(tmp_path, "c.txt", STORY + " It was said again, and then again."),
        )
        (group,) = new.groups
        assert (group.exact, group.first_id, group.choice) == (False, 1, LINK)
        assert sorted(group.members) == [0, 2]
        assert new.taken() == [0, 1, 2]
        group.choice = SKIP
        assert new.taken() == [1]
        report = new.write()
        assert (report.articles, report.duplicates) == (1, 2)


def test_of_the_same_texts_one_comes_in_whichever_is_wanted(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        new = staged(project, *(story(tmp_path, f"{n}.txt", STORY) for n in range(3)))
        assert new.taken() == [0]
        new.take([0], False)
        assert new.taken() == [1]
        new.groups[0].choice = LINK
        new.take([0], True)
        assert new.write().articles == 3
        with project.reading() as connection:
            links = connection.exec_driver_sql("SELECT article_id, first_id FROM article_version")
            assert [tuple(row) for row in links] == [(2, 1), (3, 1)]
        assert project.undo_label() == "Import 3 articles"


def test_stopped_nothing_is_written(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        stopped = Hooks(stopped=lambda: True)
        path = story(tmp_path, "a.txt", STORY)
        with pytest.raises(Stopped):
            StagedImport(project, [path]).read(stopped)
        new = staged(project, path)
        assert new.write(stopped).articles == 0
        assert project.undo_label() is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", f"Ports open a room\n\n03/04/2024\n\n{STORY}"),
        ("a.txt", f"Ports open a room\n\nPublished: 03/04/2024, 10:15\n\n{STORY}"),
        ("a.txt", f"Ports open a room\n\nBy Mo Farrow | 03/04/2024\n\n{STORY}"),
        ("a.md", f"---\ndate: 03/04/2024\n---\n# Ports open a room\n\n{STORY}"),
        ("a.html", f"<html><body><article><h1>Ports open a room</h1><p>03/04/2024</p><p>{STORY}"),
    ],
)
def test_a_date_with_two_readings_is_read_as_told_or_left_out(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    reader = reader_of(path)

    def read(day_first: bool | None = None) -> ArticleFile:
        """Return the article, without a process for each of them."""
        if isinstance(reader, DocumentReader):
            options = ParsingOptions(day_first=day_first)
            (found,) = reader.parse_all(path.read_bytes(), name, options)
            assert isinstance(found, ArticleFile)
            return found
        return read_article(path, ReadingOptions(day_first=day_first))

    unclear = read()
    assert (unclear.published_on, unclear.unclear_date) == (None, "03/04/2024")
    assert any("03/04/2024" in warning for warning in unclear.warnings)
    for day_first, day in ((True, "2024-04-03"), (False, "2024-03-04")):
        known = read(day_first)
        assert (known.published_on, known.unclear_date, known.warnings) == (day, None, [])


@pytest.mark.drill
def test_memory_stays_flat_however_many_files_wait(tmp_path, request):
    count = 10_000 if request.config.getoption("--nightly") else 1_500
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghijklmno", k=6)) for _ in range(5000)]
    for number in range(count):
        story(tmp_path, f"{number}.txt", " ".join(chance.choices(words, k=1200)))
    read_article(tmp_path / "0.txt")
    process = psutil.Process()
    with Project.create(tmp_path / "p.claimdesk") as project:
        before = process.memory_info().rss
        new = staged(project, tmp_path)
        assert len(new.articles) == count
        grown = process.memory_info().rss - before
        assert grown < 12_000_000 + 4_000 * count, "the texts alone are 8 kB each"
