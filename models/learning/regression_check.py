# SPDX-License-Identifier: MIT
"""The article that a learned model must not get worse on: the sample, annotated by hand."""

from __future__ import annotations

from functools import cache

from claimdesk.models.exchange.sample import place_of, sample_annotations, sample_text
from claimdesk.models.learning.mentions.dataset import MentionExample
from claimdesk.models.text.reading import ReadingText


@cache
def check_example() -> MentionExample:
    """Return the sample article with its mentions."""
    body, found = sample_text(), sample_annotations()
    kinds = {actor["name"]: actor["kind"] for actor in found["actors"]}
    reading = ReadingText(body)
    mentions = (
        (reading.from_body(place_of(body, m)), kinds[m["actor"]]) for m in found["mentions"]
    )
    return MentionExample(reading.text, tuple(mentions))
