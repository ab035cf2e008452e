# SPDX-License-Identifier: MIT
"""The details of an article: what is known about it besides its text."""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import partial

from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.library import mark_done
from claimdesk.gui.widgets.form_dialog import FormDialog
from claimdesk.models.editing import edits
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.queries import ArticleText
from claimdesk.models.store.schema import ARTICLE_STATUSES

_LINES = ("title", "outlet", "author", "agency", "published_on", "url")
_LANGUAGES = (
    "en ja zh ko de fr es it pt nl pl cs sk hu ro sv da no fi el tr ru uk ar fa he hi id vi"
)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""A BCP 47 tag, as far as its form goes."""


def date_problem(text: str) -> str | None:
    """Return what is wrong with a date that was typed, with a time or without; None if nothing."""
    typed = text.strip()
    if not typed or _is_iso(typed):
        return None
    return _(
        "“{text}” is not a date; write it as 2024-05-31 or 2024-05-31T09:30, or leave it empty."
    ).format(text=typed)


def language_problem(text: str) -> str | None:
    """Return what is wrong with the code of a language that was typed; None if nothing."""
    if _LANGUAGE.fullmatch(text.strip()):
        return None
    return _("A language is a code such as en, ja or de.")


def offer_languages(box: QComboBox) -> QLineEdit:
    """Let a language be chosen or typed; return where it is typed."""
    code = QLineEdit(box)
    code.setAccessibleName(_("Language"))
    box.setLineEdit(code)
    box.addItems(_LANGUAGES.split())
    return code


def _is_iso(text: str) -> bool:
    try:
        if len(text) == len("2024-05-31"):
            return date.fromisoformat(text).isoformat() == text
        time = datetime.fromisoformat(text)
    except ValueError:
        return False
    return text in (time.isoformat(), time.isoformat(timespec="minutes"))


class ArticleDetailsDialog(FormDialog):
    """Edits the details of one article; saving is one edit."""

    def __init__(
        self, desk: Desk, jobs: Jobs, article_id: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Article details"), _("Save"), parent)
        self._desk, self._jobs = desk, jobs
        self._article_id = article_id
        self._shown: dict[str, str | None] = {}
        self._lines = {name: QLineEdit(self) for name in _LINES}
        self._language = QComboBox(self)
        self._status = QComboBox(self)
        self._note = QPlainTextEdit(self)
        self._lay_out()
        self._load()

    def accept(self) -> None:
        values = self._typed()
        problem = self._problem_of(values)
        if problem is not None:
            self.refuse(problem[1], problem[0])
            return
        changed = {name: value for name, value in values.items() if value != self._shown[name]}
        if not changed:
            super().accept()
            return
        status = changed.get("status") or ""
        save = partial(self._finish, changed)
        mark_done.check(self._desk, self._jobs, [self._article_id], status, save, self)

    def _finish(self, changed: dict[str, str | None]) -> None:
        if self._save(changed):
            super().accept()

    def _save(self, changed: dict[str, str | None]) -> bool:
        label = _("Edit the details of “{title}”").format(title=self._shown["title"])

        def change(session: object) -> None:
            edits.set_article(session, self._article_id, **changed)  # type: ignore[arg-type]

        return self._desk.act(label, change) is not None

    def _lay_out(self) -> None:
        form = self.form
        names = {
            "title": _("&Title"),
            "outlet": _("&Outlet"),
            "author": _("&Author"),
            "agency": _("A&gency"),
            "published_on": _("&Date"),
            "url": _("&Web address"),
        }
        for name in _LINES[:5]:
            form.addRow(names[name], self._lines[name])
        form.addRow(_("&Language"), self._language)
        form.addRow(names["url"], self._lines["url"])
        form.addRow(_("&Status"), self._status)
        form.addRow(_("&Note"), self._note)
        self._lines["published_on"].setPlaceholderText(_("YYYY-MM-DD"))
        offer_languages(self._language)
        statuses = (_("Unread"), _("In progress"), _("Done"))
        for key, text in zip(ARTICLE_STATUSES, statuses, strict=True):
            self._status.addItem(text, key)
        self._note.setTabChangesFocus(True)
        unit = self.fontMetrics().height()
        self._note.setMinimumHeight(unit * 4)
        self.setMinimumWidth(unit * 30)
        self.resize(unit * 34, self.minimumSizeHint().height() + unit)

    def _load(self) -> None:
        """Show the article: at once if it is open, otherwise as soon as it is read."""
        here = self._desk.article
        if here is not None and here.id == self._article_id:
            self._fill(here)
            return
        self._enable_fields(False)
        article_id = self._article_id
        read = partial(queries.article, article_id=article_id)
        self.load(self._jobs, self._desk.project, read, self._fill)

    def _enable_fields(self, on: bool) -> None:
        for field in (*self._lines.values(), self._language, self._status, self._note):
            field.setEnabled(on)

    def _fill(self, article: ArticleText | None) -> None:
        self.setEnabled(article is not None)
        if article is None:
            return
        self._enable_fields(True)
        names = (*_LINES, "language", "status", "note")
        self._shown = {name: getattr(article, name) for name in names}
        for name, line in self._lines.items():
            line.setText(self._shown[name] or "")
            line.setCursorPosition(0)
        self._language.setCurrentText(article.language)
        self._status.setCurrentIndex(self._status.findData(article.status))
        self._note.setPlainText(article.note or "")

    def _typed(self) -> dict[str, str | None]:
        """Return the values of the fields; an unchanged field gives exactly what is stored."""
        values: dict[str, str | None] = {
            name: (line.text().strip() or None) if line.isModified() else self._shown[name]
            for name, line in self._lines.items()
        }
        note = self._note.toPlainText()
        if note != (self._shown["note"] or ""):
            values["note"] = note.strip() or None
        else:
            values["note"] = self._shown["note"]
        values["language"] = self._language.currentText().strip()
        values["status"] = self._status.currentData()
        return values

    def _problem_of(self, values: dict[str, str | None]) -> tuple[QWidget, str] | None:
        if not values["title"]:
            return self._lines["title"], _("An article needs a title; type one.")
        wrong_date = date_problem(values["published_on"] or "")
        if wrong_date and values["published_on"] != self._shown["published_on"]:
            return self._lines["published_on"], wrong_date
        wrong_language = language_problem(values["language"] or "")
        return (self._language, wrong_language) if wrong_language else None
