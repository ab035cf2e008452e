# SPDX-License-Identifier: MIT
"""Errors that people read. Anything else that is raised is a mistake in the program."""

from __future__ import annotations


class ClaimdeskError(Exception):
    """What went wrong, in one sentence that names the file or place and the reason.

    The message is shown as it is, in a dialog or after `claimdesk: error: `.
    """


class NotSaved(ClaimdeskError):
    """An edit was not saved and nothing of it was kept; the project is as it was and stays usable.

    `label` is the edit's; `retry` says whether the same edit may work in a moment.
    """

    def __init__(self, message: str, label: str, *, retry: bool) -> None:
        super().__init__(message)
        self.label = label
        self.retry = retry
