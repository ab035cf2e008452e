# SPDX-License-Identifier: MIT
"""Ask for a file or a folder: the dialog opens, and what is chosen is handed to a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

_ENDING = re.compile(r"\*\.(\w+)")


def ask_to_save(
    parent: QWidget, title: str, start: Path, take: Callable[[Path], object], *, kinds: str = ""
) -> None:
    """Ask where to save; `kinds` are filters as `Text (*.txt);;All files (*)`.

    The ending of the chosen kind is added to a name without one.
    """
    dialog = _dialog(parent, title, kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)

    def take_ending(kind: str) -> None:
        ending = _ENDING.search(kind)
        dialog.setDefaultSuffix(ending.group(1) if ending else "")

    dialog.filterSelected.connect(take_ending)
    take_ending(dialog.selectedNameFilter() if kinds else "")
    if start.is_absolute():
        dialog.setDirectory(str(start.parent))
    dialog.selectFile(start.name)
    dialog.fileSelected.connect(lambda name: take(Path(name)))
    dialog.open()


def ask_to_open(
    parent: QWidget, title: str, take: Callable[[Path], object], *, kinds: str, folder: str = ""
) -> None:
    """Ask for a file that exists."""
    dialog = _dialog(parent, title, kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    if folder:
        dialog.setDirectory(folder)
    dialog.fileSelected.connect(lambda name: take(Path(name)))
    dialog.open()


def ask_for_files(
    parent: QWidget, title: str, take: Callable[[Sequence[Path]], object], *, kinds: str = ""
) -> None:
    """Ask for files that exist; the patterns of `kinds`, which may be many, are not shown."""
    dialog = _dialog(parent, title, "")
    dialog.setOption(QFileDialog.Option.HideNameFilterDetails)
    if kinds:
        dialog.setNameFilters(kinds.split(";;"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.filesSelected.connect(lambda names: take([Path(name) for name in names]))
    dialog.open()


def ask_for_folder(parent: QWidget, title: str, take: Callable[[Path], object]) -> None:
    """Ask for a folder that exists."""
    dialog = _dialog(parent, title, "")
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: take(Path(name)))
    dialog.open()


def _dialog(parent: QWidget, title: str, kinds: str) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if kinds:
        dialog.setNameFilters(kinds.split(";;"))
    return dialog
