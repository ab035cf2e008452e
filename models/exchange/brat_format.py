# SPDX-License-Identifier: MIT
"""brat standoff: folders of texts and annotation files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from claimdesk.models.articles.read import walk
from claimdesk.models.exchange.brat_files import ANN, find_pairs, texts_of
from claimdesk.models.exchange.brat_reading import BratReader, mappable_types
from claimdesk.models.exchange.brat_writing import is_as_written, write_article
from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.format import ReadableFormat, WritableFormat, register_format
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.losses import PARTS_OF_ANNOTATIONS, PARTS_OF_PROJECT
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.reports import ImportReport, Written
from claimdesk.models.messages.catalogue import _


class BratFormat(ReadableFormat, WritableFormat):
    """Reads and writes brat standoff."""

    name = "brat"
    extensions = (ANN,)
    position = 20
    gathers = True
    takes_mapping = True
    states = ("accepted",)
    is_folder = True
    drops = (*PARTS_OF_ANNOTATIONS, *PARTS_OF_PROJECT)

    @property
    def label(self) -> str:
        return _("brat standoff, a folder of texts and annotations")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (
            _("what is to decide or rejected"),
            _("who annotated, and where suggestions come from"),
            _("addressees, partners, own fields and stages"),
            _("aliases, definitions and terms"),
            _("fields of articles, such as outlet and date"),
            _("countries and notes of actors"),
            _("the history"),
        )

    def looks_like(self, path: Path, head: bytes) -> bool:
        if path.is_dir():
            return next(walk(path, (ANN,)), None) is not None
        return path.suffix.lower() == ANN

    def companions(self, paths: Sequence[Path]) -> Callable[[Path], bool]:
        return texts_of(paths)

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        report = ImportReport(is_converted=True)
        reader = BratReader(find_pairs(paths), options, report)
        return Corpus(
            reader.articles,
            fields=reader.fields,
            source=str(paths[0]),
            name=paths[0].name,
            origin="import:brat",
            report=report,
        )

    def mappable(self, paths: Sequence[Path], options: ImportOptions) -> Sequence[Mappable]:
        return mappable_types(find_pairs(paths), options)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        for article in corpus.articles():
            annotations, left_out = write_article(output, article)
            written.articles += 1
            written.annotations += len(annotations)
            written.claims += sum(each.layer == "claim" for each in annotations)
            written.left_out += left_out
        return written

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        return all(is_as_written(output, article) for article in corpus.articles())


register_format(BratFormat())
