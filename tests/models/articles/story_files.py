# SPDX-License-Identifier: MIT
"""Invented stories, and files of all kinds with them as other programs would write them."""

from __future__ import annotations

import html
import io
import json
import plistlib
import textwrap
import zipfile
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass(frozen=True)
class Story:
    """What must come out of a file."""

    title: str
    day: str
    outlet: str
    author: str
    paragraphs: tuple[str, ...]
    section: str | None = None

    @property
    def first(self):
        return self.paragraphs[0]

    @property
    def last(self):
        return self.paragraphs[-1]


RADAR = Story(
    "Coast guards agree to share a radar",
    "2024-05-03",
    "Harbour Courier",
    "Mara Lindt",
    (
        "Two coast guards will share one radar from next spring, the minister for the sea said on "
        "Friday, after a year of talks that had been broken off three times.",
        "“We paid for two and used neither,” she told reporters in the port of Askim. The "
        "station stands on a cape from which both countries can be seen on clear days.",
        "Fishermen on either side had asked for it since two boats collided in fog last autumn. "
        "Their union called the agreement overdue but welcome, and asked who will answer calls "
        "at night.",
        "The opposition wants to read the contract before it is signed. A spokesman for the "
        "ministry said that it would be published within the month.",
    ),
    "Region",
)
TUNNEL = Story(
    "Tunnelbau: Stadtrat streitet über die Kosten",
    "2023-11-14",
    "Bergische Rundschau",
    "Jonas Ufer",
    (
        "Der Tunnel unter dem Schlossberg wird teurer als geplant. Das räumte die Bauleiterin am "
        "Dienstag vor dem Stadtrat ein, nachdem Zahlen an die Öffentlichkeit gelangt waren.",
        "„Der Fels ist härter, als die Gutachter behauptet haben“, sagte sie. Für die Bohrung "
        "seien nun zwei Maschinen nötig, die erst im Frühjahr geliefert würden.",
        "Die Fraktionen verlangten bis Ende des Monats eine neue Rechnung.",
    ),
    "Lokales",
)
FERRY = Story(
    "Le bac de la rivière reprend du service",
    "2022-08-09",
    "L'Écho du Fleuve",
    "Anne Carrel",
    (
        "Après dix-huit mois d'arrêt, le bac relie de nouveau les deux rives, a annoncé mardi le "
        "président du syndicat des transports.",
        "« Nous avons changé le moteur et gardé le capitaine », a-t-il plaisanté devant une "
        "centaine d'habitants venus assister à la première traversée.",
        "Le trajet restera gratuit pour les cyclistes jusqu'à la fin de l'année.",
    ),
    "Transports",
)
STORIES = (RADAR, TUNNEL, FERRY)
_MONTHS = "January February March April May June July August September October November December"


@dataclass
class Made:
    """A file and what is in it."""

    name: str
    data: bytes
    stories: tuple[Story, ...]
    fields: tuple[str, ...] = ("title", "published_on", "outlet")
    notes: list[str] = field(default_factory=list)


def english_day(story, form="{month} {day}, {year}"):
    year, month, day = story.day.split("-")
    return form.format(month=_MONTHS.split()[int(month) - 1], day=int(day), year=year)


def page(story, *, declared=True, h1=True, lang="en", suffix=" | {outlet}", clutter=True):
    """Return a page of a news site."""
    e = html.escape
    head = [f"<title>{e(story.title)}{e(suffix.format(outlet=story.outlet))}</title>"]
    if declared:
        head.append(f'<meta property="og:site_name" content="{e(story.outlet)}">')
        data = {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": story.title,
            "datePublished": story.day + "T08:30:00+02:00",
            "author": [{"@type": "Person", "name": story.author}],
            "publisher": {"@type": "Organization", "name": story.outlet},
        }
        head.append(f'<script type="application/ld+json">{json.dumps(data)}</script>')
    else:
        head.append(f'<meta property="og:title" content="{e(story.title)}">')
        head.append(f'<meta name="author" content="{e(story.author)}">')
        head.append(f'<meta property="article:published_time" content="{story.day}T06:00:00Z">')
        head.append(f'<meta property="og:site_name" content="{e(story.outlet)}">')
    body = "".join(f"<p>{e(text)}</p>\n" for text in story.paragraphs)
    heading = f"<h1>{e(story.title)}</h1>" if h1 else ""
    before = after = ""
    if clutter:
        before = (
            '<nav><ul><li><a href="/">Home</a></li><li><a href="/p">Politics</a></li></ul></nav>'
            '<div class="share-bar"><a href="#">Share on Facebook</a></div>'
            "<figure><img src='x.jpg'><figcaption>The cape at dawn. Photo: A. Nobody"
            "</figcaption></figure>"
        )
        after = (
            '<div class="newsletter-signup"><p>Sign up for our newsletter</p></div>'
            '<section class="related-articles"><h3>Related posts</h3><p><a href="/x">Ten ways to '
            "cook a cod that nobody told you about until today</a></p></section>"
            "<footer><p>© 2024 All rights reserved. Follow us on everything.</p></footer>"
            "<script>alert('never')</script>"
        )
    return (
        f"<!DOCTYPE html>\n<html lang='{lang}'><head><meta charset='utf-8'>{''.join(head)}</head>"
        f"<body>{before}<article>{heading}<div class='body'>{body}</div></article>{after}</body>"
        "</html>"
    )


def visible_page(story):
    """Return a page that declares nothing: author, date and outlet are for people only."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in story.paragraphs)
    return (
        f"<html><head><title>{story.title} | Region | {story.outlet}</title></head><body>"
        f"<h1>{story.title}</h1><div class='meta'>By {story.author}</div><p>May 3, 2024</p>"
        f"{body}<p>© 2024 {story.outlet}. All rights reserved.</p></body></html>"
    )


def nexis_text(stories):
    """Return the old text export of LexisNexis."""
    pieces = ["\n\nDownload Request: Selected Items: 1-2\nTerms: (radar)\n\n\n"]
    for number, story in enumerate(stories, 1):
        text = "\n\n".join(textwrap.fill(each, 76) for each in story.paragraphs)
        pieces.append(
            f"{number} of {len(stories)} DOCUMENTS".center(78) + "\n\n\n\n"
            f"{story.outlet.center(78)}\n\n{english_day(story).center(78)} Friday\n"
            f"{'Final Edition'.center(78)}\n\n{textwrap.fill(story.title, 60)}\n\n"
            f"BYLINE: By {story.author}\n\nSECTION: {story.section}; Pg. 4\n\nLENGTH: 120 words"
            f"\n\n\n{text}\n\nLOAD-DATE: {english_day(story)}\n\nLANGUAGE: ENGLISH\n\n"
            f"GRAPHIC: A map\n\nPUBLICATION-TYPE: Newspaper\n\n\n"
            f"{'Copyright 2024 Nobody Ltd'.center(78)}\n{'All Rights Reserved'.center(78)}\n\n"
        )
    return "".join(pieces)


def nexis_uni_lines(stories):
    """Return the lines of a document of Nexis Uni; True marks a headline."""
    lines = [("Date and Time: Friday, 5. July 2019", False), ("Job Number: 1", False)]
    for number, story in enumerate(stories, 1):
        lines += [(f"{number}. {story.title}", False), ("Client/Matter: -None-", False)]
    for story in stories:
        lines += [
            (story.title, True),
            (story.outlet, False),
            (english_day(story) + " Friday 9:20 AM GMT", False),
            ("Copyright 2024 Nobody Ltd All Rights Reserved", False),
            (f"Section:\xa0{story.section}; Version:1", False),
            ("Length:\xa0120 words", False),
            (f"Byline:\xa0{story.author}", False),
            ("Body", False),
            *((text, False) for text in story.paragraphs),
            ("Load-Date:\xa0" + english_day(story), False),
            ("End of Document", False),
        ]
    return lines


def factiva_text(stories, *, codes, width=90):
    """Return a text export of Factiva, with field codes or without."""
    pieces = []
    for number, story in enumerate(stories):
        day = english_day(story, "{day} {month} {year}")
        end = f"Document HARCOU00202405{number}e653000{number:02}"
        if codes:
            text = "\n\n".join(textwrap.fill(each, width) for each in story.paragraphs[1:])
            pieces.append(
                f"SE  {story.section}\nHD  {story.title}\nBY  By {story.author}\nWC  120 words\n"
                f"PD  {day}\nSN  {story.outlet}\nSC  HARCOU\nPG  4\nLA  English\n"
                f"CY  (c) 2024 Nobody\n\nLP \n\n{textwrap.fill(story.first, width)}\n\nTD \n\n"
                f"{text}\n\nRF  1\nNS  gpol : Politics\nRE  eur : Europe\nAN  {end}\n\n"
            )
        else:
            text = "\n\n".join(textwrap.fill(each, width) for each in story.paragraphs)
            pieces.append(
                f"{story.title}\n\nBy {story.author}\n120 words\n{day}\n09:30 GMT\n{story.outlet}\n"
                f"HARCOU\n4\nEnglish\n(c) 2024 Nobody\n\n{text}\n\n{end}\n\n"
            )
    return "".join(pieces)


def factiva_page(stories):
    """Return the layout of Factiva for reading, without field codes."""
    parts = []
    for number, story in enumerate(stories):
        text = "".join(
            f'<p class="articleParagraph enarticleParagraph">\n{html.escape(each)}\n</p>'
            for each in story.paragraphs
        )
        parts.append(
            f'<div class="article enArticle"><p></p><div>{story.section}</div>'
            f'<div id="hd"><span class="enHeadline">{html.escape(story.title)}</span></div>'
            f'<div class="author">{story.author}</div><div>120 words</div>'
            f"<div>{english_day(story, '{day} {month} {year}')}</div><div>{story.outlet}</div>"
            f"<div>HARCOU</div><div>4</div><div>English</div><div>© 2024 Nobody. </div>{text}"
            f"<p>Document HARCOU00202405{number}e653000{number:02}</p></div><br/>"
        )
    return (
        "<html><head><title>Factiva</title><meta charset='utf-8'></head><body>"
        f"<div id='carryOverSubject'></div>{''.join(parts)}</body></html>"
    )


def factiva_xml(stories):
    """Return an XML export of Factiva."""
    e = html.escape
    articles = "".join(
        f"<ppsarticle><article><accessionNo>X{n}</accessionNo><baseLanguage>EN</baseLanguage>"
        f"<byline>By {s.author}</byline>"
        f'<headline><paragraph display="Proportional">{e(s.title)}</paragraph></headline>'
        f"<leadParagraph><paragraph>{e(s.first)}</paragraph></leadParagraph>"
        f"<publicationDate><dateTime>{s.day}T01:00:00Z</dateTime></publicationDate>"
        f"<sectionName>{s.section}</sectionName><sourceName>{e(s.outlet)}</sourceName>"
        "<tailParagraphs>"
        + "".join(f"<paragraph>{e(text)}</paragraph>" for text in s.paragraphs[1:])
        + "</tailParagraphs></article></ppsarticle>"
        for n, s in enumerate(stories)
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><PPSResponse><ppsArticleResponse '
        f'xmlns="http://global.factiva.com/pps/2.0"><ppsarticleResultSet count="{len(stories)}">'
        f"{articles}</ppsarticleResultSet></ppsArticleResponse></PPSResponse>"
    )


def europresse_page(stories):
    """Return the layout of Europresse of today."""
    months = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    parts = []
    for story in stories:
        year, month, day = story.day.split("-")
        date = f"mardi {int(day)} {months.split()[int(month) - 1]} {year}"
        text = "".join(f"<p>{html.escape(each)}</p>" for each in story.paragraphs)
        parts.append(
            "<article><header><div class='rdp__DocPublicationName'><span "
            f"class='DocPublicationName'>{story.outlet}, no. 1234</span></div><span "
            f"class='DocHeader'>{story.section}, {date}, p. 4</span><div class='titreArticle'>"
            f"<p class='titreArticleVisu rdp__articletitle'>{story.title}</p></div>"
            f"<div class='sm-margin-bottomNews'>{story.author}</div></header>"
            f"<section><div class='docOcurrContainer'>{text}</div></section><footer><div "
            "class='publiC-lblNodoc'>news·20220809·EF·123</div><small>© 2022 Personne.</small>"
            "</footer></article>"
        )
    return "<html><head><title>Europresse</title></head><body>" + "".join(parts) + "</body></html>"


def docx(lines):
    """Return a Word document of (text, is heading) or plain lines."""
    import docx as library

    document = library.Document()
    for line in lines:
        text, is_heading = line if isinstance(line, tuple) else (line, False)
        if is_heading:
            document.add_heading(text, 1)
        else:
            document.add_paragraph(text)
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def rtf(lines):
    """Return Rich Text of plain lines."""

    def escaped(text):
        signs = text.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in signs)

    body = "\n".join(f"\\pard {escaped(line)}\\par" for line in lines)
    return (
        "{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Arial;}}{\\info{\\title Export}}"
        f"{{\\header Page 1 of 9\\par}}\n{body}\n}}"
    ).encode("ascii")


def odt(story):
    """Return an OpenDocument text."""
    ns = "urn:oasis:names:tc:opendocument:xmlns:"
    paragraphs = "".join(
        f'<text:p text:style-name="Standard">{html.escape(each)}</text:p>'
        for each in (f"By {story.author}", english_day(story), *story.paragraphs)
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        f'xmlns:office="{ns}office:1.0" xmlns:text="{ns}text:1.0"><office:body><office:text>'
        "<text:tracked-changes><text:p>gone"
        f'</text:p></text:tracked-changes><text:h text:outline-level="1">{html.escape(story.title)}'
        f"</text:h>{paragraphs}</office:text></office:body></office:document-content>"
    )
    return archive(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "META-INF/manifest.xml": "<manifest/>",
        }
    )


def epub(stories):
    """Return an EPUB book with a title page and a chapter for each story."""
    files = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<container "
        'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
        "OEBPS/title.xhtml": "<html><body><h1>Reader</h1></body></html>",
    }
    items, spine = ['<item id="t" href="title.xhtml" media-type="application/xhtml+xml"/>'], ["t"]
    for number, story in enumerate(stories):
        text = "".join(f"<p>{html.escape(each)}</p>" for each in story.paragraphs)
        files[f"OEBPS/c {number}.xhtml"] = (
            '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title>'
            f"</head><body><h2>{html.escape(story.title)}</h2>{text}</body></html>"
        )
        items.append(
            f'<item id="c{number}" href="c%20{number}.xhtml" media-type="application/xhtml+xml"/>'
        )
        spine.append(f"c{number}")
    files["OEBPS/content.opf"] = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Reader</dc:title><dc:date>'
        f"{stories[0].day}</dc:date><dc:publisher>{html.escape(stories[0].outlet)}</dc:publisher>"
        f"</metadata><manifest>{''.join(items)}</manifest><spine>"
        + "".join(f'<itemref idref="{key}"/>' for key in spine)
        + "</spine></package>"
    )
    return archive(files)


def archive(files):
    """Return a ZIP archive."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return output.getvalue()


def mail(story, *, as_page=False, charset="utf-8"):
    """Return a mail with a story."""
    message = EmailMessage()
    message["Message-ID"] = "<1@example.org>"
    message["From"] = f"{story.author} <news@example.org>"
    message["To"] = "desk@example.org"
    message["Subject"] = "Fwd: " + story.title
    message["Date"] = f"{int(story.day[8:])} May 2024 10:00:00 +0000"
    message.set_content("\n\n".join(story.paragraphs), charset=charset)
    if as_page:
        message.add_alternative(page(story), subtype="html")
    return message.as_bytes()


def mailbox(stories):
    """Return an mbox file."""
    return b"\n".join(
        b"From desk@example.org Fri May  3 10:00:00 2024\n" + mail(story) + b"\n>From the desk.\n"
        for story in stories
    )


def mht(story):
    """Return a page saved by a browser in one file."""
    message = EmailMessage()
    message["From"] = "<Saved by Blink>"
    message["Snapshot-Content-Location"] = "https://example.org/radar"
    message["Subject"] = story.title
    message.set_content(page(story), subtype="html")
    message.make_related()
    message.add_related(b"\x89PNG", "image", "png")
    return message.as_bytes()


def webarchive(story):
    """Return a page as Safari saves it."""
    main = {
        "WebResourceData": page(story).encode(),
        "WebResourceTextEncodingName": "UTF-8",
        "WebResourceURL": "https://example.org/radar",
        "WebResourceMIMEType": "text/html",
    }
    return plistlib.dumps({"WebMainResource": main}, fmt=plistlib.FMT_BINARY)


def markdown(story):
    """Return Markdown with front matter."""
    text = "\n\n".join(story.paragraphs)
    return (
        f'---\ntitle: "{story.title}"\nauthor: {story.author}\noutlet: {story.outlet}\n'
        f"date: {story.day}\n---\n\n# {story.title}\n\n{text}\n"
    ).encode()
