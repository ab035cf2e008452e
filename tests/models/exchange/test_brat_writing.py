# SPDX-License-Identifier: MIT
"""brat standoff, written: what goes out comes back, or is said to be left out."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models import registry
from claimdesk.models.articles.importing import import_text
from claimdesk.models.codebook import fields
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.exchange import brat_writing
from claimdesk.models.exchange.brat_text import whole
from claimdesk.models.exchange.formats import export_project, import_paths
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import correcting, queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Addressee, Partner
from claimdesk.models.text.spans import Span
from tests.projects import create_project, create_sample

TEXT = "The 🇯🇵 minister said the 協力 would grow.\n\n  “We agree,” she added.\nNobody spoke."


@pytest.fixture
def sample(tmp_path):
    create_sample(tmp_path / "sample.claimdesk")
    with Project.open(tmp_path / "sample.claimdesk") as project:
        yield project


def told(project):
    """Every accepted annotation as far as brat holds it."""
    with project.reading() as connection:
        actors = queries.actors(connection)
        domains = queries.domains(connection)
        fields = queries.fields(connection).values()
        choices = {c.id: c.key for field in fields for c in field.choices}
        found = []
        for article_id in queries.article_ids(connection):
            body = queries.article(connection, article_id).body
            for row in queries.article_annotations(connection, article_id):
                if row.state != "accepted":
                    continue
                spans = {
                    role: whole(body, [piece.span for piece in row.role(role)])
                    for role in ("mention", "source", "cue", "content", "evidence")
                }
                named = (row.actor_id,) if row.layer == "actor" else row.speaker_ids
                found.append(
                    repr(
                        (
                            body,
                            row.layer,
                            {role: pieces for role, pieces in spans.items() if pieces},
                            [(actors[i].name, actors[i].kind) for i in named if i],
                            choices.get(row.codes.get("stance")),
                            choices.get(row.codes.get("kind")),
                            sorted(domains[i].name for i in row.domain_ids),
                            row.domain_id and domains[row.domain_id].name,
                            row.note,
                        )
                    )
                )
    return sorted(found)


def sent(project, folder: Path):
    """The project after a way through brat, with the report of the export."""
    report = export_project(project, "brat", folder / "out")
    create_project(folder / "back.claimdesk")
    with Project.open(folder / "back.claimdesk") as back:
        summary = import_paths(back, [folder / "out"])
        assert (summary.failed, summary.as_json().get("left_out", {})) == ([], {})
        return told(back), report


def test_the_sample_comes_back_as_it_went(sample, tmp_path):
    back, report = sent(sample, tmp_path)
    assert back == told(sample)
    assert (report.articles, report.claims) == (1, 34)
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [Path(name).suffix for name in names] == [".ann", ".txt"]


def test_the_lines_are_those_that_brat_writes(sample, tmp_path):
    export_project(sample, "brat", tmp_path / "out")
    (ann,) = (tmp_path / "out").glob("*.ann")
    forms = (
        r"T\d+\t[A-Z][a-z]+ \d+ \d+(;\d+ \d+)*\t[^\t]+",
        r"E\d+\t(Claim|Statement):T\d+( (Source|Content):T\d+)+",
        r"A\d+\t(Stance|Kind|Certainty|Domain) E\d+ .+",
        r"N\d+\tReference T\d+ Claimdesk:[a-z]+/\d+\t.+",
        r"#\d+\tAnnotatorNotes [TE]\d+\t.+",
    )
    lines = ann.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 100
    for line in lines:
        assert any(re.fullmatch(form, line) for form in forms), line


def test_what_is_not_accepted_is_counted_as_left_out(sample, tmp_path):
    with sample.edit("Reject") as session:
        edits.reject(session, [1])
        session.connection().exec_driver_sql("UPDATE annotation SET state='suggested' WHERE id=2")
    report = export_project(sample, "brat", tmp_path / "out", state="all")
    left = {
        what: n
        for what, n in report.as_json()["left_out"].items()
        if "suggested" in what or "rejected" in what
    }
    assert sum(left.values()) == 2
    assert report.annotations == len(told(sample))


def test_nothing_is_replaced_and_nothing_half_written_stays(sample, tmp_path, monkeypatch):
    (tmp_path / "there").mkdir()
    for output in (tmp_path / "there", sample.path):
        with pytest.raises(ClaimdeskError, match="exists already"):
            export_project(sample, "brat", output)
    with pytest.raises(ClaimdeskError, match="is not a folder"):
        export_project(sample, "brat", tmp_path / "gone" / "out")
    before = sorted(path.name for path in tmp_path.iterdir())

    def wrong(body, piece):
        yield Span(piece.start, piece.end - 1)

    monkeypatch.setattr(brat_writing, "_fragments", wrong)
    with pytest.raises(ClaimdeskError, match="did not read back"):
        export_project(sample, "brat", tmp_path / "out")
    assert sorted(path.name for path in tmp_path.iterdir()) == before


@st.composite
def pieces(draw):
    """One to three spans of the text that hold words, apart from each other."""
    cuts = sorted(draw(st.sets(st.integers(0, len(TEXT)), min_size=2, max_size=6)))
    spans = [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]
    return [span for span in spans if TEXT[span.start : span.end].strip()]


NAMES = st.sampled_from(["Ana Lindt", "Reef <b>Lions</b>", "協力 🇯🇵", "a: b"])


@pytest.mark.drill
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(pieces(), pieces(), pieces(), st.none() | NAMES, st.booleans()), max_size=4)
)
def test_any_annotations_come_back(claims):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        create_project(folder / "p.claimdesk")
        with Project.open(folder / "p.claimdesk") as project:
            import_text(project, TEXT)
            with project.edit("Annotate") as session:
                chair = registry.create_actor(session, "The chair", "person")
                for source, cue, content, speaker, noted in claims:
                    actor = speaker and registry.create_actor(session, speaker, "group")
                    if content:
                        spans = {"source": source, "cue": cue, "content": content}
                        made = edits.create_claim(
                            *(session, 1, spans),
                            speaker_id=actor,
                            further_speakers=[chair, actor] if actor and noted else (),
                            domain_ids=[2, 1],
                        )
                        if noted:
                            edits.set_note(session, [made], "two\twords")
                    for span in source[:1]:
                        edits.create_mention(session, 1, span, actor)
                    for span in cue[:1]:
                        edits.create_domain_mention(session, 1, span, 1 if noted else None)
            expected = told(project)
            back, _report = sent(project, folder)
    assert expected == back


def test_long_names_notes_of_many_lines_and_namesakes_come_back(tmp_path):
    create_project(tmp_path / "p.claimdesk")
    long = "Office " * 60 + "of Talks"
    note = "first\tline\n\n  second, indented\n# third"
    with Project.open(tmp_path / "p.claimdesk") as project:
        import_text(project, TEXT)
        with project.edit("Annotate") as session:
            office = registry.create_actor(session, long, "organization")
            one = registry.create_actor(session, "Kim", "person")
            two = registry.create_actor(session, "Kim", "person")
            for actor, start in ((office, 0), (one, 4), (two, 11), (one, 16)):
                made = edits.create_mention(session, 1, Span(start, start + 3), actor)
                edits.set_note(session, [made], note)
        back, report = sent(project, tmp_path)
        assert back == told(project)
    assert not any("name" in what or "note" in what for what in report.as_json()["left_out"])
    with Project.open(tmp_path / "back.claimdesk") as project, project.reading() as connection:
        rows = queries.article_annotations(connection, 1)
        names = [actor.name for actor in queries.actors(connection).values()]
    assert names.count("Kim") == 2
    assert rows[1].actor_id == rows[3].actor_id != rows[2].actor_id


def test_claims_whose_content_lost_its_place_come_back(tmp_path):
    create_project(tmp_path / "p.claimdesk")
    with Project.open(tmp_path / "p.claimdesk") as project:
        import_text(project, TEXT)
        start = TEXT.index("would grow")
        content = [Span(start, start + len("would grow"))]
        source, cue = [Span(0, 3)], [Span(TEXT.index("agree"), TEXT.index("agree") + 5)]
        with project.edit("Annotate") as session:
            speaker = registry.create_actor(session, "Ana", "person")
            for spans in ({"source": source, "cue": cue}, {"cue": cue}, {"source": source}):
                made = edits.create_claim(
                    session, 1, {"content": content, **spans}, speaker_id=speaker, domain_ids=[1]
                )
                edits.set_note(session, [made], "no content any more")
        with project.edit("Correct the text") as session:
            correcting.correct(session, 1, TEXT.replace("would grow", "is"))
        back, report = sent(project, tmp_path)
        assert back == told(project)
    assert report.as_json()["annotations"] == 3


def test_spans_of_white_space_are_counted_and_nothing_else_is_lost(tmp_path):
    create_project(tmp_path / "p.claimdesk")
    white = [Span(TEXT.index("\n"), TEXT.index("“"))]
    with Project.open(tmp_path / "p.claimdesk") as project:
        import_text(project, TEXT)
        with project.edit("Annotate") as session:
            edits.create_claim(session, 1, {"content": [Span(0, 3)], "source": white})
            edits.create_mention(session, 1, white[0], None)
        report = export_project(project, "brat", tmp_path / "out").as_json()
    assert (report["annotations"], report["claims"]) == (1, 1)
    assert report["left_out"]["white space"] == 2


def test_what_brat_has_no_place_for_is_counted(tmp_path):
    create_project(tmp_path / "p.claimdesk")
    with Project.open(tmp_path / "p.claimdesk") as project:
        import_text(project, TEXT)
        with project.edit("Annotate") as session:
            actor = registry.create_actor(session, "Ana", "person", aliases=["A."], country="JP")
            claim = edits.create_claim(session, 1, {"content": [Span(0, 3)]})
            edits.set_note(session, [claim], "one\r\ntwo")
            session.add(Addressee(claim_id=claim, actor_id=actor))
            fields.add_field(session, "Weight", "number")
            set_code(session, [claim], "weight", 3)
            domain = edits.create_domain_mention(session, 1, Span(4, 6), 1)
            session.add(Partner(domain_mention_id=domain, actor_id=actor))
            other = edits.create_claim(session, 1, {"content": [Span(0, 3)]})
            session.add(Addressee(claim_id=other, actor_id=actor))
            edits.reject(session, [other])
        left = export_project(project, "brat", tmp_path / "out").as_json()["left_out"]
    for what in (
        "addressees",
        "values of own fields",
        "partners of cooperation",
        "aliases",
        "countries, memberships and notes of actors",
        "line ends of notes",
    ):
        assert left[what] == 1, what
