# SPDX-License-Identifier: MIT
"""The header of an article: headline, outlet, author, date and the Done button."""

from __future__ import annotations

from PySide6.QtCore import QDate, QLocale, Qt, QTime, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.elided import ElidedLabel
from claimdesk.gui.widgets.spacing import HEAD, WIDE
from claimdesk.gui.widgets.wording import date_text
from claimdesk.gui.window import theme
from claimdesk.models.messages.catalogue import _


class ArticleHeader(QWidget):
    """Shows the metadata of the open article; marks it as done."""

    done_clicked = Signal()
    details_clicked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._title = ElidedLabel(self)
        self._line = ElidedLabel(self)
        font = QFont(self._title.font())
        font.setPointSizeF(font.pointSizeF() * 1.15)
        font.setWeight(QFont.Weight.DemiBold)
        self._title.setFont(font)
        self._line.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._details = QPushButton(_("Details…"), self)
        self._details.setToolTip(_("Edit headline, outlet, author, date and more"))
        self._done = QPushButton(_("Done"), self)
        theme.give_icon(self._done, "done")
        self._done.setCheckable(True)
        self._done.clicked.connect(self._ask_done)
        self._details.clicked.connect(self.details_clicked)
        self._lay_out()
        desk.article_changed.connect(self._show)
        desk.article_edited.connect(self._show)
        self._show()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(HEAD)
        layout.setSpacing(WIDE)
        layout.addWidget(self._title, 3)
        layout.addWidget(self._line, 2)
        layout.addWidget(self._details)
        layout.addWidget(self._done)

    def _show(self) -> None:
        article = self._desk.article
        self.setVisible(article is not None)
        if article is None:
            return
        self._title.show_text(article.title or _("Without a headline"))
        known = [article.outlet, article.author, article.agency, self._date(article.published_on)]
        self._line.show_text(" · ".join(text for text in known if text))
        self._done.setChecked(article.status == "done")
        self._done.setToolTip(
            _("The article is done; click to reopen it")
            if article.status == "done"
            else _("Mark as done and go to the next article (Ctrl+Enter)")
        )

    def _ask_done(self) -> None:
        # Show the saved status: marking the article as done may need a confirmation.
        self._show()
        self.done_clicked.emit()

    def _date(self, published_on: str | None) -> str | None:
        """Return the date, and the time if there is one, as people write them."""
        date = QDate.fromString(published_on or "", Qt.DateFormat.ISODate)
        if not date.isValid():
            return None
        day = date_text(date)
        time = QTime.fromString((published_on or "")[11:], Qt.DateFormat.ISODate)
        if not time.isValid() or time == QTime(0, 0):
            return day
        return f"{day} {QLocale().toString(time, 'HH:mm')}"
