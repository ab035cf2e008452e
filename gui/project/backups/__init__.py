# SPDX-License-Identifier: MIT
"""Backups, integrity check and repair in the window."""
