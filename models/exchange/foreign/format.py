# SPDX-License-Identifier: MIT
"""What the formats of other tools have in common, as formats.

A format yields the documents of one file as its tool sees them, and writes articles with labelled
pieces for its tool; beside these it puts what the tool has no place for (carried.py). Reading that
again gives what was written, so an export is compared with the project annotation by annotation.
"""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any, ClassVar

from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.articles.read import read_head, walk
from claimdesk.models.exchange.corpus import Corpus, CorpusAnnotation, CorpusArticle
from claimdesk.models.exchange.file_names import name_of_title
from claimdesk.models.exchange.foreign.carried import encoded
from claimdesk.models.exchange.foreign.documents import ForeignDocument, Native
from claimdesk.models.exchange.foreign.labels import Labels
from claimdesk.models.exchange.foreign.mapping import LabelMapping
from claimdesk.models.exchange.foreign.offsets import Unit
from claimdesk.models.exchange.foreign.placing import Placing, article_file
from claimdesk.models.exchange.foreign.reading import ForeignReader, find_files
from claimdesk.models.exchange.foreign.sightings import mappable_in
from claimdesk.models.exchange.format import ReadableFormat, WritableFormat
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.losses import PARTS_OF_PROJECT
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.reports import FileNote, ImportReport, Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_HELD = ("articles with outlet, date, author or note",)
_LOOKED_AT = 200
"""Files of a folder that are looked at to recognise a format."""

LABELS = {
    "person": "PERSON",
    "organization": "ORG",
    "alliance": "ALLIANCE",
    "state": "GPE",
    "place": "LOC",
    "group": "GROUP",
}
"""What mentions of actors of a kind are called in the files of other tools."""


class ForeignFormat(ReadableFormat):
    """A format of another tool that is read."""

    gathers = True
    takes_mapping = True
    kinds: ClassVar[tuple[str, ...]]
    """The keys of the kinds in kinds.py that are this format."""
    unit: ClassVar[Unit] = "points"
    """What its offsets count."""

    def looks_like(self, path: Path, head: bytes) -> bool:
        if not path.is_dir():
            return self.is_own(head)
        files = islice(walk(path, (*self.extensions, *self.also)), _LOOKED_AT)
        return any(self.is_own(read_head(file)) for file in files)

    def is_own(self, head: bytes) -> bool:
        """Return whether a file that begins with `head` is in this format."""
        kind = kind_of(head)
        return kind is not None and kind.key in self.kinds

    def read(self, paths: Sequence[Path], options: ImportOptions) -> Corpus:
        report = ImportReport(is_converted=True)
        files, others = find_files(paths, (*self.extensions, *self.also), self.is_own)
        reader = ForeignReader(self.documents, self.unit, options, report)
        self.report_others(others, report)
        return Corpus(
            lambda: reader.articles(files),
            fields=reader.fields,
            source=str(paths[0]),
            name=paths[0].name,
            origin=f"import:{self.name}",
            report=report,
        )

    def mappable(self, paths: Sequence[Path], options: ImportOptions) -> Sequence[Mappable]:
        files, _others = find_files(paths, (*self.extensions, *self.also), self.is_own)
        return mappable_in(self._readable(files, options), self.unit)

    def _readable(self, files: Sequence[Path], options: ImportOptions) -> Iterator[ForeignDocument]:
        """Yield the documents of files, up to where one cannot be read."""
        for number, path in enumerate(files):
            options.report_progress(number, len(files))
            with suppress(ClaimdeskError):
                yield from self.documents(path)

    def report_others(self, others: Sequence[Path], report: ImportReport) -> None:
        """Note which files beside those of the format were not read."""
        report.notes += [
            FileNote(str(path), _("It is of another kind and was not read.")) for path in others
        ]

    @abstractmethod
    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        """Yield the documents of a file as its tool sees them.

        Raises ClaimdeskError naming the file and the place if the rest cannot be read.
        """


class ExchangedFormat(ForeignFormat, WritableFormat):
    """A format of another tool that is read and written."""

    drops: ClassVar[tuple[str, ...]] = tuple(p for p in PARTS_OF_PROJECT if p not in _HELD)

    @property
    def cannot_hold(self) -> tuple[str, ...]:
        return (
            _("aliases, definitions and terms that no annotation uses"),
            _("notes and memberships of actors"),
            _("the history"),
        )

    def reads_back(self, corpus: Corpus, output: Path) -> bool:
        found = self._found(output)
        try:
            for one, other in zip_longest(corpus.articles(), found):
                if one is None or other is None or _comparable(one) != _comparable(other):
                    return False
        except ClaimdeskError:
            return False
        return True

    def _found(self, output: Path) -> Iterator[CorpusArticle]:
        files, _others = find_files([output], (*self.extensions, *self.also), self.is_own)
        labels = Labels(LabelMapping())
        units: tuple[Unit, Unit] = (self.unit, self.unit)
        for path in files:
            for document in self.documents(path):
                file = article_file(document, str(path))
                placing = Placing(document, file, labels, units, frozenset())
                article = placing.article()
                if placing.problems:
                    raise ClaimdeskError(placing.problems[0])
                yield article


def _comparable(article: CorpusArticle) -> tuple[Any, ...]:
    file = article.article
    said = Counter(str(encoded(each)) for each in article.annotations)
    metadata = (file.title, file.outlet, file.author, file.published_on, file.url)
    return file.body, metadata, article.status, article.notes, said


def natives(annotation: CorpusAnnotation) -> list[Native]:
    """Return the pieces of an accepted annotation with labels for other tools."""
    if annotation.state != "accepted":
        return []
    return [
        Native(_label(annotation, role), span)
        for role, spans in annotation.spans.items()
        for span in spans
    ]


def _label(annotation: CorpusAnnotation, role: str) -> str:
    if annotation.layer == "claim":
        return role.upper()
    if annotation.layer == "domain":
        names = [" ".join(domain.name.split()) for domain in annotation.domains]
        return names[0] if names else "DOMAIN"
    actor = annotation.actor
    return "MENTION" if actor is None else LABELS[actor.kind]


def count_written(written: Written, article: CorpusArticle) -> None:
    """Count an article that was written."""
    written.articles += 1
    written.annotations += len(article.annotations)
    written.claims += sum(each.layer == "claim" for each in article.annotations)


def file_stem(article: CorpusArticle) -> str:
    """Return the name of the file of an article, safe on every system, without its ending."""
    title = name_of_title(article.article.title)
    return f"{article.id or 0:06d}-{title}" if title else f"{article.id or 0:06d}"
