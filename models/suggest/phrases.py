# SPDX-License-Identifier: MIT
"""Cues that are not verbs: nouns, adjectives, `according to`, and the colon after a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimdesk.models.suggest import syntax
from claimdesk.models.suggest.claim_drafts import (
    GOOD,
    STRONG,
    WEAK,
    ClaimDraft,
    Paragraph,
    TokenDraft,
    draft,
    objects,
)
from claimdesk.models.suggest.cues import CueLexicon
from claimdesk.models.suggest.syntax import NONE, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOPIC = ("about", "of", "for", "on", "over", "against", "at", "toward", "towards", "regarding")
_HOLDING = frozenset(
    {
        "deliver",
        "file",
        "get",
        "give",
        "harbor",
        "harbour",
        "have",
        "hold",
        "join",
        "launch",
        "lodge",
    }
    | {"offer", "present", "publish", "release", "send", "show", "sound", "state", "submit", "sign"}
)
"""Verbs whose subject is who makes or holds the claim that their object names."""
_VIEWS = {
    "in": frozenset(
        {"view", "opinion", "word", "eye", "telling", "judgment", "judgement", "estimation"}
        | {"reckoning", "assessment", "reading", "book"}
    ),
    "by": frozenset({"account", "count", "estimate", "reckoning", "calculation", "tally"}),
}
"""Nouns of a phrase that says whose view a sentence is, by its preposition."""
_SEEMING = frozenset({"be", "seem", "look", "appear", "sound", "remain", "mean"})
"""Verbs of a sentence that says how somebody named before it sees a thing."""
_POSITIONS = frozenset({"position", "stance", "line", "message", "point", "policy"})
"""Nouns whose owner says what follows `is that`."""
_COUNTS = frozenset({"figure", "estimate", "tally", "count", "total", "forecast", "number"})
"""Nouns whose owner states a number."""
_NAME_AFTER = 4
"""Tokens of the longest speaker after one."""
_NAME_LIMIT = 10
"""Tokens of the longest speaker before a colon."""


class Phrases:
    """The rules for cues that are not verbs, over one paragraph."""

    def __init__(self, paragraph: Paragraph, lexicon: CueLexicon) -> None:
        self.paragraph = paragraph
        self.doc = paragraph.doc
        self.lexicon = lexicon

    def find(self, token: Token) -> TokenDraft | None:
        """Return the claim that `token` introduces."""
        if token.lower_ == "according":
            return self._according(token)
        if token.pos_ == "NOUN":
            return self._view_is(token) or self._in_view(token) or self._noun(token)
        if token.lower_ == "to" and token.dep_ == "prep":
            return self._to(token)
        if token.pos_ == "ADJ":
            return self._adjective(token)
        return None

    def participle(self, verb: Token) -> TokenDraft | None:
        """`X is worried about …`: a participle that says what somebody thinks."""
        reading = self.lexicon.adjectives.get(verb.lower_)
        if reading is None or verb.tag_ != "VBN" or syntax.child(verb, "agent") is not None:
            return None
        content, markers = _complement(verb)
        source = NONE
        if (own := syntax.child(verb, "nsubjpass", "nsubj")) is not None:
            source = syntax.subtree(own)
        elif verb.dep_ in ("acl", "advcl", "conj"):
            source = syntax.subject(verb)
        if not source:
            return None
        cue = syntax.cue_words(verb) | markers
        return draft(verb, content, "adjective", reading, WEAK, cue=cue, source=source)

    # ---- nouns and adjectives

    def _noun(self, noun: Token) -> TokenDraft | None:
        reading = self.lexicon.nouns.get(noun.lemma_.lower())
        if reading is None or _is_preposition(noun):
            return None
        owner = syntax.child(noun, "poss") or syntax.preposition(noun, "by")
        source = NONE
        if owner is not None:
            source = syntax.subtree(owner) if owner.dep_ == "poss" else objects(owner)
        content, cue = _noun_clause(noun), frozenset({noun.i})
        if not source and self._is_held(noun):
            source = syntax.subject(noun.head)
            cue |= {noun.head.i} if source else NONE
        if content and not source:
            source, before = _who_came_to(noun)
            cue |= before
        if not content and source:
            content, marker = self._topic(noun)
            cue |= marker
        content -= source | cue
        if not content:
            return None
        held = len(cue) > 1 and not _topic_only(noun, content)
        score = GOOD if held else WEAK
        return ClaimDraft(source, cue, content, "noun", reading, False, score, noun.i)

    def _view_is(self, noun: Token) -> TokenDraft | None:
        """`Her view is that …`, `the government's figure is 90`."""
        verb, owner = noun.head, syntax.child(noun, "poss")
        if owner is None or noun.dep_ != "nsubj" or verb.lemma_ not in ("be", "remain"):
            return None
        lemma = noun.lemma_.lower()
        reading = self.lexicon.nouns.get(lemma)
        says = reading is not None or lemma in _POSITIONS
        said = syntax.children(verb, "ccomp") if says else []
        if lemma in _COUNTS:
            said = [c for c in syntax.children(verb, "attr", "acomp") if _has_number(c)]
        content = NONE
        for c in said:
            content |= syntax.subtree(c)
        if not content:
            return None
        source, cue = syntax.subtree(owner), frozenset({noun.i})
        content = self.paragraph.with_whole_quotations(content, source | cue)
        return ClaimDraft(source, cue, content, "noun", reading, False, GOOD, noun.i)

    def _in_view(self, noun: Token) -> TokenDraft | None:
        """`In her view, …`, `in the words of X, …`, `by his count, …`."""
        preposition = noun.head
        views = _VIEWS.get(preposition.lower_, frozenset())
        if noun.dep_ != "pobj" or noun.lemma_.lower() not in views:
            return None
        owner, of = syntax.child(noun, "poss"), syntax.preposition(noun, "of")
        if owner is not None:
            source = syntax.subtree(owner)
        elif of is not None and noun.n_lefts == 1:
            source = objects(of)
        else:
            return None
        cue = frozenset({preposition.i, noun.i} | ({of.i} if owner is None and of else set()))
        return self._of_sentence(preposition, source, cue)

    def _to(self, token: Token) -> TokenDraft | None:
        """`To the minister, the port is a bridge`: how somebody sees a thing."""
        someone = syntax.child(token, "pobj")
        if someone is None or token.i != token.sent.start or token.head.lemma_ not in _SEEMING:
            return None
        lemma, own = someone.lemma_.lower(), someone.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")
        source = objects(token)
        after = max(source) + 1
        comma = after < len(self.doc) and self.doc[after].text == ","
        subject = syntax.child(token.head, "nsubj", "nsubjpass")
        if not (own or lemma in self.lexicon.people | self.lexicon.bodies) or not comma:
            return None
        if subject is None or subject.i < after:
            return None
        return self._of_sentence(token, source, frozenset({token.i}))

    def _of_sentence(self, marker: Token, source: Tokens, cue: Tokens) -> TokenDraft | None:
        """Return the claim that the sentence around a phrase is."""
        content = self._around(marker, source | cue)
        content = self.paragraph.with_whole_quotations(content, source | cue)
        if not any(self.doc[i].tag_ in syntax.FINITE for i in content):
            return None
        return ClaimDraft(source, cue, content, "according", None, False, GOOD, marker.i)

    def _is_held(self, noun: Token) -> bool:
        """Return whether the subject of the verb above has or utters it: `has no plans to …`."""
        verb = noun.head
        if verb.pos_ not in ("VERB", "AUX") or noun.dep_ not in ("dobj", "attr"):
            return False
        lemma = self.lexicon.lemma(verb.text, verb.lemma_)
        return noun.dep_ == "attr" or lemma in _HOLDING or lemma in self.lexicon.expressing

    def _topic(self, noun: Token) -> tuple[Tokens, Tokens]:
        """Return the topic in `her criticism of …`, and its preposition."""
        lemma, verb = noun.lemma_.lower(), noun.head
        markers: tuple[str, ...] = _TOPIC
        if self.lexicon.lemma(verb.text, verb.lemma_) in self.lexicon.expressing:
            markers = (*_TOPIC, "at", "with", "to")
        for c in syntax.children(noun, "prep"):
            if c.lower_ in markers and not (lemma == "call" and c.lower_ != "for"):
                return objects(c), frozenset({c.i})
        return NONE, NONE

    def _adjective(self, adjective: Token) -> TokenDraft | None:
        reading = self.lexicon.adjectives.get(adjective.lemma_.lower())
        verb = adjective.head
        if reading is None or adjective.dep_ != "acomp" or verb.pos_ not in ("VERB", "AUX"):
            return None
        content, markers = _complement(adjective)
        cue = syntax.cue_words(verb) | {adjective.i} | markers
        found = draft(verb, content, "adjective", reading, WEAK, cue=cue)
        return found if found is not None and found.source else None

    # ---- according to

    def _according(self, token: Token) -> TokenDraft | None:
        to = next((t for t in self.doc[token.i + 1 : token.i + 2] if t.lower_ == "to"), None)
        if to is None:
            return None
        source = objects(to)
        if not source:
            return None
        cue = frozenset({token.i, to.i})
        content = self._around(token, source | cue)
        content = self.paragraph.with_whole_quotations(content, source | cue)
        if not content:
            return None
        return ClaimDraft(source, cue, content, "according", None, False, STRONG, token.i)

    def _around(self, token: Token, taken: Tokens) -> Tokens:
        """Return what is said: the sentence, or the clause if the phrase stands inside it."""
        sentence = token.sent
        last = max(taken)
        rest = [t for t in self.doc[last + 1 : sentence.end] if not (t.is_punct or t.is_space)]
        before = frozenset(range(sentence.start, token.i))
        if not rest and before:
            return before - taken
        if not any(self.doc[i].is_alpha for i in before):
            return frozenset(range(last + 1, sentence.end))
        head = token.head
        content = syntax.subtree(head, [token]) if head.i != token.i else NONE
        return content - taken

    # ---- colons

    def headline(self) -> TokenDraft | None:
        """`Name: …` at the start of a paragraph, up to its end."""
        for token in self.doc[1 : _NAME_LIMIT + 1]:
            if token.text == ":":
                return self._after_colon(token) or self._before_colon(token)
            if token.is_punct and token.text not in (",", ".", "(", ")", "-", "’", "'"):
                return None
        return None

    def _before_colon(self, colon: Token) -> TokenDraft | None:
        """Return the claim of a headline that ends in who says it: `The port is safe: minister`."""
        said = [t for t in self.doc[: colon.i] if not t.is_space]
        name = [t for t in self.doc[colon.i + 1 :] if not t.is_space]
        if not 1 <= len(name) <= _NAME_AFTER or not any(t.tag_ in syntax.FINITE for t in said):
            return None
        if any(t.pos_ in ("VERB", "AUX", "NUM") or t.is_punct for t in name):
            return None
        last = name[-1]
        speaks = last.lemma_.lower() in self.lexicon.people | self.lexicon.bodies
        if not (speaks or last.ent_type_ in ("PERSON", "ORG", "GPE", "NORP")):
            return None
        source, content = (frozenset(t.i for t in part) for part in (name, said))
        return ClaimDraft(
            source, frozenset({colon.i}), content, "colon", None, False, STRONG, colon.i
        )

    def _after_colon(self, colon: Token) -> TokenDraft | None:
        before = self.doc[: colon.i]
        after = [t for t in self.doc[colon.i + 1 :] if not t.is_space]
        if len(after) < 3 or any(t.pos_ in ("VERB", "AUX", "NUM") for t in before):
            return None
        names = [t for t in before if t.pos_ == "PROPN" or t.ent_type_ in ("PERSON", "ORG", "GPE")]
        if 2 * len(names) < sum(t.is_alpha for t in before):
            return None
        source = frozenset(t.i for t in before)
        cue = frozenset({colon.i})
        content = frozenset(t.i for t in after)
        return ClaimDraft(source, cue, content, "colon", None, False, STRONG, colon.i)


def _complement(word: Token) -> tuple[Tokens, Tokens]:
    """Return the clause or object of an adjective, and its preposition."""
    content, markers = NONE, NONE
    for c in syntax.children(word, "ccomp", "xcomp"):
        content |= syntax.subtree(c)
    if not content:
        for c in syntax.children(word, "prep"):
            content |= objects(c)
            markers |= {c.i}
    return content, markers


def _who_came_to(noun: Token) -> tuple[Tokens, Tokens]:
    """Return the source in `he came to the conclusion that …`, and the words before the noun."""
    link, verb = noun.head, noun.head.head
    if noun.dep_ != "pobj" or link.dep_ != "prep" or link.i != verb.i + 1 or verb.pos_ != "VERB":
        return NONE, NONE
    source = NONE if syntax.is_passive(verb) else syntax.subject(verb)
    return (source, frozenset({verb.i, link.i})) if source else (NONE, NONE)


def _noun_clause(noun: Token) -> Tokens:
    """Return the clause in `the claim that …`, `the demand to …`."""
    content = NONE
    for c in syntax.children(noun, "acl", "ccomp"):
        infinitive = any(t.dep_ == "aux" and t.lower_ == "to" for t in c.children)
        if next(iter(c.subtree)).lower_ == "that" or (c.dep_ == "acl" and infinitive):
            content |= syntax.subtree(c)
    return content


def _topic_only(noun: Token, content: Tokens) -> bool:
    """Return whether what is said is only named: `voiced concern about the port`."""
    return not content & _noun_clause(noun)


def _has_number(token: Token) -> bool:
    return any(t.like_num for t in token.subtree)


def _is_preposition(noun: Token) -> bool:
    """Return whether a bare noun is part of a preposition, as in `in order to`, `in view of`."""
    bare = noun.dep_ == "pobj" and noun.n_lefts == 0
    return bare and noun.head.lower_ == "in" and noun.head.i == noun.i - 1
