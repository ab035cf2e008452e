# SPDX-License-Identifier: MIT
"""Headline, byline, dateline, copyright, date and language of invented stories."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.articles.dates import date_in_name, read_date, year_in_name
from claimdesk.models.articles.language import guess_language
from claimdesk.models.articles.metadata import Metadata, headline, read_metadata


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Coast guards share a radar\n\nThe text.", "Coast guards share a radar"),
        ("\n\n  Coast guards share a radar?  \n \nText.", "Coast guards share a radar?"),
        ("Coast guards share a radar.\n\nThe text.", None),
        ("They called it “a good day.”\n\nThe text.", None),
        ("The first line goes on\nin the second.\n\nMore.", None),
        ("Only one line", None),
        ("Only one line\n\n \n", None),
        ("word " * 50 + "\n\nThe text.", None),
        ("沿岸警備隊がレーダーを共有\n\n本文。", "沿岸警備隊がレーダーを共有"),
        ("", None),
    ],
)
def test_headline(text, expected):
    assert headline(text) == expected


@pytest.mark.parametrize(
    "above",
    [
        "1 of 5 DOCUMENTS",
        "Document 3 of 12",
        "Dokument 3 von 12",
        "Page 1 of 3",
        "3/12",
        "355 words",
        "4 min read",
        "Copyright 2023 The Times. All rights reserved",
        "© 2023 Example Press",
        "(c) Example Press 2023. All Rights Reserved.",
        "Copyright © 2019-2023 Example Media Group Ltd., all rights reserved.",
        "By Jane Doe",
        "BY JANE DOE",
        "by Jane Doe",
        "By JANE DOE and JOHN ROE, Staff Writers",
        "By Jane Doe in London",
        "By our own correspondent",
        "By Reuters Staff",
        "Von Max Muster",
        "Von Max Muster und Erika Beispiel, Berlin",
        "Par Jean Dupont",
        "Por Juan Pérez",
        "Author: Jane Doe",
        "BYLINE: Jane Doe",
        "Berlin, 4 March 2025 (dpa)",
        "LONDON, Tuesday, 3 June 2025",
        "May 12, 2025",
        "Monday, January 11, 2010",
        "January 11, 2010 Monday",
        "12.05.2025, 14:30 Uhr",
        "12. Mai 2025",
        "le 12 mai 2025 à 14h30",
        "Published: 12 May 2025",
        "Updated 3:15 pm GMT, 12 May 2025",
        "2025年5月12日",
        "The Times",
        "The Times (London)",
        "Guardian.com",
        "The Sun (England)",
        "Süddeutsche Zeitung",
        "Reuters",
        "(AP)",
        "Follow us on Twitter",
        "FOLLOW US",
        "Share this article",
        "Subscribe to our newsletter",
        "Advertisement",
        "Skip to main content",
        "WORLD",
        "World News",
        "Home > World > Europe",
        "News | Politics",
        "SECTION: World; Pg. 12",
        "LENGTH: 355 words",
        "Politik",
        "https://example.org/story",
        "www.example.org",
        "@janedoe",
        "jane.doe@example.org",
        "* * *",
        "Photo by John Roe",
    ],
)
def test_what_stands_above_the_headline_is_not_the_headline(above):
    body = "Talks collapse\n\nThe minister said the plan would go ahead."
    assert headline(f"{above}\n\n{body}") == "Talks collapse"
    assert headline(f"{above}\n{body}") == "Talks collapse"
    assert headline(f"{above}\n\n{above}\n\n{body}") == "Talks collapse"
    assert headline(f"Talks collapse\n\n{above}\n\nThe minister said so.") == "Talks collapse"
    assert headline(f"{above}\n\nThe minister said the plan would go ahead.") != "Talks collapse"


@pytest.mark.parametrize(
    "title",
    [
        "By Force Alone",
        "By Royal Appointment",
        "By Invitation Only",
        "By Popular Demand",
        "Hard Times",
        "Good News",
        "Europe",
        "Follow us or leave, minister says",
        "Copyright law divides parliament",
        "2 of 5 accused walk free",
        "May 12 and what came after",
        "The Times They Are a-Changin’",
        "Von der Leyen warnt vor Eile",
        "Par ici la sortie",
        "Updated rules for drones",
        "Page one thousand",
    ],
)
def test_headlines_that_look_a_little_like_that_are_headlines(title):
    found = read_metadata(f"{title}\n\nThe minister said the plan would go ahead.")
    assert (found.title, found.author) == (title, None)


@pytest.mark.parametrize(
    ("text", "title", "author", "outlet", "day"),
    [
        (
            "The Example Times\n\nMay 12, 2025 Monday\n\nTalks collapse\n\nBYLINE: Jane Doe\n\n"
            "SECTION: World\n\nThe minister said so.",
            "Talks collapse", "Jane Doe", "The Example Times", date(2025, 5, 12),
        ),
        (
            "Copyright 2023 The Times. All rights reserved\n\nTalks collapse\n\nThey spoke.",
            "Talks collapse", None, "The Times", None,
        ),
        (
            "HEADLINE: Talks collapse.\nBYLINE: JANE DOE\n\nBODY:\nThe minister spoke.",
            "Talks collapse.", "JANE DOE", None, None,
        ),
        (
            "Talks collapse\nBy Jane Doe\n\nThe minister spoke.",
            "Talks collapse", "Jane Doe", None, None,
        ),
        ("OSLO, 12 May 2025 (AP) - Talks go on\n\nIt said.", None, None, None, date(2025, 5, 12)),
        ("By Jane Doe\n\nThe minister said so.", None, "Jane Doe", None, None),
        ("Talks collapse\n\nBy Force Alone\n\nThey said so.", "Talks collapse", None, None, None),
    ],
)  # fmt: skip
def test_heads_of_whole_articles(text, title, author, outlet, day):
    found = read_metadata(text)
    assert (found.title, found.author, found.outlet, found.published_on) == (
        title,
        author,
        outlet,
        day,
    )


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("By Jane O’Neill-Roe and Ludwig van der Berg", "Jane O’Neill-Roe and Ludwig van der Berg"),
        ("By Jane Doe, John Roe and Łukasz Żak", "Jane Doe, John Roe and Łukasz Żak"),
        ("By Jane Doe | Example Times", "Jane Doe"),
        ("by Jane Doe", "Jane Doe"),
        ("By JANE DOE and JOHN ROE, Staff Writers", "JANE DOE and JOHN ROE"),
        ("By Jane Doe, Special to The Example Times", "Jane Doe"),
        ("By Jane Doe in Washington and John Roe in London", "Jane Doe"),
        ("Von Max Muster", "Max Muster"),
        ("VON MAX MUSTER UND ERIKA BEISPIEL", "MAX MUSTER UND ERIKA BEISPIEL"),
        ("Par Jean Dupont", "Jean Dupont"),
        ("Por Juan Pérez y Ana Gómez", "Juan Pérez y Ana Gómez"),
        ("Di Mario Rossi", "Mario Rossi"),
        ("Door Jan de Vries", "Jan de Vries"),
        ("BYLINE: Jane Doe", "Jane Doe"),
        ("Jane Doe, Staff Writer", "Jane Doe"),
        ("By Grace Hope", "Grace Hope"),
        ("By Jude Law", "Jude Law"),
        ("By Force Alone", None),
        ("BY FORCE ALONE", None),
        ("By Popular Demand", None),
        ("By Land And Sea", None),
        ("By Invitation Only", None),
        ("By Any Means", None),
        ("By the Sea", None),
        ("By Friday the talks were over.", None),
        ("By", None),
    ],
)
def test_byline(line, author):
    assert read_metadata(f"A headline\n\n{line}\n\nThe text.").author == author


@pytest.mark.parametrize(
    ("line", "place", "day", "agency"),
    [
        ("Oslo, 12 May, /NORDWIRE/", "Oslo", None, "NORDWIRE"),
        ("Oslo, 12 May 2025, /NORDWIRE/", "Oslo", "2025-05-12", "NORDWIRE"),
        ("LONDON (Reuters) - Two navies said", "LONDON", None, "Reuters"),
        ("BRUSSELS, March 3 (Xinhua) -- Two navies", "BRUSSELS", None, "Xinhua"),
        ("SEOUL, Dec. 3, 2024 (Yonhap) — Two", "SEOUL", "2024-12-03", "Yonhap"),
        ("WASHINGTON, D.C., March 3, 2024 (AP) — T", "WASHINGTON, D.C.", "2024-03-03", "AP"),
        ("Berlin, 4 March 2025 (dpa)", "Berlin", "2025-03-04", "dpa"),
        ("LONDON, Tuesday, 3 June 2025 - They", "LONDON", "2025-06-03", None),
        ("MANILA — Two navies said", "MANILA", None, None),
        ("Ottawa – he said – is ready", None, None, None),
        ("Russia (again) - what next", None, None, None),
        ("New York, 31 February 2024, /X/", None, None, None),
        ("In London, ministers (all of them) - said", None, None, None),
        ("Two navies said on 12 May, /that is all/", None, None, None),
    ],
)
def test_dateline(line, place, day, agency):
    found = read_metadata(f"A headline\n\n{line}\n\nThe text.")
    stated = found.published_on.isoformat() if found.published_on else None
    assert (found.place, stated, found.agency) == (place, day, agency)


@pytest.mark.parametrize(
    ("dateline", "footer", "agency", "outlet"),
    [
        (
            "OSLO, 12 May (Reuters) - Text",
            "© 2025 The Example Times",
            "Reuters",
            "The Example Times",
        ),
        ("Oslo, 12 May, /EXAMPLE/", "© KYODO", "KYODO", "EXAMPLE"),
        ("OSLO, 12 May (Kyodo) - Text", "© KYODO", "Kyodo", None),
        ("Text.", "Copyright 2025 Example Press. All rights reserved.", None, "Example Press"),
        ("Text.", "(c) Example Press 2025", None, "Example Press"),
        ("Text.", "(c) dpa", "dpa", None),
        ("The sides will:", "(c) open the centre to other partners.", None, None),
        ("Text.", "The copyright on maps is disputed.", None, None),
    ],
)
def test_agency_and_outlet(dateline, footer, agency, outlet):
    found = read_metadata(f"A headline\n\n{dateline}\n\nMore text.\n\n{footer}")
    assert (found.agency, found.outlet) == (agency, outlet)


@pytest.mark.parametrize(
    ("head", "footer", "name", "expected"),
    [
        ("OSLO, 12 May (AP) - Text", "", "story.txt", None),
        ("OSLO, 12 May (AP) - Text", "", "2025-05-13 story.txt", date(2025, 5, 12)),
        ("OSLO, 31 Dec (AP) - Text", "", "20250102.txt", date(2024, 12, 31)),
        ("OSLO, 12 May (AP) - Text", "", "2025-11-01 story.txt", None),
        ("OSLO, 12 May (AP) - Text", "", "story 2025.txt", date(2025, 5, 12)),
        ("OSLO, 12 May (AP) - Text", "© 2024 Example Press", "story.txt", date(2024, 5, 12)),
        ("OSLO, 12 May 2023 (AP) - Text", "© 2024 Example", "2025-05-13.txt", date(2023, 5, 12)),
        ("Published on May 12, 2025", "", "story.txt", date(2025, 5, 12)),
        ("2025-05-12", "", "story.txt", date(2025, 5, 12)),
        ("2025年5月12日", "", "story.txt", date(2025, 5, 12)),
        ("In 2019 nothing happened.", "", "story.txt", None),
        ("Text.", "", "story 2025-05-12.txt", date(2025, 5, 12)),
        ("Text.", "", "story 2025.txt", None),
    ],
)
def test_date(head, footer, name, expected):
    text = f"A headline\n\n{head}\n\nMore text.\n\n{footer}"
    assert read_metadata(text, name).published_on == expected


def test_url_is_the_only_line_that_is_an_address():
    one = "A headline\n\nText at https://example.org/no.\n\nhttps://example.org/story\n"
    assert read_metadata(one).url == "https://example.org/story"
    assert read_metadata(one + "http://example.org/other\n").url is None


@pytest.mark.parametrize("text", ["31 February", "12 Mayonnaise", "May", "2024-13-01", "12", ""])
def test_what_is_no_date(text):
    assert read_date(text) is None


def test_dates_in_names():
    assert date_in_name("a_20240230_20240301.txt") == date(2024, 3, 1)
    assert date_in_name("id 1202403019.txt") is None
    assert year_in_name("from 2023 to 2024.txt") is None


@given(st.text(), st.text())
def test_any_text_has_some_metadata_or_none(text, name):
    assert isinstance(read_metadata(text, name), Metadata)


@pytest.mark.parametrize("piece", ["By A", "A ", "A, ", "Aa.", "© a", "12 May, ", "- ", "(A"])
@pytest.mark.usefixtures("no_hang")
def test_long_lines_take_no_time(piece):
    line = piece * (500_000 // len(piece))
    read_metadata(f"Headline\n\n{line}\n{line[:199]}\nBy {line[:190]}\n{line}")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Two navies share a radar, the minister said.", "en"),
        ("二つの海軍がレーダーを共有すると大臣が述べた。", "ja"),
        ("两国海军将共用雷达，部长表示。", "zh"),
        ("두 해군이 레이더를 함께 쓴다고 장관이 말했다.", "ko"),
        ("Два флота будут делить радар, сказал министр.", "ru"),
        ("Два флоти матимуть спільний радар, сказав їхній міністр.", "uk"),
        ("Две морнарице ће делити радар, рекао је министар њихов.", "sr"),
        ("قال الوزير إن القوتين البحريتين ستتقاسمان الرادار", "ar"),
        ("وزیر گفت که دو نیروی دریایی رادار مشترک دارند", "fa"),
        ("Οι δύο στόλοι θα μοιράζονται ένα ραντάρ.", "el"),
        ("Two navies share a radar (レーダー), the minister said in Tokyo (東京).", "en"),
        ("12 34", "en"),
    ],
)
def test_language_by_script(text, language):
    assert guess_language(text) == language
