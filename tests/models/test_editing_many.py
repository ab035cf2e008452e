# SPDX-License-Identifier: MIT
"""An edit of very many annotations."""

from __future__ import annotations

from claimdesk.models import editing


def test_more_annotations_than_sqlite_binds_values_are_decided_at_once(project, article):
    many = 33_000
    with project.unrecorded() as (connection, _told):
        connection.exec_driver_sql(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "INSERT INTO annotation(article_id, layer, state, origin, created, updated) "
            "SELECT ?, 'actor', 'suggested', 'rule:test', '', '' FROM n",
            (many, article),
        )
        ids = [row[0] for row in connection.exec_driver_sql("SELECT id FROM annotation")]
    with project.edit("Accept all") as session:
        editing.accept(session, ids)
    with project.reading() as connection:
        states = connection.exec_driver_sql("SELECT DISTINCT state FROM annotation").all()
    assert [tuple(row) for row in states] == [("accepted",)]
