# SPDX-License-Identifier: MIT
"""Words of the claims for print: the most frequent, or the most typical ones."""

from __future__ import annotations

from claimdesk.gui.plots.plot import Table
from claimdesk.models.analysis.keyness import Keyness, Keyword
from claimdesk.models.analysis.print_figures import RankedBars
from claimdesk.models.messages.catalogue import _, ngettext

_MOST = 25
"""Words that are drawn."""


def print_words(figures: Keyness) -> RankedBars:
    """Return the first words as bars: how frequent, or how much more frequent than in the rest."""
    table, words = word_table(figures), figures.words[:_MOST]
    compared = bool(figures.rest_tokens)
    title = _("Most frequent words of the claims")
    across = _("Times in 1,000 words")
    if compared:
        title = _("Words typical of these claims")
        across = _("Log ratio: 1 is twice as frequent as in the rest, 2 four times")
    note = ""
    if len(figures.words) > len(words):
        note = _("The first {most} of {n} words.").format(most=len(words), n=len(figures.words))
    if compared:
        note = f"{keyness_words(figures)} {note}".strip()
    return RankedBars(
        title,
        note,
        (across, _("Word")),
        table.columns,
        table.rows,
        tuple(word.word for word in words),
        tuple(word.ratio if compared else word.per_thousand for word in words),
        tuple(ngettext("1 time", "{n} times", word.count).format(n=word.count) for word in words),
    )


def keyness_words(figures: Keyness) -> str:
    """Say how many words are typical, and what that means."""
    return ngettext(
        "1 word is more frequent than in the other claims by more than chance "
        "(p < 0.05, corrected for {compared} words). A log ratio of 1 is twice as frequent.",
        "{n} words are more frequent than in the other claims by more than chance "
        "(p < 0.05, corrected for {compared} words). A log ratio of 1 is twice as frequent.",
        figures.typical,
    ).format(n=figures.typical, compared=figures.compared)


def word_table(figures: Keyness) -> Table:
    """Return a row for each word."""
    if not figures.rest_tokens:
        return Table(
            (_("Word"), _("Times"), _("Per 1,000"), _("Claims")),
            tuple(
                (word.word, word.count, round(word.per_thousand, 2), len(word.claims))
                for word in figures.words
            ),
        )
    columns = (
        *(_("Word"), _("Times"), _("In the rest"), _("Per 1,000"), _("Rest per 1,000")),
        *(_("Log ratio"), _("G²"), _("p"), _("Claims")),
    )
    return Table(columns, tuple(map(_compared, figures.words)))


def _compared(word: Keyword) -> tuple[str | float, ...]:
    return (
        word.word,
        word.count,
        word.rest,
        round(word.per_thousand, 2),
        round(word.per_thousand_rest, 2),
        round(word.ratio, 2),
        round(word.likelihood, 1),
        round(word.p, 4),
        len(word.claims),
    )
