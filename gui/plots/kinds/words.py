# SPDX-License-Identifier: MIT
"""The words of the claims: which are typical of what is chosen elsewhere, and where they stand."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from sqlalchemy import Connection

from claimdesk.gui.plots.plot import FigurePrinter, Plot, Table, register_plot
from claimdesk.gui.plots.print_words import keyness_words, print_words, word_table
from claimdesk.gui.plots.rows_view import RowsView
from claimdesk.gui.widgets.labels import hint_label
from claimdesk.models.analysis.claim_filter import ClaimFilter
from claimdesk.models.analysis.claim_words import Line, lines_of
from claimdesk.models.analysis.keyness import Keyness, Keyword, keyness
from claimdesk.models.messages.catalogue import _, ngettext

_SHOWN = 60
"""Characters of context that are shown on either side of a word."""


class WordMark(NamedTuple):
    """A word, or one claim that has it, and the claims that are meant."""

    word: str
    claims: frozenset[int]


@dataclass(frozen=True, slots=True)
class WordReader:
    """Reads the words of the claims against those of the rest."""

    def __call__(self, connection: Connection, claims: ClaimFilter) -> Keyness:
        """Return the words of the claims that a filter lets through."""
        return keyness(connection, claims)


@register_plot
class WordsPlot(Plot):
    """A table of words, and below it each place where the current word stands."""

    kind = "words"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._figures: Keyness | None = None
        self._lines: list[Line] = []
        self.hint = hint_label(self)
        self.words = RowsView(self, _("Words of the claims"))
        self.lines = RowsView(self, _("Where the word stands"))
        self.words.moved.connect(self._show_lines)
        self.words.chosen.connect(self._word_chosen)
        self.lines.moved.connect(self._point_at_line)
        self.lines.chosen.connect(self._line_chosen)
        self.setFocusProxy(self.words)
        parts = QSplitter(Qt.Orientation.Vertical, self)
        parts.addWidget(self.words)
        parts.addWidget(self.lines)
        parts.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.hint)
        layout.addWidget(parts, 1)

    @staticmethod
    def title() -> str:
        return _("Words")

    @classmethod
    def caption(cls, plots: Sequence[WordsPlot]) -> str:
        return _("Words of the claims.")

    def reader(self) -> WordReader:
        return WordReader()

    def show_figures(self, figures: Keyness) -> None:
        if figures is self._figures:
            return
        before = self._word
        self._figures = figures
        self.hint.setText(_hint(figures))
        table = self.table()
        self.words.show_rows(table.columns, table.rows)
        names = [word.word for word in figures.words]
        if names:
            self.words.setCurrentCell(names.index(before) if before in names else 0, 0)
        self._show_lines(self.words.current)

    def claims_of(self, mark: Hashable, claims: ClaimFilter) -> ClaimFilter:
        assert isinstance(mark, WordMark)
        return replace(claims, only=mark.claims)

    def table(self) -> Table:
        return Table(()) if self._figures is None else word_table(self._figures)

    def printer(self) -> FigurePrinter:
        return print_words

    @property
    def _word(self) -> str | None:
        """The word that is current."""
        figures, place = self._figures, self.words.current
        if figures is None or not 0 <= place < len(figures.words):
            return None
        return figures.words[place].word

    def _show_lines(self, place: int) -> None:
        figures = self._figures
        known = figures is not None and 0 <= place < len(figures.words)
        if figures is None or not known:
            self._lines = []
            self.lines.show_rows((), ())
            self.pointed.emit("")
            return
        word = figures.words[place]
        self._lines = [line for piece in word.pieces for line in lines_of(piece, word.word)]
        columns = (_("Before"), _("Word"), _("After"), _("Article"), _("Date"))
        self.lines.show_rows(
            columns,
            [
                (
                    f"…{line.left[-_SHOWN:]}" if len(line.left) > _SHOWN else line.left,
                    line.word,
                    f"{line.right[:_SHOWN]}…" if len(line.right) > _SHOWN else line.right,
                    line.article,
                    line.published_on or "",
                )
                for line in self._lines
            ],
            right=(0,),
        )
        if self.words.hasFocus():
            self.pointed.emit(_describe(word))

    def _point_at_line(self, place: int) -> None:
        if self.lines.hasFocus() and 0 <= place < len(self._lines):
            line = self._lines[place]
            self.pointed.emit(f"{line.left} {line.word} {line.right}")

    def _word_chosen(self, place: int) -> None:
        assert self._figures is not None
        word = self._figures.words[place]
        mark = WordMark(word.word, word.claims)
        self.mark_chosen.emit(mark, _("with “{word}”").format(word=word.word))

    def _line_chosen(self, place: int) -> None:
        line = self._lines[place]
        mark = WordMark(line.word, frozenset([line.claim]))
        words = _("one with “{word}”").format(word=line.word)
        self.mark_chosen.emit(mark, words)


def _describe(word: Keyword) -> str:
    times = ngettext("1 time", "{n} times", word.count).format(n=word.count)
    return _("{word}: {times}, in {claims}").format(
        word=word.word,
        times=times,
        claims=ngettext("1 claim", "{n} claims", len(word.claims)).format(n=len(word.claims)),
    )


def _hint(figures: Keyness) -> str:
    if not figures.tokens:
        return _("These claims have no words.")
    if not figures.rest_tokens:
        return _(
            "Choose a speaker or a time in another plot to see which words are typical of its "
            "claims. Here are the most frequent words."
        )
    return keyness_words(figures)
