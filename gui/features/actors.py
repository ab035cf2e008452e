# SPDX-License-Identifier: MIT
"""The registry of actors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


def add_actors(bench: Workbench) -> None:
    """Bind the commands of the registry."""
    registry = bench.registry
    registry.annotation_chosen.connect(bench.library.open_annotation)
    bench.commands.bind("actors", registry.show)
    bench.commands.bind("in_registry", lambda: registry.show_actor_of(bench.selection.ids()))
