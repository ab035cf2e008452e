# SPDX-License-Identifier: MIT
"""brat standoff: what annotators made elsewhere comes in as it was made, or not at all."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from claimdesk.models import queries, registry
from claimdesk.models.articles.importing import import_articles
from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.exchange.formats import guess_format, import_corpus, import_paths
from claimdesk.models.project import Project
from claimdesk.models.schema import Actor, recorded_tables
from claimdesk.models.starter import create_project

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
    assert {key: summary[key] for key in ("articles", "annotations", "duplicates")} == {
        "articles": 1,
        "annotations": 2,
        "duplicates": 0,
    }
    assert (summary["failed"], summary["warnings"]) == ([], [])
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
    assert summary["left_out"] == {"values that the codebook does not have": 1}
    mention, claim = sorted(annotations(project), key=lambda row: row.layer)
    assert told(claim)["cue"] == "added"
    assert claim.speaker_id == mention.actor_id
    with project.reading() as connection:
        actor = queries.actors(connection)[mention.actor_id]
        choices = {c.id: c.key for c in queries.fields(connection)["stance"].choices}
        domains = queries.domains(connection)
    assert (actor.name, actor.kind, actor.state) == ("Mara Lindt", "person", "accepted")
    assert choices[claim.stance_id] == "supportive"
    assert [domains[i].name for i in claim.domain_ids] == ["Quantum technologies"]
    assert {mention.annotator, claim.annotator} == {"Ana"}


def test_what_has_no_place_is_counted_and_reported(project, corpus):
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
            "N1\tReference T3 Wikipedia:1\tClock",
            "N2\tSomething else",
            "#1\tAnnotatorNotes T3\tmuch",
            "T4\tOther 23 25",
        ]
    )
    summary = import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}))
    assert summary["annotations"] == 1
    assert summary["left_out"] == {
        "events “Report” without Content": 2,
        "text-bounds “Money”": 1,
        "text-bounds “Other”": 1,
        "relations": 1,
        "equivalences": 1,
        "links to other data": 2,
        "attributes": 1,
        "notes": 1,
    }
    assert "events “Report” without Content (2)" in summary["warnings"][0]["reason"]


def test_an_actor_is_named_by_a_reference_to_other_data(project, corpus):
    ann = line("T1", "Person", "The minister") + "\nN1\tReference T1 Wikipedia:7\tAda  Brandt"
    summary = import_corpus(project, corpus({"a.txt": TEXT, "a.ann": ann}))
    assert summary["left_out"] == {}
    with project.reading() as connection:
        assert [(a.name, a.kind) for a in queries.actors(connection).values()] == [
            ("Ada Brandt", "person")
        ]


def test_annotators_of_one_article_are_kept_apart(project, corpus):
    folder = corpus({"t.txt": TEXT, "t_00ff.ann": CLAIMS, "t_00aa.ann": CLAIMS})
    summary = import_corpus(project, folder, annotator="nobody")
    assert (summary["articles"], summary["annotations"]) == (1, 4)
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
    assert (summary["articles"], summary["annotations"], summary["duplicates"]) == (2, 5, 0)
    assert {row.annotator for row in annotations(project)} == {"ana", "bo", None}


def test_a_year_in_a_name_is_no_annotator(project, corpus):
    import_corpus(project, corpus({"t_2016.txt": TEXT, "t_2016.ann": CLAIMS}))
    assert {row.annotator for row in annotations(project)} == {None}


def test_a_text_that_nobody_annotated_is_not_done(project, corpus):
    files = {"a.txt": TEXT, "a.ann": CLAIMS, "b.txt": "One.", "b.ann": "", "c.txt": "Two."}
    summary = import_corpus(project, corpus(files))
    assert summary["articles"] == 3
    assert statuses(project) == {"Harbour talks resume 🇯🇵": "done", "b": "unread", "c": "unread"}


@pytest.mark.parametrize("format_name", [None, "brat"])
def test_texts_and_annotations_may_be_named_apart(project, corpus, format_name):
    texts = corpus({"t.txt": TEXT}, "texts")
    anns = corpus({"t_4e07.ann": CLAIMS}, "anns")
    summary = import_paths(project, [texts, anns], format_name=format_name)
    assert (summary["articles"], summary["annotations"], summary["failed"]) == (1, 2, [])


def test_a_file_of_annotations_brings_the_text_beside_it(project, corpus):
    folder = corpus({"t.txt": TEXT, "t_4e07.ann": CLAIMS, "u.txt": "Another."})
    summary = import_paths(project, [folder / "t_4e07.ann"])
    assert (summary["articles"], summary["annotations"]) == (1, 2)


def test_a_text_named_with_its_annotations_is_read_once(project, corpus):
    folder = corpus({"t.txt": TEXT, "t.ann": CLAIMS, "u.txt": "Another."})
    summary = import_paths(project, [folder / name for name in ("t.txt", "t.ann", "u.txt")])
    assert (summary["articles"], summary["annotations"], summary["duplicates"]) == (2, 2, 0)


def test_of_texts_with_one_name_the_nearest_is_meant(project, corpus):
    one, two = TEXT, "Mara Lindt spoke."
    files = {
        "one/text/t.txt": one,
        "one/ann/t_4e07.ann": CLAIMS,
        "two/text/t.txt": two,
        "two/ann/t_4e07.ann": line("T1", "Person", "Mara Lindt", text=two),
    }
    summary = import_corpus(project, corpus(files))
    assert (summary["articles"], summary["annotations"]) == (2, 3)
    files = {"a/t.txt": one, "b/t.txt": two, "c/t.ann": CLAIMS}
    with pytest.raises(ClaimdeskError, match=r"t\.ann may belong to .*a.*t\.txt or to .*b"):
        import_corpus(project, corpus(files, "unclear"))


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
    assert (summary["articles"], summary["annotations"], summary["duplicates"]) == (0, 0, 1)
    assert tables(project) == before
    (folder / "t_00aa.ann").write_text(CLAIMS, encoding="utf-8")
    summary = import_corpus(project, folder)
    assert (summary["articles"], summary["annotations"], summary["duplicates"]) == (0, 2, 1)


@pytest.mark.parametrize(("status", "becomes"), [("unread", "done"), ("in progress", None)])
def test_an_article_that_is_there_is_done_unless_somebody_works_on_it(
    project, corpus, status, becomes
):
    folder = corpus({"t.txt": TEXT, "t_4e07.ann": CLAIMS})
    import_articles(project, [folder / "t.txt"])
    with project.edit("Status") as session:
        session.connection().exec_driver_sql("UPDATE article SET status = ?", (status,))
    summary = import_corpus(project, folder)
    assert (summary["articles"], summary["annotations"], summary["duplicates"]) == (0, 2, 1)
    assert list(statuses(project).values()) == [becomes or status]


def test_one_undo_takes_all_of_it_back(project, corpus):
    before = tables(project)
    import_corpus(project, corpus({"t.txt": TEXT, "t_4e07.ann": CLAIMS}))
    assert project.undo_label() == "Import corpus"
    project.undo()
    assert tables(project) == before


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["T1\tContent 0 7\tHarbour", "T1\tCue 8 13\ttalks"], "line 2: T1 stands there for"),
        (["T1\tContent 0 7\tharbor"], "line 1: the words there are “Harbour”, not “harbor”"),
        (["T1\tContent 0 7\tHarbour", "and more"], "line 1: the words there are"),
        (["T1\tContent 0 9999\tHarbour"], r"line 1: the text ends at \d+, before 9999"),
        (["T1\tContent 7 7\t"], "line 1: there are no words from 7 to 7"),
        (["", "T1\tContent 7 0\t"], "line 2: there are no words from 7 to 0"),
        (["T1\tContent\tHarbour"], "line 1: a text-bound needs a type and offsets"),
        (["T1\tContent -1 7\tHarbour"], "line 1: a text-bound needs"),
        (["T1\tContent 0 " + "9" * 5000 + "\tHarbour"], "line 1: a text-bound needs"),
        (["E1\tX:T9 Content:T9"], "line 1: the trigger T9 is not in the file"),
        (["T1\tContent 0 7\tHarbour", "E1\tX:T1 Content:T2"], "line 2: T2 is not in the file"),
        (["E1\t"], "line 1: an event needs a trigger"),
        (["E1\tX"], "line 1: “X” is no argument"),
        (["A1\tNegation"], "line 1: an attribute needs a name"),
        (["#1\tAnnotatorNotes\tx"], "line 1: a note needs a kind"),
        (["T1 Content 0 7 Harbour"], "line 1: this is no line of a brat"),
        (["E1\tX:T1", "more"], "line 2: this is no line"),
    ],
    ids=range(17),
)
def test_what_is_wrong_is_refused_with_file_and_line_and_nothing_changes(
    project, corpus, lines, message
):
    before = tables(project)
    folder = corpus(
        {
            "a.txt": "Fine.",
            "a.ann": "T1\tPerson 0 4\tFine",
            "t.txt": TEXT,
            "t.ann": "\n".join(lines),
        }
    )
    with pytest.raises(ClaimdeskError, match=message) as caught:
        import_corpus(project, folder)
    assert str(folder / "t.ann") in str(caught.value)
    assert len(str(caught.value)) < 500
    assert "\n" not in str(caught.value)
    assert tables(project) == before
    assert project.undo_label() is None


def test_what_cannot_be_read_is_named(project, corpus):
    folder = corpus({"t.ann": CLAIMS, "u.txt": TEXT})
    with pytest.raises(ClaimdeskError, match=r"t\.ann has no text; import the folder with"):
        import_corpus(project, folder)
    folder = corpus({"t.txt": TEXT, "t.ann": b"T1\tX 0 7\tHarbour\n\xff\n"}, "bytes")
    with pytest.raises(ClaimdeskError, match=r"t\.ann, line 2 is not UTF-8"):
        import_corpus(project, folder)
    summary = import_paths(project, [folder, corpus({"v.txt": "A text."}, "plain")])
    assert (summary["articles"], len(summary["failed"])) == (1, 1)


def test_stopping_adds_nothing(project, corpus):
    folder = corpus({f"{i}.txt": f"Text {i}." for i in range(5)} | {"0.ann": ""})
    seen = []
    summary = import_paths(
        project, [folder], progress=lambda *how: seen.append(how), stopped=lambda: len(seen) > 2
    )
    assert (summary["articles"], seen[-1]) == (0, (2, 5))
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
            assert import_corpus(project, folder)["annotations"] == 26 * count
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


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    assert summary["articles"] == 1
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
    assert (summary["articles"], summary["annotations"]) == (84, 2319)
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
def test_a_general_collection_gives_mentions_and_a_count_of_the_rest(project):
    summary = import_paths(project, [NEWS])
    assert (summary["articles"], summary["annotations"]) == (13, 95)
    assert summary["left_out"]["events “Merge-org” without Content"] == 14
    with project.reading() as connection:
        named = {(a.name, a.kind) for a in queries.actors(connection).values()}
    assert {("Citibank", "organization"), ("Switzerland", "state")} <= named
