# SPDX-License-Identifier: MIT
"""What becomes of articles that are the same as others, or nearly: skipped, linked or taken."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from claimdesk.gui.widgets.elided import ElidedLabel
from claimdesk.models.exchange.import_options import LINK, SKIP, TAKE
from claimdesk.models.exchange.staged_duplicates import DuplicateGroup
from claimdesk.models.messages.catalogue import _, ngettext


class DuplicatesBar(QWidget):
    """The choice for the group that the current article is in; hidden if it is in none."""

    chosen = Signal(object, str)
    """A group of duplicates and what becomes of it; None: all groups of the shown one's kind."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._group: DuplicateGroup | None = None
        self.sentence = ElidedLabel(self)
        self.choice = QComboBox(self)
        self.choice.setAccessibleName(_("What becomes of these duplicates"))
        for key, words in (
            (SKIP, _("Leave them out")),
            (LINK, _("Take and link them as versions")),
            (TAKE, _("Take them all")),
        ):
            self.choice.addItem(words, key)
        self.choice.activated.connect(self._choose)
        self.for_all = QPushButton(_("Do so with &all such"), self)
        self.for_all.setAutoDefault(False)
        self.for_all.clicked.connect(lambda: self.chosen.emit(None, self.choice.currentData()))
        self.carries = QCheckBox(_("Carry its accepted annotations &over"), self)
        self.carries.clicked.connect(self._carry)
        row = QHBoxLayout()
        row.addWidget(self.choice, 1)
        row.addWidget(self.for_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.sentence)
        layout.addLayout(row)
        layout.addWidget(self.carries)

    @property
    def group(self) -> DuplicateGroup | None:
        """The group that is shown."""
        return self._group

    def show_group(self, group: DuplicateGroup | None, sentence: str) -> None:
        """Show what is chosen for a group, and a sentence about it."""
        self._group = group
        self.setVisible(group is not None)
        if group is not None:
            self.sentence.show_text(sentence)
            self.choice.setCurrentIndex(self.choice.findData(group.choice))
            self.carries.setChecked(group.carries)
            self.carries.setVisible(group.first_id is not None and group.choice == LINK)

    def _carry(self, wanted: bool) -> None:
        if self._group is not None:
            self._group.carries = wanted

    def _choose(self) -> None:
        if self._group is not None:
            in_project = self._group.first_id is not None
            self.carries.setVisible(in_project and self.choice.currentData() == LINK)
            self.chosen.emit(self._group, self.choice.currentData())


def group_sentence(group: DuplicateGroup) -> str:
    """Return what is said of the first article of a group."""
    count = len(group.members)
    if group.exact:
        return ngettext(
            "Another article is the same.", "{n} other articles are the same.", count
        ).format(n=count)
    return ngettext(
        "Another article is nearly the same.", "{n} other articles are nearly the same.", count
    ).format(n=count)
