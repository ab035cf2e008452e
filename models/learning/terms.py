# SPDX-License-Identifier: MIT
"""Terms for the codebook: words that were accepted for a domain and that no term of it finds yet.

Nothing is stored but what an analyst turned down; the rest is read from the annotations each time.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection
from sqlmodel import Session

from claimdesk.models.codebook import set_terms
from claimdesk.models.store import queries
from claimdesk.models.store.settings import put_setting, setting
from claimdesk.models.suggest.data import MIN_AGREEMENT, DomainEntry
from claimdesk.models.suggest.domains import DomainTerms
from claimdesk.models.text.collation import sort_key
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.reading import readable
from claimdesk.models.text.spans import Span

MIN_ACCEPTED = 2
"""Accepted mentions after which words are proposed: what stands there once may be chance."""
_MOST_WORDS = 6
_FEWEST_LETTERS = 3
_DISMISSED = "terms.dismissed"
_DECIDED = """
SELECT span.quote, domain_id, annotation.state, count(*)
FROM annotation
JOIN span ON span.annotation_id = annotation.id
JOIN domain_mention ON domain_mention.id = annotation.id
WHERE annotation.layer = 'domain' AND annotation.state <> 'suggested' AND span.role = 'evidence'
  AND domain_id IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM span AS other
    WHERE other.annotation_id = span.annotation_id AND other.id <> span.id)
GROUP BY 1, 2, 3
"""

_Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class TermCandidate:
    """Words that may become a term of a domain."""

    domain_id: int
    domain: str
    text: str
    accepted: int
    """How many accepted mentions of the domain have these words."""
    of: int
    """How many mentions with these words were decided, of whatever domain, rejected ones too."""


def candidates(connection: Connection) -> list[TermCandidate]:
    """Return the words that are proposed, most often accepted first."""
    domains = queries.domains(connection)
    known = DomainTerms(DomainEntry(row.name, row.terms, row.id) for row in domains.values())
    spellings: defaultdict[_Key, Counter[str]] = defaultdict(Counter)
    decided: Counter[str] = Counter()
    for quote, domain_id, state, count in connection.exec_driver_sql(_DECIDED):
        words = " ".join(readable(quote).split())
        decided[name_key(words)] += count
        if state == "accepted":
            spellings[name_key(words), domain_id][words] += count
    dismissed = _dismissed(connection)
    found = [
        TermCandidate(
            domain_id,
            domains[domain_id].name,
            _usual_spelling(texts),
            texts.total(),
            decided[folded],
        )
        for (folded, domain_id), texts in spellings.items()
        if domain_id in domains and (folded, domain_id) not in dismissed and _is_term(folded, known)
    ]
    sure = (c for c in found if c.accepted >= MIN_ACCEPTED and c.accepted >= MIN_AGREEMENT * c.of)
    return sorted(sure, key=lambda c: (-c.accepted, sort_key(c.text)))


def accept(session: Session, chosen: Iterable[TermCandidate]) -> None:
    """Make words terms of their domains."""
    wanted: defaultdict[int, list[str]] = defaultdict(list)
    for candidate in chosen:
        wanted[candidate.domain_id].append(candidate.text)
    domains = queries.domains(session.connection())
    for domain_id, words in wanted.items():
        if domain_id in domains:
            set_terms(session, domain_id, [*domains[domain_id].terms, *words])


def dismiss(session: Session, chosen: Iterable[TermCandidate]) -> None:
    """Never propose words for their domains again."""
    dismissed = _dismissed(session.connection())
    dismissed |= {(name_key(candidate.text), candidate.domain_id) for candidate in chosen}
    put_setting(session, _DISMISSED, json.dumps(sorted(dismissed), ensure_ascii=False))


def _usual_spelling(texts: Counter[str]) -> str:
    """Return the usual spelling; of equally frequent ones, the one in small letters."""
    return max(texts, key=lambda text: (texts[text], text.islower(), text))


def _is_term(words: str, known: DomainTerms) -> bool:
    """Return whether words can be a term and are not one of any domain already."""
    letters = sum(c.isalpha() for c in words)
    if letters < _FEWEST_LETTERS or len(words.split()) > _MOST_WORDS:
        return False
    whole = Span(0, len(words))
    return all(hit.span != whole for hit in known.find(words, whole))


def _dismissed(connection: Connection) -> set[_Key]:
    """Return the words that an analyst turned down; what is not of this form is left out."""
    try:
        stored = json.loads(setting(connection, _DISMISSED) or "[]")
    except (ValueError, RecursionError):
        return set()
    found: set[_Key] = set()
    for entry in stored if isinstance(stored, list) else []:
        match entry:
            case [str(words), int(domain_id)]:
                found.add((name_key(words), domain_id))
    return found
