# SPDX-License-Identifier: MIT
"""The text of a piece of HTML, as programs count it and as it is read: a line for each block."""

from __future__ import annotations

from bisect import bisect_left
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {
        *("p", "div", "br", "li", "ul", "ol", "table", "tr", "blockquote", "pre", "section"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "article", "hr", "dt", "dd"),
    }
)


class HtmlText(HTMLParser):
    """What is written between the tags."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._breaks: list[int] = []
        """Where the text that is counted has a line end added, one each."""
        self._length = 0
        self._hidden = 0
        self.feed(html)
        self.close()
        self.counted = "".join(self._parts)
        """The text as programs count it."""
        pieces, last = [], 0
        for at in self._breaks:
            pieces += [self.counted[last:at], "\n"]
            last = at
        self.shown = "".join([*pieces, self.counted[last:]])
        """The text as it is read."""

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters of the text that is counted are in the one that is read."""
        # A line end at the beginning stands before the words, one at the end behind them.
        return start + bisect_left(self._breaks, start + 1), end + bisect_left(self._breaks, end)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._hidden += tag in ("script", "style")
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in ("script", "style")))
        self._break(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._parts.append(data)
            self._length += len(data)

    def _break(self, tag: str) -> None:
        """Add a line end where a block begins or ends, but no two and none at the beginning."""
        if tag not in _BLOCKS or not self._length:
            return
        again = self._breaks and self._breaks[-1] == self._length
        if not again and not self._parts[-1].endswith("\n"):
            self._breaks.append(self._length)
