# SPDX-License-Identifier: MIT
"""The codebook: domains with their terms, coded fields with their choices.

Functions that change it work inside `project.edit(label)`. Deleting says what it would touch
(`domain_uses`, `choice_uses`) and moves or clears those uses as the analyst chooses.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, update
from sqlmodel import Session, col, select

from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.schema import (
    FIELD_KINDS,
    LAYERS,
    Choice,
    Claim,
    ClaimDomain,
    CodedField,
    Domain,
    DomainMention,
    FieldValue,
    Term,
)

_CHOICE_COLUMNS = (
    (Claim, "stance_id"),
    (Claim, "kind_id"),
    (Claim, "certainty_id"),
    (DomainMention, "stage_id"),
    (FieldValue, "choice_id"),
)


def load_codebook(session: Session, codebook: Mapping[str, Any], source: str) -> None:
    """Add the domains and fields of a codebook read from a JSON file named `source`.

    Its form: {"domains": [{"name", "definition", "colour", "terms", "parent"}], "fields":
    [{"key", "label", "layer", "kind", "choices": [{"key", "label", "colour", "definition"}]}]}.
    Raises ClaimdeskError naming the file and the entry that is wrong.
    """
    try:
        if not isinstance(codebook, Mapping):
            raise ValueError("it is no JSON object")
        _load_domains(session, _entries(codebook, "domains"))
        _load_fields(session, _entries(codebook, "fields"))
    except (KeyError, ValueError) as error:
        raise ClaimdeskError(f"{source} is not a codebook: {_complaint(error)}.") from error


def add_domain(session: Session, name: str, *, colour: str | None = None) -> int:
    """Add a domain at the end; its id. Raises ClaimdeskError if the name is empty or taken."""
    last = session.exec(select(func.max(Domain.position))).one()
    row = Domain(
        name=_free_name(session, name, None),
        colour=colour,
        position=0 if last is None else last + 1,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def set_domain_fields(session: Session, domain_id: int, **values: str | int | None) -> None:
    """Set `name`, `definition`, `colour` or `parent_id` of a domain."""
    if "name" in values:
        values["name"] = _free_name(session, str(values["name"]), domain_id)
    session.execute(update(Domain).where(col(Domain.id) == domain_id).values(**values))


def set_terms(session: Session, domain_id: int, terms: Iterable[str]) -> None:
    """Let exactly these words and phrases point to a domain."""
    wanted = list(dict.fromkeys(" ".join(term.split()) for term in terms if term.strip()))
    rows = session.exec(select(Term).where(Term.domain_id == domain_id)).all()
    for row in rows:
        if row.text not in wanted:
            session.delete(row)
    known = {row.text for row in rows}
    session.add_all(Term(domain_id=domain_id, text=term) for term in wanted if term not in known)
    session.flush()


def order_domains(session: Session, ids: Sequence[int]) -> None:
    """Put the domains in this order."""
    for position, domain in enumerate(ids):
        session.execute(update(Domain).where(col(Domain.id) == domain).values(position=position))


def domain_uses(connection: Connection, domain_id: int) -> tuple[int, int]:
    """How many claims and how many domain mentions name the domain."""
    claims = select(func.count()).where(col(ClaimDomain.domain_id) == domain_id)
    mentions = select(func.count()).where(col(DomainMention.domain_id) == domain_id)
    return connection.execute(claims).scalar_one(), connection.execute(mentions).scalar_one()


def delete_domain(session: Session, domain_id: int, replacement: int | None) -> None:
    """Delete a domain. Its uses move to `replacement`, or stay without a domain if it is None."""
    if replacement is not None:
        doubled = select(ClaimDomain.claim_id).where(col(ClaimDomain.domain_id) == replacement)
        session.execute(
            update(ClaimDomain)
            .where(
                col(ClaimDomain.domain_id) == domain_id,
                col(ClaimDomain.claim_id).not_in(doubled),
            )
            .values(domain_id=replacement)
        )
        session.execute(
            update(DomainMention)
            .where(col(DomainMention.domain_id) == domain_id)
            .values(domain_id=replacement)
        )
    session.execute(delete(Domain).where(col(Domain.id) == domain_id))


def add_choice(session: Session, field_id: int, label: str, *, colour: str | None = None) -> int:
    """Add a value to a coded field; its id. Its key is made from the label and never changes."""
    label = _label(label)
    last = session.exec(select(func.max(Choice.position)).where(Choice.field_id == field_id)).one()
    row = Choice(
        field_id=field_id,
        key=_free_key(session, field_id, label),
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


def choice_uses(connection: Connection, choice_id: int) -> int:
    """How many annotations have the value."""
    return sum(
        connection.execute(
            select(func.count()).where(getattr(table, column) == choice_id)
        ).scalar_one()
        for table, column in _CHOICE_COLUMNS
    )


def delete_choice(session: Session, choice_id: int, replacement: int | None) -> None:
    """Delete a value. Its uses change to `replacement`, or to "not coded" if it is None."""
    for table, column in _CHOICE_COLUMNS:
        uses = getattr(table, column) == choice_id
        session.execute(update(table).where(uses).values({column: replacement}))
    session.execute(delete(Choice).where(col(Choice.id) == choice_id))


def _load_domains(session: Session, entries: Sequence[Mapping[str, Any]]) -> None:
    ids: dict[str, int] = {}
    for position, entry in enumerate(entries):
        name = _fresh(_text(entry, "name"), ids, "domain")
        parent = _text_or_none(entry, "parent")
        if parent is not None and parent not in ids:
            raise ValueError(f"“{name}” comes before its parent “{parent}”, or that is missing")
        row = Domain(
            name=name,
            parent_id=ids[parent] if parent else None,
            definition=_text_or_none(entry, "definition"),
            colour=_colour(entry.get("colour")),
            position=position,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        ids[row.name] = row.id
        set_terms(session, row.id, _terms(entry))


def _load_fields(session: Session, entries: Sequence[Mapping[str, Any]]) -> None:
    seen: set[tuple[str, str]] = set()
    for position, entry in enumerate(entries):
        layer, key = _one_of(entry, "layer", LAYERS, "claim"), _text(entry, "key")
        if (layer, key) in seen:
            raise ValueError(f"the field “{key}” is there twice")
        seen.add((layer, key))
        row = CodedField(
            layer=layer,
            key=key,
            label=_text(entry, "label"),
            kind=_one_of(entry, "kind", FIELD_KINDS, "choice"),
            position=position,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        _load_choices(session, row.id, _entries(entry, "choices"))
    session.flush()


def _load_choices(session: Session, field_id: int, entries: Sequence[Mapping[str, Any]]) -> None:
    seen: set[str] = set()
    for position, entry in enumerate(entries):
        key = _fresh(_text(entry, "key"), seen, "value")
        seen.add(key)
        session.add(
            Choice(
                field_id=field_id,
                key=key,
                label=_text(entry, "label"),
                definition=_text_or_none(entry, "definition"),
                colour=_colour(entry.get("colour")),
                position=position,
            )
        )


def _entries(entry: Mapping[str, Any], key: str) -> Sequence[Mapping[str, Any]]:
    found = entry.get(key, [])
    if not isinstance(found, list) or not all(isinstance(each, Mapping) for each in found):
        raise ValueError(f"“{key}” is not a list of objects")
    return found


def _terms(entry: Mapping[str, Any]) -> Sequence[str]:
    found = entry.get("terms", [])
    if not isinstance(found, list) or not all(isinstance(term, str) for term in found):
        raise ValueError("“terms” is not a list of texts")
    return found


def _fresh(name: str, seen: Container[str], what: str) -> str:
    if name in seen:
        raise ValueError(f"the {what} “{name}” is there twice")
    return name


def _one_of(entry: Mapping[str, Any], key: str, values: Sequence[str], default: str) -> str:
    found = entry.get(key, default)
    if found not in values:
        raise ValueError(f"“{key}” is none of {', '.join(values)}")
    return str(found)


def _text_or_none(entry: Mapping[str, Any], key: str) -> str | None:
    return None if entry.get(key) is None else _text(entry, key)


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"“{key}” is not a text")
    return value.strip()


def _colour(value: Any) -> str | None:  # noqa: ANN401
    if value is None or (isinstance(value, str) and re.fullmatch("#[0-9a-fA-F]{6}", value)):
        return value
    raise ValueError(f"“{value}” is not a colour such as #3366cc")


def _complaint(error: Exception) -> str:
    return f"“{error.args[0]}” is missing" if isinstance(error, KeyError) else str(error)


def _label(label: str) -> str:
    label = " ".join(label.split())
    if not label:
        raise ClaimdeskError("A value needs a name; type one.")
    return label


def _free_name(session: Session, name: str, own_id: int | None) -> str:
    name = " ".join(name.split())
    if not name:
        raise ClaimdeskError("A domain needs a name; type one.")
    taken = session.exec(select(Domain.id).where(func.lower(Domain.name) == name.lower())).first()
    if taken is not None and taken != own_id:
        raise ClaimdeskError(f"There is a domain “{name}” already; choose another name.")
    return name


def _free_key(session: Session, field_id: int, label: str) -> str:
    taken = set(session.exec(select(Choice.key).where(Choice.field_id == field_id)))
    stem = re.sub(r"\W+", "_", label.lower()).strip("_") or "value"
    key, number = stem, 2
    while key in taken:
        key, number = f"{stem}_{number}", number + 1
    return key
