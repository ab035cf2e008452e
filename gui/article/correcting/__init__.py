# SPDX-License-Identifier: MIT
"""Correcting the text of an article, and reviewing what lost its place by that."""
