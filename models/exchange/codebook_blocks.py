# SPDX-License-Identifier: MIT
"""The codebook to read: definitions and terms, how often each code is used, typical quotes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimdesk.models.exchange.corpus import Corpus, CorpusAnnotation, CorpusArticle, CorpusDomain
from claimdesk.models.exchange.document_blocks import (
    Definition,
    Heading,
    Paragraph,
    Quote,
    TextBlock,
)
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.queries import FieldRow
from claimdesk.models.text.normalization import xml_text

_QUOTES = 3
_LONGEST = 300
_USUAL = 120
"""Characters that a quote best has: enough to be understood, and not a paragraph."""
_DEEPEST = 50
"""Levels of domains that are shown; recursion ends there."""
_ROLES = {"claim": "content", "domain": "evidence", "actor": "mention"}

_Code = tuple[str, ...]
"""A domain by its name, or a field by layer and key, with a value or without."""


_Ranked = tuple[tuple[int, int], Quote]
"""How far from typical a quote is, and the quote."""


@dataclass(slots=True)
class _Use:
    """How often a code is used, by layer, and the words that show it best."""

    counts: Counter[str] = field(default_factory=Counter)
    apart: list[_Ranked] = field(default_factory=list)
    """The best quotes of as many articles, the best first."""
    best: list[_Ranked] = field(default_factory=list)
    """The best quotes of any articles."""

    def add(self, layer: str, rank: tuple[int, int], quote: Quote | None) -> None:
        """Count one use; keep its words if they are among the best."""
        self.counts[layer] += 1
        if quote is None:
            return
        self.best = _with(self.best, rank, quote)
        same = [one for one in self.apart if one[1].source == quote.source]
        if not same or rank < same[0][0]:
            self.apart = _with([one for one in self.apart if one not in same], rank, quote)

    def quotes(self) -> list[Quote]:
        """Return typical quotes, of different articles if there are enough."""
        ranked = [*self.apart, *(one for one in self.best if one not in self.apart)]
        return [quote for _rank, quote in ranked[:_QUOTES]]


def _with(kept: list[_Ranked], rank: tuple[int, int], quote: Quote) -> list[_Ranked]:
    if (len(kept) == _QUOTES and rank >= kept[-1][0]) or (rank, quote) in kept:
        return kept
    return sorted([*kept, (rank, quote)], key=lambda one: one[0])[:_QUOTES]


def codebook_blocks(corpus: Corpus) -> list[TextBlock]:
    """Return the codebook of a corpus."""
    uses: dict[_Code, _Use] = {}
    articles, annotated = 0, 0
    for article in corpus.articles():
        articles += 1
        for each in article.annotations:
            annotated += each.layer == "claim"
            _see(article, each, uses)
    states = (
        _("Counts are of accepted annotations.")
        if tuple(corpus.states) == ("accepted",)
        else _("Counts are of all annotations, suggested and rejected ones too.")
    )
    size = ngettext("1 article", "{n} articles", articles).format(n=articles)
    claims = ngettext("1 claim", "{n} claims", annotated).format(n=annotated)
    name = Path(corpus.source).stem
    return [
        Heading(xml_text(_("Codebook of {name}").format(name=name)), 1),
        Paragraph(f"{size}, {claims}. {states}"),
        *_domains(corpus, uses),
        *(block for each in corpus.fields for block in _field(each, uses)),
    ]


def _see(article: CorpusArticle, each: CorpusAnnotation, uses: dict[_Code, _Use]) -> None:
    """Count the codes of an annotation."""
    names = dict.fromkeys(domain.name for domain in each.domains)
    codes: list[_Code] = [("domain", name) for name in names]
    for code in each.codes:
        codes += [("field", each.layer, code.field)]
        codes += [("field", each.layer, code.field, str(code.value))]
    quote = _quote(article, each)
    # One piece of text about one domain shows it best.
    pieces = len(each.spans.get(_ROLES[each.layer], ()))
    rank = (len(names) + pieces, abs(len(quote.text) - _USUAL) if quote else 0)
    for own in codes:
        uses.setdefault(own, _Use()).add(each.layer, rank, quote)


def _quote(article: CorpusArticle, each: CorpusAnnotation) -> Quote | None:
    body = article.article.body
    spans = each.spans.get(_ROLES[each.layer], ())
    words = " ".join(" … ".join(body[start:end] for start, end in spans).split())
    if not words:
        return None
    short = words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"
    date = (article.article.published_on or "")[:10]
    about = [article.article.outlet, date, article.article.title]
    return Quote(xml_text(f"“{short}”"), xml_text(", ".join(each for each in about if each)))


def _domains(corpus: Corpus, uses: Mapping[_Code, _Use]) -> Iterator[TextBlock]:
    if corpus.domains:
        yield Heading(_("Domains"), 2)
    below: dict[int | str | None, list[CorpusDomain]] = {}
    for domain in corpus.domains:
        below.setdefault(domain.parent, []).append(domain)
    for domain, level in _in_order(below, None, 0):
        terms = ", ".join(domain.terms)
        said = [domain.definition or "", terms and _("Terms: {terms}.").format(terms=terms)]
        text = " ".join(filter(None, said))
        yield from _entry(domain.name, text, uses.get(("domain", domain.name)), level)


def _in_order(
    below: Mapping[int | str | None, Sequence[CorpusDomain]], parent: int | str | None, level: int
) -> Iterator[tuple[CorpusDomain, int]]:
    """Yield the domains below one, each with its level and followed by those below it."""
    for domain in below.get(parent, ()) if level < _DEEPEST else ():
        yield domain, level
        yield from _in_order(below, domain.key, level + 1)


def _field(row: FieldRow, uses: Mapping[_Code, _Use]) -> Iterator[TextBlock]:
    yield Heading(xml_text(row.label), 2)
    whole = uses.get(("field", row.layer, row.key))
    kinds = {
        "choice": _("One of the values below."),
        "number": _("A number."),
        "boolean": _("Yes or no."),
        "text": _("A text."),
    }
    yield Paragraph(f"{kinds.get(row.kind, row.kind)} {_count_text(whole)}")
    for choice in row.choices:
        use = uses.get(("field", row.layer, row.key, choice.key))
        yield from _entry(choice.label, choice.definition or "", use, 0)


def _entry(term: str, text: str, use: _Use | None, level: int) -> Iterator[TextBlock]:
    said = " ".join(filter(None, (text, _count_text(use))))
    yield Definition(xml_text(term), xml_text(said), level)
    for quote in use.quotes() if use else ():
        yield Quote(quote.text, quote.source, level)


def _count_text(use: _Use | None) -> str:
    if use is None:
        return _("Not used.")
    words = {
        "claim": ngettext("1 claim", "{n} claims", use.counts["claim"]),
        "domain": ngettext("1 mention", "{n} mentions", use.counts["domain"]),
        "actor": ngettext("1 mention of an actor", "{n} mentions of actors", use.counts["actor"]),
    }
    parts = [text.format(n=use.counts[key]) for key, text in words.items() if use.counts[key]]
    return _("Used in {places}.").format(places=", ".join(parts))
