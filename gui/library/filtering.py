# SPDX-License-Identifier: MIT
"""Filtering, sorting and grouping the library by the menu of one button."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.desk.jobs import Jobs
from claimdesk.gui.widgets.article_filter import ArticleFilterButton
from claimdesk.gui.widgets.labels import literal
from claimdesk.gui.widgets.wording import article_status_label
from claimdesk.models.messages.catalogue import _
from claimdesk.models.search.grouping import Grouping
from claimdesk.models.search.library import ArticleFilter


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


class FilterButton(ArticleFilterButton):
    """The button beside the search field: its menu filters, sorts and groups the articles."""

    words_wanted = Signal(str)
    """Words that a kept filter searches for."""

    def __init__(self, desk: Desk, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(desk, jobs, parent, _("Filter and sort the articles"))
        self.sort = "date"
        self.grouping: Grouping | None = None
        self.words = ""
        """What is searched for beside the filter."""

    def reset(self) -> None:
        """List everything again, newest first; says nothing."""
        self.wanted, self.sort, self.grouping = ArticleFilter(), "date", None
        self.show_state()

    def kept(self) -> ArticleFilter:
        """Return the filter with the words that are searched for."""
        return replace(self.wanted, words=self.words.strip())

    def use(self, wanted: ArticleFilter) -> None:
        """List what a kept filter lists, its words in the search field."""
        self.words_wanted.emit(wanted.words)
        self.apply(replace(wanted, words=""))

    def fill_menu(self, menu: QMenu) -> None:
        """Add ways to group and to sort."""
        menu.addSeparator()
        self._fill_groups(menu.addMenu(_("&Group")))
        group = QActionGroup(menu)
        for key, text in sorting_names().items():
            action = self.add_entry(menu, text, partial(self._sort_by, key))
            action.setCheckable(True)
            action.setChecked(key == self.sort)
            group.addAction(action)

    def _fill_groups(self, menu: QMenu) -> None:
        group = QActionGroup(menu)
        for grouping, text in self._groupings().items():
            action = self.add_entry(menu, literal(text), partial(self._group_by, grouping))
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

    def _sort_by(self, key: str) -> None:
        self.sort = key
        self.changed.emit()
