# SPDX-License-Identifier: MIT
"""Suggestions measured by an annotated corpus, as the window shows it."""
