# SPDX-License-Identifier: MIT
"""Label Studio JSON: tasks with the results of their annotators, offsets in code points.

A folder is written: `tasks.json`, and `labelling-config.xml`, the configuration of a project that
they fit. Full exports, their short form and tasks with predictions are read; predictions become
annotations to decide where nobody annotated. Choices, ratings and texts of a region become lines
of its note, those of a whole text lines of the note of its article.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from claimdesk.models.exchange.corpus import Corpus
from claimdesk.models.exchange.foreign.documents import ForeignDocument
from claimdesk.models.exchange.foreign.format import ExchangedFormat, count_written
from claimdesk.models.exchange.foreign.json_files import read_values
from claimdesk.models.exchange.foreign.json_writing import write_list
from claimdesk.models.exchange.foreign.labelstudio_tasks import read_task, task_of
from claimdesk.models.exchange.format import register_format
from claimdesk.models.exchange.reports import ImportReport, Written
from claimdesk.models.messages.catalogue import _

_CONFIG = "labelling-config.xml"


class LabelStudioFormat(ExchangedFormat):
    """Reads and writes Label Studio JSON."""

    name = "labelstudio"
    extensions = (".json", ".jsonl")
    position = 34
    kinds = ("labelstudio",)
    is_folder = True

    @property
    def label(self) -> str:
        return _("Label Studio JSON, a folder of tasks and a labelling configuration")

    def report_others(self, others: Sequence[Path], report: ImportReport) -> None:
        super().report_others([path for path in others if path.name != _CONFIG], report)

    def documents(self, path: Path) -> Iterator[ForeignDocument]:
        for where, value in read_values(path):
            yield read_task(where, value)

    def write(self, corpus: Corpus, output: Path, name: str) -> Written:
        written = Written()
        labels: set[str] = set()

        def tasks() -> Iterator[object]:
            for number, article in enumerate(corpus.articles(), 1):
                count_written(written, article)
                yield task_of(number, article, labels)

        with (output / "tasks.json").open("xb") as file:
            write_list(file, tasks())
        config = _configuration(sorted(labels))
        (output / _CONFIG).write_text(config, encoding="utf-8", newline="\n")
        return written


def _configuration(labels: Sequence[str]) -> str:
    lines = [f"    <Label value={quoteattr(label)}/>\n" for label in labels]
    return (
        "<View>\n"
        '  <Labels name="label" toName="text">\n' + "".join(lines) + "  </Labels>\n"
        '  <Text name="text" value="$text" granularity="symbol"/>\n'
        "</View>\n"
    )


register_format(LabelStudioFormat())
