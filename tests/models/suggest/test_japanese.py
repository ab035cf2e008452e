# SPDX-License-Identifier: MIT
"""Names in text without spaces: by the registry always, by SudachiPy where it is installed."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest import japanese
from claimdesk.models.suggest.data import ActorEntry, Knowledge, LearnedName, Memory

TEXT = "木原稔防衛相は日本政府と豪州の協力を歓迎し、AUKUSは日本を招くと述べた。ＡＵＫＵＳも同じだ。"
JAPAN = ActorEntry("Japan", "state", "JP", ("日本",), 1)
KIHARA = ActorEntry("Minoru Kihara", "person", "JP", ("木原稔",), 2)
OFFICE = ActorEntry("Government of Japan", "organization", "JP", ("日本政府",), 3)
AUKUS = ActorEntry("AUKUS", "alliance", None, (), 4)
KNOWN = Knowledge(actors=(JAPAN, KIHARA, OFFICE, AUKUS), language="ja")


def found(engine, text, knowledge=KNOWN):
    mentions = engine.suggest_all(text, knowledge).mentions
    return [(text[m.span.start : m.span.end], m.actor.id) for m in mentions if m.actor.id]


def test_names_of_the_registry_are_found_inside_unspaced_text(engine):
    assert found(engine, TEXT) == [
        ("木原稔", 2),
        ("日本政府", 3),
        ("AUKUS", 4),
        ("日本", 1),
        ("ＡＵＫＵＳ", 4),
    ]


def test_the_longest_name_is_taken_and_none_overlap(engine):
    east = ActorEntry("East Asia", "place", None, ("東アジア", "アジア"), 7)
    sea = ActorEntry("East Asia Summit", "alliance", None, ("東アジア首脳会議",), 8)
    known = Knowledge(actors=(east, sea), language="ja")
    text = "東アジア首脳会議は東アジアとアジアについて話す。"
    assert found(engine, text, known) == [("東アジア首脳会議", 8), ("東アジア", 7), ("アジア", 7)]


def test_one_letter_is_no_name(engine):
    known = Knowledge(actors=(ActorEntry("America", "state", "US", ("米",), 9),), language="ja")
    assert found(engine, "米を食べる。", known) == []


def test_an_accepted_name_is_found_again(engine):
    known = Knowledge(
        actors=(ActorEntry("Mao Ning", "person", "CN", (), 5),),
        language="ja",
        memory=Memory((LearnedName("毛寧", 5, 1, 1),)),
    )
    assert found(engine, "毛寧報道官は反対した。", known) == [("毛寧", 5)]


def test_japanese_names_in_english_text_are_found(engine):
    text = "The minister (木原稔) agreed with Japan."
    mentions = engine.suggest_all(text, Knowledge(actors=KNOWN.actors)).mentions
    assert ("木原稔", 2) in [(text[m.span.start : m.span.end], m.actor.id) for m in mentions]


def test_many_names_cost_no_more_than_the_text_is_long(engine, steps):
    names = tuple(
        ActorEntry(f"Place {n}", "place", None, (chr(0x4E00 + n) + chr(0x5E00 + n % 900),), n + 1)
        for n in range(3_000)
    )
    known = Knowledge(actors=names, language="ja")

    def work(times):
        return steps(lambda: engine.suggest_all(TEXT * times, known))

    work(10)
    assert work(400) < 5 * work(100)


def test_sudachi_finds_proper_nouns(engine):
    pytest.importorskip("sudachipy")
    pytest.importorskip("sudachidict_core")
    names = {TEXT[e.span.start : e.span.end]: e.kind for e in japanese.proper_nouns(TEXT, 0)}
    assert names["木原稔"] == "person"
    assert names["日本政府"] == "organization"
    mentions = engine.suggest_all(TEXT, Knowledge(language="ja")).mentions
    assert "model:sudachipy" in {m.origin for m in mentions}
