# SPDX-License-Identifier: MIT
"""Who is found to say what, by which words."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import Knowledge

NOTHING = Knowledge()


def claims(engine, text):
    """Speaker, source, cue and content of each claim, as text."""
    return [
        (
            claim.speaker.name if claim.speaker else None,
            *(
                " … ".join(text[span.start : span.end] for span in role)
                for role in (claim.source, claim.cue, claim.content)
            ),
        )
        for claim in engine.suggest_all(text, NOTHING).claims
    ]


MARIA = "Maria Keller"


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("Maria Keller said the port is safe.", MARIA, "said", "the port is safe"),
        ("The port is safe, Maria Keller said.", MARIA, "said", "The port is safe"),
        ("“The port is safe,” said Maria Keller.", MARIA, "said", "“The port is safe,”"),
        ("Maria Keller said, “The port is safe.”", MARIA, "said", "“The port is safe.”"),
        ('Maria Keller said: "The port is safe."', MARIA, "said", '"The port is safe."'),
        ("Maria Keller: “The port is safe.”", MARIA, ":", "“The port is safe.”"),
        (
            "Maria Keller told reporters that the port “is safe now.”",
            MARIA,
            "told",
            "that the port “is safe now.”",
        ),
        (
            "The port is safe, according to Maria Keller.",
            MARIA,
            "according to",
            "The port is safe",
        ),
        (
            "According to Maria Keller, the port is safe.",
            MARIA,
            "According to",
            "the port is safe",
        ),
        (
            "“The port is safe,” Maria Keller said. “Ships may come.”",
            MARIA,
            "said",
            "“The port is safe,” … “Ships may come.”",
        ),
        (
            "Maria Keller urged France to abandon the plan.",
            MARIA,
            "urged",
            "France to abandon the plan",
        ),
        ("Maria Keller called for new talks.", MARIA, "called for", "new talks"),
        ("Maria Keller warned of a long delay.", MARIA, "warned of", "a long delay"),
        ("Maria Keller believes that peace is near.", MARIA, "believes", "that peace is near"),
        ("Maria Keller praised the new treaty.", MARIA, "praised", "the new treaty"),
        (
            "Maria Keller views the treaty as a burden.",
            MARIA,
            "views",
            "the treaty as a burden",
        ),
        ("The treaty was condemned by Maria Keller.", MARIA, "was condemned", "The treaty"),
        (
            "Maria Keller rejected the claim that the port is closed.",
            MARIA,
            "rejected",
            "the claim that the port is closed",
        ),
        (
            "Maria Keller is confident that peace is near.",
            MARIA,
            "is confident",
            "that peace is near",
        ),
    ],
)
def test_source_cue_and_content(engine, text, source, cue, content):
    assert (MARIA, source, cue, content) in claims(engine, text)


@pytest.mark.parametrize(
    ("text", "cue", "content"),
    [
        ("Maria Keller hoped that the port is safe.", "hoped", "that the port is safe"),
        ("Maria Keller texted, “The port is safe.”", "texted", "“The port is safe.”"),
        ("Maria Keller hated the plan.", "hated", "the plan"),
        (
            "Maria Keller made it clear that the port is safe.",
            "made it clear",
            "that the port is safe",
        ),
        ("Maria Keller voiced support for the new treaty.", "voiced support for", "the new treaty"),
        ("Maria Keller expressed concern about the delay.", "expressed concern about", "the delay"),
        ("Maria Keller took aim at the new treaty.", "took aim at", "the new treaty"),
        ("Maria Keller did not say that the port is safe.", "did not say", "that the port is safe"),
        ("The port is safe: Maria Keller", ":", "The port is safe"),
        ("The ships leave; Maria Keller says the port is safe", "says", "the port is safe"),
        (
            "Maria Keller said they would repair the port, a small harbour near Graz.",
            "said",
            "they would repair the port",
        ),
        (
            "Maria Keller said the port is safe, though it was built long ago.",
            "said",
            "the port is safe",
        ),
        ("Maria Keller described hardship in the camps.", "described", "hardship in the camps"),
        ("On “Harbour News,” Maria Keller said the port is safe.", "said", "the port is safe"),
        ("Maria Keller stormed, “The port is closed!”", "stormed", "“The port is closed!”"),
        ("Maria Keller ruled out new talks.", "ruled out", "new talks"),
        ("Maria Keller wants a larger port.", "wants", "a larger port"),
        ("Maria Keller apologised for the delay.", "apologised for", "the delay"),
        ("Maria Keller denied having sold the ships.", "denied", "having sold the ships"),
        ("Maria Keller opposed closing the port.", "opposed", "closing the port"),
        ("Maria Keller was against the treaty.", "was against", "the treaty"),
        ("Maria Keller demanded talks within 40 days.", "demanded", "talks within 40 days"),
        (
            "GRAZ, May 3 (Harbour News) -- The port is safe, Maria Keller said.",
            "said",
            "The port is safe",
        ),
        ("Maria Keller put the losses at 40 ships.", "put", "the losses at 40 ships"),
        ("Maria Keller hopes that the port is safe.", "hopes", "that the port is safe"),
        ("Maria Keller dismissed the charge.", "dismissed", "the charge"),
        (
            "Maria Keller refused to say whether the ships had left.",
            "refused to say",
            "whether the ships had left",
        ),
        ("Maria Keller neither admitted nor denied the loss.", "neither admitted nor denied",
         "the loss"),
        (
            "Maria Keller said she was asking for ships: “The port is safe.”",
            "said",
            "she was asking for ships: “The port is safe.”",
        ),
        (
            "Peter Novak vowed to work “in full and on time”. Maria Keller said the port is safe.",
            "said",
            "the port is safe",
        ),
        ("Maria Keller said the ferry had been closed and blamed the storm.", "said",
         "the ferry had been closed"),
        ("Maria Keller said the ferry had been closed and blamed the storm.", "blamed",
         "the storm"),
        ("Maria Keller said the ships had to come first and accused Peter Novak of theft.",
         "accused", "Peter Novak of theft"),
        ("Maria Keller branded the tariff “a slow poison”.", "branded",
         "the tariff “a slow poison”"),
        ("Maria Keller called for the ships to leave the port.", "called for",
         "the ships to leave the port"),
        ("Maria Keller has pressed its partners for years to repair the port.", "has pressed",
         "its partners … to repair the port"),
        ("Maria Keller made clear that her country would not sign.", "made clear",
         "that her country would not sign"),
        ("Maria Keller threatened retaliation.", "threatened", "retaliation"),
        ("Maria Keller said it was “deeply sorry” and would pay compensation.", "said",
         "it was “deeply sorry” … would pay compensation"),
        ("Maria Keller called on Peter Novak to repair the port, and welcomed the progress made.",
         "welcomed", "the progress made"),
        ("Peter Novak says the port is safe; Maria Keller denies this.", "denies", "this"),
        ("Maria Keller accused the crew of what she called cowardice.", "accused",
         "the crew of what she called cowardice"),
        ("Maria Keller branded the toll a tax on the poor.", "branded",
         "the toll a tax on the poor"),
        ("Maria Keller wants it doubled.", "wants", "it doubled"),
        ("Maria Keller expressed confidence that nine members would vote for it.",
         "expressed confidence", "that nine members would vote for it"),
        ("Maria Keller brushed aside the threat.", "brushed aside", "the threat"),
    ],
)  # fmt: skip
def test_cues_of_other_forms_and_what_is_not_part_of_the_content(engine, text, cue, content):
    assert (MARIA, MARIA, cue, content) in claims(engine, text)


@pytest.mark.parametrize(
    "text",
    [
        "Maria Keller declined to comment.",
        "The crews live in a base called Camp Novak.",
        "Maria Keller paid a courtesy call on the president.",
        "Maria Keller came to Graz in order to sell the ships.",
        "Maria Keller said goodbye.",
        "Maria Keller called a meeting of the ministers.",
        "The company is obligated to repair the ships.",
        "Following the storm, Maria Keller said.",
        "Maria Keller asked not to be named.",
        "Maria Keller did not mention the port.",
        "Maria Keller campaigned for years.",
        "Nobody has offered a ship.",
        "Maria Keller delayed the announcement of the treaty.",
        "The law was meant to help the crews.",
    ],
)
def test_what_only_looks_like_a_claim(engine, text):
    assert claims(engine, text) == []


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ("Maria Keller said Peter Novak praised the treaty.", "the treaty"),
        ("Maria Keller said Peter Novak believes the treaty is dead.", "the treaty is dead"),
        (
            "Maria Keller said the treaty, which Peter Novak called “very important,” is dead.",
            "which … “very important,”",
        ),
    ],
)
def test_what_somebody_else_thinks_inside_a_claim(engine, text, inner):
    found = {claim[0]: claim[3] for claim in claims(engine, text)}
    assert found["Peter Novak"] == inner
    assert "treaty" in found[MARIA]


@pytest.mark.parametrize(
    ("form", "taken", "verb"),
    [
        ("hoped", "hop", "hope"),
        ("hoping", "hop", "hope"),
        ("rated", "rat", "rate"),
        ("hated", "hat", "hate"),
        ("texted", "texte", "text"),
        ("ripped", "ripp", "rip"),
        ("admitted", "admitt", "admit"),
        ("denied", "deni", "deny"),
        ("hopped", "hop", "hop"),
        ("hopes", "hop", "hope"),
        ("hops", "hop", "hop"),
    ],
)
def test_the_verb_of_a_form_that_pipelines_take_for_another(form, taken, verb):
    assert cue_lexicon().lemma(form, taken) == verb


def test_the_owner_of_a_view_is_its_source(engine):
    text = "Maria Keller left. Her view is that the port is safe. In her words, the ships are old."
    assert [claim[1:] for claim in claims(engine, text)] == [
        ("Her", "view", "that the port is safe"),
        ("her", "In … words", "the ships are old"),
    ]
    (seen,) = claims(engine, "To the minister, the port is a bridge.")
    assert seen[1:] == ("the minister", "To", "the port is a bridge")
    (held,) = claims(engine, "The ministry's position remains that the port is safe.")
    assert held[1:] == ("The ministry's", "position", "that the port is safe")
    assert claims(engine, "The city's figure is 90.")[0][1:] == ("The city's", "figure", "90")


def test_who_reports_a_report_is_a_source_too(engine):
    text = "Peter Novak alleges that the port sold ships to Graz, according to a letter of Friday."
    assert [claim[1::2] for claim in claims(engine, text)] == [
        ("a letter of Friday", "Peter Novak alleges that the port sold ships to Graz"),
        ("Peter Novak", "that the port sold ships to Graz"),
    ]


def test_a_view_is_of_the_noun_that_its_clause_describes(engine):
    text = "Maria Keller bought the ships that Peter Novak regards as unsafe."
    assert claims(engine, text)[0][1::2] == ("Peter Novak", "the ships … as unsafe")


def test_single_marks_quote_where_a_text_has_no_others(engine):
    text = (
        "‘The builders’ port isn’t safe,’ Maria Keller said. "
        "‘Some see a “bridge”. I see a wall.’\n\n"
        "The port is old and, as Peter Novak puts it, ‘nothing to be proud of’."
    )
    assert [claim[::3] for claim in claims(engine, text)] == [
        (MARIA, "‘The builders’ port isn’t safe,’ … ‘Some see a “bridge”. I see a wall.’"),
        ("Peter Novak", "‘nothing to be proud of’"),
    ]


def test_a_view_without_a_source(engine):
    found = claims(engine, "The treaty is viewed as a burden.")
    assert found == [(None, "", "is viewed", "The treaty … as a burden")]


def test_a_source_has_its_apposition(engine):
    text = "Peter Novak, a professor at the University of Graz, said the plan would fail."
    source = "Peter Novak, a professor at the University of Graz"
    assert claims(engine, text) == [("Peter Novak", source, "said", "the plan would fail")]


def test_a_quotation_goes_on_in_the_next_paragraphs(engine):
    text = "Maria Keller said: “We began early.\n\n“We worked late.\n\n“We are done.”\n\nIt rained."
    ((speaker, _, _, content),) = claims(engine, text)
    assert speaker == MARIA
    assert content == "“We began early. … “We worked late. … “We are done.”"


def test_a_colon_introduces_the_next_paragraph(engine):
    text = "Maria Keller wrote on her page:\n\n“The port is safe.”"
    assert claims(engine, text)[0][::3] == (MARIA, "“The port is safe.”")


def test_no_claim_inside_direct_speech(engine):
    found = claims(
        engine, "“I think that he said we should believe in the port,” Maria Keller said."
    )
    assert [claim[0] for claim in found] == [MARIA]


def test_what_others_are_reported_to_say_is_a_claim_too(engine):
    text = "Maria Keller said the French ministers announced that they were leaving."
    assert [claim[0] for claim in claims(engine, text)] == [MARIA, "French ministers"]


@pytest.mark.parametrize("pronoun", ["He", "The professor"])
def test_a_pronoun_or_a_role_means_the_last_speaker(engine, pronoun):
    text = (
        "Peter Novak, a professor in Graz, said the plan would fail.\n"
        f"{pronoun} also said it would be expensive."
    )
    assert [claim[0] for claim in claims(engine, text)] == ["Peter Novak", "Peter Novak"]


def test_a_relative_clause_means_the_noun_before_it(engine):
    text = "Peter Novak, who said the plan would fail, left for Graz."
    assert "Peter Novak" in [claim[0] for claim in claims(engine, text)]


def coded(engine, text):
    (claim,) = engine.suggest_all(text, NOTHING).claims
    return claim.stance, claim.kind


@pytest.mark.parametrize(
    ("text", "stance", "kind"),
    [
        ("Maria Keller praised the treaty.", "supportive", "assertion"),
        ("Maria Keller condemned the treaty.", "opposed", "assertion"),
        ("Maria Keller did not condemn the treaty.", "supportive", "assertion"),
        ("Maria Keller urged France to leave.", "opposed", "demand"),
        ("Maria Keller urged France to join.", "supportive", "demand"),
        ("Maria Keller denied that she left.", "opposed", "denial"),
        ("Maria Keller warned of a delay.", "opposed", "warning"),
        ("Maria Keller vowed to come back.", "supportive", "promise"),
        ("Maria Keller announced plans to come back.", "supportive", "promise"),
        ("Maria Keller neither confirmed nor denied the delay.", "neutral", "question"),
        ("Maria Keller said the law was too broad.", "sceptical", "assertion"),
        ("Maria Keller said the ships, too, will leave.", "neutral", "prediction"),
        ("Maria Keller said the ships will leave.", "neutral", "prediction"),
        ("Maria Keller said the ships should leave.", "opposed", "demand"),
        ("Maria Keller said it was Tuesday.", "neutral", "assertion"),
        ("“Who left the ships?” asked Maria Keller.", "neutral", "question"),
    ],
)
def test_stance_and_kind(engine, text, stance, kind):
    assert coded(engine, text) == (stance, kind)


def test_a_claim_gets_the_domains_of_its_content(engine, codebook):
    text = (
        "Maria Keller said that artificial intelligence matters a lot. Quantum sensors cost more."
    )
    (claim,) = engine.suggest_all(text, codebook).claims
    assert [d.name for d in claim.domains] == ["Artificial intelligence and autonomy"]
