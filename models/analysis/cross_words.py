# SPDX-License-Identifier: MIT
"""What a table of claims by two fields says: the test of independence with its conditions."""

from __future__ import annotations

from claimdesk.models.analysis.cross_table import Independence, share_interval
from claimdesk.models.messages.catalogue import _

_LEAST_P = 0.001


def independence_words(test: Independence | None, *, repeated: bool) -> str:
    """Return the chi-square test in words, and whether it can be relied on.

    `repeated` is whether some claims count in several cells.
    """
    if test is None:
        return _("There is no test of independence: it needs two rows and two columns of claims.")
    p = _("p < 0.001") if test.p < _LEAST_P else _("p = {p:.3f}").format(p=test.p)
    words = _("χ² = {statistic:.1f}, {degrees} degrees of freedom, {p}, Cramér’s V = {v:.2f}.")
    sentences = [
        words.format(statistic=test.statistic, degrees=test.degrees, p=p, v=test.cramers_v)
    ]
    if not test.holds:
        sentences.append(
            _(
                "Do not rely on p: {small} of {cells} cells are expected to hold fewer than "
                "5 claims. Choose fields with fewer values."
            ).format(small=test.small, cells=test.cells)
        )
    elif not repeated:
        sentences.append(_("At least four in five cells are expected to hold 5 claims or more."))
    if repeated:
        sentences.append(
            _("Claims with several values count in several cells, so the true p is larger.")
        )
    return " ".join(sentences)


def share_words(count: int, total: int) -> str:
    """Return a share with its interval of 95 %, such as “33 % (22–46 %)”."""
    if not total:
        return "–"
    low, high = (round(100 * end) for end in share_interval(count, total))
    return _("{share} % ({low}–{high} %)").format(
        share=round(100 * count / total), low=low, high=high
    )
