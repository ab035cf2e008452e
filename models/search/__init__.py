# SPDX-License-Identifier: MIT
"""Search: words and regular expressions in a text and through a project."""
