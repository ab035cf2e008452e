# SPDX-License-Identifier: MIT
"""Plain text: how it is compared, and what its lines, words and sentences are."""
