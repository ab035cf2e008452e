# SPDX-License-Identifier: MIT
"""One article while it is read: what is found so far, and what later chunks need of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimdesk.models.messages.catalogue import _
from claimdesk.models.suggest import statements, syntax
from claimdesk.models.suggest.actors import MentionFinder, ParsedChunk
from claimdesk.models.suggest.chunks import Chunk
from claimdesk.models.suggest.claim_drafts import Paragraph, SpanDraft
from claimdesk.models.suggest.claims import introduced, paragraph_of, placed
from claimdesk.models.suggest.coding import ClaimCoder
from claimdesk.models.suggest.components import ClaimFinder, MentionRecogniser
from claimdesk.models.suggest.coreference import ArticleActors
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import (
    ActorEntry,
    ClaimSuggestion,
    DomainSuggestion,
    MentionSuggestion,
    Suggestions,
)
from claimdesk.models.suggest.domains import DomainTerms
from claimdesk.models.suggest.known_names import KnownNames
from claimdesk.models.suggest.quoted import quoted_claims
from claimdesk.models.suggest.quotes import Quotations
from claimdesk.models.suggest.reasons import claim_reason
from claimdesk.models.suggest.regex_claims import regex_claims
from claimdesk.models.suggest.speakers import Quoting, Role, SpeakerFinder
from claimdesk.models.suggest.statements import Statements
from claimdesk.models.suggest.topics import ArticleTopics, TopicWords
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_SINGLE = ("person", "organization")
SUBJECTS = ("nsubj", "nsubjpass")
_DIRECT = ("colon", "quotation", "quoted", "pattern")
"""Rules whose contents are a speaker's own words."""
_MOST_SAID = 60
"""Contents that are looked at, to see what a claim is a part of."""


class Document:
    """Reads the chunks of one article in order and keeps the suggestions until taken."""

    def __init__(
        self,
        text: str,
        pieces: list[Chunk],
        known_names: KnownNames,
        model: str,
        finder: ClaimFinder,
        coder: ClaimCoder,
        terms: DomainTerms,
        topics: TopicWords,
        recogniser: MentionRecogniser | None = None,
    ) -> None:
        self.text = text
        self.unread = 0
        """Code points read since suggestions were last taken."""
        self._english = known_names.language == "en"
        paragraphs = list(dict.fromkeys(piece.paragraph for piece in pieces))
        self._quotations = Quotations(text, paragraphs)
        self._statements = Statements(text, paragraphs, self._quotations, cue_lexicon())
        self._voice: tuple[ActorEntry, ...] = ()
        """Who speaks where a sentence is a claim without a source of its own."""
        self._article_actors = ArticleActors(known_names)
        self._mention_finder = MentionFinder(known_names, self._article_actors, model, recogniser)
        self._speaker_finder = SpeakerFinder(
            self._article_actors, cue_lexicon(), known_names.knowledge
        )
        self._finder = finder
        self._coder = coder
        self._terms = terms
        self._topics = ArticleTopics(
            text, [piece.span for piece in pieces], topics, english=self._english
        )
        self._mentions: list[MentionSuggestion] = []
        self._unsure: list[MentionSuggestion] = []
        """Single words that a model takes for a name: later text may say whose."""
        self._claims: list[ClaimSuggestion] = []
        self._waiting: dict[ActorEntry, Role] = {}
        """Persons who are described, and whom the article may name later."""
        self._unsure_claims: list[ClaimSuggestion] = []
        """Claims of these persons."""
        self._domains: list[DomainSuggestion] = []
        self._read: list[tuple[Span, list[Span]]] = []
        self._said: list[tuple[Span, tuple[ActorEntry, ...], bool]] = []
        """What was said, by whom, and whether in the speaker's words, in the order of the text."""
        self._interviewed: tuple[ActorEntry, ...] = ()
        """Who answers in an interview whose turns have no labels."""
        self._quoted_spans: list[Span] = []
        """The quotations of the chunk that is read."""
        self._spoken = False
        """Whether the chunk that is read is a turn of a transcript, or of a statement."""
        self._carried: tuple[ActorEntry, ...] = ()
        """Who spoke last, not quoted by somebody else."""

    def claims_in(self, parsed: Sequence[tuple[Chunk, Doc]]) -> list[list[SpanDraft]]:
        """Return the claims of some chunks that follow one another, for `read`."""
        found: list[list[SpanDraft]] = [[] for _ in parsed]
        parsed_numbers: list[int] = []
        paragraphs: list[Paragraph] = []
        for number, (piece, doc) in enumerate(parsed):
            quotations = self._quotations.overlapping(piece.paragraph, piece.span)
            if not self._english:
                continue  # `read` finds them beside names
            if not doc.has_annotation("DEP") or doc.lang_ != "en":
                found[number] = regex_claims(self.text, piece.span, quotations)
            else:
                parsed_numbers.append(number)
                paragraphs.append(paragraph_of(doc, piece.span, quotations))
        drafted = zip(parsed_numbers, paragraphs, self._finder.find(paragraphs), strict=True)
        for number, paragraph, drafts in drafted:
            piece, doc = parsed[number]
            said = self._statements.add(piece.span, piece.paragraph, paragraph, drafts)
            found[number] = [placed(doc, piece.span.start, draft) for draft in said]
            if (claim := self._introduced(piece, doc)) is not None:
                found[number].append(claim)
        return [
            [self._continued(claim, piece) for claim in claims if claim.content]
            for (piece, _doc), claims in zip(parsed, found, strict=True)
        ]

    def read(self, piece: Chunk, doc: Doc, claims: Sequence[SpanDraft]) -> None:
        """Find what stands in one chunk, whose claims are found already."""
        chunk = ParsedChunk(self.text, piece.span, doc)
        mentions = self._mention_finder.find(chunk)
        self._refer(piece, chunk, mentions)
        if not self._english:
            claims = self._quoted(piece, mentions)
        if self._statements.is_answer(piece.paragraph):
            self._interviewed = self._interviewed or self._article_actors.main_person()
            self._voice = self._interviewed
        elif self._statements.is_asked(piece.paragraph):
            self._voice = (self._article_actors.actor("interviewer", "person"),)
        domains = self._terms.find(self.text, piece.span)
        if (voice := self._statements.voices.get(piece.span.start)) is not None:
            spoken = self._speaker_finder.find(chunk, voice, mentions)
            self._voice = tuple(speaker.actor for speaker in spoken)
        self._spoken = piece.span.start in self._statements.spoken
        for found in claims:
            claim = self._claim(chunk, found, mentions)
            waits = not self._waiting.keys().isdisjoint(claim.speakers)
            (self._unsure_claims if waits else self._claims).append(claim)
            if found.rule in statements.QUOTED:
                self._voice = claim.speakers
        mentions.sort(key=lambda mention: mention.span)
        for mention in mentions:
            waits = _is_unsure(mention) or mention.actor in self._waiting
            (self._unsure if waits else self._mentions).append(mention)
        self._domains += domains
        self._read.append((piece.span, [mention.span for mention in mentions]))
        self.unread += piece.span.end - piece.span.start

    def finish(self) -> None:
        """Find the names that the article introduced only after it first used them."""
        named = {
            actor: person
            for actor, role in self._waiting.items()
            if (person := self._speaker_finder.named_later(role)) is not None
        }
        for claim in self._unsure_claims:
            speakers = tuple(dict.fromkeys(named.get(actor, actor) for actor in claim.speakers))
            self._claims.append(replace(claim, speaker=speakers[0], speakers=speakers))
        for mention in self._unsure:
            person = named.get(mention.actor) or self._article_actors.person_by_surname(
                mention.actor.name
            )
            if person is not None and person != mention.actor:
                reason = _("The article later uses this name for {actor}.").format(
                    actor=person.name
                )
                mention = replace(mention, actor=person, reason=reason)
            self._mentions.append(mention)
        for span, taken in self._read:
            self._mentions += self._mention_finder.find_introduced_later(
                ParsedChunk(self.text, span, None), taken
            )

    def take(self) -> Suggestions:
        """Return the suggestions made since the last call."""
        taken = Suggestions(tuple(self._mentions), tuple(self._claims), tuple(self._domains))
        self._mentions, self._claims, self._domains, self.unread = [], [], [], 0
        return taken

    def _introduced(self, piece: Chunk, doc: Doc) -> SpanDraft | None:
        """Return the claim that a paragraph ending in a colon introduces in the next one."""
        ends = piece.span.end == piece.paragraph.end and self.text[piece.span.end - 1] == ":"
        content = self._quotations.next_paragraph(piece.paragraph) if ends else ()
        if not content or self._statements.holds(content[0]):
            return None
        quotations = self._quotations.overlapping(piece.paragraph, piece.span)
        return introduced(doc, piece.span, quotations, content)

    def _quoted(self, piece: Chunk, mentions: list[MentionSuggestion]) -> list[SpanDraft]:
        quotations = self._quotations.overlapping(piece.paragraph, piece.span)
        claims = quoted_claims(self.text, quotations, mentions)
        return [self._continued(claim, piece) for claim in claims]

    def _continued(self, claim: SpanDraft, piece: Chunk) -> SpanDraft:
        """Return the claim with what the next paragraphs add to its last quotation."""
        quotations = self._quotations.overlapping(piece.paragraph, piece.span)
        last = quotations[-1] if quotations else None
        if last is None or last.closed or claim.content[-1].end < last.span.end:
            return claim
        if claim.rule in statements.RULES:
            return claim  # each paragraph has claims of its own
        more = self._quotations.continuation(last, piece.paragraph)
        return replace(claim, content=(*claim.content, *more)) if more else claim

    def _claim(
        self,
        chunk: ParsedChunk,
        found: SpanDraft,
        mentions: list[MentionSuggestion],
    ) -> ClaimSuggestion:
        speakers = self._speakers(chunk, found, mentions)
        domains = self._topics.domains(found.content, self._sentence(chunk, found), found.source)
        codes = self._coder.codes(self.text, found, domains, by_rules=self._english)
        return ClaimSuggestion(
            found.source,
            found.cue,
            found.content,
            speakers[0] if speakers else None,
            found.score,
            self._finder.origin(found.rule),
            f"{claim_reason(found.rule)} {codes.reason}".strip(),
            codes.stance,
            codes.kind,
            codes.domains,
            speakers,
            codes=codes.others,
        )

    def _refer(self, piece: Chunk, chunk: ParsedChunk, mentions: list[MentionSuggestion]) -> None:
        """Note whom the chunk speaks of, for pronouns: also two names that are one subject."""
        found = self._quotations.overlapping(piece.paragraph, piece.span)
        self._quoted_spans = [quotation.span for quotation in found]
        joined: dict[int, list[ActorEntry]] = {}
        for mention in mentions:
            if mention.actor.kind == "place" or (root := chunk.root(mention.span)) is None:
                continue
            quoted = any(q.start <= mention.span.start < q.end for q in self._quoted_spans)
            strong = _same_as(root).dep_ in SUBJECTS
            self._article_actors.refer(
                mention.span.start, (mention.actor,), strong=strong, quoted=quoted
            )
            first = root
            while first.dep_ == "conj" and first.head.i < first.i:
                first = first.head
            if first.dep_ in SUBJECTS and not quoted:
                joined.setdefault(chunk.span.start + first.idx, []).append(mention.actor)
        for at, group in self._speaker_finder.groups(chunk, mentions):
            self._article_actors.refer(at, (group,), strong=True)
        for at, actors in joined.items():
            if len(together := tuple(dict.fromkeys(actors))) > 1:
                self._article_actors.refer(at, together, strong=True)

    def _speakers(
        self, chunk: ParsedChunk, found: SpanDraft, mentions: list[MentionSuggestion]
    ) -> tuple[ActorEntry, ...]:
        """Return who speaks: whom the source names, or the speaker of what goes on."""
        quoting = self._quoting(found)
        if not found.source and (not found.cue or found.rule == statements.SENTENCE):
            return self._voice or quoting.speakers or self._carried
        if found.source:
            speakers = self._speaker_finder.find(chunk, found.source, mentions, quoting)
        else:
            subject = self._subject(chunk, found)
            speakers = self._speaker_finder.find_subject(chunk, subject, mentions, quoting)
        for speaker in speakers:
            mention = speaker.mention
            if mention and not self._mention_finder.is_rejected(self.text, mention):
                _add(mentions, mention)
            if speaker.waits is not None:
                self._waiting[speaker.actor] = speaker.waits
        actors = tuple(speaker.actor for speaker in speakers)
        if actors:
            self._note(found, actors, quoting)
        return actors

    def _note(self, found: SpanDraft, actors: tuple[ActorEntry, ...], quoting: Quoting) -> None:
        """Remember who said what, for the claims that follow."""
        at = (found.source or found.cue)[0].start
        self._article_actors.refer(at, actors, strong=True, quoted=quoting.direct)
        direct = not found.cue or found.rule in _DIRECT
        self._said += [(span, actors, direct) for span in found.content]
        if not quoting.speakers:
            self._carried = actors

    def _quoting(self, found: SpanDraft) -> Quoting:
        """Return who says the words that a claim stands in."""
        first = (found.source or found.cue or found.content)[0]
        direct = any(q.start <= first.start < q.end for q in self._quoted_spans)
        for span, actors, spoken in reversed(self._said[-_MOST_SAID:]):
            if span.start <= first.start and first.end <= span.end:
                return Quoting(actors, direct or spoken)
        if self._spoken and found.rule != statements.TURN:
            return Quoting(self._voice, self._statements.is_talk)
        return Quoting((), direct)

    def _subject(self, chunk: ParsedChunk, found: SpanDraft) -> Token | None:
        """Return the subject of a cue that the claim has no source for."""
        verb = chunk.root(found.cue[0])
        if verb is None:
            return None
        after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else None
        if after is not None and found.rule in _DIRECT and after.pos_ == "PROPN":
            return after
        return syntax.subject_head(verb)

    def _sentence(self, chunk: ParsedChunk, found: SpanDraft) -> Span:
        root = chunk.root(found.cue[0] if found.cue else found.content[0])
        if root is None:
            return chunk.span
        start = chunk.span.start
        return Span(start + root.sent.start_char, start + root.sent.end_char)


def _same_as(token: Token) -> Token:
    """Return the noun that a name stands beside: `envoy` in `the envoy, Ann Lee, left`."""
    while token.dep_ == "appos" and token.head.i < token.i:
        token = token.head
    return token


def _is_unsure(mention: MentionSuggestion) -> bool:
    actor = mention.actor
    new = actor.id is None and actor.kind in _SINGLE and " " not in actor.name
    return new and mention.origin.startswith("model:")


def _add(mentions: list[MentionSuggestion], new: MentionSuggestion) -> None:
    """Add the mention of a description, instead of a shorter one of a common noun inside it."""
    if any(new.span == m.span for m in mentions):
        return
    inside = [m for m in mentions if new.span.start <= m.span.start and m.span.end <= new.span.end]
    for mention in inside:
        if mention.span.end == new.span.end and mention.actor != new.actor:
            mentions.remove(mention)
    mentions.append(new)
