# SPDX-License-Identifier: MIT
"""How far the project is: articles by status, claims per article, and claims per day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from PySide6.QtCore import QEvent, QLocale, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.model import shown_date
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import hint_label, plain_label
from claimdesk.gui.widgets.wording import article_status_label
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search import library
from claimdesk.models.search.library import Progress
from claimdesk.models.store.project import Project

_ORDER = ("done", "in progress", "unread")
_STRENGTH = {"done": 1.0, "in progress": 0.45, "unread": 0.12}
"""How strong the colour of each status is in the bar."""
_DAYS = 60
"""Days that are shown, up to the last one with claims."""


class StatusShares(QWidget):
    """One bar whose parts are as long as there are articles of each status."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._counts: Mapping[str, int] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many articles have each status."""
        self._counts = counts
        self.setAccessibleName(_status_counts_text(counts))
        self.setToolTip(_status_counts_text(counts))
        self.update()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 20, self.fontMetrics().height())

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        total = sum(self._counts.values())
        if not total:
            return
        with QPainter(self) as painter:
            left = 0.0
            for status in _ORDER:
                width = self.width() * self._counts.get(status, 0) / total
                colour = QColor(self.palette().color(QPalette.ColorRole.Accent))
                colour.setAlphaF(_STRENGTH[status])
                painter.fillRect(QRectF(left, 0, width, self.height()), colour)
                left += width


class DayBars(QWidget):
    """A bar per day; pointing at one names its day and number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._days: list[tuple[str, int]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_days(self, by_day: Mapping[str, int]) -> None:
        """Show the last days up to the last one that has claims, with those that have none."""
        self._days = _last_days(by_day)
        days = [_day_text(*day) for day in self._days if day[1]]
        self.setAccessibleName(_("Claims per day"))
        self.setAccessibleDescription("; ".join(days))
        self.update()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().height() * 24, self.fontMetrics().height() * 8)

    @guarded
    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._days:
            return
        most = max(count for _day, count in self._days)
        unit = self.fontMetrics().height()
        height, step = self.height() - 2.5 * unit, self.width() / len(self._days)
        with QPainter(self) as painter:
            accent = self.palette().color(QPalette.ColorRole.Accent)
            for place, (_day, count) in enumerate(self._days):
                top = unit + height * (1 - count / most)
                painter.fillRect(
                    QRectF(place * step, top, max(1.0, step * 0.8), unit + height - top), accent
                )
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            first, last = shown_date(self._days[0][0]), shown_date(self._days[-1][0])
            below = QRectF(0, self.height() - 1.3 * unit, self.width(), 1.3 * unit)
            painter.drawText(below, Qt.AlignmentFlag.AlignLeading, first)
            if len(self._days) > 1:
                painter.drawText(below, Qt.AlignmentFlag.AlignTrailing, last)
            above = QRectF(0, 0, self.width(), unit)
            painter.drawText(above, Qt.AlignmentFlag.AlignLeading, QLocale().toString(most))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._days:
            place = int(event.pos().x() / self.width() * len(self._days))
            QToolTip.showText(event.globalPos(), _day_text(*self._days[place]), self)
            return True
        return super().event(event)


class ProgressDialog(QDialog):
    """Stays open beside the work and follows it."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Progress"))
        self._bar = StatusShares(self)
        self.articles = plain_label(self)
        self.claims = plain_label(self)
        self.per_article = plain_label(self)
        self.days = DayBars(self)
        self._lay_out()
        desk.library_changed.connect(self._refresh)
        desk.project_changed.connect(self.close)
        self._refresh()

    def _lay_out(self) -> None:
        form = QFormLayout()
        for name, label in (
            (_("Articles"), self.articles),
            (_("Claims"), self.claims),
            (_("Claims per article"), self.per_article),
        ):
            form.addRow(name, label)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self._bar)
        layout.addLayout(form)
        layout.addWidget(QLabel(_("Claims per day"), self))
        layout.addWidget(self.days, 1)
        hint = _("Accepted claims by the day on which they were made or last changed.")
        layout.addWidget(hint_label(self, hint))
        layout.addWidget(buttons)
        unit = self.fontMetrics().height()
        self.resize(unit * 32, unit * 26)

    def _refresh(self, _articles: object = None) -> None:
        project = self._desk.project
        if project is not None:
            self._jobs.run(_read, project, done=self._show, name="progress")

    def _show(self, found: Progress) -> None:
        number = QLocale().toString
        self._bar.show_counts(found.articles)
        self.articles.setText(_status_counts_text(found.articles))
        accepted = ngettext("{n} accepted", "{n} accepted", found.claims)
        waiting = ngettext(
            "1 suggestion to decide", "{n} suggestions to decide", found.to_decide
        ).format(n=number(found.to_decide))
        self.claims.setText(f"{accepted.format(n=number(found.claims))} · {waiting}")
        self.per_article.setText(_per_article(found))
        self.days.show_days(found.by_day)


def _read(project: Project) -> Progress:
    with project.reading() as connection:
        return library.progress(connection)


def _status_counts_text(counts: Mapping[str, int]) -> str:
    """Return how many articles have each status, and what part that is."""
    total = sum(counts.values())
    number = QLocale().toString
    parts = [
        _("{n} {status} ({percent} %)").format(
            n=number(counts.get(status, 0)),
            status=article_status_label(status),
            percent=round(100 * counts.get(status, 0) / total),
        )
        for status in _ORDER
        if total
    ]
    return " · ".join(parts) or _("none")


def _per_article(found: Progress) -> str:
    articles = sum(found.per_article.values())
    if not articles:
        return _("No article is begun.")
    claims = sum(count * times for count, times in found.per_article.items())
    words = ngettext(
        "{mean} on average, {most} at most, in 1 article that is begun or done",
        "{mean} on average, {most} at most, in {n} articles that are begun or done",
        articles,
    )
    number = QLocale().toString
    mean = number(claims / articles, "f", 1)
    return words.format(mean=mean, most=number(max(found.per_article)), n=number(articles))


def _day_text(day: str, count: int) -> str:
    words = ngettext("{day}: 1 claim", "{day}: {n} claims", count)
    return words.format(day=shown_date(day), n=QLocale().toString(count))


def _last_days(by_day: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return each of the last days with its number, up to the last day that has one."""
    if not by_day:
        return []
    last = date.fromisoformat(max(by_day))
    first = max(date.fromisoformat(min(by_day)), last - timedelta(days=_DAYS - 1))
    days = [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    return [(day, by_day.get(day, 0)) for day in days]
