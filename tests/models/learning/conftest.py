# SPDX-License-Identifier: MIT
"""One engine for all tests here: loading a pipeline takes longer than reading an article."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.engine import Engine


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine with the pipeline that Claimdesk depends on."""
    return Engine.load()
