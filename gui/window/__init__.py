# SPDX-License-Identifier: MIT
"""The main window: its frame, menus, commands, theme, settings and crash dialog."""
