# SPDX-License-Identifier: MIT
"""An export does not work harder than it has to: few questions to the file, no guesses."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from claimdesk.models.editing import edits
from claimdesk.models.exchange.corpus_export import read_corpus
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Article
from claimdesk.models.text.spans import Span
from tests.projects import create_project

BODY = "Der Hafen bleibt geschlossen, sagte die Ministerin am Montag vor der Presse in Kiel. " * 9
ARTICLES = 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "p.claimdesk"
    create_project(path)
    with Project.open(path) as project, project.edit("Fill") as session:
        rows = [Article(title=f"A {n}", body=f"{n} {BODY}", sha256=str(n)) for n in range(ARTICLES)]
        session.add_all(rows)
        session.flush()
        for row in rows:
            assert row.id is not None
            for start in (0, 10):
                edits.create_claim(session, row.id, {"content": [Span(start, start + 8)]})
    return path


@pytest.fixture
def statements() -> Iterator[list[str]]:
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield found
    event.remove(Engine, "before_cursor_execute", note)


def test_annotations_of_many_articles_are_read_together(path: Path, statements: list[str]) -> None:
    with Project.read(path) as project, read_corpus(project, ["accepted"]) as corpus:
        statements.clear()
        articles = list(corpus.articles())
    assert [len(article.annotations) for article in articles] == [2] * ARTICLES
    assert [article.article.title for article in articles] == [f"A {n}" for n in range(ARTICLES)]
    assert len(statements) < 2 * ARTICLES


@pytest.mark.drill
def test_reading_an_export_back_guesses_no_language(path: Path, tmp_path: Path) -> None:
    script = (
        "import sys; from claimdesk.models.exchange.formats import export_project; "
        "from claimdesk.models.store.project import Project; from pathlib import Path; "
        f"project = Project.read(Path({str(path)!r})); "
        f"export_project(project, 'brat', {str(tmp_path / 'out')!r}); "
        "sys.exit('py3langid' in sys.modules)"
    )
    subprocess.run([sys.executable, "-P", "-c", script], check=True)
