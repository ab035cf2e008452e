# SPDX-License-Identifier: MIT
"""What stands around an article in releases, mails, clippings and wire copy, in many languages."""

from __future__ import annotations

import pytest

from claimdesk.models.articles.boilerplate_spans import boilerplate_spans
from claimdesk.models.articles.drafts import Draft, article_of_draft
from claimdesk.models.articles.metadata import read_metadata

FIRST = (
    "Two ports opened a joint watch room on Sunday, and both coast guards said that they would"
    " answer the radio together from next spring."
)
SECOND = (
    "Minister Ada Quill told reporters that the ferry had been late for years, which nobody on the"
    " island would put up with any longer."
)
LAST = "The harbour master, who was not asked, called the plan an expensive way to drink tea."


def kept(text: str) -> str:
    """Return a text without what is folded."""
    at, found = 0, ""
    for span in boilerplate_spans(text):
        found, at = found + text[at : span.start], span.end
    return " ".join((found + text[at:]).split())


@pytest.mark.parametrize(
    "ending",
    [
        "- ENDS -\n\nThe Port Board runs eleven harbours on three islands and was founded in 1911"
        " by an act that nobody has read since.",
        "For further information please contact:\nBo Tarn, Press Officer, +44 000 11 22",
        "Pressekontakt:\nBo Tarn\nTel. 04000 / 11 22",
        "Contact presse : Bo Tarn, 01 00 00 00 00",
        "Contacto de prensa: prensa@puerto.example",
        "Kontakt dla mediów: Bo Tarn, tel. 000 111 222",
        "Notes to editors\n\n1. The Port Board was founded in 1911 and has run eleven harbours on"
        " three islands ever since it was founded.",
        "About the Port Board\n\nThe Port Board was founded in 1911 and has run eleven harbours on"
        " three islands ever since it was founded.",
        "--\nThe Port Board, Communications\nQuay 1, Merle",
        "Thanks for reading! Reply to this email and it reaches me.\n\nUnsubscribe",
        "Sie erhalten diese Nachricht, weil Sie den Verteiler abonniert haben.",
        "Bo Tarn is a former pilot and the author of “Low Water”.",
        "The author is a senior fellow at the Institute of Tides.",
        "The views expressed here are those of the author and not of the board.",
        "(AREA (ISLANDS:Merle; CODE:MRL;))",
        "(Copyright 2025 by The Harbour Agency. All Rights Reserved.)",
        "Harbour Publishing Ltd, Merle. Wszelkie prawa zastrzeżone.",
    ],
)
def test_what_is_below_the_last_sentence_is_folded(ending):
    text = f"Ports open a watch room\n\n{FIRST}\n\n{SECOND}\n\n{LAST}\n\n{ending}"
    assert kept(text).endswith(LAST)


@pytest.mark.parametrize(
    "paragraph",
    [
        "Ada Quill is a professor of tides at the island college and sees it differently.",
        "For further information on the tides the minister pointed at the sea and left the room.",
        "Contact between the two ports had been lost in the fog for eleven hours, she said.",
    ],
)
def test_what_the_article_ends_with_stays(paragraph):
    text = f"Ports open a watch room\n\n{FIRST}\n\n{SECOND}\n\n{LAST}\n\n{paragraph}"
    assert kept(text).endswith(paragraph)


def test_contacts_in_the_middle_of_an_article_do_not_end_it():
    contact = "Press contact: Bo Tarn, 0400 11 22"
    text = f"Ports open a room\n\n{LAST}\n\n{contact}\n\n{FIRST}\n\n{SECOND}"
    assert kept(text).endswith(SECOND)


@pytest.mark.parametrize(
    "above",
    [
        "MINISTRY OF TIDES\nREPUBLIC OF MERLE\n\n"
        "Press release no. 84/2025\nPort Merle, 11 June 2025",
        "The Island Herald, 3 May 2025, p. 4",
        "Inselbote vom 3. Mai 2025, Seite 9",
        "Samedi 3 mai 2025, 07:00",
        "View this email in your browser",
    ],
)
@pytest.mark.parametrize("below", ["", "Two coast guards to share one kettle\n\n"])
def test_letterheads_citations_and_second_headlines_are_no_first_sentence(above, below):
    text = f"{above}\n\nPorts open a watch room\n\n{below}{FIRST}\n\n{SECOND}"
    shown = kept(text).removeprefix("Ports open a watch room").strip()
    assert shown.startswith(FIRST)


@pytest.mark.parametrize(
    "dateline",
    [
        "PORT MERLE, Ariz. — ",
        "PORT MERLE (HA) _ ",
        "MADRID, 5 de mayo (EFE) - ",
        "Hannover (ots) - ",
        "МОСКВА, 23 октября (ТАСС) — ",
    ],
)
def test_datelines_are_no_first_words(dateline):
    assert kept(f"Ports open a room\n\n{dateline}{FIRST}\n\n{SECOND}").endswith(f"{FIRST} {SECOND}")


def test_datelines_and_ends_of_east_asian_agencies():
    first = "两国海军八日宣布将在海岛上共同设立一个雷达站，明年春天开始运行，部长在会上这样说。"
    last = "渡轮多年来一直晚点，岛上居民对此早已无法忍受，部长对记者们这样说道。"
    text = "港口开设值班室\n\n"
    text += f"潮汐社北港５月８日电（记者 王明）{first}\n\n{last}（完）\n\n责任编辑：李雷"
    assert kept(text) == f"港口开设值班室 {first} {last}"


@pytest.mark.parametrize(
    ("line", "outlet", "day"),
    [
        ("Neue Inselzeitung, 13. Mai 2017, S. 9", "Neue Inselzeitung", "2017-05-13"),
        ("Kurier Wyspy, 2 marca 2016, http://kurier.example/1", "Kurier Wyspy", "2016-03-02"),
        ("Le Phare, mardi 5 novembre 2019, p. 4", "Le Phare", "2019-11-05"),
        ("Merle Quarterly, vol. 18, no. 2, 12 May 2023", "Merle Quarterly", "2023-05-12"),
        ("Emden, 18. April 2024", None, "2024-04-18"),
        ("２０１５年６月１８日（木）　朝刊", None, "2015-06-18"),
        ("8 kwietnia 2011, piątek", None, "2011-04-08"),
        ("12 grudnia 2020 r.", None, "2020-12-12"),
        ("Mi., 07.09.2022 - 16:42", None, "2022-09-07"),
    ],
)
def test_citations_and_dates_below_a_headline(line, outlet, day):
    found = read_metadata(f"Ports open a watch room\n\n{line}\n\n{FIRST}\n\n{SECOND}")
    assert (found.outlet, str(found.published_on)) == (outlet, day)
    assert found.title == "Ports open a watch room"


def test_wire_copy_says_its_headline_below_slugs_and_notes_to_desks():
    text = (
        "HA Worldstream 02-12-2013 12:41\n\nBC-EU--Merle-Ferry, 1st Ld,210\nEds: UPDATES with"
        " quotes. With HA\nPhotos.\n\nFerry burns off Merle\n\nBy BO TARN\nHarbour Agency\n\n"
        f"   MERLE (HA) _ {FIRST}\n   {SECOND}\n\n(Copyright 2013 by The Harbour Agency. All"
        " Rights Reserved.)\n\nHA-WF-02-12-13 1141GMT"
    )
    found = read_metadata(text)
    assert (found.title, found.agency, found.outlet) == (
        "Ferry burns off Merle", "HA", "The Harbour Agency",
    )  # fmt: skip
    assert kept(text) == f"Ferry burns off Merle {FIRST} {SECOND}"


@pytest.mark.parametrize(
    "title", ["PRESS RELEASE: Ports open a room", "Pressemitteilung 7/2024 – Ports open a room"]
)
def test_a_headline_is_without_the_words_press_release(title):
    article = article_of_draft(Draft(f"{FIRST}\n\n{SECOND}", title=title), "a.eml")
    assert article.title == "Ports open a room"


@pytest.mark.parametrize(
    ("head", "outlet", "author"),
    [
        ("Ports open a watch room\nThe Island Herald, 4 May 2025", "The Island Herald", None),
        ("Title: Ports open a watch room\nSource: Merle Mirador\nDate: 4 May 2025\nText:",
         "Merle Mirador", None),
        ("Ports open a watch room\n\nBy Bo Tarn | The Island Herald\nMay 4, 2025",
         "The Island Herald", "Bo Tarn"),
        ("Ports open a watch room\n\nMinistry of Tides\n\n4 May 2025", "Ministry of Tides", None),
        ("THE ISLAND HERALD\nSunday, May 4, 2025\nPage 4\n\nPorts open a watch room\nTwo coast"
         " guards to share one kettle", "THE ISLAND HERALD", None),
    ],
)  # fmt: skip
def test_heads_of_clippings(head, outlet, author):
    text = f"{head}\n\n{FIRST}\n\n{SECOND}\n\n{LAST}"
    found = read_metadata(text)
    assert (found.title, found.outlet, found.author) == ("Ports open a watch room", outlet, author)
    assert str(found.published_on) == "2025-05-04"
    assert kept(text) == f"Ports open a watch room {FIRST} {SECOND} {LAST}"


def test_who_the_byline_names_is_no_person_of_the_article_at_its_end():
    bio = "Ada Quill reports on ports for The Island Herald."
    text = f"Ports open a room\n\nBy Ada Quill\n\n{FIRST}\n\n{SECOND}\n\n{LAST}\n\n{bio}"
    assert kept(text).endswith(LAST)


def test_a_headline_in_capitals_that_was_broken_is_whole():
    head = "PORTS OPEN A WATCH ROOM AFTER YEARS OF WAITING FOR\nTHE FERRY THAT NEVER SAILED"
    assert read_metadata(f"{head}\n\n{FIRST}\n\n{LAST}").title == head.replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("COMUNICATO STAMPA\n\nMinistero delle Maree\n\nRoma, 4 maggio 2025\n\nTITLE\n\nBODY",
         "Ministero delle Maree"),
        ("TITLE\n\nThe Island Herald\n\n4 May 2025\n\nBODY", "The Island Herald"),
        ("TITLE\n\nSource: Merle Mirador | Date: 4 May 2025\n\nBODY", "Merle Mirador"),
        ("TITLE\n\n4 May 2025\n\nBODY\n\nPublication title: Merle Mirador", "Merle Mirador"),
        ("TITLE\n\n4 May 2025\n\nBODY\n\n-- The Island Herald", "The Island Herald"),
        ("TITLE\n\nMinistry Rejects Tide Report\n\nBODY", None),
    ],
)  # fmt: skip
def test_outlets_of_releases_and_clippings(text, outlet):
    text = text.replace("TITLE", "Ports open a watch room").replace("BODY", f"{FIRST}\n\n{LAST}")
    found = read_metadata(text)
    assert (found.title, found.outlet) == ("Ports open a watch room", outlet)
