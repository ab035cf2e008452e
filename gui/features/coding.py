# SPDX-License-Identifier: MIT
"""Recording and coding by key: annotations from the selection, fields of claims, bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from claimdesk.gui.annotating.bounds import CHARACTER, CLAUSE, WORD
from claimdesk.gui.annotating.digit_field import DigitField
from claimdesk.gui.annotating.own_fields import OwnFieldMenu
from claimdesk.gui.inspector.panel import InspectorPanel
from claimdesk.models.messages.catalogue import _

if TYPE_CHECKING:
    from claimdesk.gui.window.workbench import Workbench

_DIGITS = 9
"""Values that have a key: 1 to 9."""
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
        own_fields = OwnFieldMenu(bench.desk, bench.selection.ids, bench.codes, bench.view)
        self._digits = DigitField(bench.desk, bench.window)
        coding.next_wanted.connect(bench.review.skip)
        self._inspector = self._fill_inspector()
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
            "pick_stance": lambda: coding.code("stance"),
            "kind": lambda: coding.code("kind"),
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
        actions = bench.commands.add_digits(_DIGITS)
        for number, action in enumerate(actions):
            action.triggered.connect(lambda _on=False, n=number: self._code_by_digit(n))
        bench.commands.menus["claim"].insertMenu(bench.commands["kind"], self._digits.menu)
        self._digits.changed.connect(self._show_digits)

    def _fill_inspector(self) -> InspectorPanel:
        """Put the inspector of what is current into its dock."""
        bench, dock = self._bench, self._bench.window.docks["inspector"]
        panel = InspectorPanel(bench.desk, bench.codes)
        panel.span_clicked.connect(bench.view.show_span)
        panel.part_opened.connect(self._pick)
        dock.setWidget(panel)
        dock.visibilityChanged.connect(panel.catch_up)
        return panel

    def _pick(self, part: str) -> None:
        """Open the picker of a part; it stands at the annotation, not at words selected before."""
        self._bench.view.clear_selection()
        self._bench.coding.pick(part)

    def _bind_nudge(self, name: str, edge: str, step: int, unit: str) -> None:
        bounds = self._bench.bounds
        self._bench.commands.bind(name, lambda: bounds.nudge(edge, step, unit))

    def _code_by_digit(self, number: int) -> None:
        if self._digits.field is not None:
            self._bench.coding.code_choice(self._digits.field, number)

    def _show_digits(self) -> None:
        """Call the keys 1 to 9 after the values that they give."""
        field = self._digits.field
        if field is not None:
            words = _("{field}: {value}")
            labels = [words.format(field=field.label, value=c.label) for c in field.choices]
            self._bench.commands.call_digits(field.layer, labels)
        self._inspector.show_digits(field)

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
