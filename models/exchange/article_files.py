# SPDX-License-Identifier: MIT
"""Article files as formats: one for each reader, and one that takes what no other format does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from claimdesk.models.articles.readers import (
    ArticleReader,
    article_readers,
    find_article_files,
    read_many,
)
from claimdesk.models.articles.references import (
    Reference,
    References,
    is_reference_file,
    read_references,
)
from claimdesk.models.exchange.corpus import Corpus, CorpusArticle
from claimdesk.models.exchange.format import ReadableFormat
from claimdesk.models.exchange.import_options import ImportOptions, Stopped
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError

_PROGRAMS = (
    ((".nvp",), "NVivo"),
    ((".mx18", ".mx20", ".mx22", ".mx24", ".mx26", ".mex"), "MAXQDA"),
    ((".atlproj", ".atlcb", ".hpr"), "ATLAS.ti"),
)
"""How the names of projects begin to end that no other program reads, and whose they are."""


class ArticleFiles(ReadableFormat):
    """Files of one article or several, read by one reader, or each by its own."""

    gathers = True
    takes_mapping = True

    def __init__(self, reader: ArticleReader | None = None) -> None:
        self._reader = reader
        shown = reader or article_readers()[0]
        self._label = shown.label
        self.name = shown.name
        self.extensions = shown.extensions
        self.position = shown.position

    @property
    def label(self) -> str:
        return self._label

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (_("annotations"), _("actors"), _("the codebook"), _("the history"))

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        files = find_article_files(paths, self._reader)
        report = ImportReport()
        return Corpus(lambda: self._articles(files, options, report), report=report)

    def _articles(
        self, files: Sequence[Path], options: ImportOptions, report: ImportReport
    ) -> Iterator[CorpusArticle]:
        for _path, one in self.read_files(files, options, report):
            yield one

    def read_files(
        self, files: Sequence[Path], options: ImportOptions, report: ImportReport
    ) -> Iterator[tuple[Path, CorpusArticle]]:
        """Yield the articles with the files that they are in; note in `report` what failed.

        Raises Stopped if the import is to end.
        """
        references, files = _references(files, report)
        results = read_many(
            files,
            options.progress,
            options.stopped,
            options=options.articles,
            reader=self._reader,
        )
        for path, result in results:
            if isinstance(result, ClaimdeskError):
                report.failed.append(FileNote(str(path), _reason(path, result)))
            else:
                yield path, CorpusArticle(references.apply(result) if references else result)
        if references and references.unused:
            report.warnings.append(FileNote("", _unused(references.unused)))
        if options.stopped and options.stopped():
            raise Stopped


def _reason(path: Path, error: ClaimdeskError) -> str:
    """Return why a file can't be read; the own files of some programs are known by their name."""
    program = next((name for ends, name in _PROGRAMS if path.suffix.lower().startswith(ends)), None)
    if program is None:
        return str(error)
    return _(
        "{path} is a project of {program}, which only that program reads; export it there as a "
        "REFI-QDA project (.qdpx) and import that."
    ).format(path=path, program=program)


def _references(
    files: Sequence[Path], report: ImportReport
) -> tuple[References | None, Sequence[Path]]:
    """Read the files of references among others; return them, and the others."""
    paths = [path for path in files if is_reference_file(path)]
    others = [path for path in files if path not in set(paths)]
    if not paths or not others:
        return None, files
    found: list[Reference] = []
    for path in paths:
        try:
            found += read_references(path)
        except ClaimdeskError as error:
            report.failed.append(FileNote(str(path), str(error)))
    return References(found), others


def _unused(count: int) -> str:
    return ngettext(
        "1 reference is about no file of this import.",
        "{n} references are about no file of this import.",
        count,
    ).format(n=count)
