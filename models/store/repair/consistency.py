# SPDX-License-Identifier: MIT
"""Restoring consistency among the rows that were saved; each function reports what it changed."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.integrity.rules import Rule, rules_of
from claimdesk.models.store.integrity.validation import TREES, row_above_itself
from claimdesk.models.store.integrity.verification import Problem, is_text_of, problem
from claimdesk.models.store.schema import metadata
from claimdesk.models.text.spans import Span, anchor


def damage_note() -> str:
    """Return what to add to the note of an annotation that is not as it was recorded."""
    return _("This was damaged and may be wrong: check it.")


_OTHERWISE = frozenset({"changeset", "change", "recording", "seal", "unsealed"})
_SHORT = 200
"""Characters that are left of a text that is too long."""

_LAYERS = {
    "actor": ("mention", "mention"),
    "claim": ("claim", "content"),
    "domain": ("domain_mention", "evidence"),
}
"""By layer: the table of its fields, and the role of its main span."""


def drop_dangling_references(sqlite: sqlite3.Connection) -> list[Problem]:
    """Set each reference to a missing row to NULL or, where it is required, delete the row."""
    dropped = []
    while broken := sqlite.execute("PRAGMA foreign_key_check").fetchall():
        for name, row, other, key in broken:
            column = next(
                found[3]
                for found in sqlite.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()
                if found[0] == key
            )
            if metadata.tables[name].columns[column].nullable:
                sqlite.execute(f'UPDATE "{name}" SET "{column}" = NULL WHERE id = ?', (row,))
            else:
                sqlite.execute(f'DELETE FROM "{name}" WHERE id = ?', (row,))
            dropped.append(
                problem(
                    f"{name} {row}",
                    _("the row of {table} that it refers to is lost").format(table=other),
                )
            )
    return dropped


def mend_nonsense(sqlite: sqlite3.Connection) -> list[Problem]:
    """Take away what breaks a rule: a value where that is possible, or else its row."""
    mended = []
    for table in metadata.sorted_tables:
        if table.name in _OTHERWISE:
            continue
        for rule in rules_of(table.name):
            rows = sqlite.execute(f'SELECT id FROM "{table.name}" WHERE {rule.broken}').fetchall()
            for (row,) in rows:
                mended.append(problem(f"{table.name} {row}", rule.complaint()))
                _mend_row(sqlite, rule, row)
    for name, column in TREES.items():
        while (row := row_above_itself(sqlite, name, column)) is not None:
            sqlite.execute(f'UPDATE "{name}" SET "{column}" = NULL WHERE id = ?', (row,))
            mended.append(problem(f"{name} {row}", _("it is above itself")))
    return mended


def _mend_row(sqlite: sqlite3.Connection, rule: Rule, row: int) -> None:
    column = metadata.tables[rule.table].columns.get(rule.column)
    if column is not None and not column.primary_key:
        value = None if column.nullable else _as_text(sqlite, rule, row)
        with contextlib.suppress(sqlite3.IntegrityError):
            sqlite.execute(
                f'UPDATE "{rule.table}" SET "{rule.column}" = ? WHERE id = ?', (value, row)
            )
    sqlite.execute(f'DELETE FROM "{rule.table}" WHERE id = ? AND ({rule.broken})', (row,))


def _as_text(sqlite: sqlite3.Connection, rule: Rule, row: int) -> str:
    """Return what is left of a value that no text may be: its beginning, as far as it is text."""
    (value,) = sqlite.execute(
        f'SELECT CAST("{rule.column}" AS BLOB) FROM "{rule.table}" WHERE id = ?', (row,)
    ).fetchone()
    text: str = (value or b"").decode("utf-8", "replace")
    return text[:_SHORT]


def accept_altered_texts(sqlite: sqlite3.Connection) -> list[Problem]:
    """Update the hash of each text that does not match it."""
    altered = []
    for article, body, sha256 in sqlite.execute("SELECT id, body, sha256 FROM article").fetchall():
        if is_text_of(body, sha256):
            continue
        text = body if isinstance(body, str) else str(body)
        now = hashlib.sha256(text.encode()).hexdigest()
        sqlite.execute("UPDATE article SET body = ?, sha256 = ? WHERE id = ?", (text, now, article))
        altered.append(problem(f"article {article}", _("its text is not the one that was saved")))
    return altered


def unplace_spans(sqlite: sqlite3.Connection) -> list[Problem]:
    """Turn each span whose quote is not at its offsets into an unplaced span, for review."""
    texts: dict[int, str] = dict(sqlite.execute("SELECT id, body FROM article").fetchall())
    rows = sqlite.execute(
        'SELECT article_id, span.id, annotation_id, role, start, "end", quote, prefix, suffix '
        "FROM span JOIN annotation ON annotation.id = annotation_id"
    ).fetchall()
    unplaced = []
    for article, span, annotation, role, start, end, *words in rows:
        try:
            found = anchor(texts[article], Span(start, end))
        except (ValueError, TypeError):
            found = None
        if found is not None and [found.quote, found.prefix, found.suffix] == words:
            continue
        place = f"annotation {annotation}"
        if found is not None and found.quote == words[0]:
            around = (found.prefix, found.suffix, span)
            sqlite.execute("UPDATE span SET prefix = ?, suffix = ? WHERE id = ?", around)
            unplaced.append(problem(place, _("the context of its words has changed")))
            continue
        sqlite.execute("DELETE FROM span WHERE id = ?", (span,))
        sqlite.execute(
            "INSERT INTO unplaced_span(annotation_id, role, start, quote, prefix, suffix) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (annotation, role, start, *words),
        )
        unplaced.append(problem(place, _("its words are not where they were; review them")))
    return unplaced


def complete_annotations(sqlite: sqlite3.Connection) -> list[Problem]:
    """Recreate the missing layer rows of annotations; delete annotations without any words."""
    lost = []
    for layer, (table, role) in _LAYERS.items():
        empty = sqlite.execute(
            "SELECT id FROM annotation WHERE layer = ?1 AND NOT EXISTS "
            "(SELECT 1 FROM span WHERE annotation_id = annotation.id AND role = ?2) AND NOT EXISTS "
            "(SELECT 1 FROM unplaced_span WHERE annotation_id = annotation.id AND role = ?2)",
            (layer, role),
        ).fetchall()
        for (annotation,) in empty:
            sqlite.execute("DELETE FROM annotation WHERE id = ?", (annotation,))
            lost.append(problem(f"annotation {annotation}", _("its words are lost")))
        bare = sqlite.execute(
            f"SELECT id FROM annotation WHERE layer = ? AND id NOT IN (SELECT id FROM {table})",
            (layer,),
        ).fetchall()
        for (annotation,) in bare:
            sqlite.execute(f"INSERT INTO {table}(id) VALUES (?)", (annotation,))
            lost.append(problem(f"{table} {annotation}", _("its actor, domain and codes are lost")))
    return lost


def note_damage(sqlite: sqlite3.Connection, annotations: set[int]) -> None:
    """Add to the notes of these annotations that they may be wrong."""
    sqlite.executemany(
        "UPDATE annotation SET note = CASE WHEN coalesce(note, '') = '' THEN ?1 "
        "ELSE note || char(10) || ?1 END WHERE id = ?2",
        [(damage_note(), annotation) for annotation in annotations],
    )
