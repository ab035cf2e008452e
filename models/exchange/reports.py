# SPDX-License-Identifier: MIT
"""What an import or export reports: for the window as objects, for the command line as JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Loss:
    """One kind of thing that was left out."""

    key: str
    """For programs: English, whatever the language."""
    words: str = field(compare=False)
    """For people: the same in their language."""


Losses = Counter[Loss]
"""How many there are of each thing that was left out."""


@dataclass(frozen=True, slots=True)
class FileNote:
    """Something to know about one file."""

    file: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """Return {"file", "reason"}."""
        return {"file": self.file, "reason": self.reason}


@dataclass(slots=True)
class ImportReport:
    """What came in, and what did not."""

    articles: int = 0
    """Articles that were added."""
    annotations: int = 0
    """Annotations that were added."""
    duplicates: int = 0
    """Articles that were in the project already."""
    failed: list[FileNote] = field(default_factory=list)
    """Files that could not be read."""
    warnings: list[FileNote] = field(default_factory=list)
    """What an analyst should check."""
    notes: list[FileNote] = field(default_factory=list)
    """How the corpus was understood where it has its own way of saying things."""
    left_out: Losses = field(default_factory=Counter)
    """What Claimdesk has no place for."""
    is_converted: bool = False
    """Whether a corpus was put into Claimdesk's terms; then `notes` and `left_out` say how."""
    guessed_encodings: list[str] = field(default_factory=list)
    """Files whose encoding is a guess."""

    def add(self, other: ImportReport) -> None:
        """Add another import to this one."""
        self.articles += other.articles
        self.annotations += other.annotations
        self.duplicates += other.duplicates
        self.failed += other.failed
        self.warnings += other.warnings
        self.notes += other.notes
        self.left_out += other.left_out
        self.is_converted |= other.is_converted
        self.guessed_encodings += other.guessed_encodings

    def as_json(self) -> dict[str, Any]:
        """Return counts, "failed" and "warnings", and how a corpus was converted if it was."""
        report: dict[str, Any] = {
            "articles": self.articles,
            "annotations": self.annotations,
            "duplicates": self.duplicates,
            "failed": [note.as_json() for note in self.failed],
            "warnings": [note.as_json() for note in self.warnings],
        }
        if self.is_converted:
            report["notes"] = [note.as_json() for note in self.notes]
            report["left_out"] = {loss.key: count for loss, count in self.left_out.most_common()}
        return report


@dataclass(slots=True)
class Written:
    """What a format wrote, and what it had to change or leave out on the way."""

    articles: int = 0
    annotations: int = 0
    claims: int = 0
    left_out: Losses = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export holds, and what of the project it does not."""

    format: str
    output: str
    articles: int
    annotations: int
    claims: int
    left_out: Losses

    def as_json(self) -> dict[str, Any]:
        """Return {"format", "output", "articles", "annotations", "claims", "left_out"}."""
        return {
            "format": self.format,
            "output": self.output,
            "articles": self.articles,
            "annotations": self.annotations,
            "claims": self.claims,
            "left_out": {loss.key: count for loss, count in self.left_out.items()},
        }
