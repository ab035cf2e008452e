# SPDX-License-Identifier: MIT
"""Files of another tool, read into a corpus: each text one article, with what all made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from claimdesk.models.articles.read import ArticleFile, find_articles, read_head, walk
from claimdesk.models.exchange.corpus import CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.foreign.carried import encoded
from claimdesk.models.exchange.foreign.documents import ForeignDocument
from claimdesk.models.exchange.foreign.labels import Labels
from claimdesk.models.exchange.foreign.mapping import label_mapping, sharing
from claimdesk.models.exchange.foreign.offsets import Unit, unit_words, usual_unit
from claimdesk.models.exchange.foreign.placing import Placing, article_file
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.normalization import body_hash

Documents = Callable[[Path], Iterator[ForeignDocument]]
_MOST_REPORTS = 1000
_INITIAL = ("INITIAL_CAS",)
"""What INCEpTION calls the file with which a document was imported."""


def find_files(
    paths: Sequence[Path], extensions: Sequence[str], is_own: Callable[[bytes], bool]
) -> tuple[list[Path], list[Path]]:
    """Return the files to read, and those in folders that are not of the format.

    Raises ClaimdeskError if a path does not exist, or a folder has no file of the format.
    """
    files: list[Path] = []
    others: list[Path] = []
    for path in paths:
        if not path.is_dir():
            files += find_articles([path])
            continue
        own = [each for each in walk(path, extensions) if is_own(read_head(each))]
        if not own:
            wanted = ", ".join(f"*{extension}" for extension in extensions)
            raise ClaimdeskError(
                _("The folder {path} holds no such files ({wanted}).").format(
                    path=path, wanted=wanted
                )
            )
        files += own
        kept = set(own)
        others += [each for each in walk(path, ("",)) if each not in kept]
    return list(dict.fromkeys(files)), others


class ForeignReader:
    """Reads the files of one corpus; what else there is to say goes into the report."""

    def __init__(
        self, documents: Documents, declared: Unit, options: ImportOptions, report: ImportReport
    ) -> None:
        self._documents = documents
        self._declared = declared
        self._options = options
        self._report = report
        self._labels = Labels(label_mapping(options.mapping))
        self._articles: dict[str, CorpusArticle] = {}
        """By the hash of their body: several documents may annotate the same text."""
        self._said: dict[str, Counter[str]] = {}
        """What earlier files said of a text."""

    @property
    def fields(self) -> list[FieldRow]:
        """The own fields that attributes become; complete when all articles are read."""
        return self._labels.fields

    def articles(self, files: Sequence[Path]) -> Iterator[CorpusArticle]:
        """Yield the articles. Raises ClaimdeskError if nothing can be read."""
        read: list[tuple[Path, list[tuple[ForeignDocument, ArticleFile]]]] = []
        for number, path in enumerate(files):
            self._options.report_progress(number, len(files))
            try:
                read.append((path, list(self._read(path))))
            except ClaimdeskError as error:
                self._report.failed.append(FileNote(str(path), str(error)))
        self._leave_out_initial(read)
        self._name_annotators(read)
        distinct = self._sharing(read)
        for path, documents in read:
            self._take_file(path, documents, distinct)
        self._options.report_progress(len(files), len(files))
        self._explain_labels(str(files[0]))
        if self._report.failed and not self._articles and not self._report.warnings:
            raise ClaimdeskError(self._report.failed[0].reason)
        yield from self._articles.values()

    def _read(self, path: Path) -> Iterator[tuple[ForeignDocument, ArticleFile]]:
        """Yield the documents that have a text. Raises ClaimdeskError if none has."""
        reasons: list[str] = []
        count = 0
        for document in self._documents(path):
            if document.text.strip():
                count += 1
                yield document, article_file(document, str(path))
                continue
            reason = document.no_text
            if not reason and not document.problems:
                reason = _("{where} has no text.").format(where=document.where or _("The file"))
            reasons += [*document.problems, *([reason] if reason else [])]
        if not count:
            self._warn(path, reasons[:-1])
            reason = reasons[-1] if reasons else _("There is nothing to import.")
            raise ClaimdeskError(f"{path}: {reason}")
        self._warn(path, reasons)

    def _leave_out_initial(
        self, read: list[tuple[Path, list[tuple[ForeignDocument, ArticleFile]]]]
    ) -> None:
        """Leave out what a document was imported with where annotators went on from it.

        Their files began as copies of it, and hold what of it they kept.
        """
        theirs = {
            file.body
            for path, documents in read
            for _document, file in documents
            if path.stem not in _INITIAL
        }
        for path, documents in read:
            if path.stem in _INITIAL and all(file.body in theirs for _document, file in documents):
                documents.clear()
                reason = _("It is what the document began with; the annotators’ files are read.")
                self._report.notes.append(FileNote(str(path), reason))

    @staticmethod
    def _name_annotators(
        read: Sequence[tuple[Path, list[tuple[ForeignDocument, ArticleFile]]]],
    ) -> None:
        """Name annotators by their files where several of one kind hold the same texts.

        Files of one annotation each are not those of as many annotators.
        """
        owners: dict[tuple[str, str], set[Path]] = {}
        counts: Counter[Path] = Counter()
        for path, documents in read:
            for document, file in documents:
                counts[path] += len(document.spans)
                if document.spans and document.carried is None:
                    owners.setdefault((path.suffix.lower(), file.body), set()).add(path)
        several = (paths for paths in owners.values() if len(paths) > 1)
        shared = {
            path for paths in several if any(counts[one] > 1 for one in paths) for path in paths
        }
        for path, documents in read:
            if path in shared:
                for document, _file in documents:
                    document.annotator = document.annotator or path.stem

    def _sharing(
        self, read: Sequence[tuple[Path, list[tuple[ForeignDocument, ArticleFile]]]]
    ) -> frozenset[str]:
        """Return the labels that become the same kind of actor as another label of the corpus."""
        labels = {
            span.label
            for _path, documents in read
            for document, _file in documents
            for span in document.spans
            if document.carried is None
        }
        return sharing(labels, self._labels.mapping)

    def _take_file(
        self,
        path: Path,
        documents: list[tuple[ForeignDocument, ArticleFile]],
        distinct: frozenset[str],
    ) -> None:
        usual = usual_unit([(each, file.body) for each, file in documents], self._declared)
        problems: list[str] = []
        units: Counter[Unit] = Counter()
        here: dict[str, Counter[str]] = {}
        for document, file in documents:
            try:
                placing = Placing(document, file, self._labels, (self._declared, usual), distinct)
                article = placing.article()
            except ClaimdeskError as error:
                self._report.failed.append(FileNote(str(path), str(error)))
                continue
            problems += placing.problems
            if not document.text.isascii() and document.spans:
                units[placing.unit] += 1
            self._report.left_out += document.left_out
            self._merge(article, here)
        for key, said in here.items():
            self._said.setdefault(key, Counter()).update(said)
        self._warn(path, problems)
        self._report_units(path, units)
        self._report.left_out += self._labels.skipped
        self._labels.skipped = Counter()

    def _merge(self, article: CorpusArticle, here: dict[str, Counter[str]]) -> None:
        """Add what a document says of a text, but for what an earlier file said already."""
        key = body_hash(article.article.body)
        said = here.setdefault(key, Counter())
        earlier = self._said.get(key, Counter())
        new: list[CorpusAnnotation] = []
        for annotation in article.annotations:
            content = str(encoded(annotation))
            said[content] += 1
            if said[content] > earlier[content]:
                new.append(annotation)
        first = self._articles.setdefault(key, article)
        if first is article:
            article.annotations = new
            return
        first.annotations += new
        first.notes += [line for line in article.notes if line not in first.notes]
        if article.status == "done":
            first.status = "done"

    # Reports

    def _warn(self, path: Path, problems: Sequence[str]) -> None:
        name = str(path)
        self._report.warnings += [FileNote(name, reason) for reason in problems[:_MOST_REPORTS]]
        more = len(problems) - _MOST_REPORTS
        if more > 0:
            reason = ngettext("1 more line like these.", "{n} more lines like these.", more)
            self._report.warnings.append(FileNote(name, reason.format(n=more)))

    def _report_units(self, path: Path, units: Counter[Unit]) -> None:
        for unit in units:
            if unit != self._declared:
                reason = _(
                    "Its offsets count {unit}, as its words show; they were converted."
                ).format(unit=unit_words(unit))
                self._report.notes.append(FileNote(str(path), reason))

    def _explain_labels(self, source: str) -> None:
        for reason in islice(self._labels.explained(), _MOST_REPORTS):
            self._report.notes.append(FileNote(source, reason))
