# SPDX-License-Identifier: MIT
"""Codes of suggested claims as the analyst gave them to others, where that beats the rules."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest

from claimdesk.models.cli import main
from claimdesk.models.codebook import choices, fields
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.learning.coding.learner import current_codes, learn_project
from claimdesk.models.learning.gate import MIN_ARTICLES
from claimdesk.models.learning.knowledge import is_current, read_knowledge
from claimdesk.models.learning.model_store import CODE_MODELS
from claimdesk.models.store import queries
from claimdesk.models.suggest import preferences
from claimdesk.models.suggest.data import DOMAINS, Knowledge, StoredModel
from claimdesk.models.suggest.runs import Run, settings_for
from claimdesk.models.text.spans import Span
from claimdesk.models.workers.json_lines import LineFormat

pytestmark = pytest.mark.drill

THINGS = ("pier", "lock", "buoy", "dock", "canal", "beacon", "ferry", "quay", "tide", "sluice")
PEOPLE = ("Ana Silva", "Mara Lindt", "Tomas Varga")
MEANT = {
    "grand": ("opposed", "warning", "Deterrence", "firm"),
    "bland": ("supportive", "promise", "Space", "soft"),
}
"""What words say of stance, kind, domain and an own field: no rule knows any of this."""
NEW = "It rained. Ana Silva said the bridge was grand.\nMara Lindt said the barge was bland."


class Corpus:
    """Finished articles whose claims are coded by a rule that the program does not know."""

    def __init__(self, project, add_article):
        self.project, self._add = project, add_article
        with project.edit("A field") as session:
            field = fields.add_field(session, "Tone", "choice")
            for label in ("firm", "soft"):
                choices.add_choice(session, field, label)
        with project.reading() as connection:
            known = queries.fields(connection)
            self.tone = next(key for key, row in known.items() if row.label == "Tone")
            self.keys = {key: {c.key: c.id for c in row.choices} for key, row in known.items()}
            self.domains = {row.name: row.id for row in queries.domains(connection).values()}

    def add(self, seed, meant=MEANT, claims=4, status="done"):
        """Add an article; `meant` gives the codes of a word, at random if it gives several."""
        chosen = random.Random(seed)
        body, made = "", []
        for number in range(claims):
            who, word = chosen.choice(PEOPLE), ("grand", "bland")[(number + seed) % 2]
            content = f"the {chosen.choice(THINGS)} was {word}"
            at = len(body)
            body += f"{who} said {content}.\n"
            cue = at + len(who) + 1
            spans = {
                "source": [Span(at, at + len(who))],
                "cue": [Span(cue, cue + 4)],
                "content": [Span(cue + 5, cue + 5 + len(content))],
            }
            made.append((spans, meant(chosen) if callable(meant) else meant[word]))
        article = self._add(self.project, body, status=status)
        with self.project.edit("Code") as session:
            for spans, (stance, kind, domain, tone) in made:
                ids = [self.domains[domain]] if domain else []
                claim = edits.create_claim(session, article, spans, domain_ids=ids)
                for field, key in (("stance", stance), ("kind", kind), (self.tone, tone)):
                    if key:
                        set_code(session, [claim], field, self.keys[field][key])
        return article


@pytest.fixture
def corpus(project, add_article):
    return Corpus(project, add_article)


@pytest.fixture
def learn(project, engine, own_cache):
    """Learns from what is finished by now; the figures of each field."""

    def run():
        return learn_project(project, engine, lambda *_: None, own_cache)["fields"]

    return run


@pytest.fixture
def coded(project, engine):
    """The codes of the claims that are suggested in a new article."""

    def suggest(knowledge=None):
        if knowledge is None:
            with project.reading() as connection:
                knowledge = read_knowledge(connection)
        found = engine.suggest_all(NEW, knowledge).claims
        return [
            (c.stance, c.kind, tuple(d.name for d in c.domains), *dict(c.codes).values())
            for c in found
        ]

    return suggest


RIGHT = [(s, k, (d,), t) for s, k, d, t in MEANT.values()]


def test_codes_are_learned_once_enough_articles_agree_on_them(corpus, learn, coded):
    by_rule = coded()
    assert not set(by_rule) & set(RIGHT)
    for number in range(8):
        corpus.add(number)
        if number + 1 in (1, 2, MIN_ARTICLES - 1):
            figures = learn()
            assert coded() == by_rule, "few articles leave the rules alone"
            assert {one["use"] for name, one in figures.items() if name[0] != ":"} == {"rules"}
        elif number + 1 in (6, 8):
            figures = learn()
            assert coded() == RIGHT
    assert figures["stance"]["use"] in ("memory", "model")
    assert figures["stance"]["cases"] == figures["stance"]["learned"] > figures["stance"]["rules"]
    assert figures["stance"]["articles"] == 8


def test_why_a_code_is_suggested_says_how_sure_it_is(project, corpus, learn, engine):
    for number in range(6):
        corpus.add(number)
    learn()
    with project.reading() as connection:
        known = read_knowledge(connection)
    (first, _second) = engine.suggest_all(NEW, known).claims
    for told in ("Stance opposed (", "Kind warning (", "Domain Deterrence", "%): learned from 24"):
        assert told in first.reason
    shares = [int(word[1:-3]) for word in first.reason.split() if word.startswith("(")]
    assert len(shares) == 4 and all(50 <= share <= 100 for share in shares)


def test_what_was_learned_is_written_with_the_suggestion(
    project, corpus, add_article, learn, engine
):
    for number in range(6):
        corpus.add(number)
    learn()
    article = add_article(project, NEW)
    with project.reading() as connection:
        known = read_knowledge(connection)
        assert not is_current(connection, article)
    run = Run(project, article, engine.pipeline, NEW, settings_for(known))
    run.add(engine.suggest_all(NEW, known))
    run.finish()
    with project.reading() as connection:
        rows = [
            row for row in queries.article_annotations(connection, article) if row.layer == "claim"
        ]
    assert [row.codes[corpus.tone] for row in rows] == [
        corpus.keys[corpus.tone][key] for key in ("firm", "soft")
    ]
    with project.reading() as connection:
        assert is_current(connection, article)
    corpus.add(6)
    learn()
    with project.reading() as connection:
        assert not is_current(connection, article)


@pytest.mark.parametrize("seed", range(2))
def test_exceptions_without_a_pattern_leave_the_rules_alone(corpus, learn, coded, seed):
    by_rule = coded()

    def mostly_as_by_rule(chosen):
        if chosen.random() < 0.7:
            return (*by_rule[0][:2], None, None)
        return (
            chosen.choice(("opposed", "supportive", "sceptical")),
            chosen.choice(("demand", "promise", "warning")),
            chosen.choice(("Deterrence", "Space", "Diplomacy")),
            chosen.choice(("firm", "soft")),
        )

    for number in range(8):
        corpus.add(100 * seed + number, mostly_as_by_rule)
        if number in (0, 1, 3, 7):
            learn()
            assert coded() == by_rule


def test_domains_of_one_article_are_not_those_of_the_next(corpus, learn, coded):
    """Each article has its own domain, whatever its words are."""
    names = ("Deterrence", "Space", "Diplomacy", "Robotics", "Combat aircraft", "Supply chains")
    for number, name in enumerate(names):
        corpus.add(number, {word: ("neutral", "assertion", name, None) for word in MEANT})
    learn()
    assert [found[2] for found in coded()] == [(), ()]


def test_claims_left_without_codes_are_not_taken_for_coded_with_nothing(corpus, learn, coded):
    by_rule = coded()
    for number in range(8):
        corpus.add(number, {"grand": MEANT["grand"], "bland": (None,) * 4})
    figures = learn()["stance"]
    assert (figures["cases"], figures["rules"]) == (32, 0)
    grand, bland = coded()
    assert grand[0] in (RIGHT[0][0], by_rule[0][0])
    assert bland[:2] != (None, None)


def test_a_field_is_switched_off_and_on_again(project, corpus, learn, coded):
    by_rule = coded()
    for number in range(6):
        corpus.add(number)
    learn()
    with project.edit("Switch") as session:
        preferences.set_learned(session, "stance", False)
        preferences.set_learned(session, DOMAINS, False)
    assert [one[0] for one in coded()] == [one[0] for one in by_rule]
    assert [one[1:3] for one in coded()] == [("warning", ()), ("promise", ())]
    project.undo()
    assert coded() == RIGHT


def test_what_is_stored_is_current_until_something_is_finished(
    project, corpus, engine, own_cache, learn
):
    for number in range(6):
        corpus.add(number)
    with project.reading() as connection:
        assert current_codes(connection, lambda: engine, own_cache) is not None
        assert CODE_MODELS.active(connection) is None
    learn()
    with project.reading() as connection:
        stored = current_codes(connection, lambda: engine, own_cache)
        assert stored == CODE_MODELS.active(connection)
    learn()
    with project.reading() as connection:
        assert [one.version for one in CODE_MODELS.versions(connection)] == [1]
    corpus.add(7)
    learn()
    with project.reading() as connection:
        assert [one.version for one in CODE_MODELS.versions(connection)] == [2, 1]


@pytest.mark.drill
def test_the_command_uses_and_reports_what_finished_articles_teach(
    project, corpus, path, tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for number in range(6):
        corpus.add(number)
    project.close()
    file = tmp_path / "new.txt"
    file.write_text(NEW)
    command = ["suggest", "--json", str(file), "--project", str(path)]

    def suggested():
        assert main(command) == 0
        claims = json.loads(capsys.readouterr().out)["claims"]
        return [(c["stance"], c["kind"], tuple(c["domains"]), *c["codes"].values()) for c in claims]

    assert suggested() == RIGHT, "also before anything was stored"
    assert main(["learn", str(path)]) == 0
    report = json.loads(capsys.readouterr().out)["domain"]["fields"]["stance"]
    assert report["use"] in ("memory", "model")
    assert (report["articles"], report["cases"], report["learned"]) == (6, 24, 24)
    assert suggested() == RIGHT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"{",
        b'{"claims": 3}',
        json.dumps({"claims": 700 * [{"cue": "said", "content": "so"}]}).encode(),
        b'{"fields": {"stance": {"part": "memory", "calibration": {}, "least": 0.01}}}',
        b'{"fields": {"stance": {"part": "odd", "calibration": {}}}}',
        b'{"fields": {"stance": {"part": "model", "calibration": {"scale": NaN}}}}',
    ],
)
def test_what_is_damaged_leaves_the_rules_alone(coded, data):
    assert coded(Knowledge(code_model=StoredModel.of(1, data))) == coded(Knowledge())


def test_a_request_names_what_was_learned(project, corpus, learn):
    for number in range(6):
        corpus.add(number)
    learn()
    with project.reading() as connection:
        known = read_knowledge(connection)
    wire = LineFormat(Knowledge)
    sent = wire.read(wire.write(replace(known, code_model=known.code_model.without_data())))
    assert sent.code_model == known.code_model
    assert json.loads(known.code_model.data)["claims"]
