# SPDX-License-Identifier: MIT
"""Names in a text without a parser, and the kind that a name tells."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.named_sources import likely_kind, named_sources
from claimdesk.models.text.spans import Span


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Monday, Ruritanian Foreign Minister Mara Lindt said no.", ["Mara Lindt"]),
        ("A senior harbour official said so.", ["senior harbour official"]),
        ("Few fishing experts expect it, the ministry added.", ["Few fishing experts"]),
        ("Joss Weyland, director of the Institute of Tides, agreed.", ["Joss Weyland"]),
        ("In April they met at the Bank of Ostmark’s.", ["Bank of Ostmark"]),
        ("Japanese and nothing else", []),
    ],
)
def test_names_of_persons_bodies_and_groups_are_found(text: str, names: list[str]) -> None:
    found = [text[slice(*span)] for span in named_sources(text, Span(0, len(text)))]
    assert found[: len(names)] == names


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Japan", "state"),
        ("NATO", "alliance"),
        ("Harbour Ministry", "organization"),
        ("fishing experts", "group"),
        ("harbour official", "person"),
        ("Mara Lindt", "person"),
        ("HKX", "organization"),
    ],
)
def test_a_name_tells_its_kind(name: str, kind: str) -> None:
    assert likely_kind(name) == kind
