# SPDX-License-Identifier: MIT
"""Tables of very many days are cut where they are read, and nothing is lost of the sum."""

from __future__ import annotations

import datetime
from pathlib import Path

from claimdesk.models.analysis.charts import MOST_ORDERED, read_chart
from claimdesk.models.analysis.claim_filter import ClaimFilter, OneOf
from claimdesk.models.analysis.distribution import count_claims
from claimdesk.models.editing import edits
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span
from tests.projects import create_project


def test_of_hundreds_of_days_the_busiest_are_shown_and_the_others_as_one(tmp_path: Path) -> None:
    path = tmp_path / "days.claimdesk"
    create_project(path)
    with Project.open(path) as project:
        with project.edit("Add") as session:
            for number in range(200):
                day = datetime.date(2024, 1, 1) + datetime.timedelta(days=number)
                article = Article(
                    title=f"Day {number}",
                    body="The towns agreed.",
                    sha256=f"{number:064}",
                    published_on=day.isoformat(),
                    outlet="The Buoy",
                )
                session.add(article)
                session.flush()
                assert article.id is not None
                # Those of June are the busiest.
                for _claim in range(3 if day.month == 6 else 1):
                    edits.create_claim(session, article.id, {"content": [Span(0, 3)]})
        claims = ClaimFilter()
        with project.reading() as connection:
            fields = queries.fields(connection)
            chart = read_chart(connection, "heat map", "date", "outlet", claims, fields)
            same = read_chart(connection, "heat map", "date", "date", claims, fields)
            assert chart.total == count_claims(connection, claims).of(claims)
    assert len(chart.rows) == MOST_ORDERED + 1
    days, others = chart.row_values[:-1], chart.row_values[-1]
    assert list(days) == sorted(map(str, days))
    assert {f"2024-06-{day:02}" for day in range(1, 31)} <= set(days)
    assert isinstance(others, OneOf) and len(others.values) == 200 - MOST_ORDERED
    assert len(same.rows) == len(same.columns) == MOST_ORDERED + 1
