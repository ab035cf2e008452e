# SPDX-License-Identifier: MIT
"""The welcome page, shown while no article is open: what to do next."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.labels import literal_tip
from claimdesk.gui.window import theme
from claimdesk.gui.window.projects import Projects
from claimdesk.models.messages.catalogue import _, ngettext

_WIDTH = 300
_WIDE = 460
"""Of the list of recent projects, pixels."""
_RECENT = 5


class _RecentButton(QPushButton):
    """A project that was open: its name, and below it what is known of it."""

    def __init__(self, path: Path, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        name, lesser = QLabel(path.stem, self), QLabel(self)
        lesser.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        for label in (name, lesser):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        metrics = lesser.fontMetrics()
        lesser.setText(metrics.elidedText(about, Qt.TextElideMode.ElideLeft, _WIDE - 28))
        self.setToolTip(literal_tip(str(path)))
        self.setAccessibleName(f"{path.stem}, {about}")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 4, 12, 4)
        column.setSpacing(0)
        column.addWidget(name)
        column.addWidget(lesser)
        self.setMinimumSize(_WIDE, round(metrics.lineSpacing() * 2.8))


class Welcome(QWidget):
    """Offers to create or open a project, or the sample; with a project, to import articles."""

    import_requested = Signal()
    sample_requested = Signal()

    def __init__(self, desk: Desk, projects: Projects) -> None:
        super().__init__()
        self._desk = desk
        self._projects = projects
        self._layout = QVBoxLayout(self)
        self._layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._layout.setSpacing(8)
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
            self._add_button("new", _("New project…"), self._projects.ask_new)
            self._add_button("open", _("Open project…"), self._projects.ask_open)
            self._add_button("claim", _("Try the sample"), self.sample_requested.emit)
            self._add_recent()
            self._add_drop_zone()
        else:
            self._add_text(
                _("No article is open"),
                _("Choose one on the left or import articles. You can also drop files here."),
            )
            self._add_button("import", _("Import articles…"), self.import_requested.emit)

    def _add_recent(self) -> None:
        """List the recent projects with folder, progress and date."""
        recent = self._projects.recent()
        if not recent:
            return
        head = QLabel(_("Recent projects"), self)
        font = QFont(head.font())
        font.setWeight(QFont.Weight.DemiBold)
        head.setFont(font)
        head.setMinimumWidth(_WIDE)
        self._add(head, Qt.AlignmentFlag.AlignHCenter)
        for path in recent[:_RECENT]:
            button = _RecentButton(path, self._about(path), self)
            button.clicked.connect(lambda _on=False, p=path: self._projects.open(p))
            self._add(button, Qt.AlignmentFlag.AlignHCenter)

    def _about(self, path: Path) -> str:
        """Return what is known of a project: folder, progress, and when it was changed last."""
        parts = [str(path.parent)]
        progress = self._projects.progress(path)
        if progress is not None:
            done, articles = progress
            words = ngettext("{done} of 1 article done", "{done} of {n} articles done", articles)
            parts.append(words.format(done=done, n=articles))
        with contextlib.suppress(OSError):
            changed = QDateTime.fromSecsSinceEpoch(int(path.stat().st_mtime))
            parts.append(QLocale().toString(changed.date(), "d MMM yyyy"))
        return " · ".join(parts)

    def _add_drop_zone(self) -> None:
        zone = QLabel(_("Or drop a project file here"), self)
        zone.setObjectName("drop_zone")
        zone.setAlignment(Qt.AlignmentFlag.AlignCenter)
        zone.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        zone.setStyleSheet(
            "QLabel#drop_zone { border: 1px dashed palette(dark); border-radius: 6px; }"
        )
        zone.setMinimumSize(_WIDE, zone.fontMetrics().height() * 3)
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

    def _add_button(self, icon: str, text: str, act: Callable[[], object]) -> None:
        button = QPushButton(text, self)
        theme.give_icon(button, icon)
        button.setMinimumHeight(round(button.fontMetrics().height() * 2.2))
        button.setMinimumWidth(_WIDTH)
        button.clicked.connect(lambda _on=False: act())
        self._add(button, Qt.AlignmentFlag.AlignHCenter)

    def _add(self, widget: QWidget, alignment: Qt.AlignmentFlag | None = None) -> None:
        if alignment is None:
            self._layout.addWidget(widget)
        else:
            self._layout.addWidget(widget, 0, alignment)
        self._shown.append(widget)
