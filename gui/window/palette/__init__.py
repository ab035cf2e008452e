# SPDX-License-Identifier: MIT
"""The command palette: any command, article, actor or domain by typing."""
