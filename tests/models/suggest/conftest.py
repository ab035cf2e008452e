# SPDX-License-Identifier: MIT
"""One engine for all tests here: loading a pipeline takes longer than reading an article."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.data import DomainEntry, Knowledge
from claimdesk.models.suggest.engine import Engine
from claimdesk.resources.files import read_json


@pytest.fixture(scope="session")
def engine() -> Engine:
    """The engine with the pipeline that Claimdesk depends on."""
    return Engine.load()


@pytest.fixture(scope="session")
def codebook() -> Knowledge:
    """A project with the starter codebook and no actors."""
    domains = read_json("codebooks/security.json")["domains"]
    return Knowledge(domains=tuple(DomainEntry(d["name"], tuple(d["terms"])) for d in domains))
