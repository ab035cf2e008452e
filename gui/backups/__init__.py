# SPDX-License-Identifier: MIT
"""Backups and the soundness of the project, as the window shows them."""
