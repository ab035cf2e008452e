# SPDX-License-Identifier: MIT
"""Articles that were read and wait to be written: on disk when they are many, and in order.

Reading takes long and writing keeps others waiting, so all are read first; memory stays flat.
"""

from __future__ import annotations

import pickle
import tempfile
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.exchange.corpus import (
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
)
from claimdesk.models.text.normalization import body_hash

_IN_MEMORY = 8 * 2**20
_CLASSES = (ArticleFile, CorpusActor, CorpusAnnotation, CorpusArticle, CorpusCode, CorpusDomain)


def _by_arguments(of: type) -> Callable[[Any], tuple[type, tuple[Any, ...]]]:
    values = attrgetter(*(field.name for field in fields(of)))
    return lambda one: (of, values(one))


class _Pickler(pickle.Pickler):
    """Keeps the arguments of each data class, which is much faster than what dataclasses do."""

    dispatch_table = {one: _by_arguments(one) for one in _CLASSES}  # noqa: RUF012


class Spool:
    """Articles, as often as they are wanted; the file goes with the object."""

    def __init__(self, articles: Iterable[CorpusArticle]) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        self._keys: list[str] = []
        self._at = array("Q")
        self._end = 0
        self._lock = threading.Lock()
        self._left_out: frozenset[str] = frozenset()
        for one in articles:
            self.add(one)

    def add(self, one: CorpusArticle) -> int:
        """Add an article; return its number, from 0."""
        with self._lock:
            self._file.seek(self._end)
            _Pickler(self._file, pickle.HIGHEST_PROTOCOL).dump(one)
            self._at.append(self._end)
            self._end = self._file.tell()
            self._keys.append(body_hash(one.article.body))
            return len(self._keys) - 1

    def get(self, number: int) -> CorpusArticle:
        """Return the article with this number, whether or not it is left out."""
        with self._lock:
            self._file.seek(self._at[number])
            one: CorpusArticle = pickle.load(self._file)  # noqa: S301 - written above
            return one

    def key(self, number: int) -> str:
        """Return the hash of the body of the article with this number."""
        return self._keys[number]

    def close(self) -> None:
        """Forget the articles."""
        with self._lock:
            self._file.close()

    @property
    def keys(self) -> list[str]:
        """The hashes of the bodies, in order."""
        return [key for key in self._keys if key not in self._left_out]

    def leave_out(self, keys: Iterable[str]) -> int:
        """Leave out the articles with these bodies from now on; return how many that are."""
        before = len(self)
        self._left_out |= frozenset(keys)
        return before - len(self)

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[CorpusArticle]:
        for number, key in enumerate(self._keys):
            if key not in self._left_out:
                yield self.get(number)
