# SPDX-License-Identifier: MIT
"""Fields in which an actor, a kind or a country is entered."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QWidget

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.registry.kind_labels import actor_kind_label
from claimdesk.models.store.schema import ACTOR_KINDS
from claimdesk.models.text.collation import sort_key
from claimdesk.models.text.folding import accentless_key, name_key


def completes(field: QLineEdit, names: Iterable[str]) -> None:
    """Offer those of `names` that contain what is typed, whatever its case and accents."""
    field.setCompleter(_Completer(names, field))


class _Completer(QCompleter):
    """Completes names whatever their accents: Qt would compare those, so it gets only matches."""

    def __init__(self, names: Iterable[str], field: QLineEdit) -> None:
        super().__init__(field)
        self._names = list(names)
        self._listed = QStringListModel(self._names, self)
        self.setModel(self._listed)
        self.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        # The field emits textEdited before it asks for completions.
        field.textEdited.connect(self._list)

    def _list(self, typed: str) -> None:
        """List the names that match what was typed, those with the same accents first."""
        wanted, plain = name_key(typed), accentless_key(typed)
        exact = [name for name in self._names if wanted in name_key(name)]
        others = [name for name in self._names if plain in accentless_key(name)]
        self._listed.setStringList(list(dict.fromkeys([*exact, *others])))


class ActorField(QLineEdit):
    """Names an actor of the project, completed as one types."""

    def __init__(
        self, desk: Desk, parent: QWidget, *, without: Iterable[int] = (), kinds: str = ""
    ) -> None:
        super().__init__(parent)
        barred = frozenset(without)
        wanted = kinds.split() or ACTOR_KINDS
        self._desk = desk
        self._names = {
            actor.id: actor.name
            for actor in desk.actors.values()
            if actor.id not in barred and actor.kind in wanted and actor.state != "rejected"
        }
        completes(self, self._names.values())

    def actor(self) -> int | None:
        """Return the actor that is named, or None."""
        return self._desk.resolver.find_any([self.text()], among=self._names)


class CountryField(QLineEdit):
    """Takes the two letters of a country or the name of a state."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        names = (state.name for state in gazetteer().states.values())
        completes(self, sorted(names, key=sort_key))


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
        """Return the kind that is shown."""
        return str(self.currentData())
