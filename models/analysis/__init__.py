# SPDX-License-Identifier: MIT
"""Counts and comparisons over the recorded claims."""
