# SPDX-License-Identifier: MIT
"""The project file: its tables, the single writer, the history, integrity and backups."""
