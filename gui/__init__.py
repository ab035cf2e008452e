# SPDX-License-Identifier: MIT
"""The window: shows what models hold and turns gestures into edits. Qt lives here only."""
