# SPDX-License-Identifier: MIT
"""Filtering and sorting the library: a dialog for what to list, and a menu with saved filters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)
from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library.form_dialog import FormDialog
from claimdesk.gui.widgets.dialogs import ask_text
from claimdesk.gui.widgets.labels import literal
from claimdesk.gui.widgets.wording import article_status_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search import library
from claimdesk.models.search.grouping import Grouping
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store.schema import ARTICLE_STATUSES
from claimdesk.models.store.settings import put_setting, setting

_SAVED = "library.filters"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_MOST_SUGGESTED = 2_000
"""Names of actors that are suggested while one is typed."""


def sorting_names() -> dict[str, str]:
    """Return what people read for each sorting."""
    return {
        "date": _("Newest first"),
        "added": _("Added last first"),
        "title": _("By title"),
        "outlet": _("By outlet"),
        "status": _("By status"),
        "to decide": _("Most to decide first"),
        "claims": _("Most claims first"),
    }


def group_title(by: str, name: str) -> str:
    """Return what people read for a group of articles, as `Grouping` and `Group` name it."""
    if by == "status":
        return article_status_label(name).capitalize()
    if by == "month":
        day = QDate.fromString(f"{name}-01", Qt.DateFormat.ISODate)
        return QLocale().toString(day, "MMMM yyyy") if day.isValid() else name or _("No date")
    if by == "claims_to_decide":
        return _("With claims to decide") if name == "1" else _("Without claims to decide")
    return name or _("No outlet")


class FilterDialog(FormDialog):
    """Asks which articles to list; `chosen` is what was chosen last."""

    applied = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, wanted: ArticleFilter, parent: QWidget) -> None:
        super().__init__(_("Filter articles"), _("Filter"), parent)
        self._desk = desk
        self._wanted = wanted
        self.load(jobs, desk.project, _listed, self._show)

    def _show(self, listed: _Listed) -> None:
        """Offer what can be chosen in the project."""
        wanted, desk = self._wanted, self._desk
        choices = self._choices(listed)
        self._combos = {name: QComboBox(self) for name in choices}
        for name, options in choices.items():
            self._combos[name].addItem(_("Any"), None)
            for text, value in options.items():
                self._combos[name].addItem(text, value)
            index = self._combos[name].findData(getattr(wanted, name))
            self._combos[name].setCurrentIndex(max(0, index))
        self._since, self._until = QLineEdit(wanted.since), QLineEdit(wanted.until)
        self._actor = QLineEdit(self._actor_name())
        names = [row.name for row in desk.actors.values()][:_MOST_SUGGESTED]
        completer = QCompleter(names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._actor.setCompleter(completer)
        self._to_decide = QCheckBox(_("Only with suggestions to &decide"), self)
        self._to_decide.setChecked(wanted.to_decide)
        self._claims = QCheckBox(_("Only with &claims to decide"), self)
        self._claims.setChecked(bool(wanted.claims_to_decide))
        self._lay_out()

    def accept(self) -> None:
        dates = [line.text().strip() for line in (self._since, self._until)]
        wrong = next((date for date in dates if date and not _DATE.fullmatch(date)), None)
        if wrong is not None:
            sentence = _("“{text}” is no date; write 2024, 2024-05 or 2024-05-31.")
            self.refuse(sentence.format(text=wrong), self._since)
            return
        actor = self._actor_id()
        if self._actor.text().strip() and actor is None:
            sentence = _("No actor is called “{name}”; choose one of the list.")
            self.refuse(sentence.format(name=self._actor.text().strip()), self._actor)
            return
        chosen = {name: combo.currentData() for name, combo in self._combos.items()}
        self._wanted = replace(
            self._wanted,
            **chosen,
            since=dates[0] or None,
            until=dates[1] or None,
            actor_id=actor,
            to_decide=self._to_decide.isChecked(),
            claims_to_decide=self._claims.isChecked() or None,
        )
        self.applied.emit(self._wanted)
        super().accept()

    def _choices(self, listed: _Listed) -> dict[str, dict[str, object]]:
        """Return by part of the filter what can be chosen: its text and its value."""
        desk = self._desk
        codes: dict[str, object] = {
            f"{field.label}: {choice.label}": choice.id
            for field in desk.fields.values()
            for choice in field.choices
        }
        return {
            "status": {article_status_label(key).capitalize(): key for key in ARTICLE_STATUSES},
            "outlet": {_("None"): "", **{name: name for name in listed.outlets}},
            "language": {name: name for name in listed.languages},
            "annotator_id": {**listed.annotators},
            "domain_id": {row.name: row.id for row in desk.domains.values()},
            "choice_id": codes,
            "field_id": {
                field.label: field.id for field in desk.fields.values() if field.kind != "choice"
            },
            "sample_id": {**listed.samples},
            "versions": {
                _("Without later versions"): "first",
                _("Only those with versions"): "linked",
            },
        }

    def _lay_out(self) -> None:
        form = self.form
        labels = {
            "status": _("&Status"),
            "outlet": _("&Outlet"),
            "language": _("&Language"),
            "annotator_id": _("A&nnotator"),
            "domain_id": _("Do&main"),
            "choice_id": _("Coded &as"),
            "field_id": _("Has a val&ue of"),
            "sample_id": _("Sam&ple"),
            "versions": _("&Versions"),
        }
        form.addRow(labels["status"], self._combos["status"])
        form.addRow(labels["outlet"], self._combos["outlet"])
        form.addRow(_("&From"), self._since)
        form.addRow(_("&To"), self._until)
        form.addRow(_("Acto&r"), self._actor)
        for name in list(labels)[2:]:
            # A project may have no field of its own, and no sample.
            if self._combos[name].count() > 1:
                form.addRow(labels[name], self._combos[name])
            else:
                self._combos[name].hide()
        for line in (self._since, self._until):
            line.setPlaceholderText(_("2024, 2024-05 or 2024-05-31"))
        form.addRow(self._to_decide)
        form.addRow(self._claims)

    def _actor_name(self) -> str:
        row = self._desk.actors.get(self._wanted.actor_id or 0)
        return row.name if row is not None else ""

    def _actor_id(self) -> int | None:
        name = self._actor.text().strip()
        return self._desk.resolver.find(name) if name else None


@dataclass(frozen=True, slots=True)
class _Listed:
    """What articles can be told apart by that only the database knows."""

    outlets: Sequence[str]
    languages: Sequence[str]
    annotators: Mapping[str, int]
    samples: Mapping[str, int]


def _listed(connection: Connection) -> _Listed:
    return _Listed(
        library.outlets(connection),
        library.languages(connection),
        library.annotators(connection),
        library.samples(connection),
    )


class FilterButton(QToolButton):
    """The button beside the search field: its menu sorts, filters and keeps filters by name."""

    changed = Signal()
    words_wanted = Signal(str)
    """Words that a saved filter searches for."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.wanted = ArticleFilter()
        self.sort = "date"
        self.grouping: Grouping | None = None
        self.words = ""
        """What is searched for beside the filter."""
        self.setText(_("Filter"))
        self.setToolTip(_("Filter and sort the articles"))
        self.setAccessibleName(_("Filter and sort the articles"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)

    def reset(self) -> None:
        """List everything again, newest first; says nothing."""
        self.wanted, self.sort, self.grouping = ArticleFilter(), "date", None
        self._show_state()

    def apply(self, wanted: ArticleFilter) -> None:
        """List what a filter lists."""
        self.wanted = wanted
        self._show_state()
        self.changed.emit()

    def _show_state(self) -> None:
        self.setText(_("Filter") if self.wanted.is_empty else _("Filtered"))

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        self._add(menu, _("&Filter…"), self.ask)
        clear = self._add(menu, _("&Show all articles"), lambda: self.apply(ArticleFilter()))
        clear.setEnabled(not self.wanted.is_empty)
        menu.addSeparator()
        saved = self._saved()
        for name, text in saved.items():
            self._add(menu, literal(name), partial(self._use, text))
        save = self._add(menu, _("&Keep this filter…"), self.ask_to_save)
        save.setEnabled(not self.wanted.is_empty or bool(self.words.strip()))
        if saved:
            removing = menu.addMenu(_("&Remove a kept filter"))
            for name in saved:
                self._add(removing, literal(name), partial(self.remove, name))
        menu.addSeparator()
        self._fill_groups(menu.addMenu(_("&Group")))
        group = QActionGroup(menu)
        for key, text in sorting_names().items():
            action = self._add(menu, text, partial(self._sort_by, key))
            action.setCheckable(True)
            action.setChecked(key == self.sort)
            group.addAction(action)

    def _fill_groups(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for grouping, text in self._groupings().items():
            action = self._add(menu, literal(text), partial(self._group_by, grouping))
            action.setCheckable(True)
            action.setChecked(grouping == self.grouping)
            group.addAction(action)

    def _groupings(self) -> dict[Grouping | None, str]:
        """Return by what articles can be grouped."""
        names = {
            "status": _("By status"),
            "outlet": _("By outlet"),
            "month": _("By month"),
            "language": _("By language"),
            "claims_to_decide": _("By claims to decide"),
            "annotator_id": _("By annotator"),
            "actor_id": _("By actor"),
            "domain_id": _("By domain"),
        }
        fields = [field for field in self._desk.fields.values() if field.choices]
        return {
            None: _("Not in groups"),
            **{Grouping(by): text for by, text in names.items()},
            **{
                Grouping("choice_id", field.id): _("By “{field}”").format(field=field.label)
                for field in fields
            },
        }

    def _group_by(self, grouping: Grouping | None) -> None:
        self.grouping = grouping
        self.changed.emit()

    def ask(self) -> None:
        """Open the dialog."""
        dialog = FilterDialog(self._desk, self._jobs, self.wanted, self)
        dialog.applied.connect(self.apply)
        dialog.open()

    def ask_to_save(self) -> None:
        """Ask for a name, and keep the filter under it in the project."""
        ask_text(self, _("Keep this filter"), _("Name"), "", self.save, verb=_("Keep"))

    def save(self, name: str) -> None:
        """Keep the filter in the project; a filter of that name is replaced."""
        kept = replace(self.wanted, words=self.words.strip()).to_json()
        self._keep({**self._saved(), name: kept}, _("Keep the filter “{name}”").format(name=name))

    def remove(self, name: str) -> None:
        """Keep a filter no longer."""
        saved = {other: text for other, text in self._saved().items() if other != name}
        self._keep(saved, _("Remove the filter “{name}”").format(name=name))

    def _keep(self, saved: Mapping[str, str], label: str) -> None:
        def change(session: Session) -> None:
            put_setting(session, _SAVED, json.dumps(saved, ensure_ascii=False))

        self._desk.act(label, change)

    def _use(self, text: str) -> None:
        try:
            wanted = ArticleFilter.from_json(text)
        except ClaimdeskError as error:
            self._desk.failed.emit(str(error))
            return
        self.words_wanted.emit(wanted.words)
        self.apply(replace(wanted, words=""))

    def _sort_by(self, key: str) -> None:
        self.sort = key
        self.changed.emit()

    def _saved(self) -> Mapping[str, str]:
        if self._desk.project is None:
            return {}
        with self._desk.reading() as connection:
            text = setting(connection, _SAVED)
        try:
            found = json.loads(text or "{}")
        except ValueError:
            return {}
        if not isinstance(found, dict):
            return {}
        return {k: v for k, v in found.items() if isinstance(v, str)}

    def _add(self, menu: QMenu, text: str, run: Callable[[], object]) -> QAction:
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False: run())
        return action
