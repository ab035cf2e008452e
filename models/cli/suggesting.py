# SPDX-License-Identifier: MIT
"""`claimdesk suggest`: in this process, or in several at the same time, at low priority."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.articles.readers import find_article_files, read_article
from claimdesk.models.cli import output
from claimdesk.models.cli import suggesting_together as together
from claimdesk.models.cli.suggesting_together import Failure
from claimdesk.models.learning.knowledge import is_current, read_knowledge
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.priority import lower_priority, single_threaded
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import LAYERS
from claimdesk.models.suggest import language_support, preferences, runs
from claimdesk.models.suggest.data import DomainEntry, Knowledge, Pipeline, base_language
from claimdesk.models.suggest.json_form import json_object
from claimdesk.models.workers.suggestion_messages import failure_sentence
from claimdesk.models.workers.suggestion_pool import Found
from claimdesk.resources import files

if TYPE_CHECKING:
    from claimdesk.models.suggest.engine import Engine


def for_project(
    path: Path,
    articles: Sequence[int],
    *,
    also_done: bool,
    only_missing: bool = False,
    jobs: int | None = None,
) -> dict[str, Any]:
    """Make suggestions for the articles with these ids, or for all that are not done.

    `only_missing` leaves out those whose suggestions are up to date. `jobs` is how many processes
    work at the same time; None: as many as are useful.
    Return a report: {"articles": how many, "suggested": {layer: how many}, "pipeline", "version"},
    and "failed", a list of {"article", "reason"}, if some articles got no suggestions.
    Raises ClaimdeskError, before anything changes, if an article does not exist.
    """
    with Project.open(path) as project:
        _check_articles(project, articles)
        wanted = list(runs.pending(project, articles, also_done=also_done))
        if only_missing:
            with project.reading() as connection:
                wanted = [each for each in wanted if not is_current(connection, each)]
        processes = together.useful(jobs, len(wanted))
        if processes > 1:
            _learn_codes_if_due(project)
            pipeline, failed = together.for_project(project, wanted, processes)
        else:
            pipeline, failed = _one_after_the_other(project, wanted)
        with project.reading() as connection:
            counts = runs.count_suggested(connection, wanted)
            languages = runs.languages(connection, wanted)
        _report_unread_languages(
            pipeline.name, language_support.pipeline_language(_preferred(project)), languages
        )
    report = {
        "articles": len(wanted) - len(failed),
        "suggested": dict.fromkeys(LAYERS, 0) | counts,
        "pipeline": pipeline.name,
        "version": pipeline.version,
    }
    return report | ({"failed": failed} if failed else {})


def _one_after_the_other(project: Project, wanted: Sequence[int]) -> tuple[Pipeline, list[Failure]]:
    """Suggest in this process; return what read the articles, and which it could not read."""
    progress = output.Progress(_("Suggesting"))
    engine = load_engine(_preferred(project))
    _learn_codes(project, engine)
    failed: list[Failure] = []
    for number, article_id in enumerate(wanted):
        try:
            for done, name in _suggest(engine, project, article_id):
                progress.show(number + done, len(wanted), name)
        except ClaimdeskError:
            raise
        except Exception as error:
            failed.append({"article": article_id, "reason": failure_sentence(error)})
    progress.clear()
    return engine.pipeline, failed


def for_files(
    paths: Sequence[Path], known_to: Path | None, jobs: int | None = None
) -> Iterator[dict[str, Any]]:
    """Yield suggestions for each file, with what the project `known_to` knows; change nothing.

    Of a folder, all files that can be read. `jobs` is as in `for_project`.
    Raise ClaimdeskError at the first file that can't be read, after those before it.
    """
    knowledge = starter_knowledge() if known_to is None else _project_knowledge(known_to)
    files = [file for path in paths for file in _files_at(path)]
    languages: list[str] = []
    processes = together.useful(jobs, len(files))
    if processes > 1:
        if known_to is not None:
            knowledge = _with_codes(known_to, knowledge, partial(load_engine, knowledge.pipeline))
        made = together.for_files(files, knowledge, processes)
    else:
        made = _files_one_after_the_other(files, knowledge, known_to)
    pipeline = ""
    for file, article, found in made:
        pipeline = found.pipeline.name
        languages.append(article.language)
        yield json_object(str(file), article.body, found.suggestions)
    _report_unread_languages(
        pipeline, language_support.pipeline_language(knowledge.pipeline), languages
    )


def _files_at(path: Path) -> list[Path]:
    return find_article_files([path]) if path.is_dir() else [path]


def _files_one_after_the_other(
    paths: Sequence[Path], knowledge: Knowledge, known_to: Path | None
) -> Iterator[tuple[Path, ArticleFile, Found]]:
    engine: Engine | None = None
    progress = output.Progress(_("Suggesting"))
    refused: str | None = None
    for number, path in enumerate(paths):
        article = read_article(path)
        if engine is None:
            engine, knowledge = _loaded(knowledge, known_to)
        progress.show(number, len(paths), path.name)
        suggestions = engine.suggest_all(
            article.body, replace(knowledge, language=article.language)
        )
        progress.clear()
        if engine.refused and engine.refused != refused:
            refused = engine.refused
            output.say(refused)
        yield path, article, Found(engine.pipeline, suggestions)


def _loaded(knowledge: Knowledge, known_to: Path | None) -> tuple[Engine, Knowledge]:
    """Return the engine, and the knowledge with what the articles of a project teach of codes."""
    engine = load_engine(knowledge.pipeline)
    if known_to is not None:
        knowledge = _with_codes(known_to, knowledge, lambda: engine)
    return engine, knowledge


def _report_unread_languages(pipeline: str, reads: str, languages: Sequence[str]) -> None:
    """Say how many articles are in a language that the pipeline does not read."""
    others = Counter(base_language(code) for code in languages if base_language(code) != reads)
    if not others:
        return
    message = ngettext(
        "1 article is in a language that {pipeline} does not read ({languages}); only known names, "
        "terms, and quotations next to known names were suggested there.",
        "{n} articles are in languages that {pipeline} does not read ({languages}); only known "
        "names, terms, and quotations next to known names were suggested there.",
        others.total(),
    )
    named = ", ".join(f"{code} {count}" for code, count in sorted(others.items()))
    output.say(message.format(n=others.total(), pipeline=pipeline, languages=named))


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
    language = language_support.settle_language(project, article_id)
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


def _with_codes(path: Path, knowledge: Knowledge, load: Callable[[], Engine]) -> Knowledge:
    """Return the knowledge with what the finished articles teach of codes by now."""
    from claimdesk.models.learning.coding.learner import current_codes

    with Project.read(path) as project, project.reading() as connection:
        return replace(knowledge, code_model=current_codes(connection, load))


def _learn_codes_if_due(project: Project) -> None:
    """Learn codes; the pipeline is loaded only if there is something to learn."""
    from claimdesk.models.learning.coding.learner import is_due

    if is_due(project):
        _learn_codes(project, load_engine(_preferred(project)))


def _learn_codes(project: Project, engine: Engine) -> None:
    """Learn codes from what was finished since they were learned last."""
    from claimdesk.models.learning.coding.learner import learn_project

    learn_project(project, engine, lambda _done, _step: None)


def starter_knowledge() -> Knowledge:
    """Return what is known without a project: the domains of the starter codebook."""
    from claimdesk.models.codebook.starter import STARTER_CODEBOOK

    domains = files.read_json(STARTER_CODEBOOK)["domains"]
    return Knowledge(domains=tuple(DomainEntry(d["name"], tuple(d["terms"])) for d in domains))
