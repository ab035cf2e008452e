# SPDX-License-Identifier: MIT
"""One article while it is read: what is found so far, and what later chunks need of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimdesk.models.messages.catalogue import _
from claimdesk.models.suggest.actors import MentionFinder, ParsedChunk
from claimdesk.models.suggest.chunks import Chunk
from claimdesk.models.suggest.claim_drafts import Paragraph, SpanDraft
from claimdesk.models.suggest.claims import introduced, paragraph_of, placed
from claimdesk.models.suggest.coding import ClaimCoder
from claimdesk.models.suggest.components import ClaimFinder, MentionRecogniser
from claimdesk.models.suggest.coreference import ArticleActors
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.data import (
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
from claimdesk.models.suggest.speakers import SpeakerFinder
from claimdesk.models.suggest.topics import ArticleTopics, TopicWords
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_SINGLE = ("person", "organization")
SUBJECTS = ("nsubj", "nsubjpass")


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
        self._article_actors = ArticleActors(known_names)
        self._mention_finder = MentionFinder(known_names, self._article_actors, model, recogniser)
        self._speaker_finder = SpeakerFinder(self._article_actors, cue_lexicon())
        self._finder = finder
        self._coder = coder
        self._terms = terms
        self._topics = ArticleTopics(text, paragraphs, topics, english=self._english)
        self._mentions: list[MentionSuggestion] = []
        self._unsure: list[MentionSuggestion] = []
        """Single words that a model takes for a name: later text may say whose."""
        self._claims: list[ClaimSuggestion] = []
        self._domains: list[DomainSuggestion] = []
        self._read: list[tuple[Span, list[Span]]] = []

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
        for number, drafts in zip(parsed_numbers, self._finder.find(paragraphs), strict=True):
            piece, doc = parsed[number]
            found[number] = [placed(doc, piece.span.start, draft) for draft in drafts]
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
        for mention in mentions:
            root = chunk.root(mention.span)
            if mention.actor.kind == "person" and root is not None and root.dep_ in SUBJECTS:
                self._article_actors.add_speaker(mention.span, mention.actor)
        if not self._english:
            claims = self._quoted(piece, mentions)
        domains = self._terms.find(self.text, piece.span)
        for found in claims:
            self._claims.append(self._claim(chunk, found, mentions))
        mentions.sort(key=lambda mention: mention.span)
        self._mentions += [m for m in mentions if not _is_unsure(m)]
        self._unsure += [m for m in mentions if _is_unsure(m)]
        self._domains += domains
        self._read.append((piece.span, [mention.span for mention in mentions]))
        self.unread += piece.span.end - piece.span.start

    def finish(self) -> None:
        """Find the names that the article introduced only after it first used them."""
        for mention in self._unsure:
            person = self._article_actors.person_by_surname(mention.actor.name)
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
        if not content:
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
        more = self._quotations.continuation(last, piece.paragraph)
        return replace(claim, content=(*claim.content, *more)) if more else claim

    def _claim(
        self,
        chunk: ParsedChunk,
        found: SpanDraft,
        mentions: list[MentionSuggestion],
    ) -> ClaimSuggestion:
        speaker = self._speaker_finder.find(chunk, found.source, mentions)
        if speaker is not None:
            self._article_actors.add_speaker(found.source[0], speaker.actor)
            new = speaker.mention
            if new is not None and all(new.span != m.span for m in mentions):
                mentions.append(new)
        domains = self._topics.domains(found.content, self._sentence(chunk, found))
        codes = self._coder.codes(self.text, found, domains, by_rules=self._english)
        return ClaimSuggestion(
            found.source,
            found.cue,
            found.content,
            speaker.actor if speaker is not None else None,
            found.score,
            self._finder.origin(found.rule),
            f"{claim_reason(found.rule)} {codes.reason}".strip(),
            codes.stance,
            codes.kind,
            codes.domains,
            codes.certainty,
        )

    def _sentence(self, chunk: ParsedChunk, found: SpanDraft) -> Span:
        root = chunk.root(found.cue[0] if found.cue else found.content[0])
        if root is None:
            return chunk.span
        start = chunk.span.start
        return Span(start + root.sent.start_char, start + root.sent.end_char)


def _is_unsure(mention: MentionSuggestion) -> bool:
    actor = mention.actor
    new = actor.id is None and actor.kind in _SINGLE and " " not in actor.name
    return new and mention.origin.startswith("model:")
