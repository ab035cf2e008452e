# SPDX-License-Identifier: MIT
"""Who speaks: the actors that a claim's source means, also by pronoun, role or description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.person_names import FEMALE, MALE, is_given_name
from claimdesk.models.suggest import noun_phrases, speaker_labels
from claimdesk.models.suggest.actors import ParsedChunk
from claimdesk.models.suggest.bodies import AFTER_BODY, BodyFinder
from claimdesk.models.suggest.coreference import ArticleActors, Referent, is_plural
from claimdesk.models.suggest.cues import CueLexicon
from claimdesk.models.suggest.data import (
    GROUP,
    MEMBERS,
    ActorEntry,
    Knowledge,
    MentionSuggestion,
)
from claimdesk.models.suggest.known_names import country_of
from claimdesk.models.suggest.syntax import RELATIVES
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

PERSON = ("person",)
BODY = ("organization", "alliance", "state")
HE_OR_SHE = {"he": MALE, "him": MALE, "his": MALE, "she": FEMALE, "her": FEMALE}
THEY = frozenset({"they", "them", "both", "their"})
_PAIR = frozenset({"neither", "either"})
IT = frozenset({"it", "its"})
SPEAKER = frozenset({"i", "we", "me", "us", "myself", "ourselves", "my", "our"})
REACH = 1_500
"""Code points back that a pronoun or `the professor` is looked for."""
_SPOKESPERSON = frozenset({"spokesman", "spokeswoman", "spokesperson", "spokespeople"})
_SPEAK_FOR = _SPOKESPERSON | {"office", "camp", "campaign"}
_TOGETHER = frozenset({"pair", "duo", "trio"})
_STATES = frozenset({"country", "nation", "state", "government", "ally", "neighbour", "neighbor"})
_PERCENT = frozenset({"%", "percent", "cent"})
_REST = frozenset({"other", "others", "rest"})
_SHARE = _PERCENT | frozenset({"majority", "half", "third", "quarter", "most", "many", "some"})
_LEADERS = ("president", "premier", "minister", "chancellor", "king", "leader", "secretary")
_ROLES_OF = {"leader": _LEADERS, "minister": ("minister", "secretary"), "official": ()}
"""Roles that persons have who may be meant together by a noun."""
_NO_ACTORS = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
_NO_SPEAKERS = _NO_ACTORS - {"CARDINAL", "PERCENT", "QUANTITY"}
_BESIDE = re.compile(
    r",? (?:(?:for|of|at|from) [^,;:]{1,60}, )?(?:(?!(?:and|or|with|to)\b)[^,;:]{1,40} )?"
)
"""What may stand between `a spokesman` and the name: `for Harbour Watch, `."""
_FINDINGS = frozenset({"result", "finding", "conclusion", "section", "chapter", "draft"})
"""Parts of a document, which speak for what they are of."""
_SEEN = frozenset(
    {"see", "obtain", "review", "view", "read", "cite", "quote", "hear", "acquire", "print", "leak"}
)
"""What those do with a document who did not make it: `a letter seen by …`."""
_ISSUED_BY = ("by", "from")
_ISSUING = frozenset(
    {"issue", "release", "publish", "sign", "send", "circulate", "write", "post", "submit"}
)
"""What those do with a document who speak in it: `issued a statement saying …`."""
_WHOSE = frozenset({"organization", "alliance", "state", "person", "group"})


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks, and the mention that this adds, if the source is a description."""

    actor: ActorEntry
    mention: MentionSuggestion | None = None
    waits: Role | None = None
    """The description of a person whom the article may name only later."""


@dataclass(frozen=True, slots=True)
class Role:
    """A noun and the words before it, in lower case, that describe a person."""

    head: str
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Quoting:
    """Who says the sentence that a source stands in, if somebody else reports it."""

    speakers: tuple[ActorEntry, ...] = ()
    direct: bool = False
    """Whether it stands between quotation marks."""

    @property
    def apart(self) -> tuple[ActorEntry, ...]:
        """Whom `he` does not mean: one who is quoted would say `I`."""
        return self.speakers if self.direct else ()


NOBODY = Quoting()


@dataclass(frozen=True, slots=True)
class Source:
    """The words of a source that are looked at, with what stands around them."""

    chunk: ParsedChunk
    span: Span
    mentions: list[MentionSuggestion]
    quoting: Quoting

    @property
    def inside(self) -> list[MentionSuggestion]:
        """The mentions in the source."""
        return [m for m in self.mentions if m.span.overlaps(self.span)]

    def at(self, token: Token) -> int:
        """Return where a token stands in the article."""
        return self.chunk.span.start + token.idx

    def mention_of(self, token: Token) -> MentionSuggestion | None:
        """Return the shortest mention that holds a token."""
        at = self.at(token)
        found = (m for m in self.mentions if m.span.start <= at < m.span.end)
        return min(found, key=lambda m: m.span.end - m.span.start, default=None)


class SpeakerFinder:
    """Resolves the sources of one article's claims, from its beginning to its end.

    What a project wants says whether a report that names no author is an actor, and whom a joint
    source means.
    """

    def __init__(
        self,
        article_actors: ArticleActors,
        lexicon: CueLexicon,
        knowledge: Knowledge,
    ) -> None:
        self.article_actors = article_actors
        self.lexicon = lexicon
        self.bodies = BodyFinder(article_actors, lexicon)
        self.documents = knowledge.documents
        self.joint = knowledge.joint

    def find(
        self,
        chunk: ParsedChunk,
        source: tuple[Span, ...],
        mentions: list[MentionSuggestion],
        quoting: Quoting = NOBODY,
    ) -> tuple[Speaker, ...]:
        """Return all whom `source` names together, in the order of the text.

        `quoting` is who says the words that the source stands in, if somebody does.
        """
        for span in source:
            found = self._in_span(Source(chunk, span, mentions, quoting))
            if found:
                return found
        return ()

    def find_subject(
        self,
        chunk: ParsedChunk,
        subject: Token | None,
        mentions: list[MentionSuggestion],
        quoting: Quoting,
    ) -> tuple[Speaker, ...]:
        """Return the actors that a word means which is the subject of a cue."""
        if subject is None:
            return ()
        span = noun_phrases.phrase(subject, chunk.span.start)
        return self._all(Source(chunk, span, mentions, quoting), subject)

    def groups(
        self, chunk: ParsedChunk, mentions: list[MentionSuggestion]
    ) -> Iterator[tuple[int, ActorEntry]]:
        """Yield the groups that are subjects in a chunk and that no mention names, with where."""
        for token in chunk.words():
            self._count(chunk.span.start + token.idx, token)
            if token.dep_ not in ("nsubj", "nsubjpass") or not noun_phrases.is_plural(token):
                continue
            at = chunk.span.start + token.idx
            name = noun_phrases.name(token)
            known = any(m.span.start <= at < m.span.end for m in mentions)
            if known or name is None:
                continue
            if noun_phrases.is_definite(token):
                yield from ((at, group) for group in self._group_again(token))
                continue
            if kind := noun_phrases.described(token, self.lexicon):
                yield at, self.article_actors.like(name, kind, noun_phrases.country(token))

    def _group_again(self, token: Token) -> Iterator[ActorEntry]:
        """Yield the group that `the organisers` means, unless these are persons with names."""
        noun = noun_phrases.lemma(token)
        counted = noun_phrases.number(token) is not None or noun_phrases.modifiers(token)
        if counted or self._in_roles(noun, None):
            return
        if noun_phrases.described(token, self.lexicon) == "group":
            group = self.article_actors.group(token.lower_)
            name = noun_phrases.name(token)
            assert name is not None
            yield group or self.article_actors.like(name, "group", noun_phrases.country(token))

    def _count(self, at: int, token: Token) -> None:
        """Remember of whom a chunk counts some: `71 per cent of respondents`."""
        whom = _counted(token)
        if whom is None or not noun_phrases.is_plural(whom):
            return
        name = noun_phrases.name(whom)
        if name is not None and noun_phrases.described(whom, self.lexicon) == "group":
            country = noun_phrases.country(whom)
            self.article_actors.add_counted(at, self.article_actors.like(name, "group", country))

    def named_later(self, role: Role) -> ActorEntry | None:
        """Return the person whom the article gave this role after it first spoke of it."""
        return self._in_role(role.head, role.words)

    def _in_span(self, source: Source) -> tuple[Speaker, ...]:
        label = speaker_labels.label(source.chunk, source.span)
        if label is not None:
            return self._label(source, label)
        head = source.chunk.root(source.span)
        if head is None or (head.ent_type_ in _NO_SPEAKERS and head.lower_ not in _PERCENT):
            return _speakers(m.actor for m in source.inside[:1])
        if head.lower_ in RELATIVES:
            head = self._antecedent(source, head)
        elif _is_dateline(source, head):
            head = [t for t in head.head.children if t.dep_ == head.dep_][-1]
        return self._all(source, head) or self._named_anywhere(source, head)

    def _antecedent(self, source: Source, relative: Token) -> Token:
        """Return the noun that a relative pronoun means; `who` means a person or persons."""
        verb = relative.head
        if verb.dep_ == "relcl":
            noun = nearest = _subject_of(verb.head)
        else:
            noun = nearest = _noun_before(relative)
        while relative.lower_ == "who" and not self._may_speak(source, noun):
            if noun.dep_ != "pobj" or noun.head.dep_ != "prep":
                return nearest
            noun = _noun_before(noun.head)
        return noun

    def _may_speak(self, source: Source, noun: Token) -> bool:
        mention = source.mention_of(noun)
        named = mention is not None and mention.actor.kind in _WHOSE
        return named or noun_phrases.described(noun, self.lexicon) is not None

    def _named_anywhere(self, source: Source, head: Token) -> tuple[Speaker, ...]:
        """Return the person whom a source names that the parser made no sense of."""
        if head.pos_ in ("PRON", "DET"):
            return ()
        whole = source.span.end - source.span.start
        return _speakers(
            m.actor
            for m in source.inside
            if m.actor.kind == "person" or 2 * (m.span.end - m.span.start) > whole
        )[:1]

    def _label(self, source: Source, label: str) -> tuple[Speaker, ...]:
        named = [m.actor for m in source.inside if m.actor.kind != "place"]
        actor = speaker_labels.actor(label, named, self.article_actors, source.span.start)
        return (Speaker(actor),) if actor is not None else ()

    # ---- several

    def _all(self, source: Source, head: Token) -> tuple[Speaker, ...]:
        """Return the actors of a head and of what is joined to it by `and`."""
        heads = [head, *(t for t in head.conjuncts if _is_in(source, t) and t.i > head.i)]
        if (shared := _sharing(heads)) is not None:
            return self._sharing(source, shared, heads)
        found = [speaker for each in heads for speaker in self._one(source, each)]
        unique = {speaker.actor: speaker for speaker in reversed(found)}
        return tuple(reversed(unique.values()))

    def _sharing(
        self, source: Source, noun: Token, heads: Sequence[Token] = ()
    ) -> tuple[Speaker, ...]:
        """Return one minister for each state in `Ruritanian and X ministers`, or the group."""
        own = [t for t in noun.lefts if t.dep_ in noun_phrases.BEFORE and _is_state_word(t)]
        owners = [*heads[:-1], *(_owners(noun) or own)]
        role, offset = noun_phrases.lemma(noun), source.chunk.span.start
        shared = [t for t in noun.lefts if t.dep_ in ("amod", "compound") and t.i > owners[-1].i]
        found = []
        for owner in owners:
            words = noun_phrases.meant([owner, *shared])
            actor = self.article_actors.by_role(role, words)
            if actor is None and self.joint == MEMBERS:
                name = " ".join(t.text for t in (owner, *shared))
                code = noun_phrases.country_named(owner.text)
                actor = self.article_actors.actor(f"{name} {role}", "person", code)
            found.append(actor)
        members = tuple(dict.fromkeys(actor for actor in found if actor is not None))
        if self.joint != GROUP and len(members) == len(owners):
            return _speakers(members)
        first = min([owners[0].i, *(t.i for t in owners[0].lefts if t.dep_ != "det")])
        span = noun_phrases.place(noun.doc, offset, first, noun.i)
        name = " ".join(noun.doc[first : noun.i + 1].text.split())
        group = self.article_actors.actor(name, "group")
        self.article_actors.add_group(noun.lower_, group)
        return (self._speaker(span, group, _("It is the source of a claim.")),)

    def _together(self, source: Source, head: Token) -> tuple[ActorEntry, ...]:
        """Return as many persons or states as were spoken of last, for `the two leaders`."""
        neither = noun_phrases.determiner(head) in ("neither", "either")
        if not (noun_phrases.is_plural(head) or head.lower_ in _TOGETHER or neither):
            return ()
        plain = not noun_phrases.modifiers(head)
        definite = noun_phrases.is_definite(head) or noun_phrases.number(head) is not None
        if not plain or not definite:
            return ()
        noun, number = noun_phrases.lemma(head), noun_phrases.number(head)
        if head.lower_ in _TOGETHER:
            number = 3 if head.lower_ == "trio" else 2
        if not number:
            return self._in_roles(noun, None)
        if noun in self.lexicon.people or head.lower_ in _TOGETHER:
            return self._in_roles(noun, number) or self._last(PERSON, number, source.at(head))
        kinds: tuple[str, ...] = ("organization",)
        if noun in _STATES or noun == "side":
            kinds = ("state",) if noun in _STATES else ("state", "person", "organization")
        return self._last(kinds, number, source.at(head))

    def _last(self, kinds: tuple[str, ...], number: int, before: int) -> tuple[ActorEntry, ...]:
        """Return the actors of one of the kinds of whom the last ones were spoken of latest."""
        found = (self.article_actors.last_of(kind, number, before, REACH) for kind in kinds)
        return max(found, default=(-1, ()), key=lambda one: one[0])[1]

    def _in_roles(self, noun: str, number: int | None) -> tuple[ActorEntry, ...]:
        heads = _ROLES_OF.get(noun, (noun,))
        found = list(dict.fromkeys(a for head in heads for a in self.article_actors.in_role(head)))
        wanted = len(found) == number if number else len(found) > 1
        return tuple(found) if wanted else ()

    # ---- one

    def _one(self, source: Source, head: Token) -> tuple[Speaker, ...]:
        if (named := self._named(source, head)) is not None:
            return (Speaker(named),)
        if head.pos_ == "PRON" or head.lower_ in HE_OR_SHE or head.lower_ in _PAIR:
            return _speakers(self._pronoun(source, head))
        if (counted := self._some(source, head)) is not None:
            return counted
        if (apposed := self._apposed(source, head)) is not None:
            return (apposed,)
        if noun_phrases.lemma(head) in self.lexicon.documents:
            return self._document(source, head)
        if noun_phrases.lemma(head) in _SPEAK_FOR:
            body = self._spoken_for(source, head)
            if body is not None:
                return (Speaker(body),)
        return self._several(source, head)

    def _several(self, source: Source, head: Token) -> tuple[Speaker, ...]:
        if len(_owners(head)) > 1 and noun_phrases.is_plural(head):
            return self._sharing(source, head)
        if self.joint != GROUP and (together := self._together(source, head)):
            return _speakers(together)
        found = self._described(source, head)
        return (found,) if found is not None else ()

    def _some(self, source: Source, head: Token) -> tuple[Speaker, ...] | None:
        """Return whom `most of them`, `sites such as X`, `the other` mean; None for others."""
        if (part := _counted(head)) is not None:
            return self._share(source, head, part)
        if (example := _example(head)) is not None and (named := self._named(source, example)):
            return (Speaker(named),)
        if not _is_remainder(head):
            return None
        counted = self.article_actors.counted(source.at(head), REACH // 2)
        return _speakers([counted] if counted is not None else [])

    def _named(self, source: Source, head: Token) -> ActorEntry | None:
        mention = source.mention_of(head)
        if mention is not None and not _is_narrowed(source, mention, head):
            return mention.actor
        if (named := _named_before(source, head)) is not None:
            return named
        noun = noun_phrases.lemma(head)
        if noun in self.lexicon.people or head.pos_ == "PROPN":
            persons = [m for m in source.inside if m.actor.kind == "person"]
            beside = next((m for m in persons if _is_beside(source, head, m)), None)
            if beside is not None:
                self.article_actors.add_role(noun, noun_phrases.modifiers(head), beside.actor)
                return beside.actor
        return self._body_beside(source, head)

    def _apposed(self, source: Source, head: Token) -> Speaker | None:
        """Return the actor of `its author, Ann Lee`, whose name nothing else took for one."""
        kind = noun_phrases.described(head, self.lexicon)
        if head.pos_ != "NOUN" or kind not in ("person", "organization"):
            return None
        beside = next((t for t in head.rights if t.dep_ == "appos" and t.pos_ == "PROPN"), None)
        if beside is None or beside.ent_type_ in _NO_ACTORS or source.mention_of(beside):
            return None
        first = beside.left_edge
        comma = first.i == head.i + 2 and head.nbor(1).text == ","
        words = head.doc[first.i : beside.i + 1]
        if not comma or not all(t.pos_ == "PROPN" and t.text[0].isupper() for t in words):
            return None
        span = noun_phrases.place(head.doc, source.chunk.span.start, first.i, beside.i)
        actor = self.article_actors.actor(" ".join(words.text.split()), kind)
        return self._speaker(span, actor, _("It is the source of a claim."))

    def _body_beside(self, source: Source, head: Token) -> ActorEntry | None:
        """Return the body of `the insurer, Nordwind Lines` or `the newspaper Dagen`."""
        described = noun_phrases.described(head, self.lexicon)
        if described == "person" and not noun_phrases.is_personal(head, self.lexicon):
            beside = _named_in_apposition(source, head)
            mention = source.mention_of(beside) if beside is not None else None
            after = source.at(head) + len(head)
            text = source.chunk.text
            if mention is not None and AFTER_BODY.fullmatch(text, after, mention.span.start):
                return mention.actor if mention.actor.kind != "place" else None
        return self.bodies.beside(source.chunk, head, source.inside)

    def _pronoun(self, source: Source, head: Token) -> tuple[ActorEntry, ...]:
        word, at = head.lower_, source.at(head)
        if word in _PAIR:
            return self._last(("person", "state", "organization"), 2, at)
        if word in SPEAKER:
            return source.quoting.speakers or self.article_actors.latest(at, REACH, _is_speaker)
        if (fits := self._fitting(word, source.quoting.apart)) is None:
            return ()
        reported = source.quoting.speakers
        itself = word not in THEY and not source.quoting.direct
        if reported and itself and fits(Referent(at, reported, strong=True)):
            return reported
        sentence = source.chunk.span.start + head.sent.start_char
        found = self.article_actors.latest(at, REACH, fits, sentence)
        if found and word in HE_OR_SHE:
            self.article_actors.add_pronoun(found[0], HE_OR_SHE[word])
        return found

    def _fitting(self, word: str, apart: tuple[ActorEntry, ...]) -> _Fits | None:
        if word in HE_OR_SHE:
            return _Fits(PERSON, apart, self.article_actors, HE_OR_SHE[word])
        if word in IT:
            return _Fits(BODY, apart, self.article_actors)
        if word in THEY:
            return _Fits((), apart, self.article_actors)
        return None

    # ---- shares, documents, spokespersons

    def _share(self, source: Source, head: Token, part: Token) -> tuple[Speaker, ...]:
        """`77 % of voters`: the voters, if those who answer a poll are actors."""
        if self.documents is None and head.lower_ in _PERCENT:
            return ()
        beside = next((t for t in head.rights if t.dep_ == "appos"), None)
        named = source.mention_of(beside) if beside is not None else None
        if named is not None and named.actor.kind == "person":
            return (Speaker(named.actor),)
        found = self._one(source, part)
        if len(found) == 1:
            self.article_actors.add_counted(source.at(head), found[0].actor)
        return found

    def _document(self, source: Source, head: Token) -> tuple[Speaker, ...]:
        noun = noun_phrases.lemma(head)
        issuers = self._issuers(source, head)
        if issuers:
            self.article_actors.add_document(noun, tuple(s.actor for s in issuers))
            return issuers
        if met := self._issued_before(head, noun):
            return _speakers(met)
        name = noun_phrases.name(head)
        if self.documents is None or name is None:
            return ()
        actor = self.article_actors.actor(name, self.documents)
        reason = _("A document that the article names no author of.")
        return (self._speaker(noun_phrases.phrase(head, source.chunk.span.start), actor, reason),)

    def _issued_before(self, head: Token, noun: str) -> tuple[ActorEntry, ...]:
        if not noun_phrases.is_definite(head):
            return ()
        return self.article_actors.document(noun)

    def _issuers(self, source: Source, head: Token) -> tuple[Speaker, ...]:
        """Return who made a document, by the words around its noun."""
        made = (t for t in head.rights if t.dep_ in ("acl", "relcl") and t.lemma_ not in _SEEN)
        for verb in (head, *made):
            for link in verb.rights:
                if link.dep_ in ("prep", "agent") and link.lower_ in _ISSUED_BY:
                    for child in link.children:
                        if child.dep_ == "pobj" and (found := self._all(source, child)):
                            return found
        if noun_phrases.lemma(head) in _FINDINGS and (of := _after(head, "of")) is not None:
            return self._one(source, of)
        before = {t.i for left in head.lefts if left.dep_ in noun_phrases.BEFORE
                  for t in left.subtree}  # fmt: skip
        for mention in source.mentions:
            root = source.chunk.root(mention.span)
            if root is not None and root.i in before and mention.actor.kind in _WHOSE:
                return (Speaker(mention.actor),)
        owner = next((t for t in head.lefts if t.dep_ == "poss" and t.pos_ == "NOUN"), None)
        if owner is not None:
            return self._one(source, owner)
        return self._issuing(source, head)

    def _issuing(self, source: Source, head: Token) -> tuple[Speaker, ...]:
        """Return who issues a document in the sentence that speaks of it."""
        verb = head.head
        if head.dep_ != "dobj" or verb.lemma_ not in _ISSUING:
            return ()
        subject = next((t for t in verb.lefts if t.dep_ == "nsubj"), None)
        return self._all(source, subject) if subject is not None else ()

    def _spoken_for(self, source: Source, head: Token) -> ActorEntry | None:
        """Return whom `a spokesman for X` or `X’s spokeswoman` speaks for."""
        owners = [t for t in head.lefts if t.dep_ == "poss"]
        for link in head.rights:
            if link.dep_ == "prep" and link.lower_ in ("for", "of", "at"):
                owners += [t for t in link.children if t.dep_ == "pobj"]
        for owner in owners:
            found = self._one(source, owner)
            if found and self._has_voice(head, found[0].actor):
                return found[0].actor
        return None

    def _has_voice(self, head: Token, owner: ActorEntry) -> bool:
        """Return whether what speaks for its owner is the owner: a person's office is."""
        if noun_phrases.lemma(head) in _SPOKESPERSON:
            return owner.kind in _WHOSE
        return owner.kind == "person"

    # ---- descriptions

    def _described(self, source: Source, head: Token) -> Speaker | None:
        known = noun_phrases.described(head, self.lexicon) or _kind_of_name(head)
        kind = known or _is_who(head)
        if kind is None:
            return None
        span = noun_phrases.phrase(head, source.chunk.span.start)
        titled = head.pos_ == "PROPN" and kind == "person"
        again = known is not None and (noun_phrases.is_definite(head) or titled)
        if again and (met := self._met(source, head, kind)):
            reason = _("“The {noun}” is taken to mean {actor}.").format(
                noun=head.text, actor=met.name
            )
            return self._speaker(span, met, reason, 0.6)
        name = noun_phrases.name(head)
        if name is None:
            return None
        actor = self.article_actors.actor(name, kind, noun_phrases.country(head))
        self.article_actors.add_group(head.lower_, actor)
        speaker = self._speaker(span, actor, _("It is the source of a claim."))
        role = Role(noun_phrases.lemma(head), noun_phrases.modifiers(head))
        if titled or (kind == "person" and noun_phrases.is_definite(head) and role.words):
            return replace(speaker, waits=role)
        return speaker

    def _met(self, source: Source, head: Token, kind: str) -> ActorEntry | None:
        noun, words = noun_phrases.lemma(head), noun_phrases.modifiers(head)
        if kind == "person" and (actor := self._in_role(noun, words)) is not None:
            return actor
        if not words and (group := self.article_actors.group(head.lower_)) is not None:
            return group
        if kind == "organization":
            return self.bodies.met(source.chunk, head, source.at(head))
        if kind != "person" or words or _is_of_another(head):
            return None
        fits = _Fits(PERSON, source.quoting.apart, self.article_actors, named=True)
        found = next(iter(self.article_actors.latest(source.at(head), REACH // 2, fits)), None)
        if found is not None and noun in _LEADERS and self.article_actors.nouns_of(found):
            return None  # another office
        return found

    def _in_role(self, noun: str, words: frozenset[str]) -> ActorEntry | None:
        heads = dict.fromkeys((noun, *_ROLES_OF.get(noun, ())))
        found = (self.article_actors.by_role(head, words) for head in heads)
        return next((actor for actor in found if actor is not None), None)

    def _speaker(self, span: Span, actor: ActorEntry, reason: str, score: float = 0.65) -> Speaker:
        return Speaker(actor, MentionSuggestion(span, actor, score, "rule:description", reason))


@dataclass(frozen=True, slots=True)
class _Fits:
    """Whether a pronoun may mean a referent: by kind, number and sex, and not the one quoted."""

    kinds: tuple[str, ...]
    """None of them: several actors, or a kind that is more than one person."""
    apart: tuple[ActorEntry, ...]
    actors: ArticleActors
    gender: str | None = None
    named: bool = False

    def __call__(self, referent: Referent) -> bool:
        if not set(self.apart).isdisjoint(referent.actors):
            return False
        if not self.kinds:
            return is_plural(referent)
        actor = referent.actors[0]
        if len(referent.actors) > 1 or actor.kind not in self.kinds:
            return False
        if self.named and actor.name.split()[-1].islower():
            return False
        known = self.actors.gender(actor) if self.gender is not None else None
        return known is None or known == self.gender


def _named_in_apposition(source: Source, head: Token) -> Token | None:
    """Return the name after a comma: `the maker, Nordwind`, `…, the Danish firm Nordwind`."""
    beside = next((t for t in head.rights if t.dep_ == "appos"), None)
    if beside is None or source.mention_of(beside) is not None or beside.pos_ != "NOUN":
        return beside
    return next((t for t in beside.rights if t.dep_ == "appos"), beside)


def _is_of_another(head: Token) -> bool:
    """Return whether a noun says whose: `its sponsor`, `the chairman of the board`."""
    if any(t.dep_ == "poss" for t in head.lefts):
        return True
    links = (t for t in head.rights if t.dep_ == "prep" and t.lower_ in ("of", "for"))
    whose = (t for link in links for t in link.children if t.dep_ == "pobj")
    return any(t.pos_ == "PROPN" or noun_phrases.determiner(t) for t in whose)


def _noun_before(token: Token) -> Token:
    """Return the noun that ends right before a token or a comma; the token if none does."""
    before = token.nbor(-1) if token.i else token
    if before.lower_ == "," and before.i:
        before = before.nbor(-1)
    return before if before.pos_ in ("NOUN", "PROPN") else token


def _is_who(noun: Token) -> str | None:
    """Return the kind of a noun that `who` means: `an architect who said`."""
    clauses = (t for t in noun.rights if t.dep_ == "relcl")
    if not any(t.lower_ == "who" for clause in clauses for t in clause.children):
        return None
    return "group" if noun_phrases.is_plural(noun) else "person"


def _subject_of(noun: Token) -> Token:
    """Return the one who is said to be something: `Nina` in `Nina is a nurse who …`."""
    if noun.dep_ != "attr":
        return noun
    return next((t for t in noun.head.children if t.dep_ == "nsubj"), noun)


def _is_dateline(source: Source, head: Token) -> bool:
    """Return whether a subject is the place that the news comes from: its verb has another."""
    mention = source.mention_of(head)
    if mention is None or mention.span.start != source.chunk.span.start:
        return False
    others = (t for t in head.head.children if t.dep_ == head.dep_ and t.i > head.i)
    return mention.actor.kind in ("place", "state") and any(others)


def _is_speaker(referent: Referent) -> bool:
    return referent.strong and not referent.quoted


def _speakers(actors: Iterable[ActorEntry]) -> tuple[Speaker, ...]:
    return tuple(Speaker(actor) for actor in actors)


def _is_in(source: Source, token: Token) -> bool:
    return source.span.start <= source.at(token) < source.span.end


def _owners(noun: Token) -> list[Token]:
    """Return the words before a noun that are states or their adjectives, joined by `and`."""
    before = [part for t in noun.lefts if t.dep_ in noun_phrases.BEFORE for part in t.subtree]
    joined = any(t.dep_ == "cc" for t in before) or any(t.dep_ == "cc" for t in noun.lefts)
    found = [t for t in before if t.text[0].isupper() and _is_state_word(t)]
    return found if joined and len(found) > 1 else []


def _is_state_word(token: Token) -> bool:
    return country_of(token.text) is not None or token.ent_type_ in ("GPE", "NORP")


def _sharing(heads: list[Token]) -> Token | None:
    """`US and Graustarkian ministers`, parsed as a state and ministers: the ministers."""
    last = heads[-1]
    if len(heads) < 2 or not noun_phrases.is_plural(last) or last.pos_ != "NOUN":
        return None
    states = all(_is_state_word(t) and t.i == t.left_edge.i + _has_article(t) for t in heads[:-1])
    own = [t for t in last.lefts if t.dep_ in noun_phrases.BEFORE and _is_state_word(t)]
    return last if states and len(own) == 1 and noun_phrases.determiner(last) == "" else None


def _has_article(token: Token) -> bool:
    return any(t.dep_ == "det" for t in token.lefts)


def _after(head: Token, word: str) -> Token | None:
    """Return the noun that a preposition puts after another."""
    links = (t for t in head.rights if t.dep_ == "prep" and t.lower_ == word)
    return next((t for link in links for t in link.children if t.dep_ == "pobj"), None)


def _example(head: Token) -> Token | None:
    """Return the noun in `sites such as …`."""
    such = any(t.lower_ == "such" for link in head.rights for t in link.lefts)
    return _after(head, "as") if such else None


def _is_remainder(head: Token) -> bool:
    """Return whether it means some of whom the article counted: `the other`, `31 per cent`."""
    if _after(head, "of") is not None:
        return False
    other = head.lower_ in _REST and noun_phrases.determiner(head) == "the"
    return other or head.lower_ in _PERCENT or head.pos_ == "NUM"


def _counted(head: Token) -> Token | None:
    """Return whom `77 % of …`, `most of …`, `one of …` counts."""
    if head.lower_ not in _SHARE and head.pos_ != "NUM":
        return None
    within = _after(head, "in") if head.lower_ in _SHARE else None
    return _after(head, "of") or within


def _is_narrowed(source: Source, mention: MentionSuggestion, head: Token) -> bool:
    """`Ruritanian officials` are not the `officials` that the project knows."""
    generic = source.chunk.text[mention.span.start : mention.span.end]
    return noun_phrases.is_narrowed(head, mention.actor.name, generic)


def _is_beside(source: Source, head: Token, person: MentionSuggestion) -> bool:
    """Return whether the name stands right after the role, or after a comma."""
    end = source.at(head) + len(head)
    return _BESIDE.fullmatch(source.chunk.text, end, person.span.start) is not None


def _named_before(source: Source, head: Token) -> ActorEntry | None:
    """Return the actor whose name the phrase of a noun follows: `Ann Lee, a nurse who`."""
    first = head.left_edge
    comma = first.nbor(-1) if first.i else first
    if head.pos_ != "NOUN" or comma.lower_ != "," or not comma.i:
        return None
    name = comma.nbor(-1)
    mention = source.mention_of(name)
    if mention is None or mention.actor.kind == "place":
        return None
    beside = head.dep_ == "appos" and head.head.i < first.i
    begins = source.at(head.sent[0]) == mention.span.start
    return mention.actor if beside or begins else None


def _kind_of_name(head: Token) -> str | None:
    """Return what a name probably is that nothing else took for one."""
    if head.pos_ != "PROPN" or not head.text[0].isupper() or len(head) < 3:
        return None
    if head.ent_type_ in _NO_ACTORS:
        return None
    if noun_phrases.is_plural(head):
        return "group"
    return "person" if is_given_name(head.doc[head.left_edge.i].text) else "organization"
