# SPDX-License-Identifier: MIT
"""brat standoff, read: folders of texts and what annotators made of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import walk
from claimdesk.models.articles.text import body_hash
from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.exchange.annotated import AnnotatedArticle
from claimdesk.models.exchange.annotated_rows import write_annotated
from claimdesk.models.exchange.brat_claims import annotations_of
from claimdesk.models.exchange.brat_files import ANN, Pair, find_pairs, stems
from claimdesk.models.exchange.brat_lines import AnnFile, read_ann
from claimdesk.models.exchange.brat_text import BratText
from claimdesk.models.exchange.reading import Reading, Stopped
from claimdesk.models.project import Project

ORIGIN = "import:brat"


def is_brat(path: Path) -> bool:
    """Whether a file, or any file of a folder, is one of annotations of brat."""
    if path.is_dir():
        return next(walk(path, (ANN,)), None) is not None
    return path.suffix.lower() == ANN


def texts_of(annotated: Sequence[Path]) -> Callable[[Path], bool]:
    """Tells whether a path is, or a folder may hold, the text of annotations in `annotated`."""
    pairs = find_pairs(annotated)
    files = [*pairs.orphans, *(pair.ann for pair in pairs.found if pair.ann)]
    names = {stem for ann in files for stem, _annotator in stems(ann)}
    return lambda path: bool(pairs.orphans) if path.is_dir() else path.stem in names


def import_brat(project: Project, paths: Sequence[Path], reading: Reading) -> dict[str, Any]:
    """Adds the articles and annotations of some folders or files, which are one corpus.

    The summary of import_articles, with {"left_out": {what: how many}}.
    Raises ClaimdeskError naming the file, the line and what is wrong there; then nothing changed.
    """
    pairs = find_pairs(paths)
    if pairs.orphans:
        raise ClaimdeskError(
            f"{pairs.orphans[0]} has no text; import the folder with the texts together with it."
        )
    corpus = _Corpus(reading)
    try:
        corpus.read(pairs.found)
    except Stopped:
        return {"articles": 0, "annotations": 0, "duplicates": 0, "failed": [], "warnings": []}
    with project.edit(f"Import {paths[0].name}") as session:
        articles = list(corpus.articles.values())
        written = write_annotated(session.connection(), articles, ORIGIN)
    left_out = corpus.left_out + written.left_out
    return {
        "articles": written.articles,
        "annotations": written.annotations,
        "duplicates": written.duplicates,
        "failed": [],
        "warnings": _warnings(paths, left_out),
        "left_out": dict(left_out.most_common()),
    }


@dataclass
class _Corpus:
    """The articles by the hash of their body, and what was left out."""

    reading: Reading
    articles: dict[str, AnnotatedArticle] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)

    def read(self, pairs: Sequence[Pair]) -> None:
        """Read the files; Stopped if whoever waits no longer does."""
        texts: dict[Path, BratText] = {}
        files: list[tuple[Pair, AnnFile | None]] = []
        for number, pair in enumerate(pairs):
            self.reading.tell(number, len(pairs))
            if pair.text not in texts:
                texts[pair.text] = BratText(pair.text)
            files.append((pair, read_ann(pair.ann) if pair.ann else None))
        folders = _by_folder(pairs, texts)
        for pair, file in files:
            self._take(texts[pair.text], file, pair.annotator or folders.get(pair))
        self.reading.tell(len(pairs), len(pairs))

    def _take(self, text: BratText, file: AnnFile | None, annotator: str | None) -> None:
        key = body_hash(text.article.body)
        article = self.articles.setdefault(key, AnnotatedArticle(text.article))
        if file is None or file.is_empty:
            return
        places = text.place(file)
        annotator = annotator or self.reading.annotator
        annotations, left_out = annotations_of(file, text.article.body, places, annotator)
        article.done = True
        article.annotations.extend(annotations)
        self.left_out += left_out


def _by_folder(pairs: Sequence[Pair], texts: dict[Path, BratText]) -> dict[Pair, str]:
    """Where folders hold the same text, each is an annotator's, called as the folder is."""
    owners: dict[str, list[Pair]] = {}
    for pair in pairs:
        if pair.ann and pair.annotator is None:
            owners.setdefault(body_hash(texts[pair.text].article.body), []).append(pair)
    several = [same for same in owners.values() if len({p.text.parent for p in same}) > 1]
    return {pair: pair.text.parent.name for same in several for pair in same}


def _warnings(paths: Sequence[Path], left_out: Counter[str]) -> list[dict[str, str]]:
    if not left_out:
        return []
    listed = ", ".join(f"{what} ({count})" for what, count in left_out.most_common())
    return [
        {"file": str(paths[0]), "reason": f"Left out, since there is no place for it: {listed}."}
    ]
