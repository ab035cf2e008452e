# SPDX-License-Identifier: MIT
"""The resources module, and the gazetteer and cue list that come with Claimdesk."""

from __future__ import annotations

import pytest

from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.resources.files import read_json, read_text


@pytest.mark.parametrize(
    "name", ["../models/messages/errors.py", "/etc/passwd", "a/../../b", "C:/x", "..\\x", "", "."]
)
def test_a_name_that_leaves_the_folder_is_refused(name):
    with pytest.raises(ValueError, match="not the name of a resource"):
        read_text(name)


def test_a_missing_resource_is_an_error():
    with pytest.raises(FileNotFoundError):
        read_json("no-such-file.json")


def test_the_gazetteer_names_its_licence():
    assert "Unicode License" in read_json("gazetteer.json")["licence"]


def test_the_given_names_name_their_licence():
    assert "MIT, Copyright" in read_json("given_names.json")["licence"]


def test_the_gazetteer_has_the_states_and_alliances():
    actors = gazetteer().actors
    states = [a for a in actors if a.kind == "state"]
    assert len(states) >= 195
    assert len({a.country for a in states}) == len(states)
    assert len(actors) - len(states) >= 60
    assert gazetteer().adjectives["japanese"] == "JP"
    assert gazetteer().capitals["Canberra"] == "AU"


def test_no_name_belongs_to_two_actors():
    seen: dict[str, str] = {}
    for actor in gazetteer().actors:
        for name in (actor.name, *actor.aliases):
            assert seen.setdefault(name, actor.name) == actor.name


def test_frames_and_codes_of_the_cues_are_known():
    frames = {"clause", "quote", "addressee", "infinitive", "object", "as", "small"}
    codebook = read_json("codebooks/security.json")
    choices = {f["key"]: {c["key"] for c in f["choices"]} for f in codebook["fields"]}
    data = read_json("cues.json")
    assert {frame for group in data["verbs"] for frame in group["frames"]} <= frames
    for group in [*data["verbs"], *data["prepositional"], *data["nouns"], *data["adjectives"]]:
        assert group["kind"] in choices["kind"] | {None}
        assert group["stance"] in choices["stance"] | {None}
    assert cue_lexicon().verb("say")["clause"].kind == "assertion"


def test_the_lists_for_codes_fit_the_codebook():
    codebook = read_json("codebooks/security.json")
    choices = {f["key"]: {c["key"] for c in f["choices"]} for f in codebook["fields"]}
    lists = read_json("stances.json")
    assert lists["words"].keys() <= choices["stance"]
    assert lists["hedges"].keys() == choices["certainty"]
    everywhere = []
    for by_strength in lists["words"].values():
        everywhere += [word for words in by_strength.values() for word in words]
    assert len(everywhere) == len(set(everywhere))
    topics = {topic["name"] for topic in read_json("topics.json")["topics"]}
    domains = [*codebook["domains"], *read_json("codebooks/news.json")["domains"]]
    assert {domain["name"] for domain in domains} <= topics
