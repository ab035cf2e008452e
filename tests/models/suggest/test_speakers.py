# SPDX-License-Identifier: MIT
"""Who speaks in a claim: the actors that pronouns, roles, descriptions and joint sources mean."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.data import ActorEntry, Knowledge
from claimdesk.models.suggest.json_form import json_object

NOTHING = Knowledge()
NOVAK, VARGA, WATCH = "Elena Novak", "Peter Varga", "Harbour Watch"
FAIL = "said the plan would fail."


def speakers(engine, text, knowledge=NOTHING):
    """Return the speakers of each claim, as `suggest --json` gives them."""
    found = json_object("a.txt", text, engine.suggest_all(text, knowledge))["claims"]
    for claim in found:
        assert claim["speaker"] == (claim["speakers"][0] if claim["speakers"] else None)
    return [" + ".join(claim["speakers"]) or None for claim in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{NOVAK} met {VARGA} in Graz. Novak left first. She {FAIL}", [NOVAK]),
        (f"{NOVAK} met {VARGA} in Graz. He {FAIL}", [VARGA]),
        (f"{NOVAK} and {VARGA} met in Graz. They {FAIL}", [f"{NOVAK} + {VARGA}"]),
        (f"Dutch lawmakers met {VARGA}. They {FAIL}", ["Dutch lawmakers"]),
        (f"Nordwind Systems builds drones. It {FAIL}", ["Nordwind Systems"]),
        (f"{VARGA} said he views the port as a burden.", [VARGA, VARGA]),
        ("“We believe that ships are late,” Elena Novak said.", [NOVAK]),
        (f"{VARGA}, who heads the board, met {NOVAK}, who {FAIL}", [NOVAK]),
        (f"The minister met {WATCH} officials, who {FAIL}", [f"{WATCH} officials"]),
        (f"{NOVAK} rejected the offer, saying that the plan would fail.", [NOVAK, NOVAK]),
        (f"{WATCH} left. The organisers were pleased. They {FAIL}", ["organisers"]),
        (f"{WATCH} left. Trade unions in Graz are angry. They {FAIL}", ["Trade unions"]),
        (f"Engineer Marit Holm of the port keeps a map. She {FAIL}", ["Marit Holm"]),
    ],
)
def test_a_pronoun_means_who_fits_by_sex_number_place_and_part_of_speech(engine, text, expected):
    assert speakers(engine, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Prime Minister {NOVAK} met {VARGA}. The prime minister {FAIL}", NOVAK),
        (f"{NOVAK}, the French foreign minister, met {VARGA}. The foreign minister {FAIL}", NOVAK),
        (f"The foreign minister {FAIL}\nFrench Foreign Minister {NOVAK} left.", NOVAK),
        (f"Chinese President Xi Jinping left. The Chinese leader {FAIL}", "Xi Jinping"),
        (f"{NOVAK} is a nurse who {FAIL}", NOVAK),
        (f"{VARGA} paid an architect who {FAIL}", "architect"),
        (f"{VARGA} met pilots from the island who {FAIL}", "pilots"),
        (f"Restless backbenchers {FAIL}", "Restless backbenchers"),
        (f"Another analyst, Li Wei of {WATCH}, {FAIL}", "Li Wei"),
        (f"A spokesman for {WATCH} {FAIL}", WATCH),
        (f"{WATCH}’s spokeswoman {FAIL}", WATCH),
        (f"{WATCH}’s spokeswoman, {NOVAK}, {FAIL}", NOVAK),
        (f"Experts are not surprised. Its author, Teresa Amado, {FAIL}", "Teresa Amado"),
        (f"The manufacturer, the Italian firm Aerovolta, {FAIL}", "Aerovolta"),
        (f"A spokesman for the French government, {VARGA}, {FAIL}", VARGA),
        (f"A Dutch Defense Ministry spokesman {FAIL}", "Dutch Defense Ministry spokesman"),
        (f"The Lisbon Herald wrote on the port. The newspaper {FAIL}", "Lisbon Herald"),
        (f"Nordwind Systems Inc. builds drones. The company {FAIL}", "Nordwind Systems"),
        (f"Players of Graz FC left early. Their club {FAIL}", "Graz FC"),
        (f"Nordwind Systems Inc. builds drones. Nordwind {FAIL}", "Nordwind Systems"),
        (f"The yard’s owner, Nordwind Systems, {FAIL}", "Nordwind Systems"),
        (f"{NOVAK}’s office {FAIL}", NOVAK),
        (f"{WATCH} issued a statement saying the plan would fail.", WATCH),
        (f"{WATCH} left. {NOVAK} stayed. Her institute {FAIL}", "institute"),
        (f"The memo, printed by the Graz Courier, {FAIL}", "memo"),
        (f"The Board’s representative, Dorota Lis, {FAIL}", "Dorota Lis"),
        (f"Retired Commodore Ewan Varga {FAIL}", "Ewan Varga"),
        (f"France’s consul in Graz {FAIL}", "French consul"),
        (f"A majority in parliament {FAIL}", "parliament"),
        (f"LISBON - The court {FAIL}", "court"),
        (f"STUTTGART/GRAZ - European carmakers {FAIL}", "European carmakers"),
        (f"GRAZ, 3 May. {NOVAK} {FAIL}", NOVAK),
        (f"France’s embassy {FAIL}", "French embassy"),
        (f"Sakamoto Reiko left. Minister Sakamoto {FAIL}", "Sakamoto Reiko"),
        (f"Retired vet Dame {NOVAK}, who chairs the board, {FAIL}", NOVAK),
        (f"The Iraqi government left. The government {FAIL}", "Iraqi government"),
        (f"Democrats {FAIL}", "Democrats"),
        (f"Opposition lawmakers {FAIL}", "Opposition lawmakers"),
        (f"Critics of Nordwind Systems {FAIL}", "Critics of Nordwind Systems"),
        (f"A French official Friday {FAIL}", "French official"),
    ],
)
def test_a_description_means_whom_the_article_named(engine, text, expected):
    assert speakers(engine, text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("French Defence Minister Elena Novak and German Defence Minister Peter Varga met.\n"
         "The French and German defence ministers said it works.", f"{NOVAK} + {VARGA}"),
        ("French President Elena Novak met German Chancellor Peter Varga.\n"
         "The two leaders said it works.", f"{NOVAK} + {VARGA}"),
        ("France and Germany said it works.", "France + Germany"),
        ("France met Germany in Graz. Both countries said it works.", "France + Germany"),
        ("US, UK and Dutch defence ministers said it works.",
         "US, UK and Dutch defence ministers"),
    ],
)  # fmt: skip
def test_a_joint_source_has_all_its_speakers_in_order(engine, text, expected):
    assert speakers(engine, text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"A report by {WATCH} says it is late. The report also says it rains.", [WATCH, WATCH]),
        ("A Stanford University study found that ships are late.", ["Stanford University"]),
        ("The report says the plan will fail.", ["report"]),
        (f"Some 77 % of Dutch voters {FAIL}", ["Dutch voters"]),
    ],
)
def test_a_document_speaks_for_who_made_it(engine, text, expected):
    assert speakers(engine, text) == expected


def test_labels_of_a_transcript_mean_persons_named_before(engine):
    text = (
        "Elena Novak met reporters.\n\n"
        "QUESTION: “Will the port close soon?”\n\n"
        "MS. NOVAK: “The port will stay open.”\n\n"
        "EN: “It will even grow a lot.”"
    )
    assert speakers(engine, text) == ["reporter", NOVAK, NOVAK]


def test_an_answer_is_given_by_who_was_asked(engine):
    text = (
        "QUESTION: What has Harbour Watch done about the ships in the port?\n\n"
        "ANSWER: We count the ships in the port every day of the week.\n\n"
        "QUESTION: Will that be enough for the people of the town?\n\n"
        "ANSWER: We think that it will be enough for all of them."
    )
    assert set(speakers(engine, text)[1::2]) == {WATCH}


def test_a_common_noun_that_is_known_does_not_swallow_a_description(engine):
    own = ActorEntry("officials", "group", id=7)
    text = f"Officials {FAIL} Chinese officials {FAIL} The Chinese officials left."
    knowledge = Knowledge(actors=(own,))
    assert speakers(engine, text, knowledge) == ["officials", "Chinese officials"]
    found = engine.suggest_all(text, knowledge).mentions
    named = [(text[m.span.start : m.span.end], m.actor.name) for m in found]
    assert named[0] == ("Officials", "officials")
    assert [name for _, name in named[1:]] == ["Chinese officials", "Chinese officials"]


def test_answers_of_an_interview_without_labels_are_those_of_the_one_it_is_about(engine):
    turns = [
        "How did you begin to build ships?",
        "I began in a small yard. My father had worked there.",
        "Would you build ships again?",
        "I would build them again. We need them more than ever.",
        "What do you want to do next?",
        "I want to sail. The sea is all that I ever wanted.",
    ]
    text = "\n\n".join([f"{NOVAK} has built ships for years. Novak spoke in Graz.", *turns])
    found = engine.suggest_all(text, NOTHING).claims
    answers = [c for c in found if text[c.content[0].start :].startswith(("I began", "The sea"))]
    assert len(answers) == 2
    assert {actor.name for claim in answers for actor in claim.speakers} == {NOVAK}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{WATCH}’s chief spokeswoman, Ruxi Mac Ionescu, {FAIL}", "Ruxi Mac Ionescu"),
        (f"Their captain, Tolga Brix, praised {NOVAK} and left. He {FAIL}", "Tolga Brix"),
        (f"About ten sailors came. One of them, Ilka, whose boat sank, {FAIL}", "Ilka"),
        (f"{VARGA} of Graz, a retired judge who builds boats, {FAIL}", VARGA),
        (f"{VARGA}, a retired judge who said the plan would fail, left. He {FAIL}", VARGA),
        ("The insurer, Brightwell Marine, said it was late.", "Brightwell Marine"),
        (f"{NOVAK} for Harbour Services Austria {FAIL}", NOVAK),
        ("The latest Gallup/Evening Star poll revealed that ships are late.", "Gallup"),
        (f"The World Ferry Union (WFU) met in Graz. WFU {FAIL}", "World Ferry Union"),
        ("The World Health Organization (WHO) met in Graz. WHO says it works.",
         "World Health Organization"),
    ],
)  # fmt: skip
def test_a_name_is_that_of_whom_it_stands_beside(engine, text, expected):
    assert speakers(engine, text)[-1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"Ardal Keane met Zofka Brandt in Graz. He {FAIL} She said it works.", "Zofka Brandt"),
        (f"{NOVAK} played {VARGA} in Graz. Neither wanted to talk about it.", f"{NOVAK} + {VARGA}"),
        (f"One of the engineers {FAIL} The other denied that it was late.", "engineers"),
        ("The poll found that 61 per cent of voters like ships. Some 52 per cent said it works.",
         "voters"),
        ("Many engineers came. Three of them said it works.", "engineers"),
        (f"{NOVAK} wrote a bill, but its sponsor {FAIL}", "sponsor"),
        (f"Foreign Minister {NOVAK} left. The chancellor {FAIL}", "chancellor"),
        (f"{VARGA} had known her, and came to the conclusion that the plan would fail.", VARGA),
        (f"Newspapers such as the Lisbon Herald {FAIL}", "Lisbon Herald"),
        (f"Several municipalities {FAIL}", "municipalities"),
        ("A letter seen by Nordwind Systems says the plan will fail.", "letter"),
        (f"The results of the {WATCH} study revealed that ships are late.", WATCH),
    ],
)  # fmt: skip
def test_some_of_them_and_an_office_mean_whom_the_article_counted_or_described(
    engine, text, expected
):
    assert speakers(engine, text)[-1] == expected


def test_what_is_said_in_a_turn_is_the_speakers_own(engine):
    text = (
        f"{NOVAK}, the spokeswoman of the port, met reporters in Graz.\n\n"
        "QUESTION: What has been said about all the ships in the port?\n\n"
        "MS. NOVAK: The mayor told me that it works. I believe in the ferry.\n\n"
        "QUESTION: Will that be enough for the people of the town?\n\n"
        "MS. NOVAK: The chairman of the Harbour Board called the ships a waste of money."
    )
    found = speakers(engine, text)
    assert found == ["reporter", "mayor", NOVAK, "reporter", "chairman of the Harbour Board"]


def test_questions_of_an_interview_without_labels_are_the_interviewers(engine):
    turns = [
        "How did you begin to build ships?",
        "I began in a small yard. My father had worked there.",
        "Would you build ships again?",
        "I would build them again. We need them more than ever.",
        "What do you want to do next?",
        "I want to sail. The sea is all that I ever wanted.",
    ]
    text = "\n\n".join([f"{NOVAK} has built ships for years. Novak spoke in Graz.", *turns])
    found = engine.suggest_all(text, NOTHING).claims
    asked = [c for c in found if text[c.content[0].end - 1] == "?"]
    assert {actor.name for claim in asked for actor in claim.speakers} == {"interviewer"}
