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
from claimdesk.models.exchange.corpus import Corpus, CorpusArticle
from claimdesk.models.exchange.format import ReadableFormat
from claimdesk.models.exchange.import_options import ImportOptions, Stopped
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError


class ArticleFiles(ReadableFormat):
    """Files of one article or several, read by one reader, or each by its own."""

    gathers = True

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
        results = read_many(
            files,
            options.progress,
            options.stopped,
            options=options.articles,
            reader=self._reader,
        )
        for path, result in results:
            if isinstance(result, ClaimdeskError):
                report.failed.append(FileNote(str(path), str(result)))
            else:
                notes = [] if result.section is None else [_section_note(result.section)]
                yield CorpusArticle(result, notes=notes)
        if options.stopped and options.stopped():
            raise Stopped


def _section_note(section: str) -> str:
    return _("Section: {section}").format(section=section)


def article_formats() -> list[ArticleFiles]:
    """Return one format for each reader of articles."""
    return [ArticleFiles(reader) for reader in article_readers()]
