# SPDX-License-Identifier: MIT
"""Corpora of other tools come in through `claimdesk import`: placed, mapped, and explained."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tarfile
import zipfile
from pathlib import Path

import pytest

from claimdesk.models.cli import main
from claimdesk.models.exchange.formats import guess_format
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project

pytestmark = pytest.mark.drill

FIXTURES = Path(__file__).parents[3].parent / "shared" / "fixtures"
needs_fixtures = pytest.mark.skipif(not FIXTURES.is_dir(), reason="the files are not there")


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "p.claimdesk"
    with Project.create(path):
        return path


def imported(project, *arguments):
    """The status and the report of an import on the command line."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        status = main(["import", str(project), *map(str, arguments)])
    text = out.getvalue()
    return status, json.loads(text) if text else {}, err.getvalue()


def said(project):
    """Each annotation: layer, state, what it is about, its pieces, its note, who made it."""
    with Project.read(project) as opened, opened.reading() as connection:
        actors, domains = queries.actors(connection), queries.domains(connection)
        return [
            (
                row.layer,
                row.state,
                actors[row.actor_id].kind
                if row.actor_id
                else domains[row.domain_id].name
                if row.domain_id
                else None,
                [(piece.span.start, piece.quote) for piece in row.pieces],
                row.note,
                row.annotator,
            )
            for article_id in sorted(queries.article_ids(connection))
            for row in queries.article_annotations(connection, article_id)
        ]


def short(project):
    return [(what, pieces) for _layer, _state, what, pieces, _note, _who in said(project)]


def reasons(report):
    return [note["reason"] for note in report["warnings"]]


def lines(path, *values):
    path.write_text("".join(json.dumps(each) + "\n" for each in values), encoding="utf-8")
    return path


TEXT = "🇳🇴 Mara Lindt met Cray Systems about Trade."


def test_labels_are_guessed_mapped_and_kept_apart(target, tmp_path):
    labels = [[9, 19, "PER"], [24, 36, "Company"], [43, 48, 7], [43, 48, "7b"], [24, 28, "Aside"]]
    labels = [[start - 4, end - 4, label] for start, end, label in labels]
    file = lines(tmp_path / "all.jsonl", {"text": TEXT, "label": labels})
    rules = ("--map", "Company=domain:Firms", "--map", "Aside=skip")
    status, report, _err = imported(target, file, *rules)
    assert (status, report["articles"], report["annotations"]) == (0, 1, 4)
    assert short(target) == [
        ("person", [(3, "Mara Lindt")]),
        ("Firms", [(18, "Cray Systems")]),
        ("7", [(37, "Trade")]),
        ("7b", [(37, "Trade")]),
    ]
    assert report["left_out"] == {"annotations “Aside”": 1}
    for rule, wrong in (("PER", 2), ("PER=planet", 1), ("=person", 2)):
        status, _report, err = imported(target, file, "--map", rule)
        assert (status, err.count("claimdesk: error: ")) == (wrong, 1), err


def test_prodigy_answers_decide(target, tmp_path):
    tokens = [
        {"text": "Mara", "start": 0, "end": 4, "id": 0},
        {"text": "Lindt", "start": 5, "end": 10},
    ]
    span = {"token_start": 0, "token_end": 1, "label": "PERSON"}
    task = {"text": "Mara Lindt left.", "tokens": tokens, "spans": [span]}
    file = lines(
        tmp_path / "tasks.jsonl",
        {**task, "answer": "accept", "_annotator_id": "ana"},
        {**task, "answer": "reject"},
        {
            "text": "Nobody came.",
            "spans": [{"start": 0, "end": 6, "label": "PER"}],
            "answer": "ignore",
        },
    )
    _status, report, _err = imported(target, file)
    assert report["articles"] == 2
    assert [(state, pieces, who) for _l, state, _w, pieces, _n, who in said(target)] == [
        ("accepted", [(0, "Mara Lindt")], "ana"),
        ("rejected", [(0, "Mara Lindt")], None),
    ]


def test_several_annotators_relations_and_labels_of_the_text_are_kept(target, tmp_path):
    value = {"start": 0, "end": 4, "text": "Mara", "labels": ["PER"]}
    other = {"start": 10, "end": 14, "text": "Oslo", "labels": ["LOC"]}
    answer = [
        {"id": "a", "type": "labels", "from_name": "label", "value": value},
        {"id": "b", "type": "labels", "from_name": "label", "value": other},
        {"type": "relation", "from_id": "a", "to_id": "b", "labels": ["in"]},
        {"id": "c", "type": "choices", "from_name": "tone", "value": {"choices": ["calm"]}},
    ]
    tasks = [
        {
            "data": {"text": "Mara left Oslo."},
            "annotations": [
                {"completed_by": {"email": "ana@example.org"}, "result": answer},
                {"completed_by": 4, "result": answer[:1]},
                {"completed_by": 5, "was_cancelled": True, "result": answer},
            ],
        }
    ]
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps(tasks))
    imported(target, file)
    assert [(pieces, note, who) for _l, _s, _w, pieces, note, who in said(target)] == [
        ([(0, "Mara")], "in → LOC “Oslo”", "ana@example.org"),
        ([(0, "Mara")], None, "annotator 4"),
        ([(10, "Oslo")], None, "ana@example.org"),
    ]
    with Project.read(target) as opened, opened.reading() as connection:
        assert queries.article(connection, 1).note == "tone: calm"


def region(start, end, text):
    return {"type": "labels", "value": {"start": start, "end": end, "text": text, "labels": ["X"]}}


def test_words_decide_where_offsets_lie(target, tmp_path):
    text = "😀😀 Mara saw Oslo, and Oslo saw Rome."
    tasks = [
        {
            "data": {"text": text},
            "annotations": [{"result": [region(5, 9, "Mara"), region(33, 37, "Rome")]}],
        },
        {
            "data": {"text": "Mara saw Oslo, and Oslo saw Rome."},
            "annotations": [
                {
                    "result": [
                        region(0, 4, "Rome"),
                        region(0, 4, "Oslo"),
                        region(3, 3, ""),
                        region(0, 4, "Mara"),
                    ]
                }
            ],
        },
    ]
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps(tasks))
    _status, report, _err = imported(target, file)
    assert [pieces for _what, pieces in short(target)] == [
        [(3, "Mara")],
        [(31, "Rome")],
        [],
        [(0, "Mara")],
        [(28, "Rome")],
    ]
    assert any("UTF-16" in note["reason"] for note in report["notes"])
    assert len(reasons(report)) == 3
    assert "“Rome” is not at 0-4 but elsewhere once" in reasons(report)[0]
    assert "elsewhere 2 times; it waits for review" in reasons(report)[1]
    assert "no words from 3 to 3" in reasons(report)[2]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        (
            "a.jsonl",
            '{"text": "Mara", "label": [[0, 4, "PER"]]}\n{"text": "Half',
            "line 2 is not JSON",
        ),
        ("b.jsonl", '{"text": "Mara", "label": [[0, NaN, "PER"]]}\n', "line 1 is not JSON: NaN"),
        ("c.jsonl", '{"text": "Mara", "label": [[0, 1e999, "PER"]]}\n', "1e999 is not a number"),
        ("d.jsonl", '{"text": "a", "text": "b", "label": [[0, 1, "X"]]}\n', "key stands twice"),
        (
            "e.jsonl",
            '{"text": "Mara", "label": [[0, 1, ' + "[" * 100_000,
            "nested too deeply|not JSON",
        ),
        ("f.tsv", "#FORMAT=WebAnno TSV 2.0\n\n1-1\t0-4\tMara\tPER\n", "only WebAnno TSV 3"),
        (
            "g.xmi",
            '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
            '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI">&a;</xmi:XMI>',
            "declares entities of its own",
        ),
        (
            "k.xmi",
            '<?xml version="1.0"?><!DOCTYPE x SYSTEM "x.dtd">'
            '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"></xmi:XMI>',
            "document type or entities",
        ),
        ("h.xmi", '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI"><cas:Sofa', "damaged at line 1"),
        (
            "i.conll",
            "Mara\tB-PER\nLindt\tI-PER\nleft\n.\tO\nIt\tO\nwas\tO\n",
            "line 3 has 1 columns",
        ),
        ("j.spacy", b"\x78\x9c\x8b\xae\x56version attrs", "cut off|not a DocBin|not UTF-8"),
    ],
)
def test_bad_files_are_refused_in_one_line_and_change_nothing(
    target, tmp_path, name, content, message
):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    form = ("--format", "uima") if name.endswith(".xmi") else ()
    status, report, err = imported(target, path, *form)
    text = err + json.dumps(report, ensure_ascii=False)
    assert re.search(message, text), text
    assert "Traceback" not in text
    if name != "a.jsonl":
        assert status == 1
        assert said(target) == []
        assert err.count("\n") == 1
    else:
        assert short(target) == [("person", [(0, "Mara")])]


def test_what_another_program_changed_is_read_as_it_is_now(target, tmp_path):
    file = lines(
        tmp_path / "in.jsonl", {"text": "Mara saw Oslo.", "label": [[0, 4, "PER"], [9, 13, "X"]]}
    )
    imported(target, file, "--annotator", "Ana")
    out = tmp_path / "out.jsonl"
    with contextlib.redirect_stdout(io.StringIO()):
        assert main(["export", str(target), "--format", "doccano", "--output", str(out)]) == 0
    row = json.loads(out.read_text())
    row["label"] = [[0, 4, "PERSON"], [9, 13, "LOC"]]
    other = tmp_path / "q.claimdesk"
    with Project.create(other):
        pass
    _status, report, _err = imported(other, lines(tmp_path / "edited.jsonl", row))
    assert [(what, who) for _l, _s, what, _p, _n, who in said(other)] == [
        ("person", "Ana"),
        ("place", None),
    ]
    assert "were changed there" in " ".join(reasons(report)) or "was" in " ".join(reasons(report))
    row["claimdesk"]["version"] = 2
    status, _report, err = imported(other, lines(tmp_path / "newer.jsonl", row))
    assert (status, "newer Claimdesk" in err) == (1, True)


def test_web_annotations_are_placed_by_their_words_beside_their_text(target, tmp_path):
    (tmp_path / "story.txt").write_text("Troy fell. Ithaca waited.")
    quote = {"type": "TextQuoteSelector", "exact": "Ithaca"}
    position = {"type": "TextPositionSelector", "start": 11, "end": 18}
    annotation = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "Annotation",
        "body": [{"type": "TextualBody", "purpose": "tagging", "value": "Place"}],
        "target": {"source": "https://example.org/../story.txt", "selector": [quote, position]},
    }
    file = tmp_path / "story.json"
    file.write_text(json.dumps([annotation, {**annotation, "id": "no iri"}]))
    _status, report, _err = imported(target, file)
    assert short(target) == [("place", [(11, "Ithaca")])]
    assert any("11-18" in reason for reason in reasons(report))
    assert any("id is not one IRI" in reason for reason in reasons(report))


@needs_fixtures
@pytest.mark.parametrize(
    ("name", "articles", "annotations"),
    [
        ("brat/news", 13, 119),
        ("conll/GUM_news_asylum.conllu", 1, 102),
        ("conll/ner-token-per-line-conll2003.iob", 1, 7),
        ("doccano/example.jsonl", 2, 1),
        ("doccano/example.conll", 1, 2),
        ("doccano/relations/example.jsonl", 1, 4),
        ("inception/testSentenceWithEmoji/reference.tsv", 1, 1),
        ("inception/testStackedSubMultiTokenSpanWithFeatureValue/reference.xmi", 1, 18),
        ("labelstudio/csv_test_history.json", 1, 0),
        ("prodigy", 373, 303),
        ("spacy/demo.spacy", 1, 1),
        ("uima/emoji", 1, 9),
        ("webanno/GUM_news_asylum.tsv", 1, 102),
    ],
)
def test_files_of_other_tools_come_in_whole(target, name, articles, annotations):
    _status, report, _err = imported(target, FIXTURES / name)
    assert (report["articles"], report["annotations"]) == (articles, annotations)
    assert report["failed"] == []


@needs_fixtures
def test_a_type_system_may_be_named_beside_its_document(target):
    folder = FIXTURES / "uima" / "emoji"
    paths = (folder / "debug.xmi", folder / "debug-typesystem.xml")
    _status, report, _err = imported(target, *paths)
    assert (report["articles"], report["annotations"], report["failed"]) == (1, 9, [])


@needs_fixtures
def test_a_document_is_the_same_in_two_forms(tmp_path):
    found = {}
    for form in ("tsv", "xmi"):
        for name in (
            "StackedSubMultiTokenSpanWithFeatureValue",
            "TokenBoundedSpanWithSpecialSymbolsValue",
        ):
            project = tmp_path / f"{form}-{name}.claimdesk"
            with Project.create(project):
                pass
            imported(project, FIXTURES / "inception" / f"test{name}" / f"reference.{form}")
            found.setdefault(name, []).append(short(project))
    for tsv, xmi in found.values():
        assert tsv == xmi


@needs_fixtures
def test_invalid_web_annotations_are_refused(target):
    for path in sorted((FIXTURES / "w3c" / "incorrect").glob("*.json")):
        status, report, err = imported(target, path, "--format", "webannotation")
        assert (status, err.count("\n")) == (1, 1), path
        assert report["articles"] == 0
        assert "text of" not in err, err
    assert guess_format(FIXTURES / "w3c" / "correct" / "anno27.json").name == "webannotation"


# Shapes that files of other tools have


def found(project):
    """What is marked, as words, by label or kind, with the note and who made it."""
    return [
        (what, " ".join(words for _at, words in pieces), note, who)
        for _layer, _state, what, pieces, note, who in said(project)
    ]


SLOTS = """#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_SP=webanno.custom.Deal|ROLE_webanno.custom.Deal:Who_webanno.custom.DealWhoLink|\
de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|kind
#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType


#Text=Mara Lindt met Oslo .
1-1\t0-4\tMara\t*[1]\tPER[1]\t_\t_\t_\t*->1-1[5]\tnam[5]\t
1-2\t5-10\tLindt\t*[1]\tPER[1]\t_\t_\t_\t*->1-1[5]\tnam[5]\t
1-3\t11-14\tmet\t_\t_\tmain;other[2]|host[3]\t1-1[1];1-4[2]|1-4[3]\tvisit[2]|talk[3]\t_\t_\t
1-4\t15-19\tOslo\t*\tLOC\t_\t_\t_\t_\t_\t
1-5\t20-21\t.\t_\t_\t_\t_\t_\t_\t_\t

#Text=She left .
2-1\t22-25\tShe\t_\t_\t_\t_\t_\tsame->1-2\tpro\t
2-2\t26-30\tleft\t_\t_\t_\t_\t_\t_\t_\t
2-3\t31-32\t.\t_\t_\t_\t_\t_\t_\t_\t
"""


def test_slots_and_chains_of_webanno_relate_annotations(target, tmp_path):
    (tmp_path / "a.tsv").write_text(SLOTS, encoding="utf-8")
    imported(target, tmp_path / "a.tsv")
    assert [(what, words, note.split("\n")[1:]) for what, words, note, _who in found(target)] == [
        ("person", "Mara Lindt", []),
        ("nam", "Mara Lindt", ["next → pro “She”"]),
        ("visit", "met", ["main → PER “Mara Lindt”", "other → LOC “Oslo”"]),
        ("talk", "met", ["host → LOC “Oslo”"]),
        ("place", "Oslo", []),
        ("pro", "She", []),
    ]


def old_cas():
    """A CAS as the first JSON of UIMA has it, in which numbers that are 0 are left out."""
    kinds = {
        "Sofa": "uima.cas.Sofa",
        "Token": "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token",
        "NamedEntity": "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity",
        "Deal": "webanno.custom.Deal",
    }
    features = {"sofa": "_ref", "Who": "_array"}
    return {
        "_context": {
            "_types": {n: {"_id": full, "_feature_types": features} for n, full in kinds.items()}
        },
        "_views": {
            "_InitialView": {
                "Token": [{"sofa": 7, "end": 4}],
                "NamedEntity": [9, {"sofa": 7, "begin": 18, "end": 30, "value": "ORG"}],
                "Deal": [{"sofa": 7, "begin": 14, "end": 17, "Who": [{"_type": "L", "target": 9}]}],
            }
        },
        "_referenced_fss": {
            "7": {"_type": "Sofa", "sofaID": "_InitialView", "sofaString": TEXT.replace(" M", "M")},
            "9": {"_type": "NamedEntity", "sofa": 7, "begin": 4, "end": 14, "value": "PER"},
        },
    }


def zipped(path, **members):
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return path


def test_archives_of_other_tools_are_read_like_their_folders(target, tmp_path):
    own = zipped(tmp_path / "ben", **{"any.json": json.dumps(old_cas())})
    project = zipped(
        tmp_path / "news.zip",
        **{
            "exportedproject.json": "{}",
            "annotation/talk.txt/ana.zip": own.read_bytes(),
            "annotation/talk.txt/../../../../ben.zip": own.read_bytes(),
            "source/talk.txt": TEXT,
        },
    )
    _status, report, _err = imported(target, project)
    assert (report["articles"], report["annotations"]) == (1, 6)
    assert [(what, note, who) for what, _words, note, who in found(target)][:2] == [
        ("person", None, "ana"),
        ("person", None, "ben"),
    ]
    assert found(target)[2][:3] == ("Deal", " me", "Who → PER “Mara Lindt”")
    assert "claimdesk-" not in json.dumps(report)
    assert str(project) in json.dumps(report)


def test_files_in_archives_of_any_kind_are_those_of_several_annotators(target, tmp_path):
    labels = [[5, 15, "PER"], [20, 32, "ORG"]]
    row = json.dumps({"text": TEXT, "label": labels})
    other = json.dumps({"text": TEXT, "label": labels[:1]})
    doccano = zipped(tmp_path / "project.zip", **{"ana.jsonl": row, "ben.jsonl": other})
    (tmp_path / "b.txt").write_text("Oslo, too.")
    (tmp_path / "b.ann").write_text("T1\tPlace 0 4\tOslo\n")
    with tarfile.open(tmp_path / "brat.tar.gz", "w:gz") as archive:
        for name in ("b.txt", "b.ann"):
            archive.add(tmp_path / name, arcname=f"corpus/{name}")
    _status, report, _err = imported(target, doccano, tmp_path / "brat.tar.gz")
    assert (report["articles"], report["annotations"], report["failed"]) == (2, 4, [])
    assert [who for _what, _words, _note, who in found(target)] == ["ana", "ben", "ana", None]


def test_pages_dialogues_and_what_else_a_task_holds(target, tmp_path):
    def task(data, kind, value, **more):
        result = [
            {"id": "a", "type": kind, "from_name": "label", "value": {**value, kind: ["LOC"]}}
        ]
        return {"data": data, "annotations": [{"result": result}], **more}

    page = {"start": "/p[2]/text()[1]", "globalOffsets": {"start": 10, "end": 14}, "text": "Oslo"}
    turn = {"start": "1", "end": "1", "startOffset": 3, "endOffset": 7, "text": "Oslo"}
    note = {"id": "a", "type": "textarea", "from_name": "why", "value": {"text": ["I know it"]}}
    spoken = [{"author": "Ana", "text": "Where?"}, {"author": "Bo", "text": "In Oslo."}]
    last = task({"text": "In Oslo then."}, "labels", {"start": 3, "end": 7})
    last["annotations"][0]["result"].append(note)
    tasks = [
        task({"html": "<p>One text.</p><p>&nbsp;Oslo</p>"}, "hypertextlabels", page),
        task({"talk": spoken}, "paragraphlabels", turn),
        {**last, "predictions": [{"result": [note]}], "drafts": [{"result": [note]}]},
    ]
    file = tmp_path / "tasks.json"
    file.write_text(json.dumps(tasks))
    _status, report, _err = imported(target, file)
    assert [(words, note) for _what, words, note, _who in found(target)] == [
        ("Oslo", None),
        ("Oslo", None),
        ("Oslo", "why: I know it"),
    ]
    assert report["left_out"] == {"predictions beside annotations": 1, "drafts": 1}
    assert report["warnings"][:-1] == []


def test_selectors_of_all_kinds_say_where_a_web_annotation_is(target, tmp_path):
    (tmp_path / "talk.txt").write_text("Oslo is far. The king 😀 went home.", encoding="utf-8")

    def selected(*selector, source="http://e.org/talk"):
        return {"source": source, "selector": list(selector)}

    def at(kind, **values):
        return {"type": kind, **values}

    edges = (at("TextQuoteSelector", exact="The"), at("TextQuoteSelector", exact=" went"))
    targets = {
        "range": selected(at("RangeSelector", startSelector=edges[0], endSelector=edges[1])),
        "characters": selected(at("FragmentSelector", value="char=8,11")),
        "address": "http://e.org/talk#char=0,4",
        "no source": {"selector": at("TextQuoteSelector", exact="king")},
        "inside": selected(
            at("TextPositionSelector", start=0, end=4),
            source={"type": "TextualBody", "value": "Bergen is not."},
        ),
        "path": selected(at("XPathSelector", value="/p[1]")),
    }
    for number, (tag, each) in enumerate(targets.items()):
        body = at("TextualBody", value=tag, purpose="tagging")
        one = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": f"http://e.org/{number}"}
        one |= {"type": "Annotation", "body": body, "target": each}
        (tmp_path / f"{number}.jsonld").write_text(json.dumps(one))
    _status, report, _err = imported(target, tmp_path)
    assert sorted((what, words, who) for what, words, _note, who in found(target)) == [
        ("address", "Oslo", None),
        ("characters", "far", None),
        ("inside", "Berg", None),
        ("no source", "king", None),
        ("range", "The king 😀", None),
    ]
    assert any("XPathSelector" in reason for reason in reasons(report))


CONLL = {
    "onto.conll": "#begin document (a/b); part 000\n"
    "a/b  0  0  Mara  NNP  (NP*  -  -  -  S#1  (PERSON*  (2\n"
    "a/b  0  1  Lindt  NNP  *)  -  -  -  S#1  *)  2)\n"
    "a/b  0  2  left  VBD  *  -  -  -  S#1  *  -\n\n#end document\n",
    "nested.tsv": "#\thttp://e.org/a [2024-01-01]\n1\tFC\tB-ORG\tO\n2\tOslo\tI-ORG\tB-LOC\n"
    "3\tlost\tO\tO\n",
    "plus.conllup": "# global.columns = ID FORM NER\n1\tMara\tB-PER\n2\tleft\tO\n3\tOslo\tB-LOC\n",
    "chunks.txt": "-DOCSTART- -X- -X- O\n\nMara NNP B-NP B-PER\nleft VBD B-VP O\n",
}


def test_words_and_entities_of_conll_are_in_many_columns(target, tmp_path):
    for name, text in CONLL.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    imported(target, *(tmp_path / name for name in CONLL))
    assert [(what, words) for what, words, _note, _who in found(target)] == [
        ("person", "Mara Lindt"),
        ("organization", "FC Oslo"),
        ("place", "Oslo"),
        ("person", "Mara"),
        ("place", "Oslo"),
        ("person", "Mara"),
    ]


def test_an_id_that_two_annotations_have_is_reported(target, tmp_path):
    entity = {"label": "PER", "start_offset": 5, "end_offset": 15}
    other = {"id": 1, "label": "ORG", "start_offset": 20, "end_offset": 32}
    relation = {"from_id": 2, "to_id": 1, "type": "met"}
    row = {"text": TEXT, "entities": [{**entity, "id": 1}, other], "relations": [relation]}
    row["entities"].append({"id": 2, "label": "Topic", "start_offset": 39, "end_offset": 44})
    _status, report, _err = imported(target, lines(tmp_path / "a.jsonl", row))
    assert [each for each in reasons(report) if "second time" in each]
    assert found(target)[-1][2] == "met → PER “Mara Lindt”"


def test_attributes_and_relations_become_fields_and_parts_of_claims(target, tmp_path):
    folder = tmp_path / "brat"
    folder.mkdir()
    (folder / "a.txt").write_text("Mara Lindt said: the port opens in May.", "utf-8")
    (folder / "a.ann").write_text(
        "T1\tPER 0 10\tMara Lindt\nT2\tSaid 17 38\tthe port opens in May\n"
        "T3\tVerb 11 15\tsaid\nT4\tTime 35 38\tMay\n"
        "R1\tby Arg1:T2 Arg2:T1\nR2\tverb Arg1:T3 Arg2:T2\nR3\tnear Arg1:T1 Arg2:T4\n"
        "A1\tTone T2 calm\nA2\tSeen T4\nA3\tTrust T1 5\n",
        "utf-8",
    )
    rules = ("Said=content", "Verb=cue", "relation:by=speaker", "relation:verb=cue")
    rules += ("relation:near=skip", "attribute:Tone=field:Sound", "attribute:Trust=skip")
    arguments = [word for rule in rules for word in ("--map", rule)]
    status, report, _err = imported(target, folder, *arguments)
    assert (status, report["left_out"]) == (0, {"relations “near”": 1, "attributes “Trust”": 1})
    with Project.read(target) as opened, opened.reading() as connection:
        (article,) = queries.article_ids(connection)
        mention, domain, claim = sorted(
            queries.article_annotations(connection, article),
            key=lambda row: ("actor", "domain", "claim").index(row.layer),
        )
    assert (mention.note, domain.note) == (None, "Seen")
    assert claim.speaker_id == mention.actor_id
    assert claim.codes == {"Sound": "calm"}
    assert [(piece.role, piece.quote) for piece in claim.pieces] == [
        ("source", "Mara Lindt"),
        ("cue", "said"),
        ("content", "the port opens in May"),
    ]
    for wrong in ("relation:by=person", "attribute:Tone=domain"):
        status, _report, err = imported(target, folder, "--map", wrong)
        assert (status, err.count("can become one of")) == (1, 1), err


def test_the_words_of_webanno_say_how_offsets_count_where_an_annotation_cuts_a_word(
    target, tmp_path
):
    """Read in code points, the second one would end with the text."""
    rows = [("0-3", "Ana", "PER[1]|LOC[2]"), ("5-7", "🛰", "LOC[2]"), ("8-12", "Oslo", "LOC[2]")]
    rows += [("13-16", "boa", "LOC[2]"), ("16-17", "t", "_")]
    columns = "".join(f"1-{n}\t" + "\t".join(row) + "\t\n" for n, row in enumerate(rows, 1))
    layer = "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|value"
    file = tmp_path / "a.tsv"
    file.write_text(
        f"#FORMAT=WebAnno TSV 3.2\n{layer}\n\n\n#Text=Ana  🛰 Oslo boat\n{columns}", "utf-8"
    )
    assert imported(target, file)[0] == 0
    assert sorted(short(target)) == [("person", [(0, "Ana")]), ("place", [(0, "Ana  🛰 Oslo boa")])]


def test_training_data_of_spacy_2_is_a_text_for_each_paragraph(target, tmp_path):
    def token(orth, ner):
        return {"orth": orth, "tag": "X", "ner": ner}

    first = [token("Mara", "B-PERSON"), token("Lindt", "L-PERSON"), token("left", "O")]
    second = [token("Oslo", "U-GPE"), token(".", "O")]
    paragraphs = [
        {
            "raw": "Mara  Lindt left\nOslo. 🛰",
            "sentences": [{"tokens": first, "brackets": []}, {"tokens": second}],
            "cats": [{"label": "news", "value": 1.0}],
        },
        {"sentences": [{"tokens": second}, {"tokens": [token("Gone", "-")]}]},
    ]
    file = tmp_path / "train.json"
    file.write_text(json.dumps([{"id": 0, "paragraphs": paragraphs}]), "utf-8")
    status, report, _err = imported(target, file)
    assert (status, report["articles"]) == (0, 2)
    assert short(target) == [
        ("person", [(0, "Mara  Lindt")]),
        ("state", [(17, "Oslo")]),
        ("state", [(0, "Oslo")]),
    ]


def test_spans_of_merged_prodigy_tasks_have_answers_of_their_own(target, tmp_path):
    spans = [
        {"start": 0, "end": 4, "label": "PERSON", "answer": "accept"},
        {"start": 9, "end": 13, "label": "PERSON", "answer": "reject"},
        {"start": 5, "end": 8, "label": "ORG", "answer": "ignore"},
    ]
    task = {"text": "Mara saw Oslo.", "spans": spans, "answer": "accept"}
    imported(target, lines(tmp_path / "tasks.jsonl", task))
    assert [(state, pieces) for _l, state, _w, pieces, _n, _who in said(target)] == [
        ("accepted", [(0, "Mara")]),
        ("rejected", [(9, "Oslo")]),
    ]


def test_what_a_document_began_with_is_no_annotator(target, tmp_path):
    entity = (
        '<custom:Entity xmlns:custom="http:///custom.ecore" xmi:id="{}" sofa="1" begin="{}" '
        'end="{}" value="PER"/>'
    )
    xmi = (
        '<?xml version="1.0"?><xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
        'xmlns:cas="http:///uima/cas.ecore" xmi:version="2.0">{}'
        '<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" '
        'sofaString="Mara saw Ana."/></xmi:XMI>'
    )
    folder = tmp_path / "annotation" / "story.txt"
    folder.mkdir(parents=True)
    began = entity.format(2, 0, 4)
    more = began + entity.format(3, 9, 12)
    for name, own in (("INITIAL_CAS", began), ("ana", more), ("bo", began)):
        (folder / f"{name}.xmi").write_text(xmi.format(own), "utf-8")
    _status, report, _err = imported(target, tmp_path / "annotation")
    assert sorted((pieces[0][1], who) for _l, _s, _w, pieces, _n, who in said(target)) == [
        ("Ana", "ana"),
        ("Mara", "ana"),
        ("Mara", "bo"),
    ]
    assert any("annotators’ files are read" in note["reason"] for note in report["notes"])
