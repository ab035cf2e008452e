# SPDX-License-Identifier: MIT
"""Parses cached on disk, so that learning again does not parse again.

One file an article in the user's cache folder, named by a hash of its text and of what parsed it.
A damaged or malformed file is replaced. The least recently used are removed when all are too large.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from claimdesk.models.suggest.chunks import Chunk, split_into_chunks
from claimdesk.models.suggest.data import Pipeline

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, DocBin

LIMIT = 256 * 2**20
"""Bytes of all files together."""
_ATTRIBUTES = ("LEMMA", "POS", "TAG", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE")
_FORM = "1"
_SUFFIX = ".parse"
_DIGEST = 32


class ParseCache:
    """The parses in one folder; by default the user's cache folder."""

    def __init__(self, folder: Path | None = None, limit: int = LIMIT) -> None:
        self.folder = folder or platformdirs.user_cache_path("claimdesk", False) / "parses"
        self._limit = limit

    def parsed(self, text: str, nlp: Language, pipeline: Pipeline) -> list[tuple[Chunk, Doc]]:
        """Return the chunks of an article with their parses, from disk or newly parsed."""
        pieces = split_into_chunks(text)
        path = self._path(text, pipeline)
        docs = _read(path, nlp, text, pieces)
        if docs is None:
            texts = (text[piece.span.start : piece.span.end] for piece in pieces)
            docs = list(nlp.pipe(texts, batch_size=16))
            self._write(path, docs)
        return list(zip(pieces, docs, strict=True))

    def trim(self) -> None:
        """Remove the files that were used longest ago, until the others are small enough."""
        files = sorted(self._files(), reverse=True)
        total = 0
        for _used, size, path in files:
            total += size
            if total > self._limit:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _files(self) -> Iterator[tuple[float, int, Path]]:
        for path in self.folder.glob(f"*{_SUFFIX}"):
            with contextlib.suppress(OSError):
                state = path.stat()
                yield state.st_mtime, state.st_size, path

    def _path(self, text: str, pipeline: Pipeline) -> Path:
        made_by = (_FORM, pipeline.name, pipeline.version, pipeline.settings.get("spacy", ""))
        key = "\0".join((*made_by, text)).encode("utf-8", "surrogatepass")
        return self.folder / (hashlib.sha256(key).hexdigest() + _SUFFIX)

    def _write(self, path: Path, docs: Iterable[Doc]) -> None:
        # Without the cache everything works, only slower: a full disk must not end the learning.
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = _bin(docs).to_bytes()
            handle, name = tempfile.mkstemp(dir=self.folder, suffix=".new")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(hashlib.sha256(content).digest() + content)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise


def _bin(docs: Iterable[Doc] = ()) -> DocBin:
    from spacy.tokens import DocBin

    return DocBin(attrs=list(_ATTRIBUTES), store_user_data=False, docs=docs)


def _read(path: Path, nlp: Language, text: str, pieces: list[Chunk]) -> list[Doc] | None:
    try:
        content = path.read_bytes()
        os.utime(path)
    except OSError:
        return None
    if hashlib.sha256(content[_DIGEST:]).digest() != content[:_DIGEST]:
        return None
    try:
        docs = list(_bin().from_bytes(content[_DIGEST:]).get_docs(nlp.vocab))
    except Exception:  # whatever a file of another version of spaCy makes it raise
        return None
    same = len(docs) == len(pieces) and all(
        doc.text == text[piece.span.start : piece.span.end]
        for doc, piece in zip(docs, pieces, strict=True)
    )
    return docs if same else None
