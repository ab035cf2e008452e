# SPDX-License-Identifier: MIT
"""The codebook editor: domains, stances and the other coded fields, each on its page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.codebook.entries import ChoiceEntries, DomainEntries
from claimdesk.gui.codebook.page import CodebookPage
from claimdesk.gui.desk import Desk
from claimdesk.models.queries import FieldRow

_COUNT_AFTER = 300
"""Milliseconds of rest after which changed annotations are counted again."""

_SHEET = """
QListView, QPlainTextEdit { border: 1px solid palette(mid); border-radius: 4px; }
QListView:focus, QPlainTextEdit:focus { border-color: palette(accent); }
"""


class CodebookDialog(QDialog):
    """Edits the codebook of the open project; every change is saved at once.

    Closing saves what is still being typed, and stays open if that is not possible.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fields: list[tuple[str, str]] = []
        self.setWindowTitle(self.tr("Codebook"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setStyleSheet(_SHEET)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._message = QLabel(self)
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        self._message.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(self._tabs, 1)
        layout.addLayout(self._foot())
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(_COUNT_AFTER)
        self._counting.timeout.connect(self._count)
        self._connect()
        self._build()
        if parent is not None:
            parent.window().installEventFilter(self)

    def done(self, result: int) -> None:
        if self._desk.project is None or self._commit():
            super().done(result)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The window closes the project before it takes this dialog along.
        if event.type() == QEvent.Type.Close and self._desk.project is not None:
            self._commit()
        return super().eventFilter(watched, event)

    def _commit(self) -> bool:
        """Save what is typed on any page; False if something could not be saved."""
        return all([page.commit() for page in self._pages()])

    def _connect(self) -> None:
        desk = self._desk
        desk.names_changed.connect(self._refresh)
        desk.project_changed.connect(self._project_changed)
        desk.library_changed.connect(self._count_soon)
        desk.failed.connect(self._warn)
        desk.saved.connect(self._tell_saved)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, desk.undo),
            (QKeySequence.StandardKey.Redo, desk.redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._message, 1)
        undo = QPushButton(self.tr("Undo"), self)
        undo.clicked.connect(self._desk.undo)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.close)
        for button in (undo, close):
            button.setAutoDefault(False)
            row.addWidget(button)
        return row

    def _build(self) -> None:
        """Make a page for the domains and for each coded field that has values to choose from."""
        kept = self._tabs.currentIndex()
        for page in self._pages():
            self._tabs.removeTab(self._tabs.indexOf(page))
            page.deleteLater()
        desk = self._desk
        domains = CodebookPage(DomainEntries(desk), self.tr("New domain"), self)
        self._tabs.addTab(domains, self.tr("Domains"))
        self._fields = self._choice_fields()
        for key, label in self._fields:
            page = CodebookPage(ChoiceEntries(desk, key), self.tr("New value"), self)
            self._tabs.addTab(page, self._title(key, label))
        for page in self._pages():
            page.refused.connect(self._warn)
        self._tabs.setCurrentIndex(max(0, min(kept, self._tabs.count() - 1)))
        self._tell("")

    def _choice_fields(self) -> list[tuple[str, str]]:
        fields: list[FieldRow] = list(self._desk.fields.values())
        return [(field.key, field.label) for field in fields if field.kind == "choice"]

    def _title(self, key: str, label: str) -> str:
        plurals = {
            "stance": self.tr("Stances"),
            "kind": self.tr("Claim kinds"),
            "claim_kind": self.tr("Claim kinds"),
            "stage": self.tr("Stages"),
        }
        return plurals.get(key, label).replace("&", "&&")

    def _pages(self) -> list[CodebookPage]:
        pages = [self._tabs.widget(place) for place in range(self._tabs.count())]
        return [page for page in pages if isinstance(page, CodebookPage)]

    def _refresh(self) -> None:
        if self._desk.project is None:
            return
        if self._choice_fields() != self._fields:
            self._build()
            return
        for page in self._pages():
            page.refresh()

    def _project_changed(self) -> None:
        if self._desk.project is None:
            self.close()
        else:
            self._build()

    def _count_soon(self, _ids: object) -> None:
        self._counting.start()

    def _count(self) -> None:
        if self.isVisible():
            for page in self._pages():
                page.refresh_uses()

    def _warn(self, text: str) -> None:
        self._tell("⚠ " + text)

    def _tell_saved(self, label: str) -> None:
        self._tell(self.tr("Saved: {}").format(label))

    def _tell(self, text: str) -> None:
        self._message.setText(text)
