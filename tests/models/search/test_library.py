# SPDX-License-Identifier: MIT
"""Searching and filtering the articles of a project through the index of words."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable

import pytest
from sqlmodel import select

from claimdesk.models.editing import edits
from claimdesk.models.registry.actors import create_actor
from claimdesk.models.search import library
from claimdesk.models.search.grouping import Grouping, groups
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store import word_index
from claimdesk.models.store.integrity.report import check
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotation, Annotator, Choice, Claim, Domain
from claimdesk.models.text.spans import Span

TEXTS = {
    "reef": ("Reef patrol grows", "Boats guard the coral reef. Trade talks with Peru go on."),
    "steel": ("Steel tariffs", "The trade minister raised tariffs on steel and on copper wire."),
    "kabel": ("Übersee-Kabel", "Das Kabel verbindet Łódź mit Sjælland; die Cafe\u0301s feiern."),
    "ja": ("海底ケーブル", "日本政府は東海の海底ケーブルについて協議した。AUKUSも参加。"),
    "zh": ("军事合作", "中国与俄罗斯举行联合军事演习。"),
    "ko": ("해저 케이블", "정부는 해저케이블을 논의했다."),
    "odd": ("100% back\\slash", "a_c and more, ﬁnally co\u00adoperation"),
}


@pytest.fixture
def texts(project: Project, add_article: Callable) -> Project:
    for title, body in TEXTS.values():
        outlet = "The Harbour Review" if title.startswith("Steel") else None
        add_article(project, body=body, title=title, outlet=outlet)
    return project


def found(project: Project, wanted: ArticleFilter | str, **more: object) -> set[str]:
    with project.reading() as connection:
        ids = library.article_ids(connection, wanted, **more)
        titles = dict(connection.exec_driver_sql("SELECT id, title FROM article").all())
    names = {title: name for name, (title, _body) in TEXTS.items()}
    return {names.get(titles[i], titles[i]) for i in ids}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", set(TEXTS)),
        ("trade", {"reef", "steel"}),
        ("TRADE tariffs", {"steel"}),
        ('"coral reef"', {"reef"}),
        ('"reef coral"', set()),
        ("“coral reef”", {"reef"}),
        ("„reef coral“", set()),
        ("peru OR copper", {"reef", "steel"}),
        ("trade NOT steel", {"reef"}),
        ("trade -steel", {"reef"}),
        ("trade AND (copper OR kabel)", {"steel"}),
        ("NOT trade", set(TEXTS) - {"reef", "steel"}),
        ("NEAR(minister steel, 4)", {"steel"}),
        ("NEAR(minister wire, 2)", set()),
        ("title:reef", {"reef"}),
        ("title:trade", set()),
        ("outlet:harbour", {"steel"}),
        ("tari", {"steel"}),
        ("tari ", set()),
        ("tari* minister", {"steel"}),
        ("lodz", {"kabel"}),
        ("sjaelland cafes", {"kabel"}),
        ("finally", {"odd"}),
        ("cooperation", {"odd"}),
        ("100%", {"odd"}),
        ("a_c", {"odd"}),
        ("日", {"ja"}),
        ("日本", {"ja"}),
        ("東海", {"ja"}),
        ("政府は東", {"ja"}),
        ("aukus", {"ja"}),
        ("ケーブル", {"ja"}),
        ("军事", {"zh"}),
        ("联合军事演习", {"zh"}),
        ("케이블", {"ko"}),
        # What is not finished, or means nothing, is taken as far as it goes.
        ('"coral re', {"reef"}),
        ("trade AND", {"reef", "steel"}),
        ("(trade", {"reef", "steel"}),
        ("trade)", {"reef", "steel"}),
        ("OR trade", {"reef", "steel"}),
        ("NEAR(", set()),
        ("title:", set()),
        ("…", set()),
        ("nowhere", set()),
    ],
)
def test_articles_are_found_by_words_in_any_script(texts, typed, expected):
    assert found(texts, typed) == expected


def test_the_index_follows_every_edit_undo_and_correction(texts, add_article):
    with texts.edit("Title") as session:
        edits.set_article(session, 1, title="Quokka census")
    assert found(texts, "quokka") == {"Quokka census"}
    assert found(texts, "title:reef") == set()
    texts.undo()
    assert (found(texts, "quokka"), found(texts, "title:reef")) == (set(), {"reef"})
    texts.redo()
    with texts.edit("Delete") as session:
        edits.delete_article(session, 1)
    assert found(texts, "quokka OR coral") == set()
    texts.undo()
    assert found(texts, "quokka coral") == {"Quokka census"}
    with texts.reading() as connection:
        assert word_index.is_complete(connection)


def damaged(path, *statements):
    with contextlib.closing(sqlite3.connect(path)) as sqlite, sqlite:
        for statement in statements:
            assert sqlite.execute(statement).rowcount > 0


def test_a_check_finds_what_the_index_lacks_and_opening_adds_it(texts):
    texts.close()
    assert check(texts.path)["ok"]
    damaged(texts.path, "DELETE FROM article_words_of WHERE article_id = 2")
    [problem] = check(texts.path)["problems"]
    assert problem["where"] == "article 2"
    with Project.open(texts.path) as again:
        assert found(again, "steel") == {"steel"}
    assert check(texts.path)["ok"]


def test_a_check_finds_a_damaged_index(texts):
    texts.close()
    damaged(texts.path, "UPDATE article_words_data SET block = x'00' WHERE id > 10")
    assert not check(texts.path)["ok"]


def test_the_index_is_made_anew_before_old_entries_are_most_of_it(project, add_article):
    article = add_article(project, body="Words", title="Alpha")
    for number in range(210):
        with project.edit("Title") as session:
            edits.set_article(session, article, title=f"Alpha {number}")
    with project.reading() as connection:
        count = connection.exec_driver_sql(
            "SELECT count(*) FROM article_words WHERE article_words MATCH 'alpha'"
        ).scalar_one()
    assert count < 100
    assert found(project, "alpha 209") == {"Alpha 209"}


def test_filters_and_sorting_look_at_what_is_annotated(texts):
    with texts.edit("Annotate") as session:
        edits.create_claim(session, 2, {"content": [Span(0, 9)]}, domain_ids=[])
        mention = edits.create_mention(session, 1, Span(0, 5), None)
        edits.set_article(session, 2, status="done", published_on="2024-03-05", language="en")
        edits.set_article(session, 3, language="de", published_on="2023-11-30")
    assert mention
    assert found(texts, ArticleFilter(status="done")) == {"steel"}
    assert found(texts, ArticleFilter(outlet="The Harbour Review")) == {"steel"}
    assert found(texts, ArticleFilter(language="de")) == {"kabel"}
    assert found(texts, ArticleFilter(since="2024")) == {"steel"}
    assert found(texts, ArticleFilter(until="2023")) == {"kabel"}
    assert found(texts, ArticleFilter(words="trade", status="done")) == {"steel"}
    assert found(texts, ArticleFilter(to_decide=True)) == set()
    with texts.reading() as connection:
        for sort in library.SORT_KEYS:
            assert len(library.article_ids(connection, sort=sort)) == len(TEXTS)
        assert library.article_ids(connection, sort="claims")[0] == 2
        assert library.article_ids(connection, sort="title")[0] == 7
        assert library.outlets(connection) == ["The Harbour Review"]
        told = library.progress(connection)
    assert (told.claims, told.articles["done"], sum(told.by_day.values())) == (1, 1, 1)
    assert told.per_article == {1: 1, 0: 1}
    wanted = ArticleFilter(words="a", status="done", choice_id=3)
    assert ArticleFilter.from_json(wanted.to_json()) == wanted


def test_groups_have_the_articles_that_their_filters_list(texts):
    with texts.edit("Annotate") as session:
        harbour = create_actor(session, "Harbour Board", "organization")
        for article, place in ((1, 0), (2, 0), (2, 6)):
            edits.create_mention(session, article, Span(place, place + 4), harbour)
        edits.create_claim(session, 3, {"content": [Span(0, 9)]}, speaker_id=harbour)
        edits.set_article(session, 2, status="done", published_on="2024-03-05")

    def grouped(grouping: Grouping, wanted: ArticleFilter) -> dict[str, int]:
        with texts.reading() as connection:
            found = groups(connection, wanted, grouping)
            for group in found:
                ids = library.article_ids(connection, wanted, group=group.wanted)
                assert len(ids) == group.count
            return {group.name: group.count for group in found}

    everything, trade = ArticleFilter(), ArticleFilter(words="trade", actor_id=harbour)
    assert list(grouped(Grouping("status"), everything).items()) == [
        ("in progress", 2),
        ("unread", 4),
        ("done", 1),
    ]
    assert grouped(Grouping("month"), everything) == {"2024-03": 1, "": 6}
    assert grouped(Grouping("outlet"), everything) == {"The Harbour Review": 1, "": 6}
    assert grouped(Grouping("actor_id"), everything) == {"Harbour Board": 3}
    assert grouped(Grouping("actor_id"), trade) == {"Harbour Board": 2}
    assert grouped(Grouping("claims_to_decide"), trade) == {"0": 2}
    for by in ("language", "annotator_id", "domain_id"):
        grouped(Grouping(by), trade)
    assert grouped(Grouping("choice_id", 1), everything) == {}


@pytest.mark.parametrize(
    ("typed", "article", "hit"),
    [
        ("tari", 2, "tari"),
        ('"steel and"', 2, "steel and"),
        ("政府", 4, "政府"),
        ("coral", 1, "coral"),
    ],
)
def test_a_snippet_shows_where_the_words_are(texts, typed, article, hit):
    with texts.reading() as connection:
        found = library.snippets(connection, [article], typed)
    snippet = found[article]
    assert snippet.text[snippet.start : snippet.end] == hit


def test_all_that_annotations_name_is_filtered_and_grouped_alike(texts):
    with texts.edit("Annotate") as session:
        board = create_actor(session, "Harbour Board", "organization")
        guard = create_actor(session, "Coast Guard", "organization")
        domain = session.exec(select(Domain.id)).first()
        stance = session.exec(select(Choice.id)).first()
        edits.create_mention(session, 1, Span(0, 5), board)
        claim = edits.create_claim(
            session, 2, {"content": [Span(0, 9)]}, speaker_id=board, domain_ids=[domain]
        )
        edits.add_speaker(session, [claim], guard)
        session.get(Claim, claim).stance_id = stance
        edits.create_domain_mention(session, 3, Span(0, 5), domain)
    everything = {
        Grouping("actor_id"): {"Harbour Board": {1, 2}, "Coast Guard": {2}},
        Grouping("domain_id"): {None: {2, 3}},
        Grouping("choice_id"): {None: {2}},
    }
    with texts.reading() as connection:
        for grouping, expected in everything.items():
            listed = {
                group.name if None not in expected else None: (
                    group.count,
                    set(library.article_ids(connection, group.wanted)),
                )
                for group in groups(connection, ArticleFilter(), grouping)
            }
            assert listed == {name: (len(ids), ids) for name, ids in expected.items()}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (ArticleFilter(status="done"), {"reef", "steel"}),
        (ArticleFilter(status="done", outlet="The Harbour Review"), {"steel"}),
        (ArticleFilter(outlet=""), set(TEXTS) - {"steel"}),
        (ArticleFilter(language="ja", status="unread"), {"ja"}),
        (ArticleFilter(to_decide=True), {"steel", "kabel"}),
        (ArticleFilter(claims_to_decide=True), {"kabel"}),
        (ArticleFilter(claims_to_decide=False), set(TEXTS) - {"kabel"}),
        (ArticleFilter(annotator_id=1), {"reef"}),
        (ArticleFilter(annotator_id=1, status="unread"), set()),
    ],
)
def test_a_filter_lists_the_same_articles_in_every_order(texts, wanted, expected):
    ids = {name: number for number, name in enumerate(TEXTS, 1)}
    with texts.edit("Annotate") as session:
        edits.set_article(session, ids["reef"], status="done", published_on="2024-05-01")
        edits.set_article(session, ids["steel"], status="done", published_on="2023-05-01")
        edits.set_article(session, ids["ja"], language="ja")
        session.add(Annotator(id=1, name="Ada"))
        session.flush()
        mention = edits.create_mention(session, ids["steel"], Span(0, 4), None)
        session.get(Annotation, mention).state = "suggested"
        claim = edits.create_claim(session, ids["kabel"], {"content": [Span(0, 3)]})
        session.get(Annotation, claim).state = "suggested"
        own = edits.create_claim(session, ids["reef"], {"content": [Span(0, 5)]})
        session.get(Annotation, own).annotator_id = 1
    for sort in library.SORT_KEYS:
        assert found(texts, wanted, sort=sort) == expected, sort
