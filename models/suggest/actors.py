# SPDX-License-Identifier: MIT
"""Mentions of actors in one chunk: known names, entities, names met before, each linked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from claimdesk.models.messages.catalogue import _
from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.registry.name_matching import (
    COMMON,
    Hit,
    Word,
    folded,
    remembered,
    without_article,
    words,
)
from claimdesk.models.registry.person_names import is_given_name
from claimdesk.models.suggest import japanese, noun_phrases, person_roles, places
from claimdesk.models.suggest.components import MentionRecogniser
from claimdesk.models.suggest.coreference import ArticleActors, is_acronym_of
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import ActorEntry, MentionSuggestion
from claimdesk.models.suggest.entities import (
    BODIES,
    COLLECTIVE,
    COLLECTIVE_OF,
    Entity,
    bodies,
    entities,
    leaves_out_persons,
    without_legal_form,
)
from claimdesk.models.suggest.known_names import KnownName, KnownNames, country_of
from claimdesk.models.suggest.reasons import (
    known_name_reason,
    learned_name_reason,
    pattern_reason,
)
from claimdesk.models.suggest.recognition import (
    CLASS_OF_KIND,
    KIND_CLASSES,
    RecognisedMention,
    not_overlapped,
)
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token
    from spacy.tokens import Span as TokenSpan

_ORIGINS = {"project": "rule:registry", "memory": "rule:memory", "gazetteer": "rule:gazetteer"}
_ACRONYM = re.compile(r"\s*\(([A-Z][A-Za-z0-9&.-]{1,9})\)")
_BRACKETED = re.compile(r"\(([A-Z][A-Z0-9&.-]{1,9})\)")
_OF_ONE_STATE = ("Department", "Office")
"""Bodies that are called so in hardly more than one state each."""
_LONGEST_BEFORE = 30
"""Code points before a name that are looked at."""
_NEXT_PHRASE = re.compile(r",? the ")
_PART = re.compile(
    r"\b(?:north|south|east|west|central)(?:-?(?:east|west|central))?(?:ern)? $", re.IGNORECASE
)
_LAST_WORD_BODY = re.compile(rf"(?:{BODIES}|Forces?|Guard|Bank)$")


@dataclass(frozen=True, slots=True)
class ParsedChunk:
    """One chunk as it was read: its text's place and its parse, if there is a parser."""

    text: str
    span: Span
    doc: Doc | None

    def tokens(self, span: Span) -> TokenSpan | None:
        """Return the words of a piece of the chunk, if it was parsed."""
        if self.doc is None or not self.doc.has_annotation("DEP"):
            return None
        start = self.span.start
        found = self.doc.char_span(span.start - start, span.end - start, alignment_mode="expand")
        return found if found is not None and len(found) else None

    def words(self) -> Iterable[Token]:
        """Return all words of the chunk, if it was parsed."""
        return self.tokens(self.span) or ()

    def root(self, span: Span) -> Token | None:
        """Return the head word of a piece of the chunk."""
        found = self.tokens(span)
        return found.root if found is not None else None


class MentionFinder:
    """Finds and links the mentions of one article, chunk by chunk from the beginning."""

    def __init__(
        self,
        known_names: KnownNames,
        article_actors: ArticleActors,
        model: str,
        recogniser: MentionRecogniser | None = None,
    ) -> None:
        self.known_names = known_names
        self.rejected_words = known_names.rejected_words
        self.article_actors = article_actors
        self.model = model
        self.recogniser = recogniser

    def find(self, chunk: ParsedChunk) -> list[MentionSuggestion]:
        """Return the mentions in one chunk, in the order of the text."""
        known, named, met = self._candidates(chunk)
        mentions = [self._narrowed(chunk, self._known(chunk, hit)) for hit in known]
        for mention in mentions:
            self._acronym(chunk, mention)
        taken = [m.span for m in mentions]
        for hit in met:
            rivals = [e for e in named if e.span.overlaps(hit.span)]
            wider = any(length(e.span) > length(hit.span) for e in rivals)
            if not wider and not _overlaps(hit.span, taken):
                mentions.append(_document_mention(hit))
                taken.append(hit.span)
        for entity in named:
            if not _overlaps(entity.span, taken):
                mentions.append(self._entity(chunk, entity))
                self._acronym(chunk, mentions[-1])
                taken.append(entity.span)
        mentions += self._introduced_here(chunk, taken)
        mentions.sort(key=lambda mention: mention.span)
        if self.recogniser is not None and chunk.root(chunk.span) is not None:
            mentions = self._recognised(chunk, mentions, self.recogniser)
        mentions = [m for m in mentions if not self.is_rejected(chunk.text, m)]
        for mention in mentions:
            self.article_actors.add(mention.actor)
            if mention.actor.kind == "person":
                self._roles(chunk, mention.span, mention.actor)
        return mentions

    def _candidates(
        self, chunk: ParsedChunk
    ) -> tuple[list[Hit[KnownName]], list[Entity], list[Hit[ActorEntry]]]:
        """Return known names, entities that do not overlap these, and names met before."""
        found_words = words(chunk.text, chunk.span)
        known = self._hits(chunk, found_words)
        met = list(self.article_actors.index.hits(chunk.text, found_words))
        named = self._entities(chunk, found_words)
        for own in self._patterns(chunk, known, found_words):
            rivals = [e for e in named if e.span.overlaps(own.span)]
            if not any(length(e.span) >= length(own.span) for e in rivals):
                named = [e for e in named if e not in rivals] + [own]
        named = [_without_person(chunk.text, e, met) for e in named]
        known, named = _resolved(known, sorted(named, key=lambda entity: entity.span))
        return known, named, met

    def find_introduced_later(
        self, chunk: ParsedChunk, taken: list[Span]
    ) -> list[MentionSuggestion]:
        """Return names that the article introduced only later, where nothing was found before."""
        hits = self.article_actors.index.hits(chunk.text, words(chunk.text, chunk.span))
        found = [_document_mention(hit) for hit in hits if not _overlaps(hit.span, taken)]
        return [mention for mention in found if not self.is_rejected(chunk.text, mention)]

    def is_rejected(self, text: str, mention: MentionSuggestion) -> bool:
        """Return whether the words of a mention were rejected so often that they are left alone."""
        words = remembered(text[mention.span.start : mention.span.end])
        return not self.rejected_words.isdisjoint({(words, None), (words, mention.actor.kind)})

    # ---- known names

    def _hits(self, chunk: ParsedChunk, found: list[Word]) -> list[Hit[KnownName]]:
        """Return the known names; in a line of capitals, `US` may be a pronoun and is left out."""
        hits = self.known_names.index.hits(chunk.text, found)
        if not _is_all_capitals(found):
            return list(hits)
        shown = chunk.text
        return [
            hit
            for hit in hits
            if folded(hit.name) not in COMMON or "." in shown[hit.span.start : hit.span.end]
        ]

    def _known(self, chunk: ParsedChunk, hit: Hit[KnownName]) -> MentionSuggestion:
        actor, source = hit.value.actor, hit.value.source
        if source == "capital":
            return self._capital(chunk, hit)
        reason = known_name_reason(hit.name, actor.name, source)
        score = 0.95
        if (learned := hit.value.learned) is not None:
            reason = learned_name_reason(hit.name, actor.name, learned.accepted, learned.of)
            score = 0.95 if learned.sure else 0.6
        if actor.kind == "state" and places.is_locative(chunk.root(hit.span)):
            score = min(score, 0.6)
            reason = f"{reason} {_('It may be meant as a place here.')}"
        return MentionSuggestion(hit.span, actor, score, _ORIGINS[source], reason)

    def _narrowed(self, chunk: ParsedChunk, mention: MentionSuggestion) -> MentionSuggestion:
        """Return the mention, or that of the description which a known common noun ends."""
        head = chunk.root(mention.span)
        words = chunk.text[mention.span.start : mention.span.end]
        if head is None or not noun_phrases.is_narrowed(head, mention.actor.name, words):
            return mention
        name, span = noun_phrases.name(head), noun_phrases.phrase(head, chunk.span.start)
        assert name is not None
        country = noun_phrases.country(head)
        actor = self.article_actors.actor(name, mention.actor.kind, country)
        reason = _("It says more than “{name}” alone.").format(name=mention.actor.name)
        return MentionSuggestion(span, actor, 0.65, "rule:description", reason)

    def _capital(self, chunk: ParsedChunk, hit: Hit[KnownName]) -> MentionSuggestion:
        state = hit.value.actor
        root = chunk.root(hit.span)
        if root is None or _is_dateline(chunk, hit.span) or not places.acts(root):
            actor = self.article_actors.actor(hit.name, "place", state.country)
            reason = _("{city} is a city here; where it acts it would mean {state}.").format(
                city=hit.name, state=state.name
            )
            return MentionSuggestion(hit.span, actor, 0.5, "rule:capital", reason)
        reason = _("The capital stands for {state}, as it is not used as a place.").format(
            state=state.name
        )
        return MentionSuggestion(hit.span, state, 0.7, "rule:capital", reason)

    # ---- what the project's articles taught

    def _recognised(
        self, chunk: ParsedChunk, known: list[MentionSuggestion], recogniser: MentionRecogniser
    ) -> list[MentionSuggestion]:
        """Return the mentions of the model, and those of the rules that these do not overlap."""
        assert chunk.doc is not None
        found = [
            own
            for own in recogniser.find(chunk.text, chunk.span.start, chunk.doc, known)
            if any(c.isalpha() for c in remembered(chunk.text[own.span.start : own.span.end]))
        ]
        mentions = not_overlapped(known, found)
        same = {without_article(chunk.text, m.span): m for m in known}
        for own in found:
            other = same.get(without_article(chunk.text, own.span))
            mentions.append(self._linked(chunk, own, other, recogniser.version))
        return sorted(mentions, key=lambda mention: mention.span)

    def _linked(
        self,
        chunk: ParsedChunk,
        own: RecognisedMention,
        other: MentionSuggestion | None,
        version: int,
    ) -> MentionSuggestion:
        if other is not None and other.actor.kind == own.kind:
            return other
        name = remembered(chunk.text[own.span.start : own.span.end])
        kinds = (own.kind, *KIND_CLASSES[CLASS_OF_KIND[own.kind]])
        actor = next((a for kind in kinds if (a := self.known_names.of_kind(name, kind))), None)
        if actor is None and other is not None and other.actor.id is not None:
            # Its name is known and was never accepted as this kind.
            return other
        country = country_of(name.split()[0]) if own.kind == "organization" else None
        actor = actor or self.article_actors.actor(name, own.kind, country)
        if actor.id is None and actor.kind != own.kind:
            actor = ActorEntry(name, own.kind, country)
        reason = _("Marked as in the articles that are done (model {version}).").format(
            version=version
        )
        score = round(own.score, 3)
        return MentionSuggestion(own.span, actor, score, f"model:mentions/{version}", reason)

    # ---- entities

    def _patterns(
        self, chunk: ParsedChunk, known: list[Hit[KnownName]], found_words: list[Word]
    ) -> list[Entity]:
        """Return what English wording alone shows to be an actor."""
        if self.known_names.language != "en":
            return []
        return [
            *self._collectives(chunk, known, found_words),
            *self._regions(chunk, known),
            *self._peoples(found_words),
        ]

    def _collectives(
        self, chunk: ParsedChunk, known: list[Hit[KnownName]], found_words: list[Word]
    ) -> list[Entity]:
        """`Ruritanian security forces`: a state or body, or its adjective, with such a noun."""
        owners = [hit.span for hit in known if hit.value.actor.kind != "person"]
        for word in found_words:
            if word.text[0].isupper() and country_of(word.text) is not None:
                owners.append(word.span)
        found = []
        for owner in owners:
            match = COLLECTIVE.match(chunk.text, owner.end, chunk.span.end)
            if match:
                found.append(Entity(Span(owner.start, match.end()), "organization", "collective"))
            before = max(chunk.span.start, owner.start - _LONGEST_BEFORE)
            of = COLLECTIVE_OF.search(chunk.text, before, owner.start)
            if of and not match:
                found.append(Entity(Span(of.start(), owner.end), "organization", "collective"))
        return found

    def _regions(self, chunk: ParsedChunk, known: list[Hit[KnownName]]) -> list[Entity]:
        """`northern Ruritania`: a part of a state or place is a place of its own."""
        found = []
        for hit in known:
            if hit.value.actor.kind not in ("state", "place") or hit.name.isupper():
                continue
            before = max(chunk.span.start, hit.span.start - _LONGEST_BEFORE)
            if match := _PART.search(chunk.text, before, hit.span.start):
                found.append(Entity(Span(match.start(), hit.span.end), "place", "region"))
        return found

    def _peoples(self, found_words: list[Word]) -> list[Entity]:
        """`Ruritanians`: the people of a state."""
        peoples = gazetteer().people
        return [
            Entity(word.span, "group", "people")
            for word in found_words
            if word.text[0].isupper() and word.text.endswith("s") and word.key in peoples
        ]

    def _entities(self, chunk: ParsedChunk, found_words: list[Word]) -> list[Entity]:
        found: list[Entity] = []
        if chunk.doc is not None:
            found = entities(chunk.doc, chunk.text, chunk.span.start, self.known_names.labels)
        if self.known_names.language == "ja" and not found:
            found = japanese.proper_nouns(chunk.text[slice(*chunk.span)], chunk.span.start)
        if _is_all_capitals(found_words):
            # Models take any word in capitals for a name.
            found = [e for e in found if " " in chunk.text[e.span.start : e.span.end]]
        own = bodies(chunk.text, chunk.span) if self.known_names.language == "en" else []
        if leaves_out_persons(self.known_names.labels):
            own = [entity for entity in own if entity.label != "given"]
        for body in own:
            rivals = [e for e in found if e.span.overlaps(body.span)]
            if not any(length(e.span) >= length(body.span) for e in rivals):
                found = [e for e in found if e not in rivals] + [body]
        return [self._with_adjective(chunk, e) for e in sorted(found, key=lambda e: e.span)]

    def _with_adjective(self, chunk: ParsedChunk, entity: Entity) -> Entity:
        """`Ruritanian` + `Foreign Ministry` as one name."""
        if entity.kind != "organization":
            return entity
        name = chunk.text[entity.span.start : entity.span.end]
        before = chunk.text[max(chunk.span.start, entity.span.start - 30) : entity.span.start]
        match = re.search(r"([A-Z][\w.]*(?: [A-Z]\w+)?) $", before)
        if match is None or not _LAST_WORD_BODY.search(name):
            return entity
        for adjective in (match[1], match[1].split()[-1]):
            if country_of(adjective) is not None:
                start = entity.span.start - len(adjective) - 1
                return Entity(Span(start, entity.span.end), entity.kind, entity.label)
        return entity

    def _entity(self, chunk: ParsedChunk, entity: Entity) -> MentionSuggestion:
        name = " ".join(chunk.text[entity.span.start : entity.span.end].split())
        kind, country, score = _kind(chunk, entity), None, 0.75
        root = chunk.root(entity.span)
        origin, reason = self._origin(entity)
        if entity.label == "people":
            country = gazetteer().people[folded(name)]
        if kind == "person" and root is not None:
            country = _country_beside(root)
        if kind == "organization":
            country = country_of(name.split()[0])
            bare = len(name.split()) == 2 and not name.endswith(_OF_ONE_STATE)
            if country is None and bare and _LAST_WORD_BODY.search(name):
                country = self._country_around(chunk, root)
                if country is not None:
                    name = f"{gazetteer().adjective_of.get(country, '')} {name}".strip()
                    reason = f"{reason} {_('The state is taken from the sentence.')}"
            actor = self._body(name, entity.label, country)
        else:
            actor = self.article_actors.actor(name, kind, country)
        return MentionSuggestion(entity.span, actor, score, origin, reason)

    def _origin(self, entity: Entity) -> tuple[str, str]:
        """Return where an entity comes from, and why it is suggested."""
        if entity.label == japanese.LABEL:
            return "model:sudachipy", _("SudachiPy’s dictionary has it as a proper noun.")
        if (by_pattern := pattern_reason(entity.label)) is not None:
            return "rule:pattern", by_pattern
        label = entity.label
        return self.model, _("The parser takes it for a name ({label}).").format(label=label)

    def _body(self, name: str, label: str, country: str | None) -> ActorEntry:
        """Return an organisation, and remember what it may be called later."""
        short = without_legal_form(name)
        actor = self.article_actors.actor(short, "organization", country)
        if label == "collective":
            self.article_actors.add_group(name.split()[-1].lower(), actor)
        if short != name:
            self.article_actors.add_type("company", actor)
        return actor

    def _country_around(self, chunk: ParsedChunk, root: Token | None) -> str | None:
        """Return the state that the sentence is about, for a bare `Foreign Ministry`."""
        if root is None:
            return None
        best = None
        for token in root.sent:
            country = country_of(token.text)
            if country is None:
                known = self.known_names.index.get(token.text) if token.text[:1].isupper() else None
                country = known.actor.country if known and known.actor.kind == "state" else None
            if country is not None and (token.i < root.i or best is None):
                best = country
            if token.i > root.i:
                break
        return best

    def _roles(self, chunk: ParsedChunk, span: Span, actor: ActorEntry) -> None:
        """Remember what the text says about a person beside the name."""
        if (name := chunk.tokens(span)) is None:
            return
        for head, described in person_roles.roles(name):
            self.article_actors.add_role(head, described, actor)
        if (gender := person_roles.gender(name)) is not None:
            self.article_actors.add_gender(actor, gender)

    def _introduced_here(
        self, chunk: ParsedChunk, taken: list[Span]
    ) -> Iterator[MentionSuggestion]:
        """Yield the acronyms after the brackets in which the chunk itself introduced them."""
        found = [m for m in _BRACKETED.finditer(chunk.text, *chunk.span)]
        for introduced in found:
            actor = self.article_actors.index.get(introduced[1])
            again = re.compile(rf"\b{re.escape(introduced[1])}\b")
            for match in again.finditer(chunk.text, introduced.end(), chunk.span.end):
                span = Span(*match.span())
                if actor is not None and not _overlaps(span, taken):
                    taken.append(span)
                    yield _document_mention(Hit(span, match[0], actor))

    def _acronym(self, chunk: ParsedChunk, mention: MentionSuggestion) -> None:
        match = _ACRONYM.match(chunk.text, mention.span.end)
        names = (chunk.text[mention.span.start : mention.span.end], mention.actor.name)
        if match and any(is_acronym_of(match[1], name) for name in names):
            self.article_actors.add_acronym(match[1], mention.actor)


def _is_all_capitals(found: list[Word]) -> bool:
    """Return whether all words are in capitals, in a script that has them."""
    cased = [word for word in found if word.text != word.text.lower()]
    capitals = all(word.text == word.text.upper() for word in found)
    return len(found) > 1 and 2 * len(cased) > len(found) and capitals


def length(span: Span) -> int:
    """Code points of a span."""
    return span.end - span.start


def _without_person(text: str, entity: Entity, met: list[Hit[ActorEntry]]) -> Entity:
    """`Novak the Harbour Board`, where Novak is a person of the article, without the person."""
    for hit in met:
        if hit.value.kind == "person" and hit.span.start == entity.span.start:
            after = _NEXT_PHRASE.match(text, hit.span.end, entity.span.end)
            if after is not None:
                return replace(entity, span=Span(after.end(), entity.span.end))
    return entity


def _overlaps(span: Span, others: list[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _document_mention(hit: Hit[ActorEntry]) -> MentionSuggestion:
    reason = _("The article uses this name for {actor}.").format(actor=hit.value.name)
    return MentionSuggestion(hit.span, hit.value, 0.8, "rule:document", reason)


def _resolved(
    known: list[Hit[KnownName]], named: list[Entity]
) -> tuple[list[Hit[KnownName]], list[Entity]]:
    """KnownName names win over entities, but for states and cities inside a longer name."""
    named = [e for e in named if not _is_made_of(e.span, [hit.span for hit in known])]
    kept = [
        hit
        for hit in known
        if not any(_replaces(e, hit) for e in named if e.span.overlaps(hit.span))
    ]
    spans = [hit.span for hit in kept]
    return kept, [e for e in named if not _overlaps(e.span, spans)]


def _replaces(entity: Entity, hit: Hit[KnownName]) -> bool:
    """Whether the known name is only part of the entity, or a capital that is a person here."""
    if hit.value.source == "capital" and entity.label == "PERSON":
        return True
    if length(entity.span) <= length(hit.span):
        return False
    part = hit.value.actor.kind in ("state", "place") and entity.label != "GPE"
    return part or entity.label in ("collective", "region")


def _is_made_of(span: Span, parts: list[Span]) -> bool:
    """Return whether a span is two known names and a hyphen, or the like."""
    inside = [p for p in parts if span.start <= p.start and p.end <= span.end]
    return len(inside) > 1 and length(span) - sum(map(length, inside)) < len(inside)


def _is_dateline(chunk: ParsedChunk, span: Span) -> bool:
    """Return whether the name begins a paragraph as the place that the news comes from."""
    line = chunk.text[span.end : min(chunk.span.end, span.end + 60)]
    return span.start == chunk.span.start and places.is_dateline(line)


def _kind(chunk: ParsedChunk, entity: Entity) -> str:
    """Return the kind of a name: a place if it says where, or where the news comes from."""
    single = entity.label in ("PERSON", "ORG")
    if single and _is_dateline(chunk, entity.span) and entity.span.end < chunk.span.end:
        return "place"
    if entity.label == "PERSON" and _is_where(chunk, entity.span):
        return "place"
    return _kind_beside(chunk, entity) or entity.kind


def _kind_beside(chunk: ParsedChunk, entity: Entity) -> str | None:
    """Return the kind of what a name stands beside: `a minister, Anna Lind`, `the daily Dagen`."""
    name = chunk.tokens(entity.span)
    if name is None or entity.label not in ("PERSON", "ORG", "GPE", "LOC"):
        return None
    noun, before = name.root.head, name.doc[max(0, name.start - 1)]
    apart = before.lower_ == "," and noun.i < before.i
    if name.root.dep_ != "appos" or not (apart or noun.i == before.i):
        return None
    if noun.lower_ == "one":
        noun = next((t for link in noun.rights for t in link.children if t.dep_ == "pobj"), noun)
        return "person" if noun.lower_ in ("them", "whom") else None
    if noun.pos_ != "NOUN":
        return None
    if noun_phrases.is_personal(noun, cue_lexicon()):
        return "person"
    bodily = noun_phrases.described(noun, cue_lexicon()) == "organization"
    bodily = bodily and not noun_phrases.is_plural(noun)
    return "organization" if bodily and not is_given_name(name[0].text) else None


def _is_where(chunk: ParsedChunk, span: Span) -> bool:
    """Return whether a name that a model takes for a person's says where something is."""
    name = chunk.text[span.start : span.end]
    titled = chunk.text[: span.start].rstrip().endswith((".", ","))
    return places.is_inside(chunk.root(span)) and not titled and not is_given_name(name.split()[0])


def _country_beside(root: Token) -> str | None:
    """Return the state in the words before a person's name, as in `Ruritanian Foreign Minister`."""
    for token in reversed([t for t in root.lefts if root.i - t.i <= 8]):
        for part in token.subtree:
            if (country := country_of(part.text)) is not None:
                return country
    return None
