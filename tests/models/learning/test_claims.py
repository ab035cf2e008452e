# SPDX-License-Identifier: MIT
"""Claims that learn: from finished articles to suggestions that no rule makes."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models.cli import main
from claimdesk.models.learning.claims import dataset
from claimdesk.models.learning.claims.learner import learn, learn_project
from claimdesk.models.learning.knowledge import is_current, read_knowledge
from claimdesk.models.learning.model_store import CLAIM_MODELS, TrainingResult
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest import runs
from claimdesk.models.suggest.data import (
    Knowledge,
    StoredModel,
)
from claimdesk.models.suggest.preferences import set_threshold, threshold
from claimdesk.models.text.spans import Span
from claimdesk.models.workers.suggestion_messages import (
    ANSWERS,
    INSTRUCTIONS,
    Instruction,
    ModelMessage,
)

pytestmark = pytest.mark.drill

TEXT = "Mara Lindt said the port is safe."
NEW = "It snowed. Mara Lindt floated a bridge over the river.\nNobody came."


def tell(progress, step):
    assert 0 <= progress <= 1
    assert step


def contents(engine, text, knowledge):
    return [
        " … ".join(text[s.start : s.end] for s in claim.content)
        for claim in engine.suggest_all(text, knowledge).claims
    ]


@pytest.fixture(scope="module")
def outcome(engine, cache, floated):
    return learn([floated(n) for n in range(9)], None, {}, engine, tell, cache)


@pytest.fixture(scope="module")
def learned(outcome):
    return StoredModel.of(1, outcome.data)


def test_what_is_found_after_learning_is_not_found_before(engine, learned):
    assert contents(engine, NEW, Knowledge()) == []
    assert contents(engine, NEW, Knowledge(claim_model=learned)) == ["a bridge over the river"]


def test_a_learned_claim_says_where_it_comes_from(engine, learned):
    (claim,) = engine.suggest_all(NEW, Knowledge(claim_model=learned)).claims
    assert claim.origin == "model:claims/1"
    assert claim.reason.endswith(".")
    assert 0 < claim.score <= 1
    assert claim.speaker is not None
    assert claim.speaker.name == "Mara Lindt"


def test_the_report_compares_with_the_rules(outcome):
    report = outcome.report
    assert report["adopted"]
    assert report["articles"] == report["compared"] == 9
    assert report["claims"] == 27
    assert report["before"]["what"] == "rules"
    now, before = (report[side]["content_source"] for side in ("now", "before"))
    assert now["f"] > before["f"]
    assert now["gold"] == before["gold"] == 27
    assert json.loads(json.dumps(report)) == report


def test_it_is_the_same_each_time(engine, cache, outcome, floated):
    again = learn([floated(n) for n in range(9)], None, {}, engine, tell, cache)
    assert again.data == outcome.data


def test_with_few_articles_it_says_so(engine, cache, floated):
    outcome = learn([floated(n) for n in range(3)], None, {}, engine, tell, cache)
    assert outcome.data is None
    assert not outcome.report["adopted"]
    assert "too few" in outcome.report["reason"]


def test_where_the_rules_find_all_no_model_takes_their_place(engine, cache, floated):
    found_by_rule = [replace(floated(n), claims=floated(n).claims[1:2]) for n in range(9)]
    outcome = learn(found_by_rule, None, {}, engine, tell, cache)
    assert outcome.report["before"]["content_source"]["f"] == 100
    assert not outcome.report["adopted"]
    assert outcome.data is None
    assert "not surely better" in outcome.report["reason"]


def test_a_model_that_is_worse_is_not_adopted(engine, cache, outcome, learned, floated):
    """Every other article calls no claim what the others do: less can be right than before."""
    torn = [replace(floated(n), claims=floated(n).claims[: 3 if n % 2 else 1]) for n in range(12)]
    first = learn(torn, None, {}, engine, tell, cache).report
    perfect = {key: [n, n, n, n] for key, (_, _, n, _) in first["held_out"].items()}
    worse = learn(torn, learned, {"held_out": perfect}, engine, tell, cache)
    assert worse.report["before"]["what"] == "version 1"
    assert worse.report["before"]["content"]["f"] == 100
    assert not worse.report["adopted"]
    assert worse.data is None
    assert "worse" in worse.report["reason"]


def test_an_earlier_model_is_measured_where_it_was_not_trained(
    engine, cache, outcome, learned, floated
):
    more = [floated(n) for n in range(15)]
    report = learn(more, learned, outcome.report, engine, tell, cache).report
    assert report["before"]["what"] == "version 1"
    assert report["compared"] == 15


def test_mistakes_name_cues_that_people_know(engine, cache, floated):
    """One article in three calls a claim what the others do not."""
    odd = [replace(floated(n), claims=floated(n).claims[: 1 if n % 3 else 3]) for n in range(12)]
    report = learn(odd, None, {}, engine, tell, cache).report
    named = {entry["cue"] for side in ("missed", "spurious") for entry in report["mistakes"][side]}
    assert named & {"float", "say"}
    for entry in report["mistakes"]["missed"] + report["mistakes"]["spurious"]:
        assert entry["count"] >= 1
        assert entry["example"]


# ---- in a project


def test_a_project_learns_and_its_suggestions_change(taught, engine, cache, add_article):
    report = learn_project(taught, engine, tell, cache)
    assert report["version"] == 1
    with taught.reading() as connection:
        knowledge = read_knowledge(connection)
    assert contents(engine, NEW, knowledge) == ["a bridge over the river"]


def test_only_finished_articles_teach(project, add_example, floated):
    add_example(project, floated(0))
    add_example(project, floated(1), status="in progress")
    with project.reading() as connection:
        assert dataset.read(connection) == [floated(0)]


def test_a_project_without_finished_articles_says_what_to_do(project, engine):
    with pytest.raises(ClaimdeskError, match="mark articles as done"):
        learn_project(project, engine, tell)


def test_going_back_to_an_earlier_model_and_to_the_rules(project, outcome):
    assert CLAIM_MODELS.save(project, outcome)["version"] == 1
    assert CLAIM_MODELS.save(project, outcome)["version"] == 2
    with project.reading() as connection:
        assert [(v.version, v.active) for v in CLAIM_MODELS.versions(connection)] == [
            (2, True),
            (1, False),
        ]
    CLAIM_MODELS.activate(project, 1)
    with project.reading() as connection:
        assert CLAIM_MODELS.active(connection) == StoredModel.of(1, outcome.data)
        assert CLAIM_MODELS.active_report(connection)["version"] == 1
    CLAIM_MODELS.activate(project, None)
    with project.reading() as connection:
        assert CLAIM_MODELS.active(connection) is None
    with pytest.raises(ClaimdeskError, match="no model of claims 7"):
        CLAIM_MODELS.activate(project, 7)


def test_only_a_few_versions_are_kept_and_the_one_in_use_is(project, outcome):
    for _ in range(3):
        CLAIM_MODELS.save(project, outcome)
    CLAIM_MODELS.activate(project, 1)
    for _ in range(9):
        CLAIM_MODELS.save(project, outcome)
        CLAIM_MODELS.activate(project, 1)
    with project.reading() as connection:
        kept = [v.version for v in CLAIM_MODELS.versions(connection)]
    assert kept == [12, 11, 10, 9, 8, 1]


def test_learning_is_no_step_of_undo(taught, engine, cache):
    label = taught.undo_label()
    learn_project(taught, engine, tell, cache)
    CLAIM_MODELS.activate(taught, None)
    assert taught.undo_label() == label


def test_the_window_is_told_that_there_is_a_new_model(project, outcome):
    told = []
    project.observe(told.append)
    CLAIM_MODELS.save(project, outcome)
    assert [set(changes.rows) for changes in told] == [{"model"}]


def test_suggestions_are_out_of_date_after_learning_and_after_another_threshold(
    project, add_article, outcome, engine
):
    article = add_article(project, TEXT)

    def suggest():
        with project.reading() as connection:
            settings = runs.settings_for(read_knowledge(connection))
        runs.Run(project, article, engine.pipeline, TEXT, settings).finish()

    def current():
        with project.reading() as connection:
            return is_current(connection, article)

    assert not current()
    suggest()
    assert current()
    CLAIM_MODELS.save(project, outcome)
    assert not current()
    suggest()
    assert current()
    with project.edit("Surer") as session:
        set_threshold(session, 0.6)
    assert not current()
    suggest()
    assert current()
    project.undo()
    assert not current()


# ---- how sure


def test_a_higher_threshold_gives_fewer_claims_and_a_lower_one_more(engine, cache, floated):
    """Every other article calls no claim what the others do, so that not all can be sure."""
    torn = [replace(floated(n), claims=floated(n).claims[: 3 if n % 2 else 1]) for n in range(12)]
    learned = StoredModel.of(1, learn(torn, None, {}, engine, tell, cache).data)
    text = "\n".join(floated(n).text for n in range(20, 24)) + "\nShe thought of a boat."
    found = [
        {
            c.content
            for c in engine.suggest_all(text, Knowledge(claim_model=learned, threshold=t)).claims
        }
        for t in (0.05, 0.3, 0.95)
    ]
    assert found[0] >= found[1] >= found[2]
    assert len(found[0]) > len(found[2])


def test_the_threshold_is_the_projects_and_undone_like_any_edit(project):
    with project.edit("Show more") as session:
        set_threshold(session, 0.15)
    with project.reading() as connection:
        assert threshold(connection) == 0.15
        assert read_knowledge(connection).threshold == 0.15
    project.undo()
    with project.reading() as connection:
        assert threshold(connection) is None
    with project.edit("Nonsense") as session, pytest.raises(ValueError, match="between"):
        set_threshold(session, 0.0)


# ---- hostile models


def test_a_damaged_model_is_refused_and_the_rules_are_used(engine, learned):
    text = "Mara Lindt said the port is safe."
    damaged = StoredModel.of(2, learned.data[: len(learned.data) // 2])
    assert contents(engine, text, Knowledge(claim_model=damaged)) == ["the port is safe"]
    assert engine.refused is not None
    assert "damaged" in engine.refused
    contents(engine, text, Knowledge(claim_model=learned))
    assert engine.refused is None


def test_a_model_of_another_pipeline_is_refused(engine, cache, outcome, learned):
    from claimdesk.models.learning.claims.model import ClaimModel

    other = replace(ClaimModel.read(learned.data), pipeline="en_core_web_lg 1.0").packed()
    contents(engine, NEW, Knowledge(claim_model=StoredModel.of(3, other)))
    assert engine.refused is not None
    assert "en_core_web_lg" in engine.refused


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=64), st.integers(0, 2**31))
def test_any_bytes_are_a_model_or_refused(learned, junk, at):
    from claimdesk.models.learning.claims.model import ClaimModel

    at %= len(learned.data)
    for data in (junk, learned.data[:at] + junk + learned.data[at + len(junk) :]):
        try:
            model = ClaimModel.read(data)
        except ClaimdeskError as error:
            assert "can't be used" in str(error)
        else:
            assert 0 < model.threshold < 1


WORDS = st.sampled_from(
    [
        "Mara Lindt",
        "floated",
        "said",
        "a tunnel",
        "“",
        "”",
        '"',
        ".",
        ",",
        ":",
        "\n",
        "\n\n",
        "🇯🇵",
        "that",
        "協力",
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_spans_lie_in_the_text_and_hold_words(engine, learned, text):
    for claim in engine.suggest_all(text, Knowledge(claim_model=learned, threshold=0.05)).claims:
        assert claim.content
        for role in (claim.source, claim.cue, claim.content):
            assert list(role) == sorted(role)
            for span in role:
                quote = text[span.start : span.end]
                assert quote == quote.strip() != ""


def test_odd_articles_teach_without_a_crash(engine, own_cache, floated):
    odd = [
        replace(floated(0), text=" \n ", claims=floated(0).claims[:0]),
        replace(floated(0), text="“" * 300, claims=()),
        replace(floated(1), claims=tuple(replace(c, cue=(), source=()) for c in floated(1).claims)),
    ]
    outcome = learn([*odd, *(floated(n) for n in range(9))], None, {}, engine, tell, own_cache)
    assert outcome.report["adopted"]


@pytest.mark.parametrize("every", [1, 3])
def test_claims_that_nothing_tells_of_are_not_learned(engine, cache, floated, every):
    """Full stops as cues, in all articles or in every third: no crash, and nothing adopted."""
    odd = [
        replace(
            example,
            claims=tuple(
                replace(c, cue=(Span(c.content[0].end, c.content[0].end + 1),)) for c in own
            ),
        )
        for n in range(6 * every)
        for example in [floated(n)]
        for own in [example.claims[:1] if n % every == 0 else ()]
    ]
    outcome = learn(odd, None, {}, engine, tell, cache)
    assert outcome.report["now"]["content"]["gold"] == 6
    assert outcome.report["adopted"] == (outcome.data is not None)


# ---- the parse cache


def test_learning_again_does_not_parse_again(engine, own_cache, monkeypatch, floated):
    texts = [floated(n) for n in range(6)]
    first = learn(texts, None, {}, engine, tell, own_cache)

    def refuse(*_args, **_options):
        raise AssertionError("parsed again")

    monkeypatch.setattr(engine.nlp, "pipe", refuse)
    assert learn(texts, None, {}, engine, tell, own_cache).data == first.data


def test_a_damaged_file_of_the_cache_is_made_again(engine, own_cache, floated):
    text = floated(0).text

    def read():
        parsed = own_cache.parsed(text, engine.nlp, engine.pipeline)
        return [[(t.text, t.lemma_, t.dep_, t.head.i) for t in doc] for _, doc in parsed]

    right = read()
    (path,) = own_cache.folder.iterdir()
    whole = path.read_bytes()
    for damaged in (b"", whole[:-1], whole[:40] + b"x" + whole[41:], bytes(len(whole))):
        path.write_bytes(damaged)
        assert read() == right
        assert path.read_bytes() == whole


def test_the_cache_stays_small(engine, tmp_path, floated):
    from claimdesk.models.learning.parses import ParseCache

    cache = ParseCache(tmp_path / "small", limit=6_000)
    for number in range(12):
        cache.parsed(floated(number).text, engine.nlp, engine.pipeline)
    cache.trim()
    sizes = [path.stat().st_size for path in cache.folder.iterdir()]
    assert sizes
    assert sum(sizes) <= 6_000


# ---- process and command line


def test_the_worker_uses_what_was_learned(tmp_path, outcome):
    process = subprocess.Popen(
        [sys.executable, "-m", "claimdesk.models.workers.suggestion_worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**__import__("os").environ, "XDG_CACHE_HOME": str(tmp_path)},
    )

    def say(instruction):
        process.stdin.write(INSTRUCTIONS.write(instruction))
        process.stdin.flush()

    def answer():
        return ANSWERS.read(process.stdout.readline())

    try:
        assert answer().ready
        model = StoredModel.of(4, outcome.data)
        known = Knowledge(claim_model=model)
        say(Instruction.request(2, NEW, known))
        assert "was not sent" in answer().error
        say(Instruction(model=ModelMessage.of("claim_model", model)))
        say(Instruction.request(3, NEW, known))
        suggestions = answer().suggestions
        assert [claim.origin for claim in suggestions.claims] == ["model:claims/4"]
    finally:
        process.stdin.close()
        process.wait(timeout=20)


def test_the_command_prints_a_report(taught, path, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    taught.close()
    assert main(["learn", str(path)]) == 0
    report = json.loads(capsys.readouterr().out)["claim"]
    assert report["adopted"]
    assert report["version"] == 1
    file = tmp_path / "new.txt"
    file.write_text(NEW)
    assert main(["suggest", "--json", str(file), "--project", str(path)]) == 0
    (claim,) = json.loads(capsys.readouterr().out)["claims"]
    assert claim["origin"] == "model:claims/1"


def test_the_command_fails_in_one_line_where_nothing_is_finished(project, path, capsys):
    project.close()
    assert main(["learn", str(path)]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("claimdesk: error: ")
    assert output.err.count("\n") == 1


def test_an_outcome_without_a_model_changes_nothing(project):
    assert CLAIM_MODELS.save(project, TrainingResult({"adopted": False})) == {"adopted": False}
    with project.reading() as connection:
        assert CLAIM_MODELS.versions(connection) == []
