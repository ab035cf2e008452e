# SPDX-License-Identifier: MIT
"""Dragging one end of a span of the current annotation with the mouse."""

from __future__ import annotations

from dataclasses import replace

from claimdesk.models.text.span_index import Mark
from claimdesk.models.text.spans import Span
from claimdesk.models.text.words import snapped


class EndDrag:
    """A drag of one end of `mark`; `shown` is the mark as it would be if released now.

    `moved` tells whether the mouse moved at all; otherwise it was a click.
    """

    def __init__(self, text: str, mark: Mark, at_start: bool) -> None:
        self._text = text
        self.mark = mark
        self._at_start = at_start
        self.shown = mark
        self.moved = False

    @property
    def changed(self) -> bool:
        """Whether the span differs from the original."""
        return (self.shown.start, self.shown.end) != (self.mark.start, self.mark.end)

    def move(self, point: int, by_characters: bool) -> None:
        """Move the end before code point `point`, or to the nearest word boundary.

        The span keeps at least one character.
        """
        self.moved = True
        if self._at_start:
            point = min(point, self.mark.end - 1)
            span = Span(point, self.mark.end)
        else:
            point = max(point, self.mark.start + 1)
            span = Span(self.mark.start, point)
        if not by_characters:
            span = self._to_word(span)
        self.shown = replace(self.mark, start=span.start, end=span.end)

    def _to_word(self, span: Span) -> Span:
        grown = snapped(self._text, span)
        if grown.start == grown.end:
            return span
        if self._at_start:
            return Span(grown.start, span.end)
        return Span(span.start, grown.end)
