# SPDX-License-Identifier: MIT
"""Which words of a text point to a domain of the codebook."""

from __future__ import annotations

import re

import pytest

from claimdesk.models.suggest.data import DomainEntry, Knowledge, Memory, RejectedWords
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
        ("military exercise", "two military exercises", "military exercises"),
        ("exercises", "an exercise at sea", "exercise"),
        ("peace prize", "the peace prizes", "peace prizes"),
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


def of_claims(engine, text, knowledge):
    return [[d.name for d in c.domains] for c in engine.suggest_all(text, knowledge).claims]


def test_claims_get_the_domain_that_shipped_words_point_to(engine, codebook):
    text = "Ada Novak said the duties on wheat will hurt farmers and exporters."
    assert of_claims(engine, text, codebook) == [["Trade and economy"]]
    (claim,) = engine.suggest_all(text, codebook).claims
    assert "Domain Trade and economy: “" in claim.reason


def test_a_claim_without_words_of_its_own_takes_the_topic_of_the_article(engine, codebook):
    headline = (
        "Envoys resume peace talks\n\nThe negotiations between the two foreign ministers went"
    )
    text = f"{headline} on in Oslo.\n\nAda Novak said it had been a long night."
    assert of_claims(engine, text, codebook) == [["Diplomacy"]]
    (claim,) = engine.suggest_all(text, codebook).claims
    assert "Domain Diplomacy: what the article is about." in claim.reason


def test_a_topic_that_the_codebook_lacks_leaves_a_claim_without_domain(engine, codebook):
    text = (
        "Infantry retakes the town\n\nShelling and air strikes hit the front line.\n\n"
        "Ada Novak said the battalion lost twelve soldiers near the port."
    )
    assert of_claims(engine, text, codebook) == [[]]


def test_with_the_domains_for_news_such_a_claim_has_its_domain(engine, codebook):
    news = read_json("codebooks/news.json")["domains"]
    added = tuple(DomainEntry(d["name"], tuple(d["terms"])) for d in news)
    both = Knowledge(domains=(*codebook.domains, *added))
    text = (
        "Ada Novak said the nuclear warheads are gone.\n\n"
        "She added that the battalion lost twelve soldiers."
    )
    (first, second) = of_claims(engine, text, both)
    assert first == ["Arms control and nuclear weapons"]
    assert second == ["Land operations and joint exercises"]


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(
            "Envoys watch the football final\n\nThe tournament drew both foreign ministers. "
            "The goalkeeper kept the trophy, and the stadium rose.",
            id="more about a topic without a domain",
        ),
        pytest.param(
            "A warm welcome\n\nThe president, the prime minister and two leaders hosted guests.",
            id="words for people only",
        ),
    ],
)
def test_a_claim_without_words_of_its_own_has_no_domain_where_the_article_is_not_about_one(
    engine, codebook, before
):
    text = f"{before}\n\nAda Novak said it had been a long night."
    assert of_claims(engine, text, codebook) == [[]]


def test_a_claim_about_something_else_does_not_take_the_topic_of_the_article(engine, codebook):
    headline = (
        "Envoys resume peace talks\n\nThe negotiations between the two foreign ministers went"
    )
    text = f"{headline} on in Oslo.\n\nAda Novak said the vaccine had stopped the measles epidemic."
    assert of_claims(engine, text, codebook) == [[]]


def test_one_stray_word_does_not_keep_a_claim_from_the_topic_of_the_article(engine, codebook):
    text = (
        "Envoys resume peace talks\n\nThe negotiations of the two foreign ministers went on.\n\n"
        "Ada Novak dismissed the accusations as theatre."
    )
    assert of_claims(engine, text, codebook) == [["Diplomacy"]]


def test_terms_of_the_codebook_count_more_than_shipped_words(engine):
    domains = (DomainEntry("Harvests", ("wheat", "duty on wheat")), DomainEntry("Trade", ()))
    text = "Ada Novak said the duty on wheat will go."
    assert of_claims(engine, text, Knowledge(domains=domains)) == [["Harvests"]]


def test_a_term_in_the_content_counts_whatever_else_the_article_is_about(engine):
    domains = (DomainEntry("Fisheries", ("herring",)), DomainEntry("Diplomacy", ()))
    text = (
        "Summit of foreign ministers ends\n\nEnvoys and troops with artillery came.\n\n"
        "Ada Novak said the herring will come back after the shelling of the front line."
    )
    assert of_claims(engine, text, Knowledge(domains=domains)) == [["Fisheries"]]


def test_words_that_were_rejected_for_a_domain_point_to_it_no_longer(engine):
    rejected_words = RejectedWords("domain", "tariff", None, 5)
    domains = (DomainEntry("Trade and economy", ()),)
    text = "Ada Novak said the tariff is gone."
    assert of_claims(engine, text, Knowledge(domains=domains)) == [["Trade and economy"]]
    taught = Knowledge(domains=domains, memory=Memory(rejected_words=(rejected_words,)))
    assert of_claims(engine, text, taught) == [[]]


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
    for colour in colours + [choice["colour"] for choice in fields["stance"]["choices"]]:
        assert re.fullmatch("#[0-9a-f]{6}", colour)
        # The window draws it lighter or darker where its ground needs that (test_roles.py).
        assert 0.02 < _luminance(colour) < 0.60, colour


def _luminance(colour):
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
