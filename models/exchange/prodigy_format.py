# SPDX-License-Identifier: MIT
"""Prodigy JSONL: one task a line, with spans in code points.

- {"text", "spans": [{"start", "end", "label", "token_start", "token_end"}], "tokens", "answer"};
  `token_end` is the last token of the span, not the one after it.
- The answer accept is an accepted annotation, reject a rejected one; of an ignored task only the
  text is read. Tasks of the same text are one article.
- Relations name tokens; what they relate is the span around the token.
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
from claimdesk.models.exchange.foreign.tokens import Token, tokens_of
from claimdesk.models.exchange.format import register_format
from claimdesk.models.exchange.reports import Written
from claimdesk.models.messages.catalogue import _

_KNOWN_KEYS = {"start", "end", "label", "token_start", "token_end", "text", "id", "answer", KEY}
_STATES = {"accept": "accepted", "reject": "rejected"}


class ProdigyFormat(ExchangedFormat):
    """Reads and writes Prodigy JSONL."""

    name = "prodigy"
    extensions = (".jsonl", ".json")
    position = 31
    kinds = ("prodigy",)

    @property
    def label(self) -> str:
        return _("Prodigy JSONL, tasks with spans")

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        for where, value in read_values(path):
            yield _Task(where, value).document()

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        with output.open("xb") as file:
            for article in corpus.articles():
                write_line(file, _task(article))
                count_written(written, article)
        return written


def _task(article: CorpusArticle) -> dict[str, Any]:
    body = article.article.body
    annotations = [(each, natives(each)) for each in article.annotations]
    pieces = [native for _each, own in annotations for native in own]
    tokens = tokens_of(body, [native.span for native in pieces])
    starts = {token.span.start: token.id for token in tokens}
    ends = {token.span.end: token.id for token in tokens}
    spans = []
    for native in sorted(pieces, key=lambda each: (each.span, each.label)):
        span: dict[str, Any] = {"start": native.span.start, "end": native.span.end}
        if native.span.start in starts and native.span.end in ends:
            span["token_start"] = starts[native.span.start]
            span["token_end"] = ends[native.span.end]
        spans.append({**span, "label": native.label})
    return {
        "text": body,
        "tokens": [_token(body, token) for token in tokens],
        "spans": spans,
        "answer": "accept" if article.status == "done" or spans else "ignore",
        KEY: pack(article, annotations),
    }


def _token(body: str, token: Token) -> dict[str, Any]:
    start, end = token.span
    blank = body[end : end + 1] == " "
    return {"text": body[start:end], "start": start, "end": end, "id": token.id, "ws": blank}


class _Task:
    """One task."""

    def __init__(self, where: str, value: Any) -> None:  # noqa: ANN401
        self._value = value if isinstance(value, dict) else {}
        self._where = where
        text = self._value.get("text")
        self._document = ForeignDocument(text if isinstance(text, str) else "", where)
        if isinstance(value, Unreadable):
            self._document.problems.append(value)
        self._tokens = [t for t in self._list("tokens") if isinstance(t, dict)]

    def document(self) -> ForeignDocument:
        """Return what the task says."""
        value, document = self._value, self._document
        answer = value.get("answer", "accept")
        document.carried = value.get(KEY)
        document.annotator = self._annotator()
        document.is_done = answer == "accept"
        meta = value.get("meta")
        if isinstance(meta, dict):
            document.notes += [said(str(name), each) for name, each in meta.items()]
        if answer in ("accept", "reject") or document.carried is not None:
            for number, span in enumerate(self._list("spans"), 1):
                # Where tasks were merged, each span has the answer of its own.
                own = span.get("answer", answer) if isinstance(span, dict) else answer
                if own != "ignore":
                    self._span(number, span, _STATES.get(str(own), "accepted"))
            self._read_relations()
            self._read_choices(answer)
        return document

    def _list(self, name: str) -> list[Any]:
        found = self._value.get(name)
        return found if isinstance(found, list) else []

    def _annotator(self) -> str | None:
        for name in ("_annotator_id", "_session_id"):
            if isinstance(self._value.get(name), str) and self._value[name].strip():
                return str(self._value[name]).strip()
        return None

    def _span(self, number: int, span: Any, state: str) -> None:  # noqa: ANN401
        where = _("{where}, span {number}").format(where=self._where, number=number)
        label = label_of(span.get("label")) if isinstance(span, dict) else None
        if label is None:
            self._document.problems.append(
                _("{where}: the span has no label; it is left out.").format(where=where)
            )
            return
        start, end = index_of(span.get("start")), index_of(span.get("end"))
        if start is None or end is None:
            start, end = self._by_tokens(span)
        if start is None or end is None:
            self._document.problems.append(
                _("{where}: the span has no offsets; it is left out.").format(where=where)
            )
            return
        quote = span.get("text")
        own = ForeignSpan(
            label,
            [Piece(start, end, quote if isinstance(quote, str) else None)],
            where,
            id=f"{start}-{end}",
            state=state,
            attributes=[
                (name, in_words(each))
                for name, each in span.items()
                if name not in _KNOWN_KEYS and not name.startswith("_") and each is not None
            ],
        )
        self._document.spans.append(own)

    def _by_tokens(self, span: dict[str, Any]) -> tuple[int | None, int | None]:
        first, last = index_of(span.get("token_start")), index_of(span.get("token_end"))
        count = len(self._tokens)
        if first is None or last is None or not 0 <= first <= last < count:
            return None, None
        return index_of(self._tokens[first].get("start")), index_of(self._tokens[last].get("end"))

    def _read_relations(self) -> None:
        for relation in self._list("relations"):
            if not isinstance(relation, dict):
                continue
            label = label_of(relation.get("label")) or "relation"
            head = self._end(relation, "head")
            child = self._end(relation, "child")
            self._document.relations.append(ForeignRelation(label, head, child))

    def _end(self, relation: dict[str, Any], name: str) -> str:
        """Return the id of the span at one end of a relation, or what the relation calls it."""
        span = relation.get(f"{name}_span")
        if isinstance(span, dict) and f"{span.get('start')}-{span.get('end')}" in self._ids():
            return f"{span.get('start')}-{span.get('end')}"
        token = index_of(relation.get(name))
        if token is None or not 0 <= token < len(self._tokens):
            return str(relation.get(name))
        at = index_of(self._tokens[token].get("start"))
        for own in self._document.spans:
            (piece,) = own.pieces
            if at is not None and (piece.start or 0) <= at < (piece.end or 0):
                return own.id or ""
        return str(self._tokens[token].get("text"))

    def _ids(self) -> set[str]:
        return {span.id for span in self._document.spans if span.id}

    def _read_choices(self, answer: str) -> None:
        """Keep labels of the whole text as lines of the note of its article."""
        label = label_of(self._value.get("label"))
        if label:
            self._document.notes.append(f"{label}: {answer}")
        for choice in self._list("accept"):
            if label_of(choice):
                self._document.notes.append(f"{label_of(choice)}: {answer}")


register_format(ProdigyFormat())
