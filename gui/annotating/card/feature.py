# SPDX-License-Identifier: MIT
"""The annotation card at the head of the panels: a click on a field opens its picker there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from claimdesk.gui.annotating.card.panel import InspectorPanel
from claimdesk.gui.window.feature_base import RIGHT, Dock, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.queries import FieldRow


class InspectorFeature(Feature):
    """Shows what is current or selected, in all its fields."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._panel = InspectorPanel(
            bench.desk,
            bench.codes,
            bench.review,
            bench.coding.likely_domains,
            self._key_of,
            bench.commands.words,
        )
        self._panel.domain_chosen.connect(bench.coding.only_domain)
        self._panel.span_clicked.connect(bench.view.show_span)
        self._panel.part_opened.connect(self._pick)
        self._panel.field_opened.connect(self._ask)
        self._before: QWidget | None = None
        """What had the keyboard before a note was to be typed."""
        self._panel.note_left.connect(self._go_back)
        bench.note_wanted.connect(self._edit_note)

    def docks(self) -> Sequence[Dock]:
        return [
            Dock(
                name="inspector",
                title=_("Annotation"),
                area=RIGHT,
                at=205,
                widget=self._panel,
                height=420,
            )
        ]

    def start(self) -> None:
        self._bench.digits.changed.connect(self._show_digits)
        self._bench.window.docks["inspector"].visibilityChanged.connect(self._panel.catch_up)

    def _show_digits(self) -> None:
        self._panel.show_digits(self._bench.digits.field)

    def _key_of(self, command: str) -> str:
        key = self._bench.commands[command].shortcut()
        return key.toString(QKeySequence.SequenceFormat.NativeText)

    def _edit_note(self) -> None:
        """Give the note on the card the keyboard; Enter and Escape give it back."""
        self._before = QApplication.focusWidget()
        dock = self._bench.window.docks["inspector"]
        dock.show()
        dock.raise_()
        self._panel.edit_note()

    def _go_back(self) -> None:
        before, self._before = self._before, None
        if before is not None and isValid(before):
            before.setFocus()

    def _pick(self, part: str, ids: Sequence[int], place: QPoint) -> None:
        """Open the picker of a part at its field; words selected before are not meant."""
        self._bench.view.clear_selection()
        with self._bench.pickers.opened_at(place):
            self._bench.coding.pick(part, ids)

    def _ask(self, field: FieldRow, ids: Sequence[int], place: QPoint) -> None:
        with self._bench.pickers.opened_at(place):
            self._bench.codes.ask(field, ids)
