# SPDX-License-Identifier: MIT
"""The sample article and our own annotation of it agree with each other and the codebook."""

from __future__ import annotations

import json
from importlib import resources

import pytest

from claimdesk.models.articles.readers import read_article
from claimdesk.models.store.schema import ACTOR_KINDS

RESOURCES = resources.files("claimdesk.resources")
STANCES = {"supportive", "conditional", "neutral", "sceptical", "opposed"}
KINDS = {
    *("assertion", "prediction", "demand", "warning", "promise", "denial", "question", "belief")
}


@pytest.fixture(scope="module")
def article():
    with resources.as_file(RESOURCES / "sample/article.txt") as path:
        return read_article(path)


@pytest.fixture(scope="module")
def gold():
    return json.loads((RESOURCES / "sample/annotations.json").read_text(encoding="utf-8"))


def places(gold):
    yield from gold["mentions"]
    yield from gold["domains"]
    for claim in gold["claims"]:
        for role in ("source", "cue", "content"):
            yield from claim[role]


def test_every_quote_is_in_the_text_as_often_as_it_says(article, gold):
    for place in places(gold):
        assert place["quote"].strip() == place["quote"]
        assert article.body.count(place["quote"]) >= place["occurrence"] >= 1, place


def test_the_article_says_of_itself_what_the_annotation_says(article, gold):
    for name in ("title", "outlet", "author", "agency", "published_on", "language"):
        assert getattr(article, name) == gold[name]
    assert article.warnings == []


def test_actors_are_known_and_used(gold):
    names = [actor["name"] for actor in gold["actors"]]
    used = {m["actor"] for m in gold["mentions"]} | {c["speaker"] for c in gold["claims"]}
    assert len(names) == len(set(names))
    assert used == set(names)
    assert {actor["kind"] for actor in gold["actors"]} <= set(ACTOR_KINDS)


def test_no_place_is_annotated_twice(gold):
    for layer in ("mentions", "domains"):
        keys = [(row["quote"], row["occurrence"]) for row in gold[layer]]
        assert len(keys) == len(set(keys))


def test_codes_are_those_of_the_starter_codebook(gold):
    file = RESOURCES / "codebooks/security.json"
    if not file.is_file():
        pytest.skip("the starter codebook is not there yet")
    codebook = json.loads(file.read_text(encoding="utf-8"))
    names = {domain["name"] for domain in codebook["domains"]}
    assert {row["domain"] for row in gold["domains"]} <= names
    assert {name for claim in gold["claims"] for name in claim["domains"]} <= names
    fields = {f["key"]: {choice["key"] for choice in f["choices"]} for f in codebook["fields"]}
    assert {claim["stance"] for claim in gold["claims"]} <= fields["stance"]
    assert {claim["kind"] for claim in gold["claims"]} <= fields["kind"]


def test_the_sample_shows_the_whole_codebook_of_claims(article, gold):
    assert {claim["stance"] for claim in gold["claims"]} == STANCES
    assert {claim["kind"] for claim in gold["claims"]} == KINDS
    assert len(gold["mentions"]) >= 45
    assert len(gold["claims"]) >= 14
    assert len(gold["domains"]) >= 15
    assert 600 <= len(article.body.split()) <= 800
