# SPDX-License-Identifier: MIT
"""The dialog with what the program promises about the analyst's work."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from claimdesk.gui.widgets.spacing import ABOVE, CLOSE
from claimdesk.models.messages.catalogue import _


class PromisesDialog(QDialog):
    """The promises, and how each is kept."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What Claimdesk promises"))
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setSpacing(CLOSE)
        for number, (promise, how) in enumerate(self._promises(), start=1):
            head = _line(f"{number}. {promise}", page)
            font = QFont(head.font())
            font.setWeight(QFont.Weight.DemiBold)
            head.setFont(font)
            if number > 1:
                head.setContentsMargins(ABOVE)
            column.addWidget(head)
            column.addWidget(_line(how, page))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(page)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        area.setAccessibleName(_("Promises"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 40, unit * 31)

    def _promises(self) -> list[tuple[str, str]]:
        return [
            (
                _("What the window shows as saved stays."),
                _(
                    "Each edit is on disk before it is shown, so it survives a crash, a killed "
                    "program and a power cut. There is no Save to forget. If the disk refuses an "
                    "edit, you are told at once, and what you typed is kept."
                ),
            ),
            (
                _("A file that Claimdesk does not understand is never written to."),
                _(
                    "A file that is newer, damaged, open elsewhere or from another program stays "
                    "as it is, byte for byte. Every file is checked before anything is written."
                ),
            ),
            (
                _("Everything can be undone, even next week."),
                _(
                    "Edit → History says who did what and when, what was before and "
                    "after. Edit → Deleted items restores articles, actors, domains and "
                    "annotations. Where a text was corrected, words that lost their place wait for "
                    "you; none is moved or dropped silently."
                ),
            ),
            (
                _("A backup that is listed can be restored."),
                _(
                    "Each was opened and compared with the project when it was made: on opening, "
                    "every half hour when something changed, and before anything large. Restoring "
                    "moves the previous files aside and deletes nothing."
                ),
            ),
            (
                _("Nothing leaves this computer."),
                _("The program opens no network connections and needs no account."),
            ),
            (
                _("Your work is yours."),
                _(
                    "File → Export → Claimdesk JSONL writes everything but the history as plain "
                    "text; importing it gives the same project again."
                ),
            ),
        ]


def _line(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
