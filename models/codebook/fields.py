# SPDX-License-Identifier: MIT
"""The analyst's own coded fields: made, renamed, ordered, given a key, deleted.

Functions that change something work inside `project.edit(label)`. A field's `key` names it in
figures and files; it is made from the first label and never changes. The letter that picks a field
from the keyboard is a setting of the project, `field_letter/<id>`; another one says whose values
the keys 1 to 9 give.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection, delete, func, update
from sqlmodel import Session, col, select

from claimdesk.models.codebook.keys import RESERVED_KEYS, free_key
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.coded_fields import CODE_COLUMNS
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.store.schema import FIELD_KINDS, CodedField, FieldValue, Setting
from claimdesk.models.store.settings import put_setting, setting
from claimdesk.models.store.sql import among
from claimdesk.models.text.folding import name_key

BUILT_IN = frozenset((place.layer, place.key) for place in CODE_COLUMNS)
"""Layer and key of the fields that every project has; they are never deleted."""

_LETTER = "field_letter/"
_DIGITS, _USUAL_DIGITS = "digit_field", "claim.stance"


def is_own(field: FieldRow) -> bool:
    """Return whether the analyst made the field."""
    return (field.layer, field.key) not in BUILT_IN


def own_fields(fields: Iterable[FieldRow], layer: str = "claim") -> list[FieldRow]:
    """Return those of `fields` that are the analyst's own and belong to `layer`, in their order."""
    return [field for field in fields if field.layer == layer and is_own(field)]


def add_field(session: Session, label: str, kind: str, *, layer: str = "claim") -> int:
    """Add a field of a kind (choice, number, boolean, text) at the end; its id.

    Raises ClaimdeskError if the label is empty or taken, or the kind unknown.
    """
    if kind not in FIELD_KINDS:
        raise ClaimdeskError(
            _("“{kind}” is not a kind of field; choose {names}.").format(
                kind=kind, names=", ".join(FIELD_KINDS)
            )
        )
    label = _free_label(session, label, None)
    # A key that no layer has, so that a key alone names a field.
    taken = {*session.exec(select(CodedField.key)), *RESERVED_KEYS}
    last = session.exec(select(func.max(CodedField.position))).one()
    row = CodedField(
        layer=layer,
        key=free_key(label, taken, otherwise="field"),
        label=label,
        kind=kind,
        position=0 if last is None else last + 1,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def rename_field(session: Session, field_id: int, label: str) -> None:
    """Give a field another label. Raises ClaimdeskError if it is empty or taken."""
    label = _free_label(session, label, field_id)
    session.execute(update(CodedField).where(col(CodedField.id) == field_id).values(label=label))


def order_fields(session: Session, ids: Sequence[int]) -> None:
    """Put these fields in this order, on the places that they have together."""
    places = session.exec(
        select(CodedField.position)
        .where(among(CodedField.id, ids))
        .order_by(col(CodedField.position), col(CodedField.id))
    ).all()
    for position, field in zip(_rising(places), ids, strict=False):
        session.execute(
            update(CodedField).where(col(CodedField.id) == field).values(position=position)
        )


def field_uses(connection: Connection, field_id: int) -> int:
    """Return how many annotations have a value in the field."""
    statement = select(func.count()).where(col(FieldValue.field_id) == field_id)
    return connection.execute(statement).scalar_one()


def delete_field(session: Session, field_id: int) -> None:
    """Delete an own field with its values. Raises ClaimdeskError if the program needs it."""
    row = session.get(CodedField, field_id)
    if row is None:
        return
    if (row.layer, row.key) in BUILT_IN:
        raise ClaimdeskError(
            _("“{label}” belongs to every project and can't be deleted.").format(label=row.label)
        )
    set_letter(session, field_id, None)
    session.execute(delete(CodedField).where(col(CodedField.id) == field_id))


def letters(connection: Connection) -> dict[int, str]:
    """Return the letter of each field that has one, by id of the field."""
    rows = connection.execute(select(Setting.key, Setting.value)).all()
    return {
        int(key.removeprefix(_LETTER)): value
        for key, value in rows
        if re.fullmatch(f"{re.escape(_LETTER)}[0-9]{{1,18}}", key)
    }


def set_letter(session: Session, field_id: int, letter: str | None) -> None:
    """Let a letter pick a field; None takes it away.

    Raises ClaimdeskError if it is not a single letter or digit, or belongs to another field.
    """
    if letter is not None:
        letter = letter.strip().upper()
        if len(letter) != 1 or not letter.isalnum():
            raise ClaimdeskError(_("The key of a field is one letter or digit; type one."))
        others = letters(session.connection())
        if any(value == letter and other != field_id for other, value in others.items()):
            raise ClaimdeskError(
                _("“{letter}” picks another field already; choose another letter.").format(
                    letter=letter
                )
            )
    put_setting(session, f"{_LETTER}{field_id}", letter)


def digit_field(connection: Connection, fields: Mapping[str, FieldRow]) -> FieldRow | None:
    """Return the choice field whose values the keys 1 to 9 give: the stance, if none was chosen."""
    wanted = setting(connection, _DIGITS) or _USUAL_DIGITS
    choices = [field for field in fields.values() if field.kind == "choice"]
    named = {f"{field.layer}.{field.key}": field for field in choices}
    return named.get(wanted) or named.get(_USUAL_DIGITS)


def set_digit_field(session: Session, field: FieldRow) -> None:
    """Let the keys 1 to 9 give the values of a field. Raises ClaimdeskError if it has none."""
    if field.kind != "choice":
        raise ClaimdeskError(
            _("“{label}” has no list of values; choose a field that has one.").format(
                label=field.label
            )
        )
    put_setting(session, _DIGITS, f"{field.layer}.{field.key}")


def used_texts(connection: Connection, field_id: int, limit: int = 50) -> list[str]:
    """Return the texts that a field has had, the most frequent first, to be offered again."""
    statement = (
        select(FieldValue.text)
        .where(col(FieldValue.field_id) == field_id, col(FieldValue.text).is_not(None))
        .group_by(col(FieldValue.text))
        .order_by(func.count().desc(), col(FieldValue.text))
        .limit(limit)
    )
    return [str(row[0]) for row in connection.execute(statement)]


def _rising(places: Iterable[int]) -> Iterator[int]:
    """Return the same places, made to rise strictly."""
    last: int | None = None
    for place in places:
        last = place if last is None or place > last else last + 1
        yield last


def _free_label(session: Session, label: str, own_id: int | None) -> str:
    label = unicodedata.normalize("NFC", " ".join(label.split()))
    if not name_key(label):
        raise ClaimdeskError(_("A field needs a name; type one."))
    rows = session.exec(select(CodedField.id, CodedField.label)).all()
    if any(row_id != own_id and name_key(taken) == name_key(label) for row_id, taken in rows):
        raise ClaimdeskError(
            _("There is a field “{label}” already; choose another name.").format(label=label)
        )
    return label


def key_from_file(layer: str, key: str) -> str:
    """Return the key of a field of another project, changed if it is reserved here."""
    return f"{key}_own" if key in RESERVED_KEYS and (layer, key) not in BUILT_IN else key
