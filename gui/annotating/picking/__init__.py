# SPDX-License-Identifier: MIT
"""Pick by typing: the pop-up list, the ranking of its choices, and the pickers of the window."""
