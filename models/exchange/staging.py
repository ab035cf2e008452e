# SPDX-License-Identifier: MIT
"""An import that waits for an analyst: its articles are read and can be looked at and changed.

Nothing is written to the project before `write`, which is one edit. Texts wait on disk (Spool);
what is kept of an article in memory is a line of a table.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from claimdesk.models.articles.columns import TableColumns
from claimdesk.models.articles.dates import find_date
from claimdesk.models.articles.documents import DocumentReader
from claimdesk.models.articles.isolation import ReadingProcess
from claimdesk.models.articles.plain import decoded_plain
from claimdesk.models.articles.read import MAX_BYTES, ArticleFile, date_doubts, read_bytes
from claimdesk.models.articles.readers import ReadingOptions, find_article_files, reader_of
from claimdesk.models.articles.text_reader import encoding_doubt
from claimdesk.models.exchange.article_files import ArticleFiles
from claimdesk.models.exchange.corpus import Corpus, CorpusArticle, CorpusVersion
from claimdesk.models.exchange.corpus_import import write_corpus
from claimdesk.models.exchange.format import ReadableFormat
from claimdesk.models.exchange.formats import corpora_of, format_of, imported_or_failed
from claimdesk.models.exchange.import_options import LINK, SKIP, ImportOptions, Stopped
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.exchange.spool import Spool
from claimdesk.models.exchange.staged_duplicates import DuplicateFinder, DuplicateGroup
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.text.search_form import search_form

FIELDS = ("title", "published_on", "outlet", "language")
"""What can be changed of an article before it comes in."""

_WORD = re.compile(r"\w+(?:[-'’.]\w+)*")
_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".json", ".jsonl", ".ndjson")
_FEW = 20
"""Words below which a text is hardly an article."""
_MOST_CHOICES = 12


@dataclass(frozen=True, slots=True)
class Hooks:
    """How a long step reports how far it is, and asks whether it is to end."""

    progress: Callable[[int, int], None] | None = None
    stopped: Callable[[], bool] | None = None


_NONE = Hooks()


@dataclass(slots=True)
class StagedArticle:
    """A line of the preview: an article that was read."""

    number: int
    file: str
    kind: str
    title: str
    published_on: str | None
    outlet: str | None
    language: str
    words: int
    problems: tuple[str, ...]
    """What an analyst should look at, in short sentences."""
    unclear_date: str | None = None
    """What its file says of the date, if the day or the month may stand first in it."""
    encoding: str | None = None
    encoding_is_guess: bool = False
    take: bool = True


class StagedImport:
    """Articles of files that wait to be written, and what an analyst decided about them."""

    def __init__(
        self,
        project: Project,
        paths: Sequence[Path],
        options: ReadingOptions | None = None,
        *,
        day_first: Mapping[str, bool] | None = None,
        pasted: bool = False,
    ) -> None:
        """`options` says how files are read, `day_first` how sources mean dates like 03/04/2024.

        `pasted`: the files hold what was copied, so that their names say nothing.

        Raises ClaimdeskError if a path does not exist or a folder holds no texts.
        """
        self._project = project
        self._options = options or ReadingOptions()
        self._day_first = dict(day_first or {})
        self._pasted = pasted
        self._formats = corpora_of([(path, format_of(path, None)) for path in paths])
        self._spool = Spool(())
        self._typed_dates: set[int] = set()
        self._report = ImportReport()
        self.articles: list[StagedArticle] = []
        """In the order of the files."""
        self.groups: list[DuplicateGroup] = []
        """What is the same, or nearly, as something before it."""
        self.tables: dict[str, list[TableColumns]] = {}
        """The tables of the files that hold any, as they are understood."""

    @property
    def corpora(self) -> list[tuple[ReadableFormat, list[Path]]]:
        """The annotated corpora among the files, which come in as they are."""
        return [each for each in self._formats if not isinstance(each[0], ArticleFiles)]

    @property
    def has_articles(self) -> bool:
        """Whether there are article files, so that there is something to look at."""
        return len(self.corpora) < len(self._formats)

    @property
    def failed(self) -> list[FileNote]:
        """The files that could not be read, and why."""
        return self._report.failed

    @property
    def notes(self) -> list[FileNote]:
        """What is to be known of files as a whole."""
        return self._report.warnings

    # Reading.

    def read(self, hooks: Hooks = _NONE) -> None:
        """Read all articles. Raises Stopped if it is to end."""
        options = self._import_options(hooks)
        for known, paths in self._formats:
            if isinstance(known, ArticleFiles):
                files = find_article_files(paths)
                self.articles += self._read(known, files, options)

    def read_again(
        self,
        paths: Collection[str],
        hooks: Hooks = _NONE,
        *,
        encoding: str | None = None,
    ) -> None:
        """Read some files again, in another encoding if one is given.

        Their articles take the place of those that were there. Raises Stopped if it is to end; then
        nothing changed.
        """
        again = frozenset(paths)
        options = self._import_options(hooks)
        if encoding is not None:
            options = replace(options, articles=replace(self._options, encoding=encoding))
        failed, warnings = list(self._report.failed), list(self._report.warnings)
        self._report.failed[:] = [note for note in failed if note.file not in again]
        self._report.warnings[:] = [note for note in warnings if note.file not in again]
        try:
            found = list(self._read(ArticleFiles(), [Path(path) for path in paths], options))
        except Stopped:
            self._report.failed[:], self._report.warnings[:] = failed, warnings
            raise
        place = next((n for n, one in enumerate(self.articles) if one.file in again), 0)
        before = [one for one in self.articles[:place] if one.file not in again]
        after = [one for one in self.articles[place:] if one.file not in again]
        self.articles[:] = [*before, *found, *after]

    def read_with_maps(
        self,
        paths: Collection[str],
        maps: Mapping[str, Mapping[str, str]],
        hooks: Hooks = _NONE,
    ) -> None:
        """Read tables again with what their columns hold, by their sets of columns."""
        self._options = replace(self._options, column_maps=maps)
        self.read_again(paths, hooks)

    def find_duplicates(self, hooks: Hooks = _NONE) -> None:
        """Group what is the same or nearly so, there and in the project; choices are kept.

        Raises Stopped if it is to end.
        """
        chosen = {(each.key, each.exact): each for each in self.groups}
        with self._project.reading() as connection:
            finder = DuplicateFinder(connection, self._spool)
            numbers = [one.number for one in self.articles]
            groups = finder.find(numbers, hooks.progress, hooks.stopped)
        for group in groups:
            before = chosen.get((group.key, group.exact), group)
            group.choice, group.carries = before.choice, before.carries
        self.groups = groups

    def _import_options(self, hooks: Hooks) -> ImportOptions:
        return ImportOptions(progress=hooks.progress, stopped=hooks.stopped, articles=self._options)

    def _read(
        self, known: ArticleFiles, files: Sequence[Path], options: ImportOptions
    ) -> Iterator[StagedArticle]:
        with ReadingProcess() as process:
            shared = replace(options.articles, process=process)
            options = replace(options, articles=shared)
            for path, one in known.read_files(files, options, self._report):
                staged = _staged(self._spool.add(one), path, one.article)
                self._read_date(staged, self._day_first.get(source_of(staged)))
                yield staged
            for path in files:
                if path.suffix.lower() in _TABLES:
                    self._note_columns(path, shared)

    def _note_columns(self, path: Path, options: ReadingOptions) -> None:
        reader = reader_of(path)
        try:
            if isinstance(reader, DocumentReader):
                self.tables[str(path)] = reader.read_columns(path, options)
        except ClaimdeskError:
            # What is wrong with it was said when its articles were read.
            self.tables.pop(str(path), None)

    # What is there.

    def article(self, number: int) -> ArticleFile:
        """Return an article as it was read; its body is what would be stored."""
        return self._spool.get(number).article

    def readings(self, path: str) -> list[tuple[str, str]]:
        """Return how a plain text can be read: encodings with the text in each, likeliest first.

        Raises ClaimdeskError if the file can't be read any more.
        """
        reader = reader_of(Path(path))
        if isinstance(reader, DocumentReader) and not reader.in_characters:
            return []
        limit = reader.most_bytes if isinstance(reader, DocumentReader) else MAX_BYTES
        data = read_bytes(Path(path), path, limit)
        choices = decoded_plain(data, path).choices[:_MOST_CHOICES]
        return [(each, decoded_plain(data, path, each).text) for each in choices]

    def unsure_files(self, encoding: str) -> list[str]:
        """Return the files whose encoding is a guess and that can be read in this one."""
        unsure = dict.fromkeys(one.file for one in self.articles if one.encoding_is_guess)
        return [path for path in unsure if encoding in dict(self.readings(path))]

    # What is decided.

    def set(self, numbers: Collection[int], field: str, value: str | None) -> None:
        """Give articles a value in one of FIELDS; an empty title is kept as it was."""
        if field == "title" and not value:
            return
        for one in self._those(numbers):
            setattr(one, field, value)
            if field == "published_on":
                self._typed_dates.add(one.number)

    def take(self, numbers: Collection[int], wanted: bool) -> None:
        """Say whether articles come in."""
        for one in self._those(numbers):
            one.take = wanted

    def unclear_sources(self) -> dict[str, list[StagedArticle]]:
        """Return the articles whose date may begin with the day or the month, by their source."""
        found: dict[str, list[StagedArticle]] = {}
        for one in self.articles:
            if one.unclear_date is not None and one.number not in self._typed_dates:
                found.setdefault(source_of(one), []).append(one)
        return found

    def set_day_first(self, source: str, day_first: bool | None) -> None:
        """Read the unclear dates of a source with the day first or the month; None leaves out."""
        for one in self.unclear_sources().get(source, []):
            self._read_date(one, day_first)

    def _read_date(self, one: StagedArticle, day_first: bool | None) -> None:
        if one.unclear_date is not None:
            day = None if day_first is None else find_date(one.unclear_date, day_first)
            one.published_on = day.isoformat() if day else None

    def _those(self, numbers: Collection[int]) -> Iterator[StagedArticle]:
        wanted = set(numbers)
        return (one for one in self.articles if one.number in wanted)

    # Writing.

    def taken(self) -> list[int]:
        """Return the numbers of the articles that come in, after what is chosen for duplicates."""
        ticked = {one.number: None for one in self.articles if one.take}
        skipped: set[int] = set()
        for group in self.groups:
            if group.choice == SKIP:
                skipped |= group.left_out(ticked.keys())
        return [number for number in ticked if number not in skipped]

    def write(
        self,
        hooks: Hooks = _NONE,
        mappings: Mapping[Path, Sequence[tuple[str, str]]] | None = None,
    ) -> ImportReport:
        """Write what was decided as one edit, each annotated corpus as another one.

        `mappings` says what the labels of a corpus become, by its first path.
        """
        numbers = self.taken()
        report = ImportReport(failed=list(self._report.failed))
        if numbers:
            corpus = Corpus(
                lambda: self._corpus_articles(numbers, hooks),
                versions=self._versions(numbers),
                keeps_copies=True,
                report=report,
            )
            report = write_corpus(self._project, corpus)
        if hooks.stopped is not None and hooks.stopped():
            return report
        report.duplicates += sum(one.take for one in self.articles) - len(numbers)
        said = {path: tuple(pairs) for path, pairs in (mappings or {}).items()}
        options = replace(self._import_options(hooks), mappings=said)
        for known, paths in self.corpora:
            report.add(imported_or_failed(self._project, known, paths, options))
        return report

    def _corpus_articles(self, numbers: Sequence[int], hooks: Hooks) -> Iterator[CorpusArticle]:
        lines = {one.number: one for one in self.articles}
        for done, number in enumerate(numbers):
            if hooks.stopped is not None and hooks.stopped():
                raise Stopped
            line = lines[number]
            article = self._spool.get(number).article
            yield CorpusArticle(
                replace(
                    article,
                    **{name: getattr(line, name) for name in FIELDS},
                    origin=None if self._pasted else article.origin,
                    encoding_is_guess=False,
                    warnings=[],
                )
            )
            if hooks.progress is not None:
                hooks.progress(done + 1, len(numbers))

    def _versions(self, numbers: Sequence[int]) -> list[CorpusVersion]:
        place = {number: at for at, number in enumerate(numbers)}
        found = []
        for group in self.groups:
            if group.choice != LINK:
                continue
            members = [place[number] for number in group.members if number in place]
            first = None if group.first is None else place.get(group.first)
            if first is None and group.first_id is None:
                first = members.pop(0) if members else None
            carries = group.carries and group.first_id is not None
            found += [CorpusVersion(at, first, group.first_id, carries) for at in members]
        return found

    def close(self) -> None:
        """Forget everything."""
        self._spool.close()


def source_of(one: StagedArticle) -> str:
    """Return by whose habits the date of an article is written: its outlet, or else its folder."""
    return one.outlet or Path(one.file).parent.name or one.file


def _staged(number: int, path: Path, article: ArticleFile) -> StagedArticle:
    words = sum(1 for _match in _WORD.finditer(search_form(article.body)))
    unclear = None if article.published_on else article.unclear_date
    return StagedArticle(
        number=number,
        file=str(path),
        kind=Path(article.origin or path).suffix.lstrip(".").upper(),
        title=article.title,
        published_on=article.published_on,
        outlet=article.outlet,
        language=article.language,
        words=words,
        problems=tuple(_problems(article, words, unclear)),
        unclear_date=unclear,
        encoding=article.encoding,
        encoding_is_guess=article.encoding_is_guess,
    )


def _problems(article: ArticleFile, words: int, unclear: str | None) -> Iterator[str]:
    """Yield what to look at; what warnings of the command line say is worded differently here."""
    reworded = {*date_doubts(article.unclear_date), encoding_doubt(article.encoding or "")}
    if article.encoding_is_guess:
        yield _("The encoding is not sure.")
    if unclear is not None:
        yield _("Is the day or the month first in {date}?").format(date=unclear)
    if words < _FEW:
        yield ngettext("Only 1 word.", "Only {n} words.", words).format(n=words)
    yield from (warning for warning in article.warnings if warning not in reworded)
