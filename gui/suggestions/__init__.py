# SPDX-License-Identifier: MIT
"""Suggestions in the window: making them, learning, and evaluating them against a corpus."""
