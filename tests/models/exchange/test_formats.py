# SPDX-License-Identifier: MIT
"""Which format a file is in, and exports that are whole or not there."""

from __future__ import annotations

import os

import pytest

from claimdesk.models.articles.importing import import_text
from claimdesk.models.exchange import formats as exchange
from claimdesk.models.exchange.formats import (
    export_project,
    format_named,
    formats,
    guess_format,
    import_corpus,
    import_paths,
)
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        import_text(project, "Radar for two\n\nThey share it.")
        yield project


def titles(project):
    with project.reading() as connection:
        return sorted(row.title for row in queries.articles(connection))


def test_formats_say_what_they_can():
    said = {known.name: (known.reads, known.writes) for known in formats()}
    assert said.items() >= {
        ("text", (True, False)),
        ("jsonl", (True, True)),
        ("brat", (True, True)),
        ("dna", (True, True)),
        ("prodigy", (True, True)),
        ("doccano", (True, True)),
        ("webannotation", (True, True)),
        ("labelstudio", (True, True)),
        ("conllu", (True, True)),
        ("conll", (True, True)),
        ("conll-iob1", (False, True)),
        ("webanno", (True, True)),
        ("uima", (True, True)),
        ("uima-json", (True, True)),
        ("spacy", (True, True)),
        ("csv", (False, True)),
        ("xlsx", (False, True)),
        ("refi-qda", (True, True)),
        ("refi-qda-codebook", (True, True)),
    }
    assert all(f.label and f.extensions and f.cannot_hold for f in formats())
    with pytest.raises(ClaimdeskError, match=r"no format “xls”; choose one of text, .*brat"):
        format_named("xls")


def test_the_format_is_guessed_by_content_before_ending(project, tmp_path):
    export_project(project, "jsonl", tmp_path / "odd.txt")
    (tmp_path / "plain.jsonl").write_text("Not JSON.")
    (tmp_path / "plain.md").write_text("Text.")
    assert guess_format(tmp_path / "odd.txt").name == "jsonl"
    assert guess_format(tmp_path / "plain.jsonl").name == "jsonl"
    assert guess_format(tmp_path / "plain.md").name == "text"
    assert guess_format(tmp_path).name == "text"


def test_what_is_only_written_is_not_read(project, tmp_path):
    export_project(project, "csv", tmp_path / "claims.csv")
    with pytest.raises(ClaimdeskError, match="writes “csv” but does not read it"):
        import_corpus(project, tmp_path / "claims.csv", format_name="csv")
    (failed,) = import_corpus(project, tmp_path / "claims.csv").failed
    assert "is a table without articles" in failed.reason
    with pytest.raises(ClaimdeskError, match="reads “text” but does not write it"):
        export_project(project, "text", tmp_path / "out.txt")
    with pytest.raises(ClaimdeskError, match="no state “some”"):
        export_project(project, "jsonl", tmp_path / "out.jsonl", state="some")


def test_paths_of_several_formats_are_added_up(project, tmp_path):
    export_project(project, "jsonl", tmp_path / "one.jsonl")
    (tmp_path / "bad.jsonl").write_text("{}")
    (tmp_path / "a.txt").write_text("A text of its own.")
    (tmp_path / "empty.txt").write_text("")
    names = ("a.txt", "empty.txt", "one.jsonl", "bad.jsonl")
    with Project.create(tmp_path / "q.claimdesk") as other:
        summary = import_paths(other, [tmp_path / name for name in names])
        assert (summary.articles, summary.duplicates) == (2, 0)
        assert [f.file for f in summary.failed] == [
            str(tmp_path / "empty.txt"),
            str(tmp_path / "bad.jsonl"),
        ]
        assert titles(other) == ["Radar for two", "a"]


def test_a_missing_path_stops_all(project, tmp_path):
    (tmp_path / "a.txt").write_text("A text of its own.")
    with pytest.raises(ClaimdeskError, match="gone does not exist"):
        import_paths(project, [tmp_path / "a.txt", tmp_path / "gone"])
    assert titles(project) == ["Radar for two"]


@pytest.mark.parametrize("name", ["jsonl", "csv", "xlsx"])
def test_an_export_replaces_a_file_and_leaves_nothing_beside_it(project, tmp_path, name):
    output = tmp_path / "out" / "file"
    output.parent.mkdir()
    output.write_text("old")
    export_project(project, name, output)
    assert output.read_bytes() != b"old"
    assert os.listdir(output.parent) == ["file"]


def test_an_export_that_does_not_read_back_is_not_kept(project, tmp_path, monkeypatch):
    output = tmp_path / "out" / "file"
    output.parent.mkdir()
    output.write_text("old")
    monkeypatch.setattr(exchange, "sync_file", lambda path: os.truncate(path, 100))
    with pytest.raises(ClaimdeskError, match="out/file did not read back"):
        export_project(project, "jsonl", output)
    assert output.read_text() == "old"
    assert os.listdir(output.parent) == ["file"]


def test_places_that_cannot_be_written_are_refused(project, tmp_path):
    before = sorted(os.listdir(tmp_path))
    for place, reason in (
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "out.jsonl", "is not a folder"),
        (project.path, "would replace a project"),
        (tmp_path / "other.claimdesk", "would replace a project"),
    ):
        with pytest.raises(ClaimdeskError, match=reason):
            export_project(project, "jsonl", place)
    assert sorted(os.listdir(tmp_path)) == before


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no folder here that takes no files")
def test_a_folder_that_takes_no_files_is_said(project):
    with pytest.raises(ClaimdeskError, match="cannot be written"):
        export_project(project, "jsonl", "/proc/out.jsonl")


def test_a_project_opened_for_reading_is_exported(project, tmp_path):
    project.close()
    with Project.read(tmp_path / "p.claimdesk") as reader:
        report = export_project(reader, "jsonl", tmp_path / "out.jsonl", state="all")
    assert report.articles == 1


def test_an_import_looks_into_a_folder_once(project, tmp_path, monkeypatch):
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(f"Talks {name}\n\nThe reef patrols grow.\n")
    looked = []
    walk, is_there = os.walk, os.path.lexists

    def walking(path, *more, **how):
        looked.append(path)
        return walk(path, *more, **how)

    def looking(path):
        looked.append(path)
        return is_there(path)

    monkeypatch.setattr(os, "walk", walking)
    monkeypatch.setattr(os.path, "lexists", looking)
    assert import_paths(project, [folder], format_name="text").articles == 2
    assert looked == [folder]
