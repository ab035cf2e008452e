# SPDX-License-Identifier: MIT
"""What the claim rules work on and return: parsed paragraphs, and claims as tokens and as spans."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from claimdesk.models.suggest import syntax
from claimdesk.models.suggest.cues import Cue
from claimdesk.models.suggest.syntax import NONE, Tokens
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

STRONG, GOOD, FAIR, WEAK = 0.9, 0.7, 0.6, 0.5
"""Scores of the rules: the share of right claims among what such a rule finds, roughly."""


P = TypeVar("P")
Spans = tuple[Span, ...]
"""Places in an article."""


@dataclass(frozen=True, slots=True)
class ClaimParts(Generic[P]):
    """The words of a claim, as `Tokens` of a parse or as `Spans` of an article."""

    source: P
    """Who says or believes it."""
    cue: P
    """By which words this is said."""
    content: P
    """What is said or believed."""


@dataclass(frozen=True, slots=True)
class ClaimDraft(ClaimParts[P]):
    """A claim as it is found, before its speaker and codes are known."""

    rule: str
    """Name of the rule that found it, such as `clause`."""
    reading: Cue | None = None
    negated: bool = False
    score: float = WEAK
    anchor: int = 0
    """The token that the cue is built around, in a draft of tokens."""


TokenClaim = ClaimParts[Tokens]
SpanClaim = ClaimParts[Spans]
TokenDraft = ClaimDraft[Tokens]
"""A draft as token indices of its paragraph."""
SpanDraft = ClaimDraft[Spans]
"""A draft as spans of the article."""


class Paragraph:
    """A parsed paragraph with its quotations as ranges of tokens, end-exclusive."""

    def __init__(self, doc: Doc, quotations: list[tuple[int, int]]) -> None:
        self.doc = doc
        self.quotations = quotations
        self.noun_chunks = [(chunk.start, chunk.end) for chunk in doc.noun_chunks]
        """The plain noun phrases as ranges of tokens."""
        self.quotation_at: list[int | None] = [None] * len(doc)
        for number, (start, end) in enumerate(quotations):
            self.quotation_at[start:end] = [number] * (end - start)

    def quotation(self, number: int) -> Tokens:
        """Return the tokens of one quotation, its marks included."""
        return frozenset(range(*self.quotations[number]))

    def with_whole_quotations(self, content: Tokens, outside: Tokens) -> Tokens:
        """`content` extended to the whole of each quotation that it shares a word with.

        Quotations that hold a token of `outside` are left as they are.
        """
        numbers = {number for i in content if (number := self.quotation_at[i]) is not None}
        for number in numbers:
            whole = self.quotation(number)
            if not whole & outside:
                content |= whole
        return content

    def trimmed(self, content: Tokens) -> Tokens:
        """`content` without the marks and conjunctions that stand at its ends."""
        order = sorted(content)
        first, last = 0, len(order)
        while first < last and self._is_edge(order[first], first=True):
            first += 1
        while last > first and self._is_edge(order[last - 1], first=False):
            last -= 1
        return frozenset(order[first:last])

    def _is_edge(self, i: int, first: bool) -> bool:
        token = self.doc[i]
        if token.is_space:
            return True
        if token.is_quote or token.is_bracket:
            return self.quotation_at[i] is None and not token.is_bracket
        if first:
            return token.is_punct or (token.dep_ == "cc" and token.lower_ in ("and", "but", "or"))
        return token.is_punct and self.quotation_at[i] is None

    def source(self, verb: Token) -> Tokens:
        """Return the speaker, correcting typical errors of the parser.

        A verb outside a quotation has no subject inside it, and a noun phrase right beside a finite
        verb without a subject is taken for it.
        """
        found = source_of(verb)
        outside = self.quotation_at[verb.i] is None
        if found and outside and all(self.quotation_at[i] is not None for i in found):
            found = self._subject_before(verb)
        if not found and verb.tag_ in ("VBD", "VBZ", "VBP") and not syntax.is_passive(verb):
            found = self.beside(verb)
        return found

    def _subject_before(self, verb: Token) -> Tokens:
        """Return the last subject before `verb` in its sentence that stands outside quotations."""
        for token in reversed(list(verb.sent)):
            if token.i < verb.i and token.dep_ == "nsubj" and self.quotation_at[token.i] is None:
                return syntax.subtree(token)
        return NONE

    def beside(self, verb: Token) -> Tokens:
        """Return the noun phrase that ends right before `verb`, or begins right after it."""
        first = min(syntax.cue_words(verb))
        for start, end in self.noun_chunks:
            if self.quotation_at[start] is None and (end == first or start == verb.i + 1):
                return frozenset(range(start, end))
        return NONE


def source_of(verb: Token) -> Tokens:
    """Return who says it: the subject, or the agent of a passive."""
    if syntax.is_passive(verb):
        agent = syntax.child(verb, "agent")
        return objects(agent) if agent is not None else NONE
    return syntax.subject(verb)


def objects(preposition: Token) -> Tokens:
    """Return the words that a preposition governs."""
    found = NONE
    for c in syntax.children(preposition, "pobj", "pcomp"):
        found |= syntax.subtree(c)
    return found


def draft(
    verb: Token,
    content: Tokens,
    rule: str,
    reading: Cue | None,
    score: float,
    *,
    cue: Tokens = NONE,
    source: Tokens | None = None,
) -> TokenDraft | None:
    """Return a draft around `verb`, or None if no content is left beside cue and source."""
    cue = cue or syntax.cue_words(verb)
    source = source_of(verb) if source is None else source
    content -= cue | source
    if not content:
        return None
    negated = syntax.negation(verb) is not None
    return ClaimDraft(source, cue, content, rule, reading, negated, score, verb.i)
