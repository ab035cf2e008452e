# SPDX-License-Identifier: MIT
"""Repair: a new project from what can be read of a damaged one."""
