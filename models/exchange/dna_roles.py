# SPDX-License-Identifier: MIT
"""What the variables of another tool's statements are in a claim: speaker, domain, stance or own.

A guess by the names that codebooks usually give them, which `--map VARIABLE=ROLE` overrides role by
role.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.folding import name_key

ROLES = ("speaker", "domain", "stance")
OTHERS = ("field", "skip")
"""What else a variable can become: a field of the analyst's own, or nothing."""

_SPEAKERS = (
    ("organization", "organisation", "organizations", "organisations", "org"),
    ("actor", "actors", "speaker", "stakeholder"),
    ("person", "persons", "people", "politician"),
)
"""Names of variables for who speaks, the likeliest first: only one of them is the speaker."""
_DOMAINS = (("concept", "concepts"), ("domain",), ("category", "topic", "issue", "frame", "policy"))
_STANCES = (("agreement", "agree", "agrees"), ("stance", "position", "support", "supports"))

_GUESSES = {
    "speaker": (_SPEAKERS, ("short text",)),
    "domain": (_DOMAINS, ("short text",)),
    "stance": (_STANCES, ("boolean",)),
}
_FITTING = {
    "speaker": ("short text", "long text"),
    "domain": ("short text", "long text"),
    "stance": ("boolean", "short text"),
}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of a type of statements."""

    id: int
    name: str
    kind: str
    """`boolean`, `integer`, `long text` or `short text`."""
    type_id: int


def assign_roles(
    variables: Sequence[Variable], mapping: Mapping[str, str], source: object
) -> dict[int, str]:
    """Return the role of each variable that has one, by its id; also those of OTHERS that are said.

    `mapping` is from names of variables to roles; a role that it names in a type is not guessed
    there. Raises ClaimdeskError naming `source` if it names an unknown variable or role, or one of
    a kind that does not fit.
    """
    wanted = {name_key(name): role for name, role in mapping.items()}
    _check(variables, mapping, source)
    roles: dict[int, str] = {}
    for type_id in dict.fromkeys(variable.type_id for variable in variables):
        own = [variable for variable in variables if variable.type_id == type_id]
        mapped = {v.id: wanted[name_key(v.name)] for v in own if name_key(v.name) in wanted}
        if list(mapped.values()).count("stance") > 1:
            raise ClaimdeskError(
                _("{source}: only one variable can be the stance; --map names several.").format(
                    source=source
                )
            )
        free = [variable for variable in own if variable.id not in mapped]
        roles.update(mapped)
        for role in ROLES:
            guess = None if role in mapped.values() else _guess(free, role)
            if guess is not None:
                roles[guess.id] = role
    return roles


def possible_roles(variables: Sequence[Variable]) -> tuple[str, ...]:
    """Return what variables of one name can become."""
    return (
        *(role for role in ROLES if all(v.kind in _FITTING[role] for v in variables)),
        *OTHERS,
    )


def _guess(variables: Sequence[Variable], role: str) -> Variable | None:
    groups, kinds = _GUESSES[role]
    for names in groups:
        for variable in variables:
            if variable.kind in kinds and name_key(variable.name) in names:
                return variable
    return None


def _check(variables: Sequence[Variable], mapping: Mapping[str, str], source: object) -> None:
    for name, role in mapping.items():
        if role not in ROLES + OTHERS:
            raise ClaimdeskError(
                _("“{role}” is no part of a claim to map to; choose one of {roles}.").format(
                    role=role, roles=", ".join(ROLES + OTHERS)
                )
            )
        named = [v for v in variables if name_key(v.name) == name_key(name)]
        if not named:
            known = ", ".join(dict.fromkeys(v.name for v in variables))
            raise ClaimdeskError(
                _("{source} has no variable “{name}”; choose one of {known}.").format(
                    source=source, name=name, known=known
                )
            )
        for variable in named:
            if role in ROLES and variable.kind not in _FITTING[role]:
                raise ClaimdeskError(
                    _("{source}: “{name}” is a {kind}, which can't be the {role}.").format(
                        source=source, name=variable.name, kind=variable.kind, role=role
                    )
                )
