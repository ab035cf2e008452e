# SPDX-License-Identifier: MIT
"""Odd texts for an engine that learned: every suggestion is still the text’s own words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models.learning.arrays.crf import TrainingSettings, train
from claimdesk.models.learning.calibration import Calibration
from claimdesk.models.learning.coding.model import CodeModelContent, LearnedField, packed_codes
from claimdesk.models.learning.mentions.features import LABELS, mention_features, read
from claimdesk.models.learning.mentions.model import packed_model
from claimdesk.models.suggest.data import (
    DOMAINS,
    ActorEntry,
    CodedClaim,
    DomainEntry,
    Knowledge,
    LearnedName,
    Memory,
    RejectedWords,
    StoredModel,
)
from claimdesk.models.text.paragraphs import flowed

PIECES = st.sampled_from(
    [
        *"“”\"'’:,.;-—()\n\n\t 😀\u00a0\u200b\x00É\u202e",
        *(
            "Ana Silva ",
            "she ",
            "said ",
            "the ",
            "Portugal ",
            "U.S. ",
            "that ",
            "日本",
            "日本政府は",
        ),
        *(
            "according to ",
            "experts ",
            "Reef Lions ",
            "the reef lions’ ",
            "AUKUSは",
            "<b>",
            "&amp;",
        ),
    ]
)


@pytest.fixture(scope="module")
def taught(engine) -> Knowledge:
    """Knowledge with names, rejected_words words, coded claims and a model of mentions."""
    (_, doc) = engine.parsed("Portugal and Ana Silva said that the Reef Lions left.")[0]
    words = read(doc)
    rows, labels = mention_features(words, 0, []), np.arange(len(words.starts)) % LABELS
    how = TrainingSettings(epochs=30, batch=200, penalty=0.01, least=1)
    model = packed_model(train(rows, labels, words.sizes, LABELS, how))
    lions = ActorEntry("Reef Lions", "organization", None, ("日本政府",), 1)
    meant = {"grand": (("stance", "opposed"),), "bland": (("stance", "neutral"),)}
    coded = [
        CodedClaim("said", f"the plan {n} was {word}", codes, ("Reefs",))
        for n in range(12)
        for word, codes in meant.items()
    ]
    used = {name: LearnedField("memory", Calibration()) for name in ("stance", DOMAINS)}
    return Knowledge(
        actors=(lions,),
        domains=(DomainEntry("Reefs", ("reef",)),),
        memory=Memory(
            (LearnedName("Silva", 1, 2, 3), LearnedName("日本", 1, 1, 1)),
            (
                RejectedWords("actor", "Portugal", None, 2),
                RejectedWords("domain", "reef", "Reefs", 2),
            ),
        ),
        mention_model=StoredModel.of(1, model),
        code_model=StoredModel.of(1, packed_codes(CodeModelContent(tuple(coded), used))),
    )


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=st.lists(PIECES, max_size=40).map("".join), language=st.sampled_from(["en", "ja"]))
def test_every_suggestion_is_words_of_the_text(engine, taught, text, language):
    found = engine.suggest_all(text, replace(taught, language=language))
    spans = [m.span for m in found.mentions] + [d.span for d in found.domains]
    for claim in found.claims:
        spans += (*claim.source, *claim.cue, *claim.content)
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert "\n" not in flowed(text)[start:end], "it stays in its paragraph"
        assert text[start:end] == text[start:end].strip()
    for mention in found.mentions:
        assert 0 <= mention.score <= 1
        assert text[mention.span.start : mention.span.end].strip("’'s") != "Portugal"
