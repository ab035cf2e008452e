# SPDX-License-Identifier: MIT
"""Training data of spaCy 2 in JSON: documents of paragraphs, sentences and tokens with tags.

Each paragraph is one text, as spaCy makes one `Doc` of it: its `raw` text, or else its tokens with
a space between them. `ner` is a BILUO tag. Words as such, their tags and their parse, are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.foreign.conll_entities import Row, tagged
from claimdesk.models.exchange.foreign.documents import ForeignDocument
from claimdesk.models.exchange.foreign.format import ForeignFormat
from claimdesk.models.exchange.foreign.json_files import label_of, read_values, said
from claimdesk.models.exchange.format import register_format
from claimdesk.models.exchange.reports import Loss
from claimdesk.models.messages.catalogue import _
from claimdesk.models.text.spans import Span


class SpacyJsonFormat(ForeignFormat):
    """Reads the JSON that spaCy 2 is trained with."""

    name = "spacy-json"
    extensions = (".json",)
    position = 42
    kinds = ("spacy-json",)

    @property
    def label(self) -> str:
        return _("spaCy 2 training data in JSON")

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (_("claims"), _("fields of articles, such as outlet and date"), _("the history"))

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        for where, value in read_values(path):
            paragraphs = _objects(value, "paragraphs")
            for number, paragraph in enumerate(paragraphs, 1):
                place = _("{where}, paragraph {number}").format(where=where, number=number)
                yield _document(place, paragraph)


def _document(where: str, paragraph: dict[str, Any]) -> ForeignDocument:
    sentences = [_objects(each, "tokens") for each in _objects(paragraph, "sentences")]
    words = [[label_of(token.get("orth")) or "" for token in tokens] for tokens in sentences]
    raw = paragraph.get("raw")
    text = raw if isinstance(raw, str) else " ".join(" ".join(each) for each in words)
    document = ForeignDocument(text, where, is_done=True)
    at, count = 0, 0
    for tokens, own in zip(sentences, words, strict=True):
        rows: list[Row] = []
        for token, word in zip(tokens, own, strict=True):
            count += 1
            start = text.find(word, at) if word else -1
            span = None if start < 0 else Span(start, start + len(word))
            at = at if span is None else span.end
            rows.append(Row(count, [str(token.get("ner") or "-")], span))
            if span is None and rows[-1].columns[0] not in ("O", "-"):
                words_gone = _("{where}, token {number}: “{word}” is not in the text.")
                document.problems.append(words_gone.format(where=where, number=count, word=word))
        document.spans += tagged(rows, lambda row: row.columns[0])
    document.notes += [
        said(str(each.get("label")), each.get("value")) for each in _objects(paragraph, "cats")
    ]
    brackets = sum(len(_objects(one, "brackets")) for one in _objects(paragraph, "sentences"))
    document.left_out += +Counter({Loss("phrases", _("phrases of the parse")): brackets})
    return document


def _objects(value: Any, name: str) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return the objects in a list of an object; none if there is no such list."""
    listed = value.get(name) if isinstance(value, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []


register_format(SpacyJsonFormat())
