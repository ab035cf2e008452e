# SPDX-License-Identifier: MIT
"""The codebook goes out as a document: definitions, terms, how often a code is used, quotes."""

from __future__ import annotations

import contextlib
import io
import json

import docx
import pytest
from lxml import html

from claimdesk.models.articles.read import article_of
from claimdesk.models.cli import main
from claimdesk.models.exchange.corpus import (
    Corpus,
    CorpusAnnotation,
    CorpusArticle,
    CorpusCode,
    CorpusDomain,
)
from claimdesk.models.exchange.corpus_import import write_corpus
from claimdesk.models.store.project import Project
from claimdesk.models.text.spans import Span
from tests.projects import create_project

BODY = "{}: <b>said that the ports & rails must grow by a third before the next election comes. "


def claim(spans, *domains, stance="supportive"):
    return CorpusAnnotation(
        "claim",
        {"content": spans},
        codes=[CorpusCode("stance", stance)],
        domains=[CorpusDomain(name) for name in domains],
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    path = tmp_path_factory.mktemp("codebook") / "study.claimdesk"
    create_project(path)
    articles = []
    for number in range(5):
        body = BODY.format(number) + "Short." + " So many words about it." * 30
        usual, short, long = Span(6, 86), Span(88, 93), Span(95, len(body))
        articles.append(
            CorpusArticle(
                article_of(body, None, None),
                annotations=[
                    claim([short], "Ports & <rails>"),
                    claim([long], "Ports & <rails>"),
                    claim([usual], "Ports & <rails>"),
                    claim([usual], "Ports & <rails>", "Other", stance="opposed"),
                ],
            )
        )
    rails = CorpusDomain("Ports & <rails>", 1, definition="Ways to move.", terms=("port", "rail"))
    inner = CorpusDomain("Cranes", 2, parent=1, definition="They lift.")
    with Project.open(path) as project:
        write_corpus(project, Corpus(lambda: articles, domains=[rails, inner]))
    return path


def export(project, *arguments):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        assert main(["export", str(project), *map(str, arguments)]) == 0
    return json.loads(output.getvalue())


def test_the_web_page_says_what_codes_mean_and_shows_them(project, tmp_path):
    report = export(project, "--format", "codebook", "--output", tmp_path / "c.html")
    assert report["left_out"]["accepted claims"] == 20
    page = html.parse(str(tmp_path / "c.html"), html.HTMLParser(encoding="utf-8")).getroot()
    assert page.findtext(".//h1") == "Codebook of study"
    assert page.find(".//script") is None
    texts = [element.text_content() for element in page.iter("dl", "blockquote")]
    at = next(n for n, text in enumerate(texts) if text.startswith("Ports & <rails>"))
    assert texts[at] == "Ports & <rails>Ways to move. Terms: port, rail. Used in 20 claims."
    quotes = texts[at + 1 : at + 4]
    # One piece of a usual length each, from as many articles.
    assert all(text.startswith("“said that the ports & rails must grow") for text in quotes)
    assert len(set(quotes)) == 3
    assert texts[at + 4] == "CranesThey lift. Not used."
    supportive = next(text for text in texts if text.startswith("Supportive"))
    assert supportive.endswith("Used in 15 claims.")


def test_the_word_document_says_the_same_and_a_part_can_be_chosen(project, tmp_path):
    where = ("--where", "stance=opposed", "layer=claim")
    export(project, "--format", "codebook-docx", "--output", tmp_path / "c.docx", *where)
    texts = [each.text for each in docx.Document(str(tmp_path / "c.docx")).paragraphs]
    assert texts[0] == "Codebook of study"
    assert texts[1].startswith("5 articles, 5 claims.")
    rails = next(text for text in texts if text.startswith("Ports & <rails>"))
    assert rails.endswith("Ways to move. Terms: port, rail. Used in 5 claims.")
