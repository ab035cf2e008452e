# SPDX-License-Identifier: MIT
"""What is no article is told by its content and named; texts that look a little like it come in."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import pytest

from claimdesk.models.articles.readers import read_article
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.messages.errors import ClaimdeskError

FIXTURES = Path(__file__).resolve().parents[3] / "../shared/fixtures"

TEXT = "Mara Lindt said the talks failed."
TASK = {"id": 1, "data": {"text": TEXT}, "annotations": [{"result": [{"value": {"start": 0}}]}]}
XMI = '<?xml version="1.0"?>\n<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"><cas:NULL/></xmi:XMI>'
CONLL_U = (
    "# sent_id = 1\n1\tTalks\ttalk\tNOUN\t_\t_\t2\tnsubj\t_\t_\n2\tfail\t_\t_\t_\t_\t0\t_\t_\n"
)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (json.dumps([TASK]), "a Label Studio export, not plain text; import it by itself"),
        (json.dumps([TASK], indent=2), "a Label Studio export"),
        (
            json.dumps([{"text": TEXT, "label": [{}], "annotator": 1, "annotation_id": 7}]),
            "a Label Studio export",
        ),
        (json.dumps({"text": TEXT, "label": [[0, 10, "PER"]]}) + "\n", "a doccano export"),
        (
            json.dumps({"id": 5, "text": TEXT, "entities": [{"id": 1, "start_offset": 0}]}),
            "a doccano export",
        ),
        (
            json.dumps({"text": TEXT, "_input_hash": 1, "spans": [], "answer": "accept"}),
            "a Prodigy data set",
        ),
        (
            json.dumps({"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation"}),
            "Web Annotations (W3C JSON-LD)",
        ),
        (json.dumps({"%TYPES": {}, "%FEATURE_STRUCTURES": []}), "a UIMA CAS in JSON"),
        (json.dumps({"name": "invented"}), "a JSON file"),
        ("[1, 2, 3]", "a JSON file"),
        (XMI, "a UIMA CAS in XMI"),
        (
            '<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes/></CodeBook>',
            "a REFI-QDA codebook",
        ),
        ('<graphml xmlns="http://graphml.graphdrawing.org/xmlns"></graphml>', "a GraphML network"),
        ("<note><to>Mara</to></note>", "an XML file"),
        (
            "#FORMAT=WebAnno TSV 3.3\n\n\n#Text=Mara Lindt\n1-1\t0-4\tMara\tPER\n",
            "a WebAnno",
        ),
        (CONLL_U, "a CoNLL-U file"),
        ("-DOCSTART- -X- O O\n\nMara NNP _ B-PER\n", "a CoNLL file"),
        ("Mara\tB-PER\nLindt\tI-PER\nsaid\tO\n.\tO\n", "a CoNLL file"),
        ("T1\tPER 0 4\tMara\nT2\tPER 5 10\tLindt\n", "annotations of brat"),
        ("[entities]\nPER\n\n[relations]\n\n[events]\n", "a configuration of brat"),
    ],
)
def test_files_of_other_tools_are_named_whatever_they_are_called(tmp_path, content, what):
    path = tmp_path / "story.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ClaimdeskError) as caught:
        read_article(path)
    message = str(caught.value)
    assert message.startswith(f"{path} is {what}")
    assert "\n" not in message


def test_archives_and_binary_files_are_named(tmp_path, example_docbin):
    with zipfile.ZipFile(tmp_path / "project.zip", "w") as archive:
        archive.writestr("project.qde", "<Project/>")
    with sqlite3.connect(tmp_path / "statements.db") as database:
        database.execute("CREATE TABLE DOCUMENTS(ID)")
        database.execute("CREATE TABLE STATEMENTS(ID)")
    (tmp_path / "doc.txt").write_bytes(example_docbin)
    found = {}
    for name in ("project.zip", "statements.db", "doc.txt"):
        with pytest.raises(ClaimdeskError) as caught:
            read_article(tmp_path / name)
        found[name] = str(caught.value).split(" is ", 1)[1]
    assert found == {
        "project.zip": "a REFI-QDA project; Claimdesk cannot read it yet.",
        "statements.db": "a DNA database, not plain text; choose the format dna.",
        "doc.txt": "a spaCy DocBin, not plain text; import it by itself, not among articles.",
    }


@pytest.fixture
def example_docbin():
    import spacy
    from spacy.tokens import DocBin

    return DocBin(docs=[spacy.blank("en")(TEXT)]).to_bytes()


@pytest.mark.parametrize(
    "text",
    [
        "[UPDATE] Talks collapse\n\nThe minister said so.",
        "{Analysis} What comes next\n\nNothing, said the minister.",
        "<AP> Talks collapse\n\nThe minister said so.",
        "<<Talks collapse>>, wrote the paper.",
        "# Talks collapse\n\nThe minister said so.",
        "@Minister (left) said the talks failed.\n\n@home they did not.",
        "From Oslo at 12:30: the talks failed.\n\nThe minister said so.",
        "From: the minister\nTo: all of us\nSubject: the talks\n\nThey failed.",
        "1 of 5 DOCUMENTS\n\nTalks collapse\n\nThe minister said so.",
        '"Talks": collapse\n\nThe minister said so.',
        "[1] The minister said so.\n[2] The other did not.",
        "*Network outage*\n\nThe minister said so.",
        "T1 is a tank.\nT2 is another, said the general.",
        "PDF files were leaked.\n\nThe minister said so.",
        "Talks\tcollapse\nThe minister\tsaid so",
        "50% off\n\n%PDF is how such a file begins.",
        "The code <b>bold</b> was on the page.",
    ],
)
def test_articles_that_only_begin_like_that_come_in(tmp_path, text):
    path = tmp_path / "story.txt"
    path.write_text(text, encoding="utf-8")
    assert read_article(path).body == text


def test_an_import_takes_nothing_from_them_and_says_why(project, tmp_path):
    (tmp_path / "data.xml").write_text("<GateDocument><TextWithNodes/></GateDocument>")
    (tmp_path / "story.txt").write_text("The talks failed.")
    names = ("data.xml", "story.txt")
    summary = import_paths(project, [tmp_path / name for name in names])
    assert summary.articles == 1
    assert [note.as_json() for note in summary.failed] == [
        {
            "file": str(tmp_path / "data.xml"),
            "reason": f"{tmp_path / 'data.xml'} is a GATE document; Claimdesk cannot read it yet.",
        },
    ]


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the files of other tools are not there")
def test_no_file_of_another_tool_becomes_an_article():
    texts = {".txt", ".md", ".conf"}
    files = [
        path
        for path in FIXTURES.rglob("*")
        if path.is_file() and path.stat().st_size and path.parts[-3] != "articles"
    ]
    for path in files:
        if path.suffix not in texts and path.name != "anno1.json":
            with pytest.raises(
                ClaimdeskError, match=r"is an? |is annotations|is Web|holds \d+ ref"
            ):
                read_article(path)


@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "\n", '{"a":[', "% ", "A: b\n", "[", "# \n", "T1\tA 1 1;", "1 of 2 "]
)
@pytest.mark.usefixtures("no_hang")
def test_long_files_take_no_time(tmp_path, piece):
    path = tmp_path / "long.txt"
    path.write_text("x" + piece * (1_900_000 // len(piece)))
    read_article(path)
    path.write_text(piece * (1_900_000 // len(piece)) + "x")
    try:
        read_article(path)
    except ClaimdeskError as error:
        assert "JSON" in str(error)
