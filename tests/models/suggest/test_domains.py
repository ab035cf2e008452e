# SPDX-License-Identifier: MIT
"""Which words of a text point to a domain of the codebook."""

from __future__ import annotations

import re

import pytest

from claimdesk.models.suggest.data import DomainEntry, Knowledge
from claimdesk.resources.files import read_json


def evidence(engine, text, *domains):
    found = engine.suggest_all(text, Knowledge(domains=domains)).domains
    return [(text[d.span.start : d.span.end], d.domain.name) for d in found]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("missile defence", "a Missile Defense plan", "Missile Defense"),
        ("missile defense", "missile defences matter", "missile defences"),
        ("cyber attack", "after cyberattacks on it", "cyberattacks"),
        ("cyberattack", "after cyber-attacks on it", "cyber-attacks"),
        ("early-warning radar", "an early warning radar", "early warning radar"),
        ("technology", "new technologies", "technologies"),
        ("program", "two programmes", "programmes"),
        ("authorisation", "an authorization", "authorization"),
        ("AI", "The AI lab", "AI"),
    ],
)
def test_spelling_plural_and_hyphens_do_not_matter(engine, term, text, found):
    assert evidence(engine, text, DomainEntry("It", (term,))) == [(found, "It")]


@pytest.mark.parametrize(
    ("term", "text"),
    [("AI", "He said ai, ai."), ("space", "spacer"), ("sea lane", "the sea. Lane swimmers")],
)
def test_other_words_do_not_match(engine, term, text):
    assert evidence(engine, text, DomainEntry("It", (term,))) == []


def test_the_longest_term_wins(engine):
    domains = (DomainEntry("Sea", ("submarine",)), DomainEntry("Cables", ("submarine cable",)))
    assert evidence(engine, "A submarine cable broke.", *domains) == [("submarine cable", "Cables")]


def test_the_starter_codebook_is_well_formed():
    codebook = read_json("codebooks/security.json")
    names = [domain["name"] for domain in codebook["domains"]]
    assert len(names) == len(set(names)) == 19
    colours = [domain["colour"] for domain in codebook["domains"]]
    assert len(set(colours)) == len(colours)
    assert all(domain["terms"] and domain["definition"] for domain in codebook["domains"])
    fields = {field["key"]: field for field in codebook["fields"]}
    assert set(fields) == {"stance", "kind", "certainty", "stage"}
    keys = [choice["key"] for choice in fields["stance"]["choices"]]
    assert keys == ["supportive", "conditional", "neutral", "sceptical", "opposed"]
    for colour in colours + [c["colour"] for f in fields.values() for c in f["choices"]]:
        assert re.fullmatch("#[0-9a-f]{6}", colour)
        # Legible as a filled chip beside text on white and on a dark window alike.
        assert 0.09 < _luminance(colour) < 0.40, colour


def _luminance(colour):
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
