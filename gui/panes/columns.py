# SPDX-License-Identifier: MIT
"""Define a column of a pane: header, text, colours and editor of its cells.

A pane is a table of such columns (gui/panes/layers.py). Painting, sorting, filtering, refreshing
and editing read nothing else, so a new column is one more `Column`. Coded fields, those of every
project and the analyst's own, are columns by `code_column`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from claimdesk.gui.panes.grouping import Group
from claimdesk.models.editing.codes import code_text
from claimdesk.models.store.queries import AnnotationRow, FieldRow

NONE = "—"
"""What a cell says where there is nothing to say."""


NameOf = tuple[str, int | None]
"""A name as the desk tells of it: `actor`, `domain` or `choice`, and its id, None for nothing."""


@dataclass(frozen=True, slots=True)
class Typed:
    """Cells that are edited in place: `commit` writes what was typed."""

    commit: Callable[[AnnotationRow, str], None]


@dataclass(frozen=True, slots=True)
class TypedName:
    """Groups whose name is edited in place: `commit` writes what was typed."""

    commit: Callable[[Group, str], None]


@dataclass(frozen=True, slots=True)
class Picked:
    """Cells that open a picker: `part` is what `Coding.pick` knows, such as `speaker`."""

    part: str
    several: bool = True
    """Whether it is for all rows that are selected, or only for the one that was opened."""


@dataclass(frozen=True, slots=True)
class Coded:
    """Cells that ask for the value of a coded field."""

    field: FieldRow


Editor = Typed | TypedName | Picked | Coded | None
"""How a cell is edited; None goes to the words in the text."""


def _no_text(_group: Group) -> str:
    return ""


def no_names(_row: AnnotationRow) -> Iterable[NameOf]:
    """Return the names in a column that shows none."""
    return ()


def _no_colours(_of: object) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class GroupCells:
    """What a column shows in the rows that are heads of groups."""

    text: Callable[[Group], str] = _no_text
    colours: Callable[[Group], list[str]] = _no_colours
    editor: Editor = None
    codes: Callable[[Group], list[str]] = _no_colours


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a pane."""

    key: str
    """Tells it from the other columns of the pane; never shown."""
    header: str
    text: Callable[[AnnotationRow], str]
    names: Callable[[AnnotationRow], Iterable[NameOf]] = no_names
    """What the text and colours are made of; if one of it is renamed, the cell is painted anew."""
    colours: Callable[[AnnotationRow], list[str]] = _no_colours
    """Of the chips before the text."""
    width: int = 12
    """How wide it is at first, in average characters."""
    editor: Editor = None
    numeric: bool = False
    """Whether it holds numbers; these and the heading stand on the right."""
    hidden: bool = False
    """Whether it is hidden until the analyst asks for it."""
    groups: GroupCells = field(default_factory=GroupCells)
    codes: Callable[[AnnotationRow], list[str]] = _no_colours
    """The letters in the chips."""


def code_column(field: FieldRow, *, width: int = 12, hidden: bool = False) -> Column:
    """Return the column of a coded field."""
    choices = {choice.id: choice for choice in field.choices}

    def text(row: AnnotationRow) -> str:
        return code_text(field, row.codes.get(field.key)) or NONE

    def label(row: AnnotationRow) -> str:
        choice = choices.get(row.choice_id(field.key) or 0)
        return choice.label if choice is not None else NONE

    def names(row: AnnotationRow) -> Iterable[NameOf]:
        return (("choice", row.choice_id(field.key)),)

    def colours(row: AnnotationRow) -> list[str]:
        choice = choices.get(row.choice_id(field.key) or 0)
        return [choice.colour] if choice is not None and choice.colour else []

    coded = field.kind == "choice"
    return Column(
        f"code {field.key}",
        field.label,
        label if coded else text,
        names if coded else no_names,
        colours if coded else _no_colours,
        width,
        Coded(field),
        numeric=field.kind == "number",
        hidden=hidden,
        groups=GroupCells(editor=Coded(field)),
    )
