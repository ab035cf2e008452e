# SPDX-License-Identifier: MIT
"""What the program learns in a project: shown, started, reverted and dismissed."""
