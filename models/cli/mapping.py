# SPDX-License-Identifier: MIT
"""`--map VARIABLE=ROLE`: what the variables of another tool are in a claim."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from claimdesk.models.messages.catalogue import _


def mapping_of(words: Sequence[str]) -> list[tuple[str, str]]:
    """Return the pairs that the words of `--map` say; other words are wrong usage."""
    from claimdesk.models.exchange.dna_roles import ROLES

    pairs = []
    for word in words:
        name, sign, role = word.rpartition("=")
        if not name.strip() or not sign or not role.strip():
            raise typer.BadParameter(
                _("Write --map VARIABLE=speaker instead of “{word}”.").format(word=word)
            )
        if role.strip() not in ROLES:
            raise typer.BadParameter(
                _("“{role}” is no part of a claim to map to; choose one of {roles}.").format(
                    role=role.strip(), roles=", ".join(ROLES)
                )
            )
        pairs.append((name.strip(), role.strip()))
    return pairs
