# SPDX-License-Identifier: MIT
"""Articles of an import that are nearly the same as others, there or in the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.editing import versions
from claimdesk.models.exchange.import_options import SKIP
from claimdesk.models.exchange.reports import FileNote
from claimdesk.models.exchange.spool import Spool
from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.storage import driver
from claimdesk.models.text.similarity import NearDuplicates


@dataclass(frozen=True, slots=True)
class Original:
    """What an article is nearly the same as: another with this hash, and the common share."""

    sha256: str
    title: str
    share: float


def find(connection: Connection, articles: Spool) -> dict[str, Original]:
    """Return, by the hash of its body, what each article is nearly the same as.

    Articles of the project come first, then those of the import in their order.
    """
    known, found = NearDuplicates(), dict[str, Original]()
    hashes, titles = articles.keys, list[str]()
    seen: set[str] = set()
    for number, one in enumerate(articles):
        titles.append(one.article.title)
        if hashes[number] in seen:
            continue
        seen.add(hashes[number])
        for pair in known.add(number, one.article.body)[:1]:
            first = pair.first
            found[hashes[number]] = Original(hashes[first], titles[first], pair.share)
    rows = driver(connection).execute("SELECT id, sha256, title, body FROM article ORDER BY id")
    in_project: dict[str, Original] = {}
    for article, sha256, title, body in rows:
        seen.discard(sha256)
        for pair in known.find(article, body):
            key = hashes[pair.first]
            before = in_project.get(key)
            if before is None or before.share < pair.share:
                in_project[key] = Original(sha256, title, pair.share)
    found |= in_project
    # What the project has word for word stays as it is there.
    return {key: one for key, one in found.items() if key in seen and one.sha256 != key}


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
