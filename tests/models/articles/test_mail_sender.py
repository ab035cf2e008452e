# SPDX-License-Identifier: MIT
"""The outlet of mails and books: never a person, never the program that made the file."""

from __future__ import annotations

import io
import zipfile

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.readers import reader_for

HEADLINE = "Ports open a watch room"
FIRST = (
    "Two ports opened a joint watch room on Sunday, and both coast guards said that they would"
    " answer the radio together from next spring."
)
LAST = "The harbour master, who was not asked, called the plan an expensive way to drink tea."


def read(data: bytes, name: str):
    reader = reader_for(data, name)
    assert isinstance(reader, DocumentReader)
    return list(reader.parse_all(data, name, ParsingOptions()))


@pytest.mark.parametrize(
    ("sender", "foot", "outlet"),
    [
        ("Press Office, Ministry of Tides <press@tides.example>", "", "Ministry of Tides"),
        ('"Pressestelle der Stadt Merle" <presse@merle.example>', "", "Stadt Merle"),
        ("Merle Ports Authority Media <media@ports.example>", "", "Merle Ports Authority"),
        ("Merle Media <info@mm.example>", "Merle Media, Quay 1", "Merle Media"),
        ("Ada from The Tide Letter <hello@tide.example>", "", "The Tide Letter"),
        ("The Island Herald <noreply@herald.example>", "", "The Island Herald"),
        ("Ada Quill <ada.quill@isle.example>", "", None),
        ("Marie de la Tour <marie@isle.example>", "", None),
        ("ada@isle.example", "", None),
    ],
)
def test_the_outlet_of_a_mail_is_an_authority_or_a_paper(sender, foot, outlet):
    mail = (
        f"From: {sender}\nTo: x@y.example\nSubject: {HEADLINE}\n"
        "Date: Sun, 4 May 2025 10:00:00 +0000\nMIME-Version: 1.0\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{FIRST}\n\n{LAST}\n\n--\n{foot}\n"
    )
    [article] = read(mail.encode(), "a.eml")
    assert (article.title, article.outlet) == (HEADLINE, outlet)


def book(title: str, publisher: str) -> bytes:
    file = io.BytesIO()
    chapters = ("a", "b")
    items = "".join(
        f'<item id="{each}" href="{each}.xhtml" media-type="application/xhtml+xml"/>'
        for each in chapters
    )
    spine = "".join(f'<itemref idref="{each}"/>' for each in chapters)
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="a.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "a.opf",
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:title>{title}</dc:title><dc:publisher>{publisher}</dc:publisher>"
            "<dc:contributor>bookmaker (7.1) [https://maker.example]</dc:contributor>"
            f"</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for each in chapters:
            archive.writestr(
                f"{each}.xhtml",
                f"<html><body><div>| <a>Next</a> | <a>Section menu</a> | <a>Main menu</a> |</div>"
                f"<h1>{HEADLINE} {each}</h1><p>{FIRST}</p><p>{FIRST}</p><p>{LAST}</p>"
                "</body></html>",
            )
    return file.getvalue()


@pytest.mark.parametrize(
    ("title", "publisher", "outlet"),
    [
        ("The Tide Weekly [Tue, 17 Sep 2024]", "bookmaker", "The Tide Weekly"),
        ("The Tide Weekly, 17 September 2024", "bookmaker", "The Tide Weekly"),
        ("The Tide Weekly 2024-09-17", "Tide Press", "Tide Press"),
        ("A History of Tea", "bookmaker", None),
    ],
)
def test_the_outlet_of_an_issue_is_no_program(title, publisher, outlet):
    articles = read(book(title, publisher), "a.epub")
    assert [article.outlet for article in articles] == [outlet, outlet]


def test_a_headline_over_two_lines_of_a_printed_page_is_one():
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setTitle("Ports open a watch room after all - Merle Mirador")
    canvas.setFont("Helvetica-Bold", 22)
    canvas.drawString(60, 760, "Ports open a watch")
    canvas.drawString(60, 734, "room after all")
    canvas.setFont("Helvetica", 11)
    for at, words in enumerate((FIRST[:66], FIRST[66:].strip(), LAST)):
        canvas.drawString(60, 690 - at * 14, words)
    canvas.save()
    [article] = read(file.getvalue(), "a.pdf")
    assert article.title == "Ports open a watch room after all"
    assert article.outlet == "Merle Mirador"
