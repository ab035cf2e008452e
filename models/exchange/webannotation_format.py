# SPDX-License-Identifier: MIT
"""Web Annotations (W3C JSON-LD), each file beside the text that it annotates.

Offsets are code points. Each piece has a TextPositionSelector and a TextQuoteSelector; where they
disagree, the words decide. The text of `source` is looked for beside the file, by its name. Tags
are labels; an annotation without one is labelled by its motivation. Comments become notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from claimdesk.models.articles.plain import decode
from claimdesk.models.articles.read import read_bytes
from claimdesk.models.exchange.corpus import Corpus, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.foreign.carried import KEY, pack
from claimdesk.models.exchange.foreign.documents import (
    ForeignDocument,
    ForeignRelation,
    ForeignSpan,
    Native,
    Piece,
)
from claimdesk.models.exchange.foreign.format import (
    ExchangedFormat,
    count_written,
    file_stem,
    natives,
)
from claimdesk.models.exchange.foreign.json_files import Unreadable, read_values
from claimdesk.models.exchange.foreign.json_writing import compact
from claimdesk.models.exchange.foreign.web_annotations import (
    CONTEXT,
    annotations_in,
    as_list,
)
from claimdesk.models.exchange.foreign.web_places import piece_of, source_of
from claimdesk.models.exchange.format import register_format
from claimdesk.models.exchange.reports import ImportReport, Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import anchor

_TXT = ".txt"
_TAGGING = ("tagging", "classifying", "identifying")


class WebAnnotationFormat(ExchangedFormat):
    """Reads and writes Web Annotations."""

    name = "webannotation"
    extensions = (".jsonld", ".json")
    position = 33
    kinds = ("webannotation",)
    is_folder = True

    @property
    def label(self) -> str:
        return _("W3C Web Annotations (JSON-LD), a folder of texts and annotations")

    def report_others(self, others: Sequence[Path], report: ImportReport) -> None:
        super().report_others([path for path in others if path.suffix != _TXT], report)

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        yield from _File(path).documents()

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        for article in corpus.articles():
            stem = file_stem(article)
            text = output / f"{stem}{_TXT}"
            text.write_text(article.article.body, encoding="utf-8", newline="\n")
            collection = _collection(article, quote(text.name))
            (output / f"{stem}.jsonld").write_text(
                compact(collection) + "\n", encoding="utf-8", newline="\n"
            )
            count_written(written, article)
        return written


# Writing


def _collection(article: CorpusArticle, source: str) -> dict[str, Any]:
    annotations = [(each, natives(each)) for each in article.annotations]
    items = [
        _annotation(article, f"{each.id or number}:{at}", each, pieces, source)
        for number, (each, own) in enumerate(annotations, 1)
        for at, pieces in enumerate(_by_label(own), 1)
    ]
    collection = f"urn:claimdesk:article:{article.id or 0}"
    return {
        "@context": CONTEXT,
        "id": collection,
        "type": "AnnotationCollection",
        "label": article.article.title,
        "total": len(items),
        "first": {
            "id": f"{collection}:page",
            "type": "AnnotationPage",
            "partOf": collection,
            "startIndex": 0,
            "items": items,
        },
        KEY: {"source": source, **pack(article, annotations)},
    }


def _by_label(own: Sequence[Native]) -> list[list[Native]]:
    """Return the pieces of an annotation, those of one label together."""
    labels = dict.fromkeys(native.label for native in own)
    return [[native for native in own if native.label == label] for label in labels]


def _annotation(
    article: CorpusArticle,
    own_id: str,
    annotation: CorpusAnnotation,
    pieces: Sequence[Native],
    source: str,
) -> dict[str, Any]:
    bodies = [{"type": "TextualBody", "purpose": "tagging", "value": pieces[0].label}]
    if annotation.note:
        bodies.append({"type": "TextualBody", "purpose": "commenting", "value": annotation.note})
    said: dict[str, Any] = {
        "id": f"urn:claimdesk:annotation:{article.id or 0}:{own_id}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": bodies,
        "target": [_target(article.article.body, native, source) for native in pieces],
    }
    if annotation.annotator:
        said["creator"] = {"type": "Person", "name": annotation.annotator}
    return said


def _target(body: str, native: Native, source: str) -> dict[str, Any]:
    found = anchor(body, native.span)
    return {
        "source": source,
        "selector": [
            {
                "type": "TextQuoteSelector",
                "exact": found.quote,
                "prefix": found.prefix,
                "suffix": found.suffix,
            },
            {"type": "TextPositionSelector", "start": found.start, "end": found.end},
        ],
    }


# Reading


class _File:
    """The annotations of one file, by the text that they are about."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._documents: dict[str, ForeignDocument] = {}
        self._sources: dict[str, str] = {}
        """The source that the annotations are about, by their ids."""
        self._problems: list[str] = []
        self._relations: list[tuple[str, ForeignRelation]] = []

    def documents(self) -> Iterator[ForeignDocument]:
        """Yield one document for each text."""
        for where, value in read_values(self._path):
            if isinstance(value, Unreadable):
                self._problems.append(value)
                continue
            carried = value.get(KEY) if isinstance(value, dict) else None
            if isinstance(carried, dict) and isinstance(carried.get("source"), str):
                self._document(carried["source"]).carried = carried
            for place, annotation, fault in annotations_in(value, where):
                if fault:
                    self._problem(place, _("{fault}; it is left out").format(fault=fault))
                else:
                    self._take(place, annotation)
        for own, relation in self._relations:
            self._document(self._sources.get(own, "")).relations.append(relation)
        found = list(self._documents.values()) or [ForeignDocument("", "")]
        found[0].problems += self._problems
        yield from found

    def _problem(self, where: str, what: str) -> None:
        self._problems.append(f"{where}: {what}." if where else f"{what[:1].upper()}{what[1:]}.")

    def _document(self, source: str, text: str = "") -> ForeignDocument:
        """Return the document of a source, whose text is in the file or in one beside it."""
        if source not in self._documents:
            document = ForeignDocument(text, source, is_done=True)
            beside = None if text else _text_beside(self._path, source)
            if beside is not None:
                document.text = decode(read_bytes(beside, str(beside)), str(beside)).text
            elif not text:
                name = Path(_name_of(source) or self._path.stem).with_suffix(_TXT).name
                document.no_text = _(
                    "the text of {source} is not there; put it beside the file as {name}."
                ).format(source=source or _("the annotations"), name=name)
            self._documents[source] = document
        return self._documents[source]

    def _take(self, where: str, value: dict[str, Any]) -> None:
        own = str(value.get("id", value.get("@id", where)))
        targets = as_list(value.get("target"))
        if "linking" in as_list(value.get("motivation")) and len(targets) > 1:
            self._link(value, targets)
            return
        labels, notes = _bodies(value)
        by_source: dict[str, list[Piece]] = {}
        for target in targets:
            source, text = source_of(target)
            pieces = by_source.setdefault(source, [])
            piece, fault = piece_of(target, self._document(source, text).text)
            if piece is not None:
                pieces.append(piece)
                self._check_length(where, piece)
            elif fault:
                self._problem(where, fault)
        for source, pieces in by_source.items():
            self._sources.setdefault(own, source)
            document = self._document(source)
            if not pieces:
                document.notes.append("; ".join([*labels, *notes]))
                continue
            for label in labels or [_motivation(value)]:
                document.spans.append(
                    ForeignSpan(label, pieces, where, own, _creator(value), notes=[*notes])
                )

    def _check_length(self, where: str, piece: Piece) -> None:
        """Report words that cannot be all that is between two offsets, with or without the text."""
        if piece.quote is None or piece.start is None or piece.end is None:
            return
        length = piece.end - piece.start
        if length not in (len(piece.quote), len(piece.quote.encode("utf-16-le")) // 2):
            self._problem(
                where,
                _("“{quote}” has {count} characters, but {start}-{end} are {length}").format(
                    quote=piece.quote[:60],
                    count=len(piece.quote),
                    start=piece.start,
                    end=piece.end,
                    length=length,
                ),
            )

    def _link(self, value: dict[str, Any], targets: list[Any]) -> None:
        labels, _notes = _bodies(value)
        ids = [each.get("id") if isinstance(each, dict) else each for each in targets]
        first, *others = [str(each) for each in ids]
        for other in others:
            relation = ForeignRelation(" ".join(labels) or "linking", first, other)
            self._relations.append((first, relation))


def _text_beside(path: Path, source: str) -> Path | None:
    """Return the file in the folder of `path` that holds the text of a source."""
    name = _name_of(source)
    names = [name, name + _TXT, str(Path(name).with_suffix(_TXT))] if name else []
    for each in [*names, path.stem + _TXT]:
        beside = path.parent / each
        if beside.suffix.lower() in (_TXT, ".text") and beside.is_file():
            return beside
    texts = sorted(path.parent.glob(f"*{_TXT}"))
    return texts[0] if len(texts) == 1 and texts[0].is_file() else None


def _name_of(source: str) -> str:
    """Return the last part of a source, which is no way out of a folder."""
    try:
        name = unquote(urlsplit(source).path.rpartition("/")[2] if source else "")
    except ValueError:  # brackets that are no address
        return ""
    return "" if name in (".", "..") or "/" in name or "\\" in name or "\x00" in name else name


def _bodies(value: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Return the tags of an annotation, and what else its bodies say."""
    labels: list[str] = []
    notes: list[str] = []
    tags = any(each in _TAGGING for each in as_list(value.get("motivation")))
    if isinstance(value.get("bodyValue"), str):
        notes.append(value["bodyValue"])
    for body in as_list(value.get("body")):
        said = _said(body)
        purposes = as_list(body.get("purpose")) if isinstance(body, dict) else []
        is_tag = any(each in _TAGGING for each in purposes) or (tags and not purposes)
        if said:
            (labels if is_tag else notes).append(said)
    return labels, notes


def _said(body: Any) -> str:  # noqa: ANN401
    if isinstance(body, dict):
        said = body.get("value", body.get("id", body.get("source", "")))
        return said.strip() if isinstance(said, str) else ""
    return str(body)


def _motivation(value: dict[str, Any]) -> str:
    said = [each for each in as_list(value.get("motivation")) if isinstance(each, str)]
    return said[0] if said else "commenting" if "body" in value else "highlighting"


def _creator(value: dict[str, Any]) -> str | None:
    for each in as_list(value.get("creator")):
        if isinstance(each, str) and each:
            return each
        if isinstance(each, dict):
            said = [each.get(name) for name in ("name", "nickname", "email", "id")]
            return next((one for one in said if isinstance(one, str) and one.strip()), None)
    return None


register_format(WebAnnotationFormat())
