# SPDX-License-Identifier: MIT
"""What the program learns in a project: seen, started, turned back and turned down."""
