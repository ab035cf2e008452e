# SPDX-License-Identifier: MIT
"""Pick by typing: the pop-up, what it offers first, and which ones the window has."""
