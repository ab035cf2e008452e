# SPDX-License-Identifier: MIT
"""The values that coded fields offer. What changes one works inside `project.edit(label)`."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sqlalchemy import Connection, delete, func, update
from sqlmodel import Session, col, select

from claimdesk.models.codebook.domains import EVERYWHERE, Scope, within
from claimdesk.models.codebook.keys import free_key
from claimdesk.models.editing.duplicates import merge_duplicates, own_field_code
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.coded_fields import CHOICE_COLUMNS
from claimdesk.models.store.schema import Choice, metadata
from claimdesk.models.text.folding import name_key

_CHOICE_COLUMNS = tuple(
    (metadata.tables[table], metadata.tables[table].c[annotation], metadata.tables[table].c[column])
    for table, annotation, column in CHOICE_COLUMNS
)
"""Table, its column that names the annotation, its column that names the value."""


def add_choice(session: Session, field_id: int, label: str, *, colour: str | None = None) -> int:
    """Add a value to a coded field and return its id; its key is made from the label for good."""
    label = _label(label)
    taken = set(session.exec(select(Choice.key).where(Choice.field_id == field_id)))
    last = session.exec(select(func.max(Choice.position)).where(Choice.field_id == field_id)).one()
    row = Choice(
        field_id=field_id,
        key=free_key(label, taken, otherwise="value"),
        label=label,
        colour=colour,
        position=0 if last is None else last + 1,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def set_choice_fields(session: Session, choice_id: int, **values: str | None) -> None:
    """Set `label`, `definition` or `colour` of a value."""
    if "label" in values:
        values["label"] = _label(values["label"] or "")
    session.execute(update(Choice).where(col(Choice.id) == choice_id).values(**values))


def order_choices(session: Session, ids: Sequence[int]) -> None:
    """Put the values of a field in this order."""
    for position, choice in enumerate(ids):
        session.execute(update(Choice).where(col(Choice.id) == choice).values(position=position))


def choice_uses(connection: Connection, choice_id: int, scope: Scope = EVERYWHERE) -> int:
    """Return how many annotations have the value."""
    return sum(
        connection.execute(
            select(func.count())
            .select_from(table)
            .where(column == choice_id, *within(annotation, scope))
        ).scalar_one()
        for table, annotation, column in _CHOICE_COLUMNS
    )


def recode_choice(
    session: Session, choice_id: int, replacement: int | None, scope: Scope = EVERYWHERE
) -> None:
    """Replace a value by another one of the field, or by none, in annotations.

    Annotations that become equal are merged.
    Raises ClaimdeskError if the other one is the same, gone, or of another field.
    """
    fields: Sequence[int] = ()
    if replacement is not None:
        fields = session.exec(
            select(Choice.field_id).where(col(Choice.id).in_([choice_id, replacement]))
        ).all()
        if choice_id == replacement or len(fields) != 2 or fields[0] != fields[1]:
            raise ClaimdeskError(_("Choose another value of the same field."))
    for table, annotation, column in _CHOICE_COLUMNS:
        uses = (column == choice_id, *within(annotation, scope))
        own_field = table.name == "field_value"
        if own_field and replacement is None:
            # A row of field_value never means "not coded".
            session.execute(delete(table).where(*uses))
            continue
        touched = session.execute(select(annotation).where(*uses)).scalars().all()
        session.execute(update(table).where(*uses).values({column.name: replacement}))
        if replacement is not None:
            merge_duplicates(
                session, touched, same=own_field_code(fields[0]) if own_field else column.name
            )


def delete_choice(session: Session, choice_id: int, replacement: int | None) -> None:
    """Delete a value. Its uses change to `replacement`, or to "not coded" if it is None."""
    recode_choice(session, choice_id, replacement)
    session.execute(delete(Choice).where(col(Choice.id) == choice_id))


def _label(label: str) -> str:
    label = unicodedata.normalize("NFC", " ".join(label.split()))
    if not name_key(label):
        raise ClaimdeskError(_("A value needs a name; type one."))
    return label
