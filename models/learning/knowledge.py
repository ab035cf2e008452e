# SPDX-License-Identifier: MIT
"""What a project knows and a suggester may use: registry, codebook, decisions, learned models."""

from __future__ import annotations

from sqlalchemy import Connection

from claimdesk.models.learning.memory import memory
from claimdesk.models.learning.model_store import CLAIM_MODELS, CODE_MODELS, MENTION_MODELS
from claimdesk.models.store import queries
from claimdesk.models.store.speakers import SPEAKERS
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.data import (
    NAMES,
    WORDS,
    ActorEntry,
    DomainEntry,
    Knowledge,
    Memory,
)
from claimdesk.models.suggest.runs import last_settings, run_settings


def read_knowledge(
    connection: Connection, language: str = "en", without: frozenset[int] = frozenset()
) -> Knowledge:
    """Return what the project knows when it reads an article in this language.

    What only the articles `without` taught is left out, so that it can be tried on them.
    """
    hidden = _actors_only_in(connection, without) if without else frozenset()
    codes = _code_version(connection)
    return Knowledge(
        actors=tuple(
            ActorEntry(row.name, row.kind, row.country, row.aliases, row.id)
            for row in queries.actors(connection).values()
            if row.state == "accepted" and row.id not in hidden
        ),
        domains=tuple(
            DomainEntry(row.name, row.terms, row.id) for row in queries.domains(connection).values()
        ),
        language=language,
        memory=_trusted(connection, memory(connection, without)),
        mention_model=None if without else MENTION_MODELS.active(connection),
        code_model=CODE_MODELS.active(connection) if not without and codes else None,
        claim_model=None if without else CLAIM_MODELS.active(connection),
        threshold=preferences.threshold(connection),
        pipeline=preferences.pipeline(connection),
        labels=tuple(preferences.labels(connection).items()),
        not_learned=tuple(sorted(preferences.not_learned(connection))),
        documents=preferences.documents(connection),
        joint=preferences.joint(connection),
    )


def _trusted(connection: Connection, known: Memory) -> Memory:
    """Return the memory without what is not wanted, or proved to be worse than the rules."""
    off = set(preferences.not_learned(connection))
    fields = CODE_MODELS.active_report(connection).get("fields")
    for name in (NAMES, WORDS):
        figures = fields.get(name) if isinstance(fields, dict) else None
        if isinstance(figures, dict) and figures.get("use") == "rules":
            off.add(name)
    names = () if NAMES in off else known.names
    return Memory(names, () if WORDS in off else known.rejected_words)


def _code_version(connection: Connection) -> int | None:
    """Return which version of learned codes is in use; None if rules are better in all fields."""
    better = CODE_MODELS.active_report(connection).get("adopted") is True
    return CODE_MODELS.active_version(connection) if better else None


def is_current(connection: Connection, article_id: int) -> bool:
    """Return whether the last suggestions were made with the present models and threshold."""
    made_with = last_settings(connection, article_id)
    if made_with is None:
        return False
    version = CLAIM_MODELS.active_version(connection)
    codes = _code_version(connection)
    return made_with == run_settings(version, preferences.threshold(connection), codes)


_NAMING = f"""
SELECT DISTINCT actor_id, article_id FROM annotation JOIN (
  SELECT id AS claim_id, actor_id FROM mention WHERE actor_id IS NOT NULL UNION {SPEAKERS}
) AS naming ON claim_id = annotation.id
WHERE state = 'accepted'
"""  # noqa: S608


def _actors_only_in(connection: Connection, articles: frozenset[int]) -> frozenset[int]:
    """Return the actors that accepted annotations name in these articles and in no others."""
    inside: set[int] = set()
    outside: set[int] = set()
    for actor_id, article_id in connection.exec_driver_sql(_NAMING):
        (inside if article_id in articles else outside).add(actor_id)
    return frozenset(inside - outside)
