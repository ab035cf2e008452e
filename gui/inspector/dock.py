# SPDX-License-Identifier: MIT
"""Puts the inspector into its dock and connects it with the text and the pickers."""

from __future__ import annotations

from PySide6.QtWidgets import QDockWidget

from claimdesk.gui.annotating.coding import Coding
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.inspector.panel import InspectorPanel


def fill(dock: QDockWidget, desk: Desk, view: ArticleView, coding: Coding) -> InspectorPanel:
    """Return the inspector of what is current on the desk, in `dock`."""
    panel = InspectorPanel(desk)
    panel.span_clicked.connect(view.show_span)

    def open_field(key: str) -> None:
        if key in ("speaker", "actor"):
            # A picker stands at words that are selected, and this one is not about them.
            view.clear_selection()
            coding.speaker()
        elif key in ("domains", "domain"):
            coding.domains()
        elif key == "parties":
            coding.parties()
        elif key in ("certainty", "stage"):
            coding.certainty()
        else:
            coding.pick_choice(key)

    panel.field_opened.connect(open_field)
    dock.setWidget(panel)
    dock.visibilityChanged.connect(panel.catch_up)
    return panel
