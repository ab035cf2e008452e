# SPDX-License-Identifier: MIT
"""Whether the content of a project is what was committed: the hashes of rows and of texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from claimdesk.models.store import storage
from claimdesk.models.store.integrity import row_hashes

Problem = dict[str, str]
"""`where`: the place in the project; `what`: what is wrong there."""


def problem(where: str, what: str) -> Problem:
    """Return one thing that is wrong."""
    return {"where": where, "what": what}


def read_damaged_text(connection: Connection) -> None:
    """Let `connection` give text that is no UTF-8 with its bytes as surrogates, not as an error."""
    storage.driver(connection).text_factory = _text


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def hash_problems(
    connection: Connection, passed: Callable[[int], object] = lambda _rows: None
) -> Iterator[Problem]:
    """Return each row and each text that is not what was committed; reads only.

    Best on a connection that `read_damaged_text` prepared. `passed` hears of how many more rows
    and texts were compared.
    """
    found = storage.driver(connection).execute("SELECT id, article_id FROM annotation")
    articles: dict[int, int] = dict(found.fetchall())
    for table, row, what in row_hashes.broken_seals(connection, passed):
        place = f"{table} {row}" if row else table
        if table == "annotation" and row in articles:
            place += f" in article {articles[row]}"
        yield problem(place, what)
    yield from text_problems(connection, passed)


def text_problems(
    connection: Connection, passed: Callable[[int], object] = lambda _rows: None
) -> Iterator[Problem]:
    """Return each text that is not what was imported; for files of any version."""
    # As bytes: to make texts of them and bytes again took longer than all the rest.
    bodies = storage.driver(connection).execute(
        "SELECT id, typeof(body), CAST(body AS BLOB), sha256 FROM article"
    )
    for article, kind, body, sha256 in bodies:
        if kind != "text" or hashlib.sha256(body).hexdigest() != sha256:
            yield problem(f"article {article}", "its text is not the one that was imported")
        passed(1)


def is_text_of(body: object, sha256: object) -> bool:
    """Return whether `sha256` is the hash of a text, which may have been damaged into anything."""
    if not isinstance(body, str):
        return False
    return hashlib.sha256(body.encode("utf-8", "surrogateescape")).hexdigest() == sha256
