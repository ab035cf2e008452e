# SPDX-License-Identifier: MIT
"""The articles coded by hand agree with their own offsets and with the starter codebook."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

from claimdesk.models.store.schema import ACTOR_KINDS

FOLDER = Path(__file__).parent / "coded"
FILES = sorted(FOLDER.glob("*.json"))
CODEBOOK = json.loads(
    (resources.files("claimdesk.resources") / "codebooks/security.json").read_text(encoding="utf-8")
)
DOMAINS = {domain["name"] for domain in CODEBOOK["domains"]}
KEYS = {
    field["key"]: {choice["key"] for choice in field["choices"]} for field in CODEBOOK["fields"]
}
FLAGS = {
    *("pronoun", "role", "metonym", "label", "joint", "continuing", "nested"),
    *("headline", "implicit"),
}


def read(path):
    whole = json.loads(path.read_text(encoding="utf-8"))
    # Bytes, because reading text would turn line ends into others and move the offsets.
    return (FOLDER / whole["file"]).read_bytes().decode("utf-8"), whole["claims"]


def cuts_a_word(text, start, end):
    before, after = text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1]
    return (len(before) == 2 and before.isalnum()) or (len(after) == 2 and after.isalnum())


def test_every_text_is_coded():
    assert {path.stem for path in FOLDER.glob("*.txt")} == {path.stem for path in FILES}
    assert len(FILES) >= 12


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_spans_are_what_the_quotes_say_and_whole_words(path):
    text, claims = read(path)
    assert claims
    for claim in claims:
        assert [text[start:end] for start, end in claim["content"]] == claim["quote"]
        assert claim["content"], claim
        for role in ("source", "cue", "content"):
            assert claim[role] == sorted(claim[role]), claim
            for start, end in claim[role]:
                assert 0 <= start < end <= len(text)
                assert text[start:end] == text[start:end].strip(), claim
                assert not cuts_a_word(text, start, end), text[start:end]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_codes_are_keys_of_the_starter_codebook(path):
    for claim in read(path)[1]:
        assert claim["speaker"] and claim["speaker_kind"] in ACTOR_KINDS, claim
        for field in ("stance", "kind"):
            codes = [claim[field], *claim.get(f"{field}_also", [])]
            assert set(codes) <= KEYS[field] and len(codes) == len(set(codes)), claim
        assert set(claim["domains"]) <= DOMAINS, claim
        assert set(claim["flags"]) <= FLAGS, claim
        assert ("joint" in claim["flags"]) == (len(claim.get("speakers", [])) > 1), claim
