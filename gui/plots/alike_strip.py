# SPDX-License-Identifier: MIT
"""A line below bars that offers to merge speakers that are probably one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget
from sqlmodel import Session

from claimdesk.gui.widgets.labels import hint_label
from claimdesk.models import registry
from claimdesk.models.analysis.alike import AlikeSpeakers
from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry import duplicates


class AlikeStrip(QWidget):
    """Shows one pair after the other; hidden while there is none."""

    edit_wanted = Signal(str, object)
    """The label of an edit of the project, and the change that makes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pairs: list[AlikeSpeakers] = []
        self.words = hint_label(self)
        self.merge = self._button(_("Merge"), self._merge)
        self.apart = self._button(_("Not the same"), self._keep_apart)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.merge)
        row.addWidget(self.apart)
        self.hide()

    def show_pairs(self, pairs: Sequence[AlikeSpeakers]) -> None:
        """Offer these pairs."""
        self._pairs = list(pairs)
        self.setVisible(bool(pairs))
        if not pairs:
            return
        pair = pairs[0]
        self.words.setText(
            _("{reason} Are {one} and {other} one speaker?").format(
                reason=pair.reason, one=pair.more.label, other=pair.fewer.label
            )
        )
        self.merge.setToolTip(
            _("Merge {names} into “{keep}”").format(names=pair.fewer.label, keep=pair.more.label)
        )

    def _button(self, words: str, run: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setText(words)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(run)
        return button

    def _merge(self) -> None:
        pair = self._pairs[0]
        label = _("Merge {names} into “{keep}”").format(
            names=pair.fewer.label, keep=pair.more.label
        )
        self._act(
            label, lambda session: registry.merge_actors(session, pair.more.id, [pair.fewer.id])
        )

    def _keep_apart(self) -> None:
        pair = self._pairs[0]
        label = _("“{name}” is not “{other}”").format(name=pair.fewer.label, other=pair.more.label)
        self._act(label, lambda session: duplicates.dismiss(session, pair.more.id, pair.fewer.id))

    def _act(self, label: str, change: Callable[[Session], object]) -> None:
        self.show_pairs(self._pairs[1:])
        self.edit_wanted.emit(label, change)
