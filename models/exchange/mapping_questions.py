# SPDX-License-Identifier: MIT
"""What an import could ask about the files of other tools before it reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from claimdesk.models.exchange.article_files import ArticleFiles
from claimdesk.models.exchange.formats import corpora_of, format_of
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import MappingQuestion
from claimdesk.models.messages.errors import ClaimdeskError


def mapping_questions(
    paths: Sequence[Path],
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
) -> list[MappingQuestion]:
    """Return what can be mapped in each annotated corpus at `paths` that has any such thing.

    A corpus that cannot be read asks nothing; its import says why. Raises Stopped if it is to end.
    """
    options = ImportOptions(progress=progress, stopped=stopped)
    questions: list[MappingQuestion] = []
    try:
        formats = []
        for number, path in enumerate(paths):
            options.report_progress(number, len(paths))
            formats.append((path, format_of(path, None)))
        found = corpora_of(formats)
    except ClaimdeskError:
        return []
    for known, own in found:
        if isinstance(known, ArticleFiles) or not known.takes_mapping:
            continue
        try:
            items = tuple(known.mappable(own, options))
        except ClaimdeskError:
            continue
        if items:
            questions.append(MappingQuestion(known.name, known.label, tuple(own), items))
    return questions
