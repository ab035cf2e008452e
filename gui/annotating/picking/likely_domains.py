# SPDX-License-Identifier: MIT
"""Rank the domains that the words of a claim point to; the domain picker puts them first."""

from __future__ import annotations

from collections.abc import Sequence

from claimdesk.gui.desk.desk import Desk
from claimdesk.models.store.queries import AnnotationRow
from claimdesk.models.suggest.data import DomainEntry
from claimdesk.models.suggest.domains import DomainTerms
from claimdesk.models.suggest.topics import TopicWords, likely_domains
from claimdesk.models.text.words import sentence_at


class LikelyDomains:
    """Reads claims by the codebook's terms and the lists of topics that come with Claimdesk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: tuple[Sequence[DomainEntry], TopicWords] | None = None

    def of(self, row: AnnotationRow) -> list[int]:
        """Return the domains that the words of a claim point to, the most likely first."""
        article = self._desk.article
        contents = [piece.span for piece in row.role("content")]
        if article is None or not contents:
            return []
        sentence = sentence_at(article.body, contents[0].start)
        found = likely_domains(article.body, contents, sentence, self._topic_words())
        return [domain.id for domain in found if domain.id is not None]

    def _topic_words(self) -> TopicWords:
        """Return the words of the codebook as it is now."""
        rows = self._desk.domains.values()
        domains = [DomainEntry(row.name, row.terms, row.id) for row in rows]
        if self._known is None or self._known[0] != domains:
            self._known = domains, TopicWords(domains, DomainTerms(domains))
        return self._known[1]
