# SPDX-License-Identifier: MIT
"""Fields in which an actor, a kind or a country is entered."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from claimdesk.gui.desk import Desk
from claimdesk.gui.wording import actor_kind_label
from claimdesk.models.schema import ACTOR_KINDS
from claimdesk.models.suggest.gazetteer import gazetteer


def completes(field: QLineEdit, names: Iterable[str]) -> None:
    """Offer those of `names` that contain what is typed."""
    completer = QCompleter(field)
    completer.setModel(QStringListModel(list(names), completer))
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    field.setCompleter(completer)


class ActorField(QLineEdit):
    """Names an actor of the project, completed as one types."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, without: Iterable[int] = (), kinds: str = ""
    ) -> None:
        super().__init__(parent)
        barred = frozenset(without)
        wanted = kinds.split() or ACTOR_KINDS
        self._actors = [
            actor
            for actor in desk.actors.values()
            if actor.id not in barred and actor.kind in wanted and actor.state != "rejected"
        ]
        completes(self, (actor.name for actor in self._actors))

    def actor(self) -> int | None:
        """The actor that is named, whatever the case; None if there is none."""
        wanted = self.text().strip().casefold()
        for actor in self._actors:
            if actor.name.casefold() == wanted:
                return actor.id
        for actor in self._actors:
            if wanted in (alias.casefold() for alias in actor.aliases):
                return actor.id
        return None


class CountryField(QLineEdit):
    """Takes the two letters of a country or the name of a state."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        completes(self, sorted(state.name for state in gazetteer().states.values()))


class KindField(QComboBox):
    """One of the kinds of actors."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        for kind in ACTOR_KINDS:
            self.addItem(actor_kind_label(kind), kind)

    def show_kind(self, kind: str) -> None:
        """Show a kind."""
        self.setCurrentIndex(max(0, self.findData(kind)))

    def kind(self) -> str:
        """The kind that is shown."""
        return str(self.currentData())
