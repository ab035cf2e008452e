# SPDX-License-Identifier: MIT
"""What the article view calls marks: the tags of parts, the tips under the mouse."""

from __future__ import annotations

import html
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from claimdesk.models.text.span_index import Mark


def _tr(text: str) -> str:
    return QCoreApplication.translate("ArticleView", text)


def tag(mark: Mark, quote: str) -> str:
    """The name shown at a mark of the current annotation; none where it would repeat `quote`."""
    if mark.layer == "claim":
        names = {
            "source": _tr("Source"),
            "cue": _tr("Cue"),
            "content": _tr("Content"),
            "evidence": _tr("Evidence"),
        }
        return names.get(mark.role, mark.role)
    return mark.label if mark.label != quote else ""


def tip(marks: Iterable[Mark]) -> str:
    """A tool tip that names annotations, one a line; their labels are shown as they are."""
    lines = [html.escape(_line(mark)) for mark in marks]
    return f"<p style='white-space:pre'>{'<br>'.join(lines)}</p>" if lines else ""


def _line(mark: Mark) -> str:
    layers = {
        "actor": _tr("Actor"),
        "claim": _tr("Claim"),
        "domain": _tr("Domain"),
    }
    states = {
        "suggested": _tr("suggested"),
        "accepted": _tr("accepted"),
        "rejected": _tr("rejected"),
    }
    name = f": {mark.label}" if mark.label else ""
    return f"{layers[mark.layer]}{name} ({states[mark.state]})"
