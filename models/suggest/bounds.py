# SPDX-License-Identifier: MIT
"""Where the content of a claim ends: without what the journalist adds to what was said."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimdesk.models.suggest.claim_drafts import Paragraph
from claimdesk.models.suggest.syntax import Tokens

if TYPE_CHECKING:
    from spacy.tokens import Token

_CONTRASTS = frozenset({"though", "although", "while", "whereas", "even"})
"""Words that begin a clause in which the journalist sets something against what was said."""
_FEWEST = 3
"""Tokens of content that have to be left."""


def shortened(paragraph: Paragraph, content: Tokens) -> Tokens:
    """Return `content` without an addition after a comma that reaches to its end.

    Such as `…, which was built in 1990`, `…, a port in Graz`, `…, referring to the harbour` and
    `…, though it is small`. What is quoted stays.
    """
    cuts = [i - 1 for i in sorted(content) if _begins_addition(paragraph, content, i)]
    left = frozenset(i for i in content if i < cuts[0]) if cuts else content
    return left if len(left) >= _FEWEST else content


def _begins_addition(paragraph: Paragraph, content: Tokens, i: int) -> bool:
    doc = paragraph.doc
    if i - 1 not in content or paragraph.quotation_at[i] is not None:
        return False
    if not doc[i - 1].is_punct or doc[i - 1].is_quote:
        return False
    last = max(content)
    return any(
        head.head.i in content
        and head.head.i < i
        and head.left_edge.i >= i - 1
        and head.right_edge.i >= last - 1
        and _is_addition(head, doc[i])
        for head in _begun_by(doc[i])
    )


def _begun_by(token: Token) -> Iterator[Token]:
    """Yield the token and those above it whose phrases begin with it."""
    yield token
    while token.head.i != token.i and token.head.left_edge.i >= token.left_edge.i:
        token = token.head
        yield token


def _is_addition(head: Token, first: Token) -> bool:
    if head.dep_ == "advcl":
        return first.lower_ in _CONTRASTS or first.tag_ == "VBG"
    return head.dep_ in ("relcl", "appos")
