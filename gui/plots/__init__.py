# SPDX-License-Identifier: MIT
"""Plots of claims, and the panel that hosts them."""
