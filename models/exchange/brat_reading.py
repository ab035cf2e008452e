# SPDX-License-Identifier: MIT
"""Folders of brat standoff, read into a corpus: texts, and what annotators made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from claimdesk.models.exchange.brat_claims import (
    annotations_of,
    attributes_to_map,
    bounds_to_map,
)
from claimdesk.models.exchange.brat_files import Pair, Pairs
from claimdesk.models.exchange.brat_lines import AnnFile, Relation, read_ann
from claimdesk.models.exchange.brat_text import POINTS, BratText, Placed
from claimdesk.models.exchange.corpus import CorpusArticle
from claimdesk.models.exchange.foreign.mapping import label_mapping, sharing
from claimdesk.models.exchange.foreign.sightings import NamesFound
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.reports import FileNote, ImportReport
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.normalization import body_hash


class BratReader:
    """Reads the files of one corpus; what else they say goes into the report."""

    def __init__(self, pairs: Pairs, options: ImportOptions, report: ImportReport) -> None:
        self._pairs = pairs
        self._options = options
        self._report = report
        self._articles: dict[str, CorpusArticle] = {}
        """By the hash of their body: several files may annotate the same text."""
        self._mapping = label_mapping(options.mapping)
        self._distinct: frozenset[str] = frozenset()
        self.fields: list[FieldRow] = []
        """The own fields that attributes become; complete when all articles are read."""

    def articles(self) -> Iterator[CorpusArticle]:
        """Yield the articles, each with what all its annotators made of it.

        Raises ClaimdeskError naming the first file and the reason if nothing can be read, and
        Stopped if the import is to end.
        """
        self._read(self._pairs)
        if self._report.failed and not self._articles:
            raise ClaimdeskError(self._report.failed[0].reason)
        yield from self._articles.values()

    def _read(self, pairs: Pairs) -> None:
        for ann in pairs.orphans:
            self._fail(
                ann,
                _("{file} has no text; import the folder with the texts together with it.").format(
                    file=ann
                ),
            )
        for ann, reason in pairs.unclear:
            self._fail(ann, reason)
        texts: dict[Path, BratText | None] = {}
        files: list[tuple[Pair, BratText, AnnFile | None]] = []
        for number, pair in enumerate(pairs.found):
            self._options.report_progress(number, len(pairs.found))
            if pair.text not in texts:
                texts[pair.text] = self._text(pair.text)
            text = texts[pair.text]
            if text is not None:
                files.append((pair, text, self._annotations(pair, text)))
        folders = _by_folder(files)
        types = {b.type for _p, _t, file in files if file for b in file.text_bounds.values()}
        self._distinct = sharing(types, self._mapping)
        for pair, text, file in files:
            self._take(text, file, pair.annotator or folders.get(pair))
        self._options.report_progress(len(pairs.found), len(pairs.found))

    def _text(self, path: Path) -> BratText | None:
        try:
            return BratText(path)
        except ClaimdeskError as error:
            self._fail(path, str(error))
            return None

    def _annotations(self, pair: Pair, text: BratText) -> AnnFile | None:
        if pair.ann is None:
            return None
        try:
            return read_ann(pair.ann, text.article.encoding)
        except ClaimdeskError as error:
            self._fail(pair.ann, str(error))
            return None

    def _fail(self, path: Path, reason: str) -> None:
        self._report.failed.append(FileNote(str(path), reason))

    def _take(self, text: BratText, file: AnnFile | None, annotator: str | None) -> None:
        key = body_hash(text.article.body)
        article = self._articles.setdefault(key, CorpusArticle(text.article))
        if file is None or file.is_empty:
            return
        try:
            placed = text.place(file)
        except ClaimdeskError as error:
            self._fail(file.path, str(error))
            return
        contents = annotations_of(
            file, text.article.body, placed.spans, annotator, self._mapping, self._distinct
        )
        article.status = "done"
        article.annotations.extend(contents.annotations)
        article.notes.extend(contents.notes)
        self.fields += [row for row in contents.fields if row not in self.fields]
        self._report.left_out += contents.left_out
        self._report_lines(file, placed)

    def _report_lines(self, file: AnnFile, placed: Placed) -> None:
        name = str(file.path)
        self._report.warnings += [FileNote(name, reason) for reason in file.reports]
        if file.unreported:
            reason = ngettext(
                "1 more line like these.", "{n} more lines like these.", file.unreported
            ).format(n=file.unreported)
            self._report.warnings.append(FileNote(name, reason))
        if placed.unit != POINTS:
            reason = _("Its offsets count {unit}, as its quotes show; they were converted.").format(
                unit=placed.unit
            )
            self._report.notes.append(FileNote(name, reason))


def mappable_types(pairs: Pairs, options: ImportOptions) -> list[Mappable]:
    """Return the types of text-bounds, attributes and relations that can be mapped.

    Parts of claims need no mapping. What cannot be read is left to the import to report.
    """
    found = NamesFound()
    for number, pair in enumerate(pairs.found):
        options.report_progress(number, len(pairs.found))
        with suppress(ClaimdeskError):
            file = None if pair.ann is None else read_ann(pair.ann, None)
            for bound in bounds_to_map(file) if file else ():
                found.labels.add(bound.type, bound.words or "")
            for attribute in attributes_to_map(file) if file else ():
                found.attributes.add(attribute.name, attribute.value or "")
            for relation in file.relations if file else ():
                found.relations.add(relation.type, _ends(file, relation))
    return found.mappable()


def _ends(file: AnnFile | None, relation: Relation) -> str:
    bounds = file.text_bounds if file else {}
    words = (bounds[line_id].words for _role, line_id in relation.arguments if line_id in bounds)
    return " → ".join(each for each in words if each)


def _by_folder(files: Sequence[tuple[Pair, BratText, AnnFile | None]]) -> dict[Pair, str]:
    """Return the annotators by pair where several folders hold the same text: their names."""
    owners: dict[str, list[Pair]] = {}
    for pair, text, _file in files:
        if pair.ann and pair.annotator is None:
            owners.setdefault(body_hash(text.article.body), []).append(pair)
    several = [same for same in owners.values() if len({p.text.parent for p in same}) > 1]
    return {pair: pair.text.parent.name for same in several for pair in same}
