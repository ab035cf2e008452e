# SPDX-License-Identifier: MIT
"""The checkout and pyproject.toml agree."""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_every_subpackage_is_listed():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = {
        ".".join(("claimdesk", *init.parent.relative_to(ROOT).parts))
        for top in ("gui", "models", "resources")
        for init in (ROOT / top).rglob("__init__.py")
    }
    assert found == set(config["tool"]["setuptools"]["packages"])
