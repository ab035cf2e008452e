# SPDX-License-Identifier: MIT
"""The history in the window: steps in words, and what was deleted."""
