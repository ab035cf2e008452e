# SPDX-License-Identifier: MIT
"""Widgets and words that several rooms share."""
