# SPDX-License-Identifier: MIT
"""The distribution of claims, drawn."""
