# SPDX-License-Identifier: MIT
"""Tables of articles: columns by headings and content, dates by their source, what is no table."""

from __future__ import annotations

import contextlib
import csv
import io
import json

import openpyxl
import pytest

from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.articles.readers import ReadingOptions, read_articles
from claimdesk.models.cli import main
from claimdesk.models.messages.errors import ClaimdeskError

STORY = "The harbour board met for six hours. It adjourned without a vote, its chair said."
LONG = STORY + " Nobody expects another meeting before the summer, and few want one." * 7


def table(headings, *rows, delimiter=","):
    output = io.StringIO()
    csv.writer(output, delimiter=delimiter).writerows([headings, *rows])
    return output.getvalue()


def read(path, data, **options):
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_articles(path, ReadingOptions(**options)))


def facts(article):
    return article.title, article.published_on, article.outlet, article.author


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "english.csv",
            table(
                ["id", "Headline", "Publication date", "Source", "Byline", "Full text"],
                ["1", "Board adjourns", "May 3, 2024", "Harbour Courier", "By Mara Lindt", STORY],
            ),
        ),
        (
            "german.csv",
            table(
                ["Überschrift", "Datum", "Zeitung", "Autor", "Volltext"],
                ["Board adjourns", "03.05.2024", "Harbour Courier", "Mara Lindt", STORY],
                delimiter=";",
            ),
        ),
        (
            "french.tsv",
            table(
                ["titre", "date de publication", "journal", "auteur", "texte"],
                ["Board adjourns", "3 mai 2024", "Harbour Courier", "Mara Lindt", STORY],
                delimiter="\t",
            ),
        ),
        (
            "spanish latin.csv",
            table(
                ["título", "fecha", "periódico", "autor", "cuerpo"],
                ["Board adjourns", "3 de mayo de 2024", "Harbour Courier", "Mara Lindt", STORY],
            ).encode("cp1252"),
        ),
        (
            "content.csv",
            table(
                ["title", "date", "source", "author", "content"],
                ["Board adjourns", "2024-05-03 10:00:00", "Harbour Courier", "Mara Lindt", LONG],
            ),
        ),
        (
            "unnamed.csv",
            table(
                ["title", "date", "source", "author", "v17"],
                ["Board adjourns", "20240503", "Harbour Courier", "Mara Lindt", LONG],
            ),
        ),
        (
            "named like a text.txt",
            table(
                ["title", "date", "source", "author", "text"],
                ["Board adjourns", "2024/05/03", "Harbour Courier", "Mara Lindt", STORY],
            ),
        ),
        (
            "lines.jsonl",
            json.dumps(
                {
                    "headline": "Board adjourns",
                    "published_at": 1714726800,
                    "source": {"name": "Harbour Courier"},
                    "authors": ["Mara Lindt"],
                    "body": STORY,
                }
            )
            + "\n",
        ),
        (
            "list.json",
            json.dumps(
                {
                    "status": "ok",
                    "articles": [
                        {
                            "title": "Board adjourns",
                            "publishedAt": "2024-05-03T09:00:00Z",
                            "source": {"id": None, "name": "Harbour Courier"},
                            "author": "Mara Lindt",
                            "content": LONG,
                        }
                    ],
                },
                indent=1,
            ),
        ),
    ],
)
def test_columns_are_known_by_their_headings_in_several_languages(tmp_path, name, data):
    (article,) = read(tmp_path / name, data)
    assert isinstance(article, ArticleFile)
    assert facts(article) == ("Board adjourns", "2024-05-03", "Harbour Courier", article.author)
    assert article.author.endswith("Mara Lindt")
    assert article.body.startswith(STORY)


def test_a_workbook_is_read_sheet_by_sheet(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Articles")
    sheet.append(["Title", "Date", "Outlet", "Text"])
    from datetime import datetime

    sheet.append(["Board adjourns", datetime(2024, 5, 3, 9, 0), "Harbour Courier", STORY])
    sheet.append(["Nothing", datetime(2024, 5, 4), "Harbour Courier", None])
    book.save(tmp_path / "a.xlsx")
    article, error = read_articles(tmp_path / "a.xlsx")
    assert facts(article)[:3] == ("Board adjourns", "2024-05-03", "Harbour Courier")
    assert "row 3 holds no text" in str(error)


def test_one_clear_date_says_for_its_source_what_comes_first(tmp_path):
    head = ["title", "date", "text"]
    rows = [["a", "03/04/2024", STORY], ["b", "13/04/2024", STORY + " b"]]
    found = read(tmp_path / "d.csv", table(head, *rows))
    assert [each.published_on for each in found] == ["2024-04-03", "2024-04-13"]
    rows[1][1] = "04/13/2024"
    found = read(tmp_path / "m.csv", table(head, *rows))
    assert [each.published_on for each in found] == ["2024-03-04", "2024-04-13"]
    found = read(tmp_path / "u.csv", table(head, rows[0]))
    assert [each.published_on for each in found] == [None]
    assert "03/04/2024" in found[0].warnings[0]
    found = read(tmp_path / "u.csv", table(head, rows[0]), day_first=False)
    assert [each.published_on for each in found] == ["2024-03-04"]


@pytest.mark.drill
def test_the_command_line_maps_columns_and_refuses_tables_without_texts(tmp_path):
    project = str(tmp_path / "p.claimdesk")
    assert main(["new", project]) == 0
    path = tmp_path / "odd.csv"
    path.write_text(table(["wann", "was", "wo"], ["05/06/2024", STORY, "Harbour Courier"]))
    claims = tmp_path / "claims.csv"
    claims.write_text(table(["speaker", "stance", "claims"], ["Japan", "supportive", "4"]))

    def imported(*arguments):
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = main(["import", project, *map(str, arguments)])
        return code, json.loads(output.getvalue() or "{}"), errors.getvalue()

    code, _report, said = imported(path)
    assert code == 1
    assert "no column holds their text" in said
    code, report, _said = imported(claims)
    assert (code, report["articles"]) == (1, 0)
    maps = ["--map", "was=text", "--map", "wann=date", "--map", "WO=outlet", "--month-first"]
    code, report, _said = imported(path, *maps)
    assert (code, report["articles"], report["failed"]) == (0, 1, [])
    code, _report, said = imported(path, "--map", "was=words")
    assert code == 1
    assert "choose one of text, title" in said


def test_damaged_json_names_the_line_and_leaves_nothing(tmp_path):
    lines = [json.dumps({"title": "a", "text": STORY}), "{broken"]
    with pytest.raises(ClaimdeskError, match="damaged JSON at line 2"):
        read(tmp_path / "a.jsonl", "\n".join(lines))
