# SPDX-License-Identifier: MIT
"""States, alliances and places that Claimdesk knows from the start, read from its resources."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from claimdesk.models.registry.name_matching import folded
from claimdesk.resources.files import read_json


@dataclass(frozen=True, slots=True)
class GazetteerActor:
    """A state or an alliance, with the names that it goes by."""

    name: str
    kind: str
    country: str | None
    """ISO 3166-1 alpha-2 code of a state; None for an alliance."""
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The actors, and by which other words their states are meant. Keys are folded."""

    actors: tuple[GazetteerActor, ...]
    capitals: dict[str, str]
    """Name of a capital as written -> country."""
    adjectives: dict[str, str]
    """Folded adjective such as `japanese` -> country."""
    adjective_of: dict[str, str]
    """Country -> its adjective as written, such as `Japanese`."""
    people: dict[str, str]
    """Folded plural such as `russians`, and its singular -> country."""
    states: dict[str, GazetteerActor]
    """Country -> the state."""


def _gazetteer(data: dict[str, Any]) -> Gazetteer:
    actors: list[GazetteerActor] = []
    capitals: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    adjective_of: dict[str, str] = {}
    people: dict[str, str] = {}
    states: dict[str, GazetteerActor] = {}
    for entry in data["actors"]:
        country = entry.get("country")
        actor = GazetteerActor(entry["name"], entry["kind"], country, tuple(entry["aliases"]))
        actors.append(actor)
        if country is None:
            continue
        states[country] = actor
        if entry["capital"]:
            capitals[entry["capital"]] = country
        for adjective in entry["adjectives"]:
            adjectives[folded(adjective)] = country
            adjective_of.setdefault(country, adjective)
        for plural in entry["people"]:
            people[folded(plural)] = country
            people.setdefault(folded(plural.removesuffix("s")), country)
    return Gazetteer(tuple(actors), capitals, adjectives, adjective_of, people, states)


@cache
def known_places() -> dict[str, str | None]:
    """Return cities, regions and seas, each with its country; None where it has none."""
    places = read_json("places.json")["places"]
    return {name: country or None for country, names in places.items() for name in names}


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that Claimdesk ships, read once."""
    return _gazetteer(read_json("gazetteer.json"))
