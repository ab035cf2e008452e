# SPDX-License-Identifier: MIT
"""Direct speech: quotations with the clause that names the speaker before, between or after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimdesk.models.suggest import syntax
from claimdesk.models.suggest.claim_drafts import (
    ClaimDraft,
    Paragraph,
    TokenDraft,
    draft,
)
from claimdesk.models.suggest.cues import CueLexicon
from claimdesk.models.suggest.syntax import NONE, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SAYING = frozenset({"said", "says", "say", "added", "told", "wrote", "tweeted"})
"""Verbs of saying that a tagger may take for something else beside a quotation."""
ENDS = (",", ".", "!", "?", "…", "...", "—", "–", "-")
SHORT = 5
"""Tokens, marks included, of the longest quotation that may be a title or a few odd words."""
LONG = 10
"""Tokens of the shortest quotation inside which no further claim is looked for."""
DASHES = ("―", "—", "–", "-", "--")
_LONGEST_NAME = 12
_SURE, _LIKELY = 0.95, 0.8


class DirectSpeech:
    """The quotations of one paragraph and the verbs that they belong to."""

    def __init__(self, paragraph: Paragraph, lexicon: CueLexicon) -> None:
        self.paragraph = paragraph
        self.doc = paragraph.doc
        self.lexicon = lexicon
        self.spoken: set[int] = set()
        """Numbers of the quotations that a speaker is named for."""
        self.verbs: set[int] = set()
        """Indices of the verbs of saying that were used."""

    def find(self) -> list[TokenDraft]:
        """Return the claims that are direct speech."""
        if not self.paragraph.quotations:
            return []
        found = []
        for verb in self.doc:
            if self._is_saying(verb) and (numbers := self._quotations_of(verb)):
                claim = self._claim(verb, numbers)
                if claim is not None:
                    found.append(claim)
                    self.spoken |= set(numbers)
                    self.verbs.add(verb.i)
        for number in range(len(self.paragraph.quotations)):
            if number not in self.spoken and self._is_speech(number):
                claim = self._after_colon(number) or self._before_dash(number)
                if claim is not None:
                    found.append(claim)
                    self.spoken.add(number)
        return found

    def _after_colon(self, number: int) -> TokenDraft | None:
        """`Her answer was simple: “…”`: the subject of the sentence before the colon speaks."""
        start, end = self.paragraph.quotations[number]
        colon = start - 1
        if colon < 1 or self.doc[colon].text != ":" or self.paragraph.quotation_at[colon]:
            return None
        found = introduction(self.doc, colon, self.paragraph)
        if found is None:
            return None
        source, verb = found
        if "clause" in self.lexicon.readings(verb) and syntax.child(verb, "ccomp"):
            return None  # the quotation goes on with what is said
        cue = frozenset(range(verb.i, colon))
        content = frozenset(range(start, end))
        return draft(verb, content, "colon", None, _LIKELY, cue=cue, source=source)

    def _before_dash(self, number: int) -> TokenDraft | None:
        """`“…” — Name`: a paragraph that is a quotation with the name of who said it."""
        start, end = self.paragraph.quotations[number]
        rest = [t for t in self.doc[end:] if not t.is_space]
        if start > 1 or not 2 <= len(rest) <= _LONGEST_NAME or rest[0].text not in DASHES:
            return None
        name = rest[1:]
        if any(t.pos_ in ("VERB", "AUX") for t in name) or not name[0].text[0].isupper():
            return None
        source = frozenset(t.i for t in name if not (t.is_punct and t.i == name[-1].i))
        content, cue = frozenset(range(start, end)), frozenset({rest[0].i})
        return ClaimDraft(source, cue, content, "signature", None, False, _LIKELY, rest[0].i)

    def holds(self, token: Token) -> bool:
        """Return whether the token is part of direct speech or the verb that introduces it."""
        number = self.paragraph.quotation_at[token.i]
        if number is None:
            return token.i in self.verbs
        start, end = self.paragraph.quotations[number]
        return number in self.spoken or end - start >= LONG

    def unattributed(self) -> list[int]:
        """Numbers of the quotations that are sentences and that no speaker is named for."""
        numbers = range(len(self.paragraph.quotations))
        return [n for n in numbers if n not in self.spoken and self._is_sentence(n)]

    def _is_sentence(self, number: int) -> bool:
        start, end = self.paragraph.quotations[number]
        begins = start + 1 < end and self.doc[start + 1].text[:1].isupper()
        return begins and end - start >= SHORT and self.doc[end - 2].text in (".", "!", "?", "…")

    def _is_saying(self, token: Token) -> bool:
        if self.paragraph.quotation_at[token.i] is not None:
            return False
        if token.pos_ not in ("VERB", "AUX") and token.lower_ not in SAYING:
            return False
        return "quote" in self.lexicon.readings(token) and not self._is_said(token)

    def _is_said(self, verb: Token) -> bool:
        """Return whether a verb is itself in what somebody says: `she said he was asking: “…”`."""
        above = verb.head
        outside = self.paragraph.quotation_at[above.i] is None
        said = verb.dep_ == "ccomp" and above.i < verb.i and outside
        return said and "quote" in self.lexicon.readings(above)

    def _claim(self, verb: Token, numbers: list[int]) -> TokenDraft | None:
        content = NONE
        for number in numbers:
            content |= self.paragraph.quotation(number)
        source = self.paragraph.source(verb) or self.paragraph.beside(verb)
        if source & content:
            source = self.paragraph.beside(verb)
        content |= self._unquoted(verb, content, source)
        reading = self.lexicon.readings(verb)["quote"]
        return draft(verb, content, "quotation", reading, _SURE, source=source)

    def _unquoted(self, verb: Token, content: Tokens, source: Tokens) -> Tokens:
        """Return what the clause of a partly quoted sentence holds outside its quotation."""
        found = NONE
        for c in syntax.children(verb, "ccomp"):
            clause = syntax.subtree(c)
            if clause & content and not clause & source and verb.i not in clause:
                found |= clause
        outside = {i for i in found - content if self.doc[i].is_alpha}
        touches = any(i - 1 in content or i + 1 in content for i in outside)
        return found if touches and len(outside) >= 3 else NONE

    def _quotations_of(self, verb: Token) -> list[int]:
        before, after = self.before(verb), self.after(verb)
        if before is not None and not self._is_speech(before):
            before = None
        if after is not None and not (before is not None or self._is_speech(after)):
            after = None
        found = [number for number in (before, after) if number is not None]
        while found and (number := self._next(found[-1], verb)) is not None:
            found.append(number)
        return found

    def before(self, verb: Token) -> int | None:
        """Return the quotation that ends where the clause of `verb` begins."""
        first = self._clause_start(verb)
        while first > 0 and (self.doc[first - 1].is_punct or self.doc[first - 1].is_space):
            first -= 1
            number = self.paragraph.quotation_at[first]
            if number is not None:
                return number if self._stays_open(number, verb) else None
        return None

    def _stays_open(self, number: int, verb: Token) -> bool:
        """Return whether the quotation ends as one does that a clause such as `he said` follows."""
        start, end = self.paragraph.quotations[number]
        if end < len(self.doc) and self.doc[end].text == "." and not self._is_speech(number):
            return False  # a few words at the end of another sentence
        if end - 2 < start or self.doc[end - 2].text != ".":
            return True
        return verb.sent.end - verb.i <= SHORT and syntax.child(verb, "ccomp", "dobj") is None

    def _clause_start(self, verb: Token) -> int:
        words = [verb.i]
        for c in verb.children:
            if c.dep_ in syntax.SUBJECTS or (c.dep_ in ("aux", "neg", "advmod") and c.i < verb.i):
                words += [t.i for t in c.subtree]
        return min(words)

    def after(self, verb: Token) -> int | None:
        """Return the quotation that follows `verb` in its sentence, or begins the next one."""
        at = self.paragraph.quotation_at
        for i in range(verb.i + 1, min(verb.sent.end + 1, len(self.doc))):
            if (number := at[i]) is not None:
                start = self.paragraph.quotations[number][0]
                return number if start == i and self._reaches(verb, i) else None
        return None

    def _reaches(self, verb: Token, i: int) -> bool:
        """Whether no other clause stands between the verb and the quotation that begins at `i`."""
        for token in self.doc[verb.i + 1 : i]:
            if token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP"):
                return False
            if token.pos_ == "VERB" and "quote" in self.lexicon.readings(token):
                return False
        last = self.doc[i - 1]
        return last.text in (",", ":") or last.i == verb.i or last.lower_ in ("that", "as")

    def _next(self, number: int, verb: Token) -> int | None:
        """Return the quotation that goes on with `number` and has no clause of its own."""
        end = self.paragraph.quotations[number][1]
        for following in (number + 1, number + 2):
            if following >= len(self.paragraph.quotations):
                return None
            start = self.paragraph.quotations[following][0]
            if not self._goes_on(verb, end, start):
                return None
            if self._is_speech(following):
                return following if not self._has_clause(following) else None
        return None

    def _goes_on(self, verb: Token, end: int, start: int) -> bool:
        """Return whether only the clause of `verb` stands between two quotations, or nothing."""
        if not end <= verb.i < start:
            return all(t.is_punct or t.is_space for t in self.doc[end:start])
        tail = [t for t in self.doc[verb.i + 1 : start] if not t.is_space]
        if any("quote" in self.lexicon.readings(t) for t in tail if t.pos_ == "VERB"):
            return False
        if not tail or any(t.text in ("!", "?") for t in tail):
            return False
        stops = [t for t in tail[:-1] if t.text == "." and t.is_sent_end]
        return not stops and (tail[-1].is_punct or tail[-1].pos_ == "ADP")

    def _has_clause(self, number: int) -> bool:
        """Return whether a clause such as `, she said` follows the quotation."""
        end = self.paragraph.quotations[number][1]
        last = self.doc[end - 2].text if end >= 2 else ""
        if last != "," and self.doc[min(end, len(self.doc) - 1)].text != ",":
            return False
        window = self.doc[end : min(end + 6, len(self.doc))]
        return any("quote" in self.lexicon.readings(t) for t in window)

    def _is_speech(self, number: int) -> bool:
        """Whether the quotation is a sentence or clause rather than a title or a few words."""
        start, end = self.paragraph.quotations[number]
        inside = self.doc[start:end]
        if self.is_title(number):
            return False
        before = self.doc[start - 1] if start > 0 else None
        if end - start <= SHORT and not any(t.pos_ in ("VERB", "AUX") for t in inside):
            begins = before is None or before.is_punct or before.is_space or before.pos_ == "VERB"
            return begins and self.doc[max(start, end - 2)].text in (",", ".", "!", "?")
        return (
            self.doc[end - 2].text in ENDS
            or self.doc[min(end, len(self.doc) - 1)].text == ","
            or (before is not None and before.text in (",", ":"))
            or any(t.pos_ in ("VERB", "AUX") for t in inside)
        )

    def is_title(self, number: int) -> bool:
        """Return whether a quotation is the title of a work or show: on “Harbour News Today,”."""
        start, end = self.paragraph.quotations[number]
        if start == 0 or self.doc[start - 1].pos_ not in ("ADP", "DET", "NOUN", "PROPN", "PART"):
            return False
        words = [t for t in self.doc[start:end] if t.is_alpha]
        capital = all(t.is_title or t.is_upper or t.is_stop for t in words)
        return bool(words) and capital and not words[-1].is_stop


def introduction(doc: Doc, colon: int, paragraph: Paragraph) -> tuple[Tokens, Token] | None:
    """Subject and main verb of the sentence that ends in the colon at index `colon`."""
    verb = doc[colon - 1].sent.root
    if verb.pos_ not in ("VERB", "AUX") or verb.i >= colon or paragraph.quotation_at[verb.i]:
        return None
    source = frozenset(i for i in paragraph.source(verb) if i < colon)
    return (source, verb) if source else None
