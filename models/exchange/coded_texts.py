# SPDX-License-Identifier: MIT
"""Texts with codes, as programs for qualitative analysis have them, in Claimdesk's terms.

A code becomes a domain, a code inside another one a domain inside that; its description is the
definition. Each coding of a piece of text becomes one domain mention, by whoever coded it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import ArticleFile, article_of
from claimdesk.models.exchange.corpus import (
    Corpus,
    CorpusActor,
    CorpusAnnotation,
    CorpusArticle,
    CorpusDomain,
)
from claimdesk.models.exchange.foreign.mapping import (
    LABEL_TARGETS,
    LabelMapping,
    Target,
    label_mapping,
)
from claimdesk.models.exchange.foreign_database import ForeignDatabase
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import Mappable, Sightings
from claimdesk.models.exchange.reports import FileNote, ImportReport, Loss
from claimdesk.models.exchange.source_text import POINTS, UNITS, Range, SourceText
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.store.limits import LONGEST_NAME
from claimdesk.models.text.folding import name_key
from claimdesk.models.text.normalization import clean_body
from claimdesk.models.text.spans import Span

Key = str | int
_MOST_FAULTS = 20
_LONGEST = LONGEST_NAME // 4


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a codebook."""

    key: Key
    name: str
    parent: Key | None = None
    definition: str | None = None
    colour: str | None = None
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Coding:
    """A piece of text that somebody gave a code."""

    place: Range
    code: Key
    coder: str | None = None
    note: str | None = None


@dataclass(slots=True)
class CodedText:
    """A text with its codings."""

    name: str
    text: str
    codings: list[Coding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    """Fields of an ArticleFile: author, outlet, published_on, url …"""
    units: Sequence[str] = (POINTS, UNITS)
    """What its offsets may count, the likeliest first."""


def tidy_name(text: str) -> str:
    """Return a name as a project can hold it: one line, no control characters, not too long."""
    return " ".join(clean_body(text).split())[:_LONGEST]


def domains_of(codes: Iterable[Code]) -> dict[Key, CorpusDomain]:
    """Return a domain for each code, parents before children, names that are each there once."""
    by_key = {code.key: code for code in codes}
    ordered = _parents_first(by_key)
    names: dict[Key, str] = {}
    taken: Counter[str] = Counter(name_key(tidy_name(code.name)) for code in by_key.values())
    used: set[str] = set()
    domains: dict[Key, CorpusDomain] = {}
    for code, parent in ordered:
        name = tidy_name(code.name) or _("Code {key}").format(key=code.key)
        if taken[name_key(name)] > 1 and parent is not None and name_key(name) in used:
            name = f"{name} ({names[parent.key]})"
        names[code.key] = name = _free(name, used)
        domains[code.key] = CorpusDomain(
            name,
            code.key,
            parent=None if parent is None else parent.key,
            definition=code.definition or None,
            colour=code.colour,
            terms=code.terms,
        )
    return domains


def _free(name: str, used: set[str]) -> str:
    free, number = name, 1
    while name_key(free) in used:
        number += 1
        free = f"{name} ({number})"
    used.add(name_key(free))
    return free


def _parents_first(by_key: Mapping[Key, Code]) -> list[tuple[Code, Code | None]]:
    """Return the codes with their parents, in the order of the file but no child before its parent.

    A parent that is missing, or that a circle leads back from, is none.
    """
    ordered: list[tuple[Code, Code | None]] = []
    done: set[Key] = set()
    for code in by_key.values():
        line: list[Code] = []
        at: Code | None = code
        while at is not None and at.key not in done and at not in line:
            line.append(at)
            at = by_key.get(at.parent) if at.parent is not None else None
        for one in reversed(line):
            parent = by_key.get(one.parent) if one.parent is not None else None
            known = parent is not None and parent.key in done
            ordered.append((one, parent if known else None))
            done.add(one.key)
    return ordered


class Codes:
    """What the codes of a corpus become: domains, unless the analyst says otherwise of one."""

    def __init__(self, codes: Iterable[Code], mapping: LabelMapping) -> None:
        """Let `mapping` name codes as their domains are called."""
        self._domains = domains_of(codes)
        self._targets = {
            key: target
            for key, domain in self._domains.items()
            if (target := mapping.said.get(domain.name))
            and target not in (Target("domain"), Target("domain", domain.name))
        }

    @property
    def domains(self) -> list[CorpusDomain]:
        """The domains that codes become."""
        return [one for key, one in self._domains.items() if key not in self._targets]

    def name(self, key: Key) -> str | None:
        """Return what a code is called in a mapping; None if there is none of that key."""
        domain = self._domains.get(key)
        return None if domain is None else domain.name

    def annotation(self, coding: Coding, span: Span, words: str) -> CorpusAnnotation | None:
        """Return what a coding is; None if it is a line of a note, or left out."""
        target, domain = self.target(coding), self._domains[coding.code]
        name = tidy_name(target.name or words)
        layer, role = {
            "mention": ("actor", "mention"),
            "claim": ("claim", target.value or ""),
            "domain": ("domain", "evidence"),
        }.get(target.place, ("", ""))
        if not layer:
            return None
        named = domain if target.value is None else CorpusDomain(tidy_name(target.value))
        is_actor = layer == "actor" and target.value is not None and bool(name)
        return CorpusAnnotation(
            layer,
            {role: [span]},
            coding.coder,
            CorpusActor(name, target.value or "") if is_actor else None,
            domains=(named,) if layer == "domain" else (),
            note=coding.note,
        )

    def target(self, coding: Coding) -> Target:
        """Return what a coding becomes."""
        return self._targets.get(coding.code, Target("domain"))

    def mappable(self, texts: Iterable[CodedText]) -> list[Mappable]:
        """Return the codes that texts have, with examples."""
        seen = Sightings()
        for coded in texts:
            body = article_of(coded.text, None, None).body
            places = [coding.place for coding in coded.codings]
            spans = SourceText(coded.text, body, coded.units).place(places).spans
            for coding, span in zip(coded.codings, spans, strict=True):
                name = self.name(coding.code)
                if name is not None and span is not None:
                    seen.add(name, body[span.start : span.end])
        return [
            Mappable(
                *(name, name, "label", seen.counts[name], seen.examples(name), f"domain:{name}"),
                choices=LABEL_TARGETS,
            )
            for name in seen.names()
        ]


def article_with_codes(
    coded: CodedText, codes: Codes, where: str, report: ImportReport
) -> CorpusArticle:
    """Return a text as an article with annotations; what is wrong goes into the report."""
    article = article_named(coded.text, coded.name, coded.metadata)
    places = SourceText(coded.text, article.body, coded.units)
    placed = places.place([coding.place for coding in coded.codings])
    found = CorpusArticle(article, "done" if coded.codings else "unread", notes=coded.notes)
    faults: list[str] = []
    for coding, span, fault in zip(coded.codings, placed.spans, placed.faults, strict=True):
        name = codes.name(coding.code)
        if name is None:
            fault, span = _("its code is not in the codebook; it is left out"), None
        if fault:
            faults.append(fault)
        if span is not None and name is not None:
            _take(found, codes, coding, span, name, report)
    report_faults(where, coded.name, faults, report)
    if coded.codings and placed.unit != coded.units[0]:
        reason = _("{text}: its offsets count {unit}; they were converted.").format(
            text=coded.name, unit=placed.unit
        )
        report.notes.append(FileNote(where, reason))
    return found


def _take(
    found: CorpusArticle, codes: Codes, coding: Coding, span: Span, name: str, report: ImportReport
) -> None:
    """Add what a coding is to an article."""
    words = found.article.body[span.start : span.end]
    annotation = codes.annotation(coding, span, words)
    if annotation is not None:
        found.annotations.append(annotation)
    elif codes.target(coding).place == "note":
        said = [f"{name}: {' '.join(words.split())}", coding.note]
        found.notes.append("; ".join(each for each in said if each))
    else:
        report.left_out[Loss(f"codings “{name}”", _("codings “{name}”").format(name=name))] += 1


def article_named(text: str, name: str, metadata: Mapping[str, str]) -> ArticleFile:
    """Return the article that a text is, with what is known of it."""
    article = article_of(text, None, None)
    known: dict[str, Any] = {key: value for key, value in metadata.items() if value}
    if name := tidy_name(name):
        known.update(title=name, origin=name)
    return replace(article, **known)


def report_faults(where: str, text: str, faults: Sequence[str], report: ImportReport) -> None:
    """Add what is wrong with the codings of a text to the report, the first ones of many."""
    for fault in faults[:_MOST_FAULTS]:
        report.warnings.append(FileNote(where, f"{text}: {fault}"))
    more = len(faults) - _MOST_FAULTS
    if more > 0:
        reason = ngettext("1 more coding like these.", "{n} more codings like these.", more)
        report.warnings.append(FileNote(where, f"{text}: {reason.format(n=more)}"))


def corpus_of_database(
    paths: tuple[Path, Path],
    origin: str,
    codes: Iterable[Code],
    texts: Callable[[ForeignDatabase, ImportReport], Iterator[CodedText]],
    options: ImportOptions,
) -> Corpus:
    """Return the corpus of a project of another program; `texts` yields what its database holds.

    `paths` are the project and the database that is in it, which may be the same.
    """
    source, database = paths
    own = Codes(codes, label_mapping(options.mapping))
    report = ImportReport(is_converted=True)

    def articles() -> Iterator[CorpusArticle]:
        with ForeignDatabase(database) as opened:
            for coded in texts(opened, report):
                yield article_with_codes(coded, own, str(source), report)

    return Corpus(
        articles,
        source=str(source),
        name=source.name,
        origin=origin,
        domains=own.domains,
        report=report,
    )


def mappable_codes(
    database: Path,
    codes: Iterable[Code],
    texts: Callable[[ForeignDatabase, ImportReport], Iterator[CodedText]],
) -> list[Mappable]:
    """Return the codes of a project of another program that can be mapped."""
    with ForeignDatabase(database) as opened:
        return Codes(codes, LabelMapping()).mappable(texts(opened, ImportReport()))
