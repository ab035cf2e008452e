# SPDX-License-Identifier: MIT
"""Why something is suggested, in sentences that an analyst reads beside the suggestion."""

from __future__ import annotations

from claimdesk.models.messages.catalogue import _


def claim_reason(rule: str) -> str:
    """Return why a claim that this rule found is suggested."""
    sentences = {
        "quotation": _("A quotation with the words that name its speaker."),
        "clause": _("A verb of saying or thinking with its clause."),
        "according": _("“According to” names the source."),
        "turn": _("The label before it names who speaks."),
        "statement": _("It goes on with what was said, or with a statement, without a verb."),
        "pattern": _("A quotation beside a verb of saying; found without a parser."),
        "quoted": _("A quotation beside a name that is known."),
        "learned": _("Learned from the claims of your finished articles."),
    }
    return sentences.get(rule) or _("The words before it report what somebody says or thinks.")


def known_name_reason(name: str, actor: str, source: str) -> str:
    """Return why a known name is suggested; `source` is `project`, `memory` or `gazetteer`."""
    if source == "gazetteer":
        sentence = _("“{name}” is a name of {actor} in the list of states, alliances and places.")
    else:
        sentence = _("“{name}” is a name of {actor} in the project.")
    return sentence.format(name=name, actor=actor)


def learned_name_reason(name: str, actor: str, accepted: int, of: int) -> str:
    """Return why words that were accepted before are suggested."""
    return _("“{name}” meant {actor} in {accepted} of {of} cases.").format(
        name=name, actor=actor, accepted=accepted, of=of
    )


def pattern_reason(label: str) -> str | None:
    """Return why wording shows an actor; None if the label is not that of a pattern."""
    sentences = {
        "pattern": _("It is written like the name of a ministry."),
        "company": _("It is written like the name of a company or club."),
        "title": _("A title stands before it."),
        "given": _("It begins with a common given name."),
        "collective": _("The forces, people or the like of a state or body act for it."),
        "region": _("It is a part of a state or place."),
        "people": _("It is the name of a state’s people."),
    }
    return sentences.get(label)
