# SPDX-License-Identifier: MIT
"""How long work still takes, in words: one wording for the window and the command line."""

from __future__ import annotations

from claimdesk.models.messages.catalogue import _, ngettext

_LONG = 90
"""Minutes from which on hours are given."""


def time_left_text(seconds: float) -> str:
    """Return about how long it will take, in words."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return _("less than a minute left")
    if minutes < _LONG:
        return ngettext("about 1 minute left", "about {n} minutes left", minutes).format(n=minutes)
    hours = round(minutes / 60)
    return ngettext("about 1 hour left", "about {n} hours left", hours).format(n=hours)
