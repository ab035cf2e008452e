# SPDX-License-Identifier: MIT
"""Suggestions measured by an annotated corpus."""

from __future__ import annotations

import importlib.util
import json
import random
from pathlib import Path

import pytest
from typer.testing import CliRunner

from claimdesk.models import registry
from claimdesk.models.analysis.evaluation import evaluate
from claimdesk.models.cli.commands import app
from claimdesk.models.codebook.fields import add_field
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.exchange.formats import export_project, import_paths
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store import correcting, queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Annotation, Claim, DomainMention, Mention, SpanRow
from claimdesk.models.suggest.data import (
    ActorEntry,
    ClaimSuggestion,
    DomainEntry,
    MentionSuggestion,
    Pipeline,
    Suggestions,
)
from claimdesk.models.suggest.renaming import correct_bounds
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span, anchor
from tests.projects import create_project

SHARED = Path(__file__).resolve().parents[4] / "shared"
POLNEAR = SHARED / "bench/polnear/dev"

TEXT = "Ana Lindt said radar is shared. Bo warned that it may fail. Nobody else spoke of sonar."
PARTS = {"actor": Mention, "claim": Claim, "domain": DomainMention}


@pytest.fixture
def project(tmp_path):
    create_project(tmp_path / "p.claimdesk")
    (tmp_path / "talks.txt").write_text(TEXT)
    with Project.open(tmp_path / "p.claimdesk") as project:
        import_paths(project, [tmp_path / "talks.txt"])
        yield project


def add(session, layer, spans, *, article=1, body=TEXT, state="suggested", origin="rule:x", **own):
    """An annotation with spans by role, given as words or offsets."""
    row = Annotation(article_id=article, layer=layer, state=state, origin=origin)
    session.add(row)
    session.flush()
    for role, pieces in spans.items():
        for piece in pieces:
            found = anchor(body, words(piece) if isinstance(piece, str) else Span(*piece))
            session.add(
                SpanRow(
                    annotation_id=row.id,
                    role=role,
                    start=found.start,
                    end=found.end,
                    quote=found.quote,
                    prefix=found.prefix,
                    suffix=found.suffix,
                )
            )
    session.add(PARTS[layer](id=row.id, **own))
    session.flush()
    return row.id


def words(piece):
    return Span(TEXT.index(piece), TEXT.index(piece) + len(piece))


def of_codebook(project):
    with project.reading() as connection:
        stances = {c.key: c.id for c in queries.fields(connection)["stance"].choices}
        return stances, [*queries.domains(connection)]


@pytest.fixture
def gold(project, tmp_path):
    """The project as it should be, exported."""
    stances, (one, two, *_more) = of_codebook(project)
    create_project(tmp_path / "gold.claimdesk")
    with Project.open(tmp_path / "gold.claimdesk") as other:
        import_paths(other, [tmp_path / "talks.txt"])
        with other.edit("Annotate") as session:
            lindt = registry.create_actor(session, "Ana Lindt", "person", aliases=["Lindt"])
            bo = registry.create_actor(session, "Bo", "person")
            right = {"state": "accepted", "origin": "analyst"}
            add(
                session,
                "claim",
                {"source": ["Ana Lindt"], "cue": ["said"], "content": ["radar is shared"]},
                speaker_id=lindt,
                stance_id=stances["supportive"],
                **right,
            )
            add(
                session,
                "claim",
                {"source": ["Bo"], "cue": ["warned"], "content": ["it may fail"]},
                speaker_id=bo,
                stance_id=stances["opposed"],
                **right,
            )
            add(session, "actor", {"mention": ["Ana Lindt"]}, actor_id=lindt, **right)
            add(session, "actor", {"mention": ["Bo"]}, actor_id=bo, **right)
            add(session, "domain", {"evidence": ["radar"]}, domain_id=one, **right)
            add(session, "domain", {"evidence": ["sonar"]}, domain_id=two, **right)
            add(session, "actor", {"mention": ["Nobody"]}, state="rejected", origin="rule:x")
        export_project(other, "jsonl", tmp_path / "gold.jsonl", state="all")
    return tmp_path / "gold.jsonl"


def suggest(project):
    """What a program may propose: something right, wrong in each way, and too much."""
    stances, (one, _two, *_more) = of_codebook(project)
    with project.edit("Suggest") as session:
        lindt = registry.create_actor(session, "LINDT", "organization")
        nobody = registry.create_actor(session, "Nobody", "group")
        add(
            session,
            "claim",
            {"source": ["Ana Lindt"], "cue": ["said"], "content": ["radar is shared"]},
            speaker_id=lindt,
            stance_id=stances["opposed"],
        )
        add(
            session,
            "claim",
            {"source": ["Nobody"], "content": ["that it may fail"]},
            speaker_id=nobody,
            state="accepted",
            origin="model:crf/1",
        )
        add(session, "claim", {"content": ["else spoke of sonar"]})
        add(session, "actor", {"mention": ["Ana Lindt said"]}, actor_id=lindt)
        add(session, "actor", {"mention": ["Bo"]}, actor_id=nobody)
        add(session, "actor", {"mention": ["Nobody"]}, actor_id=nobody, state="rejected")
        add(
            session,
            "actor",
            {"mention": ["sonar"]},
            actor_id=nobody,
            origin="analyst",
            state="accepted",
        )
        add(session, "domain", {"evidence": ["radar is"]}, domain_id=one)
        add(session, "domain", {"evidence": ["sonar"]}, domain_id=one)


def test_each_layer_has_its_figures(project, gold):
    suggest(project)
    report = evaluate(project, [gold]).report()
    assert (report["articles"], report["articles_not_in_project"]) == (1, 0)
    claims = report["claims"]
    assert claims["content"] == {"p": 66.67, "r": 100.0, "f": 80.0, "tp": 2, "gold": 2, "pred": 3}
    assert [claims[name]["tp"] for name in ("content_source", "content_cue", "exact_content")] == [
        1,
        1,
        1,
    ]
    assert claims["content_speaker"]["tp"] == 1
    assert claims["stance"] == {"accuracy": 0.0, "right": 0, "of": 2}
    assert claims["span_exact"]["cue"]["tp"] == 1
    mentions = report["mentions"]
    # What was rejected was suggested all the same.
    assert mentions["untyped"] == {"p": 33.33, "r": 50.0, "f": 40.0, "tp": 1, "gold": 2, "pred": 3}
    assert mentions["typed"]["tp"] == mentions["every_field"]["tp"] == 0
    assert (mentions["overlap"]["p"], mentions["overlap"]["r"]) == (66.67, 100.0)
    assert mentions["linking"] == {"accuracy": 0.0, "right": 0, "of": 1}
    assert report["domains"]["overlap"]["f"] == 100.0
    # Nothing says what they were before they came in.
    assert "decided suggestions were imported" in report["warnings"][-1]
    assert report["domains"]["naming"] == {"accuracy": 0.0, "right": 0, "of": 1}


def test_what_is_wrong_is_listed_with_its_place(project, gold):
    suggest(project)
    (article,) = evaluate(project, [gold]).report()["errors"]
    assert (article["article"], article["title"]) == (1, "talks")
    told = {
        (e["layer"], e["what"], TEXT[e["start"] : e["end"]], e["wanted"], e["found"])
        for e in article["errors"]
    }
    assert told == {
        ("claims", "wrong stance", "radar is shared", "Supportive", "Opposed"),
        ("claims", "wrong source", "it may fail", "Bo", "Nobody"),
        ("claims", "wrong cue", "it may fail", "warned", None),
        ("claims", "wrong bounds", "it may fail", "it may fail", "that it may fail"),
        ("claims", "wrong speaker", "it may fail", "Bo", "Nobody"),
        ("claims", "wrong stance", "it may fail", "Opposed", None),
        ("claims", "spurious", "else spoke of sonar", None, None),
        ("mentions", "wrong bounds", "Ana Lindt", "Ana Lindt", "Ana Lindt said"),
        ("mentions", "wrong kind", "Bo", "person", "group"),
        ("mentions", "wrong actor", "Bo", "Bo", "Nobody"),
        ("mentions", "spurious", "Nobody", None, None),
        ("domains", "wrong bounds", "radar", "radar", "radar is"),
        ("domains", "wrong domain", "sonar", *domain_names(project)),
    }
    with project.reading() as connection:
        ids = {row.id for row in queries.article_annotations(connection, 1)}
    assert {e["annotation"] for e in article["errors"]} <= ids


@pytest.fixture
def corrected(project, tmp_path):
    """A project whose suggestions were corrected, rejected and deleted, exported as it is now."""
    because = (0.7, "rule:test", "because")
    lindt = ActorEntry("Ana Lindt", "person")
    bea = ActorEntry("Bea Bo", "person", None, ("B. Bo",))
    defence, space = (DomainEntry(name) for name in ("Defence technology", "Space"))
    found = [
        ("Ana Lindt", "said", "radar is shared", lindt, "supportive", (defence,)),
        ("Bo", "warned", "that it may fail", bea, "supportive", (defence, space)),
        ("", "", "Nobody else", None, None, ()),
        ("", "", "spoke of", None, None, ()),
    ]
    run = Run(project, 1, Pipeline("test", "1"))
    run.add(
        Suggestions(
            (MentionSuggestion(words("Lindt said"), ActorEntry("Lindt said", "person"), *because),),
            tuple(
                ClaimSuggestion(
                    *((words(piece),) if piece else () for piece in (source, cue, content)),
                    speaker,
                    *because,
                    stance=stance,
                    domains=domains,
                )
                for source, cue, content, speaker, stance, domains in found
            ),
        )
    )
    run.finish()
    stances, _domains = of_codebook(project)
    with project.reading() as connection:
        rows = queries.article_annotations(connection, 1)
        ids = {row.quote("content"): row.id for row in rows}
        kinds = {row.name: row.id for row in queries.domains(connection).values()}
    [mention] = [row.id for row in rows if row.layer == "actor"]
    with project.edit("Set up") as session:
        add_field(session, "Binding", "boolean")
    with project.edit("Decide") as session:
        edits.accept(session, [ids["radar is shared"]])
        correct = ids["that it may fail"]
        edits.set_role(session, correct, "content", [words("it may fail")])
        other = registry.create_actor(session, "Bo", "person", aliases=["B. Bo"])
        edits.set_speaker(session, [correct], other)
        edits.set_domains(session, [correct], [kinds["Defence technology"]])
        set_code(session, [correct], "stance", stances["opposed"])
        set_code(session, [correct], "binding", True)
        edits.reject(session, [ids["Nobody else"]])
        edits.delete_annotations(session, [ids["spoke of"]])
        edits.create_claim(session, 1, {"content": [words("sonar")]})
        moved = (mention, "mention", words("Lindt said"), words("Ana Lindt"))
        correct_bounds(mention, lambda session: edits.move_span(session, *moved))(session)

    def export():
        export_project(project, "jsonl", tmp_path / "gold.jsonl", state="accepted")
        return tmp_path / "gold.jsonl"

    return export


def test_what_was_suggested_is_measured_and_not_what_it_was_corrected_to(project, corrected):
    report = evaluate(project, [corrected()]).report()
    claims = report["claims"]
    assert next(iter(claims)) == "every_field"
    counts = {"tp": 1, "gold": 3, "pred": 4}
    assert claims["every_field"] == {"p": 25.0, "r": 33.33, "f": 28.57, **counts}
    # Two names of different people may be the same: the same words and an alias are not enough.
    assert claims["content_speaker"] == claims["every_field"]
    assert claims["content"]["tp"] == 2
    assert claims["exact_content"]["tp"] == 1
    for name in ("speaker", "stance"):
        assert claims[name] == {"accuracy": 50.0, "right": 1, "of": 2}, name
    assert claims["domains"] == {"p": 66.67, "r": 100, "f": 80, "tp": 2, "gold": 2, "pred": 3}
    assert claims["fields"]["binding"] == {"label": "Binding", "accuracy": 0, "right": 0, "of": 1}
    assert "kind" not in claims, "the corpus does not use it"
    assert report["mentions"]["untyped"]["tp"] == 0
    assert report["warnings"] == [], "what was added after suggestions were made was missed"
    told = [(e["what"], e["wanted"], e["found"]) for e in report["errors"][0]["errors"]]
    assert {
        ("wrong bounds", "it may fail", "that it may fail"),
        ("wrong speaker", "Bo", "Bea Bo"),
        ("wrong domains", "Defence technology", "Defence technology, Space"),
        ("wrong binding", "True", None),
        ("missed", None, None),
    } <= set(told)
    assert told.count(("spurious", None, None)) == 2, "one was rejected, one deleted"


def test_of_a_joint_claim_all_speakers_have_to_be_right(project, tmp_path):
    lindt, bo = (ActorEntry(name, "person") for name in ("Ana Lindt", "Bo"))
    because = (0.7, "rule:test", "because")
    claims = [
        ClaimSuggestion((), (), (words(content),), lindt, *because, speakers=speakers)
        for content, speakers in (
            ("radar is shared", (lindt, bo)),
            ("it may fail", (lindt, bo)),
            ("spoke of", (lindt,)),
        )
    ]
    run = Run(project, 1, Pipeline("test", "1"))
    run.add(Suggestions((), tuple(claims)))
    run.finish()
    with project.reading() as connection:
        rows = queries.article_annotations(connection, 1)
    with project.edit("Decide") as session:
        edits.accept(session, [row.id for row in rows])
        second = next(row for row in rows if row.quote("content") == "it may fail")
        edits.set_speakers(session, [second.id], second.speaker_ids[::-1])
        third = next(row for row in rows if row.quote("content") == "spoke of")
        edits.add_speaker(session, [third.id], second.speaker_ids[1])
    export_project(project, "jsonl", tmp_path / "gold.jsonl")
    report = evaluate(project, [tmp_path / "gold.jsonl"]).report()
    found = report["claims"]
    assert found["speaker"] == {"accuracy": 66.67, "right": 2, "of": 3}, "the order does not matter"
    assert (found["content_speaker"]["tp"], found["every_field"]["tp"]) == (3, 2)
    [fault] = [e for e in report["errors"][0]["errors"] if e["what"] == "wrong speaker"]
    assert (fault["wanted"], fault["found"]) == ("Ana Lindt, Bo", "Ana Lindt")


def test_what_was_suggested_is_found_in_a_text_that_was_corrected_since(project, corrected):
    before = evaluate(project, [corrected()]).report()
    with project.edit("Correct the text") as session:
        correcting.correct(session, 1, "It rained. " + TEXT)
    after = evaluate(project, [corrected()]).report()
    for layer in ("claims", "mentions"):
        assert after[layer] == before[layer]


def domain_names(project):
    with project.reading() as connection:
        one, two, *_more = queries.domains(connection).values()
    return two.name, one.name


def test_what_was_missed_is_listed(project, gold):
    errors = evaluate(project, [gold]).report()["errors"][0]["errors"]
    assert [(e["layer"], e["what"], e["annotation"]) for e in errors].count(
        ("mentions", "missed", None)
    ) == 2
    assert {e["what"] for e in errors} == {"missed"}
    assert len(errors) == 6


def test_measuring_changes_nothing_and_leaves_nothing(project, gold, tmp_path, folder_bytes):
    suggest(project)
    before = folder_bytes(tmp_path)
    undo = project.undo_label()
    evaluate(project, [gold])
    assert project.undo_label() == undo
    assert folder_bytes(tmp_path).keys() == before.keys()
    assert folder_bytes(tmp_path)["p.claimdesk"] == before["p.claimdesk"]


def test_layers_that_the_corpus_does_not_annotate_are_not_measured(project, tmp_path):
    suggest(project)
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold/talks.txt").write_text(TEXT)
    start, end = words("Ana Lindt")
    (tmp_path / "gold/talks.ann").write_text(f"T1\tPerson {start} {end}\tAna Lindt\n")
    report = evaluate(project, [tmp_path / "gold"]).report()
    assert report.keys() & {"claims", "mentions", "domains"} == {"mentions"}
    assert {e["layer"] for entry in report["errors"] for e in entry["errors"]} == {"mentions"}


def test_of_a_corpus_the_first_annotator_is_right(project, tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "talks.txt").write_text(TEXT)
    for who, name in (("00aa", "Bo"), ("00bb", "Nobody")):
        start, end = words(name)
        (folder / f"talks_{who}.ann").write_text(f"T1\tPerson {start} {end}\t{name}\n")
    errors = evaluate(project, [folder]).report()["errors"][0]["errors"]
    assert [(e["what"], e["text"]) for e in errors] == [("missed", "Bo")]


def test_what_is_decided_without_a_suggestion_is_warned_of(project, gold):
    import_paths(project, [gold])
    report = evaluate(project, [gold]).report()
    assert report["claims"]["content"]["r"] == 0
    assert "accepted annotations that nobody suggested" in report["warnings"][0]


def test_what_cannot_be_measured_is_said(project, gold, tmp_path):
    (tmp_path / "bare").mkdir()
    (tmp_path / "bare/talks.txt").write_text(TEXT)
    with pytest.raises(ClaimdeskError, match="bare has no annotations to evaluate"):
        evaluate(project, [tmp_path / "bare"])
    with pytest.raises(ClaimdeskError, match="does not exist"):
        evaluate(project, [tmp_path / "gone"])
    with (
        Project.create(tmp_path / "empty.claimdesk") as empty,
        pytest.raises(ClaimdeskError, match="does not have the annotated article of"),
    ):
        evaluate(empty, [gold])


def test_stopping_gives_nothing(project, gold):
    assert evaluate(project, [gold], stopped=lambda: True) is None


def test_the_command_prints_the_report(project, gold):
    suggest(project)
    found = CliRunner().invoke(app, ["evaluate", str(project.path), "--gold", str(gold)])
    assert found.exit_code == 0, found.stderr
    report = json.loads(found.stdout)
    assert report["claims"]["content"]["f"] == 80.0
    assert report["gold"] == [str(gold)]


def shaken(span, text, random):
    start, end = (
        min(max(0, point + random.choice((-9, -3, 0, 0, 0, 4, 11))), len(text)) for point in span
    )
    return Span(start, end) if start < end else Span(*span)


@pytest.mark.skipif(not POLNEAR.exists(), reason="PolNeAR is not beside the project")
def test_claim_figures_are_those_of_the_scorer_beside_the_project(project):
    """The claims of the gold, shaken, doubled and left out, stand for suggestions."""
    spec = importlib.util.spec_from_file_location("scorer", SHARED / "bench/claims_score.py")
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    rng = random.Random(1)
    lines = {}
    files = dict(list(scorer.gold_files(POLNEAR / "attributions").items())[:20])
    texts = [POLNEAR / "text" / f"{name}.txt" for name in files]
    import_paths(project, texts)
    with project.reading() as connection:
        articles = {
            Path(origin).stem: (i, body)
            for i, origin, body in connection.exec_driver_sql(
                "SELECT id, origin, body FROM article"
            ).all()
        }
    with project.edit("Suggest") as session:
        for name, annotators in files.items():
            article_id, body = articles[name]
            for claim in scorer.read_ann(annotators[min(annotators)]):
                if rng.random() < 0.2:
                    continue
                spans = {
                    role: [shaken(span, body, rng) for span in claim[role]]
                    for role in scorer.ROLES
                    if role == "content" or rng.random() < 0.8
                }
                add(session, "claim", spans, article=article_id, body=body)
    with project.reading() as connection:
        for name, (article_id, _body) in articles.items():
            rows = queries.article_annotations(connection, article_id)
            lines[name] = {
                "claims": [
                    {role: [p.span for p in row.role(role)] for role in scorer.ROLES}
                    for row in rows
                ]
            }
    tally = scorer.Tally()
    for name, annotators in files.items():
        tokens = scorer.Tokens(articles[name][1])
        right = tokens.claims(scorer.read_ann(annotators[min(annotators)]))
        tally.add(right, tokens.claims(lines[name]["claims"]))
    wanted = tally.result()
    anns = [path for annotators in files.values() for path in annotators.values()]
    figures = evaluate(project, [*texts, *anns]).report()["claims"]
    assert 20 < figures["content"]["f"] < 95
    for name in (*scorer.CONDITIONS, "exact_content", "exact_all3", "span_exact", "token"):
        assert figures[name] == wanted[name], name
