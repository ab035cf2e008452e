# SPDX-License-Identifier: MIT
"""The project as a whole: its history, its backups and what leaves it."""
