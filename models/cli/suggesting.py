# SPDX-License-Identifier: MIT
"""`claimdesk suggest`: make suggestions in this process, at low priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimdesk.models.articles.readers import read_article
from claimdesk.models.cli import output
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import LAYERS
from claimdesk.models.suggest import preferences, runs, served
from claimdesk.models.suggest.data import DomainEntry, Knowledge, base_language
from claimdesk.models.suggest.json_form import json_object
from claimdesk.models.workers.priority import lower_priority, single_threaded
from claimdesk.resources import files

if TYPE_CHECKING:
    from claimdesk.models.suggest.engine import Engine


def for_project(path: Path, articles: Sequence[int], *, also_done: bool) -> dict[str, Any]:
    """Make suggestions for the articles with these ids, or for all that are not done.

    Return a report: {"articles": how many, "suggested": {layer: how many}, "pipeline", "version"}.
    Raises ClaimdeskError, before anything changes, if an article does not exist.
    """
    progress = output.Progress(_("Suggesting"))
    counts = dict.fromkeys(LAYERS, 0)
    with Project.open(path) as project:
        _check_articles(project, articles)
        wanted = list(runs.pending(project, articles, also_done=also_done))
        engine = load_engine(_preferred(project))
        _learn_codes(project, engine)
        languages: list[str] = []
        for number, article_id in enumerate(wanted):
            for done, name in _suggest(engine, project, article_id):
                progress.show(number + done, len(wanted), name)
            with project.reading() as connection:
                made = runs.count_suggested(connection, article_id)
            for layer, count in made.items():
                counts[layer] += count
            languages.append(_language(project, article_id))
    progress.clear()
    _report_unread_languages(engine, languages)
    return {
        "articles": len(wanted),
        "suggested": counts,
        "pipeline": engine.pipeline.name,
        "version": engine.pipeline.version,
    }


def for_files(paths: Sequence[Path], known_to: Path | None) -> Iterator[dict[str, Any]]:
    """Yield suggestions for each file, with what the project `known_to` knows; change nothing.

    Raise ClaimdeskError at the first file that can't be read, after those before it.
    """
    knowledge = starter_knowledge() if known_to is None else _project_knowledge(known_to)
    engine: Engine | None = None
    progress = output.Progress(_("Suggesting"))
    refused: str | None = None
    languages: list[str] = []
    for number, path in enumerate(paths):
        article = read_article(path)
        if engine is None:
            engine = load_engine(knowledge.pipeline)
            if known_to is not None:
                knowledge = _with_codes(known_to, knowledge, engine)
        progress.show(number, len(paths), path.name)
        languages.append(article.language)
        suggestions = engine.suggest_all(
            article.body, replace(knowledge, language=article.language)
        )
        progress.clear()
        if engine.refused and engine.refused != refused:
            refused = engine.refused
            output.say(refused)
        yield json_object(str(path), article.body, suggestions)
    _report_unread_languages(engine, languages)


def _report_unread_languages(engine: Engine | None, languages: Sequence[str]) -> None:
    """Say how many articles are in a language that the pipeline does not read."""
    others = Counter(
        base_language(code)
        for code in languages
        if engine and base_language(code) != engine.nlp.lang
    )
    if not others or engine is None:
        return
    message = ngettext(
        "1 article is in a language that {pipeline} does not read ({languages}); only known names, "
        "terms, and quotations next to known names were suggested there.",
        "{n} articles are in languages that {pipeline} does not read ({languages}); only known "
        "names, terms, and quotations next to known names were suggested there.",
        others.total(),
    )
    named = ", ".join(f"{code} {count}" for code, count in sorted(others.items()))
    output.say(message.format(n=others.total(), pipeline=engine.pipeline.name, languages=named))


def _language(project: Project, article_id: int) -> str:
    with project.reading() as connection:
        article = queries.article(connection, article_id)
    return article.language if article is not None else ""


def _preferred(project: Project) -> str | None:
    with project.reading() as connection:
        return preferences.pipeline(connection)


def load_engine(pipeline: str | None = None) -> Engine:
    """Return the engine of this process, which is to go last and to use one processor.

    Raises ClaimdeskError if `pipeline` is not installed.
    """
    lower_priority()
    single_threaded()
    # Imported late because it imports spaCy: a wrong name is reported at once.
    from claimdesk.models.learning import components

    engine = components.load_engine(pipeline)
    if engine.notice:
        output.say(engine.notice)
    return engine


def _suggest(engine: Engine, project: Project, article_id: int) -> Iterator[tuple[float, str]]:
    """Make and write the suggestions for one article; yield progress, 0 to 1, and the title."""
    language = served.settle_language(project, article_id)
    with project.reading() as connection:
        article = queries.article(connection, article_id)
        if article is None or language is None:
            return
        knowledge = read_knowledge(connection, language)
    settings = runs.settings_for(knowledge)
    run = runs.Run(project, article_id, engine.pipeline, article.body, settings)
    for progress, batch in engine.suggest(article.body, knowledge):
        run.add(batch)
        yield progress, article.title
    if engine.refused:
        output.say(engine.refused)
    run.finish()


def _check_articles(project: Project, articles: Sequence[int]) -> None:
    with project.reading() as connection:
        known = {row.id for row in queries.article_rows(connection, articles)}
    for article_id in articles:
        if article_id not in known:
            raise ClaimdeskError(
                _("{path} has no article {article_id}.").format(
                    path=project.path, article_id=article_id
                )
            )


def _project_knowledge(path: Path) -> Knowledge:
    with Project.read(path) as project, project.reading() as connection:
        return read_knowledge(connection)


def _with_codes(path: Path, knowledge: Knowledge, engine: Engine) -> Knowledge:
    """Return the knowledge with what the finished articles teach of codes by now."""
    from claimdesk.models.learning.coding.learner import current_codes

    with Project.read(path) as project, project.reading() as connection:
        return replace(knowledge, code_model=current_codes(connection, engine))


def _learn_codes(project: Project, engine: Engine) -> None:
    """Learn codes from what was finished since they were learned last."""
    from claimdesk.models.learning.coding.learner import learn_project

    learn_project(project, engine, lambda _done, _step: None)


def starter_knowledge() -> Knowledge:
    """Return what is known without a project: the domains of the starter codebook."""
    from claimdesk.models.codebook.starter import STARTER_CODEBOOK

    domains = files.read_json(STARTER_CODEBOOK)["domains"]
    return Knowledge(domains=tuple(DomainEntry(d["name"], tuple(d["terms"])) for d in domains))
