# SPDX-License-Identifier: MIT
"""The window opens projects whose hashes are right and of which one cell was changed.

Each is refused with a sentence, or every view shows what it holds; nothing unexpected happens.
"""

from __future__ import annotations

import random
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings, QSize, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from claimdesk.gui.app import Start, application
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.window.workbench import Workbench
from drills import strangers

DIALOGS = ("actors", "codebook", "deleted", "learning", "export", "backups", "guideline", "history")
"""Commands that open a dialog; those that the window does not have are left out."""
_FEW = 6


def drill(changes: int, seed: int, folder: Path) -> dict[str, Any]:
    """Open so many changed projects in one window; what was not as it should be."""
    chance = random.Random(seed)
    whole = strangers.project(folder / "whole.claimdesk")
    bench, start = _window(folder)
    wrong: list[str] = []
    told: list[str] = []
    doing = ""
    sys.excepthook = lambda kind, error, _trace: wrong.append(f"{doing}: {kind.__name__}: {error}")
    start.unexpected = bench.jobs.unexpected = lambda error, where: wrong.append(
        f"{doing}: {where}: {error!r}"
    )
    dialogs.show_error = lambda _parent, message: told.append(message)
    dialogs.ask = lambda _parent, message, _answers, **_how: told.append(message)
    figures: dict[str, Any] = {"changes": 0, "opened": 0, "wrong": wrong}
    while figures["changes"] < changes:
        path = folder / f"{chance.randrange(2**40)}.claimdesk"
        path.write_bytes(whole)
        what = strangers.change_a_cell(path, chance)
        if what is None:
            continue
        doing = what
        figures["changes"] += 1
        with strangers.watched(what):
            if bench.projects.open(path):
                figures["opened"] += 1
                _look_at_everything(bench, chance)
            bench.desk.close()
            _turn()
        path.unlink()
    figures["told"] = len(told)
    start.window.close()
    return figures


def _window(folder: Path) -> tuple[Workbench, Start]:
    settings = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("suggest_on_open", False)
    settings.setValue("learn_when_done", False)
    application([], "light")
    start = Start(settings, None, QSize(1440, 900))
    while start.workbench is None:
        _turn()
    for dock in start.window.docks.values():
        dock.show()
    return start.workbench, start


def _look_at_everything(bench: Workbench, chance: random.Random) -> None:
    desk = bench.desk
    with desk.reading() as connection:
        articles = [row[0] for row in connection.exec_driver_sql("SELECT id FROM article").all()]
    for article in chance.sample(articles, min(len(articles), 2)):
        desk.open_article(article)
        _turn()
        for annotation in chance.sample(list(desk.annotations), min(_FEW, len(desk.annotations))):
            desk.set_current(annotation)
            _turn()
    for dock in bench.window.docks.values():
        dock.raise_()
        _turn()
    bench.jobs.wait()
    _turn()
    bench.window.grab()
    _open_dialog(bench, chance.choice(DIALOGS))


def _open_dialog(bench: Workbench, name: str) -> None:
    known = {command for _menu, names in bench.commands.by_menu() for command in names}
    if name not in known or not bench.commands[name].isEnabled():
        return
    QTimer.singleShot(200, _close_dialogs)  # one that waits for an answer
    bench.commands[name].trigger()
    _turn()
    bench.jobs.wait()
    _turn()
    for dialog in bench.window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.grab()
    _close_dialogs()


def _close_dialogs() -> None:
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            widget.reject()


def _turn() -> None:
    for _again in range(3):
        QApplication.processEvents()
