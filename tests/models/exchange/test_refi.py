# SPDX-License-Identifier: MIT
"""REFI-QDA: projects of other programs, what is refused, and that ours fit the schema."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from lxml import etree

from claimdesk.models.exchange.formats import export_project, guess_format, import_paths
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from tests.projects import create_sample

SHARED = Path(__file__).resolve().parents[4] / "shared"

BODY = "🇯🇵 Japan agreed.\r\nNorway waits.\r\n"


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not there")
    return path


def guid(number: int) -> str:
    return f"00000000-0000-0000-0000-{number:012d}"


def project(sources: str, codes: str = "", more: str = "", before: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{before}<Project xmlns="urn:QDA-XML:project:1.0" name="p">'
        f'<Users><User guid="{guid(1)}" name="Ann"/><User guid="{guid(2)}" name="Ben"/></Users>'
        f"<CodeBook><Codes>{codes or CODES}</Codes></CodeBook>"
        f'<Variables><Variable guid="{guid(60)}" name="Outlet" typeOfVariable="Text"/>'
        f'<Variable guid="{guid(61)}" name="Wave" typeOfVariable="Integer"/></Variables>'
        f"<Sources>{sources}</Sources>{more}</Project>"
    )


def code(number: int, name: str, inside: str = "", said: str = "") -> str:
    said = f"<Description>{said}</Description>" if said else ""
    return f'<Code guid="{guid(number)}" name="{name}" isCodable="true">{said}{inside}</Code>'


CODES = code(10, "Sea", code(11, "Other") + code(12, "Routes", said="Ways by sea")) + code(
    13, "Air", code(14, "Other")
)


def selection(
    start: int, end: int, *codings: tuple[int, int], name: str = "", more: str = ""
) -> str:
    inside = "".join(
        f'<Coding guid="{guid(900)}" creatingUser="{{{guid(by)}}}">'
        f'<CodeRef targetGUID="{guid(of)}"/></Coding>'
        for of, by in codings
    )
    return (
        f'<PlainTextSelection guid="{guid(800)}" name="{name}" startPosition="{start}" '
        f'endPosition="{end}">{inside}{more}</PlainTextSelection>'
    )


def text(inside: str, path: str = "internal://a.txt", name: str = "One") -> str:
    return (
        f'<TextSource guid="{guid(50)}" name="{name}" plainTextPath="{path}">{inside}</TextSource>'
    )


def write(path: Path, xml: str, **members: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("project.qde", xml)
        for name, content in members.items():
            archive.writestr(f"sources/{name}.txt", content.encode())
    return path


def read(path: Path, project_path: Path):
    with Project.create(project_path) as opened:
        report = import_paths(opened, [path])
        with opened.reading() as connection:
            domains = queries.domains(connection)
            articles = [
                queries.article(connection, one) for one in sorted(queries.article_ids(connection))
            ]
            found = [
                (domains[row.domain_id].name, row.quote("evidence"), row.annotator, row.note)
                for one in articles
                for row in queries.article_annotations(connection, one.id)
            ]
    return report, domains, articles, sorted(found, key=repr)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_selections_without_words_are_placed_by_the_edges_of_words(encoding, tmp_path):
    # As programs count that see UTF-16: the first letters are two units, a line end one or two.
    body = BODY.replace("\r\n", "\n")
    places = [(body.index(word) + 2, word) for word in ("Japan", "Norway", "waits")]
    sources = text("".join(selection(at, at + len(word), (11, 1)) for at, word in places))
    path = tmp_path / "other.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("project.qde", project(sources))
        archive.writestr("Sources/a.txt", BODY.encode(encoding))
    _report, _domains, _articles, found = read(path, tmp_path / "p.claimdesk")
    assert [words for _code, words, _who, _note in found] == ["Japan", "Norway", "waits"]


def test_a_project_of_another_program(tmp_path):
    shared_code = (11, 1), (14, 2)
    sources = (
        text(
            selection(3, 8, *shared_code, name="Japan", more=f'<NoteRef targetGUID="{guid(70)}"/>')
            + selection(18, 24, (12, 1), name="Norway")
            + selection(18, 9999, (12, 1))
            + selection(18, 24, (99, 1))
            + f'<Coding guid="{guid(901)}"><CodeRef targetGUID="{guid(13)}"/></Coding>'
            + f'<NoteRef targetGUID="{guid(71)}"/>'
            + f'<VariableValue><VariableRef targetGUID="{guid(60)}"/><TextValue>The Sun</TextValue>'
            + f'</VariableValue><VariableValue><VariableRef targetGUID="{guid(61)}"/>'
            + "<IntegerValue>2</IntegerValue></VariableValue>"
        )
        + f'<PDFSource guid="{guid(51)}" name="Two"><Representation guid="{guid(52)}" name="Two">'
        + (
            "<PlainTextContent>A second text.</PlainTextContent>"
            + selection(2, 8, (10, 2))
            + "</Representation></PDFSource>"
        )
    )
    notes = "".join(
        f'<Note guid="{guid(number)}" name=""><PlainTextContent>{words}</PlainTextContent></Note>'
        for number, words in ((70, "Why?"), (71, "A long day"), (72, "Of nothing"))
    )
    path = write(tmp_path / "other.qdpx", project(sources, more=f"<Notes>{notes}</Notes>"), a=BODY)
    assert guess_format(path).name == "refi-qda"
    report, domains, articles, found = read(path, tmp_path / "p.claimdesk")
    assert found == [
        ("Other (Air)", "Japan", "Ben", "Why?"),
        ("Other", "Japan", "Ann", "Why?"),
        ("Routes", "Norway", "Ann", None),
        ("Sea", "second", "Ben", None),
    ]
    names = {number: row.name for number, row in domains.items()}
    assert [(row.name, names.get(row.parent_id), row.definition) for row in domains.values()] == [
        ("Sea", None, None),
        ("Other", "Sea", None),
        ("Routes", "Sea", "Ways by sea"),
        ("Air", None, None),
        ("Other (Air)", "Air", None),
    ]
    assert [one.title for one in articles] == ["One", "Two"]
    assert articles[0].outlet == "The Sun"
    assert articles[0].note.split("\n") == ["Code: Air", "A long day", "Wave: 2"]
    assert [loss.key for loss in report.left_out] == ["notes of the project"]
    faults = [note.reason for note in report.warnings]
    assert any("9999" in fault for fault in faults)
    assert any("codebook" in fault for fault in faults)


@pytest.mark.parametrize("shift", [0, 2, 3])
def test_offsets_in_characters_or_utf_16_with_or_without_cr_lf(shift, tmp_path):
    # The flag is two astral characters; before Norway there is one CR LF.
    before = {0: 0, 2: 2, 3: 3}[shift]
    start = 17 + before
    japan = 3 + min(before, 2)
    sources = text(
        selection(japan, japan + 5, (10, 1), name="Japan")
        + selection(start, start + 6, (12, 1), name="Norway")
    )
    path = write(tmp_path / "o.qdpx", project(sources), a=BODY)
    assert [row[1] for row in read(path, tmp_path / "p.claimdesk")[3]] == ["Norway", "Japan"]


ENTITY = '<!DOCTYPE Project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        (project(text(""), before=ENTITY), "entities"),
        (project(text("", "internal://../../secret.txt")), "outside"),
        (project(text("", "file:///etc/passwd")), "outside"),
        (project(text("", "internal://big.txt")), "MB"),
        (project(text("", "internal://none.txt")), "missing"),
        (project(text(""))[:-40], "sound XML"),
        ("<p:x>" * 5, "sound XML"),
    ],
    ids=("entities", "path", "file", "bomb", "missing", "cut", "no-project"),
)
def test_hostile_projects_are_refused_with_file_and_place(xml, said, tmp_path):
    path = write(tmp_path / "bad.qdpx", xml, big="a" * 2_100_000)
    with Project.create(tmp_path / "p.claimdesk") as opened:
        report = import_paths(opened, [path])
        (failed,) = report.failed
        assert said in failed.reason
        assert "bad.qdpx" in failed.reason
        assert opened.undo_label() is None


def test_exports_fit_the_schema(tmp_path):
    schema = shared("fixtures/refi/schema")
    create_sample(tmp_path / "s.claimdesk")
    with Project.open(tmp_path / "s.claimdesk") as opened:
        report = export_project(opened, "refi-qda", tmp_path / "o.qdpx")
        export_project(opened, "refi-qda-codebook", tmp_path / "o.qdc")
    assert report.claims == 34
    with zipfile.ZipFile(tmp_path / "o.qdpx") as archive:
        written = etree.fromstring(archive.read("project.qde"))
    etree.XMLSchema(etree.parse(schema / "Project.xsd")).assertValid(written)
    etree.XMLSchema(etree.parse(schema / "Codebook.xsd")).assertValid(
        etree.parse(tmp_path / "o.qdc")
    )


def test_a_project_that_another_program_wrote(tmp_path):
    path = shared("fixtures/refi/compact.qdpx")
    report, _domains, articles, found = read(path, tmp_path / "p.claimdesk")
    assert (len(articles), len(found), report.warnings) == (1, 8, [])
    assert sum(row[2] == "Ben" for row in found) == 2
