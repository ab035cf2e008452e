# SPDX-License-Identifier: MIT
"""Claims in memory, as columns of numbers: what counts a million of them while an analyst waits."""
