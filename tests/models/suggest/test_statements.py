# SPDX-License-Identifier: MIT
"""Sentences that are claims without a cue: in transcripts, interviews and statements."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.data import Knowledge

NOTHING = Knowledge()


def claims(engine, text):
    """Speaker, source and content of each claim, as text."""
    return [
        (
            claim.speaker.name if claim.speaker else None,
            " … ".join(text[a:b] for a, b in claim.source),
            " … ".join(text[a:b] for a, b in claim.content),
        )
        for claim in engine.suggest_all(text, NOTHING).claims
    ]


INTERVIEW = """Harbour talks

QUESTION: Is the port safe for the ships? When will it open again?

MR. NOVAK: The port is safe. We open it in March.

It will be cheaper than before.

QUESTION: Who pays the workers?

MR. NOVAK: The city pays them. Maria Keller said the bill is small."""


def test_the_sentences_of_a_turn_belong_to_its_label(engine):
    found = claims(engine, INTERVIEW)
    assert [(source, content) for _, source, content in found] == [
        ("QUESTION", "Is the port safe for the ships?"),
        ("", "When will it open again?"),
        ("MR. NOVAK", "The port is safe."),
        ("", "We open it in March."),
        ("", "It will be cheaper than before."),
        ("QUESTION", "Who pays the workers?"),
        ("MR. NOVAK", "The city pays them."),
        ("Maria Keller", "the bill is small"),
    ]


def test_one_who_asks_reports_too_and_very_short_sentences_are_no_claims_of_their_own(engine):
    text = (
        "QUESTION: The city said the port is safe. True?\n\n"
        "MR. NOVAK: It does. It checked the port in March.\n\n"
        "QUESTION: And the ships?\n\nMR. NOVAK: They are old.\n\n"
        "(The briefing was closed at noon.)"
    )
    assert [content for *_, content in claims(engine, text)] == [
        "The city said the port is safe. True?",
        "the port is safe",
        "It does. It checked the port in March.",
        "And the ships?",
        "They are old.",
    ]


def test_an_interview_without_labels(engine):
    text = (
        "Maria Keller runs the port of Graz. We met in her office.\n\n"
        "Is your port safe for the ships?\n\nI checked it in March. It is safe.\n\n"
        "Who pays the workers?\n\nThe city pays them. I only keep the books.\n\n"
        "Will you stay for long?\n\nI will stay until May."
    )
    assert [content for *_, content in claims(engine, text)] == [
        "Is your port safe for the ships?",
        "I checked it in March.",
        "It is safe.",
        "Who pays the workers?",
        "The city pays them.",
        "I only keep the books.",
        "Will you stay for long?",
        "I will stay until May.",
    ]


@pytest.mark.parametrize("mark", ["WASHINGTON: ", "Note: "])
def test_one_word_before_a_colon_makes_no_transcript(engine, mark):
    text = f"{mark}The port is closed.\n\nThe ships are at sea.\n\nThe crews wait."
    assert all(not content.startswith("The ships") for *_, content in claims(engine, text))


def test_a_statement_without_marks_after_a_colon(engine):
    text = (
        "After the meeting the French minister Maria Keller said:\n\n"
        "The port remains closed. Our crews need food.\n\n"
        "We must open it soon.\n\n"
        "Maria Keller flies to Graz on Monday."
    )
    found = claims(engine, text)
    assert [content.rstrip(".") for *_, content in found] == [
        "The port remains closed",
        "Our crews need food",
        "We must open it soon",
    ]
    assert {speaker for speaker, *_ in found} == {"Maria Keller"}


def test_a_statement_that_its_issuer_makes_as_we(engine):
    text = (
        "Attack on the port\n\n"
        "France condemns the attack on the port. We will help the crews. "
        "The port needs a new wall. Our ships stay in Graz."
    )
    found = claims(engine, text)
    assert ("France", "France", "the attack on the port") in found
    plain = [(speaker, content.rstrip(".")) for speaker, source, content in found if not source]
    assert plain == [
        ("France", "We will help the crews"),
        ("France", "The port needs a new wall"),
        ("France", "Our ships stay in Graz"),
    ]


def test_plain_sentences_of_a_news_article_are_no_claims(engine):
    text = (
        "The port was closed on Monday. Our reporter saw many ships.\n\n"
        "Maria Keller said the port is safe. We will see in March."
    )
    assert [content for *_, content in claims(engine, text)] == ["the port is safe"]


def test_a_quotation_in_the_next_paragraph_belongs_to_its_speaker(engine):
    text = (
        "“The port is safe,” Maria Keller said on Monday.\n\n"
        "“We worked on it all night.”\n\n"
        "The ships are at sea."
    )
    assert claims(engine, text) == [
        ("Maria Keller", "Maria Keller", "“The port is safe,”"),
        ("Maria Keller", "", "“We worked on it all night.”"),
    ]


def test_a_quoted_statement_that_fills_the_article_is_taken_by_sentences(engine):
    text = (
        "Maria Keller said:\n\n“The port is safe. It opens in March.\n\n"
        "“The crews have food.\n\n“The city will pay for it.”"
    )
    found = claims(engine, text)
    assert [content.strip("“”.") for *_, content in found] == [
        "The port is safe",
        "It opens in March",
        "The crews have food",
        "The city will pay for it",
    ]
    assert {speaker for speaker, *_ in found} == {"Maria Keller"}
