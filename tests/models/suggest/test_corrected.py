# SPDX-License-Identifier: MIT
"""What was corrected or rejected does not come back beside the correction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session

from claimdesk.models import registry
from claimdesk.models.editing import edits
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.suggest.data import (
    ActorEntry,
    ClaimSuggestion,
    DomainEntry,
    DomainSuggestion,
    MentionSuggestion,
    Pipeline,
    Suggestions,
)
from claimdesk.models.suggest.renaming import correct_bounds
from claimdesk.models.suggest.runs import Run
from claimdesk.models.text.spans import Span

BODY = (
    "Mara Lindt said the reef patrols would grow next year and cost more, adding that quantum "
    "clocks come later. Ole Brandt of the Reef Board replied that she believes in fairy tales."
)
LINDT = ActorEntry("Mara Lindt", "person")
BRANDT = ActorEntry("Ole Brandt", "person")
BOARD = ActorEntry("Reef Board", "organization")
WHY = (0.7, "rule:test", "because")


def at(words: str) -> Span:
    return Span(BODY.index(words), BODY.index(words) + len(words))


def claim(source: str, cue: str, content: str, speaker: ActorEntry | None) -> ClaimSuggestion:
    own = (at(source),) if source else ()
    return ClaimSuggestion(own, (at(cue),) if cue else (), (at(content),), speaker, *WHY)


GROW = "the reef patrols would grow next year and cost more"
LATER = "quantum clocks come later"
SAID = claim("Mara Lindt", "said", GROW, LINDT)
ADDED = claim("Mara Lindt", "adding", LATER, LINDT)
REPLIED = claim("Ole Brandt", "replied", "she believes in fairy tales", BRANDT)
BELIEVES = claim("she", "believes", "in fairy tales", LINDT)


def suggest(project: Project, article: int, **found: Sequence[object]) -> list[AnnotationRow]:
    """Write one run; what is still to decide afterwards."""
    run = Run(project, article, Pipeline("words", "1"))
    run.add(Suggestions(**{layer: tuple(each) for layer, each in found.items()}))
    run.finish()
    return [row for row in layers(project, article) if row.state == "suggested"]


def layers(project: Project, article: int) -> list[AnnotationRow]:
    with project.reading() as connection:
        return queries.article_annotations(connection, article)


def cut(session: Session, said: int, added: int) -> None:
    edits.set_role(session, said, "content", [at("reef patrols")])
    edits.accept(session, [added])


def cut_and_given_another_cue_and_source(session: Session, said: int, added: int) -> None:
    edits.set_role(session, said, "content", [at("cost more")])
    edits.set_role(session, said, "cue", [at("adding")])
    edits.set_role(session, said, "source", [])
    edits.reject(session, [added])


def cut_and_taken_back(session: Session, said: int, added: int) -> None:
    edits.set_role(session, said, "content", [at("reef")])
    edits.set_role(session, said, "cue", [])
    edits.set_role(session, said, "content", [at("more")])
    edits.set_role(session, added, "content", [at("clocks")])


def extended(session: Session, said: int, added: int) -> None:
    edits.set_role(session, said, "content", [Span(0, len(BODY))])
    edits.reject(session, [added])


def split(session: Session, said: int, added: int) -> None:
    edits.set_role(session, said, "content", [at("the reef patrols would grow next year")])
    edits.create_claim(session, 1, {"content": [at("cost more")]})
    edits.accept(session, [added])


def split_by_hand(session: Session, said: int, added: int) -> None:
    edits.delete_annotations(session, [said])
    edits.create_claim(session, 1, {"content": [at("the reef patrols would grow")]})
    edits.create_claim(session, 1, {"content": [at("cost more")]})
    edits.accept(session, [added])


def joined(session: Session, said: int, added: int) -> None:
    whole = Span(at(GROW).start, at(LATER).end)
    edits.set_role(session, said, "content", [whole])
    edits.delete_annotations(session, [added])


def joined_by_hand(session: Session, said: int, added: int) -> None:
    edits.delete_annotations(session, [said, added])
    whole = Span(at(GROW).start, at(LATER).end)
    edits.create_claim(session, 1, {"content": [whole]})


def rejected(session: Session, said: int, added: int) -> None:
    edits.reject(session, [said, added])


CORRECTIONS = (
    *(cut, cut_and_given_another_cue_and_source, cut_and_taken_back, extended, split),
    *(split_by_hand, joined, joined_by_hand, rejected),
)


@pytest.mark.parametrize("correct", CORRECTIONS, ids=lambda correct: correct.__name__)
def test_a_corrected_claim_does_not_come_back(
    project: Project, add_article: Callable, path: Path, correct: Callable
) -> None:
    article = add_article(project, body=BODY)
    first = suggest(project, article, claims=[SAID, ADDED])
    with project.edit("Correct") as session:
        correct(session, *(row.id for row in first))
    decided = layers(project, article)
    # Found again as it was, and as another model may find it.
    nearly = replace(SAID, content=(at("the reef patrols would grow next year and cost"),))
    for found in ([SAID, ADDED], [nearly, ADDED]):
        assert suggest(project, article, claims=found) == []
    project.close()
    with Project.open(path) as again:
        assert suggest(again, article, claims=[SAID, ADDED]) == []
        assert layers(again, article) == decided
        again.undo()
        assert len(layers(again, article)) == 2


def test_other_claims_are_suggested_beside_decided_ones(
    project: Project, add_article: Callable
) -> None:
    article = add_article(project, body=BODY)
    # A deleted suggestion whose words nothing covers may come back.
    first = suggest(project, article, claims=[SAID, REPLIED, ADDED])
    with project.edit("Decide") as session:
        edits.delete_annotations(session, [first[1].id])
        edits.set_role(session, first[0].id, "content", [at("the reef patrols would grow")])
        edits.accept(session, [first[2].id])
    # One with the same cue and other words, and one inside another with a cue of its own.
    more = claim("Mara Lindt", "said", LATER, LINDT)
    left = suggest(project, article, claims=[SAID, more, REPLIED, BELIEVES])
    assert [row.quote("cue") for row in left] == ["said", "believes"]


def mention(words: str, actor: ActorEntry) -> MentionSuggestion:
    return MentionSuggestion(at(words), actor, *WHY)


def test_words_inside_or_around_an_accepted_mention_are_not_suggested(
    project: Project, add_article: Callable
) -> None:
    article = add_article(project, body=BODY)
    [row] = suggest(project, article, mentions=[mention("Lindt said", LINDT)])
    with project.edit("Correct") as session:
        edits.move_span(session, row.id, "mention", at("Lindt said"), at("Mara Lindt"))
        board = registry.create_actor(session, "Board", "organization")
        edits.create_mention(session, article, at("the Reef Board"), board)
    again = ["Lindt said", "Mara", "Mara Lindt said the reef", "Reef", "Board replied"]
    assert suggest(project, article, mentions=[mention(w, LINDT) for w in again]) == []
    assert len(suggest(project, article, mentions=[mention("Ole Brandt", BRANDT)])) == 1


def test_a_rejected_mention_does_not_come_back_with_slightly_other_bounds(
    project: Project, add_article: Callable
) -> None:
    article = add_article(project, body=BODY)
    quantum, space = DomainEntry("Quantum technologies"), DomainEntry("Space")

    def domain(words: str, entry: DomainEntry) -> DomainSuggestion:
        return DomainSuggestion(at(words), entry, *WHY)

    first = suggest(
        project,
        article,
        mentions=[mention("Lindt", LINDT), mention("Ole Brandt of the Reef", BOARD)],
        domains=[domain("quantum", quantum)],
    )
    with project.edit("Reject") as session:
        edits.reject(session, [row.id for row in first])
    again = [mention("Mara Lindt", LINDT), mention("Brandt of the Reef", BRANDT)]
    # Words inside that name somebody else are another suggestion.
    again.append(mention("Ole Brandt", BRANDT))
    left = suggest(
        project,
        article,
        mentions=again,
        domains=[domain("quantum clocks come", quantum), domain("quantum clocks come", space)],
    )
    assert [row.pieces[0].quote for row in left] == ["quantum clocks come", "Ole Brandt"]


def test_a_state_in_a_longer_name_becomes_what_the_name_says(
    project: Project, add_article: Callable
) -> None:
    body = "Korea agreed, the South Korea Desk said, and China Daily reported it."
    article = add_article(project, body=body)

    def place(words: str) -> Span:
        return Span(body.index(words), body.index(words) + len(words))

    korea = ActorEntry("Korea", "place", "KP", ("the peninsula",))
    china = ActorEntry("China", "state", "CN", ("PRC",))
    found = [MentionSuggestion(place(a.name), a, *WHY) for a in (korea, china)]
    first = suggest(
        project, article, mentions=[replace(found[0], span=place("Korea Desk")), *found]
    )
    ids = {row.pieces[0].quote: row.id for row in first}
    with project.edit("Correct") as session:
        for old, new in (("Korea Desk", "South Korea"), ("China", "China Daily")):
            move = partial(_move, number=ids[old], old=place(old), new=place(new))
            correct_bounds(ids[old], move)(session)
    with project.reading() as connection:
        actors = {actor.name: actor for actor in queries.actors(connection).values()}
    # “Korea” is named elsewhere, so it stays what it was; “China” was only in these words.
    assert {name: actor.kind for name, actor in actors.items()} == {
        "Korea": "place",
        "China Daily": "organization",
    }
    assert actors["China Daily"].aliases == ()


def _move(session: Session, number: int, old: Span, new: Span) -> None:
    edits.move_span(session, number, "mention", old, new)


def test_what_is_decided_is_compared_in_time_in_proportion(
    project: Project, add_article: Callable, steps: Callable
) -> None:
    taken = []
    for count in (40, 160):
        sentence = "Mara Lindt said the reefs would grow. "
        article = add_article(project, body=sentence * count)
        starts = [len(sentence) * i for i in range(count)]
        again = Suggestions(
            tuple(MentionSuggestion(Span(i, i + 10), LINDT, *WHY) for i in starts),
            tuple(
                ClaimSuggestion(
                    (Span(i, i + 10),),
                    (Span(i + 11, i + 15),),
                    (Span(i + 16, i + 36),),
                    LINDT,
                    *WHY,
                )
                for i in starts
            ),
        )
        first = suggest(project, article, mentions=again.mentions, claims=again.claims)
        with project.edit("Decide") as session:
            edits.accept(session, [row.id for row in first])
        run = Run(project, article, Pipeline("words", "1"))
        run.add(Suggestions())
        taken.append(steps(lambda run=run, again=again: run.add(again)))
        assert len(layers(project, article)) == 2 * count
    assert taken[1] < 6 * taken[0]
