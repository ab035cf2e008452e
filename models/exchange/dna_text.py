# SPDX-License-Identifier: MIT
"""The text of a document of Discourse Network Analyzer, and where its offsets are in the body.

That program counts the UTF-16 units of the text as it is stored, with its line ends.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from claimdesk.models.text.normalization import clean_body
from claimdesk.models.text.spans import Span, Utf16Map

_CR_LF = re.compile("\r\n")
_MARK = "\ufeff"


class DnaText:
    """One text with the body that it becomes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.body = clean_body(text)
        self._units = Utf16Map(text)
        self._length = self._units.unit(len(text))
        marks = len(text) - len(text.lstrip(_MARK))
        self._dropped = [*range(marks), *(found.start() for found in _CR_LF.finditer(text))]
        """Where characters stand that the body does not have."""

    def span(self, start: int, stop: int) -> Span | None:
        """Return the span of UTF-16 units in the body; None if it is not inside or is empty there.

        Half a character at either end counts as the whole.
        """
        if not 0 <= start < stop <= self._length:
            return None
        first, last = self._units.point(start), self._units.point(stop)
        if self._units.unit(last) < stop:
            last += 1
        span = Span(self._point(first), self._point(last))
        return span if span.start < span.end else None

    def _point(self, at: int) -> int:
        return min(at - bisect_left(self._dropped, at), len(self.body))
