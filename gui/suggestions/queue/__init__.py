# SPDX-License-Identifier: MIT
"""Suggestions for many articles: the queue, its window, and its place in the status bar."""
