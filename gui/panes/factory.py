# SPDX-License-Identifier: MIT
"""Create the three panes of the window, with their names and hints."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.panes.layers import ActorCells, ClaimCells, DomainCells
from claimdesk.gui.panes.model import AnnotationModel
from claimdesk.gui.panes.pane import Pane
from claimdesk.models.messages.catalogue import _


def make_panes(desk: Desk, settings: QSettings) -> dict[str, Pane]:
    """Return the panes by the names of their docks."""
    return {
        "actors": Pane(
            desk,
            AnnotationModel(ActorCells(desk)),
            1,
            _("Actors"),
            _("No actors yet. Select a name in the text and press M."),
            settings,
        ),
        "claims": Pane(
            desk,
            AnnotationModel(ClaimCells(desk)),
            2,
            _("Claims"),
            _("No claims yet. Select what is claimed in the text and press C."),
            settings,
        ),
        "domains": Pane(
            desk,
            AnnotationModel(DomainCells(desk)),
            1,
            _("Domains"),
            _("No domains yet. Select words about a field and press D."),
            settings,
        ),
    }
