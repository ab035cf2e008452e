# SPDX-License-Identifier: MIT
"""Which articles of an import are the same as others, or nearly, there or in the project.

Texts are compared by their shingles (text/similarity.py). Of those of the import, sketches say
which are worth it; of those of the project, the index of words does, by phrases of each new text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence, Set
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection

from claimdesk.models.exchange.import_options import LINK, SKIP, Stopped
from claimdesk.models.exchange.spool import Spool
from claimdesk.models.store.storage import driver
from claimdesk.models.text.similarity import (
    Alike,
    RememberedShingles,
    Shingles,
    Sketches,
    compared,
    most_alike,
    telling_phrases,
)

_PHRASES = 8
"""A text that shares half of another's shingles lacks all of 8 of them once in 256 times."""
_CANDIDATES = 10
"""Articles of the project that are compared with one new text."""
_REPORT_EVERY = 20


@dataclass(slots=True)
class DuplicateGroup:
    """Articles that are the same as a first one, or nearly, and what is to become of them."""

    exact: bool
    title: str
    """That of the first one."""
    first: int | None = None
    """The number of the first one, if it is in the import."""
    first_id: int | None = None
    """Its id, if it is in the project."""
    members: dict[int, float] = field(default_factory=dict)
    """The others by their number, and how much of them is the same, 0 to 1."""
    choice: str = SKIP
    """One of NEAR."""
    carries: bool = True
    """Whether versions of an article of the project take its accepted annotations."""

    @property
    def key(self) -> tuple[int | None, int | None]:
        """What the group is known by."""
        return self.first, self.first_id

    def left_out(self, ticked: Set[int]) -> set[int]:
        """Return those of the ticked articles that are left out, so that one remains."""
        found = {number for number in self.members if number in ticked}
        if self.first_id is None and self.first not in ticked and found:
            found.remove(min(found))
        return found


class DuplicateFinder:
    """Compares the articles of an import."""

    def __init__(self, connection: Connection, spool: Spool) -> None:
        self._sqlite = driver(connection)
        self._spool = spool
        self._known = RememberedShingles()
        self._in_group: dict[int, DuplicateGroup] = {}
        """The group of each article that is the same as one of the project, or nearly."""
        self._groups: dict[tuple[int | None, int | None, bool], DuplicateGroup] = {}

    def find(
        self,
        numbers: Sequence[int],
        progress: Callable[[int, int], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> list[DuplicateGroup]:
        """Return the groups in the order of their first members.

        Raises Stopped if it is to end.
        """
        total = 2 * len(numbers)

        def step(done: int) -> None:
            if stopped is not None and stopped():
                raise Stopped
            if progress is not None and done % _REPORT_EVERY == 0:
                progress(done, total)

        different = self._find_exact(numbers)
        sketches = Sketches()
        indexed = self._has_articles()
        for done, number in enumerate(different):
            step(done)
            body = self._spool.get(number).article.body
            sketches.add(number, body)
            if indexed:
                self._find_in_project(number, body)
        self._find_among(sketches, lambda done: step(len(different) + done))
        return sorted(self._groups.values(), key=lambda group: min(group.members))

    def _has_articles(self) -> bool:
        return self._sqlite.execute("SELECT 1 FROM article LIMIT 1").fetchone() is not None

    def _find_exact(self, numbers: Collection[int]) -> list[int]:
        """Group the same texts; return one number for each text that the project does not have."""
        first_of: dict[str, int] = {}
        for number in numbers:
            key = self._spool.key(number)
            first = first_of.setdefault(key, number)
            known = self._same_in_project(key) if first == number else None
            if known is not None:
                self._add(number, 1.0, None, known[0], known[1], exact=True)
            elif first != number:
                group = self._in_group.get(first)
                if group is not None:
                    group.members[number] = 1.0
                else:
                    self._add(number, 1.0, first, None, self._title(first), exact=True)
        return [number for number in first_of.values() if number not in self._in_group]

    def _same_in_project(self, key: str) -> tuple[int, str] | None:
        statement = "SELECT id, title FROM article WHERE sha256 = ? ORDER BY id LIMIT 1"
        row = self._sqlite.execute(statement, (key,)).fetchone()
        return None if row is None else (row[0], row[1])

    def _find_in_project(self, number: int, body: str) -> None:
        """Group an article with the one of the project that it is most like."""
        phrases = telling_phrases(body, _PHRASES)
        if not phrases:
            return
        match = "text : (" + " OR ".join(f'"{phrase}"' for phrase in phrases) + ")"
        rows = self._sqlite.execute(
            "SELECT article.id, article.title, article.body FROM article_words "
            "JOIN article_words_of ON article_words_of.id = article_words.rowid "
            "JOIN article ON article.id = article_words_of.article_id "
            "WHERE article_words MATCH ? ORDER BY article_words.rowid LIMIT ?",
            (match, _CANDIDATES),
        ).fetchall()
        own = self._shingles(number)
        best: tuple[float, int, str] | None = None
        for article, title, text in rows:
            alike = compared(self._known.of((None, article), partial(str, text)), own)
            if alike is not None and (best is None or alike[0] > best[0]):
                best = alike[0], article, title
        if best is not None:
            self._add(number, best[0], None, best[1], best[2], exact=False)

    def _find_among(self, sketches: Sketches, step: Callable[[int], None]) -> None:
        """Group the articles that are in no group yet with those before them."""
        first_of: dict[int, int] = {}
        for done, (number, others) in enumerate(sketches.candidates().items()):
            step(done)
            if number in self._in_group:
                continue
            best = most_alike(number, others, self._shingles)
            if best is not None:
                self._join(number, best, first_of)

    def _join(self, number: int, best: Alike, first_of: dict[int, int]) -> None:
        share, other = best.share, best.first
        if other in self._in_group:
            self._in_group[other].members[number] = share
            return
        first = first_of[number] = first_of.get(other, other)
        self._add(number, share, first, None, self._title(first), exact=False)

    def _add(
        self,
        number: int,
        share: float,
        first: int | None,
        first_id: int | None,
        title: str,
        *,
        exact: bool,
    ) -> None:
        new = DuplicateGroup(exact, title, first, first_id, choice=SKIP if exact else LINK)
        group = self._groups.setdefault((first, first_id, exact), new)
        group.members[number] = share
        if first_id is not None:
            self._in_group[number] = group

    def _title(self, number: int) -> str:
        return self._spool.get(number).article.title

    def _shingles(self, number: int) -> Shingles:
        return self._known.of((number, None), lambda: self._spool.get(number).article.body)
