# SPDX-License-Identifier: MIT
"""Terms for the codebook from what was accepted."""

from __future__ import annotations

import pytest

from claimdesk.models.codebook import set_terms
from claimdesk.models.editing import edits
from claimdesk.models.learning import terms
from claimdesk.models.store import queries
from claimdesk.models.store.settings import put_setting
from claimdesk.models.text.spans import Span

BODY = "Quiet hulls and Quiet hulls need sonar; the hull coating of quiet hulls is new. A tug."


@pytest.fixture
def mark(project, add_article):
    """Marks words as being about a domain, each time in another article, accepted or rejected."""

    def record(words, domain_id, *, times=1, state="accepted"):
        start = BODY.index(words)
        for _ in range(times):
            article = add_article(project, BODY)
            with project.edit("Mark") as session:
                span = Span(start, start + len(words))
                made = edits.create_domain_mention(session, article, span, domain_id)
                if state == "rejected":
                    edits.reject(session, [made])

    return record


def proposed(project):
    with project.reading() as connection:
        return terms.candidates(connection)


def test_words_that_were_accepted_twice_are_proposed_in_their_usual_spelling(project, mark):
    mark("Quiet hulls", 1)
    assert proposed(project) == []
    mark("quiet hulls", 1)
    mark("hull coating", 2, times=3)
    assert [(c.text, c.domain_id, c.accepted, c.of) for c in proposed(project)] == [
        ("hull coating", 2, 3, 3),
        ("quiet hulls", 1, 2, 2),
    ]


def test_words_that_mean_now_this_and_now_that_are_not(project, mark):
    mark("quiet hulls", 1, times=2)
    mark("quiet hulls", 2, times=2)
    mark("hull coating", 1, times=2)
    mark("hull coating", 1, times=1, state="rejected")
    mark("hull coating", 1, times=1)
    assert [c.text for c in proposed(project)] == ["hull coating"]


def test_what_the_codebook_finds_or_cannot_use_is_not(project, mark):
    with project.edit("Terms") as session:
        set_terms(session, 3, ["quiet hull"])
    mark("quiet hulls", 1, times=2)
    mark("A", 1, times=2)
    mark(BODY, 1, times=2)
    assert proposed(project) == []


def test_accepting_makes_terms_and_dismissing_is_for_good_until_undone(project, mark):
    mark("quiet hulls", 1, times=2)
    mark("hull coating", 1, times=2)
    coating, hulls = proposed(project)
    before = domain(project, 1).terms
    with project.edit("Accept") as session:
        terms.accept(session, [hulls])
    assert domain(project, 1).terms == (*before, "quiet hulls")
    with project.edit("Dismiss") as session:
        terms.dismiss(session, [coating])
    assert proposed(project) == []
    mark("hull coating", 1, times=3)
    assert proposed(project) == []
    mark("hull coating", 2, times=20)
    assert [c.domain_id for c in proposed(project)] == [2]
    for _ in range(3):
        project.undo()
    assert [c.text for c in proposed(project)] == ["hull coating"]


def domain(project, domain_id):
    with project.reading() as connection:
        return queries.domains(connection)[domain_id]


@pytest.mark.parametrize("stored", ["", "x", "{}", "[[1]]", '[["quiet hulls", "1"]]', "[" * 9999])
def test_a_setting_of_another_form_counts_as_none(project, mark, stored):
    with project.edit("Break") as session:
        put_setting(session, "terms.dismissed", stored)
    mark("quiet hulls", 1, times=2)
    assert len(proposed(project)) == 1
