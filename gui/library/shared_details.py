# SPDX-License-Identifier: MIT
"""Details that several articles are given at once, such as their outlet or their date."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QCompleter, QLineEdit, QWidget
from sqlalchemy import Connection

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.details import date_problem, language_problem, offer_languages
from claimdesk.gui.widgets.form_dialog import FormDialog
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.search import library
from claimdesk.models.store import queries

_COLUMNS = ("outlet", "published_on", "author", "agency", "language")
_PROBLEMS: dict[str, Callable[[str], str | None]] = {
    "published_on": date_problem,
    "language": language_problem,
}


@dataclass(frozen=True, slots=True)
class _Common:
    """What is known of articles."""

    values: Mapping[str, str | None]
    """What all of them have, by column."""
    outlets: list[str]
    """Of the whole project."""


def _in_common(ids: Sequence[int], connection: Connection) -> _Common:
    return _Common(queries.shared_values(connection, ids, _COLUMNS), library.outlets(connection))


class SharedDetailsDialog(FormDialog):
    """Shows what the articles have in common; what is ticked is given to all of them."""

    applied = Signal(object)
    """The values by column of `article`; None removes what was there."""

    def __init__(self, desk: Desk, jobs: Jobs, ids: Sequence[int], parent: QWidget) -> None:
        title = ngettext("Details of 1 article", "Details of {n} articles", len(ids))
        super().__init__(title.format(n=len(ids)), _("Save"), parent)
        self.lines: dict[str, QLineEdit] = {}
        self.ticks: dict[str, QCheckBox] = {}
        self.load(jobs, desk.project, partial(_in_common, ids), self._show_values)

    def _show_values(self, common: _Common) -> None:
        names = {
            "outlet": _("&Outlet"),
            "published_on": _("&Date"),
            "author": _("&Author"),
            "agency": _("A&gency"),
            "language": _("&Language"),
        }
        language = QComboBox(self)
        self.lines |= {name: QLineEdit(self) for name in names if name != "language"}
        self.lines["language"] = offer_languages(language)
        self.ticks |= {name: QCheckBox(text, self) for name, text in names.items()}
        self.lines["outlet"].setCompleter(QCompleter(common.outlets, self))
        self.lines["published_on"].setPlaceholderText(_("YYYY-MM-DD"))
        for name, line in self.lines.items():
            self._show(name, common.values)
            line.textEdited.connect(lambda _text, name=name: self.ticks[name].setChecked(True))
            self.form.addRow(self.ticks[name], language if name == "language" else line)
        language.activated.connect(lambda _index: self.ticks["language"].setChecked(True))

    def accept(self) -> None:
        chosen = {name: line.text().strip() for name, line in self.lines.items()}
        chosen = {name: text for name, text in chosen.items() if self.ticks[name].isChecked()}
        for name, text in chosen.items():
            problem = _PROBLEMS[name](text) if name in _PROBLEMS else None
            if problem:
                self.refuse(problem, self.lines[name])
                return
        if chosen:
            self.applied.emit({name: text or None for name, text in chosen.items()})
        super().accept()

    def _show(self, name: str, shared: Mapping[str, str | None]) -> None:
        line = self.lines[name]
        line.setAccessibleName(self.ticks[name].text().replace("&", ""))
        line.setText(shared.get(name) or "")
        line.setCursorPosition(0)
        if name not in shared:
            line.setPlaceholderText(_("Several values"))
