# SPDX-License-Identifier: MIT
"""Import a codebook from a file after a preview, and export it to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.file_dialogs import ask_to_open, ask_to_save
from claimdesk.gui.widgets.labels import literal_title
from claimdesk.models import codebook
from claimdesk.models.codebook import Book, ImportStep
from claimdesk.models.codebook.starter import news_domains
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError


def ask_import(desk: Desk, parent: QWidget) -> None:
    """Ask for a codebook file and show what importing it would do."""
    ask_to_open(
        parent,
        _("Import a codebook"),
        lambda path: show_import(desk, path, parent),
        kinds=_("Codebooks (*.json);;All files (*)"),
    )


def show_import(desk: Desk, path: Path, parent: QWidget) -> None:
    """Show what importing a codebook file would do; errors go to the desk."""
    try:
        book = codebook.read_book(path)
    except ClaimdeskError as error:
        desk.failed.emit(str(error))
        return
    ImportDialog(desk, book, path.name, parent).open()


def show_news_domains(desk: Desk, parent: QWidget) -> None:
    """Show what adding the domains for news would do."""
    ImportDialog(desk, news_domains(), _("Domains for news"), parent).open()


def ask_export(desk: Desk, parent: QWidget) -> None:
    """Ask for a file and write the codebook to it."""
    if desk.project is None:
        return
    start = desk.project.path.with_name(f"{desk.project.path.stem}-codebook.json")
    ask_to_save(
        parent,
        _("Export the codebook"),
        start,
        partial(export, desk),
        kinds=_("Codebooks (*.json)"),
    )


def export(desk: Desk, path: Path) -> None:
    """Write the codebook to a file; the result goes to the desk."""
    if desk.project is None:
        return
    try:
        codebook.export_codebook(desk.project, path)
    except ClaimdeskError as error:
        desk.failed.emit(str(error))
    else:
        desk.status_message.emit(_("The codebook is in {path}").format(path=path))


class ImportDialog(QDialog):
    """A preview of what an import adds, changes and leaves, with a button to import."""

    def __init__(self, desk: Desk, book: Book, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._book, self._name = desk, book, name
        self.setWindowTitle(_("Import the codebook {name}").format(name=literal_title(name)))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        self._sentence = QLabel(self)
        self._sentence.setTextFormat(Qt.TextFormat.PlainText)
        self._sentence.setWordWrap(True)
        self._tree = QTreeWidget(self)
        self._tree.setHeaderHidden(True)
        self._tree.setAccessibleName(_("What the import does"))
        self._replace = QCheckBox(_("&Replace the guideline of this project"), self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._act = buttons.addButton(_("Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._act.setDefault(True)
        buttons.accepted.connect(self._import)
        buttons.rejected.connect(self.reject)
        for widget in (self._sentence, self._tree, self._replace, buttons):
            layout.addWidget(widget)
        differs = any(s.thing == "guideline" and s.action == "leave" for s in self._plan())
        self._replace.setVisible(differs)
        self._replace.toggled.connect(self._show)
        unit = self.fontMetrics().height()
        self.resize(unit * 32, unit * 26)
        self._show()

    def _plan(self) -> list[ImportStep]:
        if self._desk.project is None:
            return []
        with self._desk.project.reading() as connection:
            return codebook.plan_import(
                connection, self._book, replace_guideline=self._replace.isChecked()
            )

    def _show(self) -> None:
        plan = self._plan()
        self._tree.clear()
        for action, title in (
            ("add", _("Adds {n}")),
            ("change", _("Changes {n}")),
            ("leave", _("Differs, but stays as it is: {n}")),
            ("same", _("The same already: {n}")),
        ):
            steps = [step for step in plan if step.action == action]
            if steps:
                top = QTreeWidgetItem(self._tree, [title.format(n=len(steps))])
                top.addChildren([QTreeWidgetItem([self._step_text(step)]) for step in steps])
                top.setExpanded(action != "same")
        does = any(step.action in ("add", "change") for step in plan)
        self._act.setEnabled(does)
        self._sentence.setText(
            _("Nothing is deleted; one undo takes the import back.")
            if does
            else _("This project has all that is in the file already.")
        )

    def _step_text(self, step: ImportStep) -> str:
        thing = {
            "domain": _("Domain"),
            "field": _("Field"),
            "value": _("Value"),
            "guideline": _("Guideline"),
        }[step.thing]
        words = {
            "definition": _("definition"),
            "colour": _("colour"),
            "parent": _("place in the tree"),
            "label": _("name"),
            "letter": _("key"),
            "kind": _("kind"),
        }
        details = ", ".join(words.get(detail, detail) for detail in step.details)
        text = f"{thing} {step.name}".rstrip()
        return f"{text}: {details}" if details else text

    def _import(self) -> None:
        replace = self._replace.isChecked()
        done = self._desk.act(
            _("Import the codebook {name}").format(name=self._name),
            lambda session: codebook.import_book(session, self._book, replace_guideline=replace),
        )
        if done is not None:
            self.accept()
