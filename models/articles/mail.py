# SPDX-License-Identifier: MIT
"""Mails as articles: subject, sender and date, and the text of the part that says most.

An attached article is not read: save it and import it. A newsletter is one article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parseaddr, parsedate_to_datetime
from itertools import pairwise

from claimdesk.models.articles.drafts import Draft
from claimdesk.models.articles.mail_sender import outlet_of_sender, sender_of
from claimdesk.models.articles.markup import blocks_of, decode_markup, parse_html
from claimdesk.models.articles.normalizing import normal_line
from claimdesk.models.articles.web_page import page_draft
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_MOST_PARTS = 500
_TO_MANY = ("list-id", "list-unsubscribe", "list-post", "x-campaign-id", "feedback-id")
"""Headers of mails that go to a list."""
_REPLY = re.compile(r"^(?:\s*(?:fwd?|wg|tr|rv|enc)\s*:)+\s*", re.IGNORECASE)
_FROM = re.compile(rb"^From \S*.*\d{4}\r?$", re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def mail_draft(data: bytes, name: str) -> Draft:
    """Return the article that a mail is. Raises ClaimdeskError if it has no text."""
    message = _message(data, name)
    plain, page = _parts(message)
    text = _text(plain) if plain is not None else ""
    if page is not None:
        markup = decode_markup(_payload(page), page.get_content_charset())
        text = _better(text, markup, name)
    sender, address = sender_of(_header(message, "from"))
    listed = parseaddr(_header(message, "list-id"))[0]
    is_sent_to_many = any(_header(message, name) for name in _TO_MANY)
    outlet = outlet_of_sender(normal_line(sender), address, text, is_sent_to_many=is_sent_to_many)
    return Draft(
        text,
        outlet=outlet or normal_line(listed) or None,
        title=normal_line(_REPLY.sub("", _header(message, "subject"))) or None,
        author=normal_line(sender) or address or None,
        published_on=_sent(message),
        is_complete=bool(_header(message, "subject")),
    )


def mailbox_parts(data: bytes) -> Iterator[bytes]:
    """Yield the mails of a mailbox."""
    starts = [
        match.start()
        for match in _FROM.finditer(data)
        if match.start() == 0
        or data[max(0, match.start() - 4) : match.start()].endswith(
            (b"\n\n", b"\r\n\r\n", b"\n\r\n")
        )
    ]
    for start, end in pairwise([*starts, len(data)]):
        _first, _newline, mail = data[start:end].partition(b"\n")
        yield _QUOTED_FROM.sub(rb"\1", mail)


def archived_page(data: bytes, name: str) -> Draft:
    """Return the article on a page saved with all that belongs to it (MHT)."""
    message = _message(data, name)
    _plain, page = _parts(message)
    if page is None:
        raise ClaimdeskError(
            _("{name} holds no text; there is nothing to annotate.").format(name=name)
        )
    text = decode_markup(_payload(page), page.get_content_charset())
    draft = page_draft(text, name)
    address = _header(message, "snapshot-content-location") or str(page["content-location"] or "")
    draft.url = draft.url or (address if address.startswith("http") else None)
    draft.title = draft.title or normal_line(_header(message, "subject")) or None
    return draft


def _message(data: bytes, name: str) -> EmailMessage:
    try:
        message = message_from_bytes(data.lstrip(b"\xef\xbb\xbf\r\n"), policy=policy.default)
    except (MessageError, ValueError, IndexError, RecursionError) as error:
        raise ClaimdeskError(
            _("{name} is damaged: {error}.").format(name=name, error=error)
        ) from error
    assert isinstance(message, EmailMessage)
    return message


def _parts(message: Message) -> tuple[Message | None, Message | None]:
    """Return the first part in plain text and the longest one in HTML that are not attached."""
    plain: Message | None = None
    pages: list[Message] = []
    for number, part in enumerate(message.walk()):
        if number > _MOST_PARTS:
            break
        kind = part.get_content_type()
        if part.is_multipart() or str(part.get("content-disposition") or "").startswith("attach"):
            continue
        if kind == "text/plain" and plain is None:
            plain = part
        elif kind in ("text/html", "application/xhtml+xml"):
            pages.append(part)
    return plain, max(pages, key=lambda page: len(_payload(page)), default=None)


def _payload(part: Message) -> bytes:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, AssertionError, LookupError):
        return b""
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    data = _payload(part)
    charset = part.get_content_charset()
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, UnicodeError):
        return decode_markup(data, charset)


def _better(plain: str, markup: str, name: str) -> str:
    """Return the text of the page, unless the plain text says much more.

    A newsletter is laid out in tables, in which a search for the main text finds one cell.
    """
    try:
        root = parse_html(markup, name)
    except ClaimdeskError:
        return plain
    blocks = [block.text for block in blocks_of(root)]
    whole = "\n\n".join(blocks)
    main = page_draft(markup, name).text
    page = main if len(main.split()) > 0.6 * len(whole.split()) else whole
    return plain if len(plain.split()) > 1.5 * len(page.split()) else page


def _header(message: Message, name: str) -> str:
    try:
        value = message.get(name)
    except (ValueError, IndexError, KeyError, TypeError, AttributeError):
        return ""
    return str(value) if value is not None else ""


def _sent(message: Message) -> date | None:
    try:
        return parsedate_to_datetime(_header(message, "date")).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
