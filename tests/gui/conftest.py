# SPDX-License-Identifier: MIT
"""Real windows on real projects, with what they remember kept apart from the analyst's own."""

from __future__ import annotations

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from claimdesk.gui.annotating.picking.picker import Picker
from claimdesk.gui.app import Start, application
from claimdesk.gui.widgets import dialogs
from claimdesk.gui.window.main_window import MainWindow
from claimdesk.gui.window.workbench import Workbench
from tests.projects import create_sample

OpenWindow = Callable[[Path], Workbench]


@pytest.fixture
def remembered(tmp_path: Path) -> QSettings:
    settings = QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)
    settings.setValue("suggest_on_open", False)
    settings.setValue("learn_when_done", False)
    settings.setValue("import/preview", False)
    return settings


@pytest.fixture(autouse=True)
def garbage_collected_here() -> Iterator[None]:
    """Frees what a test left in this thread, as the program does.

    Python would collect in whichever thread creates an object: a job of a later test could then
    destroy widgets of this one in its own thread, which damages memory.
    """
    gc.disable()
    yield
    gc.collect()
    gc.enable()


@pytest.fixture(scope="module", autouse=True)
def imported_is_frozen() -> Iterator[None]:
    """Exempts what a module of tests imported from the collections after each later test."""
    yield
    gc.collect()
    gc.freeze()


@pytest.fixture
def shown_errors(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Errors that the window shows, instead of dialogs that would wait for a click."""
    messages: list[str] = []
    monkeypatch.setattr(dialogs, "show_error", lambda _parent, message: messages.append(message))
    return messages


@pytest.fixture
def open_window(
    qtbot: QtBot, remembered: QSettings, shown_errors: list[str]
) -> Iterator[OpenWindow]:
    """Opens a window on a project, with its first article on the desk."""
    windows: list[MainWindow] = []

    def build(project: Path | None) -> Workbench:
        application([], "light")
        start = Start(remembered, project, QSize(1440, 900))
        windows.append(start.window)
        start.window.activateWindow()
        assert QTest.qWaitForWindowActive(start.window)
        qtbot.waitUntil(lambda: start.workbench is not None)
        workbench = start.workbench
        assert workbench is not None
        if project is not None:
            qtbot.waitUntil(lambda: workbench.desk.article is not None)
        return workbench

    yield build
    for window in windows:
        window.close()
        # Windows of other tests would go on following the palette and the clipboard.
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # Nothing may have been shown to the analyst that a test did not expect.
    assert shown_errors == []


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample project, made once; not to be opened."""
    path = tmp_path_factory.mktemp("sample") / "sample.claimdesk"
    create_sample(path)
    return path


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> Path:
    """The sample project of one test."""
    path = tmp_path / "sample.claimdesk"
    shutil.copyfile(made_sample, path)
    return path


def open_picker() -> Picker:
    """The picker that is open now."""
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, Picker)
    return popup


def question() -> QMessageBox:
    """The question or message that is open now."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    return box


def answer(words: str) -> str:
    """Press a button of the question that is open now; return what was asked."""
    box = question()
    asked = box.text()
    buttons = {button.text().replace("&", ""): button for button in box.buttons()}
    QTest.mouseClick(buttons[words], Qt.MouseButton.LeftButton)
    return asked


def name_file(path: Path) -> None:
    """Put a name into the file dialog that is open now, and take it."""
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QFileDialog)
    field = dialog.findChild(QLineEdit, "fileNameEdit")
    field.setText(str(path))  # typing would open Qt's list of files, which takes Enter
    if path.is_file() and dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave:
        QTimer.singleShot(0, lambda: answer("Yes"))  # Qt asks whether to replace it
    QTest.keyClick(field, Qt.Key.Key_Return)
