# SPDX-License-Identifier: MIT
"""Choose articles: a dialog for what they have, and a button with the filters that are kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
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
from claimdesk.gui.widgets.dialogs import ask_text
from claimdesk.gui.widgets.form_dialog import FormDialog
from claimdesk.gui.widgets.labels import literal
from claimdesk.gui.widgets.wording import article_status_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search import library
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store.schema import ARTICLE_STATUSES
from claimdesk.models.store.settings import put_setting, setting

_SAVED = "library.filters"
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_MOST_SUGGESTED = 2_000
"""Names of actors that are suggested while one is typed."""


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


def _choices(desk: Desk, listed: _Listed) -> dict[str, dict[str, object]]:
    """Return by part of the filter what can be chosen: its text and its value."""
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


def _labels() -> dict[str, str]:
    """Return what the parts of the filter are called that have a list to choose from."""
    return {
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


def described(desk: Desk, wanted: ArticleFilter) -> str:
    """Say in words what a filter lists; empty for all articles."""
    with desk.reading() as connection:
        # Who annotates and which samples were drawn are a few rows; what articles have are many.
        annotators, samples = library.annotators(connection), library.samples(connection)
    own = _Listed(
        [wanted.outlet] if wanted.outlet else [],
        [wanted.language] if wanted.language else [],
        annotators,
        samples,
    )
    parts = []
    if wanted.words.strip():
        parts.append(_("Words: {words}").format(words=wanted.words.strip()))
    for name, options in _choices(desk, own).items():
        value = getattr(wanted, name)
        text = next((text for text, one in options.items() if one == value), None)
        if value is not None and text is not None:
            parts.append(f"{_labels()[name].replace('&', '')}: {text}")
    if wanted.since:
        parts.append(_("From {date}").format(date=wanted.since))
    if wanted.until:
        parts.append(_("To {date}").format(date=wanted.until))
    actor = desk.actors.get(wanted.actor_id or 0)
    if actor is not None:
        parts.append(_("Actor: {name}").format(name=actor.name))
    if wanted.to_decide:
        parts.append(_("With suggestions to decide"))
    if wanted.claims_to_decide:
        parts.append(_("With claims to decide"))
    return "; ".join(parts)


class FilterDialog(FormDialog):
    """Asks which articles to list, and emits the filter that was chosen."""

    applied = Signal(object)

    def __init__(self, desk: Desk, jobs: Jobs, wanted: ArticleFilter, parent: QWidget) -> None:
        super().__init__(_("Filter articles"), _("Filter"), parent)
        self._desk = desk
        self._wanted = wanted
        self.load(jobs, desk.project, _listed, self._show)

    def _show(self, listed: _Listed) -> None:
        """Offer what can be chosen in the project."""
        wanted, desk = self._wanted, self._desk
        choices = _choices(desk, listed)
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

    def _lay_out(self) -> None:
        form = self.form
        labels = _labels()
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


class ArticleFilterButton(QToolButton):
    """A button whose menu chooses articles by a filter, and keeps filters by name."""

    changed = Signal()

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._desk, self._jobs = desk, jobs
        self.wanted = ArticleFilter()
        self.setToolTip(name)
        self.setAccessibleName(name)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.aboutToShow.connect(self._fill)
        self.setMenu(menu)
        self.show_state()

    def apply(self, wanted: ArticleFilter) -> None:
        """Choose what a filter lists."""
        self.wanted = wanted
        self.show_state()
        self.changed.emit()

    def show_state(self) -> None:
        """Say on the button whether there is a filter."""
        self.setText(_("Filter") if self.wanted.is_empty else _("Filtered"))

    def kept(self) -> ArticleFilter:
        """Return the filter as it is kept under a name."""
        return self.wanted

    def use(self, wanted: ArticleFilter) -> None:
        """Choose what a kept filter lists."""
        self.apply(wanted)

    def fill_menu(self, menu: QMenu) -> None:
        """Add what else the menu offers, below the filters."""

    def _fill(self) -> None:
        menu = self.menu()
        menu.clear()
        self.add_entry(menu, _("&Filter…"), self.ask)
        clear = self.add_entry(menu, _("&Show all articles"), lambda: self.apply(ArticleFilter()))
        clear.setEnabled(not self.wanted.is_empty)
        menu.addSeparator()
        saved = self._saved()
        for name, text in saved.items():
            self.add_entry(menu, literal(name), partial(self._use, text))
        save = self.add_entry(menu, _("&Keep this filter…"), self.ask_to_save)
        save.setEnabled(not self.kept().is_empty)
        if saved:
            removing = menu.addMenu(_("&Remove a kept filter"))
            for name in saved:
                self.add_entry(removing, literal(name), partial(self.remove, name))
        self.fill_menu(menu)

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
        kept = self.kept().to_json()
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
        self.use(wanted)

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

    def add_entry(self, menu: QMenu, text: str, run: Callable[[], object]) -> QAction:
        """Add an entry to the menu."""
        action = menu.addAction(text)
        action.triggered.connect(lambda _checked=False: run())
        return action
