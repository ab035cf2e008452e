# SPDX-License-Identifier: MIT
"""brat standoff, read: folders of texts and what annotators made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import walk
from claimdesk.models.exchange.brat_claims import annotations_of
from claimdesk.models.exchange.brat_files import ANN, Pair, Pairs, find_pairs, stems
from claimdesk.models.exchange.brat_lines import AnnFile, read_ann
from claimdesk.models.exchange.brat_text import POINTS, BratText, Placed
from claimdesk.models.exchange.corpus import AnnotatedArticle
from claimdesk.models.exchange.corpus_import import write_annotated
from claimdesk.models.exchange.import_options import Reading, Stopped
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.project import Project
from claimdesk.models.text.normalization import body_hash

ORIGIN = "import:brat"


def is_brat(path: Path) -> bool:
    """Return whether a file, or any file of a folder, is one of annotations of brat."""
    if path.is_dir():
        return next(walk(path, (ANN,)), None) is not None
    return path.suffix.lower() == ANN


def texts_of(annotated: Sequence[Path]) -> Callable[[Path], bool]:
    """Tell whether a path is, or a folder may hold, the text of annotations in `annotated`."""
    pairs = find_pairs(annotated)
    files = [*pairs.orphans, *(pair.ann for pair in pairs.found if pair.ann)]
    names = {stem for ann in files for stem, _annotator in stems(ann)}
    return lambda path: bool(pairs.orphans) if path.is_dir() else path.stem in names


def import_brat(project: Project, paths: Sequence[Path], reading: Reading) -> dict[str, Any]:
    """Add the articles and annotations of some folders or files, which are one corpus.

    The summary of import_articles, with {"left_out": {what: how many}} and, under "notes", what
    was done with what the files say in their own way. A file that cannot be read is listed as
    failed, a line as a warning; neither stops the rest.
    Raises ClaimdeskError naming the first file and the reason if nothing can be read; then nothing
    changed.
    """
    corpus = _Corpus(reading)
    try:
        corpus.read(find_pairs(paths))
    except Stopped:
        return {"articles": 0, "annotations": 0, "duplicates": 0, "failed": [], "warnings": []}
    if corpus.failed and not corpus.articles:
        raise ClaimdeskError(corpus.failed[0]["reason"])
    with project.edit(f"Import {paths[0].name}") as session:
        articles = list(corpus.articles.values())
        written = write_annotated(session.connection(), articles, ORIGIN)
    left_out = corpus.left_out + written.left_out
    return {
        "articles": written.articles,
        "annotations": written.annotations,
        "duplicates": written.duplicates,
        "failed": corpus.failed,
        "warnings": [*corpus.warnings, *_warnings(paths, left_out)],
        "notes": [*corpus.notes, *_added_domains(paths, written.domains)],
        "left_out": dict(left_out.most_common()),
    }


@dataclass
class _Corpus:
    """The articles by the hash of their body, and what was left out."""

    reading: Reading
    articles: dict[str, AnnotatedArticle] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)
    failed: list[dict[str, str]] = field(default_factory=list)
    warnings: list[dict[str, str]] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)

    def read(self, pairs: Pairs) -> None:
        """Read the files; Stopped if whoever waits no longer does."""
        for ann in pairs.orphans:
            self._fail(
                ann, f"{ann} has no text; import the folder with the texts together with it."
            )
        for ann, reason in pairs.unclear:
            self._fail(ann, reason)
        texts: dict[Path, BratText | None] = {}
        files: list[tuple[Pair, BratText, AnnFile | None]] = []
        for number, pair in enumerate(pairs.found):
            self.reading.tell(number, len(pairs.found))
            if pair.text not in texts:
                texts[pair.text] = self._text(pair.text)
            text = texts[pair.text]
            if text is not None:
                files.append((pair, text, self._annotations(pair, text)))
        folders = _by_folder(files)
        for pair, text, file in files:
            self._take(text, file, pair.annotator or folders.get(pair))
        self.reading.tell(len(pairs.found), len(pairs.found))

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
        self.failed.append({"file": str(path), "reason": reason})

    def _take(self, text: BratText, file: AnnFile | None, annotator: str | None) -> None:
        key = body_hash(text.article.body)
        article = self.articles.setdefault(key, AnnotatedArticle(text.article))
        if file is None or file.is_empty:
            return
        try:
            placed = text.place(file)
        except ClaimdeskError as error:
            self._fail(file.path, str(error))
            return
        annotator = annotator or self.reading.annotator
        found = annotations_of(file, text.article.body, placed.spans, annotator)
        article.done = True
        article.annotations.extend(found.annotations)
        article.notes.extend(found.notes)
        self.left_out += found.left_out
        self._report(file, placed)

    def _report(self, file: AnnFile, placed: Placed) -> None:
        name = str(file.path)
        self.warnings.extend({"file": name, "reason": reason} for reason in file.reports)
        if file.unreported:
            reason = f"{file.unreported} more lines like these."
            self.warnings.append({"file": name, "reason": reason})
        if placed.unit != POINTS:
            reason = f"Its offsets count {placed.unit}, as its quotes show; they were converted."
            self.notes.append({"file": name, "reason": reason})


def _by_folder(files: Sequence[tuple[Pair, BratText, AnnFile | None]]) -> dict[Pair, str]:
    """Return where folders hold the same text, each is an annotator's, called as the folder is."""
    owners: dict[str, list[Pair]] = {}
    for pair, text, _file in files:
        if pair.ann and pair.annotator is None:
            owners.setdefault(body_hash(text.article.body), []).append(pair)
    several = [same for same in owners.values() if len({p.text.parent for p in same}) > 1]
    return {pair: pair.text.parent.name for same in several for pair in same}


def _added_domains(paths: Sequence[Path], names: Sequence[str]) -> list[dict[str, str]]:
    if not names:
        return []
    reason = f"Labels that are no kind of actor became domains: {', '.join(names)}."
    return [{"file": str(paths[0]), "reason": reason}]


def _warnings(paths: Sequence[Path], left_out: Counter[str]) -> list[dict[str, str]]:
    if not left_out:
        return []
    listed = ", ".join(f"{what} ({count})" for what, count in left_out.most_common())
    return [
        {"file": str(paths[0]), "reason": f"Left out, since there is no place for it: {listed}."}
    ]
