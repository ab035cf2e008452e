# SPDX-License-Identifier: MIT
"""Which stance, kind and certainty the rules give to claims in the wording of news."""

from __future__ import annotations

import pytest

from claimdesk.models.suggest.claim_words import ClaimWords
from claimdesk.models.suggest.coding import rule_codes, rules_for
from claimdesk.models.suggest.data import CodedClaim


def codes(source, cue, content):
    return rule_codes(CodedClaim(cue, content, source=source))[:2]


CASES = """
sceptical assertion: The minister <said> the talks weren't beneficial to either side
sceptical assertion: Norway <said> it was gravely concerned about the build-up
opposed denial: The firm <said> it had no plans to leave the consortium
sceptical assertion: The auditor <said> the scheme fails to protect small suppliers
supportive prediction: She <said> the deal would not only lower prices but strengthen the alliance
opposed assertion: Critics <said> the law undermines trust in the courts
supportive assertion: The envoy <said> both sides had made real progress
neutral assertion: The spokesman <said> the ship left port on Tuesday
supportive promise: The ministry <said> it would send two frigates to the strait
neutral prediction: Analysts <said> the ministry would send two frigates to the strait
opposed demand: He <said> the neighbours must stop the incursions at once
supportive demand: He <said> parliament should pass the budget before summer
sceptical warning: The general <warned> the corridor could collapse within weeks
opposed warning: Tehran <threatened> to close the strait
opposed warning: Seoul <said> it would respond with force if the launches go on
conditional promise: Oslo <said> it would join the pact only if its farmers are compensated
conditional promise: Oslo <said> it would support the plan as long as costs are shared
opposed denial: The company <denied> that it had sold chips to the regime
opposed denial: The envoy <refused> to sign the accord
opposed denial: The union <rejected> the offer
opposed assertion: The president <accused> the neighbours of violating the truce
supportive assertion: The chancellor <praised> the pilots for their courage
sceptical belief: Lawmakers <questioned> the value of the purchase
neutral question: The senator <asked> whether the base would be closed
supportive demand: The senator <asked> the court to block the merger
opposed demand: The bloc <called for> an end to the blockade
supportive demand: The bloc <called for> closer ties between the navies
opposed demand: Manila <urged> Beijing to withdraw its vessels
supportive demand: Manila <urged> Beijing to return to the table
opposed demand: Manila <urged> its neighbours not to sell arms to the junta
supportive promise: The group <said> it is willing to resume talks
supportive promise: The prime minister <is willing> to meet his counterpart
supportive promise: The prime minister <plans> to visit the yard in May
supportive promise: The navy <vowed> to keep the lanes open
sceptical belief: Experts <doubt> that the drone works in bad weather
sceptical belief: Residents <fear> that the dam will burst
supportive belief: The director <hopes> that the plant will reopen
neutral prediction: The bank <expects> exports to fall next year
supportive belief: The mayor <believes> the port is vital for the region
sceptical belief: The mayor <did not believe> the figures
neutral assertion: The report <said> exports rose by four per cent in March
sceptical assertion: The report <said> the programme is over budget and years late
opposed denial: The ambassador <said> “We will never recognise this annexation.”
opposed assertion: The ambassador <said> “We do not accept these borders.”
neutral question: The ambassador <said> “What are they waiting for?”
supportive belief: The ambassador <said> “I hope they come to their senses.”
opposed assertion: The party <condemned> the reckless attack on the convoy
neutral assertion: The ministers <discussed> the situation on the border
neutral assertion: The paper <reported> that the two leaders agreed to meet
neutral assertion: The army <said> it shot down two drones overnight
opposed assertion: The premier <said> tariffs on steel were unfair and illegal
supportive assertion: The premier <said> there was no doubt that the treaty is a success
sceptical assertion: The premier <said> the treaty is unlikely to be ratified
sceptical assertion: The commission <said> it is too early to judge the effect
supportive assertion: The club <welcomed> the ruling
opposed assertion: The club <did not welcome> the ruling
supportive assertion: The minister <said> the mission helps to prevent attacks on shipping
neutral assertion: The minister <said> the mission is to fight terrorism
conditional assertion: Poland <said> it needs guarantees before it can sign
conditional assertion: Poland <said> there can be no talks unless the troops leave
supportive demand: The judge <said> the ministry has to publish the contract
opposed prediction: The minister <said> it would be a mistake to cut the fleet
supportive promise: The minister <said> “We are committed to the two-percent goal.”
supportive demand: The chair <said> “We call on the two sides to open the road.”
supportive demand: The chair <said> “We strongly urge the navy to share its charts.”
opposed demand: The chair <said> “I ask the guards to stop the patrols.”
opposed denial: The chair <said> “We reject that reading of the figures.”
supportive demand: The ministers <called> to respect the ruling
supportive demand: The ministers <said> it is essential that the two sides share their charts
supportive demand: The harbour master <has asked … for> three more tugs
opposed assertion: The union <described> the audit as a disgrace
supportive assertion: The paper <described> the verdict as a milestone
neutral assertion: The guide <described> the harbour at night
neutral denial: The clerks <have not said> when the office will open
neutral assertion: Officials <said> the crew may have left by the back door
sceptical warning: Moscow <said> the sanctions will hurt Europe itself
opposed denial: Moscow <dismissed> the claims as nonsense
opposed assertion: Beijing <opposed> the sale
opposed assertion: Beijing <said> it firmly opposes the sale
supportive assertion: Beijing <said> it strongly supports the peace plan
sceptical assertion: officials <admitted> the programme had been delayed
sceptical assertion: The observers <said> the vote was neither free nor fair
sceptical assertion: The observers <said> there is no evidence of fraud
neutral assertion: Kyiv <said> Russia had shelled the town for a third day
supportive assertion: The lawmaker <supports> the amendment
neutral assertion: The minister <told> reporters that the yard needs more engineers
neutral prediction: The agency <said> the radar may be ready next spring
sceptical belief: The chairman <thinks> the chip act will fail
conditional prediction: Oslo <said> the duty could be lowered if firms built their yards there
conditional promise: She <said> she would table a motion of no confidence unless it is published
neutral prediction: The clerk <said> if it rains, the race will be run indoors
neutral prediction: The clerk <said> a fine, if there is one, would be paid in May
opposed promise: Kyiv <said> it would no longer sell its grain there
opposed assertion: Lima <said> the neighbours should have told it of the launch
neutral prediction: The captain <conceded> that the hull will be longer
opposed assertion: The clerk <said> the plan was welcome but reckless
opposed assertion: Lima <called> the toll a tax on trade
opposed denial: Lima <said> it categorically denies the charge
opposed denial: Lima <said> it saw no reason to wait
neutral question: Lima <did not rule out> fines
opposed warning: The clerk <warned against> trusting the machine
opposed assertion: Lima <described> the toll as “a video game”
neutral assertion: Lima <described> the ship as a tanker of the navy
neutral assertion: Lima <called> what it had heard “internal deliberations”
supportive assertion: Lima <called> the toll “the boldest we have seen”
supportive belief: The clerk <thinks> it was the bravest thing anyone did
neutral denial: Lima <said> its licences are not aimed at any country
neutral denial: The clerk <said> he hadn't been told of a plan
neutral denial: The clerk <said> “No, nobody did.”
"""
"""Stance, kind, source, cue and content."""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_stance_and_kind(case):
    expected, _, claim = case.partition(": ")
    source, cue, content = claim.replace("<", ">").split(">")
    assert " ".join(codes(source, cue, content.strip())) == expected


@pytest.mark.parametrize(
    ("cue", "content", "certainty"),
    [
        ("said", "the yard closed in May", None),
        ("said", "the yard will certainly close", "certain"),
        ("said", "the yard may close", "possible"),
        ("said", "the yard could perhaps close, which would hurt the town", "possible"),
        ("said", "the yard is likely to close", "probable"),
        ("believes", "the yard is closed", "probable"),
        ("said", "it is unclear whether the yard will close", "uncertain"),
        ("doubts", "that the yard will close", "uncertain"),
        ("asked", "whether the yard will close", "uncertain"),
        ("demanded", "that the yard be closed", None),
    ],
)
def test_certainty_follows_the_hedges_of_the_main_clause(cue, content, certainty):
    assert rules_for(ClaimWords.of("The union", cue, content)).certainty == certainty


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The ministers criticised the programme", "The ministers criticized the program"),
        ("weren’t beneficial", "were not beneficial"),
        ("he can't support it", "he cannot support it"),
    ],
)
def test_spelling_and_short_forms_do_not_matter(one, other):
    assert codes("The union", "said", one) == codes("The union", "said", other)


@pytest.mark.parametrize("words", ["", "?", "“”", "not " * 5_000, "unless, " * 5_000, "to to to"])
def test_odd_contents_are_coded_all_the_same(words):
    stance, kind = codes(words, words, words)
    assert stance and kind
