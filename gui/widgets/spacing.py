# SPDX-License-Identifier: MIT
"""The distances between what stands in the window, a dialog, a picker or a panel, in few steps.

What is painted on one surface, such as a plot or a row of a list, measures for itself. The
margins of Qt's style are those of a dialog; what is given here is all that departs from them.
"""

from __future__ import annotations

from PySide6.QtCore import QMargins

TIGHT = 2
"""Between parts that are seen as one, such as the colours of a palette or lines of a heading."""
CLOSE, USUAL, WIDE = 4, 8, 12
"""Between parts of one thing; between things; between groups of things."""

BAR = QMargins(USUAL, CLOSE, USUAL, CLOSE)
"""Around a row of fields and buttons above or below a list."""
INSET = QMargins(WIDE, USUAL, WIDE, USUAL)
"""Around text that is read beside a list."""
POPUP = QMargins(CLOSE, CLOSE, CLOSE, CLOSE)
"""Around a list that opens at the field or the words it is for."""
BESIDE = QMargins(WIDE, 0, 0, 0)
"""Around what stands to the right of a list in the same dialog."""
BELOW = QMargins(0, 0, 0, CLOSE)
"""Around what stands above something else in the same dialog."""
EMPTY = QMargins(2 * USUAL, 2 * USUAL, 2 * USUAL, 2 * USUAL)
"""Around what a list says that has no rows."""
ABOVE = QMargins(0, USUAL, 0, 0)
"""Around a heading, or a row of fields, below something else."""
STRIP = QMargins(WIDE, CLOSE, USUAL, CLOSE)
"""Around a line of text with its buttons, across the window."""
PAGE = QMargins(USUAL, CLOSE, USUAL, USUAL)
"""Around all that stands in a narrow panel."""
HEAD = QMargins(USUAL + WIDE, CLOSE, WIDE, CLOSE)
"""Around what stands above the text of an article."""
