# SPDX-License-Identifier: MIT
"""Documents as other programs write them: who is named where, and what stands around the text."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from claimdesk.models.articles.columns import guess_columns
from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.articles.readers import reader_for

TITLE = "Ports open a watch room"
PAPER = "The Island Herald"
DAY = "2025-05-04"
TEXTS = (
    "Two ports opened a joint watch room on Sunday, and both coast guards said that they would"
    " answer the radio together from next spring.",
    "Minister Ada Quill told reporters that the ferry had been late for years, which nobody on the"
    " island would put up with any longer.",
    "The harbour master, who was not asked, called the plan an expensive way to drink tea.",
)
PAGE = "".join(f"<p>{text}</p>" for text in TEXTS)


def word() -> bytes:
    """A Word document whose outlet is in the head of its pages."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = f"{PAPER} – Page 1 of 2"
    document.add_paragraph(TITLE, style="Title")
    for line in ("By Mo Farrow | May 4, 2025", *TEXTS):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def rich_text() -> bytes:
    """Rich Text whose property `title` is only a word of the headline."""
    lines = "".join(f"\\pard {line}\\par\n" for line in (TITLE, "", "4 May 2025", *TEXTS))
    return f"{{\\rtf1\\ansi{{\\info{{\\title Ports}}}}{{\\header {PAPER}\\par}}\n{lines}}}".encode()


def open_document() -> bytes:
    """An OpenDocument text with outlet and date in one line."""
    names = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    lines = "".join(f"<text:p>{line}</text:p>" for line in (f"{PAPER}, 4 May 2025", *TEXTS))
    return archive(
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        (
            "content.xml",
            f"<office:document-content {names}><office:body><office:text>"
            f'<text:p text:style-name="Title">{TITLE}</text:p>{lines}'
            "</office:text></office:body></office:document-content>",
        ),
    )


def book() -> bytes:
    """A book whose members are not compressed, so that their texts are seen as names are."""
    container = "urn:oasis:names:tc:opendocument:xmlns:container"
    return archive(
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            f'<container xmlns="{container}"><rootfiles><rootfile full-path="a.opf"/></rootfiles>'
            "</container>",
        ),
        (
            "a.opf",
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            f"<dc:title>{TITLE}</dc:title><dc:publisher>{PAPER}</dc:publisher>"
            f"<dc:date>{DAY}</dc:date></metadata><manifest>"
            '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="a"/></spine></package>',
        ),
        ("a.xhtml", f"<html><body><h1>{TITLE}</h1>{PAGE}</body></html>"),
    )


def archive(*members: tuple[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        for name, text in members:
            written.writestr(name, text)
    return file.getvalue()


def printed() -> bytes:
    """A page that a browser printed, with what it adds above and below."""
    file = io.BytesIO()

    def edges(canvas, _document) -> None:
        canvas.setFont("Helvetica", 7)
        canvas.drawString(30, 822, "6/28/2025, 9:14 AM")
        canvas.drawCentredString(300, 822, f"{TITLE} - {PAPER}")
        canvas.drawString(30, 15, "https://harbour.example/2025/ports")

    styles = getSampleStyleSheet()
    document = SimpleDocTemplate(file, title=f"{TITLE} - {PAPER}")
    parts = [Paragraph(TITLE, styles["Heading1"]), Paragraph("By Mo Farrow | May 4, 2025")]
    parts += [Paragraph(text, styles["BodyText"]) for text in TEXTS]
    document.build(parts, onFirstPage=edges)
    return file.getvalue()


FILES = {
    "a.docx": word,
    "a.rtf": rich_text,
    "a.odt": open_document,
    "a.epub": book,
    "a.pdf": printed,
    "a.md": lambda: "\n".join((
        "+++", f'title = "{TITLE}"', f'source = "{PAPER}"', f"date = {DAY}T10:00:00Z", "+++", "",
        f"# {TITLE}", "", "\n\n".join(TEXTS),
    )).encode(),
    "old.html": lambda: (
        f"<html><head><title>{PAPER}: {TITLE}</title></head><body><font size=6>{PAPER}</font><br>"
        f"<a href='/'>Home</a><hr><b>{TITLE}</b><br><i>by Mo Farrow</i><br>"
        f"Sunday, 4 May 2025<br><br>"
        f"{'<br><br>'.join(TEXTS)}<hr>Webmaster: web@harbour.example</body></html>"
    ).encode(),
    "europresse.html": lambda: (
        f"<html><body><article><header><div class='rdp__DocPublicationName'>"
        f"<span class='DocPublicationName'>{PAPER}</span></div><span class='DocHeader'>dimanche 4"
        f" mai 2025 - p. 4</span></header><div class='titreArticle'>"
        f"<p class='titreArticleVisu'>{TITLE}</p></div>"
        f"<div class='docOcurrContainer'>{PAGE}</div></article></body></html>"
    ).encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_what_is_known_of_an_article_is_found_where_its_writer_puts_it(name):
    data = FILES[name]()
    reader = reader_for(data, name)
    assert isinstance(reader, DocumentReader)
    (article,) = reader.parse_all(data, name, ParsingOptions())
    assert isinstance(article, ArticleFile)
    assert (article.title, article.outlet, article.published_on) == (TITLE, PAPER, DAY)
    assert [text for text in article.body.split("\n\n") if text in TEXTS] == list(TEXTS)
    assert "https://harbour" not in article.body


def test_columns_with_headings_of_several_words_are_known():
    headings = ["No.", "Media outlet", "Headline", "Pub. date", "Full text", "Outlet country"]
    rows = [["1", PAPER, TITLE, DAY, " ".join(TEXTS), "X"]]
    found = guess_columns(headings, rows, {})
    assert {field: headings[at] for field, at in found.items() if field != "id"} == {
        "outlet": "Media outlet",
        "title": "Headline",
        "date": "Pub. date",
        "text": "Full text",
    }
