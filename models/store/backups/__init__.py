# SPDX-License-Identifier: MIT
"""Backups: verified copies of a project, which of them are kept, and restoring one."""
