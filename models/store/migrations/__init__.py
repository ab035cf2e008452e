# SPDX-License-Identifier: MIT
"""Migrations of project files: one step per schema version.

`STEPS[n]` migrates a file from version n to n + 1. It runs in one transaction, with foreign keys
off and every trigger dropped; `migrate` creates the triggers again and verifies the result.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from claimdesk.models.store.migrations import to_2, to_3, to_4

STEPS: dict[int, Callable[[Connection], None]] = {1: to_2.step, 2: to_3.step, 3: to_4.step}

CREATES: dict[int, frozenset[str]] = {
    1: frozenset({"unplaced_span", "ix_unplaced_span_annotation_id", "seal", "unsealed"}),
    2: frozenset({"further_speaker", "ix_further_speaker_actor_id"}),
    3: frozenset(
        {
            "annotation_by_annotator",
            "annotation_to_decide",
            "article_listing",
            "article_sample",
            "article_version",
            "article_words",
            "article_words_of",
            "ix_article_version_first_id",
            "ix_sampled_article_article_id",
            "sampled_article",
        }
    ),
}
"""The tables and indices that `STEPS[n]` creates: files of version n and before lack them."""

REWRITES: dict[int, frozenset[str]] = dict.fromkeys((1, 2, 3), frozenset({"setting"}))
"""The tables whose rows `STEPS[n]` changes on purpose; all other rows must stay the same."""
