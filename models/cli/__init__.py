# SPDX-License-Identifier: MIT
"""The command line: `main` runs it."""

from claimdesk.models.cli.entry import main

__all__ = ["main"]
