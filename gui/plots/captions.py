# SPDX-License-Identifier: MIT
"""The sentences of the panel: what is shown, or what to do where there is nothing."""

from __future__ import annotations

from collections.abc import Iterable

from claimdesk.gui.plots.fields import condition_labels
from claimdesk.gui.plots.plot import Fields, Plot
from claimdesk.models.analysis.claim_filter import ClaimCounts, ClaimFilter
from claimdesk.models.messages.catalogue import _


def caption(claims: ClaimFilter, counts: ClaimCounts, plots: Iterable[Plot], fields: Fields) -> str:
    """Return which claims are shown, a sentence for each kind of plot, and notes on their sums."""
    plots = list(plots)
    by_kind: dict[type[Plot], list[Plot]] = {}
    for plot in plots:
        by_kind.setdefault(type(plot), []).append(plot)
    sentences = [claims.sentence(counts, condition_labels(claims, fields))]
    sentences += [kind.caption(same) for kind, same in by_kind.items()]
    notes = (plot.note(counts.of(claims)) for plot in plots)
    return " ".join([*sentences, *dict.fromkeys(note for note in notes if note)])


def empty_text(claims: ClaimFilter | None, counts: ClaimCounts | None, has_project: bool) -> str:
    """Return why nothing is shown, and what to do; an empty text if there is something."""
    if not has_project:
        return _("Open a project to see how its claims are distributed.")
    if claims is None:
        return _("Open an article to see its claims, or choose “Whole project”.")
    if counts is None or counts.of(claims):
        return ""
    if counts.suggested:
        return _("No accepted claims yet. Accept suggestions with A, or tick “With suggestions”.")
    if claims.article_id is None:
        return _("No claims in this project yet. Open an article and make suggestions.")
    return _("No claims yet. Make suggestions, or select words in the text and press C.")
