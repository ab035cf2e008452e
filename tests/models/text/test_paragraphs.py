# SPDX-License-Identifier: MIT
"""Lines that were wrapped are one paragraph; lines that mean something stay lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.text.paragraphs import flow, flowed, paragraph_bounds
from claimdesk.models.text.reading import ReadingText

JOINED = {
    "a name over two lines": (
        "Envoys of the European\nUnion met.\n\nThe United\nStates agreed.",
        ["Envoys of the European Union met.", "The United States agreed."],
    ),
    "short last lines and no blank line": (
        "The minister said that the treaty would be signed by the end of the\n"
        "month, whatever came.\n"
        "Officials in Lisbon were pleased with the outcome of the talks, they\n"
        "said on Monday.",
        [
            "The minister said that the treaty would be signed by the end of the month, whatever"
            " came.",
            "Officials in Lisbon were pleased with the outcome of the talks, they said on Monday.",
        ],
    ),
    "a sentence that ends with its line": (
        "The minister said that the treaty would come, and that this was all.\n"
        "Nobody in the room asked him what would happen to the islands in the\n"
        "north, which had been promised to both of the countries long before.",
        [
            "The minister said that the treaty would come, and that this was all. Nobody in the"
            " room asked him what would happen to the islands in the north, which had been"
            " promised to both of the countries long before."
        ],
    ),
    "indented first lines": (
        "   The minister said that the treaty would be signed by the end of the\n"
        "month, and that nobody should doubt that it would be kept for a while.\n"
        "   Officials in Lisbon said that they were pleased with the outcome of\n"
        "the talks.",
        [
            "The minister said that the treaty would be signed by the end of the month, and that"
            " nobody should doubt that it would be kept for a while.",
            "Officials in Lisbon said that they were pleased with the outcome of the talks.",
        ],
    ),
    "quoted mail": (
        "Ana Silva wrote:\n> The European\n> Union will keep the sanctions, as the ministers\n"
        "> have told us.\n>\n> > We think not, and will say so when we meet in\n> > Lisbon.",
        [
            "Ana Silva wrote:",
            "The European Union will keep the sanctions, as the ministers have told us.",
            "We think not, and will say so when we meet in Lisbon.",
        ],
    ),
    "an unwrapped paragraph beside a wrapped one": (
        "The treaty that both ministers signed on Monday in the capital is the first of its kind"
        " in the region, and it took them nine years.\nParliament will vote on it in May, as the"
        " constitution of the country demands of every treaty that touches the borders of it.\n\n"
        "A spokesman said that the vote would be free, and that the European\n"
        "Union would be told of the outcome at once.",
        [
            "The treaty that both ministers signed on Monday in the capital is the first of its"
            " kind in the region, and it took them nine years.",
            "Parliament will vote on it in May, as the constitution of the country demands of"
            " every treaty that touches the borders of it.",
            "A spokesman said that the vote would be free, and that the European Union would be"
            " told of the outcome at once.",
        ],
    ),
    "items of a list": (
        "They agreed on:\n- a hotline between the navies of both\n  countries, day and night\n"
        "- joint exercises\n\n1. Ministers will meet twice a year, once\n   in each capital.\n"
        "2. Trade talks go on.",
        [
            "They agreed on:",
            "- a hotline between the navies of both countries, day and night",
            "- joint exercises",
            "1. Ministers will meet twice a year, once in each capital.",
            "2. Trade talks go on.",
        ],
    ),
    "an interview": (
        "Q: What do you think of the new treaty between the two countries?\n"
        "A: It is a good treaty and we will sign it before the end of the month,\n"
        "if parliament agrees.\nQ: And then?\nA: Then we will see.",
        [
            "Q: What do you think of the new treaty between the two countries?",
            "A: It is a good treaty and we will sign it before the end of the month, if"
            " parliament agrees.",
            "Q: And then?",
            "A: Then we will see.",
        ],
    ),
    "headline, byline and dateline": (
        "MINISTERS MEET IN LISBON\nBy Ana Silva\nLISBON, May 3 (XYZ) - The ministers of both"
        " countries met on\nMonday to talk about the islands in the north of the\nEuropean Union.",
        [
            "MINISTERS MEET IN LISBON",
            "By Ana Silva",
            "LISBON, May 3 (XYZ) - The ministers of both countries met on Monday to talk about"
            " the islands in the north of the European Union.",
        ],
    ),
    "abbreviations": (
        "The treaty was signed by Gen.\nMiller and by J.\nSmith after a debate about the\nislands.",
        ["The treaty was signed by Gen. Miller and by J. Smith after a debate about the islands."],
    ),
    "divided words and compounds": (
        "They welcomed the coop-\neration, a well-\nknown aim, in short-\nand long-term plans of"
        " the Franco-\nGerman bri\u00ad\ngade.",
        [
            "They welcomed the cooperation, a well-known aim, in short- and long-term plans of"
            " the Franco-German brigade."
        ],
    ),
    "Japanese without spaces": (
        "日本政府は協力を続けると外相が月曜日に述べた。両国の防\n"
        "衛相は東京で会談し、情報を共有することで合意した。\n"
        "　外務省の報道官は「協力は重要だ」と述べ、次の会談が十\n月に開かれるとした。",
        [
            "日本政府は協力を続けると外相が月曜日に述べた。両国の防衛相は東京で会談し、情報を"
            "共有することで合意した。",
            "外務省の報道官は「協力は重要だ」と述べ、次の会談が十月に開かれるとした。",
        ],
    ),
}


@pytest.mark.parametrize("kind", JOINED)
def test_wrapped_lines_are_one_paragraph(kind: str) -> None:
    body, paragraphs = JOINED[kind]
    read = [line.strip() for line in ReadingText(body).text.split("\n") if line.strip()]
    assert read == paragraphs


KEPT = {
    "single lines without blank ones": (
        "Norland signs treaty\n"
        "The prime minister of Norland has signed a treaty with its neighbours.\n"
        "It comes after years of talks.\n"
        "Opposition parties say that the treaty gives away too much of the sea.\n"
        "They want a vote in parliament."
    ),
    "a poem": (
        "The ships go out before the day is grey,\nAnd no one asks them where the wind will blow,\n"
        "For what the sea has taken it will pay\nWith fish and fog, and nobody will know."
    ),
    "names in a list": "They came from:\nNorland\nEstria\nPortugal",
    "a table": "Name    State     Vote\nSilva   Portugal  yes\nCosta   Brazil    no",
    "a table with tabs": "Silva\tPortugal\nCosta\tBrazil",
    "a head": "Ministers meet\nBy Ana Silva\nThe Norland Post\n3 May 2024",
    "a title over long lines": (
        "Ministers of Norland\nSilva said on Monday that the treaty would be signed by the end of"
        " the month, and that nobody should doubt that it would be kept for a very long while."
    ),
    "Japanese lines": "日本が合意\n日本政府は協力を続けると述べた。\n両国の防衛相は会談した。",
    "rules": "One thing ended here\n* * *\nand another began.",
}


@pytest.mark.parametrize("kind", KEPT)
def test_lines_that_mean_something_stay_lines(kind: str) -> None:
    assert flow(KEPT[kind]).joins == ()
    assert flowed(KEPT[kind]) == KEPT[kind]


@given(st.text("aB .,:-\n>\t日。\u00ad\u200b“”1", max_size=80))
def test_no_offset_changes(body: str) -> None:
    text = flowed(body)
    assert len(text) == len(body)
    assert "".join(text.split("\n")) != "" or not body.strip("\n> \t\u00ad\u200b")
    for join in flow(body).joins:
        assert "\n" in body[join.start : join.end]
        assert "\n" not in text[join.start : join.end]


def test_the_bounds_of_a_paragraph() -> None:
    body = "Envoys of the European\nUnion met.\n\nThe end came."
    span = paragraph_bounds(body, 3)
    assert body[span.start : span.end] == "Envoys of the European\nUnion met."
