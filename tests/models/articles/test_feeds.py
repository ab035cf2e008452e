# SPDX-License-Identifier: MIT
"""Feeds and NITF: each item an article, with what the feed says of it."""

from __future__ import annotations

import pytest

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.readers import reader_for
from claimdesk.models.messages.errors import ClaimdeskError

FIRST = (
    "Two ports opened a joint watch room on Sunday, and both coast guards said that they would"
    " answer the radio together from next spring."
)
LAST = "The harbour master, who was not asked, called the plan an expensive way to drink tea."
MARKUP = f"<p>{FIRST}</p><p>{LAST}</p>"
ESCAPED = MARKUP.replace("<", "&lt;").replace(">", "&gt;")
RSS = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    "<title>The Island Herald - Coast</title><language>en</language><item>"
    "<title>Ports open a watch room</title><link>https://herald.example/1</link>"
    "<pubDate>Sun, 04 May 2025 08:00:00 GMT</pubDate><dc:creator>Ada Quill</dc:creator>"
    f"<description>Short.</description><content:encoded><![CDATA[{MARKUP}]]></content:encoded>"
    "</item></channel></rss>"
)
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>The Island Herald</title><entry>'
    '<title type="html">Ports open a watch room</title><link href="https://herald.example/1"/>'
    "<published>2025-05-04T08:00:00Z</published><author><name>Ada Quill</name></author>"
    f'<content type="html">{ESCAPED}</content></entry></feed>'
)
NITF = (
    '<?xml version="1.0"?><nitf><head><docdata><date.issue norm="20250504T100000Z"/></docdata>'
    '<pubdata name="The Island Herald"/></head><body><body.head><hedline>'
    "<hl1>Ports open a watch room</hl1></hedline><byline>By Ada Quill</byline></body.head>"
    f"<body.content>{MARKUP}</body.content></body></nitf>"
)


def read(text: str):
    data = text.encode()
    reader = reader_for(data, "a.xml")
    assert isinstance(reader, DocumentReader)
    return list(reader.parse_all(data, "a.xml", ParsingOptions()))


@pytest.mark.parametrize("text", [RSS, ATOM, NITF])
def test_items_of_feeds_are_articles(text):
    [article] = read(text)
    assert (article.title, article.published_on, article.outlet, article.author) == (
        "Ports open a watch room", "2025-05-04", "The Island Herald", "Ada Quill",
    )  # fmt: skip
    assert article.body == f"{FIRST}\n\n{LAST}"


def test_an_item_without_text_is_said_and_the_others_are_read():
    bad, good = read(RSS.replace("<item>", "<item><title>Empty</title></item><item>", 1))
    assert isinstance(bad, ClaimdeskError)
    assert good.title == "Ports open a watch room"


def test_a_feed_without_items_is_refused():
    with pytest.raises(ClaimdeskError):
        read("<rss><channel><title>Empty</title></channel></rss>")
