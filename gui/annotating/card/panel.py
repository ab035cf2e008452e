# SPDX-License-Identifier: MIT
"""The annotation card: what is current, why it was suggested, and where to decide and change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from sqlmodel import Session

from claimdesk.gui.annotating.card import summary, wording
from claimdesk.gui.annotating.card.parts import (
    LikelyValues,
    NoteLine,
    PieceRow,
    Segments,
    ValueButton,
    heading,
    line,
    typed_line,
)
from claimdesk.gui.annotating.codes import CodeEditor
from claimdesk.gui.annotating.review import Review
from claimdesk.gui.desk.debounce import Debouncer
from claimdesk.gui.desk.desk import Desk
from claimdesk.gui.widgets.elided import ElidedLabel
from claimdesk.gui.widgets.labels import key_cap
from claimdesk.gui.widgets.spacing import CLOSE, PAGE, TIGHT, USUAL
from claimdesk.gui.widgets.wording import WAITS, time_text
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
_MOST_READ = 40
"""Annotations whose addressees are compared; more count as mixed."""
_WIDE = 60
"""Characters; in a narrower panel the buttons are below the title."""
_BEGIN = ("mention", "claim", "domain", "next", "accept", "reject", "suggest", "keys")
"""The commands to begin with."""
_KEYS = {"actor": "speaker", "stance": "pick_stance", "stage": "certainty"}
"""The commands of parts and fields that are called otherwise."""
_NAMED = ("speaker", "actor", "domains", "parties", "stance", "kind", "certainty", "stage", "note")
"""Parts and fields that have a command of their own; others are own fields."""

KeyOf = Callable[[str], str]
"""Returns the key of a command as people read it; empty if it has none."""
WordsOf = Callable[[str], str]


class InspectorPanel(QStackedWidget):
    """Shows what is current or selected on the desk, and edits it."""

    span_clicked = Signal(Span)
    """A span to bring into sight in the text."""
    part_opened = Signal(str, object, QPoint)
    """A part whose picker should open, as `Coding.pick` knows it (speaker, actor, domains, …), for
    which annotations, and where on the screen."""
    field_opened = Signal(object, object, QPoint)
    """The same for a coded field: FieldRow, ids, place."""

    note_left = Signal()
    """Enter or Escape was pressed in the note."""
    domain_chosen = Signal(int, object)
    """The number of a likely domain, from 0, that the claims with these ids get alone."""

    def __init__(
        self,
        desk: Desk,
        codes: CodeEditor,
        review: Review,
        likely_domains: Callable[[Sequence[int]], Sequence[int]],
        key_of: KeyOf,
        words_of: WordsOf,
    ) -> None:
        super().__init__()
        self._likely_domains = likely_domains
        self._desk = desk
        self._codes = codes
        self._review = review
        self._key_of = key_of
        self._words_of = words_of
        self._digit_field: FieldRow | None = None
        self.setObjectName("inspector")
        self.setAccessibleName(_("Annotation"))
        self._begin = QScrollArea()
        self._scroll = QScrollArea()
        for area in (self._begin, self._scroll):
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self.addWidget(area)
        self._begin.setAccessibleName(_("Keys to begin with"))
        self._scroll.setAccessibleName(_("Current annotation"))
        self._shown: tuple[int, ...] = ()
        self._debouncer = Debouncer(self._refresh, _SETTLE_MILLISECONDS, _AT_LATEST, self)
        desk.current_changed.connect(self._debouncer.schedule)
        desk.selection_changed.connect(self._debouncer.schedule)
        desk.names_changed.connect(self._debouncer.schedule)
        desk.annotations_changed.connect(self._annotations_changed)

    def catch_up(self) -> None:
        """Show what happened while the panel could not be seen."""
        self._debouncer.schedule()

    def show_digits(self, field: FieldRow | None) -> None:
        """Show a field by the keys 1 to 9, which give its values."""
        self._digit_field = field
        self._debouncer.schedule()

    def edit_note(self) -> None:
        """Give the note of what is shown the keyboard."""
        self._debouncer.cancel()
        self._refresh()
        note = self._scroll.findChild(NoteLine)
        if note is not None:
            self._scroll.ensureWidgetVisible(note)
            note.setFocus()
            note.end(False)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is current."""
        super().showEvent(event)
        self.catch_up()

    def _annotations_changed(self, _ids: frozenset[int]) -> None:
        # The place of the current one among the others may have changed as well; the keys to
        # begin with are the same whatever is suggested meanwhile.
        if self._desk.selected or self._shown:
            self._debouncer.schedule()

    def _refresh(self) -> None:
        if not self._is_seen():
            return
        rows = [self._desk.annotations[i] for i in self._desk.selected]
        focused = self._focused_name()
        scrolled = self._scroll.verticalScrollBar().value()
        ids = tuple(row.id for row in rows)
        same, self._shown = ids == self._shown, ids
        page = self._page(rows) if rows else None
        if page is None:
            self._begin.setWidget(self._keys_to_begin())
            self.setCurrentIndex(0)
            return
        self._scroll.setWidget(page)
        self.setCurrentIndex(1)
        if same:
            self._scroll.verticalScrollBar().setValue(scrolled)
        self._focus(focused)

    def _is_seen(self) -> bool:
        """Return whether the panel is in the window; behind another tab it counts as visible."""
        window = self.window()
        place = QRect(self.mapTo(window, QPoint(0, 0)), self.size())
        return self.isVisible() and window.rect().intersects(place)

    def _page(self, rows: Sequence[AnnotationRow]) -> QWidget | None:
        """Return what is shown of one annotation or of several; None if they are gone."""
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(PAGE)
        layout.setSpacing(CLOSE)
        self._add_head(layout, rows)
        details = self._details(rows)
        if len(rows) > 1:
            self._add_grid(layout, rows, details)
        elif details:
            row = rows[0]
            self._add_why(layout, row)
            self._add_grid(layout, rows, details)
            self._add_spans(layout, row)
            self._add_history(layout, row, details[0])
        else:
            return None
        layout.addStretch(1)
        return page

    def _details(self, rows: Sequence[AnnotationRow]) -> list[AnnotationDetails] | None:
        if len(rows) > _MOST_READ:
            return None
        with self._desk.reading() as connection:
            found = (queries.annotation_details(connection, row.id) for row in rows)
            return [details for details in found if details is not None]

    def _keys_to_begin(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(PAGE)
        layout.addWidget(
            line(_("Nothing chosen. Click an annotation in the text or in a list."), faint=True)
        )
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        for number, command in enumerate(filter(self._key_of, _BEGIN)):
            grid.addWidget(key_cap(self._key_of(command)), number, 0)
            grid.addWidget(line(self._words_of(command)), number, 1)
        layout.addLayout(grid)
        layout.addStretch(1)
        return page

    # Sections.

    def _add_head(self, layout: QVBoxLayout, rows: Sequence[AnnotationRow]) -> None:
        top = QHBoxLayout()
        title = ElidedLabel()
        title.show_text(summary.title(rows, self._desk))
        font = title.font()
        font.setWeight(font.Weight.DemiBold)
        title.setFont(font)
        top.addWidget(title, 1)
        buttons = top
        if self.width() < _WIDE * self.fontMetrics().averageCharWidth():
            layout.addLayout(top)
            buttons = QHBoxLayout()
        ids = [row.id for row in rows]
        for name, text, state, decide in (
            ("accept", _("Accept"), "accepted", self._review.accept),
            ("reject", _("Reject"), "rejected", self._review.reject),
        ):
            button = QPushButton(f"{text}  {self._key_of(name)}".rstrip())
            button.setAccessibleName(text)
            theme.give_icon(button, name)
            button.setObjectName(name)
            # A click leaves the keys in the text.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setEnabled(self._writable() and any(row.state != state for row in rows))
            button.clicked.connect(lambda _on=False, decide=decide: self._decide(decide, ids))
            buttons.addWidget(button)
        layout.addLayout(buttons)
        reason = self._desk.project.read_only_reason if self._desk.project else None
        if reason:
            layout.addWidget(line(reason, faint=True))

    def _add_why(self, layout: QVBoxLayout, row: AnnotationRow) -> None:
        why = ElidedLabel()
        why.setForegroundRole(why.palette().ColorRole.PlaceholderText)
        why.show_text(" · ".join(filter(None, (wording.origin_text(row), row.reason))))
        layout.addWidget(why)
        sentence = line("")
        sentence.setTextFormat(Qt.TextFormat.RichText)
        sentence.setText(summary.sentence(row, self._desk))
        sentence.setObjectName("sentence")
        layout.addWidget(sentence)

    def _add_spans(self, layout: QVBoxLayout, row: AnnotationRow) -> None:
        layout.addWidget(heading(_("Text")))
        form = _form()
        for role in dict.fromkeys(piece.role for piece in row.pieces):
            pieces = row.role(role)
            name = wording.role_text(role)
            box = QVBoxLayout()
            box.setSpacing(TIGHT)
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

    def _add_grid(
        self,
        layout: QVBoxLayout,
        rows: Sequence[AnnotationRow],
        details: Sequence[AnnotationDetails] | None,
    ) -> None:
        """Add the fields in an order that is always the same, each with its key."""
        grid = QGridLayout()
        grid.setContentsMargins(0, CLOSE, 0, CLOSE)
        grid.setVerticalSpacing(CLOSE)
        grid.setHorizontalSpacing(USUAL)
        grid.setColumnStretch(2, 1)
        for name, label, editor in self._editors(rows, details):
            number = grid.rowCount()
            editor.setEnabled(self._writable())
            grid.addWidget(key_cap(self._key(name)), number, 0)
            grid.addWidget(line_label(label), number, 1)
            grid.addWidget(editor, number, 2)
            if name == "domains" and (likely := self._likely_of(rows)):
                grid.addWidget(likely, number + 1, 1, 1, 2)
        layout.addLayout(grid)

    def _editors(
        self, rows: Sequence[AnnotationRow], details: Sequence[AnnotationDetails] | None
    ) -> list[tuple[str, str, QWidget]]:
        """Return name, label and editor of each part and field of annotations of one layer."""
        layers = {row.layer for row in rows}
        if len(layers) > 1:
            return [("note", _("Note"), self._note(rows))]
        parts = {
            name: (label, self._part(name, label, value, rows))
            for name, label, value in summary.parts(rows, details, self._desk)
        }
        fields = {
            field.key: (field.label, self._field(field, rows))
            for field in fields_of(self._desk.fields.values(), layers.pop())
        }
        order = [key for key in (*summary.ORDER, *fields) if key in parts or key in fields]
        found = [(key, *(parts | fields)[key]) for key in dict.fromkeys(order)]
        return [*found, ("note", _("Note"), self._note(rows))]

    def _likely_of(self, rows: Sequence[AnnotationRow]) -> QWidget | None:
        """Return the likely domains of claims, each to be given alone by a click or its key."""
        ids = [row.id for row in rows]
        found = self._likely_domains(ids)
        if not found or not self._writable():
            return None
        names = [self._desk.domains[number].name for number in found]
        shown = LikelyValues(names, self._key_of("only_domain_1"))
        shown.chosen.connect(lambda number: self.domain_chosen.emit(number, ids))
        return shown

    def _key(self, name: str) -> str:
        """Return the key of a part or field: those of its values, or that which asks for it."""
        if self._digit_field is not None and name == self._digit_field.key:
            return f"1–{min(9, len(self._digit_field.choices))}"
        return self._key_of(_KEYS.get(name, name) if name in _NAMED else "own_field")

    def _part(
        self, part: str, label: str, value: str, rows: Sequence[AnnotationRow]
    ) -> ValueButton:
        ids = [row.id for row in rows]
        return _value_button(
            part, label, value, lambda place: self.part_opened.emit(part, ids, place)
        )

    def _field(self, field: FieldRow, rows: Sequence[AnnotationRow]) -> QWidget:
        """Return the editor of a coded field."""
        ids = [row.id for row in rows]
        values = {row.codes.get(field.key) for row in rows}
        value = values.pop() if len(values) == 1 else None
        mixed = bool(values)
        if field == self._digit_field:
            segments = Segments(field, value, mixed=mixed)
            segments.chosen.connect(lambda choice: self._code(ids, field, choice))
            segments.more.connect(lambda place: self.field_opened.emit(field, ids, place))
            return segments
        if field.kind in ("number", "text") and not mixed:
            return typed_line(field, value, lambda typed: self._code(ids, field, typed))
        shown = summary.mixed() if mixed else code_text(field, value) or _("not coded")
        return _value_button(
            field.key,
            field.label,
            shown,
            lambda place: self.field_opened.emit(field, ids, place),
        )

    def _code(self, ids: Sequence[int], field: FieldRow, value: CodeValue | None) -> None:
        self._codes.set(field, ids, value)
        # An edit that was refused leaves the widget with what was typed.
        self._debouncer.schedule()

    def _add_history(
        self, layout: QVBoxLayout, row: AnnotationRow, details: AnnotationDetails
    ) -> None:
        with self._desk.reading() as connection:
            changes = queries.annotation_history(connection, row.id)
        steps = wording.entries(changes, self._desk)
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

    def _note(self, rows: Sequence[AnnotationRow]) -> NoteLine:
        notes = {row.note or "" for row in rows}
        shown = notes.pop() if len(notes) == 1 else ""
        note = NoteLine(shown)
        note.setCursorPosition(0)
        note.setObjectName("field note")
        note.setAccessibleName(_("Note"))
        note.setPlaceholderText(summary.mixed() if notes else _("Type a note"))
        ids = [row.id for row in rows]
        what = self._review.describe(ids)

        def finished() -> None:
            if note.text().strip() != shown:
                label = _("Note on {what}").format(what=what)
                self._act(label, lambda session: edits.set_note(session, ids, note.text()))

        note.editingFinished.connect(finished)
        note.left.connect(self.note_left)
        return note

    # Edits.

    def _writable(self) -> bool:
        project = self._desk.project
        return project is not None and project.read_only_reason is None

    def _act(self, label: str, change: Callable[[Session], None]) -> None:
        self._desk.act(label, change)
        # An edit that was refused leaves the widget with what was typed.
        self._debouncer.schedule()

    def _decide(self, decide: Callable[[Sequence[int]], None], ids: Sequence[int]) -> None:
        decide(ids)
        self._debouncer.schedule()

    def _remove(self, row: AnnotationRow, piece: Piece) -> None:
        role = wording.role_text(piece.role).lower()
        self._act(
            _("Remove a piece of the {role}").format(role=role),
            correct_bounds(
                row.id,
                lambda session: edits.remove_span(session, row.id, piece.role, piece.span),
            ),
        )

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
    form.setVerticalSpacing(CLOSE)
    form.setHorizontalSpacing(USUAL)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return form


def _value_button(
    name: str, label: str, value: str, opened: Callable[[QPoint], object]
) -> ValueButton:
    button = ValueButton(value, _("{field}: {value}").format(field=label, value=value))
    button.setObjectName(f"field {name}")
    button.clicked.connect(lambda: opened(button.mapToGlobal(button.rect().bottomLeft())))
    return button


def line_label(text: str) -> QLabel:
    """Return the name of a row, on one line."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
    label.setContentsMargins(0, CLOSE, 0, 0)
    return label
