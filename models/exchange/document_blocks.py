# SPDX-License-Identifier: MIT
"""What documents for people consist of: blocks in order, without any layout."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` 1 is the title of the document."""

    text: str
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column holds labels, the others figures."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of the codebook."""

    term: str
    text: str
    level: int = 0
    """How deep it lies in a hierarchy."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, and where they stand."""

    text: str
    source: str
    level: int = 0


TextBlock = Heading | Paragraph | Table | Definition | Quote


def words_in(blocks: list[TextBlock]) -> str:
    """Return all that blocks say, on one line: what a document that holds them says."""
    parts: list[str] = []
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            parts.append(block.text)
        elif isinstance(block, Definition):
            parts += [block.term, block.text]
        elif isinstance(block, Quote):
            parts += [block.text, block.source]
        else:
            parts += [cell for row in (block.columns, *block.rows) for cell in row]
    return " ".join(" ".join(parts).split())
