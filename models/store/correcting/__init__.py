# SPDX-License-Identifier: MIT
"""Correcting the text of an article: every span moves with its words, or waits for review.

plan(connection, article_id, text)     what would happen to the spans; changes nothing
correct(session, article_id, text)     the edit
adjust_spans(connection, changeset)    what undo and redo have to do in addition
"""

from __future__ import annotations

from claimdesk.models.store.correcting.correction import Correction, adjust_spans, correct, plan

__all__ = ["Correction", "adjust_spans", "correct", "plan"]
