# SPDX-License-Identifier: MIT
"""Mails, mailboxes, and web pages saved as one file (MHT, web archives)."""

from __future__ import annotations

import plistlib
from collections.abc import Iterable, Iterator

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.drafts import Draft, article_of_draft
from claimdesk.models.articles.mail import archived_page, mail_draft, mailbox_parts
from claimdesk.models.articles.markup import decode_markup
from claimdesk.models.articles.readers import Result, register_reader
from claimdesk.models.articles.web_page import page_draft
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError


class EmlReader(DocumentReader):
    """Reads single mails."""

    name = "eml"
    extensions = (".eml",)
    kinds = ("eml",)

    @property
    def label(self) -> str:
        return _("E-mails")

    def may_be(self, head: bytes) -> bool:
        return b":" in head.partition(b"\n")[0]

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        return [mail_draft(data, name)]


class MboxReader(DocumentReader):
    """Reads mailboxes, each mail an article."""

    name = "mbox"
    extensions = (".mbox",)
    kinds = ("mbox",)

    @property
    def label(self) -> str:
        return _("Mailboxes, each mail an article")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterator[Result]:
        for number, mail in enumerate(mailbox_parts(data), 1):
            shown = _("{name}, mail {number}").format(name=name, number=number)
            try:
                yield article_of_draft(mail_draft(mail, shown), name, options.day_first)
            except ClaimdeskError as error:
                yield error


class MhtReader(DocumentReader):
    """Reads pages saved with their pictures in one file."""

    name = "mht"
    extensions = (".mht", ".mhtml")
    kinds = ("mht",)

    @property
    def label(self) -> str:
        return _("Web pages saved as one file (MHT)")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        return [archived_page(data, name)]


class WebArchiveReader(DocumentReader):
    """Reads pages as Safari saves them."""

    name = "webarchive"
    extensions = (".webarchive",)
    kinds = ("webarchive",)

    @property
    def label(self) -> str:
        return _("Web archives of Safari")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        try:
            main = plistlib.loads(data)["WebMainResource"]
            page, encoding = main["WebResourceData"], main.get("WebResourceTextEncodingName")
            address = main.get("WebResourceURL")
        except (plistlib.InvalidFileException, ValueError, KeyError, TypeError) as error:
            raise ClaimdeskError(
                _("{name} is damaged: {error}.").format(name=name, error=error)
            ) from error
        draft = page_draft(decode_markup(page, encoding), name)
        if isinstance(address, str) and address.startswith("http"):
            draft.url = draft.url or address
        return [draft]


for _reader in (EmlReader(), MboxReader(), MhtReader(), WebArchiveReader()):
    register_reader(_reader)
