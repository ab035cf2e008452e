# SPDX-License-Identifier: MIT
"""The context menu of the article: what the selection, or what is under the pointer, can become."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from claimdesk.gui.article.view import ArticleView
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.labels import literal
from claimdesk.gui.widgets.wording import quoted
from claimdesk.models.messages.catalogue import _

Actions = list[QAction | None]
"""None stands for a line."""


class ArticleMenu:
    """Builds and opens the menu; it only offers commands that the window has."""

    def __init__(self, desk: Desk, view: ArticleView) -> None:
        self._desk = desk
        self._view = view

    def open(
        self, place: QPoint, marking: Actions, parts: Actions, of_layer: dict[str, Actions]
    ) -> None:
        """Open the menu at a place of the viewport; annotations under it become current.

        `marking` is what a selection can become, `parts` what it can be in the current claim, and
        `of_layer` what an annotation of each layer can do.
        """
        menu = QMenu(self._view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._view.selected_span() is not None:
            _fill(menu, marking)
            _fill(menu, [None, *(action for action in parts if action and action.isEnabled())])
        else:
            self._annotation(menu, place, of_layer)
        menu.addSeparator()
        self._text(menu, place)
        menu.popup(self._view.viewport().mapToGlobal(place))

    def _annotation(self, menu: QMenu, place: QPoint, of_layer: dict[str, Actions]) -> None:
        found = self._view.annotations_at(place)
        if not found:
            return
        if self._desk.current not in found:
            self._desk.set_current(found[0])
        row = self._desk.current_row()
        if row is None:
            return
        _fill(menu, of_layer[row.layer])
        others = [
            number for number in found if number != row.id and number in self._desk.annotations
        ]
        if others:
            menu.addSeparator()
        for number in others:
            words = _("Choose {what} instead").format(what=quoted(self._desk.annotations[number]))
            other = menu.addAction(literal(words))
            other.triggered.connect(lambda _on=False, n=number: self._desk.set_current(n))

    def _text(self, menu: QMenu, place: QPoint) -> None:
        if self._view.selected_span() is None:
            sentence = menu.addAction(_("Select the sentence"))
            sentence.triggered.connect(lambda: self._view.select_sentence_at(place))
        copy = menu.addAction(_("Copy"))
        copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        copy.setEnabled(self._view.selected_span() is not None)
        copy.triggered.connect(self._view.copy)


def _fill(menu: QMenu, actions: Actions) -> None:
    for action in actions:
        if action is None:
            menu.addSeparator()
        else:
            menu.addAction(action)
