# SPDX-License-Identifier: MIT
"""Dependency rules for reported speech and belief: source, cue and content of claims.

The rules read one parsed paragraph and return drafts in indices of its tokens; they know neither
actors nor codebooks. Another finder with the same call can take their place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimdesk.models.spans import Span
from claimdesk.models.suggest import syntax
from claimdesk.models.suggest.cues import Cue, CueLexicon, cue_lexicon
from claimdesk.models.suggest.quotes import Quotation
from claimdesk.models.suggest.syntax import NONE, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


SAYING = frozenset({"said", "says", "say", "added", "told", "wrote", "tweeted"})
"""Verbs of saying that a tagger may take for something else beside a quotation."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One claim as token indices of its paragraph."""

    source: Tokens
    cue: Tokens
    content: Tokens
    rule: str
    """Name of the rule that found it, such as `clause`."""
    reading: Cue | None = None
    negated: bool = False
    score: float = 0.5
    anchor: int = 0
    """The token that the cue is built around."""


@dataclass(frozen=True, slots=True)
class FoundClaim:
    """One claim as spans of the article, before its speaker and codes are known."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    rule: str
    reading: Cue | None = None
    negated: bool = False
    score: float = 0.5

    def with_content(self, content: tuple[Span, ...]) -> FoundClaim:
        """The same claim with another content."""
        return replace(self, content=content)


class Paragraph:
    """A parsed paragraph with its quotations as ranges of tokens, end-exclusive."""

    def __init__(self, doc: Doc, quotations: list[tuple[int, int]]) -> None:
        self.doc = doc
        self.quotations = quotations
        self.quotation_at: list[int | None] = [None] * len(doc)
        for number, (start, end) in enumerate(quotations):
            self.quotation_at[start:end] = [number] * (end - start)

    def quotation(self, number: int) -> Tokens:
        """The tokens of one quotation, its marks included."""
        return frozenset(range(*self.quotations[number]))

    def with_whole_quotations(self, content: Tokens, outside: Tokens) -> Tokens:
        """`content` extended to the whole of each quotation that it shares a word with.

        Quotations that hold a token of `outside` are left as they are.
        """
        numbers = {self.quotation_at[i] for i in content} - {None}
        for number in numbers:
            assert number is not None
            whole = self.quotation(number)
            if not whole & outside:
                content |= whole
        return content

    def trimmed(self, content: Tokens) -> Tokens:
        """`content` without the marks, and conjunctions that stand at its ends."""
        order = sorted(content)
        while order and self._is_edge(order[0], first=True):
            order.pop(0)
        while order and self._is_edge(order[-1], first=False):
            order.pop()
        return frozenset(order)

    def _is_edge(self, i: int, first: bool) -> bool:
        token = self.doc[i]
        if token.is_space:
            return True
        if token.is_quote or token.is_bracket:
            number = self.quotation_at[i]
            return number is None and not token.is_bracket
        if first:
            return token.is_punct or (token.dep_ == "cc" and token.lower_ in ("and", "but", "or"))
        return token.is_punct and self.quotation_at[i] is None


class ClaimRules:
    """The rules over one paragraph."""

    def __init__(self, paragraph: Paragraph, lexicon: CueLexicon) -> None:
        self.paragraph = paragraph
        self.doc = paragraph.doc
        self.lexicon = lexicon
        self.drafts: list[Draft] = []
        self.spoken: set[int] = set()
        """Numbers of the quotations that a speaker is named for."""
        self.done: set[int] = set()

    def find(self) -> list[Draft]:
        """The claims, in the order of their contents."""
        self._direct_speech()
        for token in self.doc:
            if self._is_inside_speech(token):
                continue
            if token.pos_ in ("VERB", "AUX"):
                self._verb(token)
            elif token.pos_ in ("NOUN",):
                self._noun(token)
            elif token.pos_ == "ADJ":
                self._adjective(token)
            if token.lower_ == "according":
                self._according(token)
        self._colons()
        return self._finished()

    # ---- direct speech

    def _direct_speech(self) -> None:
        """Quotations with the clause that names the speaker before, after or between them."""
        for verb in self.doc:
            readings = self.lexicon.verb(verb.lemma_.lower())
            reading = readings.get("quote")
            if reading is None or self.paragraph.quotation_at[verb.i] is not None:
                continue
            if verb.pos_ not in ("VERB", "AUX") and verb.lower_ not in SAYING:
                continue
            numbers = self._quotations_of(verb)
            if not numbers:
                continue
            source = self._source(verb) or self._speaker_beside(verb)
            content = NONE
            for number in numbers:
                content |= self.paragraph.quotation(number)
            if source & content:
                source = self._speaker_beside(verb)
            draft = self._draft(verb, content, "quotation", reading, source=source, score=0.95)
            if draft is not None:
                self.drafts.append(draft)
                self.spoken |= set(numbers)
                self.done.add(verb.i)

    def _quotations_of(self, verb: Token) -> list[int]:
        before, after = self._quotation_before(verb), self._quotation_after(verb)
        if before is not None and not self._is_speech(before):
            before = None
        if after is not None and not (before is not None or self._is_speech(after)):
            after = None
        found = [number for number in (before, after) if number is not None]
        if not found:
            return []
        while (number := self._quotation_next(found[-1], verb)) is not None:
            found.append(number)
        return found

    def _quotation_next(self, number: int, verb: Token) -> int | None:
        """The quotation that goes on with `number` and has no clause of its own."""
        following = number + 1
        if following >= len(self.paragraph.quotations):
            return None
        end, start = self.paragraph.quotations[number][1], self.paragraph.quotations[following][0]
        between = self.doc[end:start]
        if any(not (t.is_punct or t.is_space) for t in between) and not end <= verb.i < start:
            return None
        if end <= verb.i < start:
            tail = [t for t in self.doc[verb.i + 1 : start] if not t.is_space]
            if not tail or tail[-1].text not in (".", ",", ":", ";", "!", "?"):
                return None
            if any(t.text in (".", "!", "?") for t in tail[:-1]):
                return None
        return following if self._is_speech(following) and not self._has_clause(following) else None

    def _has_clause(self, number: int) -> bool:
        """Whether a clause such as `, she said` follows the quotation."""
        end = self.paragraph.quotations[number][1]
        last = self.doc[end - 2].text if end >= 2 else ""
        if last != "," and self.doc[min(end, len(self.doc) - 1)].text != ",":
            return False
        return any(
            "quote" in self.lexicon.verb(t.lemma_.lower())
            for t in self.doc[end : min(end + 6, len(self.doc))]
        )

    def _is_speech(self, number: int) -> bool:
        """Whether the quotation is a sentence or clause rather than a few words."""
        start, end = self.paragraph.quotations[number]
        if end - start < 4:
            return self.doc[max(start, end - 2)].text in (",", ".", "!", "?")
        return (
            self.doc[end - 2].text in (",", ".", "!", "?", "…", "...", "—", "-")
            or self.doc[min(end, len(self.doc) - 1)].text == ","
            or (start > 0 and self.doc[start - 1].text in (",", ":"))
            or any(t.pos_ in ("VERB", "AUX") for t in self.doc[start:end])
        )

    def _speaker_beside(self, verb: Token) -> Tokens:
        """The noun phrase right after or before a verb of saying, where the parse names none."""
        at = self.paragraph.quotation_at
        for chunk in self.doc.noun_chunks:
            if at[chunk.start] is None and chunk.start == verb.i + 1:
                return frozenset(range(chunk.start, chunk.end))
            if at[chunk.start] is None and chunk.end == verb.i:
                return frozenset(range(chunk.start, chunk.end))
        return NONE

    def _is_inside_speech(self, token: Token) -> bool:
        return self.paragraph.quotation_at[token.i] in self.spoken or token.i in self.done

    # ---- verbs

    def _verb(self, verb: Token) -> None:
        lemma = verb.lemma_.lower()
        readings = self.lexicon.verb(lemma)
        for particle in verb.children:
            if particle.dep_ in ("prt", "advmod", "prep") and particle.i > verb.i:
                readings = self.lexicon.verb(f"{lemma} {particle.lower_}") or readings
        found = (
            self._clause(verb, readings)
            or self._prepositional(verb, lemma)
            or self._infinitive(verb, readings)
            or self._complement(verb, readings)
            or self._quote(verb, readings)
            or self._object(verb, readings)
            or self._impersonal(verb, lemma)
        )
        if found is not None:
            self.drafts.append(found)

    def _draft(
        self,
        verb: Token,
        content: Tokens,
        rule: str,
        reading: Cue | None,
        cue: Tokens = NONE,
        source: Tokens | None = None,
        score: float = 0.6,
    ) -> Draft | None:
        cue = cue or syntax.cue_words(verb)
        if source is None:
            source = self._source(verb)
        content -= cue | source
        if not content:
            return None
        negated = syntax.negation(verb) is not None
        return Draft(source, cue, content, rule, reading, negated, score, verb.i)

    def _source(self, verb: Token) -> Tokens:
        if syntax.is_passive(verb):
            agent = syntax.child(verb, "agent")
            return self._objects(agent) if agent is not None else NONE
        return syntax.subject(verb)

    def _objects(self, preposition: Token) -> Tokens:
        found = NONE
        for c in syntax.children(preposition, "pobj", "pcomp"):
            found |= syntax.subtree(c)
        return found

    def _clause(self, verb: Token, readings: dict[str, Cue]) -> Draft | None:
        reading = readings.get("clause")
        if reading is None:
            return None
        content = NONE
        for c in syntax.children(verb, "ccomp"):
            content |= syntax.subtree(c)
        aside = verb.dep_ == "parataxis" or (verb.dep_ == "ccomp" and self._is_parenthesis(verb))
        if not content and aside and verb.head.pos_ in ("VERB", "AUX"):
            content = syntax.subtree(verb.head, [verb])
        if not content:
            return None
        cue = syntax.cue_words(verb)
        source = self._source(verb)
        content = self._quoted(verb, content, cue | source)
        return self._draft(verb, content, "clause", reading, cue, source, 0.9)

    def _is_parenthesis(self, verb: Token) -> bool:
        before = min(t.i for t in verb.subtree) - 1
        return before >= 0 and self.doc[before].text in (",", "”", '"', "—", "–")

    def _quoted(self, verb: Token, content: Tokens, outside: Tokens) -> Tokens:
        content = self.paragraph.with_whole_quotations(content, outside | {verb.i})
        for number in (self._quotation_before(verb), self._quotation_after(verb)):
            if number is not None:
                content |= self.paragraph.quotation(number)
        return content

    def _quotation_before(self, verb: Token) -> int | None:
        """The quotation that ends where the clause of `verb` begins."""
        first = self._clause_start(verb)
        while first > 0 and (self.doc[first - 1].is_punct or self.doc[first - 1].is_space):
            first -= 1
            number = self.paragraph.quotation_at[first]
            if number is not None:
                return number
        return None

    def _clause_start(self, verb: Token) -> int:
        words = [verb.i]
        for c in verb.children:
            if c.dep_ in syntax.SUBJECTS or (c.dep_ in ("aux", "neg", "advmod") and c.i < verb.i):
                words += [t.i for t in c.subtree]
        return min(words)

    def _quotation_after(self, verb: Token) -> int | None:
        """The quotation that follows `verb` in its sentence, or begins the next sentence."""
        at = self.paragraph.quotation_at
        if at[verb.i] is not None:
            return None
        for i in range(verb.i + 1, min(verb.sent.end + 1, len(self.doc))):
            if (number := at[i]) is not None:
                start = self.paragraph.quotations[number][0]
                return number if start == i and self._reaches(verb, i) else None
        return None

    def _reaches(self, verb: Token, i: int) -> bool:
        """Whether no other clause stands between the verb and the quotation that begins at `i`."""
        between = self.doc[verb.i + 1 : i]
        if any(t.pos_ == "VERB" and t.tag_ in ("VBD", "VBZ", "VBP") for t in between):
            return False
        last = self.doc[i - 1]
        return last.text in (",", ":") or last.i == verb.i or last.lower_ in ("that", "as")

    def _quote(self, verb: Token, readings: dict[str, Cue]) -> Draft | None:
        reading = readings.get("quote")
        if reading is None or self.paragraph.quotation_at[verb.i] is not None:
            return None
        content = self._quoted(verb, NONE, NONE)
        if not content:
            return None
        return self._draft(verb, content, "quote", reading, score=0.9)

    def _infinitive(self, verb: Token, readings: dict[str, Cue]) -> Draft | None:
        reading = readings.get("infinitive")
        if reading is None:
            return None
        content = NONE
        for c in syntax.children(verb, "xcomp", "ccomp"):
            if any(t.dep_ == "aux" and t.lower_ == "to" for t in c.children):
                content |= syntax.subtree(c)
        if not content:
            return None
        if (addressee := syntax.child(verb, "dobj")) is not None:
            content |= syntax.subtree(addressee)
        content = self.paragraph.with_whole_quotations(content, frozenset({verb.i}))
        return self._draft(verb, content, "infinitive", reading, score=0.7)

    def _complement(self, verb: Token, readings: dict[str, Cue]) -> Draft | None:
        """`view X as Y`, `call X Y`."""
        passive = syntax.is_passive(verb)
        target = syntax.child(verb, "nsubjpass") if passive else syntax.child(verb, "dobj")
        content = syntax.subtree(target) if target is not None else NONE
        reading = readings.get("as")
        marker = syntax.preposition(verb, "as")
        if reading is not None and marker is not None and content:
            content |= syntax.subtree(marker)
        else:
            reading = readings.get("small")
            parts = [c for c in syntax.children(verb, "oprd", "ccomp", "xcomp") if c.pos_ != "VERB"]
            if reading is None or not parts:
                return None
            for part in parts:
                content |= syntax.subtree(part)
        content = self.paragraph.with_whole_quotations(content, frozenset({verb.i}))
        return self._draft(verb, content, "as", reading, score=0.7)

    def _object(self, verb: Token, readings: dict[str, Cue]) -> Draft | None:
        reading = readings.get("object")
        if reading is None:
            return None
        passive = syntax.is_passive(verb)
        if verb.dep_ == "acl" and passive:
            return None
        target = syntax.child(verb, "nsubjpass") if passive else syntax.child(verb, "dobj")
        if target is None or target.lower_ in syntax.RELATIVES:
            return None
        content = syntax.subtree(target)
        for c in syntax.children(verb, "prep"):
            if c.lower_ in ("for", "of", "as", "over") and c.i > verb.i:
                content |= syntax.subtree(c)
        source = self._source(verb)
        if not source:
            return None
        content = self.paragraph.with_whole_quotations(content, source | {verb.i})
        return self._draft(verb, content, "object", reading, source=source, score=0.5)

    def _prepositional(self, verb: Token, lemma: str) -> Draft | None:
        for c in verb.children:
            if c.dep_ not in ("prep", "prt", "advmod", "dative") or c.i < verb.i:
                continue
            for words, markers in self._phrases(lemma, c):
                reading = self.lexicon.prepositional.get(words)
                content = self._objects(markers[-1])
                if reading is None or not content:
                    continue
                cue = syntax.cue_words(verb) | {m.i for m in markers}
                content = self.paragraph.with_whole_quotations(content, frozenset({verb.i}))
                return self._draft(verb, content, "preposition", reading, cue, score=0.6)
        return None

    def _phrases(self, lemma: str, marker: Token) -> list[tuple[str, list[Token]]]:
        found = [(f"{lemma} {marker.lower_}", [marker])]
        for parent in (marker, marker.head):
            for c in syntax.children(parent, "prep"):
                if c.i > marker.i:
                    found.append((f"{lemma} {marker.lower_} {c.lower_}", [marker, c]))
        return found

    def _impersonal(self, verb: Token, lemma: str) -> Draft | None:
        """`X is expected to …`, `X seems …`: a claim without a source."""
        passive = lemma in self.lexicon.passive and syntax.is_passive(verb)
        if not passive and lemma not in self.lexicon.raising:
            return None
        content = NONE
        for c in syntax.children(verb, "xcomp", "oprd", "ccomp", "acomp"):
            content |= syntax.subtree(c)
        if not content:
            return None
        if (topic := syntax.child(verb, "nsubj", "nsubjpass")) is not None:
            content |= syntax.subtree(topic)
        return self._draft(verb, content, "impersonal", None, source=NONE, score=0.4)

    # ---- other cues

    def _noun(self, noun: Token) -> None:
        reading = self.lexicon.nouns.get(noun.lemma_.lower())
        if reading is None:
            return
        owner = syntax.child(noun, "poss") or syntax.preposition(noun, "by")
        source = NONE
        if owner is not None:
            source = syntax.subtree(owner) if owner.dep_ == "poss" else self._objects(owner)
        content, cue = self._noun_clause(noun), frozenset({noun.i})
        if not content and source:
            content, marker = self._noun_object(noun)
            cue |= marker
        if not source and noun.dep_ in ("dobj", "attr") and noun.head.pos_ in ("VERB", "AUX"):
            source = syntax.subject(noun.head)
        content -= source | cue
        if content:
            self.drafts.append(Draft(source, cue, content, "noun", reading, False, 0.5, noun.i))

    def _noun_clause(self, noun: Token) -> Tokens:
        """The clause in `the claim that …`, `the demand to …`."""
        content = NONE
        for c in syntax.children(noun, "acl", "ccomp"):
            infinitive = any(t.dep_ == "aux" and t.lower_ == "to" for t in c.children)
            if next(iter(c.subtree)).lower_ == "that" or (c.dep_ == "acl" and infinitive):
                content |= syntax.subtree(c)
        return content

    def _noun_object(self, noun: Token) -> tuple[Tokens, Tokens]:
        """The topic in `her criticism of …`, and its preposition."""
        for c in syntax.children(noun, "prep"):
            if c.lower_ in ("about", "of", "for", "on", "over", "against"):
                return self._objects(c), frozenset({c.i})
        return NONE, NONE

    def _adjective(self, adjective: Token) -> None:
        reading = self.lexicon.adjectives.get(adjective.lemma_.lower())
        if reading is None or adjective.dep_ not in ("acomp", "conj"):
            return
        verb = adjective.head
        content = NONE
        markers: set[int] = set()
        for c in syntax.children(adjective, "ccomp", "xcomp"):
            content |= syntax.subtree(c)
        if not content:
            for c in syntax.children(adjective, "prep"):
                content |= self._objects(c)
                markers.add(c.i)
        if not content or verb.pos_ not in ("VERB", "AUX"):
            return
        cue = syntax.cue_words(verb) | {adjective.i} | markers
        found = self._draft(verb, content, "adjective", reading, cue, score=0.5)
        if found is not None and found.source:
            self.drafts.append(found)

    def _according(self, token: Token) -> None:
        to = syntax.preposition(token, "to")
        if to is None and token.i + 1 < len(self.doc) and self.doc[token.i + 1].lower_ == "to":
            to = self.doc[token.i + 1]
        if to is None:
            return
        source = self._objects(to)
        head = token.head
        content = syntax.subtree(head, [token]) if head.i != token.i else NONE
        content -= source
        content = self.paragraph.with_whole_quotations(content, source | {token.i})
        cue = frozenset({token.i, to.i})
        if source and content:
            draft = Draft(source, cue, content, "according", None, False, 0.85, token.i)
            self.drafts.append(draft)

    def _colons(self) -> None:
        """`Name: “…”` at the start of a paragraph."""

    def _finished(self) -> list[Draft]:
        seen: set[tuple[Tokens, Tokens]] = set()
        out = []
        for draft in self._without_nested():
            content = self.paragraph.trimmed(draft.content)
            if not content or (draft.cue, content) in seen:
                continue
            seen.add((draft.cue, content))
            source = self.paragraph.trimmed(draft.source)
            out.append(replace(draft, source=source, content=content))
        return sorted(out, key=lambda draft: (min(draft.content), draft.anchor))

    def _without_nested(self) -> list[Draft]:
        """The drafts but for those that stand inside the content of a surer one."""
        kept: list[Draft] = []
        for draft in sorted(self.drafts, key=lambda d: (-d.score, -len(d.content))):
            if any(draft.anchor in other.content for other in kept):
                continue
            if any(other.anchor in draft.content for other in kept):
                continue
            kept.append(draft)
        return kept


def find_claims(doc: Doc, stretch: Span, quotations: list[Quotation]) -> list[FoundClaim]:
    """The claims in one parsed stretch of an article that begins at `stretch.start`."""
    ranges = _token_ranges(doc, stretch, quotations)
    drafts = ClaimRules(Paragraph(doc, ranges), cue_lexicon()).find()
    return [_found(doc, stretch.start, draft) for draft in drafts]


def _token_ranges(doc: Doc, stretch: Span, quotations: list[Quotation]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for quotation in quotations:
        start = max(quotation.span.start, stretch.start) - stretch.start
        end = min(quotation.span.end, stretch.end) - stretch.start
        part = doc.char_span(start, end, alignment_mode="expand")
        if part is None:
            continue
        first = max(part.start, found[-1][1]) if found else part.start
        if first < part.end:
            found.append((first, part.end))
    return found


def _found(doc: Doc, offset: int, draft: Draft) -> FoundClaim:
    def spans(tokens: Tokens) -> tuple[Span, ...]:
        return tuple(
            Span(offset + doc[first].idx, offset + doc[last - 1].idx + len(doc[last - 1]))
            for first, last in syntax.runs(doc, tokens)
        )

    return FoundClaim(
        spans(draft.source),
        spans(draft.cue),
        spans(draft.content),
        draft.rule,
        draft.reading,
        draft.negated,
        draft.score,
    )
