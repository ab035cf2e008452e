# SPDX-License-Identifier: MIT
"""The centre of the window: notices above the open article, or above the welcome page."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.window.notices import Notices
from claimdesk.gui.window.welcome import Welcome


class Centre(QWidget):
    """Shows the article while one is open, with what features put above and below its text."""

    def __init__(
        self, notices: Notices, welcome: Welcome, view: ArticleView, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._welcome = welcome
        self._view = view
        self._focus_was_here = True
        article = QWidget(self)
        self._article = _column(article)
        self._article.addWidget(view, 1)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(welcome)
        self._pages.addWidget(article)
        column = _column(self)
        column.addWidget(notices)
        column.addWidget(self._pages, 1)

    def add_above(self, widget: QWidget) -> None:
        """Put a widget above the text of the article."""
        self._article.insertWidget(self._article.indexOf(self._view), widget)

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the text of the article."""
        self._article.addWidget(widget)

    def show_article(self, shown: bool) -> None:
        """Show the article, or else the welcome page.

        The text gets the focus back if it had it: Qt gives it to anything when the text goes.
        """
        focused, was_shown = self.window().focusWidget(), self._pages.currentIndex() == 1
        if was_shown and not shown:
            self._focus_was_here = focused is None or self._pages.isAncestorOf(focused)
        self._welcome.refresh()
        self._pages.setCurrentIndex(1 if shown else 0)
        if shown and not was_shown and self._focus_was_here:
            self._view.setFocus()


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    return column
