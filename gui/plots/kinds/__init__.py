# SPDX-License-Identifier: MIT
"""The kinds of plot: each a module of its own that registers one class; loaded by name."""
