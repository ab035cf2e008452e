# SPDX-License-Identifier: MIT
"""Fixtures, and the import name for an uninstalled checkout."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
from collections.abc import Iterator
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


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A connection to another computer fails the test in which the program opens it."""

    def refuse(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            raise AssertionError(f"a network connection to {address}")
        connect(self, address)

    connect = socket.socket.connect
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield
