# SPDX-License-Identifier: MIT
"""Version 4: the index of words, versions and samples of articles, and indices for the library.

The statements stay as they were when this version was released, whatever the schema is later.
"""

from __future__ import annotations

from sqlalchemy import Connection

_STATEMENTS = (
    "CREATE INDEX article_listing ON article (id, status, outlet, language, published_on, title)",
    "CREATE INDEX annotation_by_annotator ON annotation (annotator_id, article_id)",
    "CREATE INDEX annotation_to_decide ON annotation (article_id) WHERE state = 'suggested'",
    """CREATE TABLE article_version (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL UNIQUE REFERENCES article (id) ON DELETE CASCADE,
        first_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE
    )""",
    "CREATE INDEX ix_article_version_first_id ON article_version (first_id)",
    """CREATE TABLE article_sample (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        name VARCHAR NOT NULL UNIQUE,
        definition VARCHAR NOT NULL,
        created VARCHAR NOT NULL
    )""",
    """CREATE TABLE sampled_article (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        sample_id INTEGER NOT NULL REFERENCES article_sample (id) ON DELETE CASCADE,
        article_id INTEGER NOT NULL REFERENCES article (id) ON DELETE CASCADE,
        UNIQUE (sample_id, article_id)
    )""",
    "CREATE INDEX ix_sampled_article_article_id ON sampled_article (article_id)",
    """CREATE TABLE article_words_of (
        id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
        article_id INTEGER NOT NULL UNIQUE REFERENCES article (id) ON DELETE CASCADE,
        digest BLOB NOT NULL
    )""",
    "CREATE VIRTUAL TABLE article_words USING fts5(title, outlet, author, text, content='', "
    "columnsize=0, prefix='3', tokenize='unicode61 remove_diacritics 2')",
)


def step(connection: Connection) -> None:
    """Add the tables that version 3 does not have; the words are indexed after all steps."""
    for statement in _STATEMENTS:
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("UPDATE setting SET value = '4' WHERE key = 'oldest_reader'")
