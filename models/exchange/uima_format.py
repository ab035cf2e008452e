# SPDX-License-Identifier: MIT
"""UIMA CAS, as INCEpTION reads it: a folder with a file for each article, in XMI or in JSON.

Offsets are UTF-16 units. Mentions are DKPro's NamedEntity, parts of claims `webanno.custom.Claim`
and evidence of domains `webanno.custom.Domain`, each with a value; tokens and sentences are there.
XMI needs its type system, which is written beside it as TypeSystem.xml; JSON contains it. What the
layers do not say is JSON in a structure of the type `claimdesk.Data`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar

from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.articles.read import read_head
from claimdesk.models.exchange.corpus import Corpus, CorpusArticle
from claimdesk.models.exchange.foreign.carried import pack
from claimdesk.models.exchange.foreign.documents import ForeignDocument
from claimdesk.models.exchange.foreign.format import (
    ExchangedFormat,
    count_written,
    file_stem,
    natives,
)
from claimdesk.models.exchange.foreign.json_writing import compact
from claimdesk.models.exchange.foreign.projects import in_project
from claimdesk.models.exchange.foreign.tokens import sentences_of, tokens_of
from claimdesk.models.exchange.foreign.uima_reading import DATA, read_cas
from claimdesk.models.exchange.format import register_format
from claimdesk.models.exchange.reports import ImportReport, Written
from claimdesk.models.messages.catalogue import _

_CORE = "de.tudarmstadt.ukp.dkpro.core.api."
_TOKEN = _CORE + "segmentation.type.Token"
_SENTENCE = _CORE + "segmentation.type.Sentence"
_LAYERS = {
    "actor": _CORE + "ner.type.NamedEntity",
    "claim": "webanno.custom.Claim",
    "domain": "webanno.custom.Domain",
}
_TYPES_FILE = "TypeSystem.xml"


class UimaFormat(ExchangedFormat):
    """Reads UIMA CAS and writes XMI."""

    name = "uima"
    extensions = (".xmi",)
    also: ClassVar[tuple[str, ...]] = (".json", ".xml")
    position = 39
    kinds = ("uima",)
    unit = "utf16"
    is_folder = True

    @property
    def label(self) -> str:
        return _("UIMA CAS XMI, a folder of files with their type system, for INCEpTION")

    def report_others(self, others: Sequence[Path], report: ImportReport) -> None:
        own = [path for path in others if not _is_type_system(path)]
        super().report_others(own, report)

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        for document in read_cas(path):
            in_project(path, document)
            yield document

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        types = _type_system()
        for article in corpus.articles():
            self._write_cas(_cas(article, types), output, file_stem(article))
            count_written(written, article)
        self._write_types(types, output)
        return written

    def _write_cas(self, cas: Any, output: Path, stem: str) -> None:  # noqa: ANN401
        cas.to_xmi(output / f"{stem}.xmi")

    def _write_types(self, types: Any, output: Path) -> None:  # noqa: ANN401
        types.to_xml(output / _TYPES_FILE)


class UimaJsonFormat(UimaFormat):
    """Reads UIMA CAS and writes JSON."""

    name = "uima-json"
    extensions = (".json",)
    also = (".xmi",)
    position = 40

    @property
    def label(self) -> str:
        return _("UIMA CAS JSON, a folder of files, for INCEpTION")

    def _write_cas(self, cas: Any, output: Path, stem: str) -> None:  # noqa: ANN401
        cas.to_json(output / f"{stem}.json")

    def _write_types(self, types: Any, output: Path) -> None:  # noqa: ANN401
        """Write nothing: each file contains its type system."""


def _is_type_system(path: Path) -> bool:
    kind = kind_of(read_head(path))
    return kind is not None and kind.key == "uima-types"


def _type_system() -> Any:  # noqa: ANN401
    from cassis import TypeSystem

    types = TypeSystem()
    types.create_type(_TOKEN)
    types.create_type(_SENTENCE)
    for name in _LAYERS.values():
        layer = types.create_type(name)
        types.create_feature(layer, "value", "uima.cas.String")
    data = types.create_type(DATA, "uima.cas.AnnotationBase")
    types.create_feature(data, "json", "uima.cas.String")
    return types


def _cas(article: CorpusArticle, types: Any) -> Any:  # noqa: ANN401
    from cassis import Cas

    body = article.article.body
    annotations = [(each, natives(each)) for each in article.annotations]
    cas = Cas(typesystem=types)
    cas.sofa_string = body
    cas.sofa_mime = "text/plain"
    tokens = tokens_of(body, [native.span for _each, own in annotations for native in own])
    for line in sentences_of(body, tokens):
        kind = types.get_type(_SENTENCE)
        cas.add(kind(begin=line[0].span.start, end=line[-1].span.end))
    for token in tokens:
        cas.add(types.get_type(_TOKEN)(begin=token.span.start, end=token.span.end))
    for each, own in annotations:
        kind = types.get_type(_LAYERS[each.layer])
        for native in own:
            cas.add(kind(begin=native.span.start, end=native.span.end, value=native.label))
    cas.add(types.get_type(DATA)(json=compact(pack(article, annotations))))
    return cas


register_format(UimaFormat())
register_format(UimaJsonFormat())
