# SPDX-License-Identifier: MIT
"""Articles from files into a real project file."""

from __future__ import annotations

import sys

import pytest

from claimdesk.models.articles.importing import import_text
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.normalization import body_hash


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        yield project


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_bytes("Radar for two\r\n\r\nOSLO, 3 May 2025 (AP) - Text 🇳🇴.".encode())
    (folder / "b.txt").write_bytes("Radar for two\n\nOSLO, 3 May 2025 (AP) - Text 🇳🇴.\n".encode())
    (folder / "c.txt").write_bytes("Žádná reč, řekla.".encode("cp1250"))
    (folder / "d.txt").write_bytes(b"%PDF-1.7")
    return folder


def titles(project):
    with project.reading() as connection:
        return sorted(row.title for row in queries.articles(connection))


def test_a_folder_becomes_articles_in_one_step(project, texts):
    summary = import_paths(project, [texts])
    assert (summary.articles, summary.annotations, summary.duplicates) == (2, 0, 1)
    assert [f.file for f in summary.failed] == [str(texts / "d.txt")]
    assert "is a damaged PDF" in summary.failed[0].reason
    assert [w.file for w in summary.warnings] == [str(texts / "c.txt")]
    assert titles(project) == ["Radar for two", "c"]
    assert project.undo_label() == "Import 2 articles"
    project.undo()
    assert titles(project) == []
    project.redo()
    assert titles(project) == ["Radar for two", "c"]


def test_what_is_stored_is_the_cleaned_text_with_its_hash(project, texts):
    import_paths(project, [texts / "a.txt"])
    with project.reading() as connection:
        row = connection.exec_driver_sql("SELECT * FROM article").mappings().one()
    assert row["body"] == "Radar for two\n\nOSLO, 3 May 2025 (AP) - Text 🇳🇴."
    assert row["sha256"] == body_hash(row["body"])
    assert (row["published_on"], row["agency"], row["status"]) == ("2025-05-03", "AP", "unread")


def test_importing_again_adds_nothing_and_is_no_step(project, texts):
    import_paths(project, [texts / "a.txt"])
    summary = import_paths(project, [texts / "b.txt"])
    assert (summary.articles, summary.duplicates) == (0, 1)
    assert project.undo_label() == "Import 1 article"


def test_a_missing_path_leaves_the_project_alone(project, texts):
    with pytest.raises(ClaimdeskError, match="does not exist"):
        import_paths(project, [texts, texts / "none.txt"])
    assert titles(project) == []
    assert project.undo_label() is None


def test_nothing_is_added_when_stopped(project, texts):
    seen = []
    summary = import_paths(
        project, [texts], progress=lambda done, of: seen.append(done), stopped=lambda: len(seen) > 1
    )
    assert summary.articles == 0
    assert titles(project) == []


def test_a_text_is_pasted(project):
    assert import_text(project, "Radar for two\r\n\r\nThey share it.")
    assert titles(project) == ["Radar for two"]
    with pytest.raises(ClaimdeskError, match="is empty"):
        import_text(project, "\r\n")


def calls_to_import(project, folder):
    """Count the calls of functions, which no other load on the machine changes."""
    calls = 0

    def count(_frame, event, _function):
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        summary = import_paths(project, [folder])
    finally:
        sys.setprofile(before)
    assert summary.failed == []
    return calls


def test_a_plain_text_costs_little_to_import(project, tmp_path):
    folders = []
    for name, files in (("first", 2), ("few", 5), ("more", 45)):
        folder = tmp_path / name
        folder.mkdir()
        for number in range(files):
            lines = [f"The council of {name} voted on road {n} of {number}." for n in range(40)]
            (folder / f"{number}.txt").write_text("\n\n".join([f"Vote {number}", *lines]))
        folders.append(folder)
    _first, few, more = (calls_to_import(project, folder) for folder in folders)
    assert (more - few) / 40 < 10_000
