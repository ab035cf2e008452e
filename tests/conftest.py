# SPDX-License-Identifier: MIT
"""Fixtures, and the import name for an uninstalled checkout."""

from __future__ import annotations

import importlib.util
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from functools import partialmethod
from pathlib import Path
from types import FrameType, ModuleType

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if importlib.util.find_spec("claimdesk") is None:
    checkout = ModuleType("claimdesk")
    checkout.__path__ = [str(Path(__file__).resolve().parents[1])]
    sys.modules["claimdesk"] = checkout


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--nightly`: the drills of tests/durability with many more cases, for a run over night."""
    parser.addoption("--nightly", action="store_true", help="many more cases of each drill")


# How long one example takes says more about the machine than about the program.
settings.register_profile("claimdesk", deadline=None)
settings.register_profile("inner loop", deadline=None, max_examples=25)


def pytest_configure(config: pytest.Config) -> None:
    """Try a quarter of the examples of property tests where the drills are left out, too."""
    is_inner_loop = config.getoption("markexpr") == "not drill"
    settings.load_profile("inner loop" if is_inner_loop else "claimdesk")


FIXTURES = Path(__file__).parent / "fixtures"

HANG = 60.0
"""Seconds that no test's work takes unless it hangs, on the slowest machine."""


@pytest.fixture
def steps() -> Callable[[Callable[[], object]], int]:
    """Counts the calls that some work makes, of Python and of C: its growth, told by no clock."""

    def count(work: Callable[[], object]) -> int:
        calls = 0

        def called(_frame: FrameType, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        before = sys.getprofile()
        sys.setprofile(called)
        try:
            work()
        finally:
            sys.setprofile(before)
        return calls

    return count


@pytest.fixture
def version_1() -> Path:
    """A project file of schema version 1; open a copy of it."""
    return FIXTURES / "version-1.claimdesk"


@pytest.fixture
def version_2() -> Path:
    """A project file of schema version 2; open a copy of it."""
    return FIXTURES / "version-2.claimdesk"


@pytest.fixture
def version_3() -> Path:
    """A project file of schema version 3; open a copy of it."""
    return FIXTURES / "version-3.claimdesk"


@pytest.fixture
def no_hang() -> Iterator[None]:
    """The test fails if it takes as long as only work does that hangs."""
    begun = time.monotonic()
    yield
    assert time.monotonic() - begun < HANG, "this hangs"


class PatientBot(QtBot):
    """Waits as long as only a window does that hangs: no test may fail on a slow machine."""

    waitUntil = partialmethod(QtBot.waitUntil, timeout=int(HANG * 1000))  # noqa: N815
    waitSignal = partialmethod(QtBot.waitSignal, timeout=int(HANG * 1000))  # noqa: N815
    waitActive = partialmethod(QtBot.waitActive, timeout=int(HANG * 1000))  # noqa: N815


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's, with more patience."""
    return PatientBot(request)


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
