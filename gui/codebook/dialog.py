# SPDX-License-Identifier: MIT
"""The codebook editor: domains, stances and the other coded fields, each on its page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.codebook import sharing
from claimdesk.gui.codebook.fields_page import FieldsPage
from claimdesk.gui.codebook.guideline_page import GuidelinePage
from claimdesk.gui.codebook.page import CodebookPage
from claimdesk.gui.codebook.sources import ChoiceSource, DomainSource
from claimdesk.gui.desk.debounce import debounce_timer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.buttons import push_button
from claimdesk.gui.widgets.labels import literal
from claimdesk.models.messages.catalogue import _

_COUNT_AFTER = 300
"""Milliseconds of rest after which changed annotations are counts_text again."""

_Page = CodebookPage | FieldsPage | GuidelinePage

_SHEET = """
QListView, QPlainTextEdit { border: 1px solid palette(dark); border-radius: 4px; }
QListView:focus, QPlainTextEdit:focus { border-color: palette(accent); }
"""


class CodebookDialog(QDialog):
    """Edits the codebook of the open project; every change is saved at once.

    Closing saves what is still being typed, and stays open if that is not possible.
    """

    example_opened = Signal(int)
    """Id of an annotation that is to be shown in its article."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._fields: list[tuple[str, str]] = []
        self.setWindowTitle(_("Codebook"))
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
        self._counting = debounce_timer(_COUNT_AFTER, self._count, self)
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
        desk.failed.connect(self._show_warning)
        desk.status_message.connect(self._show_message)
        desk.saved.connect(self._show_saved)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, desk.undo),
            (QKeySequence.StandardKey.Redo, desk.redo),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self._message, 1)
        for text, act in (
            (_("Domains for news…"), self._add_news_domains),
            (_("Import…"), self._import),
            (_("Export…"), self._export),
            (_("Undo"), self._desk.undo),
            (_("Close"), self.close),
        ):
            row.addWidget(push_button(self, text, act=act))
        return row

    def _import(self) -> None:
        if self._commit():
            sharing.ask_import(self._desk, self)

    def _add_news_domains(self) -> None:
        if self._commit():
            sharing.show_news_domains(self._desk, self)

    def _export(self) -> None:
        if self._commit():
            sharing.ask_export(self._desk, self)

    def show_guideline(self) -> None:
        """Show the page of the guideline."""
        self._tabs.setCurrentWidget(self._pages()[-1])

    def _build(self) -> None:
        """Make a page for the domains, each field with values, the own fields, the guideline."""
        kept = self._tabs.currentIndex()
        for old in self._pages():
            self._tabs.removeTab(self._tabs.indexOf(old))
            old.deleteLater()
        desk = self._desk
        self._fields = self._choice_fields()
        domains = CodebookPage(DomainSource(desk), _("New domain"), desk, self)
        pages = [(_("Domains"), domains)]
        for key, label in self._fields:
            page = CodebookPage(ChoiceSource(desk, key), _("New value"), desk, self)
            pages.append((self._title(key, label), page))
        for title, page in pages:
            page.refused.connect(self._show_warning)
            page.example_opened.connect(self.example_opened)
            self._tabs.addTab(page, literal(title))
        own = FieldsPage(desk, self)
        own.refused.connect(self._show_warning)
        own.done.connect(self._show_message)
        own.values_requested.connect(self._show_values)
        self._tabs.addTab(own, _("Own fields"))
        self._tabs.addTab(GuidelinePage(desk, self), _("Guideline"))
        self._tabs.setCurrentIndex(max(0, min(kept, self._tabs.count() - 1)))
        self._show_message("")

    def _choice_fields(self) -> list[tuple[str, str]]:
        fields = self._desk.fields.items()
        return [(key, field.label) for key, field in fields if field.kind == "choice"]

    def _show_values(self, key: str) -> None:
        keys = [known for known, _label in self._fields]
        if key in keys:
            self._tabs.setCurrentIndex(1 + keys.index(key))

    def _title(self, key: str, label: str) -> str:
        plurals = {
            "stance": _("Stances"),
            "kind": _("Claim kinds"),
            "claim_kind": _("Claim kinds"),
            "stage": _("Stages"),
        }
        return plurals.get(key, label)

    def _pages(self) -> list[_Page]:
        pages = [self._tabs.widget(place) for place in range(self._tabs.count())]
        return [page for page in pages if isinstance(page, _Page)]

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
                if not isinstance(page, GuidelinePage):
                    page.refresh_uses()

    def _show_warning(self, text: str) -> None:
        self._show_message("⚠ " + text)

    def _show_saved(self, label: str) -> None:
        for page in self._pages():
            # The guideline and the keys of fields are settings, of which no other signal tells.
            if not isinstance(page, CodebookPage):
                page.refresh()
        self._show_message(_("Saved: {label}").format(label=label))

    def _show_message(self, text: str) -> None:
        self._message.setText(text)
