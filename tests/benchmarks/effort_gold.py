# SPDX-License-Identifier: MIT
"""Articles with the claims that people coded by hand, as the effort benchmark reads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimdesk.models.text.spans import Span

SEED = Path(__file__).resolve().parents[2] / "../shared/seed"
Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Gold:
    """One claim of the hand annotation. Of stances and kinds the first is meant, others fit too."""

    content: Spans
    source: Span | None
    speaker: str
    stances: tuple[str, ...]
    kinds: tuple[str, ...]
    """Empty where nobody coded the kind: any is right."""
    domains: frozenset[str]
    speakers: tuple[str, ...] = ()
    """What else the speaker may be: others who speak jointly, or another name."""

    @property
    def start(self) -> int:
        return self.content[0].start


@dataclass(frozen=True)
class Article:
    """An article with its claims in the order of the text."""

    path: Path
    claims: tuple[Gold, ...]
    called: dict[str, frozenset[str]]
    """By which words each speaker is mentioned, folded."""
    one_to_one: bool
    """Whether each speaker of the gold is an actor of its own."""

    def is_speaker(self, gold: Gold, names: Iterable[str]) -> bool:
        """Return whether an actor of these names may stand for the speaker of a claim."""
        own = {folded(name) for name in names}
        if self.one_to_one:
            return bool(own & self.called[gold.speaker])
        return any(_same(one, other) for one in own for other in self.called[gold.speaker])


def folded(name: str) -> str:
    """Return a name as it is compared."""
    name = " ".join(name.split()).casefold().replace("’", "'")
    return name.removeprefix("the ").removeprefix("a ")


def _same(one: str, other: str) -> bool:
    """Return whether folded names are equal, or one is the end of the other."""
    one, other = (re.sub(r"'s?(?= |$)", "", re.sub(r"[.,]", "", n)) for n in (one, other))
    return one == other or one.endswith(" " + other) or other.endswith(" " + one)


def _spans(pieces: Iterable[list[int]]) -> Spans:
    return tuple(sorted(Span(start, end) for start, end in pieces))


def seed() -> Article | None:
    """Return the article with the first hand annotation; None if it is not beside the checkout."""
    if not (SEED / "gold.json").exists():
        return None
    stored = json.loads((SEED / "gold.json").read_text(encoding="utf-8"))
    called: dict[str, set[str]] = {a["name"]: {folded(a["name"])} for a in stored["actors"]}
    for mention in stored["mentions"]:
        called[mention["actor"]].add(folded(mention["quote"]))
    claims = (_gold(claim, kinds=()) for claim in stored["claims"])
    return Article(
        SEED / "article.txt",
        tuple(sorted(claims, key=lambda gold: gold.content)),
        {name: frozenset(words) for name, words in called.items()},
        one_to_one=True,
    )


def _gold(claim: dict[str, Any], kinds: tuple[str, ...]) -> Gold:
    return Gold(
        _spans(claim["content"]),
        next(iter(_spans(claim["source"])), None),
        claim["speaker"],
        (claim["stance"], *claim.get("stance_also", ())),
        kinds,
        frozenset(claim["domains"]),
        (*claim.get("speakers", ()), *claim.get("speaker_also", ())),
    )


def articles(folder: Path) -> Iterator[Article]:
    """Yield the articles of a folder of NAME.txt and NAME.json, in the order of their names."""
    for file in sorted(folder.glob("*.json")):
        stored = json.loads(file.read_text(encoding="utf-8"))
        if not isinstance(stored, dict) or not stored.get("claims"):
            continue
        claims = tuple(
            sorted(
                (_gold(c, (c["kind"], *c.get("kind_also", ()))) for c in stored["claims"]),
                key=lambda gold: gold.content,
            )
        )
        called: dict[str, set[str]] = {}
        for gold in claims:
            known = called.setdefault(gold.speaker, set())
            known.update(map(folded, (gold.speaker, *gold.speakers)))
        yield Article(
            folder / stored.get("file", f"{file.stem}.txt"),
            claims,
            {name: frozenset(words) for name, words in called.items()},
            one_to_one=False,
        )
