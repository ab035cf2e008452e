# SPDX-License-Identifier: MIT
"""Which annotations of an article count as right: for learning, and to measure suggestions by."""

from __future__ import annotations

from collections.abc import Iterable

from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.store.schema import ANALYST

_IMPORTED = "import:"


def is_imported(row: AnnotationRow) -> bool:
    """Return whether the annotation came with a corpus."""
    return row.origin.startswith(_IMPORTED)


def is_proposed(row: AnnotationRow) -> bool:
    """Return whether the program proposed the annotation, whatever became of it."""
    return row.origin != ANALYST and not is_imported(row)


def gold_rows(rows: Iterable[AnnotationRow]) -> list[AnnotationRow]:
    """The accepted annotations of one article, those of a corpus by its first annotator alone.

    The annotators of a corpus each go through the whole article, so theirs together would be every
    claim several times; first is whose name comes first. Analysts share the work: theirs count
    together.
    """
    accepted = [row for row in rows if row.state == "accepted"]
    names = [row.annotator or "" for row in accepted if is_imported(row)]
    first = min(names, default="")
    return [row for row in accepted if not is_imported(row) or (row.annotator or "") == first]
