# SPDX-License-Identifier: MIT
"""Small widgets of the annotation card: headings, lines of text, values, pieces."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from html import escape

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)
from shiboken6 import isValid

from claimdesk.gui.annotating.typed import editable_text, take_typed
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.labels import literal, literal_tip
from claimdesk.gui.widgets.spacing import ABOVE, TIGHT
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.coded_fields import CodeValue
from claimdesk.models.store.queries import FieldRow, Piece


def line(text: str, *, faint: bool = False) -> QLabel:
    """Return a line of text that wraps, shown as it is."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    if faint:
        label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def heading(text: str) -> QLabel:
    """Return the name of a section."""
    label = line(text)
    font = QFont(label.font())
    font.setWeight(QFont.Weight.DemiBold)
    label.setFont(font)
    label.setContentsMargins(ABOVE)
    return label


class Segments(QWidget):
    """The values of a field side by side, each by its digit; that which is chosen has its name."""

    chosen = Signal(int)
    """The id of the value that was clicked."""
    more = Signal(QPoint)
    """The value is to be picked from all, at this place on the screen."""

    def __init__(self, field: FieldRow, value: CodeValue | None, *, mixed: bool) -> None:
        super().__init__()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        for number, choice in enumerate(field.choices[:9], start=1):
            button = QToolButton()
            button.setObjectName(f"segment {field.key} {number}")
            button.setCheckable(True)
            button.setChecked(choice.id == value and not mixed)
            button.setText(str(number))
            button.setToolTip(literal_tip(choice.label))
            button.setAccessibleName(
                _("{field}: {value}").format(field=field.label, value=choice.label)
            )
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            edge = choice.colour or "palette(mid)"
            button.setStyleSheet(
                "QToolButton { border: 1px solid palette(mid); border-radius: 3px;"
                f" border-bottom: 3px solid {edge}; padding: 2px 5px; }}"
                "QToolButton:checked { font-weight: 600; background: palette(base); }"
                "QToolButton:focus { border-color: palette(text); }"
            )
            button.clicked.connect(partial(self._choose, choice.id))
            layout.addWidget(button)
        picked = field.choice(value)
        words = _("mixed") if mixed else picked.label if picked else _("not coded")
        other = ValueButton(words, _("{field}: {value}").format(field=field.label, value=words))
        other.setObjectName(f"field {field.key}")
        other.clicked.connect(lambda: self.more.emit(other.mapToGlobal(other.rect().bottomLeft())))
        layout.addWidget(other, 1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def _choose(self, choice: int, _on: bool = False) -> None:
        self.chosen.emit(choice)


class LikelyValues(QLabel):
    """Values that are probably right, each with its digit; a click chooses one."""

    chosen = Signal(int)
    """Its place, from 0."""

    def __init__(self, names: Sequence[str], key: str) -> None:
        """`key` is the key of the first value, as people read it."""
        super().__init__()
        self.setObjectName("likely")
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)
        keys = key.removesuffix("1")
        self.setAccessibleName(_("Likely domains: {names}").format(names=", ".join(names)))
        self.setToolTip(
            _("A click, or {keys} with its digit, accepts with this domain alone").format(keys=keys)
            if key
            else _("A click accepts with this domain alone")
        )
        colour = self.palette().color(QPalette.ColorRole.WindowText).name()
        links = (
            f'{number}\N{NO-BREAK SPACE}<a href="{number}" style="color: {colour};">'
            f"{escape(name)}</a>"
            for number, name in enumerate(names, start=1)
        )
        self.setText(f"{escape(keys)} {' · '.join(links)}")
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.linkActivated.connect(lambda number: self.chosen.emit(int(number) - 1))


class ValueButton(QPushButton):
    """A button that shows as much of a value as there is room for."""

    def __init__(self, value: str, name: str) -> None:
        super().__init__()
        self.value = value
        self.setAccessibleName(name)
        self.setToolTip(literal_tip(value))
        self.setStyleSheet("text-align: left; padding: 3px 8px;")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @guarded
    def sizeHint(self) -> QSize:
        size = super().sizeHint()
        return QSize(self.fontMetrics().averageCharWidth() * 7, size.height())

    @guarded
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut the value to the width."""
        super().resizeEvent(event)
        room = self.width() - 20
        text = self.fontMetrics().elidedText(
            " ".join(self.value.split()), Qt.TextElideMode.ElideRight, room
        )
        self.setText(literal(text))


class NoteLine(QLineEdit):
    """A line for a note: Enter takes it, Escape puts back what was there."""

    left = Signal()
    """One of them was pressed."""

    def __init__(self, shown: str) -> None:
        super().__init__(shown)
        self._shown = shown

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.setText(self._shown)
            self.left.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()


class PieceRow(QWidget):
    """One span: a click shows it in the text, the button next to it removes it."""

    shown = Signal(Piece)
    removed = Signal(Piece)

    def __init__(self, piece: Piece, role: str, *, removable: bool) -> None:
        super().__init__()
        words = " ".join(piece.quote.split())
        show = ValueButton(words, _("{role}: {words}").format(role=role, words=words))
        show.setObjectName(f"show {piece.role} {piece.span.start}")
        show.setToolTip(literal_tip(_("{words}\nClick to see it in the text").format(words=words)))
        show.clicked.connect(lambda: self.shown.emit(piece))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(TIGHT)
        layout.addWidget(show, 1)
        if removable:
            remove = QToolButton()
            remove.setObjectName(f"remove {piece.role} {piece.span.start}")
            remove.setText("✕")
            remove.setToolTip(_("Take these words away from the annotation"))
            remove.setAccessibleName(
                _("Remove from the {role}: {words}").format(role=role, words=words)
            )
            remove.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            remove.clicked.connect(lambda: self.removed.emit(piece))
            layout.addWidget(remove)


def typed_line(
    field: FieldRow, value: CodeValue | None, take: Callable[[CodeValue | None], object]
) -> QLineEdit:
    """Return a line that shows a number or text and calls `take` with another one."""
    shown = editable_text(value)
    line = QLineEdit(shown)
    line.setAccessibleName(field.label)
    line.setObjectName(f"field {field.key}")
    asking = False

    def finished() -> None:
        nonlocal asking
        # A question takes the focus away, which finishes the editing once more.
        if line.text() == shown or asking:
            return
        asking = True
        take_typed(line.window(), field, line.text(), taken, given_up)

    def taken(meant: CodeValue | None) -> None:
        nonlocal asking
        take(meant)
        asking = False

    def given_up() -> None:
        nonlocal asking
        if isValid(line):
            line.setText(shown)
        asking = False

    line.editingFinished.connect(finished)
    return line
