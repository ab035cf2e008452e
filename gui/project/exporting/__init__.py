# SPDX-License-Identifier: MIT
"""Importing and exporting annotated corpora from the window."""
