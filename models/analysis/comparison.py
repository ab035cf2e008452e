# SPDX-License-Identifier: MIT
"""Compare the suggestions of a project with a project that holds an annotated corpus.

What is compared is what was suggested, whatever became of it: as it was before a correction, and
also if it was rejected or deleted. Articles are matched by the hash of their body. Only layers that
the corpus annotates are scored: where nobody marked actors, no suggested actor is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from claimdesk.models.analysis.evaluation_layers import (
    AnnotationRows,
    ClaimLayer,
    DomainLayer,
    Fault,
    LayerEvaluation,
    MentionLayer,
)
from claimdesk.models.analysis.gold import gold_rows, is_proposed
from claimdesk.models.analysis.names import ComparableNames, ProposedNames
from claimdesk.models.editing.suggested import deleted_suggestions, suggested_rows
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow, ArticleText

Progress = Callable[[int, int], None]
"""Is called with how much of how much is done."""


@dataclass(slots=True)
class Evaluation:
    """Figures and errors of the suggestions of a project."""

    articles: int = 0
    """Articles that both the corpus and the project have; these are compared."""
    missing: list[str] = field(default_factory=list)
    """Titles of annotated articles of the corpus that the project does not have."""
    layers: dict[str, dict[str, Any]] = field(default_factory=dict)
    """`claims`, `mentions`, `domains` -> figures by name; only layers that the corpus has."""
    faults: list[Fault] = field(default_factory=list)
    """The errors, article by article in the order of the text."""
    warnings: list[str] = field(default_factory=list)
    """Sentences about what limits these figures."""

    def report(self) -> dict[str, Any]:
        """Return {"articles", "articles_not_in_project", layer: figures, "errors", "warnings"}.

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


def compare(
    project: Project,
    corpus: Project,
    path: Path,
    *,
    progress: Progress | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Evaluation | None:
    """Compare what was suggested in `project` with the annotations of `corpus`, read from `path`.

    Returns None if `stopped` says so on the way. Raises ClaimdeskError if the corpus has no
    annotations or shares no article with the project.
    """
    with corpus.reading() as gold, project.reading() as own:
        annotated, existing = _articles(gold, _ANNOTATED), _articles(own, _ALL)
        common = [body for body in annotated if body in existing]
        _check(path, len(annotated), len(common))
        missing = [title for body, (_id, title) in annotated.items() if body not in existing]
        result = Evaluation(articles=len(common), missing=missing)
        layers = [layer(ComparableNames(gold), ProposedNames(own)) for layer in _LAYERS]
        limits = _Limits()
        for number, body in enumerate(common):
            if stopped and stopped():
                return None
            if progress:
                progress(number, len(common))
            article = queries.article(own, existing[body][0])
            if article is None:
                continue
            expected = gold_rows(queries.article_annotations(gold, annotated[body][0]))
            limits.add(own, article.id)
            predicted = _suggested(own, article)
            for layer in layers:
                layer.add(article, _of(layer.layer, expected), _of(layer.layer, predicted))
    _finish(result, layers, limits)
    return result


def _suggested(connection: Connection, article: ArticleText) -> list[AnnotationRow]:
    """Return what was suggested for an article, as it was suggested.

    Of what was deleted only the last run counts: a later one that did not suggest it again has
    nothing to do with it.
    """
    rows = queries.article_annotations(connection, article.id)
    present = [row.id for row in rows if is_proposed(row)]
    gone = deleted_suggestions(connection, article.id, of_last_run=True)
    found = suggested_rows(connection, article.body, [*present, *gone])
    kept: dict[object, AnnotationRow] = {}
    for row in sorted(found, key=lambda row: row.id in gone):
        kept.setdefault((row.layer, row.pieces), row)
    return sorted(kept.values(), key=lambda row: (row.start, row.id))


@dataclass(slots=True)
class _Limits:
    """Numbers of articles about which the figures say less than they seem to."""

    annotated_before: int = 0
    """Articles that somebody annotated before anything was suggested for them."""
    imported: int = 0
    """Articles whose decided suggestions came in with an import, without their history."""

    def add(self, connection: Connection, article_id: int) -> None:
        """Count an article."""
        found = connection.exec_driver_sql(_LIMITS, (article_id,)).one()
        self.annotated_before += bool(found[0])
        self.imported += bool(found[1])

    def warnings(self) -> Iterator[str]:
        """Yield a sentence for each."""
        if self.annotated_before:
            yield ngettext(
                "1 article has accepted annotations that nobody suggested. What is decided is not "
                "suggested again, so more counts as missed than the program misses.",
                "{n} articles have accepted annotations that nobody suggested. What is decided is "
                "not suggested again, so more counts as missed than the program misses.",
                self.annotated_before,
            ).format(n=self.annotated_before)
        if self.imported:
            yield ngettext(
                "In 1 article decided suggestions were imported; if they were corrected before, "
                "the figures are too good.",
                "In {n} articles decided suggestions were imported; if they were corrected before, "
                "the figures are too good.",
                self.imported,
            ).format(n=self.imported)


def _check(path: Path, annotated: int, common: int) -> None:
    if not annotated:
        raise ClaimdeskError(
            _("{path} has no annotations to evaluate suggestions against.").format(path=path)
        )
    if not common:
        raise ClaimdeskError(
            ngettext(
                "The project does not have the annotated article of {path}; "
                "import its text and make suggestions first.",
                "The project has none of the {n} annotated articles of {path}; "
                "import their texts and make suggestions first.",
                annotated,
            ).format(n=annotated, path=path)
        )


def _finish(result: Evaluation, layers: Sequence[LayerEvaluation], limits: _Limits) -> None:
    for layer in layers:
        if layer.is_annotated:
            result.layers[layer.key] = layer.figures()
            result.faults.extend(layer.found_faults())
    result.faults.sort(key=lambda fault: (fault.article_id, fault.start))
    result.warnings.extend(limits.warnings())
    if result.missing:
        result.warnings.append(
            ngettext(
                "1 annotated article is not in the project and was left out.",
                "{n} annotated articles are not in the project and were left out.",
                len(result.missing),
            ).format(n=len(result.missing))
        )


_LAYERS = (ClaimLayer, MentionLayer, DomainLayer)
_LIMITS = """
SELECT
  max(state = 'accepted' AND own AND created < ifnull(
    (SELECT min(created) FROM suggestion_run WHERE suggestion_run.article_id = ?1), '~')),
  max(state <> 'suggested' AND NOT own AND run_id IS NULL)
FROM (SELECT *, origin = 'analyst' OR origin LIKE 'import:%' AS own FROM annotation
  WHERE article_id = ?1)
"""
_ALL = "SELECT id, title, sha256 FROM article ORDER BY id"
_ANNOTATED = """
SELECT id, title, sha256 FROM article WHERE status = 'done' OR EXISTS
  (SELECT 1 FROM annotation WHERE article_id = article.id AND state = 'accepted') ORDER BY id
"""


def _articles(connection: Connection, statement: str) -> dict[str, tuple[int, str]]:
    """Return id and title of the articles by the hash of their body; of duplicates the last."""
    rows = connection.exec_driver_sql(statement)
    return {sha256: (article_id, title) for article_id, title, sha256 in rows}


def _of(layer: str, rows: AnnotationRows) -> list[AnnotationRow]:
    return [row for row in rows if row.layer == layer]
