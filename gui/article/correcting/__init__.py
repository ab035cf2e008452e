# SPDX-License-Identifier: MIT
"""Correcting the text of an article, and reviewing the spans that lost their place."""
