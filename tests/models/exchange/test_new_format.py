# SPDX-License-Identifier: MIT
"""A new format and a new article reader: one class each, registered, and everything knows them."""

from __future__ import annotations

import contextlib
import io
import json

import pytest

from claimdesk.models.articles.read import article_of, read_bytes
from claimdesk.models.articles.readers import ArticleReader, register_reader, unregister_reader
from claimdesk.models.cli import main
from claimdesk.models.exchange.corpus import (
    Corpus,
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
)
from claimdesk.models.exchange.format import (
    ReadableFormat,
    WritableFormat,
    register_format,
    unregister_format,
)
from claimdesk.models.exchange.formats import guess_format, import_paths
from claimdesk.models.exchange.reports import ImportReport, Written
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span
from tests.projects import create_sample


class ToyFormat(ReadableFormat, WritableFormat):
    """Mentions only, one article a line."""

    name = "toy"
    extensions = (".toy",)
    label = "Toy, mentions only"
    cannot_hold = ("claims", "domains")
    layers = ("actor",)

    def looks_like(self, path, head):
        return head.startswith(b'{"toy"')

    def read(self, paths, options):
        (path,) = paths
        return Corpus(
            lambda: map(self._article, path.read_text("utf-8").splitlines()),
            source=str(path),
            name=path.name,
            origin="import:toy",
            report=ImportReport(is_converted=True),
        )

    def _article(self, line):
        toy = json.loads(line)
        mentions = [
            CorpusAnnotation("actor", {"mention": [Span(*span)]}, actor=who and CorpusActor(*who))
            for span, who in toy["mentions"]
        ]
        return CorpusArticle(article_of(toy["toy"], None, None), "done", mentions)

    def write(self, corpus, output, name):
        written = Written()
        with output.open("x", encoding="utf-8") as file:
            for line in self._lines(corpus):
                file.write(line + "\n")
                written.articles += 1
                written.annotations += len(json.loads(line)["mentions"])
        return written

    def reads_back(self, corpus, output):
        return output.read_text("utf-8").splitlines() == list(self._lines(corpus))

    def _lines(self, corpus):
        for one in corpus.articles():
            mentions = [
                (span, each.actor and (each.actor.name, each.actor.kind))
                for each in one.annotations
                if each.layer == "actor"
                for span in each.spans["mention"]
            ]
            yield json.dumps({"toy": one.article.body, "mentions": mentions})


class ToyReader(ArticleReader):
    """Articles in files that DjVu readers open."""

    name = "toy-djvu"
    extensions = (".djvu",)
    label = "Toy DjVu"
    kinds = ("djvu",)

    def read(self, path, options):
        text = read_bytes(path, str(path)).decode().partition("\n")[2]
        return article_of(text, str(path), "utf-8")


@pytest.fixture
def toy():
    register_format(ToyFormat())
    yield
    unregister_format("toy")


@pytest.fixture
def toy_reader():
    register_reader(ToyReader())
    yield
    unregister_reader("toy-djvu")


def listed():
    return {row["name"]: row for row in json.loads(run("formats", "--json"))}


def run(*arguments):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        assert main([str(each) for each in arguments]) == 0
    return output.getvalue()


def mentions(project):
    with project.reading() as connection:
        actors = queries.actors(connection)
        return sorted(
            (row.quote("mention"), actors[row.actor_id].name if row.actor_id else None)
            for article_id in queries.article_ids(connection)
            for row in queries.article_annotations(connection, article_id)
            if row.layer == "actor" and row.state == "accepted"
        )


def test_a_registered_format_is_listed_written_recognised_and_read(toy, tmp_path):
    assert listed()["toy"] == {
        "name": "toy",
        "label": "Toy, mentions only",
        "extensions": [".toy"],
        "reads": True,
        "writes": True,
        "cannot_hold": ["claims", "domains"],
    }
    create_sample(tmp_path / "sample.claimdesk")
    output = tmp_path / "odd.txt"
    report = json.loads(
        run("export", tmp_path / "sample.claimdesk", "--format", "toy", "--output", output)
    )
    assert report["left_out"]["accepted claims"] == 34
    assert guess_format(output).name == "toy"
    with Project.create(tmp_path / "other.claimdesk") as other:
        summary = import_paths(other, [output], annotator="Ana")
        assert (summary.articles, summary.annotations) == (1, report["annotations"])
        assert other.undo_label() == "Import odd.txt"
        with Project.read(tmp_path / "sample.claimdesk") as sample:
            assert mentions(other) == mentions(sample)


def test_a_registered_reader_reads_its_files_wherever_texts_are_read(toy_reader, tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.djvu").write_text("AT&TFORM\nTalks begin\n\nThe envoy came.")
    (folder / "b.txt").write_text("Talks end\n\nThe envoy left.")
    with Project.create(tmp_path / "p.claimdesk") as project:
        assert import_paths(project, [folder]).as_json() == {
            "articles": 2,
            "annotations": 0,
            "duplicates": 0,
            "failed": [],
            "warnings": [],
        }
        assert project.undo_label() == "Import 2 articles"
        with project.reading() as connection:
            titles = sorted(row.title for row in queries.articles(connection))
    assert titles == ["Talks begin", "Talks end"]
    assert listed()["toy-djvu"]["reads"]


def test_nothing_knows_a_format_that_is_not_registered():
    assert not {"toy", "toy-djvu"} & listed().keys()
