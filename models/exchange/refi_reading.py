# SPDX-License-Identifier: MIT
"""Reading a REFI-QDA project into a corpus, source by source.

In a project of another program a code is a domain and each coding of a selection one domain
mention; refi_own.py reads what Claimdesk wrote. Offsets are code points; projects that count UTF-16
units are recognised by the words that their selections are called by.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.exchange import refi_codes
from claimdesk.models.exchange.coded_texts import (
    CodedText,
    Codes,
    Coding,
    article_with_codes,
    domains_of,
)
from claimdesk.models.exchange.corpus import Corpus, CorpusArticle
from claimdesk.models.exchange.foreign.mapping import LabelMapping, label_mapping
from claimdesk.models.exchange.hostile_xml import child, children, local
from claimdesk.models.exchange.import_options import ImportOptions
from claimdesk.models.exchange.mappable import Mappable
from claimdesk.models.exchange.refi_own import OwnProject
from claimdesk.models.exchange.refi_project import (
    TEXTS,
    Note,
    ProjectFiles,
    Scan,
    codes_in,
    plain,
    scan,
    target,
    text_of,
)
from claimdesk.models.exchange.reports import FileNote, ImportReport, Loss
from claimdesk.models.exchange.source_text import Range
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

_COMMON = {
    **{name.casefold(): key for name, key in refi_codes.METADATA.items()},
    **dict.fromkeys(("publication", "newspaper", "source", "medium"), "outlet"),
    **dict.fromkeys(("published", "published on", "publication date"), "published_on"),
    **dict.fromkeys(("url", "link"), "url"),
}
"""Fields of articles, by what variables for them are often called."""


def read_project(path: Path, options: ImportOptions) -> Corpus:
    """Return the corpus in a project. Raises ClaimdeskError naming the file if there is none."""
    with ProjectFiles(path) as files:
        found = scan(files)
    report = ImportReport(is_converted=True)
    report.left_out += found.left_out
    if found.is_own:
        own = OwnProject(found)
        domains, articles = own.domains, lambda: _own_articles(path, own, found, report, options)
    else:
        codes = Codes(found.codes, label_mapping(options.mapping))
        domains = codes.domains
        articles = lambda: _articles(path, found, codes, report, options)  # noqa: E731
    return Corpus(
        articles,
        source=str(path),
        name=path.name,
        origin="import:refi-qda",
        domains=domains,
        report=report,
    )


def mappable_codes(path: Path, options: ImportOptions) -> list[Mappable]:
    """Return the codes of a project that can be mapped; none of one that Claimdesk wrote."""
    with ProjectFiles(path) as files:
        found = scan(files)
    if found.is_own:
        return []
    texts = _coded_texts(path, found, ImportReport(), options)
    return Codes(found.codes, LabelMapping()).mappable(texts)


def read_codebook(path: Path) -> Corpus:
    """Return the corpus of a codebook alone: domains without articles."""
    report = ImportReport(is_converted=True)
    with ProjectFiles(path) as files, files.project() as stream:
        codes = [
            code
            for element in children(stream, str(path), frozenset({"Codes"}))
            for code in codes_in(element)
        ]
    if not codes:
        raise ClaimdeskError(
            _("{path} has no codes; there is nothing to import.").format(path=path)
        )
    return Corpus(
        source=str(path),
        name=path.name,
        origin="import:refi-qda",
        domains=list(domains_of(codes).values()),
        report=report,
    )


def own_articles(path: Path) -> Iterator[CorpusArticle]:
    """Yield the articles of a project that Claimdesk wrote."""
    report = ImportReport()
    with ProjectFiles(path) as files:
        found = scan(files)
    yield from _own_articles(path, OwnProject(found), found, report, ImportOptions())


def _own_articles(
    path: Path, own: OwnProject, found: Scan, report: ImportReport, options: ImportOptions
) -> Iterator[CorpusArticle]:
    with ProjectFiles(path) as files:
        for element in _sources(files, options):
            text = _text(files, element, report)
            if text is not None:
                yield own.article(element, text, str(path), report)


def _articles(
    path: Path,
    found: Scan,
    codes: Codes,
    report: ImportReport,
    options: ImportOptions,
) -> Iterator[CorpusArticle]:
    count = 0
    for coded in _coded_texts(path, found, report, options):
        count += 1
        yield article_with_codes(coded, codes, str(path), report)
    if report.failed and not count:
        raise ClaimdeskError(report.failed[0].reason)
    unused = len(found.notes.keys() - found.used)
    report.left_out[Loss("notes of the project", _("notes of the project"))] += unused
    report.left_out = +report.left_out


def _coded_texts(
    path: Path, found: Scan, report: ImportReport, options: ImportOptions
) -> Iterator[CodedText]:
    with ProjectFiles(path) as files:
        for element in _sources(files, options):
            for source in _with_text(element, report):
                text = _text(files, source, report)
                if text is not None:
                    yield _coded(source, element, text, found)


def _sources(files: ProjectFiles, options: ImportOptions) -> Iterator[Any]:
    with files.project() as stream:
        for number, element in enumerate(children(stream, str(files.path), TEXTS)):
            options.report_progress(number, number + 1)
            yield element


def _with_text(element: Any, report: ImportReport) -> Iterator[Any]:  # noqa: ANN401
    """Yield what of a source has a text: itself, or what represents it."""
    if local(element) == "TextSource":
        yield element
        return
    texts = [
        each
        for each in element
        if local(each) in ("Representation", "TextDescription", "Transcript")
    ]
    coded = sum(local(each).endswith("Selection") for each in element)
    report.left_out[
        Loss("selections in pictures and recordings", _("selections in pictures and recordings"))
    ] += coded
    if not texts:
        report.left_out[
            Loss("pictures, PDFs and recordings", _("pictures, PDFs and recordings without text"))
        ] += 1
    yield from texts


def _text(files: ProjectFiles, element: Any, report: ImportReport) -> str | None:  # noqa: ANN401
    text = text_of(element)
    address = element.get("plainTextPath")
    if text is not None and (text or not address):
        return text
    if not address:
        reason = _("“{name}” has no text that can be read.").format(name=element.get("name"))
        report.failed.append(FileNote(str(files.path), reason))
        return None
    try:
        return files.text(address)
    except ClaimdeskError as error:
        report.failed.append(FileNote(str(files.path), str(error)))
        return None


def _coded(source: Any, element: Any, text: str, found: Scan) -> CodedText:  # noqa: ANN401
    name = source.get("name") or element.get("name") or ""
    coded = CodedText(name.removesuffix(".txt"), text)
    codes = {code.key: code.name for code in found.codes}
    for each in source:
        kind = local(each)
        if kind in ("PlainTextSelection", "TranscriptSelection"):
            _take_selection(each, coded, found)
        elif kind == "Coding":
            coded.notes.append(_("Code: {name}").format(name=codes.get(_code(each), _code(each))))
    described = child(source, "Description")
    if described is not None and (described.text or "").strip():
        coded.notes += described.text.strip().split("\n")
    for owner in dict.fromkeys((source, element)):
        _take_notes(owner, coded, found)
    return coded


def _take_notes(owner: Any, coded: CodedText, found: Scan) -> None:  # noqa: ANN401
    for note in found.notes_of(owner):
        coded.notes += _said(note).split("\n")
    for variable, value in found.values_of(owner):
        key = _COMMON.get(variable.casefold())
        if key is None or key in coded.metadata:
            coded.notes.append(f"{variable}: {value}")
        else:
            coded.metadata[key] = value
    coded.notes += found.cases.get(plain(owner.get("guid")), [])


def _take_selection(each: Any, coded: CodedText, found: Scan) -> None:  # noqa: ANN401
    place = Range(
        _offset(each, "startPosition", "fromSyncPoint"),
        _offset(each, "endPosition", "toSyncPoint"),
        each.get("name"),
    )
    notes = [_said(note) for note in found.notes_of(each)]
    described = child(each, "Description")
    if described is not None and (described.text or "").strip():
        notes.insert(0, described.text.strip())
    codings = [one for one in each if local(one) == "Coding"]
    for one in codings:
        own = [_said(note) for note in found.notes_of(one)]
        by = found.user(one) or found.user(each)
        note = "\n".join([*notes, *own]) or None
        coded.codings.append(Coding(place, _code(one), by, note))
    if notes and not codings:
        words = coded.text[place.start : place.end] if place.start >= 0 else ""
        short = " ".join(words.split())[:80]
        coded.notes += [f"“{short}”: {line}" for note in notes for line in note.split("\n")]


def _code(coding: Any) -> str:  # noqa: ANN401
    reference = child(coding, "CodeRef")
    return "" if reference is None else target(reference)


def _said(note: Note) -> str:
    name = "" if note.name in ("", refi_codes.NOTE) else f"{note.name}: "
    return f"{name}{note.text.strip()}"


def _offset(element: Any, *names: str) -> int:  # noqa: ANN401
    """Return an offset; -1 if there is none."""
    for name in names:
        try:
            return int(element.get(name) or "")
        except ValueError:
            continue
    return -1
