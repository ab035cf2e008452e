# SPDX-License-Identifier: MIT
"""Articles of an import that are nearly the same as others, there or in the project."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.editing import versions
from claimdesk.models.exchange.import_options import SKIP
from claimdesk.models.exchange.reports import FileNote
from claimdesk.models.exchange.spool import Spool
from claimdesk.models.exchange.staged_duplicates import DuplicateFinder
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.storage import driver


@dataclass(frozen=True, slots=True)
class Original:
    """What an article is nearly the same as: another with this hash, and the common share."""

    sha256: str
    title: str
    share: float


def find(connection: Connection, articles: Spool) -> dict[str, Original]:
    """Return, by the hash of its body, what each article is nearly the same as.

    That is an article of the project if there is one, else the first of those of the import. What
    the project has word for word stays as it is there.
    """
    groups = DuplicateFinder(connection, articles).find(range(len(articles)))
    nearly = [group for group in groups if not group.exact]
    hashes = _hashes(connection, [group.first_id for group in nearly])
    found: dict[str, Original] = {}
    for group in nearly:
        first = hashes[group.first_id] if group.first is None else articles.key(group.first)
        for number, share in group.members.items():
            found[articles.key(number)] = Original(first, group.title, share)
    return found


def _hashes(connection: Connection, ids: Iterable[int | None]) -> dict[int | None, str]:
    statement = "SELECT id, sha256 FROM article WHERE id IN (SELECT value FROM json_each(?))"
    return dict(driver(connection).execute(statement, (json.dumps(list(ids)),)).fetchall())


def link(session: Session, articles: Spool, alike: Mapping[str, Original]) -> None:
    """Record which of the imported articles are versions of others."""
    if not alike:
        return
    wanted = {*alike, *(one.sha256 for one in alike.values())}
    rows = session.connection().exec_driver_sql("SELECT sha256, id FROM article ORDER BY id DESC")
    ids = {sha256: article for sha256, article in rows if sha256 in wanted}
    for key in articles.keys:
        if key in alike and ids[key] != ids[alike[key].sha256]:
            versions.link(session, ids[key], ids[alike[key].sha256])


def explain(articles: Spool, alike: Mapping[str, Original], near: str) -> list[FileNote]:
    """Return a note for each article that is nearly the same as another."""
    notes = []
    for key, one in zip(articles.keys, articles, strict=True):
        original = alike.get(key)
        if original is not None:
            sentence = (
                _("Left out: {share} % the same as “{title}”.")
                if near == SKIP
                else _("Linked as a version: {share} % the same as “{title}”.")
            )
            reason = sentence.format(share=round(100 * original.share), title=original.title)
            notes.append(FileNote(one.article.origin or one.article.title, reason))
    return notes
