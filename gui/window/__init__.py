# SPDX-License-Identifier: MIT
"""The main window: its frame, commands, features, theme, settings and crash dialog."""
