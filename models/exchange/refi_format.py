# SPDX-License-Identifier: MIT
"""REFI-QDA, which NVivo, MAXQDA, ATLAS.ti, QualCoder and others exchange: projects and codebooks.

Offsets are code points, end-exclusive. refi_codes.py says what of a project is said how.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.exchange.corpus import Corpus, CorpusActor, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.format import ReadableFormat, WritableFormat, register_format
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.refi_reading import (
    mappable_codes,
    own_articles,
    read_codebook,
    read_project,
)
from claimdesk.models.exchange.refi_writing import (
    ProjectWriter,
    codebook,
    pieces_of,
    value_name,
)
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.normalization import xml_text


class RefiProjectFormat(ReadableFormat, WritableFormat):
    """Reads and writes projects."""

    name = "refi-qda"
    extensions = (".qdpx", ".qde")
    position = 50
    takes_mapping = True
    states = ("accepted",)
    drops = (
        "pieces of text that wait for review",
        "aliases",
        "terms",
        "countries, memberships and notes of actors",
    )

    @property
    def label(self) -> str:
        return _("REFI-QDA project, for NVivo, MAXQDA, ATLAS.ti and QualCoder")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (
            _("what is to decide or rejected"),
            _("where suggestions come from"),
            _("aliases and terms"),
            _("countries and notes of actors"),
            _("the history"),
        )

    def looks_like(self, path: Path, head: bytes) -> bool:
        kind = kind_of(head)
        is_project = kind is not None and kind.key == "refi-qda"
        return is_project or (path.suffix.lower() == ".qdpx" and head.startswith(b"PK"))

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        (path,) = paths
        return read_project(path, options)

    def mappable(self, paths: Sequence[Path], options: ImportOptions) -> Sequence[Mappable]:
        (path,) = paths
        return mappable_codes(path, options)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        with output.open("xb") as file:
            return ProjectWriter(corpus).write(file)

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        pairs = zip_longest(corpus.articles(), own_articles(output))
        return all(
            wanted is not None and found is not None and _comparable(wanted) == _comparable(found)
            for wanted, found in pairs
        )


class RefiCodebookFormat(ReadableFormat, WritableFormat):
    """Reads and writes codebooks: domains alone."""

    name = "refi-qda-codebook"
    extensions = (".qdc",)
    position = 51
    reads_annotations = False
    layers = ()
    states = ()
    drops = ("aliases", "terms")

    @property
    def label(self) -> str:
        return _("REFI-QDA codebook, the domains alone")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (
            _("articles"),
            _("annotations"),
            _("actors"),
            _("terms and values of fields"),
            _("the history"),
        )

    def looks_like(self, path: Path, head: bytes) -> bool:
        kind = kind_of(head)
        return kind is not None and kind.key == "refi-codebook"

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        (path,) = paths
        return read_codebook(path)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        with output.open("xb") as file:
            file.write(codebook(corpus.domains))
        return Written()

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        if not corpus.domains:
            return True
        found = read_codebook(output).domains
        return sorted(xml_text(each.name) for each in corpus.domains) == sorted(
            each.name for each in found
        )


def _comparable(one: CorpusArticle) -> tuple[str, list[str]]:
    annotations = [each for each in one.annotations if any(pieces_of(each))]
    return one.article.body, sorted(repr(_said(each)) for each in annotations)


def _said(each: CorpusAnnotation) -> tuple[object, ...]:
    """Return an annotation as far as a project says it."""
    return (
        each.layer,
        each.annotator,
        sorted((role, list(spans)) for role, spans in each.spans.items() if spans),
        [_named(actor) for actor in each.speakers],
        [_named(actor) for actor in each.addressees],
        [_named(actor) for actor in each.partners],
        sorted(xml_text(domain.name) for domain in each.domains),
        sorted((code.field, xml_text(value_name(code))) for code in each.codes),
        xml_text(each.note or ""),
    )


def _named(actor: CorpusActor) -> tuple[str, str]:
    return " ".join(xml_text(actor.name).split()), actor.kind


register_format(RefiProjectFormat())
register_format(RefiCodebookFormat())
