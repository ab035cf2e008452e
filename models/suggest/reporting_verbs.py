# SPDX-License-Identifier: MIT
"""Verbs that report what somebody says or thinks: with a clause, infinitive, object and so on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimdesk.models.suggest import syntax
from claimdesk.models.suggest.claim_drafts import (
    FAIR,
    GOOD,
    STRONG,
    WEAK,
    Paragraph,
    TokenDraft,
    draft,
    objects,
    source_of,
)
from claimdesk.models.suggest.cues import Cue, CueLexicon
from claimdesk.models.suggest.direct_speech import DirectSpeech
from claimdesk.models.suggest.syntax import NONE, Tokens

if TYPE_CHECKING:
    from spacy.tokens import Token

Readings = dict[str, Cue]

_REFUSING = ("decline", "refuse")
_PLAIN = ("clear", "plain", "known")
_SILENT = frozenset({"comment", "respond", "answer", "reply", "elaborate"})
"""What somebody declines to do who says nothing."""
_UNNAMED = frozenset({"named", "identified", "quoted", "differ"})
"""What somebody asks to whom the journalist grants it, and what is only a phrase of politeness."""
_NOBODY = frozenset({"nobody", "none", "no"})
_WHEN = frozenset({"after", "at", "before", "during", "on", "since", "until"})
_OCCASIONS = frozenset({"conference", "interview", "rally", "speech", "statement", "tweet"})
_DEADLINES = frozenset({"within", "by"})
"""Words that say until when what is asked for or promised has to be done."""
_LONGEST_THING = 12
"""Tokens of the longest noun phrase before a quotation that says what it is."""
_THINGS = ("NOUN", "PROPN", "PRON", "NUM")
_NEAR = 6
"""Tokens after a verb within which the clause begins that the parser attached elsewhere."""


class ReportingVerbs:
    """The verb rules over one paragraph; each takes the verb as far as it can."""

    def __init__(self, paragraph: Paragraph, lexicon: CueLexicon, speech: DirectSpeech) -> None:
        self.paragraph = paragraph
        self.doc = paragraph.doc
        self.lexicon = lexicon
        self.speech = speech

    def find(self, verb: Token) -> TokenDraft | None:
        """Return the claim that `verb` introduces."""
        lemma = self.lexicon.lemma(verb.text, verb.lemma_)
        readings = self._readings(verb, lemma)
        return (
            self._made_clear(verb, lemma)
            or self._clause(verb, readings)
            or self._prepositional(verb, lemma)
            or self._called_for(verb, lemma)
            or self._infinitive(verb, readings)
            or self._complement(verb, readings)
            or self._object(verb, readings)
            or self._estimate(verb, lemma)
            or self._unattached(verb, readings)
            or self._taken_apart(verb, readings)
            or self._impersonal(verb, lemma)
        )

    def _readings(self, verb: Token, lemma: str) -> Readings:
        for particle in verb.children:
            if particle.i > verb.i and particle.dep_ in ("prt", "advmod", "prep"):
                readings = self.lexicon.verb(f"{lemma} {particle.lower_}")
                if readings:
                    return readings
        return self.lexicon.verb(lemma)

    def _clause(self, verb: Token, readings: Readings) -> TokenDraft | None:
        """`X said that …`, `…, X said`."""
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
        cue, source = syntax.cue_words(verb), self.paragraph.source(verb)
        cue |= self._refusal(verb)
        content = self._completed(verb, content) | _joined_by_modal(verb)
        content = self._quoted(verb, content, cue | source)
        content = self._beside_semicolon(verb, content, cue | source)
        content = self._before_next(verb, content)
        return draft(verb, content, "clause", reading, STRONG, cue=cue, source=source)

    def _before_next(self, verb: Token, content: Tokens) -> Tokens:
        """Return `content` up to where the same speaker says more: `… and blamed the storm`."""
        at = self.paragraph.quotation_at
        further = [
            token.left_edge.i
            for token in (self.doc[i] for i in sorted(content))
            if at[token.i] is None
            and syntax.reporter_of(token) == verb
            and self.lexicon.readings(token)
        ]
        if not further:
            return content
        left = [i for i in sorted(content) if i < further[0]]
        while left and (self.doc[left[-1]].is_punct or self.doc[left[-1]].dep_ == "cc"):
            left.pop()
        return frozenset(left) or content

    def _refusal(self, verb: Token) -> Tokens:
        """Return the words of a refusal to say it: `declined to` before `say whether`."""
        above = verb.head
        refused = verb.dep_ == "xcomp" and above.i < verb.i
        if refused and self.lexicon.lemma(above.text, above.lemma_) in _REFUSING:
            return syntax.cue_words(above)
        return NONE

    def _completed(self, verb: Token, content: Tokens) -> Tokens:
        """`content` with what belongs to it and the parser attached elsewhere."""
        sentence, last = verb.sent, max(content)
        if last < verb.i:
            return content
        for c in syntax.children(verb, "advcl"):
            if verb.i < c.i < min(content) and c.left_edge.i == verb.i + 1:
                content |= syntax.subtree(c)
        following = [t for t in self.doc[last + 1 : sentence.end] if not t.is_punct][:2]
        if [t.lower_ for t in following] in (["and", "that"], ["but", "that"]):
            content |= frozenset(range(last + 1, sentence.end))
        return content

    def _is_parenthesis(self, verb: Token) -> bool:
        before = min(t.i for t in verb.subtree) - 1
        return before >= 0 and self.doc[before].text in (",", "”", '"', "—", "–")

    def _quoted(self, verb: Token, content: Tokens, outside: Tokens) -> Tokens:
        content = self.paragraph.with_whole_quotations(content, outside | {verb.i})
        for number in (self.speech.before(verb), self.speech.after(verb)):
            if number is not None and not self.speech.is_title(number):
                content |= self.paragraph.quotation(number)
        return content | self._after_colon(content)

    def _after_colon(self, content: Tokens) -> Tokens:
        """Return the quotation that a clause leads to: `he said he was sure: “It works.”`."""
        colon = max(content) + 1
        if colon + 1 >= len(self.doc) or self.doc[colon].text != ":":
            return NONE
        number = self.paragraph.quotation_at[colon + 1]
        return self.paragraph.quotation(number) if number is not None else NONE

    def _beside_semicolon(self, verb: Token, content: Tokens, taken: Tokens) -> Tokens:
        """Return `content` without what a semicolon parts from it: `Ships leave; China says …`."""
        at, first = self.paragraph.quotation_at, min(taken)
        marks = [t.i for t in self.doc[:first] if t.text == ";" and at[t.i] is None]
        left = frozenset(i for i in content if i > marks[-1]) if marks else content
        if not left and syntax.child(verb, "dobj") is not None:
            return NONE  # `Kyiv says …; Moscow denies this`
        return left if any(i > first for i in left) else content

    def _unattached(self, verb: Token, readings: Readings) -> TokenDraft | None:
        """Find the clause that the parser attached elsewhere: the rest of the sentence."""
        reading = readings.get("clause")
        if reading is None or "quote" not in readings or verb.tag_ not in ("VBD", "VBZ", "VBP"):
            return None
        source = self.paragraph.source(verb)
        if not source:
            return None
        sentence = verb.sent
        tail = [t for t in self.doc[verb.i + 1 : sentence.end] if not (t.is_punct or t.is_space)]
        first = min(min(source), verb.i)
        if not tail or (tail[0].i in source and max(source) >= tail[-1].i):
            content = frozenset(range(sentence.start, first))
            if len(content) < 4 or self.doc[first - 1].text not in (",", "”", '"', "''"):
                return None
            if not any(self.doc[i].tag_ in syntax.FINITE for i in content):
                return None
        else:
            that = next((t for t in tail if t.lower_ == "that" and t.dep_ == "mark"), None)
            if that is None:
                return None
            content = frozenset(range(that.i, sentence.end))
        return draft(verb, content, "sentence", reading, GOOD, source=source)

    def _taken_apart(self, verb: Token, readings: Readings) -> TokenDraft | None:
        """Return a draft where the parser took the verb for a participle.

        As in `Papers citing officials reported that …`; it has a subject before the verb.
        """
        reading = readings.get("clause")
        if reading is None or "quote" not in readings or verb.tag_ != "VBN" or verb.dep_ != "acl":
            return None
        following = self.doc[verb.i + 1 : min(verb.i + _NEAR, verb.sent.end)]
        that = next((t for t in following if t.lower_ == "that" and t.dep_ == "mark"), None)
        if that is None or that.head.i < that.i:
            return None
        subject = next((c for c in syntax.children(that.head, "nsubj", "nsubjpass")), None)
        if subject is None or subject.i > verb.i:
            return None
        content = frozenset(range(that.i, that.head.right_edge.i + 1))
        source = syntax.subtree(subject, [verb])
        return draft(verb, content, "sentence", reading, GOOD, source=source)

    def _infinitive(self, verb: Token, readings: Readings) -> TokenDraft | None:
        """`X urged Y to …`, `X wants to …`."""
        reading = readings.get("infinitive")
        if reading is None or (reading.kind == "belief" and _lacks_agent(verb)):
            return None
        content = NONE
        for c in syntax.children(verb, "xcomp", "ccomp"):
            if any(t.dep_ == "aux" and t.lower_ == "to" for t in c.children):
                content |= syntax.subtree(c)
        content = content or self._asked_of(verb, reading)
        if not content or self._says_nothing(verb, content):
            return None
        content = self._before_next(verb, content)
        if (addressee := syntax.child(verb, "dobj")) is not None:
            content |= syntax.subtree(addressee)
        content = self.paragraph.with_whole_quotations(content, frozenset({verb.i}))
        return draft(verb, content, "infinitive", reading, GOOD)

    def _asked_of(self, verb: Token, reading: Cue) -> Tokens:
        """Return what somebody is asked to do where it stands apart: `pressed X for years to …`."""
        whom = syntax.child(verb, "dobj")
        if reading.kind != "demand" or whom is None:
            return NONE
        known = self.lexicon.people | self.lexicon.bodies
        if whom.pos_ not in ("PROPN", "PRON") and whom.lemma_.lower() not in known:
            return NONE
        for c in syntax.children(verb, "advcl"):
            first = c.left_edge
            if first.lower_ == "to" and first.i > whom.i:
                return syntax.subtree(c)
        return NONE

    def _says_nothing(self, verb: Token, content: Tokens) -> bool:
        """Return whether it is only said that somebody did not speak: `declined to comment`."""
        declined = self.lexicon.lemma(verb.text, verb.lemma_) in _REFUSING
        words = [self.doc[i].lower_ for i in sorted(content)]
        empty = _SILENT | _UNNAMED if declined else _UNNAMED
        return len(words) <= _NEAR and not empty.isdisjoint(words)

    def _complement(self, verb: Token, readings: Readings) -> TokenDraft | None:
        """`X views Y as Z`, `X called Y Z`."""
        if (quoted := self._quoted_view(verb, readings)) is not None:
            return quoted
        passive = syntax.is_passive(verb)
        target = syntax.child(verb, "nsubjpass") if passive else syntax.child(verb, "dobj")
        content = _described(verb, target) if target is not None else NONE
        reading = readings.get("as")
        marker = syntax.preposition(verb, "as")
        if reading is not None and marker is not None and content:
            content |= syntax.subtree(marker)
        else:
            reading = readings.get("small")
            parts = [c for c in syntax.children(verb, "oprd", "ccomp", "xcomp") if c.pos_ != "VERB"]
            parts = parts or _second_object(verb)
            if reading is None or not parts or _is_naming(verb, parts):
                return None
            for part in parts:
                content |= syntax.subtree(part)
            content = _extended(verb, content)
        content = self.paragraph.with_whole_quotations(content, frozenset({verb.i}))
        return draft(verb, content, "as", reading, GOOD)

    def _quoted_view(self, verb: Token, readings: Readings) -> TokenDraft | None:
        """`X called the plan “a farce”`: a thing, and in quotation marks what it is said to be."""
        reading, at = readings.get("small"), self.paragraph.quotation_at
        if reading is None or at[verb.i] is not None or syntax.is_passive(verb):
            return None
        first = next((i for i in range(verb.i + 1, verb.sent.end) if at[i] is not None), None)
        if first is None or not verb.i + 1 < first <= verb.i + _LONGEST_THING:
            return None
        thing = self.doc[verb.i + 1 : first]
        if thing[-1].pos_ not in _THINGS or any(
            t.pos_ in ("VERB", "AUX", "CCONJ", "SCONJ") or t.is_punct for t in thing
        ):
            return None
        content = frozenset(range(verb.i + 1, first)) | self.paragraph.quotation(at[first] or 0)
        return draft(verb, content, "as", reading, GOOD)

    def _object(self, verb: Token, readings: Readings) -> TokenDraft | None:
        """`X criticised Y for Z`."""
        reading = readings.get("object")
        passive = syntax.is_passive(verb)
        if reading is None or (passive and verb.dep_ == "acl"):
            return None
        target = syntax.child(verb, "nsubjpass") if passive else _object_of(verb)
        source = source_of(verb)
        if target is None or target.tag_ in ("WDT", "WP") or not source:
            return None
        if self._is_expressed(verb, target) or self._says_no_view(verb, reading, source):
            return None
        content = syntax.subtree(target)
        for c in syntax.children(verb, "prep"):
            if c.lower_ in ("for", "of", "as", "over", "on", "about", "against") and c.i > verb.i:
                content |= syntax.subtree(c)
        content = _extended(verb, content)
        content = self.paragraph.with_whole_quotations(content, source | {verb.i})
        cue = syntax.cue_words(verb) | _particle(verb, reading)
        return draft(verb, content, "object", reading, WEAK, cue=cue, source=source)

    def _says_no_view(self, verb: Token, reading: Cue, source: Tokens) -> bool:
        """Return whether a verb with an object is an aim or nobody's view: `to promote …`."""
        if _NOBODY & {self.doc[i].lower_ for i in sorted(source)[:1]}:
            return True
        aim = any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
        if aim and verb.dep_ in ("advcl", "acl", "relcl"):
            return True
        mentions = reading.kind == "assertion" and reading.stance is None
        return mentions and syntax.negation(verb) is not None

    def _is_expressed(self, verb: Token, target: Token) -> bool:
        """Return whether verb and object are one cue, as in `voiced support for`."""
        expressed = self.lexicon.lemma(verb.text, verb.lemma_) in self.lexicon.expressing
        return expressed and target.lemma_.lower() in self.lexicon.nouns

    def _estimate(self, verb: Token, lemma: str) -> TokenDraft | None:
        """`X put the losses at 40 ships`, `as X put it, the losses were small`."""
        target = syntax.child(verb, "dobj")
        if lemma != "put" or target is None or syntax.is_passive(verb):
            return None
        if target.lower_ == "it" and (as_ := syntax.child(verb, "mark", "advmod")) is not None:
            return self._put_it(verb, target, as_) if as_.lower_ == "as" else None
        at = syntax.preposition(verb, "at")
        if at is None or not any(self.doc[i].like_num for i in objects(at)):
            return None
        content = syntax.subtree(target) | syntax.subtree(at)
        reading = self.lexicon.verb("estimate").get("clause")
        found = draft(verb, content, "object", reading, FAIR)
        return found if found is not None and found.source else None

    def _put_it(self, verb: Token, it: Token, marker: Token) -> TokenDraft | None:
        """`as X puts it`: the quotation beside it is what X says, or the clause around it."""
        cue = frozenset({marker.i, verb.i, it.i})
        aside = syntax.subtree(verb)
        near = [*range(max(aside) + 1, max(aside) + 3), min(aside) - 1, min(aside) - 2]
        at = self.paragraph.quotation_at
        number = next((at[i] for i in near if 0 <= i < len(at) and at[i] is not None), None)
        if number is not None:
            content = self.paragraph.quotation(number)
        else:
            content = syntax.subtree(verb.head, [verb])
        reading = self.lexicon.verb("say").get("clause")
        return draft(verb, content, "clause", reading, GOOD, cue=cue)

    def _made_clear(self, verb: Token, lemma: str) -> TokenDraft | None:
        """`X made it clear that …`, `X made plain that …`."""
        if lemma != "make":
            return None
        sentence = self.doc[verb.i + 1 : min(verb.i + _NEAR, verb.sent.end)]
        adjective = next((t for t in sentence if t.lower_ in _PLAIN), None)
        if adjective is None or any(t.pos_ == "NOUN" for t in self.doc[verb.i : adjective.i]):
            return None
        clause = next(
            (
                c
                for head in (adjective, verb)
                for c in syntax.children(head, "ccomp", "advcl", "csubj")
                if c.i > adjective.i
            ),
            None,
        )
        if clause is None:
            return None
        cue = syntax.cue_words(verb) | frozenset(range(verb.i, adjective.i + 1))
        content = syntax.subtree(clause)
        content = self.paragraph.with_whole_quotations(content, cue)
        reading = self.lexicon.verb("make clear").get("clause")
        source = self.paragraph.source(verb)
        return draft(verb, content, "clause", reading, GOOD, cue=cue, source=source)

    def _prepositional(self, verb: Token, lemma: str) -> TokenDraft | None:
        """`X called for Y`, `X pushed back against Y`."""
        for c in verb.children:
            if c.dep_ not in ("prep", "prt", "advmod", "dative", "dobj") or c.i < verb.i:
                continue
            for words, markers in _phrases(lemma, c):
                reading = self.lexicon.prepositional.get(words)
                content = objects(markers[-1])
                if reading is None or not content or self._is_time(content):
                    continue
                cue = syntax.cue_words(verb) | {m.i for m in markers}
                content = _extended(verb, content)
                content |= self._including(content)
                if (compared := syntax.preposition(verb, "as")) is not None and compared.i > c.i:
                    content |= syntax.subtree(compared)
                content = self.paragraph.with_whole_quotations(content, frozenset({verb.i}))
                return draft(verb, content, "preposition", reading, FAIR, cue=cue)
        return None

    def _called_for(self, verb: Token, lemma: str) -> TokenDraft | None:
        """`X called for Y to do Z`."""
        reading = self.lexicon.prepositional.get(f"{lemma} for")
        for c in syntax.children(verb, "advcl", "ccomp", "xcomp") if reading is not None else ():
            first = c.left_edge
            if first.lower_ == "for" and first.i > verb.i and first.dep_ == "mark":
                cue = syntax.cue_words(verb) | {first.i}
                content = self.paragraph.with_whole_quotations(syntax.subtree(c), cue)
                return draft(verb, content, "preposition", reading, FAIR, cue=cue)
        return None

    def _is_time(self, content: Tokens) -> bool:
        """Return whether a phrase only says when or how long: `pressed for years`."""
        return all(
            self.doc[i].ent_type_ in ("DATE", "TIME") or self.doc[i].is_punct for i in content
        )

    def _including(self, content: Tokens) -> Tokens:
        """`, including …` after the content, which parsers attach to the verb."""
        for token in self.doc[max(content) + 1 : max(content) + 3]:
            if token.lower_ == "including":
                return syntax.subtree(token)
        return NONE

    def _impersonal(self, verb: Token, lemma: str) -> TokenDraft | None:
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
        return draft(verb, content, "impersonal", None, WEAK, source=NONE)


def _particle(verb: Token, reading: Cue) -> Tokens:
    """Return the second word of a verb of two, which parsers may take for an adverb."""
    _, _, second = reading.words.partition(" ")
    found = (c.i for c in verb.children if c.i > verb.i and c.lower_ == second)
    return frozenset(found)


def _joined_by_modal(verb: Token) -> Tokens:
    """Return what is said after `and would`, which parsers join to the verb of saying."""
    if any(c.tag_ == "MD" for c in verb.children):
        return NONE
    found = NONE
    for c in syntax.children(verb, "conj"):
        below = {child.dep_ for child in c.children}
        modal = any(child.tag_ == "MD" for child in c.children)
        if modal and below.isdisjoint(syntax.SUBJECTS):
            found |= syntax.subtree(c)
    return found


def _lacks_agent(verb: Token) -> bool:
    """Return whether nobody is said to think it: `a law intended to …`."""
    return syntax.is_passive(verb) and syntax.child(verb, "agent") is None


def _object_of(verb: Token) -> Token | None:
    """Return the object, also one in -ing: `opposes the deal`, `denied having seen it`."""
    found = syntax.child(verb, "dobj")
    if found is not None:
        return found
    for c in syntax.children(verb, "ccomp", "xcomp"):
        thing = syntax.child(c, "nsubj", "nsubjpass")
        plain = syntax.child(c, "aux", "auxpass", "mark", "dobj") is None
        made = c.tag_ in ("VBN", "VBD") and plain
        if made and thing is not None and thing.i > verb.i:
            return c  # `welcomed the progress made`, `wants it doubled`
    doing = (c for c in syntax.children(verb, "xcomp") if c.i > verb.i and _is_gerund(c))
    return next(doing, None)


def _is_gerund(verb: Token) -> bool:
    return verb.tag_ == "VBG" or any(c.lower_ == "having" for c in syntax.children(verb, "aux"))


def _second_object(verb: Token) -> list[Token]:
    """Return what a thing is called: `branded the toll a tax`, which parsers take for an object."""
    objects_after = [c for c in syntax.children(verb, "dobj", "dative") if c.i > verb.i]
    nouns = [c for c in objects_after[1:] if c.pos_ in ("NOUN", "PROPN")]
    return nouns if len(objects_after) == 2 else []


def _described(verb: Token, target: Token) -> Tokens:
    """Return what a view is of: for `the ships that he called old`, the noun before the clause."""
    restricts = verb.dep_ == "relcl" and not verb.doc[target.i - 1].is_punct
    if target.lower_ in syntax.RELATIVES and restricts:
        return syntax.subtree(verb.head, [verb])
    return syntax.subtree(target)


def _extended(verb: Token, content: Tokens) -> Tokens:
    """Return an object with the phrases right after it, which parsers attach to the verb.

    As in `cited reports of attacks against ships`; when and on what occasion it was said is left.
    """
    for c in syntax.children(verb, "prep"):
        phrase = syntax.subtree(c)
        if min(phrase) != max(content) + 1 or c.lower_ in _WHEN or c.i < verb.i:
            continue
        inside = [verb.doc[i] for i in phrase]
        if c.lower_ in _DEADLINES or not any(
            t.ent_type_ in ("DATE", "TIME") or t.lower_ in _OCCASIONS for t in inside
        ):
            content |= phrase
    return content


def _is_naming(verb: Token, parts: list[Token]) -> bool:
    """Return whether a thing only gets its name, as in `a base called Alpha`: no view of it."""
    named = all(part.pos_ == "PROPN" for part in parts)
    return named and (not source_of(verb) or verb.dep_ in ("acl", "relcl"))


def _phrases(lemma: str, marker: Token) -> list[tuple[str, list[Token]]]:
    """Return the lemma with one preposition or two, and where these stand."""
    found = [(f"{lemma} {marker.lower_}", [marker])]
    for parent in (marker, marker.head):
        for c in syntax.children(parent, "prep"):
            if c.i > marker.i:
                found.append((f"{lemma} {marker.lower_} {c.lower_}", [marker, c]))
    return found
