# SPDX-License-Identifier: MIT
"""Suggestions do not depend on how a text was wrapped, nor on characters that nobody sees."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from sqlalchemy import select

from claimdesk.models.articles.importing import import_text
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Actor as ActorTable
from claimdesk.models.suggest import runs
from claimdesk.models.suggest.data import ActorEntry, DomainEntry, Knowledge, Suggestions
from claimdesk.models.suggest.engine import Engine
from claimdesk.models.text.spans import Span

CASES = Path(__file__).parents[4] / "shared/cases"


def _unwrapped(source: str) -> str:
    """An article with one line a paragraph."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in source.split("\n\n"))


TALKS = _unwrapped("""
Portugal and Brazil agree on a hotline between their navies

Foreign Minister Helena Marques of Portugal said on Monday that the hotline between the navies
of both countries would be open day and night. “We have waited for this for nine years,” she
said after talks with her Brazilian counterpart in Lisbon.

The European Union welcomed the agreement, which it called a long-term investment in maritime
security. According to the Portuguese Foreign Ministry, the United States and the United Kingdom
were told of the plan in advance.

Analysts at the Institute for Ocean Studies doubt that the well-known dispute over the islands
will end soon. “Nobody should expect too much,” warned Rui Teixeira, who leads the institute’s
programme on defence cooperation.
""")

VOTE = _unwrapped("""
Parliament to vote on cyber defence bill

The German government insists that the bill is needed to protect hospitals and power plants.
Interior Minister Klara Vogt told lawmakers that attacks on German networks had doubled in a
year and that NATO allies expected Berlin to act.

“This bill gives the police powers that no court has checked,” said Opposition leader Jonas
Reuter. He urged the government to withdraw it and demanded a hearing with experts from the
Council of Europe.

The United Nations human rights office said it was concerned about the bill. A spokeswoman for
the office, Amina Diallo, argued that mass surveillance would violate international law.

A vote is expected on Thursday. The ruling parties believe that they have a majority of at least
twelve votes.
""")

AID = _unwrapped("""
Japan pledges aid for flood victims in South Korea

Japan will send rescue teams and medicine to South Korea, Prime Minister Kenji Aoyama announced
in Tokyo on Tuesday evening. He said the two neighbours “must stand together in times of need.”

South Korea's Foreign Ministry thanked Japan for the offer and said that the first teams would
land at Busan within hours. Officials in Seoul hope that disaster relief can become a field of
closer cooperation between both states.

China denied reports that it had refused to share weather data. “These claims are baseless,” a
spokesman for the Chinese Foreign Ministry, Lin Guozhi, told reporters in Beijing.
""")

Told = list[object]


def told(text: str, found: Suggestions) -> Told:
    """What is suggested, by its letters and marks, whatever the places and the white space."""

    def words(*spans: Span) -> list[str]:
        return ["".join(text[span.start : span.end].split()) for span in spans]

    return [
        [(words(m.span), m.actor.name, m.actor.kind, m.actor.country) for m in found.mentions],
        [
            (
                words(*c.source),
                words(*c.cue),
                words(*c.content),
                c.speaker.name if c.speaker else None,
                c.stance,
                c.kind,
                [domain.name for domain in c.domains],
            )
            for c in found.claims
        ],
        [(words(d.span), d.domain.name) for d in found.domains],
    ]


def wrapped(text: str, columns: int, ends: str = "") -> str:
    paragraphs = text.split("\n\n")
    return f"{ends}\n\n".join(f"{ends}\n".join(textwrap.wrap(p, columns)) for p in paragraphs)


@pytest.mark.parametrize("article", [TALKS, VOTE, AID], ids=["talks", "vote", "aid"])
def test_wrapped_lines_make_no_difference(
    engine: Engine, codebook: Knowledge, article: str
) -> None:
    wanted = told(article, engine.suggest_all(article, codebook))
    assert len(wanted[1]) > 3  # type: ignore[arg-type]
    for columns in range(60, 81, 4):
        text = wrapped(article, columns)
        assert told(text, engine.suggest_all(text, codebook)) == wanted, columns


def test_quoted_mail_and_trailing_spaces_make_no_difference(
    engine: Engine, codebook: Knowledge
) -> None:
    wanted = told(VOTE, engine.suggest_all(VOTE, codebook))
    text = wrapped(VOTE, 72, " ")
    assert told(text, engine.suggest_all(text, codebook)) == wanted
    quoted = "\n".join(f"> {line}" for line in wrapped(VOTE, 72).split("\n"))
    found = told(quoted, engine.suggest_all(quoted, codebook))
    assert [[str(x).replace(">", "") for x in part] for part in found] == [  # type: ignore[attr-defined]
        [str(x) for x in part]  # type: ignore[attr-defined]
        for part in wanted
    ]


def test_what_is_not_part_of_the_article_makes_no_difference(
    engine: Engine, codebook: Knowledge
) -> None:
    wanted = told(VOTE, engine.suggest_all(VOTE, codebook))
    title, first, *more = VOTE.split("\n\n")
    text = "\n\n".join((
        "2 of 7 DOCUMENTS",
        title,
        "By Nora Klee, Berlin correspondent",
        "May 4, 2025",
        f"BERLIN, May 4 (Harbour News) — {first}",
        "Lawmakers of the Social Democrats in Berlin on Monday. (Photo by Nora Klee/Getty Images)",
        "Read also: France says that it will not follow Germany",
        *more,
        "Sign up for our newsletter and read what the European Union plans.",
        "Related stories",
        "Greece rejects the bill, says minister",
        "© 2025 Harbour News Germany. All rights reserved.",
    ))  # fmt: skip
    found = engine.suggest_all(text, codebook)
    assert told(text, found) == wanted


HIDDEN = {
    "soft hyphens": lambda word: f"{word[:3]}\u00ad{word[3:]}" if len(word) > 4 else word,
    "zero-width spaces": lambda word: f"{word[:2]}\u200b{word[2:]}" if len(word) > 3 else word,
    "joiners": lambda word: f"{word}\u2060" if len(word) > 3 else word,
    "ligatures": lambda word: word.replace("ffi", "\ufb03").replace("fi", "\ufb01"),
    "hyphens": lambda word: word.replace("-", "\u2011"),
}


@pytest.mark.parametrize("kind", HIDDEN)
def test_what_nobody_sees_makes_no_difference(
    engine: Engine, codebook: Knowledge, kind: str
) -> None:
    article = f"{TALKS}\n\n{AID}"
    text = "\n\n".join(" ".join(map(HIDDEN[kind], p.split())) for p in article.split("\n\n"))
    assert text != article
    plain, found = engine.suggest_all(article, codebook), engine.suggest_all(text, codebook)
    assert len(found.claims) == len(plain.claims)
    assert [m.actor for m in found.mentions] == [m.actor for m in plain.mentions]
    assert [c.speaker for c in found.claims] == [c.speaker for c in plain.claims]
    assert [c.domains for c in found.claims] == [c.domains for c in plain.claims]


def test_narrow_no_break_spaces_join_a_name(engine: Engine) -> None:
    text = "The European\u202fUnion said that it would help."
    (mention,) = engine.suggest_all(text, Knowledge()).mentions
    assert mention.actor.name == "European Union"
    assert text[mention.span.start : mention.span.end] == "European\u202fUnion"


def test_names_and_terms_that_hold_what_nobody_sees_are_found(engine: Engine) -> None:
    known = Knowledge(
        actors=(ActorEntry("Reef\u00a0Li\u00adons", "group", id=7),),
        domains=(DomainEntry("Sea", ("fish\u00aderies", "cross\u2011border trade")),),
    )
    text = "The Reef Lions want fisheries and cross-border trade."
    found = engine.suggest_all(text, known)
    assert [m.actor.id for m in found.mentions] == [7]
    assert [text[d.span.start : d.span.end] for d in found.domains] == [
        "fisheries",
        "cross-border trade",
    ]


@pytest.mark.parametrize("name", ["hard-wrapped", "soft-hyphens"])
def test_the_shared_cases(engine: Engine, codebook: Knowledge, name: str) -> None:
    if not CASES.is_dir():
        pytest.skip("the shared cases are not here")
    plain = (CASES / "plain.txt").read_text(encoding="utf-8")
    text = (CASES / f"{name}.txt").read_text(encoding="utf-8")
    wanted = told(plain, engine.suggest_all(plain, codebook))
    found = engine.suggest_all(text, codebook)
    shown = str(told(text.replace("\u00ad", "\u2060"), found)).replace("\\u2060", "")
    assert shown == str(wanted)


def test_the_case_with_ligatures(engine: Engine, codebook: Knowledge) -> None:
    if not CASES.is_dir():
        pytest.skip("the shared cases are not here")
    text = (CASES / "ligatures.txt").read_text(encoding="utf-8")
    spelled = text.replace("\ufb03", "ffi")
    found, wanted = engine.suggest_all(text, codebook), engine.suggest_all(spelled, codebook)
    shown = str(told(text, found)).replace("\ufb03", "ffi")
    assert shown == str(told(spelled, wanted))


def test_a_new_actor_has_a_clean_name_and_its_quote_is_the_text(
    engine: Engine, tmp_path: Path
) -> None:
    body = (
        "Envoys of the Nor\u00adland Sea\nCouncil met.\n\nRui Tei\u00adxeira said that he agreed."
    )
    with Project.create(tmp_path / "talks.claimdesk") as project:
        import_text(project, body)
        with project.reading() as connection:
            article_id, stored = connection.exec_driver_sql("SELECT id, body FROM article").one()
        run = runs.Run(project, article_id, engine.pipeline, stored)
        for _, batch in engine.suggest(stored, Knowledge()):
            run.add(batch)
        run.finish()
        with project.reading() as connection:
            names = set(connection.execute(select(ActorTable.name)).scalars())
            spans = connection.exec_driver_sql("SELECT start, end, quote FROM span").all()
    assert "Rui Teixeira" in names
    assert not any("\u00ad" in name or "\n" in name for name in names)
    assert any("\u00ad" in quote for _, _, quote in spans)
    assert all(stored[start:end] == quote for start, end, quote in spans)
