# SPDX-License-Identifier: MIT
"""The welcome page, shown while no article is open: what to do next."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QDateTime, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.elided import ElidedLabel
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.widgets.spacing import ABOVE, CLOSE, INSET, USUAL
from claimdesk.gui.widgets.wording import date_text
from claimdesk.gui.window import theme
from claimdesk.gui.window.projects import Projects
from claimdesk.models.messages.catalogue import _, ngettext

_CHARACTERS = 72
"""Width of the page, in characters."""
_RECENT = 5


class _About(NamedTuple):
    """What is known of a project that was open."""

    path: Path
    folder: str
    progress: str
    changed: str
    """The day of the last change."""


class _RecentButton(QPushButton):
    """A project that was open: name and date above folder and progress."""

    def __init__(self, about: _About, parent: QWidget) -> None:
        super().__init__(parent)
        self.setToolTip(literal_tip(str(about.path)))
        known = [about.folder, about.progress, about.changed]
        self.setAccessibleName(f"{about.path.stem}, {' · '.join(filter(None, known))}")
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(INSET)
        grid.setVerticalSpacing(CLOSE)
        grid.setColumnStretch(0, 1)
        cells = (about.path.stem, about.changed, about.folder, about.progress)
        for number, words in enumerate(cells):
            label = ElidedLabel(self)
            label.show_text(words)
            if number % 2:
                label.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
                label.setMinimumWidth(label.sizeHint().width())
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            if number:
                label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            grid.addWidget(label, *divmod(number, 2))

    @guarded
    def sizeHint(self) -> QSize:
        """Return the room for both lines; that of the style sheet is for one."""
        return self._grid.sizeHint()

    @guarded
    def minimumSizeHint(self) -> QSize:
        return self._grid.minimumSize()


class Welcome(QScrollArea):
    """Offers to create or open a project, or the sample; with a project, to import articles."""

    import_requested = Signal()
    sample_requested = Signal()

    def __init__(self, desk: Desk, projects: Projects) -> None:
        super().__init__()
        self._desk = desk
        self._projects = projects
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget(self)
        self.setWidget(page)
        self._layout = QVBoxLayout(page)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout.setSpacing(USUAL)
        self._shown: list[QWidget] = []

    def refresh(self) -> None:
        """Offer what fits what is open."""
        for widget in self._shown:
            # At once: a button that awaits its deletion could still be clicked. Hidden first:
            # one with the focus would become a window of its own and keep the focus.
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        self._shown = []
        if self._desk.project is None:
            self._add_text("Claimdesk", _("Who claims what in the news, and about what."))
            buttons = [
                self._button("new", _("New project…"), self._projects.ask_new),
                self._button("open", _("Open project…"), self._projects.ask_open),
                self._button("claim", _("Try the sample"), self.sample_requested.emit),
            ]
            self._add_row(buttons)
            self._add_recent()
            self._add_drop_zone()
        else:
            self._add_text(
                _("No article is open"),
                _("Choose one on the left or import articles. You can also drop files here."),
            )
            importing = _("Import articles…")
            self._add_row([self._button("import", importing, self.import_requested.emit)])

    def _add_recent(self) -> None:
        """List the recent projects with folder, progress and date."""
        recent = self._projects.recent()
        if not recent:
            return
        head = QLabel(_("Recent projects"), self)
        font = QFont(head.font())
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(font)
        head.setFixedWidth(self._wide())
        head.setContentsMargins(0, 2 * USUAL, 0, 0)
        self._add(head, Qt.AlignmentFlag.AlignHCenter)
        for path in recent[:_RECENT]:
            button = _RecentButton(self._about(path), self)
            button.setFixedWidth(self._wide())
            button.clicked.connect(lambda _on=False, p=path: self._projects.open(p))
            self._add(button, Qt.AlignmentFlag.AlignHCenter)

    def _about(self, path: Path) -> _About:
        words = changed = ""
        progress = self._projects.progress(path)
        if progress is not None:
            done, articles = progress
            words = ngettext("{done} of 1 article done", "{done} of {n} articles done", articles)
            words = words.format(done=done, n=articles)
        with contextlib.suppress(OSError):
            moment = QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime))
            changed = date_text(moment.date())
        return _About(path, str(path.parent), words, changed)

    def _wide(self) -> int:
        """Return the width of what is listed: less where the window is narrow."""
        wanted = _CHARACTERS * self.fontMetrics().averageCharWidth()
        return max(200, min(wanted, self.window().width() - 64))

    def _add_drop_zone(self) -> None:
        zone = QLabel(_("Or drop a project file here"), self)
        zone.setObjectName("drop_zone")
        zone.setAlignment(Qt.AlignmentFlag.AlignCenter)
        zone.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        zone.setStyleSheet(
            "QLabel#drop_zone { border: 1px dashed palette(dark); border-radius: 6px; }"
        )
        zone.setFixedSize(self._wide(), zone.fontMetrics().height() * 4)
        self._add(zone, Qt.AlignmentFlag.AlignHCenter)

    def _add_text(self, headline: str, text: str) -> None:
        for words, scale in ((headline, 1.7), (text, 1.0)):
            label = QLabel(words, self)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            font = QFont(label.font())
            font.setPointSizeF(font.pointSizeF() * scale)
            label.setFont(font)
            self._add(label)

    def _button(self, icon: str, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        theme.give_icon(button, icon)
        button.setStyleSheet("QPushButton { min-height: 1.8em; }")
        button.clicked.connect(lambda _on=False: act())
        return button

    def _add_row(self, buttons: Sequence[QPushButton]) -> None:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(ABOVE)
        row.setSpacing(USUAL)
        for button in buttons:
            row.addWidget(button)
        if len(buttons) > 1:
            holder.setFixedWidth(self._wide())
        self._add(holder, Qt.AlignmentFlag.AlignHCenter)

    def _add(self, widget: QWidget, alignment: Qt.AlignmentFlag | None = None) -> None:
        if alignment is None:
            self._layout.addWidget(widget)
        else:
            self._layout.addWidget(widget, 0, alignment)
        self._shown.append(widget)
