# SPDX-License-Identifier: MIT
"""Discourse networks: cells computed by hand, and those that the reference computes."""

from __future__ import annotations

import csv
import gzip
import io
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from typer.testing import CliRunner

from claimdesk.models import registry
from claimdesk.models.analysis.networks.network import network, network_windows
from claimdesk.models.analysis.networks.options import NetworkOptions, TimeWindow, UnfitOptions
from claimdesk.models.analysis.networks.phases import phases
from claimdesk.models.analysis.networks.polarisation import polarisation_over_time
from claimdesk.models.cli.commands import app
from claimdesk.models.codebook.fields import add_field
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.exchange.formats import import_corpus
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article, Domain
from claimdesk.models.text.normalization import body_hash
from claimdesk.models.text.spans import Span
from tests.projects import create_project

pytestmark = pytest.mark.drill

SHARED = Path(__file__).resolve().parents[4].parent / "shared" / "bench" / "networks"

BODY = "Some words that are said."


def make(path, statements):
    """Make a project of statements (speakers, domains, stance, time, strength), one claim each."""
    create_project(path)
    with Project.open(path) as project, project.edit("Fill") as session:
        field = add_field(session, "Strength", "number")
        kinds = {"NATO": "alliance"}
        names = {name for row in statements for name in row[0]}
        actors = {n: registry.create_actor(session, n, kinds.get(n, "state")) for n in names}
        domains = {}
        for name in sorted({name for row in statements for name in row[1]}):
            row = Domain(name=name, position=100)
            session.add(row)
            session.flush()
            domains[name] = row.id
        stances = {
            c.key: c.id
            for c in next(
                f.choices
                for f in queries.fields(session.connection()).values()
                if f.key == "stance"
            )
        }
        articles = {}
        for number, (who, what, stance, time, strength) in enumerate(statements):
            if time not in articles:
                body = f"{BODY} {time}"
                row = Article(
                    title=f"A{number}", body=body, sha256=body_hash(body), published_on=time
                )
                session.add(row)
                session.flush()
                articles[time] = row.id
            claim = edits.create_claim(
                session,
                articles[time],
                {"content": [Span(0, 4)]},
                speaker_id=actors[who[0]] if who else None,
                further_speakers=[actors[name] for name in who[1:]],
                domain_ids=[domains[name] for name in what],
            )
            if stance:
                set_code(session, [claim], "stance", stances[stance])
            if strength is not None:
                set_code(session, [claim], "strength", float(strength))
        assert field
    return path


STATEMENTS = [
    (["Zed"], ["Sea"], "supportive", "2024-01-30", 1),
    (["Zed"], ["Sea"], "supportive", "2024-01-30", 1),
    (["Zed"], ["Sea"], "supportive", "2024-02-01T10:00:00", 1),
    (["Abe"], ["Sea", "Air"], "opposed", "2024-02-01T10:00:00", 3),
    (["Abe", "NATO"], ["Sea"], "sceptical", "2025-01-29", None),
    (["Zed"], ["Sea"], "supportive", "2025-01-29", 1),
    (["𝒜da"], ["Air"], None, None, 5),
    (["Eve"], [], "supportive", "2024-02-01T10:00:00", 1),
    ([], ["Land"], "opposed", "2024-02-01T10:00:00", 1),
]


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return make(tmp_path_factory.mktemp("networks") / "p.claimdesk", STATEMENTS)


def of(path, **options):
    with Project.read(path) as project, project.reading() as connection:
        found = network(connection, NetworkOptions(**options)).as_json()
    return found["rows"], found["cols"], found["matrix"], found["statements"]


def test_cells_are_those_computed_by_hand(path):
    # Zed 4 of Sea at 1; Abe one of Sea at 0, one at 0.25, one of Air at 0; NATO one of Sea at 0.25.
    names = ["Abe", "NATO", "Zed", "𝒜da"]  # the last one begins with a surrogate
    rows, cols, matrix, n = of(path, kind="co-occurrence")
    assert (rows, cols, n) == (names, names, 9)
    assert matrix == [[0, 2, 8, 1], [2, 0, 4, 0], [8, 4, 0, 0], [1, 0, 0, 0]]
    rows, cols, matrix, n = of(path, kind="congruence")
    assert (rows, n) == (names[:3], 8)
    assert matrix == [[0, 1.75, 1], [1.75, 0, 1], [1, 1, 0]]
    assert of(path, kind="conflict")[2] == [[0, 0.25, 7], [0.25, 0, 3], [7, 3, 0]]
    assert of(path, kind="subtract")[2] == [[0, 1.5, -6], [1.5, 0, -2], [-6, -2, 0]]
    averages = of(path, kind="subtract", normalise="average")[2]
    assert averages == [[0, 1.5 / 2, -6 / 3.5], [1.5 / 2, 0, -2 / 2.5], [-6 / 3.5, -2 / 2.5, 0]]
    # Products 3, 12 and 4. Levels are compared: only Abe and NATO share one.
    assert of(path, kind="conflict", normalise="product")[2][0] == [0, 0.25 / 3, 7 / 12]
    jaccard = of(path, kind="conflict", normalise="jaccard")[2]
    assert jaccard[0] == [0, 0.25 / (2 + 0 + 1), 7 / (3 + 4)]
    # Sea 2, Air 1 against Sea 4: the cosine of (1, 2) and (0, 4).
    cosine = of(path, kind="co-occurrence", normalise="cosine")[2]
    assert cosine[0][2] == pytest.approx(8 / (5**0.5 * 4))
    assert of(path, kind="co-occurrence", normalise="cosine", like_dna=True)[2][0][2] == 8 / 12


def test_actors_and_domains(path):
    rows, cols, matrix, n = of(path, kind="actor-domain")
    assert (rows, cols, n) == (["Abe", "NATO", "Zed", "𝒜da"], ["Air", "Sea"], 9)
    assert matrix == [[1, 2], [0, 1], [0, 4], [1, 0]]
    assert of(path, kind="actor-domain", cells="net")[2] == [[-1, -1.5], [0, -0.5], [0, 4]]
    # Levels opposed, sceptical, supportive: 4, 2, 1.
    levels = {"kind": "actor-domain", "cells": "levels"}
    assert of(path, **levels)[2] == [[4, 6], [0, 2], [0, 1]]
    assert of(path, **levels, normalise="activity")[2] == [[2, 3], [0, 2], [0, 1]]
    assert of(path, **levels, normalise="prominence")[2] == [[4, 6 / 7], [0, 2 / 7], [0, 1 / 7]]
    strength = of(path, kind="actor-domain", cells="net", qualifier="strength")
    assert strength[0] == ["Abe", "Zed", "𝒜da"]
    assert strength[2] == [[3, 3], [0, 4], [5, 0]]
    isolates = of(path, kind="actor-domain", isolates=True)
    assert (isolates[0], isolates[1]) == (
        ["Abe", "Eve", "NATO", "Zed", "𝒜da"],
        ["Air", "Land", "Sea"],
    )
    assert sum(map(sum, isolates[2])) == 9


@pytest.mark.parametrize(
    ("rule", "like_dna", "zed"),
    [
        ("include", False, 4),
        ("article", False, 3),
        ("week", False, 2),
        ("week", True, 1),
        ("month", False, 3),
        ("month", True, 2),
        ("year", False, 2),
        ("range", False, 1),
    ],
)
def test_what_is_said_again_counts_once(path, rule, like_dna, zed):
    # 30 January and 1 February 2024 and 29 January 2025 are all in a fifth week.
    found = of(path, kind="actor-domain", duplicates=rule, like_dna=like_dna)
    assert found[2][found[0].index("Zed")][found[1].index("Sea")] == zed


def test_windows_lie_in_the_range_and_follow_its_days(path):
    with Project.read(path) as project, project.reading() as connection:
        options = NetworkOptions(
            kind="actor-domain",
            start=datetime(2023, 12, 31),
            stop=datetime(2024, 5, 31),
            window=TimeWindow("months", 2),
            isolates=True,
        )
        found = [each.as_json() for each in network_windows(connection, options)]
    spans = [(each["t"], each["start"], each["stop"], each["statements"]) for each in found]
    midnight = "T00:00:00"
    assert spans == [
        (f"2024-01-31{midnight}", f"2023-12-31{midnight}", f"2024-02-29{midnight}", 5),
        (f"2024-02-29{midnight}", f"2024-01-29{midnight}", f"2024-03-29{midnight}", 5),
    ]
    assert found[0]["rows"] == ["Abe", "Eve", "Zed"]


def test_polarisation_and_phases_over_time(path):
    options = NetworkOptions(
        start=datetime(2024, 1, 1), stop=datetime(2025, 12, 31), window=TimeWindow("months", 2)
    )
    with Project.read(path) as project, project.reading() as connection:
        over_time = polarisation_over_time(connection, options)
        (whole,) = polarisation_over_time(connection, NetworkOptions())
        found = phases(connection, replace(options, kind="actor-domain", cells="net"))
        with pytest.raises(UnfitOptions):
            phases(connection, NetworkOptions())
    assert [each.period.centre.month for each in over_time] == [2, 3, 1, 2]
    # Zed against Abe and NATO, of three actors: one camp of two, whose members agree.
    assert dict(zip((n.name for n in whole.nodes), whole.camps, strict=True)) == {
        "Abe": 0,
        "NATO": 0,
        "Zed": 1,
    }
    assert 0 < whole.score < 1
    # Two windows in early 2024 with about the same claims, two in 2025 with other ones.
    assert found.states == (0, 0, 1, 1)
    assert [period.centre.year for period in found.transitions] == [2025]


def run(path, *words):
    result = CliRunner().invoke(app, ["network", str(path), *words])
    return result.exit_code, result.stdout


def test_the_command_prints_and_writes_what_other_programs_read(path, tmp_path):
    status, text = run(path, "--kind", "subtract")
    assert (status, json.loads(text)["matrix"][0]) == (0, [0, 1.5, -6])
    for name, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        target = tmp_path / f"n.{name}"
        assert (
            run(path, "--kind", "actor-domain", "--format", name, "--output", str(target))[0] == 0
        )
        graph = read(target)
        names = {key: data["name"] for key, data in graph.nodes(data=True)}
        edges = {
            frozenset((names[one], names[other])): weight
            for one, other, weight in graph.edges(data="weight")
        }
        assert edges == {
            frozenset(("Abe", "Air")): 1,
            frozenset(("Abe", "Sea")): 2,
            frozenset(("NATO", "Sea")): 1,
            frozenset(("Zed", "Sea")): 4,
            frozenset(("𝒜da", "Air")): 1,
        }
        kinds = {
            data["name"]: (data["kind"], data["claims"]) for _k, data in graph.nodes(data=True)
        }
        assert kinds["NATO"] == ("alliance", 1)
        assert kinds["Sea"] == ("domain", 6)
    rows = list(csv.DictReader(io.StringIO(run(path, "--kind", "subtract", "--format", "csv")[1])))
    assert [(row["source"], row["target"], float(row["weight"])) for row in rows] == [
        ("Abe", "NATO", 1.5),
        ("Abe", "Zed", -6),
        ("NATO", "Zed", -2),
    ]
    folder = tmp_path / "windows"
    windows = ("--window", "days:3", "--kind", "actor-domain", "--from", "2024-01-29")
    assert run(path, *windows, "--format", "gexf", "--output", str(folder))[0] == 0
    assert [p.name for p in sorted(folder.iterdir())][:2] == ["2024-01-30.gexf", "2024-01-31.gexf"]
    printed = json.loads(run(path, *windows)[1])
    assert [each["t"][:10] for each in printed][:2] == ["2024-01-30", "2024-01-31"]
    some = run(path, "--kind", "actor-domain", "--where", "speaker=Abe", "domain=Sea")[1]
    assert json.loads(some)["matrix"] == [[2]]
    none = run(path, "--kind", "congruence", "--where", "speaker=Nobody", "--format", "json")
    assert json.loads(none[1]) == {"rows": [], "cols": [], "matrix": [], "statements": 0}


@pytest.mark.parametrize(
    "words",
    [
        "--kind congruence --cells net",
        "--kind congruence --cells count",
        "--kind congruence --normalise activity",
        "--kind subtract --normalise prominence",
        "--kind actor-domain --normalise average",
        "--kind actor-domain --normalise cosine",
        "--kind actor-domain --like-dna --normalise cosine",
        "--kind conflict --qualifier mood",
        "--kind conflict --qualifier certainty",
        "--kind conflict --where mood=high",
        "--kind friendship",
        "--kind conflict --duplicates day",
        "--kind conflict --window months",
        "--kind conflict --window months:0",
        "--kind conflict --from yesterday",
        "--kind conflict --from 2024-02-01 --to 2024-01-01",
        "--kind conflict --format dot",
        "--kind conflict --format csv --window days:3",
    ],
)
def test_what_does_not_fit_is_wrong_usage(path, words):
    assert run(path, *words.split())[0] == 2


KINDS = {"ignore": "co-occurrence"}
CELLS = {"ignore": "count", "subtract": "net", "combine": "levels"}
DUPLICATES = {"document": "article", "acrossrange": "range"}


def options_of(case):
    windowed = case["window"] != "no"
    one_mode = case["type"] == "onemode"
    return NetworkOptions(
        kind=KINDS.get(case["agg"], case["agg"]) if one_mode else "actor-domain",
        cells=None if one_mode else CELLS[case["agg"]],
        qualifier={"agreement": "stance"}.get(case["q"], case["q"]),
        normalise=case["norm"],
        duplicates=DUPLICATES.get(case["dup"], case["dup"]),
        isolates=case["isolates"],
        start=datetime(2023, 11, 20) if windowed else None,
        stop=datetime(2025, 3, 31, 23, 59, 59) if windowed else None,
        window=TimeWindow(case["window"], case["size"]) if windowed else None,
        like_dna=True,
    )


def test_networks_equal_those_of_the_reference(tmp_path):
    if not SHARED.is_dir():
        pytest.skip(f"the matrices of the reference are not at {SHARED}")
    with gzip.open(SHARED / "dna_networks.json.gz") as file:
        cases = json.load(file)["cases"]
    create_project(tmp_path / "p.claimdesk")
    windows = {}
    wrong = []
    with Project.open(tmp_path / "p.claimdesk") as project:
        import_corpus(project, SHARED / "statements.dna")
        with project.reading() as connection:
            for case in cases:
                options = options_of(case)
                if options.window is None:
                    found = network(connection, options).as_json()
                else:
                    if options not in windows:
                        windows[options] = {
                            each.period.centre: each
                            for each in network_windows(connection, options)
                        }
                    each = windows[options].get(datetime.fromisoformat(case["t"]))
                    found = each.as_json() if each else {"statements": 0}
                if not _equal(found, case):
                    wrong.append({key: case[key] for key in case if key != "m"})
    assert len(cases) == 600
    assert wrong == []


def _equal(found, case):
    if not case["n"]:
        return found["statements"] == 0
    names = (found["rows"], found["cols"], found["statements"])
    if names != (case["rows"], case["cols"], case["n"]):
        return False
    return np.abs(np.array(found["matrix"]) - np.array(case["m"])).max() < 2e-9
