# SPDX-License-Identifier: MIT
"""Fills the window: puts views on its docks and connects them with the desk and the commands."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, QPoint, QStandardPaths, Qt
from PySide6.QtWidgets import (
    QApplication,
    QInputDialog,
    QLineEdit,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui import dialogs, theme
from claimdesk.gui.article.header import ArticleHeader
from claimdesk.gui.article.marks import Looks, look_of, marks_of
from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.bounds import Bounds
from claimdesk.gui.bulk import Bulk
from claimdesk.gui.codebook.dialog import CodebookDialog
from claimdesk.gui.coding import Coding
from claimdesk.gui.commands import ANNOTATING, Commands
from claimdesk.gui.desk import Desk
from claimdesk.gui.exporting import ExportDialog
from claimdesk.gui.find.finding import Finding
from claimdesk.gui.find.targets import Targets
from claimdesk.gui.guideline import GuidelinePanel
from claimdesk.gui.inspector import dock as inspector_dock
from claimdesk.gui.jobs import Jobs
from claimdesk.gui.library import importing
from claimdesk.gui.library.view import LibraryPanel
from claimdesk.gui.main_window import MainWindow
from claimdesk.gui.metadata_dialog import ArticleDetailsDialog
from claimdesk.gui.own_fields import OwnFields
from claimdesk.gui.panes.layers import ActorModel, ClaimModel, DomainModel
from claimdesk.gui.panes.pane import Pane
from claimdesk.gui.plots.panel import DistributionPanel
from claimdesk.gui.projects import Projects
from claimdesk.gui.registry.opening import Registry
from claimdesk.gui.review import Review
from claimdesk.gui.settings.dialog import SettingsDialog
from claimdesk.gui.settings.keymap import Keymap
from claimdesk.gui.settings.keys_page import KeysPage
from claimdesk.gui.settings.preferences import Preferences
from claimdesk.gui.settings.reading_page import AnnotatingPage, ReadingPage
from claimdesk.gui.status import StatusLine
from claimdesk.gui.suggesting import Suggesting
from claimdesk.gui.welcome import Welcome
from claimdesk.models import editing
from claimdesk.models.layout import Mark
from claimdesk.models.project import Project

_STANCES = 9
_SUGGEST_ON_OPEN = "suggest_on_open"
_TOOLS = (
    *("open", "import", "export", "", "undo", "redo", "", "suggest", "codebook"),
    *("", "mention", "claim", "domain", "", "accept", "reject", "delete"),
)
_WORDED = ("suggest", "mention", "claim", "domain", "accept", "reject")
_NEED_PROJECT = (
    *("import", "import_folder", "paste", "export", "codebook", "annotator", "find_article"),
    "actors",
    "find_everywhere",
    *("next_article", "previous_article"),
)
_NEED_ARTICLE = (
    *(*ANNOTATING, "accept_all", "reject_all", "delete_all", "suggest", "done", "details"),
    *("filter", "go_text", "find", "find_next", "find_previous"),
)
_NEED_CURRENT = (
    *("accept", "reject", "skip", "delete", "piece", "remove_piece", "repeat"),
    *("note", "speaker", "pick_stance"),
    *("accept_alike", "reject_alike"),
    *("own_field", "kind", "cue", "content", "start_back", "start_on", "end_back", "end_on"),
    *("start_back_one", "start_on_one", "end_back_one", "end_on_one", "in_registry"),
)


class Workbench(QObject):
    """Everything in the window, and what it does."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.window = window
        self.desk = Desk(self)
        self.jobs = Jobs(self)
        self.projects = Projects(self.desk, window.settings, window)
        self.suggesting = Suggesting(self.desk, self)
        self.commands = Commands(window)
        self._stances = self.commands.add_stances(_STANCES)
        self.commands.add_tool_bar(_TOOLS, _WORDED)
        self._looks = Looks()
        self._codebook_dialog: CodebookDialog | None = None
        self._build_views()
        self.review = Review(self.desk, self.commands["rejected"].isChecked)
        self.coding = Coding(self.desk, self.view, self.claims_model, window)
        self.own_fields = OwnFields(self.desk, self.chosen, self.view, window)
        self.coding.went_on.connect(self.review.skip)
        self.bounds = Bounds(self.desk, self.view)
        self.keymap = Keymap(self.commands, window.settings)
        self.preferences = Preferences(self.view, window.settings)
        targets = Targets(self.desk, self.claims_model, window)
        self.bulk = Bulk(self.desk, self.jobs, self.view, self.review, targets, window)
        self.finding = Finding(self.desk, self.jobs, self.view, self.bulk, window)
        self.registry = Registry(self.desk, self.jobs, window)
        self.registry.annotation_chosen.connect(self.library.open_annotation)
        self._fill_docks()
        self._fill_menus()
        self._connect_desk()
        self._connect_views()
        self._connect_commands()
        self.status = StatusLine(self.desk, self.suggesting, window.statusBar())
        window.closing.extend([self.suggesting.close, self.jobs.wait, self.desk.close])
        self._project_changed()

    # Building.

    def _build_views(self) -> None:
        desk = self.desk
        self.library = LibraryPanel(desk, self.jobs)
        self.header = ArticleHeader(desk)
        self.view = ArticleView()
        self.welcome = Welcome(self.projects)
        self.claims_model = ClaimModel(desk)
        self.panes = {
            "actors": Pane(
                desk,
                ActorModel(desk),
                1,
                self.tr("Actors"),
                self.tr("No actors yet. Select a name in the text and press M."),
                self.window.settings,
            ),
            "claims": Pane(
                desk,
                self.claims_model,
                2,
                self.tr("Claims"),
                self.tr("No claims yet. Select what is claimed in the text and press C."),
                self.window.settings,
            ),
            "domains": Pane(
                desk,
                DomainModel(desk),
                1,
                self.tr("Domains"),
                self.tr("No domains yet. Select words about a field and press D."),
                self.window.settings,
            ),
        }
        self.panes["actors"].set_widths([32, 17, 9])
        self.panes["claims"].set_widths([15, 28, 16, 16, 12, 12])
        self.panes["domains"].set_widths([44, 9])
        self.distribution = DistributionPanel(desk, self.jobs)
        self.guideline = GuidelinePanel(desk)

    def _fill_docks(self) -> None:
        docks = self.window.docks
        docks["library"].setWidget(self.library)
        docks["distribution"].setWidget(self.distribution)
        docks["guideline"].setWidget(self.guideline)
        for name, pane in self.panes.items():
            docks[name].setWidget(pane)
        self.inspector = inspector_dock.fill(docks["inspector"], self.desk, self.view, self.coding)
        article = QWidget(self.window)
        layout = QVBoxLayout(article)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.header)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.finding.bar)
        self.centre = QStackedWidget(self.window)
        self.centre.addWidget(self.welcome)
        self.centre.addWidget(article)
        self.window.setCentralWidget(self.centre)
        lists = [pane.view for pane in self.panes.values()]
        self.commands.keep_to([self.view, *lists])

    def _fill_menus(self) -> None:
        self._recent = QMenu(self.tr("Open &recent"), self.window)
        self.commands.menus["file"].insertMenu(
            self.commands.menus["file"].actions()[2], self._recent
        )
        self.projects.recent_changed.connect(self._fill_recent)
        self._fill_recent()
        view = self.commands.menus["view"]
        look = view.addMenu(self.tr("&Colours"))
        for mode, text in (
            ("system", self.tr("As the &system")),
            ("light", self.tr("&Light")),
            ("dark", self.tr("&Dark")),
        ):
            look.addAction(text).triggered.connect(lambda _on=False, m=mode: self.set_colours(m))
        panels = view.addMenu(self.tr("&Panels"))
        for dock in self.window.docks.values():
            panels.addAction(dock.toggleViewAction())
        panels.addSeparator()
        panels.addAction(self.tr("&Reset")).triggered.connect(self.window.reset_layout)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in self.projects.recent():
            action = self._recent.addAction(path.stem)
            action.setToolTip(str(path))
            action.triggered.connect(lambda _on=False, p=path: self.projects.open(p))
        self._recent.setEnabled(not self._recent.isEmpty())

    # Connecting.

    def _connect_desk(self) -> None:
        desk = self.desk
        desk.project_changed.connect(self._project_changed)
        desk.article_changed.connect(self._article_changed)
        desk.annotations_changed.connect(self._annotations_changed)
        desk.names_changed.connect(self._names_changed)
        desk.current_changed.connect(self._current_changed)
        desk.saved.connect(lambda _label: self._tell_undo())
        # Edits of other threads, such as an import, are not told by `saved`.
        desk.library_changed.connect(lambda _ids: self._tell_undo())
        desk.names_changed.connect(self._tell_undo)
        desk.failed.connect(self.complain)
        self.projects.failed.connect(self.complain)
        self.jobs.failed.connect(self.complain)
        self.suggesting.failed.connect(self.complain)

    def _connect_views(self) -> None:
        self.view.annotation_clicked.connect(self.desk.set_current)
        self.view.background_clicked.connect(lambda: self.desk.set_current(None))
        self.header.done_clicked.connect(self.toggle_done)
        self.header.details_clicked.connect(self._details)
        self.library.import_requested.connect(self._import_files)
        self.library.paste_requested.connect(self._paste)
        self.welcome.import_requested.connect(self._import_files)
        self.welcome.sample_requested.connect(
            lambda: self.projects.open_sample(self.default_sample())
        )
        self.distribution.claims_chosen.connect(self._show_claims)
        self.guideline.edit_requested.connect(self._edit_guideline)
        self.window.dropped.connect(self._dropped)
        for pane in self.panes.values():
            pane.cell_opened.connect(self.coding.open_cell)
            pane.menu_requested.connect(self._pane_menu)
            pane.selection_changed.connect(self._tell_enabled)

    def _connect_commands(self) -> None:
        slots: dict[str, Callable[[], object]] = {
            "new": self.projects.ask_new,
            "open": self.projects.ask_open,
            "import": self._import_files,
            "import_folder": self._import_folder,
            "paste": self._paste,
            "export": self._export,
            "quit": self.window.close,
            "undo": self.desk.undo,
            "redo": self.desk.redo,
            "codebook": self._codebook,
            "actors": self.registry.show,
            "in_registry": lambda: self.registry.show_actor_of(self.chosen()),
            "annotator": self._ask_annotator,
            "settings": self._settings,
            "mention": self.coding.mention,
            "claim": self.coding.claim,
            "domain": self.coding.domain,
            "piece": self.bounds.add_piece,
            "remove_piece": self.bounds.remove_piece,
            "repeat": lambda: self.coding.repeat_domains(self._several()),
            "accept": lambda: self.review.accept(self.chosen()),
            "reject": lambda: self.review.reject(self.chosen()),
            "delete": lambda: self.review.delete(self.chosen()),
            "skip": self.review.skip,
            "accept_all": lambda: self._decide_shown("accept"),
            "reject_all": lambda: self._decide_shown("reject"),
            "delete_all": lambda: self._decide_shown("delete"),
            "accept_alike": self.bulk.accept_alike,
            "reject_alike": self.bulk.reject_alike,
            "every_mention": lambda: self.bulk.every("actor"),
            "every_domain": lambda: self.bulk.every("domain"),
            "every_mention_project": lambda: self.bulk.every_in_project("actor"),
            "every_domain_project": lambda: self.bulk.every_in_project("domain"),
            "find": self.finding.find,
            "find_next": self.finding.next,
            "find_previous": self.finding.previous,
            "find_everywhere": self.finding.find_everywhere,
            "next": self.review.next,
            "previous": self.review.previous,
            "speaker": lambda: self.coding.speaker(self._several()),
            "cue": lambda: self.coding.role_from_selection("cue"),
            "content": lambda: self.coding.role_from_selection("content"),
            "domains": self._domains,
            "pick_stance": lambda: self.coding.pick_choice("stance", self._several()),
            "kind": lambda: self.coding.pick_choice("kind", self._several()),
            "note": self.coding.note,
            "own_field": self.own_fields.ask,
            "suggest": self._suggest,
            "done": self.done_and_next,
            "next_article": lambda: self.library.step(1),
            "previous_article": lambda: self.library.step(-1),
            "details": self._details,
            "rejected": self._show_rejected,
            "suggest_on_open": self._keep_suggest_on_open,
            "larger": self.view.zoom_in,
            "smaller": self.view.zoom_out,
            "normal": self.view.zoom_reset,
            "find_article": self.library.focus_search,
            "filter": self._focus_filter,
            "go_text": self.view.setFocus,
            "keys": lambda: dialogs.KeysDialog(self.commands, self.window).show(),
            "about": lambda: dialogs.about(self.window),
        }
        for name, slot in slots.items():
            self.commands.bind(name, slot)
        wanted = self.window.settings.value(_SUGGEST_ON_OPEN, True, type=bool)
        self.commands["suggest_on_open"].setChecked(bool(wanted))
        for name, edge, step in (
            ("start_back", "start", -1),
            ("start_on", "start", 1),
            ("end_back", "end", -1),
            ("end_on", "end", 1),
        ):
            self._connect_nudge(name, edge, step, by_word=True)
            self._connect_nudge(f"{name}_one", edge, step, by_word=False)
        for number, action in enumerate(self._stances):
            action.triggered.connect(lambda _on=False, n=number: self.coding.stance(n))

    def _connect_nudge(self, name: str, edge: str, step: int, *, by_word: bool) -> None:
        self.commands.bind(name, lambda: self.bounds.nudge(edge, step, by_word=by_word))

    # What is chosen.

    def focused_pane(self) -> Pane | None:
        """The pane that has the keyboard."""
        focus = QApplication.focusWidget()
        for pane in self.panes.values():
            if focus is not None and pane.isAncestorOf(focus):
                return pane
        return None

    def chosen(self) -> list[int]:
        """The selected annotations of the pane with the focus, or else the current one."""
        pane = self.focused_pane()
        selected = pane.selected() if pane is not None else []
        if selected:
            return selected
        return [] if self.desk.current is None else [self.desk.current]

    def _several(self) -> list[int]:
        """The selected annotations if they are more than the current one."""
        chosen = self.chosen()
        return chosen if len(chosen) > 1 else []

    # What the desk tells.

    def _project_changed(self) -> None:
        project = self.desk.project
        self.window.setWindowTitle(f"{project.path.stem} — Claimdesk" if project else "Claimdesk")
        self.commands.enable(_NEED_PROJECT, project is not None)
        self._article_changed()
        self._tell_undo()
        if project is not None:
            self._take_up(project)

    def _take_up(self, project: Project) -> None:
        """Open the article that was open last in the project, or the first one."""
        last = str(self.window.settings.value(self._last_article_key(project), ""))
        if last.isdecimal():
            self.desk.open_article(int(last))
        if self.desk.article is None:
            self.library.step(1)

    def _last_article_key(self, project: Project) -> str:
        return f"last_article/{hashlib.sha256(str(project.path).encode()).hexdigest()[:16]}"

    def _article_changed(self) -> None:
        article = self.desk.article
        self.welcome.show_for(self.desk)
        self.centre.setCurrentIndex(0 if article is None else 1)
        self.commands.enable(_NEED_ARTICLE, article is not None)
        self._current_changed(self.desk.current)
        if article is None:
            return
        assert self.desk.project is not None
        key = self._last_article_key(self.desk.project)
        self.window.settings.setValue(key, article.id)
        marks = [mark for row in self.desk.annotations.values() for mark in self._marks(row.id)]
        self.view.show_article(article.body, marks)
        if article.status != "done" and self.commands["suggest_on_open"].isChecked():
            self.suggesting.start(article.id, again=False)

    def _annotations_changed(self, ids: frozenset[int]) -> None:
        for annotation_id in ids:
            self.view.update_annotation(annotation_id, self._marks(annotation_id))

    def _names_changed(self) -> None:
        renamed = self._looks.changed(self.desk)
        for row in self.desk.annotations.values():
            if look_of(row) in renamed:
                self.view.update_annotation(row.id, self._marks(row.id))
        choices = self.desk.fields["stance"].choices if "stance" in self.desk.fields else ()
        for number, action in enumerate(self._stances):
            action.setVisible(number < len(choices))
            if number < len(choices):
                action.setText(self.tr("Stance: {label}").format(label=choices[number].label))

    def _current_changed(self, annotation_id: int | None) -> None:
        self.view.set_current(annotation_id)
        if self.desk.article is not None:
            self._tell_enabled()

    def _tell_enabled(self) -> None:
        """Offer what can be done with the current annotation or the selected rows."""
        selected = any(pane.has_selection() for pane in self.panes.values())
        chosen = self.desk.current is not None or selected
        stances = (action.objectName() for action in self._stances)
        self.commands.enable((*_NEED_CURRENT, *stances), chosen)

    def _marks(self, annotation_id: int) -> list[Mark]:
        row = self.desk.annotations.get(annotation_id)
        return [] if row is None else marks_of(row, self.desk)

    def _tell_undo(self) -> None:
        undo, redo = self.desk.undo_labels()
        for name, word, label in (
            ("undo", self.tr("&Undo"), undo),
            ("redo", self.tr("&Redo"), redo),
        ):
            self.commands[name].setEnabled(label is not None)
            self.commands[name].setText(f"{word} {label}" if label else word)

    # Commands.

    def complain(self, message: str) -> None:
        """Show what could not be done."""
        dialogs.complain(self.window, message)

    def toggle_done(self) -> None:
        """Mark the open article as done, or take it up again."""
        article = self.desk.article
        if article is None:
            return
        status = "in progress" if article.status == "done" else "done"
        label = self.tr("Mark “{title}” as {status}").format(title=article.title, status=status)
        self.desk.act(
            label, lambda session: editing.set_article(session, article.id, status=status)
        )

    def done_and_next(self) -> None:
        """Mark the open article as done and open the next one."""
        if self.desk.article is not None and self.desk.article.status != "done":
            self.toggle_done()
        self.library.step(1)

    def set_colours(self, mode: str) -> None:
        """Change between light and dark."""
        self.window.settings.setValue("colours", mode)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, mode)
        self.commands.refresh_icons()

    def default_sample(self) -> Path:
        """Where the sample project of the welcome page is kept."""
        folder = QStandardPaths.writableLocation(
            QStandardPaths.StandardLocation.AppLocalDataLocation
        )
        return Path(folder) / "sample.claimdesk"

    def _keep_suggest_on_open(self) -> None:
        wanted = self.commands["suggest_on_open"].isChecked()
        self.window.settings.setValue(_SUGGEST_ON_OPEN, wanted)

    def _suggest(self) -> None:
        if self.desk.article is not None:
            self.suggesting.start(self.desk.article.id)

    def _domains(self) -> None:
        """The domains of claims; of other words, every occurrence as a domain."""
        row = self.desk.current_row()
        selected = self.view.selected_span() is not None and self.focused_pane() is None
        if self._several() or (row is not None and row.layer == "claim" and not selected):
            self.coding.domains(self._several())
        else:
            self.bulk.every("domain")

    def _decide_shown(self, what: str) -> None:
        self.bulk.decide_shown(self.focused_pane() or self.panes["actors"], what)

    def _show_rejected(self) -> None:
        shown = self.commands["rejected"].isChecked()
        self.view.set_show_rejected(shown)
        for pane in self.panes.values():
            pane.model.set_show_rejected(shown)

    def _show_claims(self, ids: list[int], _description: str) -> None:
        here = [i for i in ids if i in self.desk.annotations]
        if not here and ids and self.desk.project is not None:
            self.library.open_annotation(ids[0])
            here = [i for i in ids if i in self.desk.annotations]
        self.panes["claims"].filter.clear()
        self.panes["claims"].select(here)

    def _pane_menu(self, pane: Pane, position: QPoint) -> None:
        menu = QMenu(pane)
        names = ["accept", "reject", "delete", "", "speaker", "domains", "note"]
        if pane.model.layer == "claim":
            names += ["", *(a.objectName() for a in self._stances if a.isVisible()), "kind"]
        if pane.model.layer != "domain":
            names += ["", "in_registry"]
        for name in names:
            if name:
                menu.addAction(self.commands[name])
            else:
                menu.addSeparator()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(position)

    def _focus_filter(self) -> None:
        pane = self.focused_pane() or self.panes["claims"]
        pane.filter.setFocus()
        pane.filter.selectAll()

    def _details(self) -> None:
        if self.desk.article is not None:
            ArticleDetailsDialog(self.desk, self.desk.article.id, self.window).open()

    def _codebook(self) -> None:
        if self._codebook_dialog is None:
            self._codebook_dialog = CodebookDialog(self.desk, self.window)
            self._codebook_dialog.destroyed.connect(self._codebook_closed)
            self._codebook_dialog.example_opened.connect(self.library.open_annotation)
        self._codebook_dialog.show()
        self._codebook_dialog.raise_()
        self._codebook_dialog.activateWindow()

    def _edit_guideline(self) -> None:
        if self.desk.project is not None:
            self._codebook()
            assert self._codebook_dialog is not None
            self._codebook_dialog.show_guideline()

    def _codebook_closed(self) -> None:
        self._codebook_dialog = None

    def _export(self) -> None:
        ExportDialog(self.desk, self.jobs, self.window).open()

    def _import_files(self) -> None:
        paths = importing.choose_files(self.window)
        self.import_paths(paths)

    def _import_folder(self) -> None:
        folder = importing.choose_folder(self.window)
        self.import_paths([folder] if folder else [])

    def _dropped(self, data: QMimeData) -> None:
        paths = importing.dropped_paths(data)
        projects = [path for path in paths if path.suffix == ".claimdesk"]
        if projects:
            self.projects.open(projects[0])
        else:
            self.import_paths(paths)

    def import_paths(self, paths: list[Path]) -> None:
        """Import articles from files and folders."""
        if self.desk.project is None:
            self.complain(self.tr("Open or create a project first, then import articles."))
        elif paths:
            importing.import_files(self.desk, self.jobs, paths, self.window)

    def _paste(self) -> None:
        importing.PasteDialog(self.desk, self.window).open()

    def _settings(self) -> None:
        colours = str(self.window.settings.value("colours") or "system")
        annotator = self.projects.annotator() or ""
        SettingsDialog(
            ReadingPage(self.preferences, colours, self.set_colours),
            AnnotatingPage(
                annotator, self.projects.set_annotator, self.commands["suggest_on_open"]
            ),
            KeysPage(self.keymap),
            self.window,
        ).open()

    def _ask_annotator(self) -> None:
        name, taken = QInputDialog.getText(
            self.window,
            self.tr("Annotator"),
            self.tr("Your name, recorded with every edit:"),
            QLineEdit.EchoMode.Normal,
            self.projects.annotator() or "",
        )
        if taken and name.strip():
            self.projects.set_annotator(name.strip())
