# SPDX-License-Identifier: MIT
"""Share the width of a table among its columns, so that nothing has to be scrolled sideways."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_LEAST, _LEAST_WIDEST = 0.85, 0.6
"""Of its usual width, what a column gets at least before another one gives way."""


def share_width(
    room: int,
    wanted: Sequence[int],
    usual: Mapping[int, int],
    headings: Mapping[int, int],
    chosen: Mapping[int, int],
) -> dict[int, int]:
    """Return the widths of those of the `wanted` columns that fit into `room` pixels.

    The widest one gets what is left. Columns that have no room give way from the right; the first
    and the widest stay. `headings` are the widths of the headings, which are never cut; `chosen`
    are widths that the analyst gave.
    """
    widest = max(wanted, key=lambda column: usual[column])
    shares = {n: _LEAST_WIDEST if n == widest else _LEAST for n in wanted}
    least = {n: max(headings[n], round(usual[n] * shares[n])) for n in wanted}
    least.update({n: width for n, width in chosen.items() if n in least})
    kept = list(wanted)
    for column in reversed(wanted[1:]):
        if sum(least[n] for n in kept) <= room:
            break
        if column != widest:
            kept.remove(column)
    lacking = {n: max(0, usual[n] - least[n]) for n in kept if n not in chosen}
    spare = max(0, room - sum(least[n] for n in kept))
    grown = min(1.0, spare / (sum(lacking.values()) or 1))
    widths = {n: least[n] + int(lacking.get(n, 0) * grown) for n in kept}
    if widest not in chosen:
        widths[widest] += max(0, room - sum(widths.values()))
    return widths
