# SPDX-License-Identifier: MIT
"""The backups dialog: what each backup contains, and what restoring it would change."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QSplitter,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.project.backups import backup_text
from claimdesk.gui.project.backups.controller import BackupController
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.widgets.file_dialogs import ask_for_folder
from claimdesk.gui.widgets.labels import literal_tip, plain_label
from claimdesk.gui.widgets.spacing import INSET
from claimdesk.gui.widgets.wording import time_text
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.backups import backups, restoring
from claimdesk.models.store.backups.backups import Backup
from claimdesk.models.store.backups.restoring import Difference
from claimdesk.models.store.backups.retention import Retention

_NUMBERS = (2, 3, 5)
"""Columns that hold numbers."""
_PATH = Qt.ItemDataRole.UserRole


def compare(backup: Path, project: Path) -> Difference:
    """Verify a backup and return what restoring it would change; runs in a job."""
    restoring.verify_backup(backup)
    return restoring.difference(backup, project)


class BackupsDialog(QDialog):
    """Lists verified backups, newest first. Restoring moves the current project aside."""

    restore_wanted = Signal(object)
    """The Backup to restore."""

    def __init__(
        self, desk: Desk, jobs: Jobs, controller: BackupController, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._jobs, self._controller = desk, jobs, controller
        self._found: dict[str, Backup] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Backups"))
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(_("Verified backups"))
        self.list.setHeaderLabels(
            [
                _("Made"),
                _("Why"),
                _("Articles"),
                _("Annotations"),
                _("Last edit"),
                _("Size"),
            ]
        )
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setAllColumnsShowFocus(True)
        unit = self.fontMetrics().averageCharWidth()
        longest = self.fontMetrics().horizontalAdvance(time_text("2028-12-28T22:28:28.888Z"))
        self.list.setColumnWidth(0, longest + 3 * unit)
        for column, width in enumerate((26, 10, 14, 42), start=1):
            self.list.setColumnWidth(column, unit * width)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for column in _NUMBERS:
            self.list.headerItem().setTextAlignment(column, right)
        self.difference = plain_label(self)
        self.difference.setAccessibleName(_("What restoring would change"))
        self.hint = plain_label(self, faint=True)
        self.now = QPushButton(_("&Back up now"), self)
        self.restore = QPushButton(_("&Restore…"), self)
        self.restore.setToolTip(_("Replace the project by this backup"))
        self._folder = plain_label(self)
        self.choose = QPushButton(_("Choose a &folder…"), self)
        self.beside = QPushButton(_("Beside the &project"), self)
        self.counts = self._make_counts()
        self._lay_out()
        self._connect()
        self.refresh()

    def refresh(self) -> None:
        """Read the list again."""
        project = self._desk.project
        if project is None:
            self.reject()
            return
        self.hint.setText(_("Loading…"))
        self._jobs.run(
            backups.list_backups, project.path, done=self._fill, failed=self._failed, name="backups"
        )
        self._jobs.run(
            backups.backup_folder, project.path, done=self._show_folder, name="backup folder"
        )

    def _make_counts(self) -> dict[str, QSpinBox]:
        retention = self._controller.retention()
        found = {}
        for name, text in (
            ("latest", _("the newest")),
            ("daily", _("days")),
            ("weekly", _("weeks")),
            ("monthly", _("months")),
        ):
            box = QSpinBox(self)
            box.setRange(1 if name == "latest" else 0, 999)
            box.setValue(getattr(retention, name))
            box.setAccessibleName(_("How many to keep: {what}").format(what=text))
            found[name] = box
        return found

    def _lay_out(self) -> None:
        top = QSplitter(Qt.Orientation.Vertical, self)
        area = QScrollArea(self)
        area.setWidget(self.difference)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName(_("What restoring would change"))
        self.difference.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.difference.setContentsMargins(INSET)
        top.addWidget(self.list)
        top.addWidget(area)
        top.setChildrenCollapsible(False)
        unit = self.fontMetrics().height()
        top.setSizes([unit * 14, unit * 13])
        folder = QHBoxLayout()
        folder.addWidget(self._folder, 1)
        folder.addWidget(self.choose)
        folder.addWidget(self.beside)
        keep = QHBoxLayout()
        texts = {
            "latest": _("Keep the newest"),
            "daily": _("and one a day for"),
            "weekly": _("days, one a week for"),
            "monthly": _("weeks, one a month for"),
        }
        for name, box in self.counts.items():
            keep.addWidget(QLabel(texts[name], self))
            keep.addWidget(box)
        keep.addWidget(QLabel(_("months"), self))
        keep.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.hint, 1)
        foot.addWidget(self.now)
        foot.addWidget(self.restore)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        foot.addWidget(buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(top, 1)
        layout.addLayout(folder)
        layout.addLayout(keep)
        layout.addLayout(foot)
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)
        unit = self.fontMetrics().height()
        self.resize(unit * 58, unit * 36)

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(lambda: self._compare())
        self.now.clicked.connect(self._back_up)
        self.restore.clicked.connect(self._restore)
        self.choose.clicked.connect(self._choose_folder)
        self.beside.clicked.connect(lambda: self._set_folder(None))
        for box in self.counts.values():
            box.editingFinished.connect(self._save_retention)
        self._controller.made.connect(self.refresh)

    def _fill(self, found: list[Backup]) -> None:
        chosen = self._chosen()
        self._found = {str(backup.path): backup for backup in found}
        self.list.blockSignals(True)
        self.list.clear()
        for backup in found:
            item = QTreeWidgetItem(
                [
                    backup_text.moment_text(backup.made),
                    backup_text.reason_text(backup),
                    f"{backup.summary.articles:,}",
                    f"{backup.summary.annotations:,}",
                    backup_text.last_edit_text(backup),
                    backup_text.size_text(backup.size),
                ]
            )
            for column in _NUMBERS:
                item.setTextAlignment(
                    column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                )
            item.setData(0, _PATH, str(backup.path))
            item.setToolTip(0, literal_tip(str(backup.path)))
            item.setSizeHint(0, QSize(0, self.fontMetrics().height() + 8))
            self.list.addTopLevelItem(item)
            if chosen is not None and backup.path == chosen.path:
                self.list.setCurrentItem(item)
        first = self.list.topLevelItem(0)
        if self.list.currentItem() is None and first is not None:
            self.list.setCurrentItem(first)
        self.list.blockSignals(False)
        self.hint.setText(
            _("Each backup was opened and verified when it was made.")
            if found
            else _("No backups yet. One is made when the project is opened.")
        )
        self._compare()

    def _chosen(self) -> Backup | None:
        item = self.list.currentItem()
        return None if item is None else self._found.get(str(item.data(0, _PATH)))

    def _compare(self) -> None:
        backup, project = self._chosen(), self._desk.project
        self.restore.setEnabled(False)
        if backup is None or project is None:
            self.difference.setText("")
            return
        self.difference.setText(_("Comparing with the project…"))
        self._jobs.run(
            compare,
            backup.path,
            project.path,
            done=self._show_difference,
            failed=self._cannot_compare,
            name="difference",
        )

    def _show_difference(self, found: Difference) -> None:
        lines = backup_text.difference_lines(found)
        if found.tables or found.edits:
            lines.insert(0, _("If you restore it:"))
        self.difference.setText("\n".join(lines))
        self.restore.setEnabled(bool(found.tables or found.edits))

    def _cannot_compare(self, error: Exception) -> None:
        self.difference.setText(str(error))

    def _back_up(self) -> None:
        project = self._desk.project
        if project is not None:
            self.now.setEnabled(False)
            self.hint.setText(_("Backing up…"))
            self._jobs.run(_back_up, project.path, done=self._backed_up, failed=self._failed)

    def _backed_up(self, _backup: Backup) -> None:
        self.now.setEnabled(True)
        self.list.clear()
        self.refresh()

    def _failed(self, error: Exception) -> None:
        self.now.setEnabled(True)
        self.hint.setText(str(error))

    def _restore(self) -> None:
        backup = self._chosen()
        if backup is None:
            return
        question = _(
            "Replace the project by the backup of {moment}?\n\nThe current project is moved to a "
            "folder beside it. Nothing is deleted."
        ).format(moment=backup_text.moment_text(backup.made))
        dialogs.ask(self, question, [(_("Restore"), partial(self._leave, backup))], safe=True)

    def _leave(self, backup: Backup) -> None:
        self.accept()
        self.restore_wanted.emit(backup)

    def _choose_folder(self) -> None:
        ask_for_folder(self, _("Folder for backups"), self._set_folder)

    def _set_folder(self, folder: Path | None) -> None:
        project = self._desk.project
        if project is None:
            return
        try:
            backups.choose_folder(project, folder)
        except ClaimdeskError as error:
            self._failed(error)
            return
        self.refresh()

    def _show_folder(self, folder: Path) -> None:
        project = self._desk.project
        if project is None:
            return
        beside = folder == backups.sibling_folder(project.path)
        self._folder.setText(_("Stored in {folder}").format(folder=folder))
        self.beside.setEnabled(not beside)

    def _save_retention(self) -> None:
        retention = Retention(**{name: box.value() for name, box in self.counts.items()})
        if retention != self._controller.retention():
            self._controller.set_retention(retention)


def _back_up(project: Path) -> Backup:
    return backups.make_backup(project)
