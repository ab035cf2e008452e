# SPDX-License-Identifier: MIT
"""Who makes a claim, as SQL: only this module and the editing know where speakers are stored.

The first speaker is a column of the claim, those of a joint statement go on in `further_speaker`.
"""

from __future__ import annotations

SPEAKERS = """
SELECT id AS claim_id, speaker_id AS actor_id FROM claim WHERE speaker_id IS NOT NULL
UNION SELECT claim_id, actor_id FROM further_speaker
"""
"""SQL for all pairs of a claim and one of its speakers, each once."""

SPEAKER_SET = """
(SELECT group_concat(actor_id) FROM (
  SELECT claim.speaker_id AS actor_id WHERE claim.speaker_id IS NOT NULL
  UNION SELECT further.actor_id FROM further_speaker further WHERE further.claim_id = claim.id
  ORDER BY actor_id
))
"""
"""SQL for the speakers of a row of `claim` as one text, whatever their order; NULL: nobody."""


def is_speaker(actor: str, claim: str = "claim") -> str:
    """Return the SQL condition that a column holds one of the speakers of a row of `claim`."""
    return (
        f"({actor} = {claim}.speaker_id OR {actor} IN "
        f"(SELECT actor_id FROM further_speaker WHERE claim_id = {claim}.id))"
    )
