# SPDX-License-Identifier: MIT
"""Where an annotation comes from, in words."""

from __future__ import annotations

import pytest

from claimdesk.gui.annotating.card.wording import origin_text
from claimdesk.models.store.queries import AnnotationRow


@pytest.mark.parametrize(
    ("origin", "score", "annotator", "text"),
    [
        ("analyst", None, "Ana", "Recorded by Ana"),
        ("import:brat", None, "4e07", "Imported from brat, annotated by 4e07"),
        ("import:brat", None, None, "Imported from brat"),
        ("rule:quotation", 0.876, None, "Suggested by the rule “quotation”, 88 % sure"),
        (
            "model:claims/3",
            0.5,
            None,
            "Suggested by what was learned from your claims, version 3, 50 % sure",
        ),
        (
            "model:mentions/12",
            1.0,
            None,
            "Suggested by what was learned from your mentions, version 12, 100 % sure",
        ),
        ("model:xx/1.0", None, None, "Suggested by the model xx, version 1.0"),
        ("model:{0}/{1}", None, None, "Suggested by the model {0}, version {1}"),
    ],
)
def test_the_origin_says_who_and_how_sure(qapp, origin, score, annotator, text):
    row = AnnotationRow(1, 1, "claim", "suggested", origin, score, None, None, annotator, ())
    assert origin_text(row) == text
