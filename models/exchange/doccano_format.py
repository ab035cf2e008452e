# SPDX-License-Identifier: MIT
"""doccano JSONL, in its shapes: one text a line, offsets in UTF-16 units as its page counts them.

- {"text", "label": [[start, end, label], …]}; the key may be `labels` or `entities`, a label a
  bare number.
- {"text", "entities": [{"id", "label", "start_offset", "end_offset"}], "relations": [{"from_id",
  "to_id", "type"}]}; older ones list `annotations` with the number of the `user`.

Projects that count graphemes, and files of other programs, count code points: that is inferred
from the edges of words. Labels of the whole text and other columns become notes of the article.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.corpus import Corpus, CorpusArticle
from claimdesk.models.exchange.foreign.carried import KEY, pack
from claimdesk.models.exchange.foreign.documents import (
    ForeignDocument,
    ForeignRelation,
    ForeignSpan,
    Piece,
)
from claimdesk.models.exchange.foreign.format import ExchangedFormat, count_written, natives
from claimdesk.models.exchange.foreign.json_files import (
    Unreadable,
    in_words,
    index_of,
    label_of,
    read_values,
    said,
)
from claimdesk.models.exchange.foreign.json_writing import write_line
from claimdesk.models.exchange.format import register_format
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Utf16Map

_TEXTS = ("text", "data")
_LISTS = ("label", "labels", "entities", "annotations", "spans", "ents")
_OWN = {
    *_TEXTS,
    *_LISTS,
    "id",
    "relations",
    "meta",
    KEY,
    "annotation_approver",
    "annotation_approved",
}
_KNOWN = {"id", "label", "start_offset", "end_offset", "start", "end", "user", "text"}


class DoccanoFormat(ExchangedFormat):
    """Reads and writes doccano JSONL."""

    name = "doccano"
    extensions = (".jsonl", ".json")
    position = 32
    kinds = ("doccano",)
    unit = "utf16"

    @property
    def label(self) -> str:
        return _("doccano JSONL, texts with labelled spans")

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        for where, value in read_values(path):
            yield _Row(where, value).document()

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        with output.open("xb") as file:
            for number, article in enumerate(corpus.articles(), 1):
                write_line(file, _row(number, article))
                count_written(written, article)
        return written


def _row(number: int, article: CorpusArticle) -> dict[str, Any]:
    units = Utf16Map(article.article.body)
    annotations = [(each, natives(each)) for each in article.annotations]
    labels = sorted(
        [units.unit(native.span.start), units.unit(native.span.end), native.label]
        for _each, own in annotations
        for native in own
    )
    return {
        "id": number,
        "text": article.article.body,
        "label": labels,
        KEY: pack(article, annotations),
    }


class _Row:
    """One line."""

    def __init__(self, where: str, value: Any) -> None:  # noqa: ANN401
        if isinstance(value, list) and len(value) == 2 and isinstance(value[1], dict):
            value = {**value[1], "text": value[0]}  # as spaCy's examples are written
        self._value = value if isinstance(value, dict) else {}
        self._where = where
        text = next((self._value[t] for t in _TEXTS if isinstance(self._value.get(t), str)), "")
        self._document = ForeignDocument(text, where)
        if isinstance(value, Unreadable):
            self._document.problems.append(value)

    def document(self) -> ForeignDocument:
        """Return what the line says."""
        document = self._document
        document.carried = self._value.get(KEY)
        listed = [name for name in _LISTS if isinstance(self._value.get(name), list)]
        for name in listed:
            for number, each in enumerate(self._value[name], 1):
                where = _("{where}, {name} {number}").format(
                    where=self._where, name=name, number=number
                )
                self._label(where, each)
        for name in _LISTS:
            if name not in listed and label_of(self._value.get(name)):
                document.notes.append(said(name, self._value[name]))
        self._read_relations()
        self._read_columns()
        document.is_done = bool(listed)
        return document

    def _label(self, where: str, value: Any) -> None:  # noqa: ANN401
        if label_of(value):
            self._document.notes.append(str(label_of(value)))
            return
        span = self._entity(where, value) if isinstance(value, dict) else self._triple(where, value)
        if span is None:
            self._document.problems.append(
                _("{where} has no offsets and label; it is left out.").format(where=where)
            )
        else:
            self._document.spans.append(span)

    @staticmethod
    def _triple(where: str, value: Any) -> ForeignSpan | None:  # noqa: ANN401
        if not isinstance(value, list) or len(value) < 3:
            return None
        start, end, label = index_of(value[0]), index_of(value[1]), label_of(value[2])
        if start is None or end is None or label is None:
            return None
        notes = [str(label_of(each)) for each in value[3:] if label_of(each)]
        return ForeignSpan(label, [Piece(start, end)], where, notes=notes)

    def _entity(self, where: str, value: dict[str, Any]) -> ForeignSpan | None:
        start = index_of(value.get("start_offset", value.get("start")))
        end = index_of(value.get("end_offset", value.get("end")))
        label = label_of(value.get("label"))
        if start is None or end is None or label is None:
            if label is not None and start is None and end is None:
                self._document.notes.append(label)
                return ForeignSpan(label, [], where)
            return None
        quote = value.get("text")
        user = label_of(value.get("user"))
        return ForeignSpan(
            label,
            [Piece(start, end, quote if isinstance(quote, str) else None)],
            where,
            id=label_of(value.get("id")),
            annotator=None if user is None else _user(user),
            attributes=[
                (name, in_words(each))
                for name, each in value.items()
                if name not in _KNOWN
                and each not in (None, "", [], {})
                and name not in ("prob", "manual", "document", "created_at", "updated_at")
            ],
        )

    def _read_relations(self) -> None:
        relations = self._value.get("relations")
        for each in relations if isinstance(relations, list) else []:
            if isinstance(each, dict):
                ends = (label_of(each.get("from_id")), label_of(each.get("to_id")))
                label = label_of(each.get("type")) or "relation"
                self._document.relations.append(
                    ForeignRelation(label, ends[0] or "?", ends[1] or "?")
                )

    def _read_columns(self) -> None:
        """Keep other columns as lines of the note of the article."""
        meta = self._value.get("meta")
        columns = {**(meta if isinstance(meta, dict) else {})}
        columns |= {name: each for name, each in self._value.items() if name not in _OWN}
        self._document.notes += [
            said(str(name), each)
            for name, each in columns.items()
            if each not in (None, "", [], {}) and not str(name).startswith("_")
        ]


def _user(user: str) -> str:
    """Return the name of an annotator who is known by a number only."""
    return _("annotator {number}").format(number=user) if user.isdecimal() else user


register_format(DoccanoFormat())
