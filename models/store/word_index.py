# SPDX-License-Identifier: MIT
"""The index of the words of all articles: SQLite's FTS5, without a copy of the texts.

`article_words_of` says which entry of the index is that of an article now. An index without a copy
of the texts can't take out an entry whose text is gone, so a changed text gets a new entry and the
old one belongs to no article any more; the index is made anew when these are many.

Triggers list each changed article in `unsealed`, whatever changed it; `update` indexes those whose
words changed before the commit. All of it can be made again from the articles.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from sqlalchemy import Connection

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.storage import driver
from claimdesk.models.text.search_form import search_form

NOT_ITS_TABLES = "name NOT GLOB 'article_words*'"
"""An SQL condition on the name of a table."""

COLUMNS = ("title", "outlet", "author", "text")

_OF = """CREATE TABLE article_words_of (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL UNIQUE REFERENCES article (id) ON DELETE CASCADE,
        digest BLOB NOT NULL
    )"""
_WORDS = (
    "CREATE VIRTUAL TABLE article_words USING fts5(title, outlet, author, text, content='', "
    "columnsize=0, prefix='3', tokenize='unicode61 remove_diacritics 2')"
)
_VOCABULARY = (
    "CREATE VIRTUAL TABLE temp.article_words_read USING fts5vocab(main, article_words, row)"
)
"""A view of every word in the index."""
_AT_ONCE = 500
_SPARED = 200
"""Entries of no article that are always left in the index."""

_Words = tuple[object, ...]


def create(connection: Connection) -> None:
    """Create the empty index in a new file."""
    connection.exec_driver_sql(_OF)
    connection.exec_driver_sql(_WORDS)


def shape_problems(connection: Connection) -> Iterator[str]:
    """Yield what is wrong with the tables of the index, if they are not those of this program."""
    rows = connection.exec_driver_sql(
        "SELECT name, sql FROM sqlite_master WHERE name IN ('article_words', 'article_words_of')"
    )
    found = {row[0]: row[1] for row in rows}
    for name, sql in (("article_words", _WORDS), ("article_words_of", _OF)):
        if name not in found:
            yield _("is damaged (no table “{table}”)").format(table=name)
        elif found[name] != sql:
            yield _("was altered by another program (“{table}” differs)").format(table=name)


def update(connection: Connection) -> None:
    """Index the articles that the transaction changed; call it before the hashes are updated."""
    sqlite = driver(connection)
    rows = sqlite.execute("SELECT row_id FROM unsealed WHERE table_name = 'article'")
    changed = [row[0] for row in rows]
    if not changed:
        return
    for batch in _batches(changed):
        _index(sqlite, batch)
    if _is_mostly_garbage(sqlite):
        rebuild(connection)


def rebuild(connection: Connection) -> None:
    """Make the index anew from the articles."""
    sqlite = driver(connection)
    sqlite.execute("DELETE FROM article_words_of")
    sqlite.execute("UPDATE sqlite_sequence SET seq = 0 WHERE name = 'article_words_of'")
    sqlite.execute("INSERT INTO article_words(article_words) VALUES ('delete-all')")
    ids = [row[0] for row in sqlite.execute("SELECT id FROM article ORDER BY id")]
    for batch in _batches(ids):
        _index(sqlite, batch)
    sqlite.execute("INSERT INTO article_words(article_words) VALUES ('optimize')")


def is_complete(connection: Connection) -> bool:
    """Return whether every article is in the index; takes little time."""
    sqlite = driver(connection)
    (articles,) = sqlite.execute("SELECT count(*) FROM article").fetchone()
    (indexed,) = sqlite.execute("SELECT count(*) FROM article_words_of").fetchone()
    return bool(articles == indexed)


def problems(connection: Connection) -> Iterator[tuple[int | None, str]]:
    """Yield the articles that search does not find, and None with a reason for a damaged index.

    Reads the whole index once, but no text of an article.
    """
    sqlite = driver(connection)
    entries = dict(sqlite.execute("SELECT article_id, digest FROM article_words_of"))
    texts = _as_blobs("title", "outlet", "author", "sha256")
    for article, *values in sqlite.execute(f"SELECT id, {texts} FROM article ORDER BY id"):
        if entries.get(article) != _digest(tuple(values)):
            yield article, _("its words are missing from the index for search")
    cause = _damage(sqlite)
    if cause is not None:
        yield None, _("the index for search is damaged ({cause})").format(cause=cause)


def _damage(sqlite: sqlite3.Connection) -> sqlite3.DatabaseError | None:
    """Return why not every word can be read from the index, if so."""
    (query_only,) = sqlite.execute("PRAGMA query_only").fetchone()
    # Reading words takes a table in memory, which a connection that only reads refuses as well.
    sqlite.execute("PRAGMA query_only = OFF")
    try:
        sqlite.execute(_VOCABULARY)
        sqlite.execute("SELECT total(cnt) FROM temp.article_words_read").fetchone()
    except sqlite3.DatabaseError as error:
        return error
    finally:
        sqlite.execute("DROP TABLE IF EXISTS temp.article_words_read")
        sqlite.execute(f"PRAGMA query_only = {query_only}")
    return None


def _index(sqlite: sqlite3.Connection, ids: list[int]) -> None:
    """Give each of these articles whose words are not in the index an entry."""
    listed = ", ".join(map(str, ids))
    digests = dict(
        sqlite.execute(
            f"SELECT article_id, digest FROM article_words_of WHERE article_id IN ({listed})"
        )
    )
    texts = _as_blobs("title", "outlet", "author", "body", "sha256")
    rows = sqlite.execute(f"SELECT id, {texts} FROM article WHERE id IN ({listed})").fetchall()
    changed = []
    for article, title, outlet, author, body, sha256 in rows:
        digest = _digest((title, outlet, author, sha256))
        if digests.get(article) != digest:
            changed.append((article, digest, (title, outlet, author, body)))
    if not changed:
        return
    sqlite.executemany(
        "DELETE FROM article_words_of WHERE article_id = ?", [(one[0],) for one in changed]
    )
    sqlite.executemany(
        "INSERT INTO article_words_of(article_id, digest) VALUES (?, ?)",
        [(article, digest) for article, digest, _words in changed],
    )
    (last,) = sqlite.execute("SELECT max(id) FROM article_words_of").fetchone()
    sqlite.executemany(
        "INSERT INTO article_words(rowid, title, outlet, author, text) VALUES (?, ?, ?, ?, ?)",
        _entries(last - len(changed) + 1, (words for _article, _digest, words in changed)),
    )


def _as_blobs(*names: str) -> str:
    """Return columns as blobs, which are read whatever is in them: damage is found elsewhere."""
    return ", ".join(f"CAST({name} AS BLOB)" for name in names)


def _entries(first: int, texts: Iterable[_Words]) -> Iterator[_Words]:
    for entry, words in enumerate(texts, first):
        yield (entry, *(_form(word) for word in words))


def _form(data: object) -> str | None:
    return search_form(data.decode(errors="replace")) if isinstance(data, bytes) else None


def _digest(values: tuple[object, ...]) -> bytes:
    return blake2b(repr(values).encode(), digest_size=8).digest()


def _is_mostly_garbage(sqlite: sqlite3.Connection) -> bool:
    """Return whether more entries belong to no article than are worth keeping.

    Entries are numbered without gaps from 1 on after each rebuild.
    """
    row = sqlite.execute(
        "SELECT seq, (SELECT count(*) FROM article_words_of) "
        "FROM sqlite_sequence WHERE name = 'article_words_of'"
    ).fetchone()
    return row is not None and bool(row[0] > 3 * row[1] + _SPARED)


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), _AT_ONCE):
        yield ids[start : start + _AT_ONCE]
