# SPDX-License-Identifier: MIT
"""Errors that people read. Anything else that is raised is a mistake in the program."""

from __future__ import annotations


class ClaimdeskError(Exception):
    """What went wrong, in one sentence that names the file or place and the reason.

    The message is shown as it is, in a dialog or after `claimdesk: error: `.
    """
