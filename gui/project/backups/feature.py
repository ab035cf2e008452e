# SPDX-License-Identifier: MIT
"""Backups, restore, integrity check and repair of the open project, and notices about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from claimdesk.gui.project.backups.check_dialog import CheckDialog, RepairReportDialog
from claimdesk.gui.project.backups.controller import BackupController
from claimdesk.gui.project.backups.dialog import BackupsDialog
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.widgets.file_dialogs import ask_to_save
from claimdesk.gui.window.feature_base import PROJECT, Command, Feature
from claimdesk.gui.window.workbench import Workbench
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import location_risks
from claimdesk.models.store.backups import backups, restoring
from claimdesk.models.store.backups.backups import Backup
from claimdesk.models.store.backups.restoring import RestoredBackup
from claimdesk.models.store.backups.summary import Summary
from claimdesk.models.store.project import Project
from claimdesk.models.store.repair import repair
from claimdesk.models.store.repair.repair import RepairReport


class BackupsFeature(Feature):
    """Backs up the open project and warns of damage and of a risky location."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        self._desk = bench.desk
        self._notices = bench.notices
        self._backups = BackupController(bench.desk, bench.settings)
        self._backups.failed.connect(self._tell_no_backup)
        self._backups.made.connect(lambda _backup: self._notices.remove("backup"))
        self._backups.checked.connect(self._checked)
        self._backups.check_failed.connect(lambda reason: dialogs.show_error(bench.window, reason))
        bench.projects.repair_wanted.connect(self.repair)
        bench.desk.project_changed.connect(self._project_changed)

    def commands(self) -> Sequence[Command]:
        return [
            Command(
                id="backups",
                text=_("&Backups…"),
                run=self._show_backups,
                menu="file",
                at=310,
                keys=("Ctrl+Shift+B",),
                needs=PROJECT,
            ),
            Command(
                id="check",
                text=_("&Check the project…"),
                run=self._show_check,
                menu="file",
                at=320,
                tip=_("Compare everything with its hash; never changes anything"),
                needs=PROJECT,
            ),
        ]

    def repair(self, damaged: Path) -> None:
        """Ask for a file name and save there what can be read of a damaged project."""
        start = damaged.with_name(f"{damaged.stem} repaired{damaged.suffix}")
        ask_to_save(
            self._bench.window, _("Repair into a copy"), start, partial(self._repair_into, damaged)
        )

    def _repair_into(self, damaged: Path, target: Path) -> None:
        if self._desk.project is not None and self._desk.project.path == damaged.resolve():
            self._desk.close()
        self._bench.desk.status_message.emit(_("Saving what can be read…"))
        self._bench.jobs.run(
            repair.repair,
            damaged,
            target,
            done=self._repaired,
            failed=self._show_error,
        )

    def _project_changed(self) -> None:
        project = self._desk.project
        if project is None:
            return
        if project.read_only_reason is not None:
            self._tell_read_only(project)
        elif project.was_interrupted:
            self._notices.show_notice(
                "interrupted",
                _(
                    "Claimdesk did not shut down cleanly last time. Everything shown as saved is "
                    "here; the whole project is being checked."
                ),
            )
        self._bench.jobs.run(
            location_risks.risks,
            project.path,
            done=partial(self._tell_risks, project),
            name="risks",
        )

    def _tell_read_only(self, project: Project) -> None:
        self._notices.show_notice(
            "read only",
            project.read_only_reason or "",
            [
                (_("Work on a copy…"), self._save_copy),
                (_("Backups…"), self._show_backups),
            ],
            lasting=True,
        )

    def _checked(self, report: dict[str, Any]) -> None:
        project = self._desk.project
        if project is None:
            return
        if report["problems"]:
            self._notices.remove("interrupted")
            self._tell_read_only(project)
        elif project.was_interrupted:
            self._notices.show_notice(
                "interrupted",
                _("Claimdesk did not shut down cleanly last time. The project is intact."),
            )

    def _tell_risks(self, project: Project, found: list[location_risks.Risk]) -> None:
        if project is not self._desk.project:
            return
        settings = self._bench.settings
        for risk in found:
            key = f"risk_dismissed/{risk.kind}/{risk.name}"
            if settings.value(key):
                continue
            self._notices.show_notice(
                f"risk {risk.kind}",
                risk.advice,
                dismissed=partial(settings.setValue, key, "1"),
            )

    def _tell_no_backup(self, reason: str) -> None:
        self._notices.show_notice("backup", reason, [(_("Backups…"), self._show_backups)])

    def _show_backups(self) -> None:
        bench = self._bench
        if self._desk.project is None:
            return
        dialog = BackupsDialog(bench.desk, bench.jobs, self._backups, bench.window)
        dialog.restore_wanted.connect(self._restore)
        dialog.open()

    def _restore(self, backup: Backup) -> None:
        project = self._desk.project
        if project is None:
            return
        path = Path(backup.project) if _is_backup(project.path) else project.path
        self._bench.suggesting.cancel()
        # After the dialog closes, not every system returns the focus to the window.
        self._bench.window.activateWindow()
        self._desk.close()
        self._desk.status_message.emit(_("Restoring the backup…"))
        self._bench.jobs.run(
            restoring.restore,
            backup.path,
            path,
            done=self._restored,
            failed=partial(self._not_restored, path),
        )

    def _restored(self, done: RestoredBackup) -> None:
        if self._bench.projects.open(done.project) and done.replaced is not None:
            self._notices.show_notice(
                "restored",
                _("The backup is restored. The previous files are in {folder}.").format(
                    folder=done.replaced
                ),
            )

    def _not_restored(self, path: Path, error: Exception) -> None:
        self._bench.projects.open(path)
        self._show_error(error)

    def _show_check(self) -> None:
        if self._desk.project is None:
            return
        dialog = CheckDialog(self._desk, self._bench.jobs, self._bench.window)
        dialog.backups_wanted.connect(self._show_backups)
        dialog.repair_wanted.connect(partial(self.repair, self._desk.project.path))
        dialog.show()

    def _repaired(self, report: RepairReport) -> None:
        if self._bench.projects.open(report.project):
            RepairReportDialog(report, self._bench.window).open()

    def _save_copy(self) -> None:
        project = self._desk.project
        if project is None:
            return
        start = project.path.with_name(f"{project.path.stem} copy{project.path.suffix}")
        ask_to_save(self._bench.window, _("Work on a copy"), start, partial(self._copy_to, project))

    def _copy_to(self, project: Project, target: Path) -> None:
        self._bench.jobs.run(
            project.save_copy,
            target,
            done=partial(self._copied, target),
            failed=self._show_error,
        )

    def _copied(self, target: Path, _summary: Summary) -> None:
        self._bench.projects.open(target)

    def _show_error(self, error: Exception) -> None:
        dialogs.show_error(self._bench.window, str(error))


def _is_backup(path: Path) -> bool:
    return backups.backup_at(path) is not None
