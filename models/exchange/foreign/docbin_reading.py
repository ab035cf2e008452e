# SPDX-License-Identifier: MIT
"""spaCy DocBin files that are not trusted: zlib over msgpack, unpacked only up to a size."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import read_bytes
from claimdesk.models.exchange.foreign.carried import KEY
from claimdesk.models.exchange.foreign.documents import ForeignDocument, ForeignSpan, Piece
from claimdesk.models.exchange.foreign.json_files import MOST_BYTES, strict_json
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

GROUP = "sc"
"""The group that a span categorizer reads by default."""


def read_docbin(path: Path) -> Iterator[ForeignDocument]:
    """Yield the documents of a file. Raises ClaimdeskError naming it if it cannot be read."""
    from spacy.tokens import DocBin
    from spacy.vocab import Vocab

    data = read_bytes(path, str(path), MOST_BYTES)
    _check_size(path, data)
    try:
        docbin = DocBin().from_bytes(data)
        docs = docbin.get_docs(Vocab())
        for number, doc in enumerate(docs, 1):
            yield _document(doc, _("document {number}").format(number=number))
    except ClaimdeskError:
        raise
    except Exception as error:
        raise ClaimdeskError(
            _("{path} is not a whole DocBin of spaCy: {reason}.").format(
                path=path, reason=f"{type(error).__name__}: {error}"[:200]
            )
        ) from error


def _check_size(path: Path, data: bytes) -> None:
    unpacking = zlib.decompressobj()
    try:
        unpacking.decompress(data, MOST_BYTES)
    except zlib.error:
        raise ClaimdeskError(_("{path} is not a DocBin of spaCy.").format(path=path)) from None
    if not unpacking.eof:
        raise ClaimdeskError(
            _("{path} is cut off, or larger than {size:g} MB when it is unpacked.").format(
                path=path, size=MOST_BYTES / 1e6
            )
        )


def _document(doc: Any, where: str) -> ForeignDocument:  # noqa: ANN401
    document = ForeignDocument(doc.text, where, is_done=True)
    carried = doc.user_data.get(KEY)
    if isinstance(carried, str):
        document.carried = strict_json(carried, where)
    if document.carried is None:
        document.spans += [_span(ent, where) for ent in doc.ents]
        document.notes += [f"{label}: {score}" for label, score in doc.cats.items()]
    seen = {(each.label, each.pieces[0]) for each in document.spans}
    for name, group in doc.spans.items():
        for span in group:
            own = _span(span, where)
            if (own.label, own.pieces[0]) in seen:
                continue
            if name != GROUP:
                own.attributes.append(("group", name))
            document.spans.append(own)
    return document


def _span(span: Any, where: str) -> ForeignSpan:  # noqa: ANN401
    names = (("kb_id", span.kb_id_), ("id", span.id_))
    attributes = [(name, value) for name, value in names if value]
    label = span.label_ or _("span")
    return ForeignSpan(label, [Piece(span.start_char, span.end_char)], where, attributes=attributes)
