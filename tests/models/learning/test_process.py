# SPDX-License-Identifier: MIT
"""The process that learns: it reads a project that is open elsewhere, and writes nothing."""

from __future__ import annotations

import io
import json

import pytest

from claimdesk.models.learning import process
from claimdesk.models.learning.claims import versions
from claimdesk.models.learning.mentions import model_versions
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import preferences


def printed(path, layers=process.LAYERS):
    out = io.StringIO()
    process.run(path, layers, out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_what_it_prints_is_put_to_use(taught):
    undo = taught.undo_label()
    lines = printed(taught.path)
    assert [line["layer"] for line in lines] == sorted(
        (line["layer"] for line in lines), key=process.LAYERS.index
    )
    assert all(0 <= line["progress"] <= 1 and line["step"] for line in lines if "step" in line)
    with taught.reading() as connection:
        assert versions.SHELF.versions(connection) == []
    reports = {
        line["layer"]: process.keep(taught, line["layer"], line["learned"])
        for line in lines
        if "learned" in line
    }
    assert (reports["claim"]["adopted"], reports["claim"]["version"]) == (True, 1)
    assert not reports["actor"]["adopted"]
    with taught.reading() as connection:
        assert [v.active for v in versions.SHELF.versions(connection)] == [True]
        assert model_versions.SHELF.versions(connection) == []
    assert taught.undo_label() == undo


def test_with_nothing_to_learn_from_it_says_so(project):
    learned = [line["learned"] for line in printed(project.path) if "learned" in line]
    assert [(entry["data"], entry["report"]["adopted"]) for entry in learned] == 2 * [(None, False)]
    assert all(entry["report"]["reason"] for entry in learned)


def test_what_goes_wrong_is_the_last_line(project, tmp_path):
    assert printed(tmp_path / "gone.claimdesk")[-1]["error"]
    with project.edit("Prefer") as session:
        preferences.set_pipeline(session, "xx_odd")
    assert "“xx_odd” is not installed" in printed(project.path)[-1]["error"]


@pytest.mark.parametrize(
    "learned", [None, 3, {}, {"report": {}}, {"report": {}, "data": 3}, {"report": {}, "data": "%"}]
)
@pytest.mark.parametrize("layer", process.LAYERS)
def test_what_it_prints_is_checked(project: Project, layer, learned):
    with pytest.raises(ClaimdeskError, match="has not the form"):
        process.keep(project, layer, learned)
    with project.reading() as connection:
        assert not versions.SHELF.versions(connection) and not model_versions.SHELF.versions(
            connection
        )
