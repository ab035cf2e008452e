# SPDX-License-Identifier: MIT
"""Export profiles on the command line: saved, run again by name, changed by options."""

from __future__ import annotations

import contextlib
import csv
import io
import json

import pytest

from claimdesk.models.cli import main
from claimdesk.models.store.project import Project
from tests.projects import create_sample


@pytest.fixture
def path(tmp_path):
    create_sample(tmp_path / "s.claimdesk")
    return tmp_path / "s.claimdesk"


def run(*arguments, status=0):
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        assert main([str(each) for each in arguments]) == status
    return json.loads(output.getvalue()) if status == 0 else errors.getvalue()


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_profile_is_saved_run_by_name_and_changed_by_options(path, tmp_path):
    export = ("export", path)
    all_claims = run(*export, "--format", "csv", "--output", tmp_path / "all.csv")["claims"]
    stances = {row["stance"] for row in rows(tmp_path / "all.csv")} - {""}
    stance = sorted(stances)[0]
    options = ("--format", "csv", "--where", f"stance={stance}", "layer=claim")
    first = run(*export, *options, "--output", tmp_path / "a.csv", "--save-profile", "My set")
    assert 0 < first["claims"] < all_claims
    assert {row["stance"] for row in rows(tmp_path / "a.csv")} == {stance}
    run(*export, "--profile", "My set", "--output", tmp_path / "b.csv")
    assert rows(tmp_path / "b.csv") == rows(tmp_path / "a.csv")
    again = ("--profile", "My set", "--format", "tables", "--output", tmp_path / "t")
    assert run(*export, *again)["claims"] == first["claims"]
    none = run(*export, "--profile", "My set", "--where", "outlet=None", "--output", tmp_path / "c")
    assert none["claims"] == 0
    with Project.open(path) as project:
        assert project.undo_label() == "Save export profile My set"
        project.undo()
    said = run(*export, "--profile", "My set", "--output", tmp_path / "d", status=1)
    assert "no export profile “My set”" in said


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        ((), 2, "--format"),
        (("--format", "csv", "--where", "colour=red"), 1, "no field “colour”"),
        (("--format", "jsonl", "--where", "layer=claim"), 1, "whole project"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_written(options, status, said, path, tmp_path):
    output = tmp_path / "out"
    assert said in run("export", path, *options, "--output", output, status=status)
    assert not output.exists()
