# SPDX-License-Identifier: MIT
"""Documents as other programs write them: who is named where, and what stands around the text."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import (
    BaseDocTemplate,
    Frame,
    FrameBreak,
    PageTemplate,
    Paragraph,
    SimpleDocTemplate,
)

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
PARAGRAPHS = "\n\n".join(TEXTS)
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


def clipping() -> bytes:
    """A Word document of a press office: outlet and date in a table above the headline."""
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    for row, (name, value) in enumerate((("Publication:", PAPER), ("Date:", "4 May 2025"))):
        table.cell(row, 0).text, table.cell(row, 1).text = name, value
    document.add_heading(TITLE, 1)
    for line in TEXTS:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def columns() -> bytes:
    """A page of a newspaper: its name above, and a headline of two lines over three columns."""
    file = io.BytesIO()

    def masthead(canvas, _document) -> None:
        canvas.setFont("Times-Bold", 9)
        canvas.drawString(40, 814, PAPER)
        canvas.drawRightString(555, 814, "Sunday, May 4, 2025")

    frames = [Frame(40, 690, 300, 100)]
    frames += [Frame(40 + at * 178, 45, 158, 600, leftPadding=0, rightPadding=0) for at in range(3)]
    document = BaseDocTemplate(file, pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames, onPage=masthead)])
    styles = getSampleStyleSheet()
    large = ParagraphStyle("large", parent=styles["Title"], fontSize=26, leading=30, alignment=0)
    more = [
        f"Witness number {number} said that the boats had come and gone as they always do when the"
        " lamps are lit and the men on the pier look away, and that the tide had been low."
        for number in range(25)
    ]
    texts = (*TEXTS[:-1], *more, TEXTS[-1])
    parts = [Paragraph(TITLE, large), FrameBreak()]
    document.build([*parts, *(Paragraph(text, styles["BodyText"]) for text in texts)])
    return file.getvalue()


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
    "table.docx": clipping,
    "columns.pdf": columns,
    "clipped.md": lambda: (
        f'---\ntitle: "{TITLE}"\nsource: "https://harbour.example/a"\nsite: "{PAPER}"\n'
        f"published: {DAY}\n---\n{PARAGRAPHS}\n"
    ).encode(),
    "lead.html": lambda: (
        f"<html><head><title>{TITLE}</title><meta property='og:site_name' content='{PAPER}'>"
        f"<meta name='date' content='{DAY}'></head><body><h1>{TITLE}</h1>"
        f"<div class='lead'>{TEXTS[0]}</div><div class='body'><p>{TEXTS[1]}</p><p>{TEXTS[2]}</p>"
        "</div></body></html>"
    ).encode(),
    "pasted.md": lambda: (
        f"Home | News | Weather\n\n{PAPER}\n\n{TITLE}\n\n"
        f"Published 4 May 2025 at 08:12\n\n{PARAGRAPHS}"
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


def test_headings_of_a_sheet_may_stand_below_its_name():
    book = openpyxl.Workbook()
    for row in (["Clippings of May"], [], ["Date", "Source", "Headline", "Story text"]):
        book.active.append(row)
    book.active.append([DAY, PAPER, TITLE, " ".join(TEXTS)])
    file = io.BytesIO()
    book.save(file)
    reader = reader_for(file.getvalue(), "a.xlsx")
    assert isinstance(reader, DocumentReader)
    (article,) = reader.parse_all(file.getvalue(), "a.xlsx", ParsingOptions())
    assert isinstance(article, ArticleFile)
    assert (article.title, article.outlet, article.published_on) == (TITLE, PAPER, DAY)


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
