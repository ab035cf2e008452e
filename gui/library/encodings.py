# SPDX-License-Identifier: MIT
"""Asking for the encoding of a text that cannot be detected, with a preview of each."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from queue import Empty, SimpleQueue

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.buttons import confirm_buttons
from claimdesk.gui.widgets.dialogs import dialog_sheet
from claimdesk.models.messages.catalogue import _

Reading = tuple[str, str]
"""An encoding and the text as it reads in it."""

_PREVIEW = 5_000
"""Code points that are shown."""
_BEFORE = 200
"""Code points shown before the first letter that depends on the encoding."""
_PATIENCE = 0.2
"""Seconds between two looks whether the import was cancelled."""


class EncodingQuestions(QObject):
    """Takes questions from the importing thread to the analyst, one after the other.

    An answer may be kept for all files of this import that can be read so.
    """

    _question_asked = Signal(str, object)

    def __init__(self, window: QWidget, stop: threading.Event) -> None:
        super().__init__(window)
        self._window = window
        self._stop = stop
        self._encoding_for_all = ""
        self._dialog: EncodingDialog | None = None
        self._answers: SimpleQueue[str | None] = SimpleQueue()
        self._question_asked.connect(self._ask, Qt.ConnectionType.QueuedConnection)

    def choose(self, name: str, readings: Sequence[Reading]) -> str | None:
        """Return the encoding for a file; called in the thread that imports, which waits here."""
        if self._encoding_for_all in dict(readings):
            return self._encoding_for_all
        if self._stop.is_set():
            return None
        self._question_asked.emit(name, [(encoding, shown(text)) for encoding, text in readings])
        return self._answer()

    def _answer(self) -> str | None:
        while not self._stop.is_set():
            try:
                return self._answers.get(timeout=_PATIENCE)
            except Empty:
                continue
        return None

    def _ask(self, name: str, readings: list[Reading]) -> None:
        if self._stop.is_set():
            return
        dialog = self._dialog = EncodingDialog(name, readings, self._window)
        dialog.finished.connect(lambda _result: self._take(dialog))
        dialog.open()

    def close(self) -> None:
        """Withdraw a question that nobody waits for any more."""
        if self._dialog is not None:
            self._dialog.reject()

    def _take(self, dialog: EncodingDialog) -> None:
        self._dialog = None
        if dialog.result() != QDialog.DialogCode.Accepted:
            self._stop.set()
        elif dialog.for_all.isChecked():
            self._encoding_for_all = dialog.encoding() or ""
        self._answers.put(dialog.encoding())


class EncodingDialog(QDialog):
    """Lists the encodings in which a text makes sense; the chosen one shows how it reads."""

    def __init__(
        self, name: str, readings: Sequence[Reading], parent: QWidget, *, ends_import: bool = True
    ) -> None:
        """`ends_import` is whether the import ends without an answer."""
        super().__init__(parent)
        self._texts = dict(readings)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Choose the encoding"))
        self.setStyleSheet(dialog_sheet())
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Encodings"))
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setAccessibleName(_("The text in this encoding"))
        self.for_all = QCheckBox(_("Use it for &all such files of this import"), self)
        self.for_all.setChecked(True)
        self._lay_out(name, ends_import)
        for encoding, _text in readings:
            item = QListWidgetItem(_label(encoding), self.list)
            item.setData(Qt.ItemDataRole.UserRole, encoding)
        self.list.currentItemChanged.connect(self._show)
        self.list.itemActivated.connect(self.accept)
        self.list.setCurrentRow(0)

    def encoding(self) -> str | None:
        """Return the one that is chosen."""
        item = self.list.currentItem()
        return None if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def _lay_out(self, name: str, ends_import: bool) -> None:
        heading = QLabel(
            _("{name} can be read in several ways. Choose the one with the right letters.").format(
                name=name
            ),
            self,
        )
        heading.setTextFormat(Qt.TextFormat.PlainText)
        heading.setWordWrap(True)
        panes = QSplitter(self)
        panes.addWidget(self.list)
        panes.addWidget(self.preview)
        panes.setStretchFactor(1, 1)
        cancel = _("Cancel import") if ends_import else ""
        buttons = confirm_buttons(self, _("Use this reading"), cancel)
        layout = QVBoxLayout(self)
        layout.addWidget(heading)
        layout.addWidget(panes, 1)
        layout.addWidget(self.for_all)
        layout.addWidget(buttons)
        unit = self.fontMetrics().height()
        panes.setSizes([unit * 14, unit * 26])
        self.resize(unit * 42, unit * 24)

    def _show(self) -> None:
        self.preview.setPlainText(self._texts.get(self.encoding() or "", ""))
        self.preview.moveCursor(QTextCursor.MoveOperation.Start)


def shown(text: str) -> str:
    """Return the part of a text that shows whether the letters are right."""
    first = next((at for at, char in enumerate(text) if not char.isascii()), 0)
    start = max(0, first - _BEFORE)
    return ("…" if start else "") + text[start : start + _PREVIEW]


def _label(encoding: str) -> str:
    """Return an encoding as people know it, or the name of its codec."""
    return _NAMES.get(encoding, encoding)


_NAMES = {
    "cp1250": _("Windows-1250 (Central Europe)"),
    "iso8859_2": _("ISO 8859-2 (Central Europe)"),
    "cp852": _("DOS 852 (Central Europe)"),
    "cp1251": _("Windows-1251 (Cyrillic)"),
    "koi8_r": _("KOI8-R (Russian)"),
    "koi8_u": _("KOI8-U (Ukrainian)"),
    "iso8859_5": _("ISO 8859-5 (Cyrillic)"),
    "cp866": _("DOS 866 (Cyrillic)"),
    "cp1252": _("Windows-1252 (Western Europe)"),
    "iso8859_15": _("ISO 8859-15 (Western Europe)"),
    "mac_roman": _("Mac Roman (Western Europe)"),
    "cp1253": _("Windows-1253 (Greek)"),
    "iso8859_7": _("ISO 8859-7 (Greek)"),
    "cp1254": _("Windows-1254 (Turkish)"),
    "iso8859_9": _("ISO 8859-9 (Turkish)"),
    "cp1255": _("Windows-1255 (Hebrew)"),
    "cp1256": _("Windows-1256 (Arabic)"),
    "cp1257": _("Windows-1257 (Baltic)"),
    "cp932": _("Shift JIS (Japanese)"),
    "euc_jp": _("EUC-JP (Japanese)"),
    "gb18030": _("GB18030 (Chinese)"),
    "big5": _("Big5 (Chinese)"),
    "cp949": _("EUC-KR (Korean)"),
}
