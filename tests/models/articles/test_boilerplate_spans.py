# SPDX-License-Identifier: MIT
"""What is not part of an article: found by its form and place, and never a part of the story."""

from __future__ import annotations

import pytest

from claimdesk.models.articles.boilerplate_spans import boilerplate_spans
from claimdesk.models.articles.drafts import Draft, article_of_draft

FIRST = (
    "Two ports opened a joint watch room on Sunday, and both coast guards said that they would"
    " answer the radio together from next spring."
)
SECOND = (
    "Minister Ada Quill told reporters that the ferry had been late for years, which nobody on the"
    " island would put up with any longer."
)
THIRD = "The harbour master, who was not asked, called the plan an expensive way to drink tea."


def apart(text: str) -> list[str]:
    return [text[span.start : span.end] for span in boilerplate_spans(text)]


def test_a_wire_story_keeps_only_its_headline_and_its_sentences():
    around = [
        "1 of 5 DOCUMENTS",
        "The Island Herald",
        "By Sgt. 2nd Class Mo Farrow, Public Affairs",
        "Published: 4 May 2025, 10:15",
        "Share on Facebook | Twitter | WhatsApp",
        "4 min read",
        "PORT MERLE, May 4 (Harbour News) — ",
        "A ferry leaves the old pier. [Joan Pell/Harbour Pictures]",
        "Read more: Why the ferry never sails on time",
        "ADVERTISEMENT",
        "Sign up here for our daily newsletter and get the best of the coast in your inbox.",
        "(Reporting by Lou Marsh in Port Merle; Editing by Dee Coe)",
        "Follow us on Telegram and never miss a story",
        "© 2025 Harbour News. All rights reserved.",
        "Related posts",
        "Island votes on a bridge",
        "What a lighthouse costs",
    ]
    count, outlet, by, date, share, length, place, caption, more, advert, sign, *below = around
    text = "\n\n".join((
        count, outlet, "Ports open a watch room", by, date, share, length, f"{place}{FIRST}",
        caption, SECOND, more, advert, THIRD, sign, *below,
    ))  # fmt: skip
    assert apart(text) == around


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Joan Pell/Harbour Pictures",
        "(Photo by Joan Pell/Getty Images)",
        "FILE PHOTO: A ferry leaves the old pier, May 3, 2025. REUTERS/Joan Pell/File Photo",
        "Crews mend the old pier on Monday. (AP Photo/Joan Pell)",
        "Bild: Joan Pell / dpa",
        "Foto de archivo: el muelle viejo",
        "Follow @joanpell on X",
        "Folgen Sie uns auf Instagram und Facebook",
        "Abonnez-vous à notre newsletter",
        "Suscríbete a nuestro boletín",
        "Подписывайтесь на наш канал в Telegram",
        "Lesen Sie auch: Warum die Fähre nie fährt",
        "À lire aussi : Pourquoi le bac est en retard",
        "Bo Tarn contributed to this report.",
        "This article was originally published on Harbour News.",
        "Copyright 2025 The Island Herald",
        "www.harbour.example/ferry",
    ],
)
def test_lines_of_their_own_are_told_among_sentences(line):
    assert apart(f"Ports open a room\n\n{FIRST}\n\n{line}\n\n{SECOND}") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Follow the money, Ada Quill wrote on Facebook, and you will find the ferry.",
        "“Sign up for our newsletter,” she said.",
        "Watch what they do, not what they say on Twitter.",
        "Related to this is the question of the pier (see the map).",
        "The photo shows two ferries in the fog.",
        "Reporting by the coast guard was late, the minister said.",
        "More on this later",
        "Copyright law, Quill argued, was no reason to hide the timetable.",
        "By Monday the pier was gone.",
        "Who pays?",
        "Q: Will it sail?",
        "Live from the pier",
    ],
)
def test_what_may_belong_to_the_story_stays(line):
    assert apart(f"Ports open a room\n\n{FIRST}\n\n{line}\n\n{SECOND}") == []


def test_texts_without_sentences_are_left_alone():
    assert apart("By Jane Doe\n\nBreaking") == []
    assert apart("") == []
    assert apart(f"MERLE, May 3 (Harbour News) — {FIRST}")[0].startswith("MERLE")


@pytest.mark.parametrize(
    ("title", "outlet", "wanted"),
    [
        ("1 of 5", "© 2025 The Island Herald. All rights reserved.", "The Island Herald"),
        ("By Ada Quill", "By Ada Quill", None),
        ("Copyright 2025 The Island Herald", "4 May 2025", None),
        ("May 4, 2025", "www.harbour.example", "www.harbour.example"),
        ("Ports open a room", "The Island Herald", "The Island Herald"),
    ],
)
def test_title_and_outlet_that_a_file_states_are_no_byline_count_or_date(title, outlet, wanted):
    text = f"By Ada Quill\n\n1 of 5\n\nPorts open a room\n\n{FIRST}\n\n{SECOND}"
    article = article_of_draft(Draft(text, title=title, outlet=outlet), "a.html")
    assert (article.title, article.outlet) == ("Ports open a room", wanted)
