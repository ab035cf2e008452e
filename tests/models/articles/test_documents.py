# SPDX-License-Identifier: MIT
"""Documents of all kinds: title, date, outlet, first and last sentence of every article in them."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import random
import sys
from collections import defaultdict
from pathlib import Path

import pytest

from claimdesk.models.articles.documents import DocumentReader, ParsingOptions
from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.articles.readers import ReadingOptions, read_many, reader_for
from claimdesk.models.cli import main
from claimdesk.models.messages.errors import ClaimdeskError

pytestmark = pytest.mark.drill

_SPEC = importlib.util.spec_from_file_location(
    "story_files", Path(__file__).parent / "story_files.py"
)
assert _SPEC is not None
assert _SPEC.loader is not None
made = importlib.util.module_from_spec(_SPEC)
sys.modules["story_files"] = made
_SPEC.loader.exec_module(made)
FERRY, RADAR, STORIES, TUNNEL = made.FERRY, made.RADAR, made.STORIES, made.TUNNEL

FIXTURES = Path(__file__).resolve().parents[3] / "../shared/fixtures/articles"
ALL = ("title", "published_on", "outlet", "author")


PIECES = (
    *(b"", b"\x00", b"\xff", b"<", b"{", b"}", b"\\u999999999", b"<div>" * 300, b"&#x110000;"),
    *(b"From ", b"1 of 9 DOCUMENTS\n\n", b"End of Document\n", b"LENGTH: 3 words\n\n", b"HD  \n"),
)


def documents():
    """Return files by name: their content, the stories in them, and the fields to compare."""
    uni = made.nexis_uni_lines(STORIES)
    pair = (RADAR, FERRY)
    return {
        "declared.html": (made.page(RADAR), [RADAR], ALL),
        "german.html": (made.page(TUNNEL, declared=False, lang="de"), [TUNNEL], ALL),
        "dash.html": (made.page(FERRY, suffix=" - {outlet}", lang="fr"), [FERRY], ALL),
        "dot.htm": (made.page(TUNNEL, suffix=" · {outlet}", h1=False), [TUNNEL], ALL),
        "bare.html": (made.page(RADAR, clutter=False, declared=False), [RADAR], ALL),
        "latin.html": (
            made.page(FERRY).replace("charset='utf-8'", "charset='iso-8859-1'").encode("cp1252"),
            [FERRY],
            ALL,
        ),
        "undeclared.html": (made.page(TUNNEL).replace("<meta charset='utf-8'>", ""), [TUNNEL], ALL),
        "visible.html": (made.visible_page(RADAR), [RADAR], ALL),
        "named.txt": (made.page(RADAR), [RADAR], ALL),
        "nexis.txt": (made.nexis_text(STORIES), STORIES, ALL),
        "nexis windows.txt": (made.nexis_text(pair).replace("\n", "\r\n"), pair, ALL),
        "nexis latin.txt": (made.nexis_text([FERRY, RADAR]).encode("cp1252"), pair, ALL),
        "uni.docx": (made.docx(uni), STORIES, ALL),
        "uni.rtf": (made.rtf([text for text, _heading in uni]), STORIES, ALL),
        "factiva codes.txt": (made.factiva_text(STORIES, codes=True), STORIES, ALL),
        "factiva.txt": (made.factiva_text(STORIES, codes=False), STORIES, ALL),
        "factiva.html": (made.factiva_page(STORIES), STORIES, ALL),
        "factiva.xml": (made.factiva_xml(STORIES), STORIES, ALL),
        "factiva.rtf": (
            made.rtf(made.factiva_text(pair, codes=False, width=9999).split("\n")),
            pair,
            ("title", "published_on", "outlet"),
        ),
        "europresse.HTML": (made.europresse_page(STORIES), STORIES, ALL),
        "story.docx": (
            made.docx(
                [(RADAR.title, True), f"By {RADAR.author}", "May 3, 2024", *RADAR.paragraphs]
            ),
            [RADAR],
            ("title", "published_on", "author"),
        ),
        "story.odt": (made.odt(RADAR), [RADAR], ("title", "published_on", "author")),
        "story.rtf": (
            made.rtf([TUNNEL.title, "", "Von Jonas Ufer", "14. November 2023", *TUNNEL.paragraphs]),
            [TUNNEL],
            ("title", "published_on", "author"),
        ),
        "one.epub": (made.epub([RADAR]), [RADAR], ("title", "published_on", "outlet")),
        "book.epub": (made.epub(pair), pair, ("title",)),
        "mail.eml": (made.mail(RADAR), [RADAR], ("title", "published_on", "author")),
        "page.eml": (made.mail(RADAR, as_page=True), [RADAR], ("title", "published_on")),
        "latin.eml": (made.mail(RADAR, charset="cp1252"), [RADAR], ("title", "published_on")),
        "saved.mbox": (made.mailbox([RADAR]), [RADAR], ("title", "published_on")),
        "page.mhtml": (made.mht(RADAR), [RADAR], ALL),
        "page.webarchive": (made.webarchive(RADAR), [RADAR], ALL),
        "story.md": (made.markdown(TUNNEL), [TUNNEL], ALL),
        "all.zip": (
            made.archive(
                {
                    "a/radar.html": made.page(RADAR),
                    "b/bac.md": made.markdown(FERRY),
                    "inner.zip": made.archive({"c/tunnel.docx": made.docx(["x", "y"])}),
                    "__MACOSX/a/._radar.html": "junk",
                    "notes.bin": "no article",
                }
            ),
            None,
            (),
        ),
    }


@pytest.fixture(scope="module")
def read_all(tmp_path_factory):
    folder = tmp_path_factory.mktemp("documents")
    for name, (content, _stories, _fields) in documents().items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    found = defaultdict(list)
    for path, result in read_many(sorted(folder.iterdir())):
        found[path.name].append(result)
    return found


@pytest.mark.parametrize("name", [name for name, made_of in documents().items() if made_of[1]])
def test_every_article_of_a_document_is_found_with_what_is_known_of_it(read_all, name):
    _content, stories, fields = documents()[name]
    articles = read_all[name]
    assert not [str(each) for each in articles if isinstance(each, ClaimdeskError)]
    by_title = {each.title: each for each in articles}
    assert sorted(by_title) == sorted(story.title for story in stories)
    for story in stories:
        article = by_title[story.title]
        wanted = {"published_on": story.day, "outlet": story.outlet, "author": story.author}
        expected = {"title": story.title} | wanted
        assert {key: getattr(article, key) for key in fields} == {
            key: expected[key] for key in fields
        }
        paragraphs = [each for each in article.body.split("\n\n") if each]
        assert [each for each in paragraphs if each in story.paragraphs] == list(story.paragraphs)
        assert article.body.endswith((story.last, "From the desk."))
        assert article.body.find(story.first) < 200
        # A headline that is only taken for one stays in the text.
        assert paragraphs.count(story.title) <= name.endswith(".rtf")
        for clutter in ("Sign up", "Share", "Related", "never", "Photo:", "cod that", "LOAD-DATE"):
            assert clutter not in article.body


def test_an_archive_gives_the_articles_of_its_members_and_of_archives_in_it(read_all):
    assert [each.title for each in read_all["all.zip"]] == [RADAR.title, FERRY.title, "x"]
    assert read_all["all.zip"][0].origin.endswith("all.zip/a/radar.html")


def imported(project, *arguments):
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        code = main(["import", str(project), *map(str, arguments)])
    return code, json.loads(output.getvalue() or "{}"), errors.getvalue()


def test_the_command_line_takes_a_folder_of_all_kinds_and_counts_duplicates(tmp_path):
    folder = tmp_path / "kinds"
    folder.mkdir()
    for name in ("declared.html", "nexis.txt", "dot.htm", "page.mhtml"):
        content = documents()[name][0]
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    project = tmp_path / "p.claimdesk"
    assert main(["new", str(project)]) == 0
    code, report, _errors = imported(project, folder)
    assert (code, report["articles"], report["duplicates"]) == (0, 3, 3)
    assert (report["failed"], report["warnings"]) == ([], [])
    output = tmp_path / "out.jsonl"
    with contextlib.redirect_stdout(io.StringIO()):
        export = ["export", str(project), "--format", "jsonl", "--state", "all"]
        assert main([*export, "--output", str(output)]) == 0
    text = output.read_text("utf-8")
    assert "Section: Transports; Pg. 4" in text


def test_what_cannot_be_read_is_one_clear_line_each_and_leaves_nothing_behind(tmp_path):
    bomb = made.archive({"a.txt": "a" * 30_000_000})
    word = made.archive(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": "x" * 11_000_000 + "<" * 9}
    )
    entities = (
        '<?xml version="1.0"?><!DOCTYPE PPSResponse [<!ENTITY a "aaaa">]>'
        '<PPSResponse xmlns="http://global.factiva.com/pps/2.0"><ppsarticle>&a;</ppsarticle>'
        "</PPSResponse>"
    )
    deep = "<html><body>" + "<div>" * 50_000 + "deep" + "</div>" * 50_000
    files = {
        "bomb.zip": bomb,
        "word.docx": word,
        "cut.docx": made.docx(["Talks", "They failed."])[:4000],
        "entities.xml": entities.encode(),
        "zeros.docx": b"\x00\x01 begun and never written",
        "cut.epub": made.epub([RADAR])[:900],
        "braces.rtf": b"{\\rtf1" + b"{" * 100_000,
        "empty.html": b"<html><head></head><body> </body></html>",
        "paths.zip": made.archive({"../../evil.txt": "Talks\n\nThey failed.", "/etc/x.txt": " "}),
        "deep.html": deep.encode(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    errors, articles = {}, []
    for path, result in read_many([tmp_path / name for name in files]):
        if isinstance(result, ArticleFile):
            articles.append(result)
        else:
            errors.setdefault(path.name, str(result))
    assert [each.origin for each in articles if "evil" in each.origin] == [
        str(tmp_path / "paths.zip/evil.txt")
    ]
    assert errors.keys() >= files.keys() - {"deep.html"}
    for name, message in errors.items():
        assert message.startswith(str(tmp_path / name))
        assert "\n" not in message
        assert "Traceback" not in message
    assert "unpacks to far more" in errors["bomb.zip"]
    assert "attack" in errors["entities.xml"]


def test_a_file_that_takes_too_long_ends_its_process_only(tmp_path):
    from claimdesk.models.articles.isolation import ReadingProcess

    path = tmp_path / "page.html"
    path.write_text(made.page(RADAR))
    request = {"reader": "html", "path": str(path), "name": "page.html"}
    request["options"] = {"encoding": None, "columns": {}, "day_first": None}
    too_long = pytest.raises(ClaimdeskError, match=r"^page.html takes too long")
    with ReadingProcess(seconds=0.000001) as process, too_long:
        list(process.read(request))
    assert [each.title for _path, each in read_many([path], options=ReadingOptions())] == [
        RADAR.title
    ]


@pytest.mark.drill
def test_whatever_is_changed_in_a_document_it_is_read_or_refused():
    chance = random.Random(5)
    for name, (content, _stories, _fields) in documents().items():
        data = content.encode() if isinstance(content, str) else content
        reader = reader_for(data, name)
        assert isinstance(reader, DocumentReader)
        for _time in range(4):
            changed = bytearray(data)
            for _change in range(chance.randint(1, 6)):
                at = chance.randrange(len(changed) + 1)
                changed[at : at + chance.choice((0, 1, 20, 500))] = chance.choice(PIECES)
            with contextlib.suppress(ClaimdeskError):
                list(reader.parse_all(bytes(changed), name, ParsingOptions()))


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the files of other tools are not there")
def test_files_of_other_tools_give_what_is_known_of_them(tmp_path):
    london = "The Guardian(London)"
    facts = {
        "nexis/sample.TXT": (10, "Lorem ipsum dolor sit amet", "2010-01-11", "Guardian.com"),
        "nexis/sample.DOCX": (
            10,
            "Lorem ipsum dolor sit amet",
            "2019-07-01",
            london,
        ),
        "nexis/lexisnexis_test_en.html": (2, "Heading One", "1991-12-19", "Some Newspaper"),
        "factiva/factiva_test.xml": (3, "TEST - first test article", "2012-01-09", "My Newspaper"),
        "factiva/factiva_test.html": (2, "Test 1", "2011-12-29", "Test newspaper"),
        "europresse/europresse_test1.html": (3, "A heading: some text", "2013-10-05", "l'Humanité"),
        "eml/mail_test_18.eml": (1, "Test for Comma and Name Bugs", "2025-11-03", None),
        "rtf/unicode.rtf": (1, "柔道", None, None),
    }
    paths = [FIXTURES / name for name in facts]
    found = defaultdict(list)
    for path, result in read_many(paths):
        assert isinstance(result, ArticleFile)
        found[path].append(result)
    for path, (count, *wanted) in zip(paths, facts.values(), strict=True):
        first = found[path][0]
        assert len(found[path]) == count
        assert [first.title, first.published_on, first.outlet] == wanted
