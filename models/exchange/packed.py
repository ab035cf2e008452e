# SPDX-License-Identifier: MIT
"""Archives that hold a corpus of another tool: what its web page lets people download.

The files are unpacked into a folder of the system's, which is gone when the import ends; archives
in an archive become folders. Reports name the archive, never that folder.
"""

from __future__ import annotations

import io
import lzma
import re
import tarfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from claimdesk.models.articles.archives import MOST_BYTES, MOST_MEMBER, MOST_MEMBERS, Archive
from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.articles.read import read_bytes
from claimdesk.models.exchange.corpus import Corpus, CorpusArticle
from claimdesk.models.exchange.format import ReadableFormat
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_KINDS = frozenset({"zip", "inception", "gzip", "bzip2", "xz", "tar"})
_DEEPEST = 3
"""How many archives may be in one another."""
_TELLING = re.compile(
    r"\.(?:ann|xmi|json|jsonl|jsonld|tsv|conll|conllu|conllup|iob2?|bio|spacy|dna|qda|qdpx|sqlite3)$",
    re.IGNORECASE,
)
"""How the names of files end that other tools write; an archive without them is not unpacked."""
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\]')
_JUNK = ("__MACOSX",)
_HEAD = 65_536


PACKED = (".zip", ".tar", ".tgz", ".gz", ".bz2", ".xz")
"""How the names of archives end that may hold a corpus."""


def is_packed(head: bytes) -> bool:
    """Return whether a file that begins so is an archive that may hold a corpus."""
    kind = kind_of(head)
    return kind is not None and kind.key in _KINDS


class PackedFormat(ReadableFormat):
    """A format in an archive."""

    def __init__(
        self, path: Path, data: bytes, inner: Callable[[Path], ReadableFormat | None]
    ) -> None:
        """Unpack the archive, whose bytes are `data`; `inner` says in which format a folder is.

        Raises ClaimdeskError naming the archive if it cannot be unpacked.
        """
        self._path = path
        self._temporary = TemporaryDirectory(prefix="claimdesk-")
        self._root = Path(self._temporary.name) / "corpus"
        _unpack(data, str(path), self._root)
        while len(found := list(self._root.iterdir())) == 1 and found[0].is_dir():
            (self._root,) = found
        self.inner = inner(self._root)
        if self.inner is not None:
            self.name = self.inner.name
            self.extensions = self.inner.extensions
            self.position = self.inner.position
            self.takes_mapping = self.inner.takes_mapping

    @property
    def label(self) -> str:
        return self.name if self.inner is None else self.inner.label

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return () if self.inner is None else self.inner.cannot_hold

    def mappable(self, paths: Sequence[Path], options: ImportOptions) -> Sequence[Mappable]:
        assert self.inner is not None
        with self._temporary:
            return self.inner.mappable([self._root], options)

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        assert self.inner is not None
        try:
            corpus = self.inner.read([self._root], options)
        except ClaimdeskError as error:
            raise self._renamed(error) from error
        read_articles = corpus.read_articles

        def articles() -> Iterator[CorpusArticle]:
            with self._temporary:
                try:
                    for each in read_articles():
                        origin = self._shown(each.article.origin or "")
                        each.article = replace(each.article, origin=origin or None)
                        yield each
                except ClaimdeskError as error:
                    raise self._renamed(error) from error
                finally:
                    self._rename(corpus.report)

        return replace(corpus, read_articles=articles, source=str(self._path), name=self._path.name)

    def _shown(self, words: str) -> str:
        return words.replace(str(self._root), str(self._path))

    def _renamed(self, error: ClaimdeskError) -> ClaimdeskError:
        return ClaimdeskError(self._shown(str(error)))

    def _rename(self, report: ImportReport) -> None:
        for notes in (report.failed, report.warnings, report.notes):
            notes[:] = [FileNote(self._shown(n.file), self._shown(n.reason)) for n in notes]


def packed_format(
    path: Path, head: bytes, inner: Callable[[Path], ReadableFormat | None]
) -> PackedFormat | None:
    """Return the format of the corpus in an archive; None if there is none that can be read."""
    if not is_packed(head):
        return None
    try:
        data = read_bytes(path, str(path), MOST_BYTES)
        if not any(_TELLING.search(member) for member, _read in _members(data, str(path))):
            return None
        packed = PackedFormat(path, data, inner)
    except ClaimdeskError:
        return None  # the readers of articles say what is wrong
    return None if packed.inner is None else packed


def _unpack(data: bytes, name: str, folder: Path, depth: int = 1) -> None:
    """Write the members of an archive into a folder, those of archives in it into its own."""
    folder.mkdir(parents=True, exist_ok=True)
    for member, read in _members(data, name):
        parts = [_UNSAFE.sub("_", part) for part in re.split(r"[/\\]", member)]
        parts = [part for part in parts if part.strip(". ")]
        if not parts or parts[0] in _JUNK:
            continue
        path = folder.joinpath(*parts)
        content = read()
        if is_packed(content[:_HEAD]) and depth < _DEEPEST:
            _unpack(content, f"{name}/{member}", path.with_suffix(""), depth + 1)
        else:
            _write(path, content, name)


def _write(path: Path, content: bytes, name: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise ClaimdeskError(
            _("{name} cannot be unpacked: {reason}.").format(name=name, reason=error.strerror)
        ) from error


_Member = tuple[str, Callable[[], bytes]]


def _members(data: bytes, name: str) -> Iterator[_Member]:
    """Yield the files in an archive: what each is called, and what reads it."""
    if data.startswith(b"PK"):
        with Archive(data, name) as archive:
            for member in archive.names():
                yield member, partial(archive.read, member)
        return
    left = MOST_BYTES
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:*") as tar:
            for number, info in enumerate(tar):
                left -= info.size
                if number >= MOST_MEMBERS or info.size > MOST_MEMBER or left < 0:
                    raise ClaimdeskError(_("{name} is too large to be unpacked.").format(name=name))
                file = tar.extractfile(info) if info.isreg() else None
                if file is not None:
                    yield info.name, file.read
    except (tarfile.TarError, EOFError, OSError, zlib.error, lzma.LZMAError, ValueError) as error:
        raise ClaimdeskError(
            _("{name} is a damaged archive: {error}.").format(name=name, error=error)
        ) from error
