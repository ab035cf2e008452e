# SPDX-License-Identifier: MIT
"""Which text a brat file annotates, and whose annotations they are.

`NAME.ann` annotates `NAME.txt`; so does `NAME_1a2b.ann`, made by the annotator `1a2b`, if there is
no `NAME_1a2b.txt`. The text is beside it or in another folder of those that are read; of several
with one name the nearest.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimdesk.models.articles.read import find_articles
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

ANN = ".ann"
TXT = ".txt"
_BY_ANNOTATOR = re.compile(r"(.+)_([0-9a-f]{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Pair:
    """A text and what one annotator made of it; without a file, nobody annotated it."""

    text: Path
    ann: Path | None
    annotator: str | None = None


@dataclass(frozen=True, slots=True)
class Pairs:
    """The pairs found, in the order of the files, and the annotation files without a text.

    `unclear` are those whose text is ambiguous, with the reason.
    """

    found: list[Pair]
    orphans: list[Path]
    unclear: list[tuple[Path, str]]


def find_pairs(paths: Sequence[Path]) -> Pairs:
    """Pair up the files of some folders, at any depth; files may be named themselves.

    Raises ClaimdeskError if a path does not exist or cannot be read, or a folder holds neither
    texts nor annotations.
    """
    files = find_articles(_with_texts(paths), extensions=(TXT, ANN))
    texts: dict[str, list[Path]] = {}
    for path in files:
        if path.suffix.lower() != ANN:
            texts.setdefault(path.stem, []).append(path)
    found: list[Pair] = []
    orphans: list[Path] = []
    unclear: list[tuple[Path, str]] = []
    for ann in (path for path in files if path.suffix.lower() == ANN):
        try:
            pair = _pair(ann, texts)
        except ClaimdeskError as error:
            unclear.append((ann, str(error)))
            continue
        if pair is None:
            orphans.append(ann)
        else:
            found.append(pair)
    annotated = {pair.text for pair in found}
    bare = [path for path in files if path.suffix.lower() != ANN and path not in annotated]
    return Pairs(found + [Pair(path, None) for path in bare], orphans, unclear)


def texts_of(annotated: Sequence[Path]) -> Callable[[Path], bool]:
    """Return a test for paths that are, or folders that may hold, the text of `annotated`."""
    pairs = find_pairs(annotated)
    files = [*pairs.orphans, *(pair.ann for pair in pairs.found if pair.ann)]
    names = {stem for ann in files for stem, _annotator in stems(ann)}
    return lambda path: bool(pairs.orphans) if path.is_dir() else path.stem in names


def _with_texts(paths: Sequence[Path]) -> list[Path]:
    """Return the paths; with an annotation file that is named itself comes the text beside it."""
    wanted: list[Path] = []
    for path in paths:
        wanted.append(path)
        if path.suffix.lower() == ANN and path.is_file():
            beside = (path.with_name(stem + TXT) for stem, _annotator in stems(path))
            wanted.extend(text for text in beside if text.is_file())
    return wanted


def _pair(ann: Path, texts: dict[str, list[Path]]) -> Pair | None:
    for stem, annotator in stems(ann):
        if stem in texts:
            return Pair(_nearest(ann, texts[stem]), ann, annotator)
    return None


def stems(ann: Path) -> list[tuple[str, str | None]]:
    """Return what the text may be called, and whose annotations these are then."""
    own: tuple[str, str | None] = (ann.stem, None)
    by = _BY_ANNOTATOR.fullmatch(ann.stem)
    return [own, (by[1], by[2])] if by else [own]


def _nearest(ann: Path, texts: Sequence[Path]) -> Path:
    if len(texts) == 1:
        return texts[0]
    shared = [_shared(ann.absolute(), text.absolute()) for text in texts]
    nearest = [text for text, count in zip(texts, shared, strict=True) if count == max(shared)]
    if len(nearest) > 1:
        raise ClaimdeskError(
            _("{file} may belong to {one} or to {other}; import one folder at a time.").format(
                file=ann, one=nearest[0], other=nearest[1]
            )
        )
    return nearest[0]


def _shared(one: Path, other: Path) -> int:
    """Return how many folders two files have in common."""
    return len(Path(os.path.commonpath([one.parent, other.parent])).parts)
