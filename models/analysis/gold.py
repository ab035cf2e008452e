# SPDX-License-Identifier: MIT
"""Decide which annotations of an article are the gold standard of learning and evaluation."""

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
    """Return the accepted annotations of one article, of a corpus only those of one annotator.

    The annotators of a corpus each annotate the whole article, so all of theirs together would hold
    every claim several times; the annotator whose name sorts first is taken. Analysts share the
    work, so all of theirs count.
    """
    accepted = [row for row in rows if row.state == "accepted"]
    names = [row.annotator or "" for row in accepted if is_imported(row)]
    first = min(names, default="")
    return [row for row in accepted if not is_imported(row) or (row.annotator or "") == first]
