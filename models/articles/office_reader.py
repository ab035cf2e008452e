# SPDX-License-Identifier: MIT
"""Word, OpenDocument, Rich Text and EPUB files, exports of databases in them too."""

from __future__ import annotations

from collections.abc import Iterable

from claimdesk.models.articles.archives import Archive
from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.drafts import Block, Draft, document_draft
from claimdesk.models.articles.epub import epub_chapters
from claimdesk.models.articles.export_parts import document_drafts
from claimdesk.models.articles.office import (
    docx_blocks,
    docx_running,
    docx_title,
    odt_blocks,
    odt_running,
    odt_title,
)
from claimdesk.models.articles.readers import Result, register_reader
from claimdesk.models.articles.rich_text import rtf_blocks, rtf_running, rtf_title
from claimdesk.models.messages.catalogue import _


class DocxReader(DocumentReader):
    """Reads Word documents."""

    name = "docx"
    extensions = (".docx", ".docm", ".dotx")
    kinds = ("docx",)
    position = 2

    @property
    def label(self) -> str:
        return _("Word documents, exports of Nexis too")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        with Archive(data, name) as archive:
            blocks, title = docx_blocks(archive), docx_title(archive)
            return document_drafts(blocks, title, running=docx_running(archive))


class OdtReader(DocumentReader):
    """Reads OpenDocument texts."""

    name = "odt"
    extensions = (".odt", ".ott")
    kinds = ("odf",)
    position = 3

    @property
    def label(self) -> str:
        return _("OpenDocument texts")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        with Archive(data, name) as archive:
            blocks, title = odt_blocks(archive), odt_title(archive)
            return document_drafts(blocks, title, running=odt_running(archive))


class RtfReader(DocumentReader):
    """Reads Rich Text."""

    name = "rtf"
    extensions = (".rtf",)
    kinds = ("rtf",)
    position = 4

    @property
    def label(self) -> str:
        return _("Rich Text, exports of Nexis and Factiva too")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        return document_drafts(rtf_blocks(data, name), rtf_title(data), running=rtf_running(data))


class EpubReader(DocumentReader):
    """Reads EPUB books: each chapter with text is an article."""

    name = "epub"
    extensions = (".epub",)
    kinds = ("epub",)
    position = 5

    @property
    def label(self) -> str:
        return _("EPUB books, each chapter an article")

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft]:
        with Archive(data, name) as archive:
            book, chapters = epub_chapters(archive)
        if len(chapters) == 1:
            return [_book_draft(chapters[0], book.title, book)]
        return [_book_draft(chapter, None, book) for chapter in chapters]


def _book_draft(blocks: list[Block], title: str | None, book: Draft) -> Draft:
    draft = document_draft(blocks, title)
    draft.author, draft.outlet = book.author, book.outlet
    draft.stated_date, draft.language_hint = book.stated_date, book.language_hint
    return draft


class MarkdownReader(DocumentReader):
    """Reads Markdown: marks go, the text stays."""

    name = "markdown"
    extensions = (".md", ".markdown")
    position = 6

    @property
    def label(self) -> str:
        return _("Markdown")

    def may_be(self, head: bytes) -> bool:
        return True

    def parse(self, data: bytes, name: str, options: ParsingOptions) -> Iterable[Draft | Result]:
        from claimdesk.models.articles.markdown import markdown_draft
        from claimdesk.models.articles.plain import decoded_text

        return [markdown_draft(decoded_text(data, name, options.encoding))]


for _reader in (DocxReader(), OdtReader(), RtfReader(), EpubReader(), MarkdownReader()):
    register_reader(_reader)
