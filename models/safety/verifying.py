# SPDX-License-Identifier: MIT
"""Whether the content of a project is what was committed: the hashes of rows and of texts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from sqlalchemy import Connection

from claimdesk.models import storage
from claimdesk.models.safety import sealing

Problem = dict[str, str]
"""`where`: the place in the project; `what`: what is wrong there."""


def problem(where: str, what: str) -> Problem:
    """One thing that is wrong."""
    return {"where": where, "what": what}


def read_damaged_text(connection: Connection) -> None:
    """Let `connection` give text that is no UTF-8 with its bytes as surrogates, not as an error."""
    storage.driver(connection).text_factory = _text


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def hash_problems(connection: Connection) -> Iterator[Problem]:
    """Each row and each text that is not what was committed; reads only.

    Best on a connection that `read_damaged_text` prepared.
    """
    found = storage.driver(connection).execute("SELECT id, article_id FROM annotation")
    articles: dict[int, int] = dict(found.fetchall())
    for table, row, what in sealing.broken_seals(connection):
        place = f"{table} {row}" if row else table
        if table == "annotation" and row in articles:
            place += f" in article {articles[row]}"
        yield problem(place, what)
    yield from text_problems(connection)


def text_problems(connection: Connection) -> Iterator[Problem]:
    """Each text that is not what was imported; for files of any version."""
    bodies = storage.driver(connection).execute("SELECT id, body, sha256 FROM article")
    for article, body, sha256 in bodies:
        if not is_text_of(body, sha256):
            yield problem(f"article {article}", "its text is not the one that was imported")


def is_text_of(body: object, sha256: object) -> bool:
    """Whether `sha256` is the hash of a text, which may have been damaged into anything."""
    if not isinstance(body, str):
        return False
    return hashlib.sha256(body.encode("utf-8", "surrogateescape")).hexdigest() == sha256
