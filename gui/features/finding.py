# SPDX-License-Identifier: MIT
"""Find, in the article and through the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


def add_finding(bench: Workbench) -> None:
    """Bind the commands of finding."""
    finding = bench.finding
    bench.commands.bind("find", finding.find)
    bench.commands.bind("find_next", finding.next)
    bench.commands.bind("find_previous", finding.previous)
    bench.commands.bind("find_everywhere", finding.find_everywhere)
