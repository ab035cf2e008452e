# SPDX-License-Identifier: MIT
"""A broken file is refused in one sentence that names it, and nothing of it is half imported."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from drills import importing


@pytest.mark.parametrize("importer", importing.IMPORTERS, ids=lambda importer: importer.name)
def test_mutated_files_change_nothing_or_come_in_whole(
    importer: importing.Importer, cases: Callable[[int, int], int], folder: Path
) -> None:
    figures = importing.drill(importer, cases(150, 30_000), 1, folder)
    assert (figures["unexpected"], figures["changed"], figures["damaged"]) == (0, 0, 0)
    assert figures["refused"] > 0 or importer.name == "text"


@pytest.mark.parametrize("importer", importing.exported(), ids=lambda importer: importer.name)
def test_mutated_exports_change_nothing_or_come_in_whole(
    importer: importing.Importer, cases: Callable[[int, int], int], folder: Path
) -> None:
    figures = importing.drill(importer, cases(25, 5_000), 1, folder)
    assert (figures["unexpected"], figures["changed"], figures["damaged"]) == (0, 0, 0)


def test_every_format_is_fed() -> None:
    assert importing.unknown_formats() == set()
