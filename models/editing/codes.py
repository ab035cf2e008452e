# SPDX-License-Identifier: MIT
"""Code annotations: one way to set any coded field, and to say what it holds."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.editing.edits import mark_corrected
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.coded_fields import CodeColumn, CodeValue, code_column
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.numbers import exact, number_text, read_number

_GIVEN = "IN (SELECT value FROM json_each(?))"


def set_code(session: Session, ids: Sequence[int], field_key: str, value: CodeValue | None) -> None:
    """Code annotations of one layer in a field of that layer; None or an empty text: not coded.

    A choice is given by its id. A number may be typed (“3.5”, “3,5”, “12 345”); one that can be
    read in two ways (“12,345”) is refused with both readings, one of more digits than can be kept
    as well. The annotations become the analyst's decisions, as with every correction.

    Raises ClaimdeskError if the layer has no such field or the value is not one of its kind.
    """
    session.flush()
    connection = session.connection()
    layers = _layers(connection, ids)
    if not layers:
        return
    field = _field(connection, layers, field_key)
    stored = _stored(connection, field, value)
    column = code_column(field.layer, field.key)
    if column is not None:
        _write_column(connection, ids, column, stored)
    else:
        _write_rows(connection, ids, field, stored)
    mark_corrected(session, ids)


def code_text(field: FieldRow, value: CodeValue | None) -> str:
    """Return a code as people read it; an empty text if it is not coded."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.kind == "choice":
        choice = field.choice(value)
        return choice.label if choice is not None else ""
    return number_text(value) if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class _Field:
    """A coded field, as far as setting a value needs it."""

    id: int
    layer: str
    key: str
    kind: str
    label: str


_Stored = tuple[int | None, float | None, str | None]
"""A value as `field_value` holds it: choice, number, text."""

_NOT_CODED: _Stored = (None, None, None)


# Plain SQL: this is what every key of a coder does, and putting statements together from the
# schema takes longer than running them.


def _layers(connection: Connection, ids: Sequence[int]) -> list[str]:
    statement = f"SELECT DISTINCT layer FROM annotation WHERE id {_GIVEN}"  # noqa: S608
    return [row[0] for row in connection.exec_driver_sql(statement, (_list(ids),))]


def _field(connection: Connection, layers: Sequence[str], key: str) -> _Field:
    """Return the field of the layers' annotations with this key."""
    rows = connection.exec_driver_sql(
        "SELECT id, layer, key, kind, label FROM field WHERE key = ?", (key,)
    )
    fields = [_Field(*row) for row in rows]
    if not fields:
        raise ClaimdeskError(_("The field no longer exists; choose another one."))
    field = next((field for field in fields if field.layer in layers), fields[0])
    if any(layer != field.layer for layer in layers):
        raise ClaimdeskError(_WRONG_LAYER[field.layer]().format(label=field.label))
    return field


_WRONG_LAYER = {
    "actor": lambda: _("“{label}” is a field of mentions of actors; choose only such mentions."),
    "claim": lambda: _("“{label}” is a field of claims; choose only claims."),
    "domain": lambda: _("“{label}” is a field of mentions of domains; choose only such mentions."),
}


def _stored(connection: Connection, field: _Field, value: CodeValue | None) -> _Stored:
    if value is None or (isinstance(value, str) and not value.strip()):
        return _NOT_CODED
    if field.kind == "choice":
        return _choice(connection, field, value), None, None
    if field.kind == "number":
        return None, _number(field, value), None
    if field.kind == "boolean":
        return None, _truth(field, value), None
    return None, None, _text(field, value)


def _choice(connection: Connection, field: _Field, value: CodeValue) -> int:
    statement = "SELECT id FROM choice WHERE id = ? AND field_id = ?"
    found = None
    if isinstance(value, int) and not isinstance(value, bool):
        found = connection.exec_driver_sql(statement, (value, field.id)).scalar_one_or_none()
    if isinstance(found, int):
        return found
    raise ClaimdeskError(
        _("“{label}” has no such value; choose one of its values.").format(label=field.label)
    )


def _number(field: _Field, value: CodeValue) -> float:
    number: float | None = None
    if isinstance(value, str):
        number = read_number(value)
    elif not isinstance(value, bool):
        number = exact(value)
    if number is None or not math.isfinite(number):
        raise ClaimdeskError(
            _("“{label}” needs a number, and “{value}” is not one. Write 3 or 3.5.").format(
                label=field.label, value=value
            )
        )
    return number


def _truth(field: _Field, value: CodeValue) -> float:
    if not isinstance(value, bool):
        raise ClaimdeskError(
            _("“{label}” is yes or no; “{value}” is neither.").format(
                label=field.label, value=value
            )
        )
    return float(value)


def _text(field: _Field, value: CodeValue) -> str:
    if not isinstance(value, str):
        raise ClaimdeskError(
            _("“{label}” needs a text, and “{value}” is not one.").format(
                label=field.label, value=value
            )
        )
    return value.strip()


def _write_column(
    connection: Connection, ids: Sequence[int], place: CodeColumn, stored: _Stored
) -> None:
    connection.exec_driver_sql(
        f"UPDATE {place.table} SET {place.column} = ? WHERE id {_GIVEN}",  # noqa: S608
        (stored[0], _list(ids)),
    )


def _write_rows(connection: Connection, ids: Sequence[int], field: _Field, stored: _Stored) -> None:
    if stored == _NOT_CODED:
        # A row of field_value never means "not coded".
        connection.exec_driver_sql(
            f"DELETE FROM field_value WHERE field_id = ? AND annotation_id {_GIVEN}",  # noqa: S608
            (field.id, _list(ids)),
        )
        return
    connection.exec_driver_sql(
        "INSERT INTO field_value (annotation_id, field_id, choice_id, number, text) "  # noqa: S608
        f"SELECT id, ?, ?, ?, ? FROM annotation WHERE id {_GIVEN} "
        "ON CONFLICT (annotation_id, field_id) DO UPDATE "
        "SET choice_id = excluded.choice_id, number = excluded.number, text = excluded.text",
        (field.id, *stored, _list(ids)),
    )


def _list(ids: Sequence[int]) -> str:
    return json.dumps(list(ids))
