# SPDX-License-Identifier: MIT
"""Views that a project keeps, and what of a damaged setting is still shown."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from claimdesk.models.analysis.claim_filter import Between, OneOf
from claimdesk.models.analysis.identities import Identity
from claimdesk.models.analysis.views import (
    VIEWS,
    PickedClaims,
    SavedView,
    delete_view,
    put_view,
    saved_views,
)
from claimdesk.models.store.project import Project
from claimdesk.models.store.settings import put_setting, setting
from tests.projects import create_project


def test_views_are_kept_as_they_are_and_malformed_ones_are_left_out(tmp_path: Path) -> None:
    where = (
        ("speaker", OneOf((Identity(3, "Mara Dorn"), None))),
        ("date", Between("2024-01-01", "2024-02-01")),
    )
    picked = (
        PickedClaims("with “tide”", frozenset({3, 4, 5, 9})),
        PickedClaims("none", frozenset()),
    )
    plots = (("heat_map", {"rows": "speaker"}),)
    view = SavedView("Spring", False, True, plots, where, picked, "suggested")
    path = tmp_path / "views.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        with project.edit("Keep") as session:
            put_view(session, view)
        with project.reading() as connection:
            assert saved_views(connection) == [view]
            (kept,) = json.loads(setting(connection, VIEWS) or "")
        wrong = (float("inf"), 1e300, 2**63, "3", [])
        damaged = [
            {**kept, "name": f"Wrong {n}", "where": [["speaker", {"id": value, "label": "x"}]]}
            for n, value in enumerate(wrong)
        ]
        assert kept["picked"][0] == ["with “tide”", [[3, 5], [9, 9]]]
        for runs in ([[1, 2**62]], [[5, 3]], [["a", "b"]], [[1]], 7):
            damaged.append({**kept, "name": f"Runs {runs}", "picked": [["x", runs]]})
        damaged.append({**kept, "name": "State", "state": "unheard of"})
        damaged.append({**kept, "name": "Too large", "where": [["power", 2**63]]})
        with project.edit("Damage") as session:
            put_setting(session, VIEWS, json.dumps([*damaged, kept]))
        with project.reading() as connection:
            assert saved_views(connection) == [view]
        # A view that an older version kept lets everything through that it does not name.
        older = {key: value for key, value in kept.items() if key not in ("picked", "state")}
        with project.edit("Older") as session:
            put_setting(session, VIEWS, json.dumps([older]))
        with project.reading() as connection:
            assert saved_views(connection) == [replace(view, picked=(), state="all")]
        with project.edit("Forget") as session:
            delete_view(session, "Spring")
        with project.reading() as connection:
            assert saved_views(connection) == []
