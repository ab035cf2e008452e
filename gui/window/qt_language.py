# SPDX-License-Identifier: MIT
"""Make Qt's own texts, such as those of its buttons, speak the language of the messages."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from claimdesk.models.messages import catalogue

_KEY_NAMES = "QShortcut"
"""Qt's context for the names of keys; those in shortcuts have to stay readable for Qt."""


class _PseudoTranslator(QTranslator):
    """Marks Qt's own texts like the messages of the catalogue."""

    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        return sourceText if context == _KEY_NAMES else catalogue.marked(sourceText)

    def isEmpty(self) -> bool:
        return False


def apply(app: QApplication) -> None:
    """Install the translation of Qt's texts, once, unless the messages are English."""
    language = catalogue.language()
    if not language or app.findChild(QTranslator) is not None:
        return
    translator = _translator(language, app)
    if translator is not None:
        app.installTranslator(translator)


def _translator(language: str, parent: QObject) -> QTranslator | None:
    if language == catalogue.PSEUDO:
        return _PseudoTranslator(parent)
    translator = QTranslator(parent)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    return translator if translator.load(QLocale(language), "qtbase", "_", folder) else None
