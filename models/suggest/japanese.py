# SPDX-License-Identifier: MIT
"""Names in Japanese text by SudachiPy, where the extra `ja` is installed.

Runs of proper nouns (名詞-固有名詞) are taken for names; a suffix that makes a body of a place
belongs to the name, as in 日本政府.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from claimdesk.models.suggest.entities import Entity
from claimdesk.models.text.spans import Span

LABEL = "SudachiPy"
_KINDS = {"人名": "person", "地名": "place", "組織名": "organization"}
_STATE = "国"
_BODIES = frozenset({"政府", "省", "庁", "党", "軍", "大使館", "外務省", "防衛省", "首相府"})


@cache
def _tokenizer() -> Any:  # noqa: ANN401
    """SudachiPy's tokenizer with its longest units, or None where it is not installed."""
    try:
        from sudachipy import Dictionary, SplitMode

        return Dictionary(dict="core").create(mode=SplitMode.C)
    except Exception:
        # The package or its dictionary is missing or does not fit: registry names still work.
        return None


def proper_nouns(text: str, offset: int) -> list[Entity]:
    """Return the names in a chunk of Japanese that begins at `offset`; none without SudachiPy."""
    tokenizer = _tokenizer()
    if tokenizer is None or not text:
        return []
    found: list[Entity] = []
    run: list[Any] = []
    for morpheme in [*tokenizer.tokenize(text), None]:
        if morpheme is not None and (_is_name(morpheme) or (run and _is_body(morpheme))):
            run.append(morpheme)
            continue
        if run:
            span = Span(offset + run[0].begin(), offset + run[-1].end())
            found.append(Entity(span, _kind(run), LABEL))
        run = []
    return [entity for entity in found if entity.span.end - entity.span.start > 1]


def _is_name(morpheme: Any) -> bool:  # noqa: ANN401
    return bool(morpheme.part_of_speech()[1] == "固有名詞")


def _is_body(morpheme: Any) -> bool:  # noqa: ANN401
    return morpheme.surface() in _BODIES


def _kind(run: list[Any]) -> str:
    if _is_body(run[-1]):
        return "organization"
    what, country = run[0].part_of_speech()[2:4]
    return "state" if country == _STATE else _KINDS.get(what, "organization")
