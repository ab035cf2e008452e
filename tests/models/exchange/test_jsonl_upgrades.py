# SPDX-License-Identifier: MIT
"""Exports of earlier versions are imported for ever; a newer one is refused in one clear line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimdesk.models.exchange.formats import export_project, import_corpus
from claimdesk.models.exchange.jsonl_upgrades import UPGRADES, upgraded
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import SCHEMA_VERSION, recorded_tables

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
FIRST_KEPT = 2
VERSIONS = range(FIRST_KEPT, SCHEMA_VERSION + 1)


def export_of(version):
    return FIXTURES / f"export-schema-{version}.jsonl"


def written(path):
    """The names and quotes in an export, which no upgrade changes."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    lines = [line for line in rows if "table" in line]
    return {
        "actors": [line["row"]["name"] for line in lines if line["table"] == "actor"],
        "articles": [line["row"]["body"] for line in lines if line["table"] == "article"],
        "quotes": [
            span["quote"]
            for line in lines
            if line["table"] == "annotation"
            for span in line["parts"].get("span", [])
        ],
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_an_export_of_each_version_comes_in_whole(tmp_path, version):
    """Write an upgrade and add an export of the new version; never change one that is here."""
    path = export_of(version)
    with Project.create(tmp_path / "p.claimdesk") as project:
        report = import_corpus(project, path)
        export_project(project, "jsonl", tmp_path / "again.jsonl", state="all")
        with project.reading() as connection:
            filled = {
                table.name
                for table in recorded_tables()
                if connection.execute(table.select().limit(1)).first()
            }
    assert (report.failed, report.articles > 0, report.annotations > 0) == ([], True, True)
    assert written(tmp_path / "again.jsonl") == written(path)
    assert ("further_speaker" in filled) == (version >= 3)
    assert {"claim", "mention", "domain_mention", "field_value", "addressee", "partner"} <= filled
    assert check(tmp_path / "p.claimdesk")["ok"]


def test_the_export_of_this_version_is_imported_and_exported_alike(tmp_path):
    path = export_of(SCHEMA_VERSION)
    with Project.create(tmp_path / "p.claimdesk") as project:
        import_corpus(project, path)
        export_project(project, "jsonl", tmp_path / "again.jsonl", state="all")
    assert (tmp_path / "again.jsonl").read_bytes() == path.read_bytes()


def test_every_earlier_version_has_an_upgrade():
    assert sorted(UPGRADES) == list(range(1, SCHEMA_VERSION))


def test_upgrades_follow_one_another_and_keep_the_numbers_of_lines(tmp_path):
    def renamed(lines):
        for number, line in lines:
            row = dict(line["row"])
            row["title"] = row.pop("name")
            yield number, {**line, "row": row}

    def completed(lines):
        for number, line in lines:
            if line["row"]["title"] != "gone":
                yield number, {**line, "row": {**line["row"], "status": "new"}}

    old = [(2, {"row": {"name": "a"}}), (3, {"row": {"name": "gone"}}), (5, {"row": {"name": "b"}})]
    new = upgraded(iter(old), 1, tmp_path, upgrades={1: renamed, 2: completed}, target=3)
    assert list(new) == [
        (2, {"row": {"title": "a", "status": "new"}}),
        (5, {"row": {"title": "b", "status": "new"}}),
    ]
    with pytest.raises(ClaimdeskError, match=r"odd\.jsonl is not what version 1 of the format"):
        list(
            upgraded(
                iter([(2, {"row": {}})]), 1, Path("odd.jsonl"), upgrades={1: renamed}, target=2
            )
        )


@pytest.mark.parametrize("name", ["version", "schema"])
def test_a_newer_version_is_refused(tmp_path, name):
    lines = export_of(SCHEMA_VERSION).read_text("utf-8").splitlines()
    lines[0] = json.dumps({**json.loads(lines[0]), name: SCHEMA_VERSION + 7})
    (tmp_path / "newer.jsonl").write_text("\n".join(lines), "utf-8")
    with (
        Project.create(tmp_path / "p.claimdesk") as project,
        pytest.raises(ClaimdeskError, match=r"newer\.jsonl was written by a newer Claimdesk"),
    ):
        import_corpus(project, tmp_path / "newer.jsonl")
