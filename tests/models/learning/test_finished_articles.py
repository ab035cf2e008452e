# SPDX-License-Identifier: MIT
"""Finishing articles coded by hand never makes the suggestions for the next ones worse."""

from __future__ import annotations

import json
import math
import random
from collections import Counter
from pathlib import Path

import pytest

from claimdesk.models.analysis.matching import Tokenised, alike, match
from claimdesk.models.articles.readers import read_article
from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.learning.coding.learner import learn_project
from claimdesk.models.learning.gate import MIN_ARTICLES
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.registry import ActorResolver, create_actor
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.suggest.data import Knowledge
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.spans import Span
from tests.projects import create_project

pytestmark = pytest.mark.drill

OWN = Path(__file__).parents[2] / "articles" / "coded"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "bench" / "codes" / "dev"
SETS = [
    OWN,
    pytest.param(
        SHARED,
        marks=pytest.mark.skipif(
            not SHARED.exists(), reason="no coded articles beside the checkout"
        ),
    ),
]
FIELDS = ("content", "speaker", "stance", "kind", "domains", "every")


def spans(pieces):
    return [Span(*piece) for piece in pieces]


class CodedSet:
    """The articles of a folder, each with its claims."""

    def __init__(self, folder):
        self.articles = {}
        for path in sorted(folder.glob("*.json")):
            claims = json.loads(path.read_text(encoding="utf-8"))["claims"]
            self.articles[path.stem] = read_article(path.with_suffix(".txt")).body, claims

    def teach(self, project, add_article, name):
        """Add an article as it is once an analyst is done with it."""
        body, claims = self.articles[name]
        article = add_article(project, body, status="done")
        with project.reading() as connection:
            fields = queries.fields(connection)
            keys = {f: {c.key: c.id for c in fields[f].choices} for f in ("stance", "kind")}
            domains = {row.name: row.id for row in queries.domains(connection).values()}
        with project.edit("Code") as session:
            for claim in claims:
                roles = {role: spans(claim[role]) for role in ("source", "cue", "content")}
                known = ActorResolver.of(session.connection()).find(claim["speaker"] or "")
                if known is None and claim["speaker"]:
                    known = create_actor(session, claim["speaker"], claim["speaker_kind"])
                ids = [domains[domain] for domain in claim["domains"]]
                made = edits.create_claim(session, article, roles, speaker_id=known, domain_ids=ids)
                for field, values in keys.items():
                    if claim[field]:
                        set_code(session, [made], field, values[claim[field]])

    def judge(self, engine, parse, knowledge, names):
        """For each field the claims, by article and number, that come right."""
        right = {field: set() for field in FIELDS}
        for name in names:
            body, claims = self.articles[name]
            found = engine.suggest_all(body, knowledge, parse=parse).claims
            tokens = Tokenised(body)
            gold = [tokens.inside(spans(claim["content"])) for claim in claims]
            pairs = match(alike(gold, [tokens.inside(claim.content) for claim in found]))
            for place, other in pairs.items():
                for field, is_right in told(claims[place], found[other]).items():
                    if is_right:
                        right[field].add((name, place))
        return right


def told(claim, found):
    speakers = {claim["speaker"], *claim.get("speakers", []), *claim.get("speaker_also", [])}
    speaker = name_key(found.speaker.name) if found.speaker else ""
    right = {
        "content": True,
        "speaker": speaker in {name_key(name or "") for name in speakers},
        "stance": found.stance in (claim["stance"], *claim.get("stance_also", [])),
        "kind": found.kind in (claim["kind"], *claim.get("kind_also", [])),
        "domains": {domain.name for domain in found.domains} == set(claim["domains"]),
    }
    return right | {"every": all(right.values())}


@pytest.mark.parametrize("folder", SETS)
def test_no_field_gets_worse_after_1_2_4_8_finished_articles(
    engine, own_cache, tmp_path, add_article, folder
):
    coded = CodedSet(folder)
    drawn = random.Random(5)
    before, after = Counter(), Counter()
    changed = Counter()

    def parse(text):
        return own_cache.parsed(text, engine.nlp, engine.pipeline)

    for count in (1, 2, 4, 8):
        order = drawn.sample(sorted(coded.articles), len(coded.articles))
        done, new = order[:count], order[count : count + 4]
        path = tmp_path / f"{count}.claimdesk"
        create_project(path)
        with Project.open(path) as project:
            for name in done:
                coded.teach(project, add_article, name)
            learn_project(project, engine, lambda *_: None, own_cache)
            with project.reading() as connection:
                known = read_knowledge(connection)
        fresh = coded.judge(engine, parse, Knowledge(domains=known.domains), new)
        taught = coded.judge(engine, parse, known, new)
        for field in FIELDS:
            if count < MIN_ARTICLES and field in ("stance", "kind", "domains"):
                assert taught[field] == fresh[field], (count, field)
            before[field] += len(fresh[field])
            after[field] += len(taught[field])
            changed[field] += len(fresh[field] ^ taught[field])
    # Of claims that change by chance alone, as many get worse as better, up to twice the deviation.
    for field in FIELDS:
        assert after[field] >= before[field] - 2 * math.sqrt(changed[field]), field
