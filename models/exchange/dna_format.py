# SPDX-License-Identifier: MIT
"""Databases of Discourse Network Analyzer (`.dna`, version 3): documents, statements, coders.

Offsets are UTF-16 units of the text as it is stored, end-exclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.dna_database import MAGIC
from claimdesk.models.exchange.dna_reading import DnaReader
from claimdesk.models.exchange.dna_tables import PASSWORD
from claimdesk.models.exchange.dna_writing import same_as_written, write_dna
from claimdesk.models.exchange.format import ReadableFormat, WritableFormat, register_format
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.reports import ImportReport, Written
from claimdesk.models.messages.catalogue import _


class DnaFormat(ReadableFormat, WritableFormat):
    """Reads and writes the database of Discourse Network Analyzer."""

    name = "dna"
    extensions = (".dna",)
    position = 30
    takes_mapping = True
    layers = ("claim",)
    states = ("accepted",)
    drops = (
        "addressees",
        "pieces of text that wait for review",
        "aliases",
        "terms",
        "definitions",
        "countries, memberships and notes of actors",
    )

    @property
    def label(self) -> str:
        return _("Discourse Network Analyzer 3")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (
            _("what is to decide or rejected"),
            _("mentions of actors and domains"),
            _("several pieces of text in a claim, sources and cues"),
            _("several speakers or domains of a claim, which become several statements"),
            _("claims that are neither for nor against something"),
            _("definitions and terms"),
            _("the history"),
            _("passwords: every coder signs in with “{password}”").format(password=PASSWORD),
        )

    def looks_like(self, path: Path, head: bytes) -> bool:
        if not head.startswith(MAGIC):
            return False
        kind = kind_of(head)
        return path.suffix.lower() == ".dna" or (kind is not None and kind.key == self.name)

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        path = paths[0]
        report = ImportReport(is_converted=True)
        reader = DnaReader(path, options, report)
        return Corpus(
            reader.articles,
            fields=reader.fields,
            source=str(path),
            name=path.name,
            origin="import:dna",
            report=report,
        )

    def mappable(self, paths: Sequence[Path], options: ImportOptions) -> Sequence[Mappable]:
        return DnaReader(paths[0], options, ImportReport()).mappable()

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        return write_dna(corpus, output, name)

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        return same_as_written(corpus, output)


register_format(DnaFormat())
