# SPDX-License-Identifier: MIT
"""How figures are drawn for print with matplotlib: one module for each class of figure."""
