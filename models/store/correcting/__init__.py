# SPDX-License-Identifier: MIT
"""Correcting the text of an article: every annotation goes with its words, or waits for review.

plan(connection, article_id, text)     what would become of the spans; changes nothing
correct(session, article_id, text)     the edit
settle(connection, changeset)          what undo and redo have to do besides
"""

from __future__ import annotations

from claimdesk.models.store.correcting.correction import Correction, correct, plan, settle

__all__ = ["Correction", "correct", "plan", "settle"]
