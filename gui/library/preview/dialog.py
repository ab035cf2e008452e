# SPDX-License-Identifier: MIT
"""The preview of an import: what was read, to be looked at and changed before it is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.encodings import EncodingDialog, shown
from claimdesk.gui.library.preview import model as lines
from claimdesk.gui.library.preview import remembered
from claimdesk.gui.library.preview.columns_dialog import ColumnsDialog
from claimdesk.gui.library.preview.duplicates_bar import DuplicatesBar, group_sentence
from claimdesk.gui.library.preview.model import PreviewModel, same_as
from claimdesk.gui.library.preview.questions import Questions
from claimdesk.gui.library.preview.table import PreviewTable
from claimdesk.gui.library.preview.text_pane import TextPane, compared
from claimdesk.gui.library.progress import ImportProgress, reading_words
from claimdesk.gui.widgets.dialogs import dialog_sheet
from claimdesk.gui.widgets.labels import hint_label, problem_label, show_problem
from claimdesk.models.articles.columns import TableColumns
from claimdesk.models.exchange.import_options import Stopped
from claimdesk.models.exchange.staged_duplicates import DuplicateGroup
from claimdesk.models.exchange.staging import StagedArticle, StagedImport
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project


class PreviewDialog(QDialog):
    """Shows a staged import; once it is accepted, the import holds what was decided."""

    def __init__(
        self,
        project: Project,
        staged: StagedImport,
        jobs: Jobs,
        settings: QSettings,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._project, self._staged = project, staged
        self._jobs, self._settings = jobs, settings
        self._progress: ImportProgress | None = None
        self._showings = 0
        """How often a text was shown: a comparison that arrives late is of another."""
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import articles"))
        self.setStyleSheet(dialog_sheet())
        self.summary = hint_label(self)
        self.questions = Questions(staged, self)
        self.questions.columns_wanted.connect(self._change_columns)
        self.questions.order_chosen.connect(self._read_dates)
        self._problem = problem_label(self)
        self.model = PreviewModel(staged, lambda text: show_problem(self._problem, text), self)
        self.table = PreviewTable(self.model, self)
        self.text = TextPane(self)
        self.duplicates = DuplicatesBar(self)
        self.duplicates.chosen.connect(self._choose_duplicates)
        self._make_fields()
        self._make_buttons()
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _old: self._show_text())
        self.table.selectionModel().selectionChanged.connect(lambda _on, _off: self._show_chosen())
        self.table.toggled.connect(self._toggle)
        self.model.dataChanged.connect(lambda *_unused: self._show_counts())
        self.model.modelReset.connect(self._show_counts)
        self._show_counts()
        self.table.selectRow(0)

    # Its parts.

    def _make_fields(self) -> None:
        self.listed = QComboBox(self)
        self.listed.setAccessibleName(_("Articles that are listed"))
        for key, words in (
            (lines.ALL, _("All articles")),
            (lines.WITH_PROBLEMS, _("Articles to look at")),
            (lines.DUPLICATES, _("Duplicates")),
        ):
            self.listed.addItem(words, key)
        self.listed.activated.connect(lambda _row: self._list(self.listed.currentData()))
        self.field = QComboBox(self)
        self.field.setAccessibleName(_("What is set for the selected articles"))
        names = lines.headings()
        for column in (lines.OUTLET, lines.DATE, lines.LANGUAGE, lines.TITLE):
            self.field.addItem(names[column], lines.FIELD_OF[column])
        self.value = QLineEdit(self)
        self.value.setAccessibleName(_("The value for the selected articles"))
        self.value.setPlaceholderText(_("Value for the selected articles"))
        self.apply = QPushButton(_("&Set for selected"), self)
        self.apply.setAutoDefault(False)
        self.apply.clicked.connect(self._apply)
        self.value.returnPressed.connect(self._apply)
        self.select_all = QPushButton(_("Select a&ll"), self)
        self.select_all.setAutoDefault(False)
        self.select_all.clicked.connect(self.table.selectAll)
        self.encoding = QPushButton(_("&Encoding…"), self)
        self.encoding.setAutoDefault(False)
        self.encoding.clicked.connect(self._ask_encoding)

    def _make_buttons(self) -> None:
        self.always = QCheckBox(_("Show this &before each import"), self)
        self.always.setChecked(remembered.is_previewed(self._settings))
        self.always.toggled.connect(lambda on: remembered.set_previewed(self._settings, on))
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.take = self._buttons.addButton(_("&Import"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.take.setDefault(True)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        side = QWidget(self)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self.duplicates)
        beside.addWidget(self.text, 1)
        panes = QSplitter(Qt.Orientation.Horizontal, self)
        panes.addWidget(self.table)
        panes.addWidget(side)
        panes.setStretchFactor(0, 3)
        panes.setStretchFactor(1, 2)
        panes.setChildrenCollapsible(False)
        setting, closing = QHBoxLayout(), QHBoxLayout()
        for part in (self.listed, self.select_all, self.field):
            setting.addWidget(part)
        setting.addWidget(self.value, 1)
        setting.addWidget(self.apply)
        setting.addWidget(self.encoding)
        closing.addWidget(self.always)
        closing.addWidget(self._buttons, 1)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.questions)
        layout.addWidget(panes, 1)
        layout.addLayout(setting)
        layout.addWidget(self._problem)
        layout.addLayout(closing)
        unit = self.fontMetrics().height()
        panes.setSizes([unit * 56, unit * 26])
        room = (self.parentWidget() or self).size()
        self.resize(min(unit * 84, room.width() - unit), min(unit * 48, room.height() - unit))
        self.table.setFocus()

    # What is shown.

    def _show_counts(self) -> None:
        show_problem(self._problem, None)
        self.summary.setText(summary_of(self._staged))
        count = len(self._staged.taken())
        words = ngettext("&Import 1 article", "&Import {n} articles", count).format(n=count)
        if not count and self._staged.corpora:
            words = _("&Import")
        self.take.setText(words)
        # The default button is bold, which its size hint does not know.
        bold = self.take.font()
        bold.setBold(True)
        room = QFontMetrics(bold).horizontalAdvance(words) + 2 * self.fontMetrics().height()
        self.take.setMinimumWidth(max(self.take.minimumWidth(), room))
        self.take.setEnabled(bool(count or self._staged.corpora))

    def _list(self, listed: str) -> None:
        self._keep_current(lambda: self.model.show(listed))

    def _keep_current(self, change: Callable[[], object]) -> None:
        """Change what is listed; the article that was current stays so."""
        now = self._current()
        change()
        self.table.selectRow(self.model.row_of(now.number) if now is not None else 0)
        self._show_text()

    def _current(self) -> StagedArticle | None:
        return self.model.article(self.table.currentIndex().row())

    def _chosen(self) -> list[StagedArticle]:
        rows = map(self.model.article, self.table.chosen_rows())
        return [one for one in rows if one is not None]

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.apply.setEnabled(bool(chosen))
        self.encoding.setVisible(any(one.encoding_is_guess for one in chosen))

    def _show_text(self) -> None:
        now = self._current()
        group = None if now is None else self.model.group_of(now.number)
        body = "" if now is None else self._staged.article(now.number).body
        self._showings += 1
        self.text.show_text(body)
        is_member = group is not None and now is not None and now.number in group.members
        if group is not None and is_member and not group.exact:
            self._compare(group, body)
        sentence = ""
        if group is not None and now is not None:
            sentence = same_as(group, now.number) if is_member else group_sentence(group)
        self.duplicates.show_group(group, sentence)

    def _compare(self, group: DuplicateGroup, body: str) -> None:
        """Show what differs from the first of a group as soon as that is known."""
        first = None if group.first is None else self._staged.article(group.first).body
        self._jobs.run(
            _difference,
            self._project,
            group.first_id if first is None else first,
            body,
            done=partial(self._show_difference, self._showings),
            name="import difference",
        )

    def _show_difference(self, showing: int, found: list[tuple[str, str]]) -> None:
        if found and showing == self._showings:
            self.text.show_pieces(found)

    # What is decided.

    def _apply(self) -> None:
        numbers = [one.number for one in self._chosen()]
        if numbers and self.model.set_value(numbers, self.field.currentData(), self.value.text()):
            self.value.selectAll()

    def _toggle(self) -> None:
        chosen = self._chosen()
        if chosen:
            wanted = not all(one.take for one in chosen)
            self.model.take([one.number for one in chosen], wanted)

    def _choose_duplicates(self, group: DuplicateGroup | None, choice: str) -> None:
        shown_group = self.duplicates.group
        assert shown_group is not None
        same = (each for each in self._staged.groups if each.exact == shown_group.exact)
        for each in [group] if group is not None else same:
            each.choice = choice
        self.model.groups_changed()

    def _read_dates(self, sources: Sequence[str], day_first: bool | None) -> None:
        for source in sources:
            self._staged.set_day_first(source, day_first)
            remembered.remember_day_first(self._settings, source, day_first)
        self.model.groups_changed()

    def _change_columns(self, table: TableColumns) -> None:
        dialog = ColumnsDialog(table, self)
        dialog.accepted.connect(lambda: self._take_columns(table, dialog.fields()))
        dialog.open()

    def _take_columns(self, table: TableColumns, fields: dict[str, str]) -> None:
        remembered.remember_columns(self._settings, table.key, fields)
        maps = remembered.column_maps(self._settings)
        tables = self._staged.tables.items()
        paths = [path for path, found in tables if any(each.key == table.key for each in found)]
        self._work(lambda progress: self._staged.read_with_maps(paths, maps, progress.hooks))

    def _ask_encoding(self) -> None:
        path = next(one.file for one in self._chosen() if one.encoding_is_guess)
        self._jobs.run(self._staged.readings, path, done=self._offer_readings, name="readings")

    def _offer_readings(self, readings: list[tuple[str, str]]) -> None:
        unsure = [one.file for one in self._chosen() if one.encoding_is_guess]
        if not unsure or not readings:
            text = _("Unpack the archive to choose the encoding of a file in it.")
            show_problem(self._problem, text)
            return
        offered = [(encoding, shown(text)) for encoding, text in readings]
        dialog = EncodingDialog(Path(unsure[0]).name, offered, self, ends_import=False)
        dialog.accepted.connect(
            lambda: self._take_encoding(unsure, dialog.encoding() or "", dialog.for_all.isChecked())
        )
        dialog.open()

    def _take_encoding(self, paths: Sequence[str], encoding: str, for_all: bool) -> None:
        def read(progress: ImportProgress) -> None:
            files = self._staged.unsure_files(encoding) if for_all else list(dict.fromkeys(paths))
            self._staged.read_again(files, progress.hooks, encoding=encoding)

        self._work(read)

    # Reading again.

    def _work(self, work: Callable[[ImportProgress], object]) -> None:
        """Do what takes long beside the window, then show what the import holds."""
        progress = self._progress = ImportProgress(reading_words, self)
        self.setEnabled(False)

        def run() -> None:
            try:
                work(progress)
                self._staged.find_duplicates(progress.hooks)
            except Stopped:
                return

        self._jobs.run(run, done=self._show_again, failed=self._failed, name="preview")

    def _end_work(self) -> None:
        if self._progress is not None:
            self._progress.close()
        self._progress = None
        self.setEnabled(True)

    def _show_again(self, _nothing: object) -> None:
        self._end_work()
        self._keep_current(self.model.reload)
        self.questions.reload()

    def _failed(self, error: object) -> None:
        self._end_work()
        show_problem(self._problem, str(error))

    def reject(self) -> None:
        """Write nothing; while files are read again, their progress is what can be cancelled."""
        if self._progress is None:
            super().reject()

    def withdraw(self) -> None:
        """Close without writing anything, whatever is under way."""
        if self._progress is not None:
            self._progress.cancel()
        super().reject()


def summary_of(staged: StagedImport) -> str:
    """Return what was read, in one sentence or two."""
    count, failed = len(staged.articles), len(staged.failed)
    parts = [ngettext("1 article was read.", "{n} articles were read.", count).format(n=count)]
    if failed:
        parts.append(
            ngettext("1 file could not be read.", "{n} files could not be read.", failed).format(
                n=failed
            )
        )
    if staged.corpora:
        names = ", ".join(paths[0].name for _known, paths in staged.corpora)
        parts.append(_("With their annotations come in: {names}.").format(names=names))
    parts += [note.reason for note in staged.notes]
    parts.append(_("Nothing is written yet."))
    return " ".join(parts)


def _difference(project: Project, first: str | int | None, body: str) -> list[tuple[str, str]]:
    """Return how a text differs from another one, which may be an article of the project."""
    if isinstance(first, str):
        return compared(first, body)
    with project.reading() as connection:
        article = queries.article(connection, first or 0)
    return compared("" if article is None else article.body, body)
