# SPDX-License-Identifier: MIT
"""What a project prefers of its suggester: the language pipeline, and what its labels stand for."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.store.schema import ACTOR_KINDS
from claimdesk.models.store.settings import put_setting, setting

_PIPELINE = "suggest.pipeline"
_LABELS = "suggest.labels"
_MOST = 1000
_LONGEST = 100

Labels = Mapping[str, str | None]
"""Label of an entity -> kind of actor, None for no actor; what is not there is as usual."""


def pipeline(connection: Connection) -> str | None:
    """Return the pipeline that the project wants; None: the best one that is installed."""
    return setting(connection, _PIPELINE) or None


def set_pipeline(session: Session, name: str | None) -> None:
    """Read articles with this pipeline from now on; None: with the best one installed."""
    put_setting(session, _PIPELINE, name)


def labels(connection: Connection) -> dict[str, str | None]:
    """Return what the project wants labels to stand for, where that is not as usual.

    A setting of another form counts as none.
    """
    try:
        stored = json.loads(setting(connection, _LABELS) or "{}")
    except (ValueError, RecursionError):
        return {}
    pairs = list(stored.items())[:_MOST] if isinstance(stored, dict) else []
    return {
        label: kind
        for label, kind in pairs
        if len(label) <= _LONGEST and (kind is None or kind in ACTOR_KINDS)
    }


def set_labels(session: Session, labels: Labels) -> None:
    """Let labels stand for these kinds of actors; an empty table is as usual.

    Raises ValueError if a kind is none.
    """
    for kind in labels.values():
        if kind is not None and kind not in ACTOR_KINDS:
            raise ValueError(f"{kind} is no kind of actor")
    text = json.dumps(dict(sorted(labels.items())), ensure_ascii=False) if labels else None
    put_setting(session, _LABELS, text)
