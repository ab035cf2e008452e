# SPDX-License-Identifier: MIT
"""What a project prefers of its suggester: pipeline, kinds of labels, score of claims, speakers."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.store.schema import ACTOR_KINDS
from claimdesk.models.store.settings import put_setting, setting
from claimdesk.models.suggest.data import DOCUMENTS, GROUP, MEMBERS, NAMED

_PIPELINE = "suggest.pipeline"
_LABELS = "suggest.labels"
_THRESHOLD = "suggest.threshold"
_NOT_LEARNED = "suggest.not_learned"


_DOCUMENTS = "suggest.documents"
_JOINT = "suggest.joint"
_NO_ACTOR = "none"
JOINT = (NAMED, MEMBERS, GROUP)
"""Whom a joint source may mean; the first unless the project says otherwise."""
MIN_THRESHOLD, MAX_THRESHOLD = 0.05, 0.95
"""Below the lowest, hardly one claim in twenty is right, and they would be many."""
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

    A malformed setting is ignored.
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

    Raises ValueError if a kind is unknown.
    """
    for kind in labels.values():
        if kind is not None and kind not in ACTOR_KINDS:
            raise ValueError(f"{kind} is not a kind of actor")
    text = json.dumps(dict(sorted(labels.items())), ensure_ascii=False) if labels else None
    put_setting(session, _LABELS, text)


def threshold(connection: Connection) -> float | None:
    """Return the lowest score of a claim to be suggested; None: the one that the model advises."""
    value = setting(connection, _THRESHOLD)
    with contextlib.suppress(ValueError):
        if value is not None and MIN_THRESHOLD <= float(value) <= MAX_THRESHOLD:
            return float(value)
    return None


def set_threshold(session: Session, value: float | None) -> None:
    """Suggest claims from this score on, or with None from the one that the model advises.

    Raises ValueError if it is not between MIN_THRESHOLD and MAX_THRESHOLD.
    """
    if value is not None and not MIN_THRESHOLD <= value <= MAX_THRESHOLD:
        raise ValueError(f"a threshold is between {MIN_THRESHOLD} and {MAX_THRESHOLD}, not {value}")
    put_setting(session, _THRESHOLD, None if value is None else f"{value:.3f}")


def not_learned(connection: Connection) -> frozenset[str]:
    """Return in what nothing that was learned is to be used: fields, DOMAINS, NAMES, WORDS.

    A malformed setting is ignored.
    """
    try:
        stored = json.loads(setting(connection, _NOT_LEARNED) or "[]")
    except (ValueError, RecursionError):
        return frozenset()
    names = stored[:_MOST] if isinstance(stored, list) else []
    return frozenset(name for name in names if isinstance(name, str) and len(name) <= _LONGEST)


def set_learned(session: Session, name: str, wanted: bool) -> None:
    """Use what was learned for this, wherever it is better than the rules, or do not."""
    names = set(not_learned(session.connection()))
    (names.discard if wanted else names.add)(name)
    put_setting(session, _NOT_LEARNED, json.dumps(sorted(names)) if names else None)


def documents(connection: Connection) -> str | None:
    """Return the kind of actor that a report or poll without an author is; None: no actor."""
    stored = setting(connection, _DOCUMENTS)
    if stored == _NO_ACTOR:
        return None
    return stored if stored in ACTOR_KINDS else DOCUMENTS


def set_documents(session: Session, kind: str | None) -> None:
    """Let a report or poll that names no author be an actor of this kind; None: no actor.

    Raises ValueError if the kind is unknown.
    """
    if kind is not None and kind not in ACTOR_KINDS:
        raise ValueError(f"{kind} is not a kind of actor")
    put_setting(session, _DOCUMENTS, None if kind == DOCUMENTS else kind or _NO_ACTOR)


def joint(connection: Connection) -> str:
    """Return whom a joint source means, one of JOINT."""
    stored = setting(connection, _JOINT)
    return stored if stored in JOINT else NAMED


def set_joint(session: Session, meaning: str) -> None:
    """Let a joint source mean its members or the group.

    Raises ValueError if `meaning` is none of JOINT.
    """
    if meaning not in JOINT:
        raise ValueError(f"{meaning} is not a meaning of joint sources")
    put_setting(session, _JOINT, None if meaning == NAMED else meaning)
