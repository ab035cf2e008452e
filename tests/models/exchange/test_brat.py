# SPDX-License-Identifier: MIT
"""brat standoff: what annotators made elsewhere comes in as it was made, or not at all."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from claimdesk.models import registry
from claimdesk.models.exchange.formats import guess_format, import_corpus, import_paths
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Actor, Domain, recorded_tables
from tests.projects import create_project

pytestmark = pytest.mark.drill

SHARED = Path(__file__).resolve().parents[4] / "shared"

TEXT = (
    "Harbour talks resume 🇯🇵\n\n"
    "The minister said the reef patrols would grow. “We agree,” Mara Lindt added, "
    "“and quantum clocks come next.”\n"
)


def line(own: str, kind: str, *pieces: str, text: str = TEXT) -> str:
    """A line for text-bound words, found in the text."""
    spans = [(text.index(piece), text.index(piece) + len(piece)) for piece in pieces]
    offsets = ";".join(f"{start} {end}" for start, end in spans)
    return f"{own}\t{kind} {offsets}\t{' '.join(pieces)}"


CLAIMS = "\n".join(
    [
        line("T1", "Source", "The minister"),
        line("T2", "Cue", "said"),
        line("T3", "Content", "the reef patrols would grow"),
        "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
        line("T4", "Attribution", "said"),
        line("T5", "Source", "Mara Lindt"),
        line("T6", "Content", "“We agree,”", "“and quantum"),
        line("T7", "Content", "clocks come next.”"),
        line("T8", "Attribution", "added"),
        "E2\tAttribution:T8 Content:T6 Content2:T7 Source:T5",
        "#1\tAnnotatorNotes E2\ttwo pieces",
        "",
    ]
)


@pytest.fixture
def project(tmp_path):
    with Project.create(tmp_path / "p.claimdesk") as project:
        yield project


@pytest.fixture
def corpus(tmp_path):
    """Writes files into a folder and gives the folder."""

    def write(files: dict[str, str | bytes], folder: str = "corpus") -> Path:
        for name, content in files.items():
            path = tmp_path / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return tmp_path / folder

    return write


def tables(project):
    with project.reading() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in recorded_tables()
        }


def annotations(project):
    with project.reading() as connection:
        ids = queries.article_ids(connection)
        return [row for i in sorted(ids) for row in queries.article_annotations(connection, i)]


def told(row):
    """A claim or mention as its words by role."""
    return {
        role: row.quote(role) for role in ("mention", "source", "cue", "content") if row.role(role)
    }


def statuses(project):
    with project.reading() as connection:
        return {row.title: row.status for row in queries.articles(connection)}


def test_events_with_content_are_claims_of_the_annotator_in_the_files_name(project, corpus):
    folder = corpus({"text/talks.txt": TEXT, "attributions/talks_4e07.ann": CLAIMS})
    assert guess_format(folder).name == "brat"
    summary = import_paths(project, [folder])
    assert {key: getattr(summary, key) for key in ("articles", "annotations", "duplicates")} == {
        "articles": 1,
        "annotations": 2,
        "duplicates": 0,
    }
    assert (summary.failed, summary.warnings) == ([], [])
    one, two = annotations(project)
    assert told(one) == {
        "source": "The minister",
        "cue": "said",
        "content": "the reef patrols would grow",
    }
    assert told(two) == {
        "source": "Mara Lindt",
        "content": "“We agree,” … “and quantum … clocks come next.”",
    }
    assert (two.note, two.annotator) == ("two pieces", "4e07")
    assert {(row.state, row.origin) for row in (one, two)} == {("accepted", "import:brat")}
    assert set(statuses(project).values()) == {"done"}


def test_a_claim_written_as_trigger_and_roles_has_its_cue_speaker_and_codes(tmp_path, corpus):
    create_project(tmp_path / "coded.claimdesk")
    with Project.open(tmp_path / "coded.claimdesk") as project:
        check_codes(project, corpus)


def check_codes(project, corpus):
    ann = "\n".join(
        [
            line("T1", "Claim", "added"),
            line("T2", "Person", "Mara Lindt"),
            line("T3", "Content", "“We agree,”"),
            "E1\tClaim:T1 Source:T2 Content:T3",
            "A1\tStance E1 supportive",
            "A2\tDomain E1 Quantum technologies",
            "A3\tStance E1 unheard-of",
        ]
    )
    summary = import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}), annotator="Ana")
    assert summary.as_json()["left_out"] == {"values that the codebook does not have": 1}
    mention, claim = sorted(annotations(project), key=lambda row: row.layer)
    assert told(claim)["cue"] == "added"
    assert claim.speaker_id == mention.actor_id
    with project.reading() as connection:
        actor = queries.actors(connection)[mention.actor_id]
        choices = {c.id: c.key for c in queries.fields(connection)["stance"].choices}
        domains = queries.domains(connection)
    assert (actor.name, actor.kind, actor.state) == ("Mara Lindt", "person", "accepted")
    assert choices[claim.codes.get("stance")] == "supportive"
    assert [domains[i].name for i in claim.domain_ids] == ["Quantum technologies"]
    assert {mention.annotator, claim.annotator} == {"Ana"}


@pytest.mark.parametrize("role", ["Source", "Speaker"])
def test_several_sources_or_speakers_speak_together(project, corpus, role):
    ann = "\n".join(
        [
            line("T1", "Person", "Mara Lindt"),
            line("T2", "Organization", "The minister"),
            line("T3", "Cue", "said"),
            line("T4", "Content", "the reef patrols would grow"),
            f"E1\tClaim:T3 {role}:T1 {role}2:T2 {role}3:T1 Content:T4",
        ]
    )
    import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}))
    claim = next(row for row in annotations(project) if row.layer == "claim")
    with project.reading() as connection:
        actors = queries.actors(connection)
    names = [actors[number].name for number in claim.speaker_ids]
    assert (names, claim.note) == (["Mara Lindt", "The minister"], None)
    other = ann.replace(f"{role}:T1 {role}2:T2 {role}3:T1", f"{role}:T2 {role}2:T1")
    import_corpus(project, corpus({"a.txt": TEXT, "a.ann": other}))
    assert len(annotations(project)) == 3, "the order of speakers makes no other claim"


def notes(project):
    """The note of every annotation that has one, by its words."""
    found = {}
    for row in annotations(project):
        if row.note:
            found[" … ".join(piece.quote for piece in row.pieces)] = row.note
    return found


def about(project):
    """Words with the domain that they are about."""
    with project.reading() as connection:
        domains = queries.domains(connection)
    return [
        (row.quote("evidence"), domains[row.domain_id].name)
        for row in annotations(project)
        if row.layer == "domain"
    ]


def test_what_has_no_place_of_its_own_becomes_a_domain_or_a_note(project, corpus):
    ann = "\n".join(
        [
            line("T1", "Report", "said"),
            "E1\tReport:T1",
            "E2\tReport:T1 Reporter-Arg:T2",
            line("T2", "GPE", "reef"),
            line("T3", "Money", "clocks"),
            "R1\tOrigin Arg1:T2 Arg2:T3\t",
            "*\tEquiv T2 T3",
            "A1\tNegation E1",
            "M1\tDegree T3 high",
            "N1\tReference T3 Wikipedia:1\tClock",
            "N2\tSomething T3 else",
            "#1\tAnnotatorNotes T3\tmuch",
            "#2\tAnnotatorNotes R1\tsure?",
            "#3\tTypo T1\tspelt so",
            "#4\tAnnotatorNotes T99\tlost",
            "T4\tOther 23 25",
        ]
    )
    summary = import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}))
    # characters 23 and 24 are the line breaks: there are no words
    assert (summary.annotations, summary.as_json()["left_out"]) == (3, {})
    assert about(project) == [("said", "Report"), ("clocks", "Money")]
    assert notes(project) == {
        "said": "Typo: spelt so\nNegation\nReport: Reporter-Arg “reef”",
        "reef": "sure?\nOrigin: Arg1 “reef”; Arg2 “clocks”\nEquiv: “reef” = “clocks”",
        "clocks": "Something: else\nmuch\nDegree: high\nWikipedia:1 Clock",
    }
    with project.reading() as connection:
        note = queries.article(connection, 1).note
    assert note == "T99: lost\nOther 23 25 (a.ann, line 16)"
    assert [(w.file[-5:], w.reason) for w in summary.warnings] == [
        (
            "a.ann",
            "Line 16: there is nothing but white space; it is kept in the note of the article.",
        )
    ]
    assert "Report, Money" in summary.notes[0].reason


def test_what_else_a_claim_names_becomes_lines_of_its_note(project, corpus):
    ann = "\n".join(
        [
            line("T1", "Speaker", "The minister"),
            line("T2", "Cue", "said"),
            line("T3", "Statement", "the reef patrols would grow"),
            line("T4", "Audience", "Mara Lindt"),
            "E1\tQuote:T2 Source:T1 Content:T3 Addressee:T4",
            "A1\tTone E1 calm",
            "#1\tAnnotatorNotes T1\twhich one?",
        ]
    )
    summary = import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}))
    assert (summary.annotations, summary.as_json()["left_out"]) == (2, {})
    claim = next(row for row in annotations(project) if row.layer == "claim")
    assert claim.note == "which one?\nTone: calm\nAddressee “Mara Lindt”"
    assert about(project) == [("Mara Lindt", "Audience")]


def test_parts_of_claims_that_belong_to_none_are_counted(project, corpus):
    more = [line("T20", "Content", "reef"), line("T21", "Discuss", "clocks"), "E9\tDiscuss:T21"]
    ann = CLAIMS + "\n".join(more)
    summary = import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}))
    assert summary.annotations == 2
    assert summary.as_json()["left_out"] == {
        "events “Discuss”": 1,
        "text-bounds “Content” outside claims": 1,
        "text-bounds “Discuss” outside claims": 1,
    }


def test_every_text_bound_is_one_annotation_where_nothing_is_a_claim(project, corpus):
    ann = "\n".join(
        [
            line("T1", "Cue", "said"),
            line("T2", "Cue", "said"),
            line("T3", "Scope", "We agree", "come next"),
            line("T4", "Domain", "reef"),
            line("T5", "Mention", "reef"),
        ]
    )
    summary = import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}))
    assert (summary.annotations, summary.as_json()["left_out"]) == (5, {})
    spans = [[piece.quote for piece in row.pieces] for row in annotations(project)]
    assert sorted(spans) == [["We agree", "come next"], ["reef"], ["reef"], ["said"], ["said"]]


LABELS = [("PER", "person"), ("PERSON", "person"), ("ORG", "organization"), ("GPE", "state")]
LABELS += [("LOC", "place"), ("Location", "place"), ("NORP", "group"), ("political_party", None)]


@pytest.mark.parametrize(("label", "kind"), LABELS)
def test_labels_of_other_tools_are_kinds_of_actors(project, corpus, label, kind):
    import_corpus(project, corpus({"a.txt": TEXT, "a.ann": line("T1", label, "Mara Lindt")}))
    with project.reading() as connection:
        actors = [(a.name, a.kind) for a in queries.actors(connection).values()]
    assert actors == [("Mara Lindt", kind or "organization")]


def test_labels_that_differ_stay_apart_and_find_the_domains_that_are_there(project, corpus):
    with project.edit("Domain") as session:
        session.add(Domain(name="Patrols", position=7))
    ann = "\n".join(
        [
            line("T1", "patrols", "patrols"),
            line("T2", "Quantum", "quantum"),
            line("T3", "quantum", "clocks"),
            line("T4", "Patrols", "reef"),
            line("T5", "7", "harbour" if "harbour" in TEXT else "Harbour"),
        ]
    )
    folder = corpus({"a.txt": TEXT, "a.ann": ann})
    import_corpus(project, folder)
    expected = {
        ("Harbour", "7"),
        ("reef", "Patrols"),
        ("patrols", "patrols (2)"),
        ("quantum", "Quantum"),
        ("clocks", "quantum (2)"),
    }
    assert set(about(project)) == expected
    before = tables(project)
    assert import_corpus(project, folder).annotations == 0
    assert tables(project) == before
    with project.reading() as connection:
        rows = connection.exec_driver_sql("SELECT position FROM domain ORDER BY position").all()
    assert [row[0] for row in rows] == [7, 8, 9, 10, 11]


def test_an_actor_is_named_by_a_reference_to_other_data(project, corpus):
    ann = line("T1", "Person", "The minister") + "\nN1\tReference T1 Wikipedia:7\tAda  Brandt"
    summary = import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}))
    assert summary.as_json()["left_out"] == {}
    with project.reading() as connection:
        assert [(a.name, a.kind) for a in queries.actors(connection).values()] == [
            ("Ada Brandt", "person")
        ]


def test_annotators_of_one_article_are_kept_apart(project, corpus):
    folder = corpus({"t.txt": TEXT, "t_00ff.ann": CLAIMS, "t_00aa.ann": CLAIMS})
    summary = import_corpus(project, folder, annotator="nobody")
    assert (summary.articles, summary.annotations) == (1, 4)
    assert sorted(row.annotator for row in annotations(project)) == 2 * ["00aa"] + 2 * ["00ff"]
    with project.reading() as connection:
        names = connection.exec_driver_sql("SELECT name FROM annotator ORDER BY id").scalars()
        assert list(names) == ["00aa", "00ff"]


def test_folders_with_the_same_text_are_those_of_its_annotators(project, corpus):
    files = {
        f"{who}/t.{end}": text
        for who in ("ana", "bo")
        for end, text in (("txt", TEXT), ("ann", CLAIMS))
    }
    other = {"ana/own.txt": "Nobody spoke.", "ana/own.ann": "T1\tPerson 0 6\tNobody"}
    summary = import_corpus(project, corpus({**files, **other}))
    assert (summary.articles, summary.annotations, summary.duplicates) == (2, 5, 0)
    assert {row.annotator for row in annotations(project)} == {"ana", "bo", None}


def test_a_year_in_a_name_is_no_annotator(project, corpus):
    import_corpus(project, corpus({"t_2016.txt": TEXT, "t_2016.ann": CLAIMS}))
    assert {row.annotator for row in annotations(project)} == {None}


def test_a_text_that_nobody_annotated_is_not_done(project, corpus):
    files = {"a.txt": TEXT, "a.ann": CLAIMS, "b.txt": "One.", "b.ann": "", "c.txt": "Two."}
    summary = import_corpus(project, corpus(files))
    assert summary.articles == 3
    assert statuses(project) == {"Harbour talks resume 🇯🇵": "done", "b": "unread", "c": "unread"}


@pytest.mark.parametrize("format_name", [None, "brat"])
def test_texts_and_annotations_may_be_named_apart(project, corpus, format_name):
    texts = corpus({"t.txt": TEXT}, "texts")
    anns = corpus({"t_4e07.ann": CLAIMS}, "anns")
    summary = import_paths(project, [texts, anns], format_name=format_name)
    assert (summary.articles, summary.annotations, summary.failed) == (1, 2, [])


def test_a_file_of_annotations_brings_the_text_beside_it(project, corpus):
    folder = corpus({"t.txt": TEXT, "t_4e07.ann": CLAIMS, "u.txt": "Another."})
    summary = import_paths(project, [folder / "t_4e07.ann"])
    assert (summary.articles, summary.annotations) == (1, 2)


def test_a_text_named_with_its_annotations_is_read_once(project, corpus):
    folder = corpus({"t.txt": TEXT, "t.ann": CLAIMS, "u.txt": "Another."})
    summary = import_paths(project, [folder / name for name in ("t.txt", "t.ann", "u.txt")])
    assert (summary.articles, summary.annotations, summary.duplicates) == (2, 2, 0)


def test_of_texts_with_one_name_the_nearest_is_meant(project, corpus):
    one, two = TEXT, "Mara Lindt spoke."
    files = {
        "one/text/t.txt": one,
        "one/ann/t_4e07.ann": CLAIMS,
        "two/text/t.txt": two,
        "two/ann/t_4e07.ann": line("T1", "Person", "Mara Lindt", text=two),
    }
    summary = import_corpus(project, corpus(files))
    assert (summary.articles, summary.annotations) == (2, 3)
    files = {"a/t.txt": one + "!", "b/t.txt": two, "c/t.ann": CLAIMS}
    summary = import_corpus(project, corpus(files, "unclear"))
    assert (summary.articles, summary.annotations) == (1, 0)
    (failed,) = summary.failed
    assert re.search(r"t\.ann may belong to .*a.*t\.txt or to .*b", failed.reason)


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("counts_mark", [False, True])
@pytest.mark.parametrize("counts_cr", [False, True])
def test_offsets_are_those_of_the_program_that_wrote_them(
    project, corpus, mark, counts_mark, counts_cr
):
    there = TEXT.replace("\n", "\r\n")
    seen = (mark if counts_mark else "") + (there if counts_cr else TEXT)
    ann = "\r\n".join(
        [
            line("T1", "Content", "We agree", "come next", text=seen),
            line("T2", "Cue", "added", text=seen),
            "E1\tX:T2 Content:T1",
        ]
    )
    import_corpus(project, corpus({"t.txt": mark + there, "t.ann": ann}))
    (claim,) = annotations(project)
    assert told(claim) == {"content": "We agree … come next"}


def test_words_may_break_lines_as_the_text_does(project, corpus):
    text = "They say: one\n\ntwo and three."
    ann = "T1\tContent 10 18\tone\n\ntwo\nT2\tCue 5 8\tsay\nE1\tAttribution:T2 Cue:T2 Content:T1\n"
    import_corpus(project, corpus({"t.txt": text, "t.ann": ann}))
    assert told(annotations(project)[0]) == {"cue": "say", "content": "one two"}


def test_pieces_come_in_order_apart_and_inside_the_text(project, corpus):
    text = "Ana said it was so, she said.  \n\n"
    ann = "T1\tContent 20 33;9 14;12 18\nT2\tCue 4 8\tsaid\nE1\tX:T2 Content:T1 Cue:T2"
    import_corpus(project, corpus({"t.txt": text, "t.ann": ann}))
    (claim,) = annotations(project)
    assert [(p.span, p.quote) for p in claim.role("content")] == [
        ((9, 18), "it was so"),
        ((20, 29), "she said."),
    ]


def test_actors_that_the_project_has_are_found_by_name_or_alias(project, corpus):
    with project.edit("Actors") as session:
        lindt = registry.create_actor(session, "Lindt", "person", aliases=["Mara Lindt"])
        session.get_one(Actor, lindt).state = "suggested"
    ann = "\n".join([line("T1", "PER", "Mara Lindt"), line("T2", "ORG", "minister")])
    import_corpus(project, corpus({"t.txt": TEXT, "t.ann": ann}))
    with project.reading() as connection:
        actors = queries.actors(connection)
    assert {(a.name, a.kind, a.state) for a in actors.values()} == {
        ("Lindt", "person", "accepted"),
        ("minister", "organization", "accepted"),
    }
    assert {row.actor_id for row in annotations(project)} == set(actors)


def test_importing_again_adds_only_what_another_annotator_says(project, corpus):
    folder = corpus({"t.txt": TEXT, "t_4e07.ann": CLAIMS})
    import_corpus(project, folder)
    before = tables(project)
    summary = import_corpus(project, folder)
    assert (summary.articles, summary.annotations, summary.duplicates) == (0, 0, 1)
    assert tables(project) == before
    (folder / "t_00aa.ann").write_text(CLAIMS, encoding="utf-8")
    summary = import_corpus(project, folder)
    assert (summary.articles, summary.annotations, summary.duplicates) == (0, 2, 1)


@pytest.mark.parametrize(("status", "becomes"), [("unread", "done"), ("in progress", None)])
def test_an_article_that_is_there_is_done_unless_somebody_works_on_it(
    project, corpus, status, becomes
):
    folder = corpus({"t.txt": TEXT, "t_4e07.ann": CLAIMS})
    import_paths(project, [folder / "t.txt"])
    with project.edit("Status") as session:
        session.connection().exec_driver_sql("UPDATE article SET status = ?", (status,))
    summary = import_corpus(project, folder)
    assert (summary.articles, summary.annotations, summary.duplicates) == (0, 2, 1)
    assert list(statuses(project).values()) == [becomes or status]


def test_one_undo_takes_all_of_it_back(project, corpus):
    before = tables(project)
    import_corpus(project, corpus({"t.txt": TEXT, "t_4e07.ann": CLAIMS}))
    assert project.undo_label() == "Import corpus"
    project.undo()
    assert tables(project) == before


EMOJI = "😀 Mara Lindt, José and Zoë said.\r\n𝔘 Oslo agreed — “so”, the 協力 grows.\r\nOslo again."


def counted(char_length, text, words, occurrence=0):
    at = -1
    for _ in range(occurrence + 1):
        at = text.index(words, at + 1)
    start = sum(map(char_length, text[:at]))
    return start, start + sum(map(char_length, words))


UNITS = {
    "characters": lambda char: 1,
    "UTF-16 units": lambda char: 1 + (char > "\uffff"),
    "bytes of UTF-8": lambda char: len(char.encode()),
}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("counts_cr", [False, True])
@pytest.mark.parametrize("quoted", [True, False])
def test_what_offsets_count_is_told_by_the_quotes(project, corpus, unit, counts_cr, quoted):
    seen = EMOJI if counts_cr else EMOJI.replace("\r\n", "\n")
    words = ["Mara Lindt", "José", "Zoë", "Oslo", "協力", "😀", "grows"]
    places = [counted(UNITS[unit], seen, word) for word in words]
    places.append(counted(UNITS[unit], seen, "Oslo", 1))
    words.append("Oslo")
    lines = [
        f"T{i}\tPerson {start} {end}\t{word}" if quoted or i < 3 else f"T{i}\tPerson {start} {end}"
        for i, ((start, end), word) in enumerate(zip(places, words, strict=True), 1)
    ]
    if not quoted and counts_cr:
        lines[3:] = [f"T9\tPerson {places[3][0]} {places[3][1]}\tOslo", *lines[4:]]
    summary = import_corpus(project, corpus({"a.txt": EMOJI, "a.ann": "\n".join(lines)}))
    body = EMOJI.replace("\r\n", "\n")
    assert sorted(p.span for row in annotations(project) for p in row.pieces) == sorted(
        counted(UNITS["characters"], body, word, word == "Oslo" and i == 7)
        for i, word in enumerate(words)
    )
    assert summary.warnings == []
    said = "".join(note.reason for note in summary.notes)
    assert (unit in said) == (unit != "characters" or (counts_cr and "CR LF" in said))
    assert ("CR LF as two" in said) == counts_cr


def test_files_of_one_corpus_may_count_differently(project, corpus):
    text = "😀 Mara Lindt"
    files = {"a.txt": text, "a.ann": "T1\tPER 2 12\tMara Lindt"}
    files |= {"b.txt": text + "!", "b.ann": "T1\tPER 3 13\tMara Lindt"}
    files |= {"c.txt": text + "?", "c.ann": "T1\tPER 5 15\tMara Lindt"}
    summary = import_corpus(project, corpus(files))
    assert [row.pieces[0].span for row in annotations(project)] == [(2, 12)] * 3
    assert [note.file[-5:] for note in summary.notes] == ["b.ann", "c.ann"]


def test_words_that_stand_elsewhere_are_found_there_and_that_is_said(project, corpus):
    text = "Oslo and Bergen met. Bergen and Oslo agreed. Mara Lindt left Bergen."
    ann = "\n".join(
        [
            "T1\tPER 40 50\tMara Lindt",  # stands once, at 45
            "T2\tGPE 56 62\tBergen",  # three times: five further on, as its neighbour
            "T3\tGPE 0 4\toslo",  # right but for its case
            "T4\tGPE 0 4\tLund",  # nowhere
            "T5\tGPE 90 94\tOslo",  # behind the end, twice in the text
            "T6\tGPE 14 18\tmet",  # stands once, at 16
        ]
    )
    summary = import_corpus(project, corpus({"a.txt": text, "a.ann": ann}))
    spans = [row.pieces[0].span for row in annotations(project)]
    assert spans == [(0, 4), (16, 19), (45, 55), (61, 67)]
    said = {int(w.reason.split(":")[0][5:]): w.reason for w in summary.warnings}
    assert sorted(said) == [1, 2, 3, 4, 5, 6]
    assert "not “Lund”; it is kept in the note of the article" in said[4]
    with project.reading() as connection:
        note = queries.article(connection, 1).note
    assert note == "GPE “Lund” 0 4 (a.ann, line 4)\nGPE “Oslo” 90 94 (a.ann, line 5)"


@pytest.mark.parametrize(
    ("lines", "message", "taken"),
    [
        (["T1\tPER 0 7\tHarbour", "T1\tPER 8 13\ttalks"], "Line 2: T1 is there for", 2),
        (["T1\tPER 0 7\tHarbour", "T1\tPER 0 7\tHarbour"], "Line 2: T1 is there twice", 1),
        (["T1\tPER 0 7\tharbor"], "Line 1: the words there are “Harbour”, not “harbor”", 0),
        (["T1\tPER 0 7\tHarbour", "and more"], "Line 2: this is not a line of a brat", 1),
        (["T1\tPER 0 9999\tharbor"], r"Line 1: the text ends at \d+, before 9999", 0),
        (["T1\tPER 7 7\t"], "Line 1: there are no words from 7 to 7; it is kept", 0),
        (["", "T1\tPER 7 0\t"], "Line 2: there are no words from 7 to 0", 0),
        (["T1\tPER 7 7;0 7\tHarbour"], "Line 1: there are no words from 7 to 7; this piece", 1),
        (["T1\tPER\tHarbour"], "Line 1: a text-bound needs a type and offsets", 0),
        (["T1\tPER -1 7\tHarbour"], "Line 1: a text-bound needs", 0),
        (["T1\tPER 0 " + "9" * 5000 + "\tHarbour"], "Line 1: a text-bound needs", 0),
        (["E1\tX:T9 Content:T9"], "Line 1: T9 is not in the file", 0),
        (["T1\tPER 0 7\tHarbour", "E1\tX:T1 Content:T2"], "Line 2: T2 is not in the file", 1),
        (["E1\t"], "Line 1: an event needs a trigger", 0),
        (["E1\tX"], "Line 1: “X” is not the trigger", 0),
        (["T1\tPER 0 7\tHarbour", "E1\tX:T1 Y"], "Line 2: “Y” is not an argument", 1),
        (["A1\tNegation"], "Line 1: an attribute needs a name", 0),
        (["#1\tAnnotatorNotes\tx"], "Line 1: a note needs a kind", 0),
        (["R1\tOrigin Arg1:T1 Arg2"], "Line 1: a relation needs", 0),
        (["*\tAlias"], "Line 1: an equivalence needs", 0),
        (["N1\tReference"], "Line 1: a link needs", 0),
        (["E1\tX:T1", "more"], "Line 2: this is not a line", 0),
    ],
    ids=range(22),
)
def test_a_line_that_is_wrong_is_reported_and_does_not_stop_the_rest(
    project, corpus, lines, message, taken
):
    folder = corpus(
        {
            "a.txt": "Fine.",
            "a.ann": "T1\tPerson 0 4\tFine",
            "t.txt": TEXT,
            "t.ann": "\n".join([*lines, "T100\tPER 8 13\ttalks"]),
        }
    )
    summary = import_paths(project, [folder])
    assert (summary.articles, summary.annotations) == (2, 2 + taken)
    assert summary.failed == []
    said = [w.reason for w in summary.warnings if w.file == str(folder / "t.ann")]
    assert any(re.match(message, reason) for reason in said), said
    assert all(len(reason) < 500 and "\n" not in reason for reason in said)


def test_what_cannot_be_read_is_named_and_does_not_stop_the_rest(project, corpus):
    files = {
        "orphan.ann": CLAIMS,
        "a.txt": "Fine.",
        "a.ann": "T1\tPerson 0 4\tFine",
        "other.txt": "Something else.",
        "other.ann": "<html>\n<p>No annotations</p>",
        "bytes.txt": "Plain text.",
        "bytes.ann": b"T1\tX 0 5\tPlain\n\xff\n",
        "empty.txt": "",
        "empty.ann": "T1\tX 0 5\tPlain",
    }
    folder = corpus(files)
    summary = import_paths(project, [folder])
    assert (summary.articles, summary.annotations) == (3, 1)
    failed = {entry.file.rpartition("/")[2]: entry.reason for entry in summary.failed}
    assert sorted(failed) == ["bytes.ann", "empty.txt", "orphan.ann", "other.ann"]
    assert "bytes.ann, line 2 is not UTF-8" in failed["bytes.ann"]
    assert "other.ann: Line 1: this is not a line of a brat" in failed["other.ann"]
    assert "orphan.ann has no text; import the folder with" in failed["orphan.ann"]


def test_a_corpus_of_which_nothing_can_be_read_is_refused(project, corpus):
    before = tables(project)
    with pytest.raises(ClaimdeskError, match=r"t\.ann has no text; import the folder with"):
        import_corpus(project, corpus({"t.ann": CLAIMS}))
    assert tables(project) == before
    assert project.undo_label() is None


def test_annotations_may_be_in_the_encoding_of_their_text(project, corpus):
    text = "Der Präsident Jörg Müller sprach über Zölle und größere Äcker."
    ann = "T1\tPerson 14 25\tJörg Müller\nT2\tGut 38 43\tZölle"
    files = {"a.txt": text.encode("cp1252"), "a.ann": ann.encode("cp1252")}
    assert import_corpus(project, corpus(files)).annotations == 2
    assert {row.pieces[0].quote for row in annotations(project)} == {"Jörg Müller", "Zölle"}


def test_a_long_name_comes_in_whole(project, corpus):
    name = "The Ministry of " + "Very Long Names and " * 30 + "Others"
    ann = f"T1\tOrganization 0 {len(name)}\t{name}"
    import_corpus(project, corpus({"a.txt": f"{name} spoke.", "a.ann": ann}))
    with project.reading() as connection:
        assert [a.name for a in queries.actors(connection).values()] == [name]


def test_stopping_adds_nothing(project, corpus):
    folder = corpus({f"{i}.txt": f"Text {i}." for i in range(5)} | {"0.ann": ""})
    seen = []
    summary = import_paths(
        project, [folder], progress=lambda *how: seen.append(how), stopped=lambda: len(seen) > 2
    )
    assert (summary.articles, seen[-1]) == (0, (2, 5))
    assert project.undo_label() is None


def test_the_number_of_statements_does_not_grow_with_the_corpus(project, corpus):
    def statements(count: int) -> int:
        files = {}
        for number in range(count):
            text = f"{number} of {count}: {TEXT}"
            anns = [line("T1", "Person", "Mara", text=text), line("T2", "X", "said", text=text)]
            anns += [
                line(f"T{i}", "Content", "reef", text=text) + f"\nE{i}\tX:T2 Content:T{i}"
                for i in range(3, 28)
            ]
            files |= {f"{number}.txt": text, f"{number}.ann": "\n".join(anns)}
        folder = corpus(files, f"of {count}")
        seen = []

        def note(*_args: object) -> None:
            seen.append(1)

        event.listen(Engine, "before_cursor_execute", note)
        try:
            assert import_corpus(project, folder).annotations == 26 * count
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        return len(seen)

    assert statements(30) <= statements(4) + 5


MUTANTS = (
    b"\n", b"\t", b" ", b";", b":", b"T1", b"E1", b"T99", b"-", b"0", b"99999999999", b"\xff",
    b"\x00", "🇯🇵".encode(), "\ufeff".encode(), b"\r\n", b"Content", b"#", b"*\t", b"A1\t",
)  # fmt: skip


@st.composite
def mutated(draw, data: bytes) -> bytes:
    """The bytes with pieces cut out, doubled, moved or replaced."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 40)))
        piece = draw(st.sampled_from((b"", data[start:end] * 2, *MUTANTS)) | st.binary(max_size=8))
        data = data[:start] + piece + data[end:]
    return data


@pytest.fixture(scope="module")
def lasting(tmp_path_factory):
    """A project that outlives the examples; each leaves it as it was."""
    with Project.create(tmp_path_factory.mktemp("mutants") / "p.claimdesk") as project:
        before = tables(project)
        yield project
        assert tables(project) == before


@pytest.mark.drill
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ann=mutated(CLAIMS.encode()), text=st.just(TEXT.encode()) | mutated(TEXT.encode()))
def test_mutated_files_are_taken_or_refused_as_a_whole(lasting, ann, text):
    folder = lasting.path.parent / "corpus"
    folder.mkdir(exist_ok=True)
    (folder / "t.txt").write_bytes(text)
    (folder / "t_4e07.ann").write_bytes(ann)
    try:
        summary = import_corpus(lasting, folder)
    except ClaimdeskError:
        assert not any(counts(lasting))
        return
    with lasting.reading() as connection:
        body = connection.exec_driver_sql("SELECT body FROM article").scalar_one()
    for row in annotations(lasting):
        assert row.layer != "claim" or row.role("content")
        assert all(body[p.span.start : p.span.end] == p.quote for p in row.pieces)
    assert summary.articles == 1
    lasting.undo()
    assert not any(counts(lasting))


def counts(project):
    """How much there is of what a corpus may bring."""
    names = ("article", "annotation", "span", "actor", "annotator")
    listed = ", ".join(f"(SELECT count(*) FROM {name})" for name in names)
    with project.reading() as connection:
        return connection.exec_driver_sql(f"SELECT {listed}").one()


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"{path.name} is not beside the project")


POLNEAR = SHARED / "bench/polnear/dev"
NEWS = SHARED / "fixtures/brat/news"


@needs(POLNEAR)
def test_polnear_comes_in_as_its_scorer_reads_it(project):
    spec = importlib.util.spec_from_file_location("claims_score", SHARED / "bench/claims_score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    summary = import_paths(project, [POLNEAR])
    assert (summary.articles, summary.annotations) == (84, 2319)
    found = {}
    with project.reading() as connection:
        for i, origin in connection.exec_driver_sql("SELECT id, origin FROM article").all():
            for row in queries.article_annotations(connection, i):
                spans = {role: [p.span for p in row.role(role)] for role in scorer.ROLES}
                found.setdefault((Path(origin).stem, row.annotator), []).append(spans)
    for name, files in scorer.gold_files(POLNEAR / "attributions").items():
        tokens = scorer.Tokens(scorer.read_text(POLNEAR / "text" / f"{name}.txt"))
        for annotator, path in files.items():
            gold = tokens.claims(scorer.read_ann(path))
            mine = tokens.claims(found.get((name, annotator), []))
            assert sorted(map(sorted, map(_items, mine))) == sorted(map(sorted, map(_items, gold)))


def _items(claim):
    return [(role, sorted(tokens)) for role, tokens in claim.items()]


@needs(NEWS)
def test_of_a_general_collection_every_text_bound_is_an_annotation(project):
    summary = import_paths(project, [NEWS])
    assert (summary.articles, summary.annotations) == (13, 119)
    assert (summary.as_json()["left_out"], summary.warnings) == ({}, [])
    wanted = []
    for ann in sorted(NEWS.glob("*.ann")):
        text = ann.with_suffix(".txt").read_text(encoding="utf-8")
        for entry in ann.read_text(encoding="utf-8").splitlines():
            if entry.startswith("T"):
                start, end = map(int, entry.split("\t")[1].split()[1:])
                words = text[start:end]
                wanted.append((words.strip(), start + len(words) - len(words.lstrip())))
    found = [(p.quote, p.span.start) for row in annotations(project) for p in row.pieces]
    assert sorted(found) == sorted(wanted)
    assert {name for _words, name in about(project)} == {
        "Money", "Transfer-money", "Merge-org", "Report"
    }  # fmt: skip
    with project.reading() as connection:
        named = {(a.name, a.kind) for a in queries.actors(connection).values()}
    assert {("Citibank", "organization"), ("Switzerland", "state")} <= named
