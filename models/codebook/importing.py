# SPDX-License-Identifier: MIT
"""Importing a codebook file into a project: adds and changes by name and key, never deletes.

The same code first plans what it would do (`plan_import`), then does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, update
from sqlmodel import Session, col, select

from claimdesk.models.codebook import fields
from claimdesk.models.codebook.domains import (
    domain_parents,
    in_tree_order,
    order_domains,
    set_terms,
)
from claimdesk.models.codebook.file import Book, BookChoice, BookDomain, BookField, parse_book
from claimdesk.models.messages.catalogue import ngettext
from claimdesk.models.store import queries
from claimdesk.models.store.schema import Choice, CodedField, Domain, Term, metadata
from claimdesk.models.store.settings import guideline, set_guideline
from claimdesk.models.text.folding import name_key

Apply = Callable[[Session], object]


@dataclass(frozen=True, slots=True)
class ImportStep:
    """What an import does to one item of the codebook."""

    action: str
    """`add`, `change`, `same`, or `leave` (differs, but stays as it is in the project)."""
    thing: str
    """`domain`, `field`, `value` or `guideline`."""
    name: str
    details: tuple[str, ...] = ()
    """What changes: `definition`, `colour`, `parent`, `label`, `letter`, `kind`; or, in words to
    show, how many terms come."""


def load_codebook(session: Session, codebook: Mapping[str, Any], source: str) -> None:
    """Add the codebook in a JSON value read from `source`, as `import_book` does.

    Raises ClaimdeskError naming the source and the entry that is wrong.
    """
    import_book(session, parse_book(codebook, source))


def plan_import(
    connection: Connection, book: Book, *, replace_guideline: bool = False
) -> list[ImportStep]:
    """Return what `import_book` would do, item by item, in the order of the file."""
    importer = _Importer(connection, replace_guideline)
    importer.take(book)
    return [step for step, _do in importer.steps]


def import_book(
    session: Session, book: Book, *, replace_guideline: bool = False
) -> list[ImportStep]:
    """Merge a codebook into that of the project; return what was done.

    Items that only the file has are added; items that both have are changed to what the file says,
    and get the terms of both. Nothing is deleted, no field changes its kind, and an existing
    guideline is replaced only with `replace_guideline`.
    """
    importer = _Importer(session.connection(), replace_guideline)
    importer.take(book)
    for _step, do in importer.steps:
        do(session)
        session.flush()
    importer.put_in_order(session)
    return [step for step, _do in importer.steps]


def _do_nothing(_session: Session) -> None:
    return None


class _Importer:
    """Compares a codebook with that of a project, and knows for each difference what to do."""

    def __init__(self, connection: Connection, replace_guideline: bool) -> None:
        self.steps: list[tuple[ImportStep, Apply]] = []
        self._domains = queries.domains(connection)
        self._fields = list(queries.fields(connection).values())
        self._letters = fields.letters(connection)
        self._guideline = guideline(connection)
        self._replace_guideline = replace_guideline
        self._by_name = {name_key(row.name): row.id for row in self._domains.values()}
        self._ids = dict(self._by_name)
        """The same, with those that were added meanwhile."""
        self._last_place = connection.execute(select(func.max(Domain.position))).scalar() or 0
        self._places_changed = False
        self._choices: dict[int, dict[str, queries.ChoiceRow]] = {}
        self._parents: dict[object, object] = {
            row.id: row.parent_id for row in self._domains.values()
        }

    def take(self, book: Book) -> None:
        """Compare all."""
        for domain in book.domains:
            self._domain(domain)
        for field in book.fields:
            self._field(field)
        if book.guideline:
            self._guide(book.guideline)

    def put_in_order(self, session: Session) -> None:
        """Put each domain before those inside it; once, since a codebook may be large."""
        if self._places_changed:
            order_domains(session, in_tree_order(domain_parents(session)))

    def _step(
        self, action: str, thing: str, name: str, do: Apply, details: tuple[str, ...] = ()
    ) -> None:
        self.steps.append((ImportStep(action, thing, name, details), do))

    # Domains.

    def _domain(self, domain: BookDomain) -> None:
        known = self._by_name.get(name_key(domain.name))
        if known is None:
            self._parents[name_key(domain.name)] = self._node(domain.parent)
            self._step(
                "add", "domain", domain.name, lambda session: self._add_domain(session, domain)
            )
            return
        row = self._domains[known]
        values = _changed_values(row, domain, ("definition", "colour"))
        terms = tuple(term for term in domain.terms if term not in row.terms)
        moves = self._moves(known, domain)
        details = (*values, *((_term_count(len(terms)),) if terms else ()))
        if moves is not None:
            details += ("parent",)
        if not details:
            self._step("same", "domain", row.name, _do_nothing)
            return

        def change(session: Session) -> None:
            if values:
                session.execute(update(Domain).where(col(Domain.id) == known).values(**values))
            set_terms(session, known, [*row.terms, *terms])
            if moves:
                self._put_inside(session, known, self._ids[name_key(domain.parent or "")])

        if details == ("parent",) and moves is False:
            self._step("leave", "domain", row.name, _do_nothing, details)
        else:
            shown = tuple(d for d in details if d != "parent" or moves)
            self._step("change", "domain", row.name, change, shown)

    def _add_domain(self, session: Session, domain: BookDomain) -> None:
        parent = None if domain.parent is None else self._ids[name_key(domain.parent)]
        self._places_changed |= parent is not None
        values = {
            "name": domain.name,
            "definition": domain.definition,
            "colour": domain.colour,
            "parent_id": parent,
            "position": self._next_place(),
        }
        added = session.connection().execute(insert(metadata.tables["domain"]).values(**values))
        (number,) = added.inserted_primary_key or (0,)
        self._ids[name_key(domain.name)] = number
        if domain.terms:
            terms = [{"domain_id": number, "text": term} for term in domain.terms]
            session.execute(insert(Term), terms)

    def _put_inside(self, session: Session, domain_id: int, parent_id: int) -> None:
        """Make a domain the last one inside another."""
        values = {"parent_id": parent_id, "position": self._next_place()}
        session.execute(update(Domain).where(col(Domain.id) == domain_id).values(**values))
        self._places_changed = True

    def _next_place(self) -> int:
        self._last_place += 1
        return self._last_place

    def _node(self, name: str | None) -> object:
        """How a domain of the file is named among the parents: by id if the project has it."""
        return None if name is None else self._by_name.get(name_key(name), name_key(name))

    def _moves(self, known: int, domain: BookDomain) -> bool | None:
        """Return whether a domain goes into another; None if it is there already or at no place."""
        parent = self._node(domain.parent)
        if parent is None or self._parents[known] == parent:
            return None
        above: object = parent
        while above is not None:
            if above == known:
                return False
            above = self._parents.get(above)
        self._parents[known] = parent
        return True

    # Fields.

    def _field(self, field: BookField) -> None:
        row = self._known_field(field)
        if row is None:
            self._step("add", "field", field.label, lambda session: self._add_field(session, field))
            return
        values = _changed_values(row, field, ("label",))
        details = tuple(values)
        letter = self._new_letter(row.id, field.letter)
        if letter:
            details += ("letter",)

        def change(session: Session) -> None:
            if values:
                session.execute(
                    update(CodedField).where(col(CodedField.id) == row.id).values(**values)
                )
            if letter:
                fields.set_letter(session, row.id, letter)

        if row.kind != field.kind:
            self._step("leave", "field", row.label, _do_nothing, ("kind",))
            return
        self._step("change" if details else "same", "field", row.label, change, details)
        for choice in field.choices if field.kind == "choice" else ():
            self._choice(row, choice)

    def _known_field(self, field: BookField) -> queries.FieldRow | None:
        """Return the same field: by key, or else by label if its kind is the same too."""
        layer = [row for row in self._fields if row.layer == field.layer]
        keys = (field.key, fields.key_from_file(field.layer, field.key))
        by_key = next((row for row in layer if row.key in keys), None)
        if by_key is not None:
            return by_key
        label = name_key(field.label)
        return next((r for r in layer if name_key(r.label) == label and r.kind == field.kind), None)

    def _new_letter(self, field_id: int, letter: str | None) -> str | None:
        if letter is None or field_id in self._letters or letter in self._letters.values():
            return None
        self._letters[field_id] = letter
        return letter

    def _add_field(self, session: Session, field: BookField) -> None:
        position = session.exec(select(func.max(CodedField.position))).one()
        row = CodedField(
            layer=field.layer,
            key=fields.key_from_file(field.layer, field.key),
            label=field.label,
            kind=field.kind,
            position=0 if position is None else position + 1,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        if field.kind == "choice":
            _add_choices(session, row.id, field.choices)
        if field.letter and field.letter not in fields.letters(session.connection()).values():
            fields.set_letter(session, row.id, field.letter)

    def _choice(self, field: queries.FieldRow, choice: BookChoice) -> None:
        row = self._known_choices(field).get(f"key {choice.key}")
        row = row or self._known_choices(field).get(f"label {name_key(choice.label)}")
        name = f"{field.label}: {choice.label}"
        if row is None:
            self._step("add", "value", name, lambda s: _add_choices(s, field.id, [choice]))
            return
        number = row.id
        values = _changed_values(row, choice, ("label", "definition", "colour"))

        def change(session: Session) -> None:
            session.execute(update(Choice).where(col(Choice.id) == number).values(**values))

        if values:
            self._step("change", "value", name, change, tuple(values))
        else:
            self._step("same", "value", name, _do_nothing)

    def _known_choices(self, field: queries.FieldRow) -> dict[str, queries.ChoiceRow]:
        """Return the values of a field by key and by label, the first of each."""
        if field.id not in self._choices:
            known = self._choices[field.id] = {}
            for choice in field.choices:
                known.setdefault(f"key {choice.key}", choice)
                known.setdefault(f"label {name_key(choice.label)}", choice)
        return self._choices[field.id]

    # Guideline.

    def _guide(self, text: str) -> None:
        def write(session: Session) -> None:
            set_guideline(session, text)

        if not self._guideline:
            self._step("add", "guideline", "", write)
        elif self._guideline == text:
            self._step("same", "guideline", "", _do_nothing)
        elif self._replace_guideline:
            self._step("change", "guideline", "", write)
        else:
            self._step("leave", "guideline", "", _do_nothing)


def _changed_values(row: object, entry: object, columns: tuple[str, ...]) -> dict[str, str]:
    """Return what the file says and the project says otherwise."""
    return {
        column: getattr(entry, column)
        for column in columns
        if getattr(entry, column) is not None and getattr(entry, column) != getattr(row, column)
    }


def _term_count(count: int) -> str:
    return ngettext("1 term", "{n} terms", count).format(n=count)


def _add_choices(session: Session, field_id: int, choices: Sequence[BookChoice]) -> None:
    last = session.exec(select(func.max(Choice.position)).where(Choice.field_id == field_id)).one()
    rows = [
        {
            "field_id": field_id,
            "key": choice.key,
            "label": choice.label,
            "definition": choice.definition,
            "colour": choice.colour,
            "position": position,
        }
        for position, choice in enumerate(choices, 0 if last is None else last + 1)
    ]
    if rows:
        session.execute(insert(Choice), rows)
