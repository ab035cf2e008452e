# SPDX-License-Identifier: MIT
"""What accepting and rejecting teaches at once, and how that is turned back."""

from __future__ import annotations

import pytest

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.learning import memory
from claimdesk.models.learning.claims import dataset as claim_dataset
from claimdesk.models.learning.coding.learner import learn_project
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.learning.mentions import dataset
from claimdesk.models.registry.name_matching import is_learnable, remembered
from claimdesk.models.store import queries
from claimdesk.models.store.schema import Annotation
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.data import NAMES, WORDS
from claimdesk.models.text.spans import Span

BODY = (
    "Harbour talks\n\nThe Reef Lions said no. Then the Reef Lions left and Morovia stayed. "
    "Bread and butter were short. Bread was dear. In Morovia the Lions were liked.\n"
)


@pytest.fixture
def said(project, add_article, engine):
    """Suggestions for a text with what the project knows now: words, actor, kind, origin."""

    def suggest(text):
        with project.reading() as connection:
            known = read_knowledge(connection)
        found = engine.suggest_all(text, known)
        return [
            (text[m.span.start : m.span.end], m.actor.name, m.actor.kind, m.origin)
            for m in found.mentions
        ]

    return suggest


@pytest.fixture
def mention(project, add_article):
    """Records a mention of words in a new article, accepted or rejected; its id."""

    def record(words, actor_id, *, body=BODY, state="accepted", status="unread"):
        article = add_article(project, body, status=status)
        start = body.index(words)
        with project.edit("Decide") as session:
            span = Span(start, start + len(words))
            created = edits.create_mention(session, article, span, actor_id)
            if state == "rejected":
                edits.reject(session, [created])
        return created

    return record


@pytest.fixture
def actor(project):
    def create(name, kind):
        with project.edit("Create an actor") as session:
            return registry.create_actor(session, name, kind)

    return create


def test_accepted_words_are_an_alias_at_once_without_a_new_row(project, actor, mention, said):
    team = actor("National Reef Council", "organization")
    text = "On Friday Reef Lions agreed with the council."
    assert "National Reef Council" not in [name for _, name, _, _ in said(text)]
    mention("the Reef Lions", team)
    assert ("Reef Lions", "National Reef Council", "organization", "rule:memory") in said(text)
    with project.reading() as connection:
        assert queries.actors(connection)[team].aliases == ()
    project.undo()
    assert "National Reef Council" not in [name for _, name, _, _ in said(text)]


def test_a_name_is_what_it_was_accepted_as_most_often(actor, mention, said):
    place, body = actor("Morovia", "place"), actor("Morovia", "organization")
    text = "Critics of Morovia left."
    mention("Morovia", place)
    mention("Morovia", body)
    mention("Morovia", body)
    assert ("Morovia", "Morovia", "organization") in [found[:3] for found in said(text)]
    mention("Morovia", place)
    mention("Morovia", place)
    assert ("Morovia", "Morovia", "place") in [found[:3] for found in said(text)]


def test_an_ambiguous_name_is_less_sure(project, actor, mention, engine):
    place, body = actor("Morovia", "place"), actor("Morovia", "organization")
    for wanted in (body, body, body, place, place):
        mention("Morovia", wanted)
    with project.reading() as connection:
        known = read_knowledge(connection)
    text = "Critics of Morovia left."
    (found,) = engine.suggest_all(text, known).mentions
    assert found.score < 0.7
    assert found.reason == "“Morovia” meant Morovia in 3 of 5 cases."


@pytest.mark.parametrize("words", ["and", "was", "Bread and butter were"])
def test_one_wrongly_accepted_string_does_not_poison(actor, mention, said, words):
    team = actor("Reef Council", "organization")
    text = "Bread and milk were sold and it was late, and bread was dear. Norway and Chile agreed."
    before = said(text)
    mention(words, team)
    assert said(text) == before


@pytest.mark.parametrize(
    ("text", "learnable"),
    [
        ("and", False),
        ("And", False),
        ("We", False),
        ("Al", False),
        ("EU", True),
        ("Ngo", True),
        ("ministers", False),
        ("7 Dwarfs", False),
        ("米国", True),
        ("米", False),
        ("", False),
        ("X" * 500, False),
    ],
)
def test_what_may_become_a_name(text, learnable):
    assert is_learnable(text) is learnable


def test_words_rejected_twice_are_no_longer_suggested(project, actor, mention, said):
    lions = actor("Reef Lions", "organization")
    text = "On Friday Reef Lions agreed."
    assert said(text)[0][0] == "Reef Lions"
    mention("Reef Lions", lions, state="rejected")
    assert said(text)[0][0] == "Reef Lions"
    mention("Reef Lions", lions, state="rejected")
    assert said(text) == []
    with project.reading() as connection:
        (entry,) = memory.rejected_words(connection)
    assert (entry.layer, entry.text, entry.what, entry.rejected) == ("actor", "Reef Lions", None, 2)


def test_words_that_were_accepted_too_are_still_suggested(actor, mention, said):
    lions = actor("Reef Lions", "organization")
    mention("Reef Lions", lions)
    for _ in range(3):
        mention("Reef Lions", lions, state="rejected")
    assert said("On Friday Reef Lions agreed.")[0][0] == "Reef Lions"


def test_a_kind_rejected_twice_is_not_suggested_for_words_accepted_as_another(
    project, actor, mention
):
    lions, person = actor("Reef Lions", "organization"), actor("Ref Lions", "person")
    mention("Reef Lions", person)
    mention("Reef Lions", lions, state="rejected")
    mention("Reef Lions", lions, state="rejected")
    with project.reading() as connection:
        (entry,) = memory.rejected_words(connection)
    assert (entry.text, entry.what) == ("Reef Lions", "organization")


def test_unwanted_words_can_be_wanted_again_and_that_can_be_undone(project, actor, mention, said):
    lions = actor("Reef Lions", "organization")
    text = "On Friday Reef Lions agreed."
    for _ in range(2):
        mention("Reef Lions", lions, state="rejected")
    with project.reading() as connection:
        entries = memory.rejected_words(connection)
    with project.edit("Suggest again") as session:
        memory.suggest_again(session, entries)
    assert said(text)[0][0] == "Reef Lions"
    project.undo()
    assert said(text) == []
    project.redo()
    mention("Reef Lions", lions, state="rejected")
    assert said(text)[0][0] == "Reef Lions"
    mention("Reef Lions", lions, state="rejected")
    assert said(text) == []


@pytest.mark.parametrize("stored", ["no JSON", "{}", "[1, [2]]", '[["actor", "x", 3, "y"]]', ""])
def test_a_damaged_setting_is_as_none(project, actor, mention, stored):
    from claimdesk.models.store.settings import put_setting

    lions = actor("Reef Lions", "organization")
    for _ in range(2):
        mention("Reef Lions", lions, state="rejected")
    with project.edit("Damage") as session:
        put_setting(session, "suggest_again", stored)
    with project.reading() as connection:
        assert [entry.text for entry in memory.rejected_words(connection)] == ["Reef Lions"]


def test_a_domains_words_rejected_twice_are_no_longer_suggested(project, add_article, engine):
    text = "Cyber defence matters. Quantum clocks came next."

    def domains():
        with project.reading() as connection:
            known = read_knowledge(connection)
        return [text[d.span.start : d.span.end] for d in engine.suggest_all(text, known).domains]

    assert "Cyber defence" in domains()
    for _ in range(2):
        article = add_article(project, text)
        with project.reading() as connection:
            names = {row.name: row.id for row in queries.domains(connection).values()}
        with project.edit("Decide") as session:
            created = edits.create_domain_mention(
                session, article, Span(0, 13), names["Cyber defence"]
            )
            edits.reject(session, [created])
    assert "Cyber defence" not in domains()
    assert domains()


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("the Reef Lions", "Reef Lions"),
        ("Korea  Institute’s", "Korea Institute"),
        ("A Sea Forum", "Sea Forum"),
        ("Ana", "Ana"),
        ("the", "the"),
        ("’s", ""),
    ],
)
def test_articles_and_possessives_are_not_remembered(words, kept):
    assert remembered(words) == kept


def test_words_are_remembered_as_they_are_read(actor, mention, said):
    body = "Talks\n\nThe Reef\nLi\u00adons met, and they will meet again."
    mention("Reef\nLi\u00adons", actor("Lions of the reef", "group"), body=body)
    found = said("Then the Reef Lions left.")
    assert ("Reef Lions", "Lions of the reef", "group", "rule:memory") in found


def test_finished_articles_teach_what_they_say_as_they_are_read(project, actor, mention):
    body = (
        "The\u00a0minister said on Monday that the treaty would come, and that the Reef\n"
        "Li\u00adons would be asked to sign it before the end of the month, whatever\nthey think."
    )
    created = mention("Reef\nLi\u00adons", actor("Lions of the reef", "group"), body=body)
    with project.edit("Done") as session:
        content = Span(body.index("that the"), len(body) - 1)
        number = session.get_one(Annotation, created).article_id
        claim = edits.create_claim(session, number, {"content": [content]})
        edits.accept(session, [claim])
        edits.set_article(session, number, status="done")
    with project.reading() as connection:
        (fold,) = dataset.read(connection)
        (example,) = claim_dataset.read(connection)
    (lesson,) = fold.examples
    assert lesson.text == example.text == " ".join(body.replace("\u00ad", "").split())
    ((span, kind),) = lesson.mentions
    assert (lesson.text[slice(*span)], kind) == ("Reef Lions", "group")
    (piece,) = example.claims[0].content
    assert example.text[slice(*piece)].startswith("that the treaty would come")
    assert example.text[slice(*piece)].endswith("whatever they think")


def test_names_and_words_are_tried_on_other_articles_and_can_be_switched_off(
    project, actor, mention, said, engine, own_cache
):

    def learned():
        found = learn_project(project, engine, lambda *_: None, own_cache)["fields"]
        return {name: found[name] for name in (NAMES, WORDS)}

    def record(number, words, actor_id, state="accepted"):
        return mention(
            words, actor_id, body=f"{BODY}\nNumber {number}.", state=state, status="done"
        )

    council, lions = actor("National Reef Council", "organization"), actor("Bread", "group")
    text = "On Friday Reef Lions agreed. Bread was dear."
    for number in range(3):
        record(number, "Reef Lions", council)
        record(10 + number, "Bread", lions, "rejected")
    found = learned()
    assert found[NAMES] == {"use": "memory", "articles": 3, "cases": 3, "rules": 0, "learned": 3}
    assert found[WORDS] == {"use": "memory", "articles": 3, "cases": 3, "rules": 0, "learned": 3}
    assert [name for _, name, _, _ in said(text)] == ["National Reef Council"]
    with project.edit("Switch") as session:
        preferences.set_learned(session, NAMES, wanted=False)
        preferences.set_learned(session, WORDS, wanted=False)
    assert "National Reef Council" not in [name for _, name, _, _ in said(text)]
    assert "Bread" in [name for _, name, _, _ in said(text)]


def test_names_that_prove_wrong_leave_it_to_the_rules(
    project, actor, mention, said, engine, own_cache
):
    state, council = actor("Morovia", "state"), actor("Reef Council", "organization")
    for number, meant in enumerate((council, council, state)):
        mention("Morovia", meant, body=f"{BODY}\nNumber {number}.", status="done")
    assert ("Morovia", "Reef Council") in [found[:2] for found in said(BODY)]
    found = learn_project(project, engine, lambda *_: None, own_cache)["fields"][NAMES]
    assert (found["use"], found["rules"], found["learned"]) == ("rules", 1, 0)
    assert ("Morovia", "Morovia") in [found[:2] for found in said(BODY)]
