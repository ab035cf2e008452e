# SPDX-License-Identifier: MIT
"""PDFs: columns, divided words, running heads, what is scanned, encrypted or damaged."""

from __future__ import annotations

import io
import textwrap

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from claimdesk.models.articles.readers import read_article, read_many
from claimdesk.models.messages.errors import ClaimdeskError

TITLE = "Harbour towns quarrel over a dredger"
WORDS = (
    "The dredger that two harbour towns bought together has not left its berth since March. "
    "Mayor Ilse Brandt said on Monday that her town would no longer pay for the crew. "
    "The neighbours answered that the contract leaves no choice. ",
    "A court in the district capital will hear both sides in autumn. Until then the channel "
    "silts up by a hand's breadth every month, the pilots warn. Larger ships already wait for "
    "the tide. ",
    "Nobody on the council wants to sell the vessel. It cost nine million, and the only offer "
    "came from a dealer in scrap metal, who would tow it away at his own expense.",
)


def canvas():
    output = io.BytesIO()
    return output, Canvas(output, pagesize=A4)


def draw(page, lines, left, top, size=10, leading=13):
    page.setFont("Helvetica", size)
    for number, line in enumerate(lines):
        page.drawString(left, top - number * leading, line)
    return top - len(lines) * leading


def hyphenated(text, width):
    """Wrap a text and divide the last word of some lines, as typesetters do."""
    lines = textwrap.wrap(text, width)
    for number in range(len(lines) - 1):
        first, _space, rest = lines[number + 1].partition(" ")
        if len(first) > 7 and first.isalpha() and first.islower() and rest:
            lines[number] += f" {first[:4]}-"
            lines[number + 1] = f"{first[4:]} {rest}"
    return lines


def two_columns():
    """A page with a headline over two columns, the paragraphs running from one to the other."""
    output, page = canvas()
    page.setTitle("layout_final_v3.indd")
    for number in (1, 2):
        page.setFont("Helvetica", 8)
        page.drawString(72, 815, f"The Harbour Courier · {number} May 2024")
        page.drawString(290, 20, str(number))
        top = 760
        if number == 1:
            page.setFont("Helvetica-Bold", 20)
            page.drawString(72, 760, TITLE)
            top = 720
        lines = [line for text in WORDS for line in ["", *hyphenated(text, 40)]]
        half = (len(lines) + 1) // 2
        draw(page, lines[:half], 72, top)
        draw(page, lines[half:], 310, top)
        page.showPage()
    page.save()
    return output.getvalue()


def flat(text):
    return " ".join(text.split())


def test_columns_are_read_one_after_the_other_and_words_are_whole(tmp_path):
    path = tmp_path / "dredger.pdf"
    path.write_bytes(two_columns())
    article = read_article(path)
    assert article.title == TITLE
    text = flat(article.body)
    for paragraph in WORDS:
        assert text.count(flat(paragraph)) == 2
    assert "Courier" not in text
    assert [part for part in article.body.split("\n\n") if len(part) < 5] == []


def test_one_column_gives_its_paragraphs(tmp_path):
    output, page = canvas()
    page.setTitle(TITLE)
    top = draw(page, [TITLE], 72, 780, 16)
    top = draw(page, ["By Ilse Brandt", "May 3, 2024"], 72, top - 10)
    for paragraph in WORDS:
        top = draw(page, textwrap.wrap(paragraph, 88), 72, top - 10)
    page.save()
    path = tmp_path / "one.pdf"
    path.write_bytes(output.getvalue())
    article = read_article(path)
    assert article.title == TITLE
    assert (article.author, article.published_on) == ("Ilse Brandt", "2024-05-03")
    assert article.body.split("\n\n")[-3:] == [flat(paragraph) for paragraph in WORDS]


def test_indents_part_paragraphs(tmp_path):
    output, page = canvas()
    top = 780
    for paragraph in WORDS:
        first, *others = textwrap.wrap(paragraph, 60)
        draw(page, [first], 90, top)
        top = draw(page, others, 72, top - 13)
    page.save()
    path = tmp_path / "indents.pdf"
    path.write_bytes(output.getvalue())
    assert read_article(path).body.split("\n\n") == [flat(paragraph) for paragraph in WORDS]


def test_what_cannot_be_read_says_why(tmp_path):
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(picture, "PNG")
    output, page = canvas()
    from reportlab.lib.utils import ImageReader

    page.drawImage(ImageReader(io.BytesIO(picture.getvalue())), 0, 0, 500, 700)
    page.save()
    scanned = output.getvalue()
    output = io.BytesIO()
    page = Canvas(output, encrypt=StandardEncryption("secret"))
    page.drawString(72, 700, "Nobody reads this.")
    page.save()
    files = {
        "scanned.pdf": scanned,
        "locked.pdf": output.getvalue(),
        "cut.pdf": two_columns()[:300],
        "none.pdf": b"%PDF-1.4",
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    said = {
        path.name: str(result) for path, result in read_many([tmp_path / name for name in files])
    }
    assert "is scanned: its pages are pictures" in said["scanned.pdf"]
    assert "is encrypted; save it without a password" in said["locked.pdf"]
    assert "is a damaged PDF" in said["cut.pdf"]
    assert all(message.startswith(str(tmp_path / name)) for name, message in said.items())
    with pytest.raises(ClaimdeskError, match=r"none\.pdf"):
        read_article(tmp_path / "none.pdf")
