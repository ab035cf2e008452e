# SPDX-License-Identifier: MIT
"""Pick by typing: a pop-up with a field and a list, for actors, domains and coded values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QPainter,
    QPalette,
)
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from claimdesk.gui.widgets.chips import chip
from claimdesk.gui.widgets.guarded import guarded
from claimdesk.gui.widgets.input_method import ComposingField
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.gui.widgets.spacing import CLOSE, POPUP
from claimdesk.gui.widgets.wording import brief
from claimdesk.gui.window.digit_keys import digit_key
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.folding import accentless_key, name_key

_ID = Qt.ItemDataRole.UserRole
_CREATE, _CREATE_OTHERWISE = -1, -2
"""Rows that create what was typed; of the likely kind, or of one to be asked for."""
_NAME = Qt.ItemDataRole.UserRole + 1
"""What a row creates; None for what is there already."""
_LINES_SHOWN = 9
_DIGITS = 9
_OTHER_ACCENTS, _SCATTERED = 10, 30
"""Ranks of what was typed with other accents, and of its letters here and there in a name."""
_WORD = re.compile(r"\w+")
_ARTICLES = frozenset({"the", "a", "an"})
_MARGIN = 6
"""Pixels at the right of a digit."""
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_ONLY = _CONTROL | _ALT
_FAINT = QPalette.ColorRole.PlaceholderText
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to pick. `id` None means "none of them"; `words` are searched beside the label."""

    id: int | None
    label: str
    hint: str = ""
    words: tuple[str, ...] = ()
    colour: str | None = None
    code: str = ""
    """Letters in its chip."""
    new: bool = False
    """Whether it is no choice yet: taking it creates what its label names."""


def _with_hint(label: str, hint: str) -> str:
    return f"{label}   {hint}" if hint else label


def rank(choice: Choice, typed: str) -> int | None:
    """Return how well a choice fits what was typed, 0 best; None if it does not.

    What has the accents as they were typed goes before what has others.
    """
    wanted, plain = name_key(typed), accentless_key(typed)
    best: int | None = None
    for penalty, text in [(0, choice.label), *((1, word) for word in choice.words)]:
        found = _rank_text(name_key(text), wanted)
        if plain != wanted or not text.isascii():
            without = _rank_text(accentless_key(text), plain)
            found = min(
                (n for n in (found, _plus(without, _OTHER_ACCENTS)) if n is not None), default=None
            )
        if found is not None and (best is None or found + penalty < best):
            best = found + penalty
    return best


def _plus(rank: int | None, penalty: int) -> int | None:
    return None if rank is None else rank + penalty


def _rank_text(text: str, wanted: str) -> int | None:
    if text == wanted:
        return 0
    if text.startswith(wanted):
        return 2
    if any(word.startswith(wanted) for word in text.replace("-", " ").split()):
        return 4
    if wanted in text:
        return 6
    letters = iter(text)
    return _SCATTERED if all(letter in letters for letter in wanted if letter != " ") else None


def places_named(words: str, choices: Sequence[Choice]) -> list[int]:
    """Return the places of the choices that words of the article name, the closest first.

    Either is part of the other, word by word: “Minister Mara Lindt” names Mara Lindt, and “the
    ministry” may be any ministry. Letters of a name here and there are nothing.
    """
    found: list[tuple[int, int]] = []
    for place, choice in enumerate(choices):
        if choice.id is not None:
            ranks = [_rank_words(words, name) for name in (choice.label, *choice.words)]
            best = min((n for n in ranks if n is not None), default=None)
            if best is not None:
                found.append((best, place))
    return [place for _unused, place in sorted(found)]


def _rank_words(words: str, name: str) -> int | None:
    if name.isupper() and name not in words:
        return None  # “us” is not the US
    wanted = [word for word in words_of(words) if word not in _ARTICLES]
    held = [word for word in words_of(name) if word not in _ARTICLES]
    if not wanted or not held:
        return None
    if wanted == held:
        return 0
    if _within(held, wanted):
        return 1
    return 2 if _within(wanted, held) else None


def words_of(text: str) -> list[str]:
    """Return the words of a text as names are compared, without accents."""
    return _WORD.findall(accentless_key(text))


def _within(few: Sequence[str], many: Sequence[str]) -> bool:
    size = len(few)
    return any(list(many[i : i + size]) == list(few) for i in range(len(many) - size + 1))


class _NumberedDelegate(QStyledItemDelegate):
    """Shows beside the first nine rows the digit that takes them."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        """End the label before the digit."""
        super().initStyleOption(option, index)
        metrics: QFontMetrics = option.fontMetrics
        style = option.widget.style()
        part = QStyle.SubElement.SE_ItemViewItemText
        room = style.subElementRect(part, option, option.widget).width()
        room -= metrics.horizontalAdvance("  9") + _MARGIN
        option.text = metrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    @guarded
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        if index.row() < _DIGITS:
            painter.save()
            selected = bool(option.state & QStyle.StateFlag.State_Selected)
            role = QPalette.ColorRole.HighlightedText if selected else _FAINT
            painter.setPen(option.palette.color(role))
            box = option.rect.adjusted(0, 0, -_MARGIN, 0)
            painter.drawText(box, _AT_RIGHT, str(index.row() + 1))
            painter.restore()


class Picker(QFrame):
    """A pop-up that filters its choices as one types. It deletes itself when it closes.

    Enter takes the current choice, or creates what was typed if that is offered; Shift+Enter does
    the same and goes on. Ctrl and a digit take the row of that number, whatever was typed.

    With `several`, what is ticked stays in sight on top, whatever is typed, and only unticking
    takes it away. Enter ticks the current choice and clears what was typed; where there is nothing
    to add, because nothing was typed and the current row did not move, it takes all that is ticked.
    Shift+Enter, and Ctrl with a digit, add, take and go on. Tab, and Alt with a digit, tick and
    untick. Ctrl+Alt with a digit takes that row alone and goes on; with 0 it takes none.
    """

    picked = Signal(object)
    """Id of the choice, None for "none of them"; with `several` the list of ids."""
    created = Signal(str)
    """What was typed, to be created and taken."""
    created_otherwise = Signal(str)
    """The same, but of which kind is still to be asked."""
    next_wanted = Signal()
    """After `picked`, when it was taken with Shift+Enter: what comes next is wanted."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        parent: QWidget,
        *,
        creates: bool = False,
        kind_of: Callable[[str], str] | None = None,
        several: bool = False,
        ticked: Sequence[int] = (),
        words: str = "",
        likely: int = 0,
        now: int | None = None,
    ) -> None:
        """Fill the list; `kind_of` says of which kind something new of a name is at first.

        `words` are those of the article that it is about; they are shown, and not typed.

        While nothing is typed, what is chosen `now` stands on top, then what the words name, then
        the first `likely` choices, and then the offer to create something that is called so.
        """
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self._choices = list(choices)
        self._creates = creates
        self._kind_of = kind_of
        self._several = several
        self._ticked = list(ticked)
        self._words = " ".join(words.split())
        self._likely = likely
        self._now = now
        self._changed_since_tick = not ticked
        """Whether something was typed, or the current row moved, since the last ticking; or
        whether nothing was ticked yet."""
        self.field = ComposingField(self)
        self.field.setPlaceholderText(title)
        self.field.setAccessibleName(title)
        self._caption = hint_label(self)
        self._caption.setTextFormat(Qt.TextFormat.PlainText)
        self._caption.setText(_("“{words}”").format(words=brief(self._words)))
        self._caption.setVisible(bool(self._words))
        self.list = QListWidget(self)
        self.list.setAccessibleName(title)
        self.list.setUniformItemSizes(True)
        line = self.fontMetrics().height()
        self.list.setIconSize(QSize(line, line))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(_NumberedDelegate(self.list))
        self._hint = hint_label(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(POPUP)
        layout.setSpacing(CLOSE)
        for widget in (self._caption, self.field, self.list, self._hint):
            layout.addWidget(widget)
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._fill)
        self.field.textEdited.connect(self._mark_changed)
        self.list.itemClicked.connect(self._clicked)
        self.list.currentRowChanged.connect(lambda _row: self._show_hint())
        self._fill()

    @property
    def ticked(self) -> list[int]:
        """The choices that are ticked, in the order of ticking."""
        return list(self._ticked)

    def _show_hint(self) -> None:
        """Say what the keys do now."""
        if not self._several:
            self._hint.setText(_("Type to filter · Enter or Ctrl+1–9 takes"))
            return
        enter = _("Enter adds") if self._enter_adds() else _("Enter finishes")
        self._hint.setText(_("{enter} · Tab ticks · Ctrl+1–9 goes on").format(enter=enter))

    def show_at(self, corner: QPoint, width: int = 0) -> None:
        """Show the pop-up with its top left at a global position, moved to stay on the screen.

        `width` is in pixels, at the least.
        """
        line = max(self.list.sizeHintForRow(0), self.fontMetrics().height() + 6)
        lines = min(max(len(self._choices), 3), _LINES_SHOWN)
        self.list.setFixedHeight(line * lines + 4)
        self.setFixedWidth(max(width, self.fontMetrics().averageCharWidth() * 44))
        self.adjustSize()
        screen = QGuiApplication.screenAt(corner) or self.screen()
        free = screen.availableGeometry()
        x = max(free.left(), min(corner.x(), free.right() - self.width()))
        y = max(free.top(), min(corner.y(), free.bottom() - self.height()))
        self.move(x, y)
        self.show()
        self.field.setFocus()

    def _fill(self) -> None:
        typed = self.field.text()
        self.list.clear()
        before, after = self._fitting(typed)
        wanted = list(dict.fromkeys([*self._ticked_places(), *before]))
        rest = [place for place in after if place not in wanted]
        for place in wanted:
            self.list.addItem(self._item(self._choices[place]))
        name = typed.strip() or self._words
        same = [c for c in self._choices if name_key(c.label) == name_key(name)]
        creates = self._creates and bool(name) and all(choice.new for choice in same)
        if creates:
            self._add_creating(name, at_once=not same)
        for place in rest:
            self.list.addItem(self._item(self._choices[place]))
        # What is ticked and does not fit stays in sight, but Enter is not about it.
        first = 0
        if typed.strip():
            fitting = [*before, *after] if not creates else before
            first = [*wanted, *rest].index(fitting[0]) if fitting else -1
            if creates and not before:
                first = len(wanted)
        self.list.setCurrentRow(first)
        self._show_hint()

    def _add_creating(self, name: str, *, at_once: bool) -> None:
        """Offer to create something; where it has a kind, also one of another kind."""
        rows = []
        create = _("Create “{name}”").format(name=name)
        if at_once:
            rows.append((_CREATE, _with_hint(create, self._kind_of(name) if self._kind_of else "")))
        if self._kind_of is not None:
            other = _("Create “{name}” as another kind…").format(name=name)
            rows.append((_CREATE_OTHERWISE, other))
        for number, text in rows:
            item = QListWidgetItem(text)
            item.setData(_ID, number)
            item.setData(_NAME, name)
            self.list.addItem(item)

    def _fitting(self, typed: str) -> tuple[list[int], list[int]]:
        """Return the places of choices above and below the offer to create, the best first."""
        if not typed.strip():
            named = places_named(self._words, self._choices) if self._words else []
            now = [i for i, c in enumerate(self._choices) if c.id == self._now is not None]
            first = [*now, *named, *range(min(self._likely, len(self._choices)))]
            return first, list(range(len(self._choices)))
        ranked = [(rank(choice, typed), i) for i, choice in enumerate(self._choices)]
        fitting = sorted((found, i) for found, i in ranked if found is not None)
        strong = [i for found, i in fitting if found < _SCATTERED]
        return strong, [i for found, i in fitting if found >= _SCATTERED]

    def _ticked_places(self) -> list[int]:
        """Return the indices of the ticked choices, in the order of ticking."""
        places = {choice.id: place for place, choice in enumerate(self._choices)}
        return [places[number] for number in self._ticked if number in places]

    def _item(self, choice: Choice) -> QListWidgetItem:
        label = _("Create “{name}”").format(name=choice.label) if choice.new else choice.label
        item = QListWidgetItem(_with_hint(label, choice.hint))
        item.setData(_ID, choice.id)
        item.setData(_NAME, choice.label if choice.new else None)
        if choice.colour:
            item.setIcon(chip(choice.colour, choice.code))
        if self._several and not choice.new:
            ticked = choice.id in self._ticked
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        return item

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the field's arrow keys move in the list, and Enter and Tab take from it."""
        if watched is self.field and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            # Keys such as Tab must not become shortcuts or focus changes on their way here.
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _digit(self, event: QKeyEvent) -> bool:
        """Take or tick the row whose digit is pressed with Ctrl or Alt."""
        pressed = digit_key(event)
        if pressed is None or pressed.keyboardModifiers() not in (_CONTROL, _ALT, _ONLY):
            return False
        place = pressed.key() - Qt.Key.Key_1
        only = self._several and pressed.keyboardModifiers() == _ONLY
        if not (only or place >= 0) or place >= _DIGITS:
            return False
        if place < self.list.count():
            if only:
                self._ticked.clear()
                self._changed_since_tick = False
            self.list.setCurrentRow(place)
            if pressed.keyboardModifiers() == _ALT and self._several:
                self._tick(self.list.currentItem())
            else:
                self._add()
                self._take(goes_on=self._several)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        if self.field.composing:
            # The input method has not used the key: only what types something may reach the field.
            return not event.text().isprintable() or not event.text()
        if self._digit(event):
            return True
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            count = max(self.list.count(), 1)
            self.list.setCurrentRow((self.list.currentRow() + step) % count)
            self._mark_changed()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(goes_on=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == Qt.Key.Key_Tab and self._several:
            self._tick(self.list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            return False
        return True

    def _clicked(self, item: QListWidgetItem) -> None:
        if self._several and item.data(_NAME) is None:
            self._tick(item)
        else:
            self._take()

    def _tick(self, item: QListWidgetItem | None) -> None:
        if item is None or item.data(_ID) is None or item.data(_NAME) is not None:
            return
        number = item.data(_ID)
        if number in self._ticked:
            self._ticked.remove(number)
        else:
            self._ticked.append(number)
        self._changed_since_tick = False
        ticked = number in self._ticked
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.field.selectAll()
        self._show_hint()

    def _mark_changed(self) -> None:
        self._changed_since_tick = True
        self._show_hint()

    def _enter_adds(self) -> bool:
        """Return whether Enter, where several can be ticked, adds to them and stays."""
        item = self.list.currentItem()
        if not self._several or not self._changed_since_tick or item is None:
            return False
        if item.data(_NAME) is not None:
            return False
        return bool(self.field.text().strip()) or item.data(_ID) not in self._ticked

    def _add(self) -> None:
        """Tick the current choice, where several can be."""
        item = self.list.currentItem()
        if not self._several or item is None or item.data(_NAME) is not None:
            return
        if item.data(_ID) not in (None, *self._ticked):
            self._ticked.append(item.data(_ID))

    def _enter(self, *, goes_on: bool) -> None:
        if goes_on or not self._enter_adds():
            if self._changed_since_tick:
                self._add()
            self._take(goes_on=goes_on)
            return
        self._add()
        added = self._ticked.index(self.list.currentItem().data(_ID))
        self.field.clear()
        self._fill()
        self.list.setCurrentRow(added)
        self._changed_since_tick = False
        self._show_hint()

    def _take(self, *, goes_on: bool = False) -> None:
        item = self.list.currentItem()
        if item is None and (self._changed_since_tick or not self._several):
            return
        number = item.data(_ID) if item is not None else None
        name = item.data(_NAME) if item is not None else None
        # Closed first: the receiver may open the next pop-up.
        self.close()
        if name is not None:
            (self.created_otherwise if number == _CREATE_OTHERWISE else self.created).emit(name)
            return
        self.picked.emit(list(self._ticked) if self._several else number)
        if goes_on:
            self.next_wanted.emit()
