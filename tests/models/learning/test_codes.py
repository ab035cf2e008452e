# SPDX-License-Identifier: MIT
"""Stance, kind and domains of suggested claims, as the analyst coded others like them."""

from __future__ import annotations

import pytest

from claimdesk.models.editing import edits
from claimdesk.models.editing.codes import set_code
from claimdesk.models.learning.knowledge import read_knowledge
from claimdesk.models.store import queries
from claimdesk.models.suggest.data import CodedClaim, DomainEntry, Knowledge
from claimdesk.models.text.spans import Span
from claimdesk.models.workers.json_lines import LineFormat

REEFS = DomainEntry("Reef care", ("coral nursery",))
TOLLS = DomainEntry("Tolls", ("harbour dues",))
THINGS = ("pier", "lock", "buoy", "dock", "canal", "beacon", "ferry", "quay", "tide", "sluice")


def coded(many=12):
    """Claims in which `grand` means opposed and `bland` supportive, unlike any lexicon."""
    for number in range(many):
        thing = THINGS[number % len(THINGS)]
        yield CodedClaim("said", f"the {thing} was grand", "opposed", "warning", ("Reef care",))
        yield CodedClaim("said", f"the {thing} was bland", "supportive", "promise", ("Tolls",))


def claim(engine, knowledge, text):
    (found,) = engine.suggest_all(text, knowledge).claims
    return found


def test_codes_are_learned_from_the_coded_claims(engine):
    text = "Ana Silva said the plan was grand."
    untaught = claim(engine, Knowledge(domains=(REEFS, TOLLS)), text)
    assert (untaught.stance, untaught.domains) != ("opposed", (REEFS,))
    taught = claim(engine, Knowledge(domains=(REEFS, TOLLS), coded_claims=tuple(coded())), text)
    assert (taught.stance, taught.kind, taught.domains) == ("opposed", "warning", (REEFS,))
    assert "Stance opposed (" in taught.reason
    assert "%): learned from 24 claims." in taught.reason
    assert "Domain Reef care" in taught.reason
    other = claim(
        engine,
        Knowledge(domains=(REEFS, TOLLS), coded_claims=tuple(coded())),
        "Ana Silva said the plan was bland.",
    )
    assert (other.stance, other.domains) == ("supportive", (TOLLS,))


def test_few_coded_claims_leave_the_rules_alone(engine):
    text = "Ana Silva said the plan was grand."
    few = Knowledge(domains=(REEFS, TOLLS), coded_claims=tuple(coded(3)))
    rules = claim(engine, Knowledge(), text)
    taught = claim(engine, few, text)
    assert (taught.stance, taught.kind) == (rules.stance, rules.kind)


def test_nothing_is_proposed_where_the_coded_claims_do_not_agree(engine):
    stances = ("opposed", "supportive", "neutral", "sceptical")
    mixed = tuple(
        CodedClaim("said", f"the {THINGS[n % 10]} was grand", stances[n % 4]) for n in range(40)
    )
    found = claim(engine, Knowledge(coded_claims=mixed), "Ana Silva said the plan was grand.")
    assert found.stance is None


def test_a_claim_unlike_all_coded_ones_gets_no_domain(engine):
    known = Knowledge(domains=(REEFS, TOLLS), coded_claims=tuple(coded()))
    found = claim(engine, known, "Ana Silva said nobody believes in winter.")
    assert found.domains == ()


def test_the_terms_in_a_claim_go_before_what_is_learned(engine):
    known = Knowledge(domains=(REEFS, TOLLS), coded_claims=tuple(coded()))
    found = claim(engine, known, "Ana Silva said the harbour dues are grand.")
    assert found.domains == (TOLLS,)


@pytest.mark.parametrize("state", ["accepted", "rejected"])
def test_what_a_project_coded_is_what_is_learned(project, add_article, state):
    body = "Ana Silva said the plan was grand. Nobody else spoke."
    article = add_article(project, body)
    with project.reading() as connection:
        stances = {c.key: c.id for c in queries.fields(connection)["stance"].choices}
        domain = next(iter(queries.domains(connection).values()))
    with project.edit("Code") as session:
        spans = {"source": [Span(0, 9)], "cue": [Span(10, 14)], "content": [Span(15, 33)]}
        made = edits.create_claim(session, article, spans, domain_ids=[domain.id])
        set_code(session, [made], "stance", stances["opposed"])
        if state == "rejected":
            edits.reject(session, [made])
    with project.reading() as connection:
        known = read_knowledge(connection)
    words = "said", "the plan was grand"
    expected = CodedClaim(*words, "opposed", None, (domain.name,), "Ana Silva")
    assert known.coded_claims == ((expected,) if state == "accepted" else ())
    wire = LineFormat(Knowledge)
    assert wire.read(wire.write(known)).coded_claims == known.coded_claims
