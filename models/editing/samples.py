# SPDX-License-Identifier: MIT
"""Samples of articles for a study: drawn at random, the same again from the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

from sqlalchemy import insert
from sqlmodel import Session, select

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.search import library
from claimdesk.models.search.library import ArticleFilter
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import ArticleSample, SampledArticle

_COLUMN = {"outlet": "ifnull(outlet, '')", "month": "ifnull(substr(published_on, 1, 7), '')"}


def draw_sample(
    project: Project,
    size: int,
    seed: int,
    *,
    name: str | None = None,
    by: Sequence[str] = (),
    among: ArticleFilter | None = None,
) -> tuple[int, list[int]]:
    """Draw `size` articles as one edit, whose label names the seed; return the sample's id and all.

    With `by`, strata of outlets and months get places in proportion to their articles (largest
    remainders). Raises ClaimdeskError if there are fewer articles, or the name is taken.
    """
    among = among or ArticleFilter()
    with project.reading() as connection:
        ids = sorted(library.article_ids(connection, among))
        columns = " || char(31) || ".join(_COLUMN[each] for each in by) or "''"
        rows = connection.exec_driver_sql(f"SELECT id, {columns} FROM article")
        keys: dict[int, str] = {row[0]: row[1] for row in rows}
    if not 0 < size <= len(ids):
        raise ClaimdeskError(
            _("A sample of {n} can't be drawn from {total} articles.").format(
                n=size, total=len(ids)
            )
        )
    drawn = _drawn(ids, keys, size, random.Random(seed))  # noqa: S311
    called = name or _("Sample of {n}, seed {seed}").format(n=size, seed=seed)
    definition = {"size": size, "seed": seed, "by": list(by), "among": json.loads(among.to_json())}
    label = _("Draw the sample “{name}”: {n} of {total} articles, seed {seed}")
    with project.edit(label.format(name=called, n=size, total=len(ids), seed=seed)) as session:
        sample_id = _write(session, called, json.dumps(definition), drawn)
    return sample_id, drawn


def _write(session: Session, name: str, definition: str, drawn: Sequence[int]) -> int:
    known = session.exec(select(ArticleSample.id).where(ArticleSample.name == name)).first()
    if known is not None:
        raise ClaimdeskError(
            _("There is a sample “{name}” already; choose another name.").format(name=name)
        )
    sample = ArticleSample(name=name, definition=definition)
    session.add(sample)
    session.flush()
    assert sample.id is not None
    rows = [{"sample_id": sample.id, "article_id": article} for article in drawn]
    session.execute(insert(SampledArticle), rows)
    return sample.id


def _drawn(ids: Sequence[int], keys: dict[int, str], size: int, chance: random.Random) -> list[int]:
    strata: dict[str, list[int]] = {}
    for article in ids:
        strata.setdefault(keys[article], []).append(article)
    exact = {key: size * len(members) / len(ids) for key, members in strata.items()}
    places = {key: int(share) for key, share in exact.items()}
    # Equal remainders are decided by chance, not by the names of outlets.
    order = sorted(strata)
    chance.shuffle(order)
    order.sort(key=lambda key: places[key] - exact[key])
    for key in order[: size - sum(places.values())]:
        places[key] += 1
    return sorted(
        article for key in sorted(strata) for article in chance.sample(strata[key], places[key])
    )
