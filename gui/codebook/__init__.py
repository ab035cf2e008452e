# SPDX-License-Identifier: MIT
"""The codebook editor: domains and the values of coded fields."""
