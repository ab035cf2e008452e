# SPDX-License-Identifier: MIT
"""Views that a project keeps, and what of a damaged setting is still shown."""

from __future__ import annotations

import json
from pathlib import Path

from claimdesk.models.analysis.claim_filter import Between, OneOf
from claimdesk.models.analysis.identities import Identity
from claimdesk.models.analysis.views import VIEWS, SavedView, delete_view, put_view, saved_views
from claimdesk.models.codebook.starter import create_project
from claimdesk.models.store.project import Project
from claimdesk.models.store.settings import put_setting, setting


def test_views_are_kept_as_they_are_and_malformed_ones_are_left_out(tmp_path: Path) -> None:
    where = (
        ("speaker", OneOf((Identity(3, "Mara Dorn"), None))),
        ("date", Between("2024-01-01", "2024-02-01")),
    )
    view = SavedView("Spring", False, True, (("heat_map", {"rows": "speaker"}),), where)
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
        damaged.append({**kept, "name": "Too large", "where": [["power", 2**63]]})
        with project.edit("Damage") as session:
            put_setting(session, VIEWS, json.dumps([*damaged, kept]))
        with project.reading() as connection:
            assert saved_views(connection) == [view]
        with project.edit("Forget") as session:
            delete_view(session, "Spring")
        with project.reading() as connection:
            assert saved_views(connection) == []
