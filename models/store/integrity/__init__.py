# SPDX-License-Identifier: MIT
"""Integrity of a project file: hashes of rows and texts, and the report of a check."""
