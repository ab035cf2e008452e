# SPDX-License-Identifier: MIT
"""The suggestion engine: an article and what the project knows in, suggestions out.

What is learned in a project takes part through the components that the engine is loaded with; see
`components`. Without any, rules alone suggest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from claimdesk.models.articles.boilerplate_spans import boilerplate_spans
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.suggest import pipelines
from claimdesk.models.suggest.chunks import Chunk, split_into_chunks
from claimdesk.models.suggest.coding import ClaimCoder
from claimdesk.models.suggest.components import (
    ClaimFinder,
    ComponentFactory,
    MentionRecogniser,
    RuleClaimFinder,
    RuleComponents,
)
from claimdesk.models.suggest.data import (
    DomainEntry,
    Knowledge,
    Pipeline,
    RejectedWords,
    StoredModel,
    Suggestions,
    base_language,
)
from claimdesk.models.suggest.document import Document
from claimdesk.models.suggest.domains import DomainTerms
from claimdesk.models.suggest.known_names import KnownNames
from claimdesk.models.suggest.topics import TopicWords
from claimdesk.models.text.reading import ReadingText

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_log = logging.getLogger(__name__)

BATCH = 4_000
"""Code points of text whose suggestions are handed out together."""
_TOGETHER = 16
"""Chunks that are parsed, and whose claims are found, in one go."""
_MOST_TOGETHER = 256
"""Short chunks that are parsed in one go, since each go takes a pipeline some time."""


T = TypeVar("T")
_Terms = tuple[tuple[DomainEntry, ...], tuple[RejectedWords, ...], DomainTerms, TopicWords]
_CodeKnowledge = tuple[StoredModel | None, tuple[DomainEntry, ...], tuple[str, ...]]
Parse = Callable[[str], Sequence[tuple[Chunk, "Doc"]]]
"""Returns the chunks of a text, as it is read, with their parses."""


def _batched(values: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(values, _TOGETHER)):
        yield batch


def _parsed_together(pieces: list[Chunk]) -> Iterator[list[Chunk]]:
    """Yield the chunks in groups; a group of short ones, such as a list has, holds more."""
    group: list[Chunk] = []
    length = 0
    for piece in pieces:
        group.append(piece)
        length += piece.span.end - piece.span.start
        full = len(group) >= _TOGETHER and length >= BATCH
        if full or len(group) >= _MOST_TOGETHER:
            yield group
            group, length = [], 0
    if group:
        yield group


def never() -> bool:
    """Return False: for a run that nobody stops."""
    return False


class Engine:
    """A loaded pipeline; made once in a process, used for any number of articles."""

    def __init__(
        self,
        nlp: Language,
        pipeline: Pipeline,
        notice: str | None,
        components: ComponentFactory | None = None,
    ) -> None:
        self.nlp = nlp
        self.pipeline = pipeline
        self.notice = notice
        """What the analyst should know, in a plain sentence, if there is no parser."""
        self.refused: str | None = None
        """Why the model of the last request was not used, in plain sentences."""
        self._components = components or RuleComponents()
        self._known_names: tuple[Knowledge, KnownNames] | None = None
        self._recogniser: tuple[StoredModel, MentionRecogniser | None] | None = None
        self._coder: tuple[_CodeKnowledge, ClaimCoder] | None = None
        self._terms: _Terms | None = None
        self._finder: tuple[StoredModel | None, float | None, ClaimFinder] | None = None

    @classmethod
    def load(
        cls, pipeline: str | None = None, components: ComponentFactory | None = None
    ) -> Engine:
        """Return an engine with the named pipeline, or the best one installed.

        Raises ClaimdeskError if the named one is not installed or broken.
        """
        return cls(*pipelines.load(pipeline), components)

    def suggest(
        self,
        text: str,
        knowledge: Knowledge,
        *,
        stopped: Callable[[], bool] = never,
        parse: Parse | None = None,
    ) -> Iterator[tuple[float, Suggestions]]:
        """Suggestions for `text` as they are made, each with the progress, 0 to 1.

        They are made from the text as it is read (see claimdesk.models.text.reading); their spans
        are those of `text` itself. What is not part of the article, such as bylines, is left out.

        `stopped` is asked between chunks; once it is true, nothing more comes. The last batch
        also holds what only the whole article shows. No two batches hold the same suggestion.
        `parse` takes the place of the pipeline, for parses that are kept.
        """
        reading = ReadingText(text, boilerplate_spans(text))
        pieces = split_into_chunks(reading.text)
        document = Document(
            reading.text,
            pieces,
            self._known_names_for(knowledge),
            self._model,
            self._finder_for(knowledge),
            self._coder_for(knowledge),
            *self._terms_for(knowledge),
            self._recogniser_for(knowledge),
        )
        parsed = (
            self._parsed(reading.text, pieces, knowledge.language)
            if parse is None
            else iter(parse(reading.text))
        )
        for batch in _batched(parsed):
            if stopped():
                return
            for (piece, doc), claims in zip(batch, document.claims_in(batch), strict=True):
                if stopped():
                    return
                document.read(piece, doc, claims)
                if document.unread >= BATCH:
                    progress = min(0.99, piece.span.end / len(reading.text))
                    yield progress, document.take().placed(reading.to_body)
        if not stopped():
            document.finish()
            yield 1.0, document.take().placed(reading.to_body)

    def suggest_all(
        self, text: str, knowledge: Knowledge, *, parse: Parse | None = None
    ) -> Suggestions:
        """Return all suggestions for `text` at once, in the order of the text; see `suggest`."""
        return Suggestions.of([batch for _, batch in self.suggest(text, knowledge, parse=parse)])

    def parsed(self, text: str, language: str = "en") -> list[tuple[Chunk, Doc]]:
        """Return the chunks of a text with their parses, in the order of the text."""
        return list(self._parsed(text, split_into_chunks(text), language))

    @property
    def lacks_parser(self) -> bool:
        """Whether claims can be suggested for direct quotations only."""
        return self.nlp.lang != "en" or "parser" not in self.nlp.pipe_names

    @property
    def _model(self) -> str:
        return f"model:{self.pipeline.name}/{self.pipeline.version}"

    def _known_names_for(self, knowledge: Knowledge) -> KnownNames:
        if self._known_names is None or self._known_names[0] != knowledge:
            self._known_names = knowledge, KnownNames(knowledge)
        return self._known_names[1]

    def _recogniser_for(self, knowledge: Knowledge) -> MentionRecogniser | None:
        wanted = knowledge.mention_model
        if wanted is None:
            return None
        if self._recogniser is None or self._recogniser[0] != wanted:
            try:
                recogniser = self._components.mention_recogniser(knowledge)
            except ClaimdeskError as error:
                # Without a damaged model, names and rules still work.
                _log.warning("%s", error)
                recogniser = None
            self._recogniser = wanted, recogniser
        return self._recogniser[1]

    def _coder_for(self, knowledge: Knowledge) -> ClaimCoder:
        wanted = knowledge.code_model, knowledge.domains, knowledge.not_learned
        if self._coder is None or self._coder[0] != wanted:
            try:
                proposer = self._components.code_proposer(knowledge)
            except ClaimdeskError as error:
                # Without what is damaged, rules still work.
                _log.warning("%s", error)
                proposer = None
            self._coder = wanted, ClaimCoder(proposer)
        return self._coder[1]

    def _terms_for(self, knowledge: Knowledge) -> tuple[DomainTerms, TopicWords]:
        domains, rejected_words = wanted = knowledge.domains, knowledge.memory.rejected_words
        if self._terms is None or self._terms[:2] != wanted:
            terms = DomainTerms(*wanted)
            self._terms = *wanted, terms, TopicWords(domains, terms, rejected_words)
        return self._terms[2:]

    def _finder_for(self, knowledge: Knowledge) -> ClaimFinder:
        wanted = knowledge.claim_model, knowledge.threshold
        if self._finder is None or self._finder[:2] != wanted:
            self.refused = None
            try:
                finder = self._components.claim_finder(knowledge, self.pipeline)
            except ClaimdeskError as error:
                advice = _("Claims are suggested by rules until it is learned again.")
                self.refused = f"{error} {advice}"
                finder = RuleClaimFinder(knowledge.threshold or 0.0)
            self._finder = *wanted, finder
        return self._finder[2]

    def _parsed(self, text: str, pieces: list[Chunk], language: str) -> Iterator[tuple[Chunk, Doc]]:
        """Yield the chunks with their parses; only tokens if the pipeline does not fit."""
        if base_language(language) != self.nlp.lang:
            for piece in pieces:
                yield piece, self.nlp.make_doc(text[piece.span.start : piece.span.end])
            return
        for group in _parsed_together(pieces):
            texts = ((text[piece.span.start : piece.span.end], piece) for piece in group)
            for doc, piece in self.nlp.pipe(texts, as_tuples=True, batch_size=len(group)):
                yield piece, doc
