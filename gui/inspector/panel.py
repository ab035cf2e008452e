# SPDX-License-Identifier: MIT
"""The inspector: everything about the current annotation, and where to change it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlmodel import Session

from claimdesk.gui.annotating.codes import CodeEditor
from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.inspector import wording
from claimdesk.gui.inspector.parts import PieceRow, ValueButton, heading, line, typed_line
from claimdesk.gui.widgets.wording import (
    WAITS,
    layer_label,
    quoted,
    state_label,
    time_text,
)
from claimdesk.gui.window import theme
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import code_text
from claimdesk.models.editing.edits import MAIN_ROLE
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import queries
from claimdesk.models.store.coded_fields import CodeValue
from claimdesk.models.store.queries import (
    AnnotationDetails,
    AnnotationRow,
    FieldRow,
    Piece,
    fields_of,
)
from claimdesk.models.suggest.renaming import correct_bounds
from claimdesk.models.text.spans import Span

_SETTLE_MILLISECONDS, _AT_LATEST = 90, 400
"""While keys come faster than this, what is current now and then is shown, and at the end."""
_MOST_STEPS = 40


class InspectorPanel(QStackedWidget):
    """Shows the current annotation of the desk, and edits it."""

    span_clicked = Signal(Span)
    """A span to bring into sight in the text."""
    part_opened = Signal(str)
    """A part whose picker should open, as `Coding.pick` knows it: speaker, actor, domains, …"""

    def __init__(self, desk: Desk, codes: CodeEditor) -> None:
        super().__init__()
        self._desk = desk
        self._codes = codes
        self._digit_field: FieldRow | None = None
        self.setObjectName("inspector")
        self.setAccessibleName(_("Inspector"))
        hint = line(_("Nothing chosen. Click an annotation in the text or in a list."), faint=True)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint.setContentsMargins(16, 16, 16, 16)
        self.addWidget(hint)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(_("Current annotation"))
        self.addWidget(self._scroll)
        self._shown: int | None = None
        self._debouncer = Debouncer(self._refresh, _SETTLE_MILLISECONDS, _AT_LATEST, self)
        desk.current_changed.connect(self._debouncer.schedule)
        desk.names_changed.connect(self._debouncer.schedule)
        desk.annotations_changed.connect(self._annotations_changed)

    def catch_up(self) -> None:
        """Show what happened while the panel could not be seen."""
        self._debouncer.schedule()

    def show_digits(self, field: FieldRow | None) -> None:
        """Say beside a field that the keys 1 to 9 give its values."""
        self._digit_field = field
        self._debouncer.schedule()

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is current."""
        super().showEvent(event)
        self.catch_up()

    def _annotations_changed(self, ids: frozenset[int]) -> None:
        if self._desk.current in ids:
            self._debouncer.schedule()

    def _refresh(self) -> None:
        row = self._desk.current_row()
        # Behind another tab a dock counts as visible.
        if self.visibleRegion().isEmpty():
            return
        focused = self._focused_name()
        scrolled = self._scroll.verticalScrollBar().value()
        same = row is not None and row.id == self._shown
        self._shown = row.id if row is not None else None
        if row is None:
            self.setCurrentIndex(0)
            return
        with self._desk.reading() as connection:
            details = queries.annotation_details(connection, row.id)
            steps = queries.annotation_history(connection, row.id)
        if details is None:
            return
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(12, 8, 12, 12)
        layout.setSpacing(4)
        self._add_head(layout, row)
        self._add_spans(layout, row)
        layout.addWidget(heading(_("Fields")))
        layout.addLayout(self._fields(row, details))
        self._add_history(layout, details, wording.entries(steps, self._desk))
        layout.addStretch(1)
        self._scroll.setWidget(page)
        self.setCurrentIndex(1)
        if same:
            self._scroll.verticalScrollBar().setValue(scrolled)
            self._focus(focused)

    # Sections.

    def _add_head(self, layout: QVBoxLayout, row: AnnotationRow) -> None:
        top = QHBoxLayout()
        title = heading(f"{layer_label(row.layer)} · {state_label(row.state)}")
        title.setContentsMargins(0, 0, 0, 0)
        top.addWidget(title, 1)
        for name, text, label, state, change in (
            ("accept", _("Accept"), _("Accept {what}"), "accepted", edits.accept),
            ("reject", _("Reject"), _("Reject {what}"), "rejected", edits.reject),
        ):
            button = QPushButton(text)
            theme.give_icon(button, name)
            button.setObjectName(name)
            button.setEnabled(row.state != state)
            decide = partial(self._decide, row, label, change)
            button.clicked.connect(lambda _on=False, decide=decide: decide())
            top.addWidget(button)
        layout.addLayout(top)
        layout.addWidget(line(wording.origin_text(row), faint=True))
        if row.reason:
            layout.addWidget(line(_("Reason: {why}").format(why=row.reason), faint=True))

    def _add_spans(self, layout: QVBoxLayout, row: AnnotationRow) -> None:
        layout.addWidget(heading(_("Text")))
        form = _form()
        for role in dict.fromkeys(piece.role for piece in row.pieces):
            pieces = row.role(role)
            name = wording.role_text(role)
            box = QVBoxLayout()
            box.setSpacing(2)
            for piece in pieces:
                removable = role != MAIN_ROLE[row.layer] or len(pieces) > 1
                part = PieceRow(piece, name, removable=removable)
                part.shown.connect(lambda piece: self.span_clicked.emit(piece.span))
                part.removed.connect(lambda piece: self._remove(row, piece))
                box.addWidget(part)
            form.addRow(line_label(name), box)
        for waiting in row.waiting:
            name = wording.role_text(waiting.role)
            text = _("{mark} no longer in the text: “{words}”").format(
                mark=WAITS, words=" ".join(waiting.quote.split())
            )
            form.addRow(line_label(name), line(text))
        layout.addLayout(form)
        if row.waiting:
            layout.addWidget(
                line(_("Article → Review lost places gives it a place again."), faint=True)
            )

    def _fields(self, row: AnnotationRow, details: AnnotationDetails) -> QFormLayout:
        form = _form()
        for part in self._parts(row, details):
            self._add_part(form, *part)
        for field in fields_of(self._desk.fields.values(), row.layer):
            self._add_code(form, row, field)
        form.addRow(line_label(_("Note")), self._note(row))
        return form

    def _parts(self, row: AnnotationRow, details: AnnotationDetails) -> list[tuple[str, str, str]]:
        """Return part, label and value of what is picked and is not a coded field."""
        desk = self._desk
        none = _("none")
        if row.layer == "actor":
            return [("actor", _("Actor"), desk.actor_name(row.actor_id) or none)]
        if row.layer == "claim":
            names = [desk.domains[i].name for i in row.domain_ids if i in desk.domains]
            speaker = _("Speakers") if row.further_speaker_ids else _("Speaker")
            return [
                ("speaker", speaker, self._names(row.speaker_ids)),
                ("domains", _("Domains"), ", ".join(names) or none),
                ("parties", _("Addressed to"), self._names(details.addressee_ids)),
            ]
        domain = desk.domains.get(row.domain_id) if row.domain_id is not None else None
        return [
            ("domains", _("Domain"), domain.name if domain else none),
            ("parties", _("With"), self._names(details.partner_ids)),
        ]

    def _add_part(self, form: QFormLayout, part: str, label: str, value: str) -> None:
        form.addRow(
            line_label(label),
            _value_button(part, label, value, lambda: self.part_opened.emit(part)),
        )

    def _add_code(self, form: QFormLayout, row: AnnotationRow, field: FieldRow) -> None:
        """Add the editor of a coded field."""
        value, name = row.codes.get(field.key), field.label
        if field == self._digit_field:
            name = _("{field} (keys 1–9)").format(field=field.label)
        editor: QWidget
        if field.kind in ("number", "text"):
            editor = typed_line(field, value, lambda typed: self._code(row, field, typed))
        else:
            shown = code_text(field, value) or _("not coded")
            ask = partial(self._codes.ask, field, [row.id])
            editor = _value_button(field.key, field.label, shown, ask)
        form.addRow(line_label(name), editor)

    def _code(self, row: AnnotationRow, field: FieldRow, value: CodeValue | None) -> None:
        self._codes.set(field, [row.id], value)
        # An edit that was refused leaves the widget with what was typed.
        self._debouncer.schedule()

    def _add_history(
        self, layout: QVBoxLayout, details: AnnotationDetails, steps: list[wording.Entry]
    ) -> None:
        layout.addWidget(heading(_("History")))
        for entry in steps[:_MOST_STEPS]:
            layout.addWidget(line(f"{entry.when} · {entry.who}", faint=True))
            layout.addWidget(line("\n".join([entry.what, *(f"   {x}" for x in entry.lines)])))
        if len(steps) > _MOST_STEPS:
            more = _("and {n} earlier steps").format(n=len(steps) - _MOST_STEPS)
            layout.addWidget(line(more, faint=True))
        created = time_text(details.created)
        layout.addWidget(line(_("Came {time}").format(time=created), faint=True))
        if details.updated != details.created:
            updated = time_text(details.updated)
            layout.addWidget(line(_("Last changed {time}").format(time=updated), faint=True))

    def _note(self, row: AnnotationRow) -> QLineEdit:
        note = QLineEdit(row.note or "")
        note.setObjectName("field note")
        note.setAccessibleName(_("Note"))
        note.setPlaceholderText(_("Type a note"))

        def finished() -> None:
            if note.text().strip() != (row.note or ""):
                label = _("Note on {what}").format(what=quoted(row))
                self._act(label, lambda session: edits.set_note(session, [row.id], note.text()))

        note.editingFinished.connect(finished)
        return note

    # Edits.

    def _act(self, label: str, change: Callable[[Session], None]) -> None:
        self._desk.act(label, change)
        # An edit that was refused leaves the widget with what was typed.
        self._debouncer.schedule()

    def _decide(
        self, row: AnnotationRow, label: str, change: Callable[[Session, list[int]], None]
    ) -> None:
        self._act(label.format(what=quoted(row)), lambda session: change(session, [row.id]))

    def _remove(self, row: AnnotationRow, piece: Piece) -> None:
        role = wording.role_text(piece.role).lower()
        self._act(
            _("Remove a piece of the {role}").format(role=role),
            correct_bounds(
                row.id,
                lambda session: edits.remove_span(session, row.id, piece.role, piece.span),
            ),
        )

    # Texts.

    def _names(self, actor_ids: tuple[int, ...]) -> str:
        names = (self._desk.actor_name(i) for i in actor_ids)
        return ", ".join(name for name in names if name) or _("none")

    def _focused_name(self) -> str:
        focus = QApplication.focusWidget()
        return focus.objectName() if focus is not None and self.isAncestorOf(focus) else ""

    def _focus(self, name: str) -> None:
        found = self._scroll.findChild(QWidget, name) if name else None
        if found is not None:
            found.setFocus()


def _form() -> QFormLayout:
    form = QFormLayout()
    form.setContentsMargins(0, 0, 0, 0)
    form.setVerticalSpacing(4)
    form.setHorizontalSpacing(10)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return form


def _value_button(name: str, label: str, value: str, opened: Callable[[], object]) -> ValueButton:
    button = ValueButton(value, _("{field}: {value}").format(field=label, value=value))
    button.setObjectName(f"field {name}")
    button.clicked.connect(lambda: opened())
    return button


def line_label(text: str) -> QLabel:
    """Return the name of a row, on one line."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    label.setContentsMargins(0, 4, 0, 0)
    return label
