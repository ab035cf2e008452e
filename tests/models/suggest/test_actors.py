# SPDX-License-Identifier: MIT
"""Which actors are found in a text, where, and to which actor a mention is linked."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.data import ActorEntry, Knowledge, Memory, RejectedWords

NOTHING = Knowledge()


def mentions(engine, text, knowledge=NOTHING):
    found = engine.suggest_all(text, knowledge).mentions
    return [(text[m.span.start : m.span.end], m.actor.name, m.actor.kind) for m in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Britain and the U.S. signed it.", ["United Kingdom", "United States"]),
        ("The UK told us about AUKUS.", ["United Kingdom", "AUKUS"]),
        ("Officials of NATO met the EU.", ["NATO", "European Union"]),
        ("The Quad backs the Republic of Korea.", ["Quad", "South Korea"]),
        ("Ties between Côte d’Ivoire and Türkiye grow.", ["Ivory Coast", "Turkey"]),
        ("A Chile-Peru deal is near.", ["Chile", "Peru"]),
    ],
)
def test_states_and_alliances_are_known_by_all_their_names(engine, text, expected):
    assert [actor for _, actor, _ in mentions(engine, text)] == expected


def test_a_pronoun_in_capitals_is_no_state(engine):
    assert mentions(engine, "THEY TOLD US TO GO") == []
    assert ("US", "United States", "state") in mentions(engine, "The US told them to go.")


def test_an_article_and_a_possessive_do_not_belong_to_the_name(engine):
    found = mentions(engine, "The Netherlands’ navy met Finland's fleet.")
    assert [text for text, _, _ in found] == ["Netherlands", "Finland"]


@pytest.mark.parametrize("sign", ["•", "▪", "●", "*"])
def test_the_sign_before_an_item_of_a_list_does_not_belong_to_the_name(engine, sign):
    text = f"What analysts say:\n{sign} Kestrel Bank expects further losses.\n"
    assert ("Kestrel Bank", "Kestrel Bank") in [found[:2] for found in mentions(engine, text)]
    assert not [words for words, name, _ in mentions(engine, text) if sign in words + name]


def test_actors_of_the_project_come_first_and_keep_their_row(engine):
    own = ActorEntry("Atlantic Six", "alliance", aliases=("the Six", "A6"), id=42)
    found = engine.suggest_all("The Six met. A6 leaders agreed.", Knowledge(actors=(own,)))
    assert [(m.actor.id, m.origin) for m in found.mentions] == [(42, "rule:registry")] * 2


def test_a_state_of_the_project_is_found_by_the_names_of_the_gazetteer(engine):
    own = ActorEntry("UK", "state", country="GB", id=7)
    found = engine.suggest_all("Great Britain and London agreed.", Knowledge(actors=(own,)))
    assert {m.actor.id for m in found.mentions} == {7}


@pytest.mark.parametrize("alias", ["and", "the", "of", "a"])
def test_a_common_word_among_the_aliases_matches_nothing(engine, alias):
    own = ActorEntry("Wrongly learned", "organization", aliases=(alias,), id=1)
    text = "Bread and butter of the house are a treat."
    assert mentions(engine, text, Knowledge(actors=(own,))) == []


def test_the_longest_name_wins(engine):
    own = (
        ActorEntry("River Council", "organization", id=1),
        ActorEntry("Council", "organization", id=2),
    )
    found = engine.suggest_all("The River Council met.", Knowledge(actors=own))
    assert [m.actor.id for m in found.mentions] == [1]


def test_a_capital_means_its_state_only_where_it_acts(engine):
    text = "Ottawa rejected the offer. Ministers will meet in Ottawa on Friday."
    assert [(actor, kind) for _, actor, kind in mentions(engine, text)] == [
        ("Canada", "state"),
        ("Ottawa", "place"),
    ]


@pytest.mark.parametrize(
    ("text", "city", "actor"),
    [
        ("Moscow, however, rejected the plan.", "Moscow", "Russia"),
        ("Relations with Beijing are poor.", "Beijing", "China"),
        ("They accused Moscow of lying.", "Moscow", "Russia"),
        ("The position of Tokyo is clear.", "Tokyo", "Japan"),
        ("She left Paris on Monday.", "Paris", "Paris"),
        ("The Paris agreement holds.", "Paris", "Paris"),
        ("Kyiv was shelled again.", "Kyiv", "Kyiv"),
        ("Kabul airport is closed.", "Kabul", "Kabul"),
        ("Tokyo’s streets were empty.", "Tokyo", "Tokyo"),
        ("LONDON 1996-12-06\nIt rained.", "LONDON", "London"),
        ("LONDON, Dec 6 1996 (Newswire) -- Ministers met.", "LONDON", "London"),
        ("GRAZBURG, Dec 6 (Newswire) - Ministers met.", "GRAZBURG", "GRAZBURG"),
        ("GRAZBURG, Norway, Dec. 6 (Newswire) -- Ministers met.", "GRAZBURG", "GRAZBURG"),
    ],
)
def test_a_city_is_a_place_unless_it_acts(engine, text, city, actor):
    found = [m for m in engine.suggest_all(text, NOTHING).mentions]
    named = {text[m.span.start : m.span.end]: m.actor for m in found}
    assert named[city].name.casefold() == actor.casefold()
    assert named[city].kind == ("place" if actor.casefold() == city.casefold() else "state")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nato said no. The leaders of Aukus met.", [("Nato", "NATO"), ("Aukus", "AUKUS")]),
        ("It flooded northern Norway.", [("northern Norway", "northern Norway")]),
        ("The people of Norway voted.", [("people of Norway", "people of Norway")]),
        ("The Coast Board (CB", [("Coast Board", "Coast Board")]),
        ("He met Ms Okoro on Monday.", [("Okoro", "Okoro")]),
        ("The USS Mahan left.", []),
        ("Rivals of Nordwind & Sons Ltd. fell.", [("Nordwind & Sons Ltd", "Nordwind & Sons")]),
        ("Defense Secretary Gilberto Teodoro Jr. left.", [("Gilberto Teodoro Jr",) * 2]),
        ("General Lloyd J. Austin III left.", [("Lloyd J. Austin III",) * 2]),
        ("A lawyer, Tai-Ming Kwok, left.", [("Tai-Ming Kwok",) * 2]),
        ("A lawyer, Lim Soo-a, left.", [("Lim Soo-a",) * 2]),
        ("Her lawyer, Sarah Quayle KC, left.", [("Sarah Quayle",) * 2]),
        ("Their lawyer, Atty. Luz Ramil, left.", [("Luz Ramil",) * 2]),
    ],
)
def test_names_begin_and_end_where_they_should(engine, text, expected):
    assert [(words, actor) for words, actor, _ in mentions(engine, text)] == expected


def test_a_dateline_is_a_place(engine):
    found = mentions(engine, "VIENNA, March 3 (Newswire) — Talks went on.\nVienna, 3 March\n")
    assert ("Austria", "state") not in [(actor, kind) for _, actor, kind in found]


def test_a_surname_means_the_person_named_before(engine):
    text = "Minister Helena Markovic spoke on Monday.\nOn Tuesday Markovic left for Geneva."
    found = [m for m in mentions(engine, text) if m[2] == "person"]
    assert found == [
        ("Helena Markovic", "Helena Markovic", "person"),
        ("Markovic", "Helena Markovic", "person"),
    ]


def test_a_name_that_is_explained_later_is_found_before_too(engine):
    text = (
        "Varga wins a second term\n\n"
        "President Tomas Varga won on Sunday. Tomas Varga thanked the voters."
    )
    assert ("Varga", "Tomas Varga", "person") in mentions(engine, text)


def test_who_works_at_a_university_is_a_person(engine):
    text = "A ship sank, according to Mart Rand-Oless of the University of Grazburg, who saw it."
    assert ("Mart Rand-Oless", "Mart Rand-Oless", "person") in mentions(engine, text)


@pytest.mark.parametrize("other", ["A. Coral III", "Ann Coral", "Ann B. Coral"])
def test_a_name_written_shorter_or_longer_means_the_same_person(engine, other):
    text = f"Minister Ann B. Coral III spoke on Monday.\nOn Tuesday {other} left for Geneva."
    found = {actor for _, actor, kind in mentions(engine, text) if kind == "person"}
    assert found == {"Ann B. Coral III"}


def test_a_line_of_a_market_table_names_the_company_without_its_figures(engine):
    text = "Shares of Harbour Airlines rose.\nHarbour Airlines 12.50 +0.3\nNordwind Ltd 1.25 -3.0"
    names = {words for words, _, _ in mentions(engine, text)}
    assert {"Harbour Airlines", "Nordwind Ltd"} <= names
    assert not any(c.isdigit() for name in names for c in name)


def test_an_acronym_in_brackets_means_the_long_name(engine):
    text = "The Global Harbour Authority (GHA) said no. Later the GHA said yes."
    assert ("GHA", "Global Harbour Authority", "organization") in mentions(engine, text)


def test_a_ministry_is_named_with_its_state(engine):
    text = "The Brazilian Foreign Ministry agreed. Norway disagreed, its Defense Ministry said."
    names = [actor for _, actor, _ in mentions(engine, text)]
    assert "Brazilian Foreign Ministry" in names
    assert "Norwegian Defense Ministry" in names


def test_titles_do_not_belong_to_a_persons_name(engine):
    text = "French Defense Minister Camille Laurent met Prime Minister Erik Olsen."
    found = [m for m in engine.suggest_all(text, NOTHING).mentions if m.actor.kind == "person"]
    assert [m.actor.name for m in found] == ["Camille Laurent", "Erik Olsen"]
    assert found[0].actor.country == "FR"


def test_groups_and_unnamed_sources_are_actors_of_their_claims(engine):
    text = (
        "Harbour experts say the port will grow.\nThe experts say it takes years.\n"
        "A senior Polish Defense Ministry official said the deal was close."
    )
    found = mentions(engine, text)
    assert ("Harbour experts", "Harbour experts", "group") in found
    assert ("The experts", "Harbour experts", "group") in found
    assert (
        "A senior Polish Defense Ministry official",
        "senior Polish Defense Ministry official",
        "person",
    ) in found


def test_no_mention_crosses_a_line_break(engine):
    text = "REUTER\n\nFollow us\nMaria Keller\nJohn Brown spoke to Maria Keller\n"
    for mention in engine.suggest_all(text, NOTHING).mentions:
        assert "\n" not in text[mention.span.start : mention.span.end]


def test_every_mention_says_where_it_comes_from(engine):
    found = engine.suggest_all("Japan met Maria Keller of Harbour Watch in Tokyo.", NOTHING)
    assert found.mentions
    for mention in found.mentions:
        assert mention.origin.split(":")[0] in ("rule", "model")
        assert mention.reason.endswith(".")
        assert 0 < mention.score <= 1


def test_rejected_words_are_not_suggested_as_a_source(engine):
    words = RejectedWords("actor", "Portugal", None, 2)
    knowledge = Knowledge(memory=Memory(rejected_words=(words,)))
    text = "The harbour is safe, according to Portugal."
    assert ("Portugal", "Portugal", "state") in mentions(engine, text)
    found = engine.suggest_all(text, knowledge)
    assert found.claims
    assert not found.mentions
