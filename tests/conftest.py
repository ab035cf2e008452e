# SPDX-License-Identifier: MIT
"""Fixtures, and the import name for an uninstalled checkout."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if importlib.util.find_spec("claimdesk") is None:
    checkout = ModuleType("claimdesk")
    checkout.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["claimdesk"] = checkout


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--nightly`: the drills of tests/durability with many more cases, for a run over night."""
    parser.addoption("--nightly", action="store_true", help="many more cases of each drill")
