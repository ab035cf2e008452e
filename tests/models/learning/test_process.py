# SPDX-License-Identifier: MIT
"""The process that learns: it reads a project that is open elsewhere, and writes nothing."""

from __future__ import annotations

import io
import json

import pytest

from claimdesk.models.learning.model_store import CLAIM_MODELS, MENTION_MODELS
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.suggest import preferences
from claimdesk.models.workers import learning_worker
from claimdesk.models.workers.learning_messages import LAYERS, LEARNING_MESSAGES, store_learned

pytestmark = pytest.mark.drill


def printed(path, layers=LAYERS):
    out = io.BytesIO()
    learning_worker.run(path, layers, out)
    return [LEARNING_MESSAGES.read(line) for line in out.getvalue().splitlines()]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_what_it_prints_is_put_to_use(taught):
    undo = taught.undo_label()
    lines = printed(taught.path)
    assert [line.layer for line in lines] == sorted(
        (line.layer for line in lines), key=LAYERS.index
    )
    assert all(0 <= line.progress <= 1 and line.step for line in lines if line.learned is None)
    with taught.reading() as connection:
        assert CLAIM_MODELS.versions(connection) == []
    reports = {
        line.layer: store_learned(taught, line.layer, line.learned)
        for line in lines
        if line.learned is not None
    }
    assert (reports["claim"]["adopted"], reports["claim"]["version"]) == (True, 1)
    assert not reports["actor"]["adopted"]
    assert reports["domain"]["fields"][":domains"]["use"] == "rules"
    with taught.reading() as connection:
        assert [v.active for v in CLAIM_MODELS.versions(connection)] == [True]
        assert MENTION_MODELS.versions(connection) == []
    assert taught.undo_label() == undo


def test_with_nothing_to_learn_from_it_says_so(project):
    learned = [line.learned for line in printed(project.path) if line.learned is not None]
    assert [(entry.data, entry.report["adopted"]) for entry in learned] == 3 * [(None, False)]
    assert all(entry.report["reason"] for entry in learned)


def test_what_goes_wrong_is_the_last_line(project, tmp_path):
    assert printed(tmp_path / "gone.claimdesk")[-1].error
    with project.edit("Prefer") as session:
        preferences.set_pipeline(session, "xx_odd")
    assert "“xx_odd” is not installed" in printed(project.path)[-1].error


@pytest.mark.parametrize(
    "learned", [None, 3, {}, {"report": {}}, {"report": {}, "data": 3}, {"report": {}, "data": "%"}]
)
@pytest.mark.parametrize("layer", LAYERS)
def test_what_it_prints_is_checked(project: Project, layer, learned):
    line = json.dumps({"layer": layer, "learned": learned})
    with pytest.raises(ClaimdeskError, match="is malformed"):
        store_learned(project, layer, LEARNING_MESSAGES.read(line).learned)
    with project.reading() as connection:
        assert not CLAIM_MODELS.versions(connection) and not MENTION_MODELS.versions(connection)
