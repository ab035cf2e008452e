# SPDX-License-Identifier: MIT
"""Recording and coding by key: annotations from the selection, fields of claims, bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from claimdesk.gui.annotating.bounds import CHARACTER, CLAUSE, WORD
from claimdesk.gui.annotating.own_fields import OwnFields
from claimdesk.gui.desk.reference_data import Name
from claimdesk.gui.inspector import dock as inspector_dock
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench

_STANCES = 9
"""Stances that have a key: 1 to 9."""
_NUDGES = {
    "start_back": ("start", -1),
    "start_on": ("start", 1),
    "end_back": ("end", -1),
    "end_on": ("end", 1),
}


class CodingFeature(QObject):
    """Binds the keys of coding, fills the inspector, and opens pickers on cells of the panes."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__(bench)
        self._bench = bench
        marking, coding = bench.marking, bench.coding
        own_fields = OwnFields(bench.desk, bench.selection.ids, bench.view, bench.window)
        coding.went_on.connect(bench.review.skip)
        inspector_dock.fill(bench.window.docks["inspector"], bench.desk, bench.view, coding)
        for pane in bench.panes.values():
            pane.cell_opened.connect(coding.open_cell)
        for name, slot in {
            "mention": marking.mention,
            "claim": marking.claim,
            "domain": self._domain,
            "piece": bench.bounds.add_piece,
            "remove_piece": bench.bounds.remove_piece,
            "repeat": coding.repeat_domains,
            "speaker": self._speaker,
            "cue": lambda: marking.role("cue"),
            "content": lambda: marking.role("content"),
            "domains": self._domains,
            "pick_stance": lambda: coding.pick_choice("stance"),
            "kind": lambda: coding.pick_choice("kind"),
            "certainty": coding.certainty,
            "parties": coding.parties,
            "note": coding.note,
            "own_field": own_fields.ask,
        }.items():
            bench.commands.bind(name, slot)
        for name, (edge, step) in _NUDGES.items():
            self._bind_nudge(name, edge, step, WORD)
            self._bind_nudge(f"{name}_one", edge, step, CHARACTER)
            self._bind_nudge(f"{name}_clause", edge, step, CLAUSE)
        self._stances = bench.commands.add_stances(_STANCES)
        for number, action in enumerate(self._stances):
            action.triggered.connect(lambda _on=False, n=number: coding.stance(n))
        bench.desk.names_changed.connect(self._name_stances)

    def _bind_nudge(self, name: str, edge: str, step: int, unit: str) -> None:
        bounds = self._bench.bounds
        self._bench.commands.bind(name, lambda: bounds.nudge(edge, step, unit))

    def _name_stances(self, changed: frozenset[Name]) -> None:
        if not any(kind in ("field", "choice") for kind, _unused in changed):
            return
        fields = self._bench.desk.fields
        choices = fields["stance"].choices if "stance" in fields else ()
        for number, action in enumerate(self._stances):
            action.setVisible(number < len(choices))
            if number < len(choices):
                words = _("Stance: {label}").format(label=choices[number].label)
                self._bench.commands.call(action.objectName(), words)

    def _domain(self) -> None:
        """The selected words as about a domain; without any, the domains of what is current."""
        if self._bench.view.selected_span() is not None:
            self._bench.marking.domain()
        else:
            self._bench.coding.domains()

    def _speaker(self) -> None:
        """The selected words as the source; without any, who speaks."""
        row = self._bench.desk.current_row()
        alone = row is not None and row.layer == "claim" and len(self._bench.desk.selected) == 1
        if self._bench.view.selected_span() is not None and alone:
            self._bench.marking.role("source")
        else:
            self._bench.coding.speaker()

    def _domains(self) -> None:
        """The domains of claims; of other words, every occurrence as a domain."""
        bench, desk = self._bench, self._bench.desk
        claims = any(desk.annotations[i].layer == "claim" for i in desk.selected)
        selected = bench.view.selected_span() is not None and bench.selection.pane() is None
        if len(desk.selected) > 1 or (claims and not selected):
            bench.coding.domains()
        else:
            bench.occurrences.annotate("domain")
