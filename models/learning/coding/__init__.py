# SPDX-License-Identifier: MIT
"""Learns codes of claims and measures whether they are better than those of the rules."""
