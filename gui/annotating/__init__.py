# SPDX-License-Identifier: MIT
"""Annotate by key and picker: mark words, code annotations, move their bounds, decide on them."""
