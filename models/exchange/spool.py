# SPDX-License-Identifier: MIT
"""Articles that were read and wait to be written: on disk when they are many, and in order.

Reading takes long and writing keeps others waiting, so all are read first; memory stays flat.
"""

from __future__ import annotations

import pickle
import tempfile
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
        self._left_out: frozenset[str] = frozenset()
        for one in articles:
            _Pickler(self._file, pickle.HIGHEST_PROTOCOL).dump(one)
            self._keys.append(body_hash(one.article.body))

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
        at = 0
        for key in self._keys:
            self._file.seek(at)
            one: CorpusArticle = pickle.load(self._file)  # noqa: S301 - written above
            at = self._file.tell()
            if key not in self._left_out:
                yield one
