# SPDX-License-Identifier: MIT
"""A project of random claims, with everything that makes figures hard to read.

python tests/random_claims.py PROJECT CLAIMS makes one, to be looked at.
"""

from __future__ import annotations

import hashlib
import random
import sys
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from claimdesk.models.codebook.starter import create_project
from claimdesk.models.editing.bulk_writer import BulkWriter
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Actor, Article, Choice, CodedField, Domain

BODY = "The harbour towns agreed to share their tide tables. The envoys promised more. " * 3
NAMES = (
    "Northport",
    "Minister Mara Lindt",
    "The Standing Conference of Estuary Towns and Parishes on Dredging, Lights and Pilotage",
    "وزارة الدفاع",
    "משרד החוץ",
    "防衛省",
    "Kim",
    "Kim",
    "A" + "a very long name " * 18,
    "Straße & Söhne <b>$x$</b>",
)
OUTLETS = ("The Buoy", "The Anchor", "Harbour Gazette", "الميناء", None)


class Claims:
    """Adds random claims to a project; the same seed adds the same."""

    def __init__(self, session: Session, seed: int, actors: int, articles: int) -> None:
        self._session = session
        self._random = random.Random(seed)
        self.articles = self._articles(articles)
        self.actors = self._actors(actors)
        self.domains = [row.id for row in session.exec(select(Domain))]
        self.choices = {
            field.key: [
                row.id for row in session.exec(select(Choice).where(Choice.field_id == field.id))
            ]
            for field in session.exec(select(CodedField).where(CodedField.layer == "claim"))
        }

    def add(self, count: int) -> None:
        """Add claims; some lack a speaker, domain, stance or date, some have several."""
        writer = BulkWriter(self._session.connection())
        for _number in range(count):
            writer.add(self._row(), self._parts())
            if writer.pending >= 2_000:
                writer.write()
        writer.write()

    def _row(self) -> dict[str, Any]:
        state = self._random.choices(("accepted", "suggested", "rejected"), (80, 17, 3))[0]
        article = min(int(self._random.expovariate(3) * len(self.articles)), len(self.articles) - 1)
        return {
            "article_id": self.articles[article],
            "layer": "claim",
            "state": state,
            "origin": "analyst",
        }

    def _parts(self) -> dict[str, list[dict[str, Any]]]:
        chance = self._random
        speakers = [self._actor() for _n in range(chance.choices((0, 1, 2), (6, 84, 10))[0])]
        speakers = list(dict.fromkeys(speakers))
        leaning = (hash_of(speakers[0]) if speakers else 0.5) * 4
        stances = self.choices.get("stance", [])
        stance = None
        if stances and chance.random() > 0.15:
            place = round(chance.gauss(leaning, 1.2) / 4 * (len(stances) - 1))
            stance = stances[min(max(place, 0), len(stances) - 1)]
        kinds = self.choices.get("kind", [])
        claim = {
            "speaker_id": speakers[0] if speakers else None,
            "stance_id": stance,
            "kind_id": chance.choice(kinds) if kinds and chance.random() > 0.3 else None,
            "certainty_id": None,
        }
        number = min(chance.choices((0, 1, 2, 3), (18, 62, 15, 5))[0], len(self.domains))
        found = {self._domain() for _n in range(number)}
        start = chance.randrange(40)
        end = start + chance.randrange(5, 40)
        span = {"role": "content", "start": start, "end": end, "quote": BODY[start:end]}
        return {
            "claim": [claim],
            "further_speaker": [{"actor_id": one} for one in speakers[1:]],
            "claim_domain": [{"domain_id": one} for one in sorted(found)],
            "span": [{**span, "prefix": BODY[:start], "suffix": BODY[end : end + 32]}],
        }

    def _actor(self) -> int:
        place = int(self._random.paretovariate(0.6)) - 1
        return self.actors[place % len(self.actors)]

    def _domain(self) -> int:
        place = int(self._random.triangular(0, len(self.domains), 0))
        return self.domains[min(place, len(self.domains) - 1)]

    def _articles(self, count: int) -> list[int]:
        chance = self._random
        rows = []
        for number in range(count):
            year = chance.choices((1900, 2023, 2024, 2025, 2100), (1, 200, 300, 250, 1))[0]
            day = f"{year}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            rows.append(
                Article(
                    title=f"Talks {number}" if number % 7 else "Talks",
                    body=BODY,
                    sha256=hashlib.sha256(BODY.encode()).hexdigest(),
                    published_on=day if chance.random() > 0.05 else None,
                    outlet=chance.choice(OUTLETS),
                )
            )
        return self._added(rows)

    def _actors(self, count: int) -> list[int]:
        kinds = ("state", "person", "organization", "alliance")
        rows = []
        for number in range(count):
            name = NAMES[number] if number < len(NAMES) else f"Speaker number {number}"
            kind = kinds[number % len(kinds)]
            country = self._random.choice(("JP", "US", "AU", None))
            rows.append(Actor(name=name[:300], kind=kind, country=country))
        return self._added(rows)

    def _added(self, rows: list[Any]) -> list[int]:
        self._session.add_all(rows)
        self._session.flush()
        return [row.id for row in rows]


def hash_of(number: int) -> float:
    """Return a number in 0..1 that depends on `number` alone."""
    return int(hashlib.sha256(str(number).encode()).hexdigest()[:8], 16) / 0xFFFFFFFF


def fill(session: Session, count: int, seed: int, actors: int, articles: int) -> None:
    """Add random claims to a project that has a codebook."""
    Claims(session, seed, actors, articles).add(count)


def main(path: Path, count: int) -> None:
    """Make a project of `count` claims with the starter codebook."""
    create_project(path)
    with Project.open(path) as project, project.edit("Fill") as session:
        fill(session, count, 3, max(count // 2, 1), max(count // 20, 1))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
