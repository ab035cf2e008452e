# SPDX-License-Identifier: MIT
"""The figures on the annotated article beside the checkout, with the scorer that lies there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from claimdesk.models.suggest.json_form import json_object

SHARED = Path(__file__).resolve().parents[4] / "shared"
ARTICLE = SHARED / "seed" / "article.txt"
SCORER = SHARED / "bench" / "seed_score.py"

pytestmark = pytest.mark.skipif(
    not (ARTICLE.exists() and SCORER.exists()), reason="no annotated article beside the checkout"
)


@pytest.fixture(scope="module")
def suggestions(engine, codebook):
    text = ARTICLE.read_bytes().decode("utf-8")
    return text, engine.suggest_all(text, codebook)


@pytest.fixture(scope="module")
def figures(suggestions, tmp_path_factory):
    path = tmp_path_factory.mktemp("seed") / "seed.jsonl"
    path.write_text(json.dumps(json_object("article.txt", *suggestions)) + "\n", "utf-8")
    command = [sys.executable, str(SCORER), "--pred", str(path), "--json"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def test_every_aukus_is_found(suggestions):
    text, found = suggestions
    hits = [m for m in found.mentions if text[m.span.start : m.span.end] == "AUKUS"]
    assert len(hits) == text.count("AUKUS") == 15
    assert {m.actor.name for m in hits} == {"AUKUS"}


def test_mentions_are_found_and_linked(figures):
    assert figures["mention"]["f"] >= 92
    assert figures["linking"]["accuracy"] >= 95


def test_claims_are_found_with_their_speakers(figures):
    assert figures["content_speaker"]["tp"] >= 18


def test_domains_are_found(figures):
    assert figures["domain"]["r"] >= 100 * 24 / 26
    assert figures["domain"]["p"] >= 75


def test_stances_are_mostly_right(figures):
    assert figures["stance"]["accuracy"] >= 75
