# SPDX-License-Identifier: MIT
"""Exports of LexisNexis, Factiva and Europresse in HTML, XML and plain text."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.drafts import Draft
from claimdesk.models.articles.export_parts import markup_drafts
from claimdesk.models.articles.factiva import factiva_xml, split_factiva
from claimdesk.models.articles.markup import parse_xml
from claimdesk.models.articles.nexis import split_nexis
from claimdesk.models.articles.plain import decoded_plain
from claimdesk.models.articles.readers import register_reader
from claimdesk.models.articles.wrapped import paragraphs_of
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError


class _ExportReader(DocumentReader):
    """Reads an export in markup or in lines."""

    position = 10
    in_characters = True

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        head = data[:2000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
        if head.startswith((b"<?xml", b"<PPS")) and b"<html" not in head.lower():
            return factiva_xml(parse_xml(data.lstrip(b"\xef\xbb\xbf \r\n\t"), name))
        if head.startswith(b"<"):
            return markup_drafts(data, name, options.encoding)
        decoded = decoded_plain(data, name, options.encoding)
        found = self._split(paragraphs_of(decoded.text))
        for draft in found:
            draft.encoding, draft.encoding_is_guess = decoded.encoding, bool(decoded.choices)
        if not found:
            raise ClaimdeskError(
                _(
                    "{name} looks like an export of several articles, but where they begin and end"
                    " is not clear; save each article as a text of its own."
                ).format(name=name)
            )
        return found

    @abstractmethod
    def _split(self, paragraphs: Sequence[str]) -> list[Draft]:
        """Return the articles of an export as plain text."""


class NexisReader(_ExportReader):
    """Reads what LexisNexis and Nexis Uni export as a page or a text."""

    name = "nexis"
    extensions = (".txt", ".html", ".htm")
    kinds = ("nexis",)

    @property
    def label(self) -> str:
        return _("LexisNexis and Nexis Uni (HTML, text; also Word and Rich Text)")

    def _split(self, paragraphs: Sequence[str]) -> list[Draft]:
        return split_nexis(paragraphs)


class FactivaReader(_ExportReader):
    """Reads what Factiva exports."""

    name = "factiva"
    extensions = (".html", ".htm", ".xml", ".txt")
    kinds = ("factiva",)

    @property
    def label(self) -> str:
        return _("Factiva (HTML, XML, text; also Rich Text)")

    def _split(self, paragraphs: Sequence[str]) -> list[Draft]:
        return split_factiva(paragraphs)


class EuropresseReader(_ExportReader):
    """Reads what Europresse exports."""

    name = "europresse"
    extensions = (".html", ".htm")
    kinds = ("europresse",)

    @property
    def label(self) -> str:
        return _("Europresse (HTML)")

    def _split(self, paragraphs: Sequence[str]) -> list[Draft]:
        return []


for _reader in (NexisReader(), FactivaReader(), EuropresseReader()):
    register_reader(_reader)
