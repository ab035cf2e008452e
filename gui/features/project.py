# SPDX-License-Identifier: MIT
"""The project in the window: new, open, recent, the article taken up again, undo and redo."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu

from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.widgets.labels import literal, literal_tip, literal_title
from claimdesk.gui.widgets.wording import short
from claimdesk.gui.window.menus import PROJECT
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.project import Project

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench


class ProjectFeature(QObject):
    """Opens projects and says which one is open."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._add_recent()
        for name, slot in {
            "new": bench.projects.ask_new,
            "open": bench.projects.ask_open,
            "quit": bench.window.close,
            "undo": bench.desk.undo,
            "redo": bench.desk.redo,
            "annotator": self._ask_annotator,
        }.items():
            bench.commands.bind(name, slot)
        bench.welcome.sample_requested.connect(
            lambda: bench.projects.open_sample(_default_sample())
        )
        bench.projects.failed.connect(bench.show_error)
        desk = bench.desk
        desk.project_changed.connect(self._project_changed)
        desk.article_changed.connect(self._keep_article)
        # Other words on a button make the whole window be laid out anew.
        self._naming = Debouncer(self._name_undo, 150, 1000, self)
        desk.saved.connect(lambda _label: self._tell_undo())
        # Edits of other threads, such as an import, are not told by `saved`.
        later = Debouncer(self._tell_undo, 150, 1000, self)
        desk.library_changed.connect(later.schedule)
        desk.names_changed.connect(later.schedule)
        self._project_changed()

    def _add_recent(self) -> None:
        bench = self._bench
        menu = bench.commands.menus["file"]
        self._recent = QMenu(_("Open &recent"), bench.window)
        menu.insertMenu(menu.actions()[2], self._recent)
        bench.projects.recent_changed.connect(self._fill_recent)
        self._fill_recent()

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self._bench.projects.recent():
            action = self._recent.addAction(literal(path.stem))
            action.setToolTip(literal_tip(str(path)))
            action.triggered.connect(lambda _on=False, p=path: self._bench.projects.open(p))
        self._recent.setEnabled(not self._recent.isEmpty())

    def _project_changed(self) -> None:
        bench, project = self._bench, self._bench.desk.project
        title = f"{literal_title(project.path.stem)} — Claimdesk" if project else "Claimdesk"
        bench.window.setWindowTitle(title)
        bench.commands.offer(PROJECT, project is not None)
        self._tell_undo()
        if project is not None:
            self._take_up(project)

    def _take_up(self, project: Project) -> None:
        """Open the article that was open last in the project, or the first one."""
        last = str(self._bench.window.settings.value(_last_article_key(project), ""))
        if last.isdecimal():
            self._bench.desk.open_article(int(last))
        if self._bench.desk.article is None:
            self._bench.library.step(1)

    def _keep_article(self) -> None:
        project, article = self._bench.desk.project, self._bench.desk.article
        if project is not None and article is not None:
            self._bench.window.settings.setValue(_last_article_key(project), article.id)

    def _tell_undo(self) -> None:
        """Offer to undo and redo what can be, at once; say soon what that is."""
        for name, label in zip(("undo", "redo"), self._bench.desk.undo_labels(), strict=True):
            self._bench.commands[name].setEnabled(label is not None)
        self._naming.schedule()

    def _name_undo(self) -> None:
        undo, redo = self._bench.desk.undo_labels()
        for name, label in (("undo", undo), ("redo", redo)):
            self._bench.commands.tell(name, short(label or ""))

    def _ask_annotator(self) -> None:
        name, taken = QInputDialog.getText(
            self._bench.window,
            _("Annotator"),
            _("Your name, recorded with every edit:"),
            QLineEdit.EchoMode.Normal,
            self._bench.projects.annotator() or "",
        )
        if taken and name.strip():
            self._bench.projects.set_annotator(name.strip())


def _last_article_key(project: Project) -> str:
    return f"last_article/{hashlib.sha256(str(project.path).encode()).hexdigest()[:16]}"


def _default_sample() -> Path:
    """Return where the sample project of the welcome page is kept."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    return Path(folder) / "sample.claimdesk"
