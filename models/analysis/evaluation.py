# SPDX-License-Identifier: MIT
"""What the program proposed in a project, measured by an annotated corpus.

The corpus is read into a project of its own, which is thrown away. Articles are matched by the hash
of their body. Only layers that the corpus annotates are measured: where nobody marked actors, no
suggested actor is wrong.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.analysis.evaluation_layers import (
    ClaimLayer,
    DomainLayer,
    Fault,
    Layer,
    MentionLayer,
    Rows,
)
from claimdesk.models.analysis.gold import gold_rows, is_proposed
from claimdesk.models.analysis.names import Names
from claimdesk.models.codebook import import_book, project_book
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.exchange.import_options import ImportOptions, Stopped
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow, ArticleText

_OPEN = ("suggested", "accepted")


@dataclass(slots=True)
class Evaluation:
    """What came of it."""

    articles: int = 0
    """Articles of the corpus that the project has: what is measured."""
    missing: list[str] = field(default_factory=list)
    """Titles of annotated articles of the corpus that the project does not have."""
    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """`claims`, `mentions`, `domains` -> figures by name; only layers that the corpus has."""
    faults: list[Fault] = field(default_factory=list)
    """What is wrong, article by article in the order of the text."""
    warnings: list[str] = field(default_factory=list)
    """What to keep in mind with these figures, in sentences."""

    def report(self) -> dict[str, Any]:
        """As JSON: {"articles", "articles_not_in_project", layer: figures, "errors", "warnings"}.

        "errors" is a list of {"article", "title", "errors": [{"layer", "what", "start", "end",
        "text", "wanted", "found", "annotation"}]}; offsets are code points of the body.
        """
        articles: dict[int, dict[str, Any]] = {}
        for fault in self.faults:
            entry = articles.setdefault(
                fault.article_id, {"article": fault.article_id, "title": fault.title, "errors": []}
            )
            entry["errors"].append(fault.as_json())
        return {
            "articles": self.articles,
            "articles_not_in_project": len(self.missing),
            **self.layers,
            "errors": list(articles.values()),
            "warnings": self.warnings,
        }


def evaluate(
    project: Project,
    gold: Sequence[Path],
    *,
    format_name: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Evaluation | None:
    """Measure the suggestions of a project, undecided and accepted, by the corpus at `gold`.

    Changes nothing. `progress` is told how much of how much is done, reading and comparing; None
    if `stopped` says so on the way.
    Raises ClaimdeskError if the corpus cannot be read, annotates nothing or shares no article.
    """
    with project.reading() as connection:
        book = project_book(connection)  # so that the codes of the corpus mean something

    def fill(session: Session) -> None:
        import_book(session, book)

    with (
        tempfile.TemporaryDirectory(prefix="claimdesk-", ignore_cleanup_errors=True) as folder,
        Project.create(Path(folder) / "gold.claimdesk", fill) as corpus,
    ):
        report = import_paths(
            corpus, gold, format_name=format_name, progress=_half(progress, 0), stopped=stopped
        )
        if report.failed:
            raise ClaimdeskError(report.failed[0].reason)
        if stopped and stopped():
            return None
        try:
            options = ImportOptions(None, _half(progress, 1), stopped)
            return _compare(project, corpus, gold[0], options)
        except Stopped:
            return None


def _half(
    progress: Callable[[int, int], None] | None, begun: int
) -> Callable[[int, int], None] | None:
    """Tell one of two halves of the work, that with the number `begun`."""
    if progress is None:
        return None
    tell = progress
    return lambda done, total: tell(begun * total + done, 2 * total)


def _compare(project: Project, corpus: Project, path: Path, options: ImportOptions) -> Evaluation:
    with corpus.reading() as right, project.reading() as own:
        wanted, there = _articles(right, _ANNOTATED), _articles(own, _ALL)
        common = [body for body in wanted if body in there]
        _check(path, len(wanted), len(common))
        missing = [title for body, (_id, title) in wanted.items() if body not in there]
        result = Evaluation(articles=len(common), missing=missing)
        layers = [layer(Names(right), Names(own)) for layer in _LAYERS]
        held = 0
        for number, body in enumerate(common):
            options.report_progress(number, len(common))
            gold = gold_rows(queries.article_annotations(right, wanted[body][0]))
            article_id = there[body][0]
            rows = queries.article_annotations(own, article_id)
            held += any(row.state == "accepted" and not is_proposed(row) for row in rows)
            _count(layers, queries.article(own, article_id), gold, rows)
    _finish(result, layers, held)
    return result


def _count(layers: Sequence[Layer], article: ArticleText | None, gold: Rows, rows: Rows) -> None:
    if article is None:
        return
    found = [row for row in rows if row.state in _OPEN and is_proposed(row)]
    for layer in layers:
        layer.add(article, _of(layer.layer, gold), _of(layer.layer, found))


def _check(path: Path, annotated: int, common: int) -> None:
    if not annotated:
        raise ClaimdeskError(
            _("{path} holds no annotations to measure suggestions by.").format(path=path)
        )
    if not common:
        raise ClaimdeskError(
            _(
                "The project has none of the {annotated} annotated articles of {path}; "
                "import their texts and make suggestions first."
            ).format(annotated=annotated, path=path)
        )


def _finish(result: Evaluation, layers: Sequence[Layer], held: int) -> None:
    for layer in layers:
        if layer.is_annotated:
            result.layers[layer.key] = layer.figures()
            result.faults.extend(layer.faults)
    result.faults.sort(key=lambda fault: (fault.article_id, fault.start))
    if held:
        result.warnings.append(
            f"{held} of the articles have accepted annotations that nobody suggested, and what is "
            "decided is not suggested again; so more is counted as missed than the program misses."
        )
    if result.missing:
        result.warnings.append(
            f"{len(result.missing)} annotated articles are not in the project and not measured."
        )


_LAYERS = (ClaimLayer, MentionLayer, DomainLayer)
_ALL = "SELECT id, title, sha256 FROM article ORDER BY id"
_ANNOTATED = """
SELECT id, title, sha256 FROM article WHERE status = 'done' OR EXISTS
  (SELECT 1 FROM annotation WHERE article_id = article.id AND state = 'accepted') ORDER BY id
"""


def _articles(connection: Connection, statement: str) -> dict[str, tuple[int, str]]:
    """Id and title of the articles by the hash of their body; of doubles the last."""
    rows = connection.exec_driver_sql(statement)
    return {sha256: (article_id, title) for article_id, title, sha256 in rows}


def _of(layer: str, rows: Rows) -> list[AnnotationRow]:
    return [row for row in rows if row.layer == layer]
