# SPDX-License-Identifier: MIT
"""Articles in languages that the pipeline does not read: what is known is found, nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimdesk.models.articles.importing import import_text
from claimdesk.models.editing import edits
from claimdesk.models.store import queries
from claimdesk.models.suggest.data import ActorEntry, DomainEntry, Knowledge
from claimdesk.models.suggest.language_support import language_support, settle_language

GERMAN_CASE = Path(__file__).resolve().parents[3] / "../shared/cases/german.txt"
NOVA = ActorEntry("Eva Novák", "person", None, ("Nováková",), 1)
HARBOUR = ActorEntry("Hafenamt", "organization", None, (), 2)
SEA = DomainEntry("Sea", ("Seekabel", "Unterseekabel"), 1)


def known(language, *actors):
    return Knowledge(actors=actors or (NOVA, HARBOUR), domains=(SEA,), language=language)


def read(engine, text, knowledge):
    found = engine.suggest_all(text, knowledge)
    return (
        [text[slice(*mention.span)] for mention in found.mentions],
        [
            (text[slice(*claim.source[0])], text[slice(*claim.content[0])], claim.speaker.name)
            for claim in found.claims
        ],
        [domain.domain.name for domain in found.domains],
    )


@pytest.mark.parametrize(
    ("language", "quotation", "before", "after"),
    [
        ("de", "„Wir prüfen die Kabel jetzt“", "", ", sagte Eva Novák am Montag."),
        ("de", "„Wir prüfen die Kabel.“", "Eva Novák erklärte: ", ""),
        ("de", "»Wir prüfen die Kabel jetzt«", "", ", sagte Eva Novák am Montag."),
        ("de", '„Wir prüfen die Kabel jetzt"', "", ", sagte Eva Novák am Montag."),
        ("fr", "« Nous vérifions les câbles »", "", ", a déclaré Eva Novák lundi."),
        ("ru", "«Мы проверяем кабели сейчас»", "", ", сказала Eva Novák в понедельник."),
        ("cs", "„Musíme prověřit kabely,“", "", " řekla Eva Novák v pondělí."),
        ("pl", "„Musimy sprawdzić kable”", "", ", powiedziała Eva Novák."),
        ("sv", "”Vi måste pröva kablarna”", "", ", sade Eva Novák i måndags."),
        ("es", "«Tenemos que revisar los cables»", "", ", dijo Eva Novák el lunes."),
        ("es", "“Tenemos que revisar los cables”", "", ", dijo Eva Novák el lunes."),
    ],
)
def test_a_quotation_beside_a_known_name_is_a_claim(engine, language, quotation, before, after):
    text = f"Etwas anderes zuerst.\n\n{before}{quotation}{after}"
    mentions, claims, _domains = read(engine, text, known(language))
    assert mentions == ["Eva Novák"]
    assert claims == [("Eva Novák", quotation, "Eva Novák")]


def test_japanese_quotations_beside_a_known_name(engine):
    text = "海底ケーブルについて、木原大臣は「まだ何も決まっていないと聞いている」と述べた。"
    minister = ActorEntry("木原", "person", None, (), 3)
    mentions, claims, _domains = read(engine, text, known("ja", minister))
    assert "木原" in mentions
    assert claims == [("木原", "「まだ何も決まっていないと聞いている」", "木原")]


def test_english_rules_code_no_claim_in_another_language(engine):
    text = "„Der Export will not fall, tariff!“, sagte Nováková."
    domains = (DomainEntry("Trade and economy", ()),)
    (claim,) = engine.suggest_all(text, Knowledge((NOVA,), domains, "de")).claims
    assert (claim.stance, claim.kind, claim.codes, claim.domains) == (None, None, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "„Wir prüfen die Kabel jetzt“, sagte ein Sprecher.",
        "Eva Novák kam an. „Wir prüfen die Kabel jetzt“, sagte ein Sprecher.",
        "„Wir prüfen die Kabel jetzt.“ Eva Novák ging.",
        "Eva Novák sprach von „großen Schritten“.",
        "„Eva Novák prüft die Kabel jetzt“, hieß es.",
    ],
)
def test_no_claim_where_nobody_known_is_named_beside_it(engine, text):
    assert read(engine, text, known("de"))[1] == []


def test_nothing_is_taken_for_a_name_by_english_rules(engine):
    text = (
        "Mali chłopcy wrócili. Praia była pusta. UN SOMMET. Die Ministry of Truth tagte nicht. "
        "Das Hafenamt schweigt über das Seekabel."
    )
    assert read(engine, text, known("de")) == (["Hafenamt"], [], ["Sea"])


@pytest.mark.skipif(not GERMAN_CASE.exists(), reason="the small inputs are not there")
def test_a_german_article_gets_no_nonsense(engine):
    text = GERMAN_CASE.read_text(encoding="utf-8")
    minister = ActorEntry("Müller", "person", None, (), 1)
    mentions, claims, _domains = read(engine, text, known("de", minister))
    assert mentions == ["Müller"]
    assert claims == []


def test_the_language_of_an_older_article_is_settled_once(project, add_article):
    text = (
        "Neue Gespräche\n\nDie Ministerin sagte am Montag in Wien, das Abkommen sei noch nicht "
        "fertig. Man müsse über die Kosten reden, und zwar bald."
    )
    article = add_article(project, text)
    steps = project.undo_label()
    found = language_support(project, article)
    assert (found.language, found.reads, bool(found)) == ("de", "en", False)
    with project.reading() as connection:
        assert queries.article(connection, article).language == "de"
    assert project.undo_label() == steps
    with project.edit("Language") as session:
        edits.set_article(session, article, language="en")
    assert settle_language(project, article) == "en"
    project.undo()
    project.undo()
    project.redo()
    with project.reading() as connection:
        assert queries.article(connection, article).language == "de"


def test_a_pasted_text_is_settled_when_it_is_looked_at(project):
    import_text(project, "Le texte.\n\n" + "La ministre a dit que l'accord n'est pas signé. " * 3)
    with project.reading() as connection:
        (row,) = queries.articles(connection)
    assert settle_language(project, row.id) == "fr"
