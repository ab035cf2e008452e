# SPDX-License-Identifier: MIT
"""What the article view calls marks: the tags of parts, the tips under the mouse."""

from __future__ import annotations

import html
from collections.abc import Iterable

from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.span_index import Mark


def tag(mark: Mark, quote: str) -> str:
    """The name shown at a mark of the current annotation; none where it would repeat `quote`."""
    if mark.layer == "claim":
        names = {
            "source": _("Source"),
            "cue": _("Cue"),
            "content": _("Content"),
            "evidence": _("Evidence"),
        }
        return names.get(mark.role, mark.role)
    return mark.label if mark.label != quote else ""


def tip(marks: Iterable[Mark]) -> str:
    """Return a tool tip that names annotations, one a line; their labels are shown as they are."""
    lines = [html.escape(_line(mark)) for mark in marks]
    return f"<p style='white-space:pre'>{'<br>'.join(lines)}</p>" if lines else ""


def _line(mark: Mark) -> str:
    layers = {
        "actor": _("Actor"),
        "claim": _("Claim"),
        "domain": _("Domain"),
    }
    states = {
        "suggested": _("suggested"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
    }
    name = f": {mark.label}" if mark.label else ""
    return f"{layers[mark.layer]}{name} ({states[mark.state]})"
