# SPDX-License-Identifier: MIT
"""WebAnno TSV 3, as WebAnno and INCEpTION write it: a folder with a file for each article.

Offsets are UTF-16 units. Mentions are named entities, parts of claims and evidence of domains have
layers of their own; tokens are cut where annotations begin or end, so that no piece needs parts of
tokens. What the layers do not say is in a line `#Claimdesk={…}` of the head.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from claimdesk.models.exchange.corpus import Corpus, CorpusArticle
from claimdesk.models.exchange.foreign.carried import pack
from claimdesk.models.exchange.foreign.documents import ForeignDocument, Native
from claimdesk.models.exchange.foreign.format import (
    ExchangedFormat,
    count_written,
    file_stem,
    natives,
)
from claimdesk.models.exchange.foreign.json_files import strict_json
from claimdesk.models.exchange.foreign.json_writing import compact
from claimdesk.models.exchange.foreign.projects import in_project
from claimdesk.models.exchange.foreign.tokens import Token, sentences_of, tokens_of
from claimdesk.models.exchange.foreign.tsv_reading import OWN, read_tsv
from claimdesk.models.exchange.format import register_format
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span, Utf16Map, trimmed

_LAYERS = {
    "actor": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
    "claim": "webanno.custom.Claim",
    "domain": "webanno.custom.Domain",
}
_VALUE = str.maketrans(
    {**{char: f"\\{char}" for char in "\\[]|_*;"}, "\t": "\\t", "\n": "\\n", "\r": "\\r"}
)
_TEXT = str.maketrans({"\\": "\\\\", "\t": "\\t", "\r": "\\r"})


class WebannoFormat(ExchangedFormat):
    """Reads and writes WebAnno TSV 3."""

    name = "webanno"
    extensions = (".tsv",)
    position = 38
    kinds = ("webanno",)
    unit = "utf16"
    is_folder = True

    @property
    def label(self) -> str:
        return _("WebAnno TSV 3, a folder of files for INCEpTION")

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        for document, carried in read_tsv(path):
            if carried:
                document.carried = strict_json(carried, str(path))
                text = document.carried.get("text") if isinstance(document.carried, dict) else None
                document.text = text if isinstance(text, str) else document.text
            in_project(path, document)
            yield document

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        for article in corpus.articles():
            lines = _lines(article)
            (output / f"{file_stem(article)}.tsv").write_text(
                "".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n"
            )
            count_written(written, article)
        return written


Placed = list[tuple[str, Native]]
"""Pieces with their layers."""


def _lines(article: CorpusArticle) -> Iterator[str]:
    body = article.article.body
    # Tokens hold no white space at their ends, so neither do the pieces that are read again.
    annotations = [
        (each, [replace(own, span=trimmed(body, own.span)) for own in natives(each)])
        for each in article.annotations
    ]
    pieces = [(each.layer, native) for each, own in annotations for native in own]
    pieces.sort(key=lambda one: (one[1].span, one[0]))
    tokens = tokens_of(body, [native.span for _layer, native in pieces])
    yield "#FORMAT=WebAnno TSV 3.3"
    for layer in _LAYERS.values():
        yield f"#T_SP={layer}|value"
    yield OWN + compact(pack(article, annotations, text=_unsaid(body, tokens)))
    yield ""
    units = Utf16Map(body)
    cells = _cells(tokens, pieces)
    for number, line in enumerate(sentences_of(body, tokens), 1):
        yield ""
        yield f"#Text={body[line[0].span.start : line[-1].span.end].translate(_TEXT)}"
        for at, token in enumerate(line, 1):
            start, end = (units.unit(edge) for edge in token.span)
            words = body[slice(*token.span)].translate(_TEXT)
            yield "\t".join([f"{number}-{at}", f"{start}-{end}", words, *cells[token.id], ""])


def _unsaid(body: str, tokens: Sequence[Token]) -> str | None:
    """Return the text if it is not that of its lines with line breaks between them."""
    rebuilt = ""
    for line in sentences_of(body, tokens):
        start, end = line[0].span.start, line[-1].span.end
        rebuilt += "\n" * (start - len(rebuilt)) + body[start:end]
    return None if rebuilt == body else body


def _cells(tokens: Sequence[Token], pieces: Placed) -> list[list[str]]:
    """Return the cells of each token."""
    values: list[dict[str, list[str]]] = [{layer: [] for layer in _LAYERS} for _token in tokens]
    starts = {token.span.start: token.id for token in tokens}
    for number, (layer, native) in enumerate(pieces, 1):
        at = starts.get(native.span.start, 0)
        said = f"{native.label.translate(_VALUE)}[{number}]"
        for token in tokens[at:]:
            if token.span.start >= native.span.end:
                break
            if Span.overlaps(token.span, native.span):
                values[token.id][layer].append(said)
    return [["|".join(each[layer]) or "_" for layer in _LAYERS] for each in values]


register_format(WebannoFormat())
