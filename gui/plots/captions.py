# SPDX-License-Identifier: MIT
"""What the panel says in words: what is shown, or what to do where there is nothing."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.plots.figures import Figures, Question
from claimdesk.models.messages.catalogue import _


def shown(question: Question, figures: Figures, names: Sequence[str]) -> str:
    """Such as “14 accepted claims of this article, by speaker and domain, stacked by stance.”"""
    here = question.article_id is not None
    sentence = (
        _("{claims} of this article, by {fields}, stacked by stance.")
        if here
        else _("{claims} of the whole project, by {fields}, stacked by stance.")
    )
    fields, *more = (name.lower() for name in dict.fromkeys(names))
    for name in more:
        fields = _("{fields} and by {field}").format(fields=fields, field=name)
    return sentence.format(claims=_claims(question, figures), fields=fields)


def nothing(question: Question | None, figures: Figures | None, has_project: bool) -> str:
    """Return why nothing is shown, and what to do; an empty text if there is something."""
    if not has_project:
        return _("Open a project to see how its claims are distributed.")
    if question is None:
        return _("Open an article to see its claims, or choose “Whole project”.")
    if figures is None or figures.accepted or (question.suggested and figures.suggested):
        return ""
    if figures.suggested:
        return _("No accepted claims yet. Accept suggestions with A, or tick “With suggestions”.")
    if question.article_id is None:
        return _("No claims in this project yet. Open an article and make suggestions.")
    return _("No claims yet. Make suggestions, or select words in the text and press C.")


def _claims(question: Question, figures: Figures) -> str:
    accepted, suggested = figures.accepted, figures.suggested
    if question.suggested and accepted and suggested:
        return _("{accepted} accepted and {suggested} suggested claims").format(
            accepted=accepted, suggested=suggested
        )
    if question.suggested and suggested:
        return _("1 suggested claim") if suggested == 1 else _many("suggested", suggested)
    return _("1 accepted claim") if accepted == 1 else _many("accepted", accepted)


def _many(state: str, count: int) -> str:
    texts = {
        "accepted": _("{n} accepted claims"),
        "suggested": _("{n} suggested claims"),
    }
    return texts[state].format(n=count)
