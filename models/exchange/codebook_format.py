# SPDX-License-Identifier: MIT
"""The codebook as a document to read and to hand to coders: HTML or Word."""

from __future__ import annotations

from pathlib import Path

from claimdesk.models.exchange.codebook_blocks import codebook_blocks
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.document_blocks import TextBlock, words_in
from claimdesk.models.exchange.format import WritableFormat, register_format
from claimdesk.models.exchange.html_document import write_html
from claimdesk.models.exchange.losses import PARTS_OF_PROJECT
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _, language


class CodebookFormat(WritableFormat):
    """Writes the codebook as an HTML page."""

    name = "codebook"
    extensions = (".html",)
    position = 65
    layers = ()
    drops = tuple(name for name in PARTS_OF_PROJECT if name not in ("terms", "definitions"))

    @property
    def label(self) -> str:
        return _("Codebook to read, as a web page: definitions, counts and quotes")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (_("annotations, of which it counts and quotes some"), _("actors"), _("the history"))

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        blocks = codebook_blocks(corpus)
        output.write_bytes(self.document(words_in(blocks[:1]), blocks))
        return Written()

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        return self.words(output) == words_in(codebook_blocks(corpus))

    def document(self, title: str, blocks: list[TextBlock]) -> bytes:
        """Return the bytes of the document."""
        return write_html(title, language() or "en", blocks)

    def words(self, path: Path) -> str:
        """Return what a document says, on one line."""
        from lxml import html

        parser = html.HTMLParser(encoding="utf-8", no_network=True)
        body = html.document_fromstring(path.read_bytes(), parser=parser).body
        return " ".join(" ".join(body.itertext()).split())


class CodebookDocxFormat(CodebookFormat):
    """Writes the codebook as a Word document."""

    name = "codebook-docx"
    extensions = (".docx",)
    position = 66

    @property
    def label(self) -> str:
        return _("Codebook to read, as a Word document")

    def document(self, title: str, blocks: list[TextBlock]) -> bytes:
        from claimdesk.models.exchange.docx_document import write_docx

        return write_docx(title, language() or "en", blocks)

    def words(self, path: Path) -> str:
        import docx

        paragraphs = docx.Document(str(path)).paragraphs
        return " ".join(" ".join(each.text for each in paragraphs).split())


register_format(CodebookFormat())
register_format(CodebookDocxFormat())
