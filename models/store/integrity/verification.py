# SPDX-License-Identifier: MIT
"""Verification of content against the committed hashes of rows and texts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store import storage
from claimdesk.models.store.integrity import row_hashes

Problem = dict[str, str]
"""`where`: the place in the project; `what`: the problem there."""


def problem(where: str, what: str) -> Problem:
    """Return a Problem."""
    return {"where": where, "what": what}


def read_damaged_text(connection: Connection) -> None:
    """Let `connection` return invalid UTF-8 as surrogates instead of raising an error."""
    storage.driver(connection).text_factory = _text


def _text(content: bytes) -> str:
    return content.decode("utf-8", "surrogateescape")


def hash_problems(
    connection: Connection, progress: Callable[[int], object] = lambda _rows: None
) -> Iterator[Problem]:
    """Yield each row and text that differs from what was committed.

    Best on a connection that `read_damaged_text` prepared. `progress` is called with the number of
    rows and texts compared since its last call.
    """
    sqlite = storage.driver(connection)
    for table, row, what in row_hashes.mismatches(connection, progress):
        place = f"{table} {row}" if row else table
        if table == "annotation":
            # Asked for each: of a million annotations, hardly any is damaged.
            found = sqlite.execute("SELECT article_id FROM annotation WHERE id = ?", (row,))
            for (article,) in found.fetchall():
                place = _("annotation {annotation} in article {article}").format(
                    annotation=row, article=article
                )
        yield problem(place, what)
    yield from text_problems(connection, progress)


def text_problems(
    connection: Connection, progress: Callable[[int], object] = lambda _rows: None
) -> Iterator[Problem]:
    """Yield each text that does not match its hash; for files of any version."""
    # As bytes: decoding and encoding them takes longer than all the rest.
    bodies = storage.driver(connection).execute(
        "SELECT id, typeof(body), CAST(body AS BLOB), sha256 FROM article"
    )
    for article, kind, body, sha256 in bodies:
        if kind != "text" or hashlib.sha256(body).hexdigest() != sha256:
            yield problem(
                _("article {article}").format(article=article),
                _("its text is not the one that was saved"),
            )
        progress(1)


def is_text_of(body: object, sha256: object) -> bool:
    """Return whether `sha256` is the hash of a text; damage may have changed the type of `body`."""
    if not isinstance(body, str):
        return False
    return hashlib.sha256(body.encode("utf-8", "surrogateescape")).hexdigest() == sha256
