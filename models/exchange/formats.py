# SPDX-License-Identifier: MIT
"""Importing and exporting in any format: which there are, which one a file is in, and doing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from claimdesk.models.articles.encodings import known_encoding
from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.articles.language import guessed_by_script
from claimdesk.models.articles.read import read_head
from claimdesk.models.articles.readers import Chooser, ReadingOptions, article_readers
from claimdesk.models.exchange.article_files import ArticleFiles
from claimdesk.models.exchange.corpus_export import read_corpus
from claimdesk.models.exchange.corpus_filter import filtered
from claimdesk.models.exchange.corpus_import import write_corpus
from claimdesk.models.exchange.format import (
    Format,
    ReadableFormat,
    WritableFormat,
    registered_formats,
)
from claimdesk.models.exchange.import_options import NEAR, TAKE, ImportOptions
from claimdesk.models.exchange.losses import count_losses
from claimdesk.models.exchange.packed import PACKED, packed_format
from claimdesk.models.exchange.reports import ExportReport, FileNote, ImportReport, Written
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.disk import sync_file
from claimdesk.models.store.export_files import write_folder, write_verified
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import STATES

EXPORT_STATES = {"accepted": ("accepted",), "all": STATES}
"""What `state` of an export means: the annotations in these states."""


def formats() -> tuple[Format, ...]:
    """Return all formats in their order, one for each reader of articles among them."""
    articles = [ArticleFiles(reader) for reader in article_readers()]
    found = [*registered_formats(), *articles]
    return tuple(sorted(found, key=lambda known: (known.position, known.name)))


def readable_formats() -> tuple[ReadableFormat, ...]:
    """Return the formats that can be read."""
    return tuple(known for known in formats() if isinstance(known, ReadableFormat))


def readable_extensions() -> tuple[str, ...]:
    """Return the ends of the names that files which can be read usually have, each once."""
    found = [end for known in readable_formats() for end in (*known.extensions, *known.also)]
    return tuple(dict.fromkeys([*found, *PACKED]))


def writable_formats() -> tuple[WritableFormat, ...]:
    """Return the formats that can be written."""
    return tuple(known for known in formats() if isinstance(known, WritableFormat))


def format_named(name: str) -> Format:
    """Return the format called `name`. Raises ClaimdeskError listing the names if there is none."""
    for known in formats():
        if known.name == name:
            return known
    names = ", ".join(known.name for known in formats())
    raise ClaimdeskError(
        _("There is no format “{name}”; choose one of {names}.").format(name=name, names=names)
    )


def guess_format(path: Path) -> ReadableFormat:
    """Return the format to read `path` in, by its content or, if that says nothing, by its ending.

    What is known to be of another kind is left to the readers of articles, which say what it is.

    Raises ClaimdeskError if the ending is that of a format that is only written.
    """
    head = read_head(path)
    for readable in readable_formats():
        if readable.looks_like(path, head):
            return readable
    packed = packed_format(path, head, _annotated) if path.is_file() else None
    if packed is not None:
        return packed
    named = [known for known in formats() if path.suffix.lower() in known.extensions]
    if not named or path.is_dir() or kind_of(head) is not None:
        return ArticleFiles()
    first = next((known for known in named if isinstance(known, ReadableFormat)), None)
    if first is None:
        return _readable(named[0], path)
    return ArticleFiles() if isinstance(first, ArticleFiles) else first


def _annotated(path: Path) -> ReadableFormat | None:
    """Return the format of an annotated corpus; None if it is none."""
    known = guess_format(path)
    return None if isinstance(known, ArticleFiles) else known


def import_corpus(
    project: Project,
    path: Path | str,
    *,
    format_name: str | None = None,
    annotator: str | None = None,
) -> ImportReport:
    """Add a file or folder in the named or guessed format.

    `annotator` is who made the annotations that name nobody.
    Raises ClaimdeskError naming the file and the reason; then nothing changed.
    """
    path = Path(path)
    options = ImportOptions(annotator)
    return write_corpus(project, format_of(path, format_name).read([path], options), options)


def import_paths(
    project: Project,
    paths: Sequence[Path | str],
    *,
    format_name: str | None = None,
    annotator: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
    encoding: str | None = None,
    choose: Chooser | None = None,
    near: str = TAKE,
    day_first: bool | None = None,
    mapping: Sequence[tuple[str, str]] = (),
    mappings: Mapping[Path, Sequence[tuple[str, str]]] | None = None,
) -> ImportReport:
    """Add files and folders of any formats.

    Article files go in as one edit, each annotated corpus as one; `encoding` and `choose` say how
    plain texts are read, `day_first` how 03/04/2024 is, `mapping` what the labels, variables or
    columns of another tool become; `mappings` says it for one corpus, by its first path.
    What cannot be read is listed as failed and does not stop the rest.
    Raises ClaimdeskError, before anything is written, if a path does not exist, a folder holds no
    texts, a format cannot be read, or there is a mapping for one that takes none.
    """
    found = [(Path(path), format_of(Path(path), format_name)) for path in paths]
    if mapping:
        _refuse_mapping(found)
    corpora = corpora_of(found)
    if encoding is not None:
        encoding = known_encoding(encoding)
    articles = ReadingOptions(encoding, choose, dict(mapping), day_first=day_first)
    options = ImportOptions(
        annotator, progress, stopped, articles=articles, mapping=tuple(mapping), near=near
    )
    options = replace(options, mappings={p: tuple(own) for p, own in (mappings or {}).items()})
    if near not in NEAR:
        names = ", ".join(NEAR)
        raise ClaimdeskError(
            _("There is no way “{near}” with near duplicates; choose one of {names}.").format(
                near=near, names=names
            )
        )
    report = ImportReport()
    for known, own in corpora:
        if isinstance(known, ArticleFiles):
            report.add(write_corpus(project, known.read(own, options), options))
    for known, own in corpora:
        if not isinstance(known, ArticleFiles):
            report.add(imported_or_failed(project, known, own, options))
    return report


def export_project(
    project: Project,
    format_name: str,
    output: Path | str,
    *,
    state: str = "accepted",
    where: Mapping[str, str] | None = None,
    articles: Sequence[int] | None = None,
) -> ExportReport:
    """Write the project to `output`, which is read back before it gets that name.

    `state` is `accepted` or `all`; `where` keeps a part of it, as corpus_filter.py says, and
    `articles` only those with these ids.
    Raises ClaimdeskError if the format cannot be written, or `output` cannot.
    """
    known = format_named(format_name)
    if not isinstance(known, WritableFormat):
        raise ClaimdeskError(
            _("Claimdesk reads “{format_name}” but does not write it.").format(
                format_name=format_name
            )
        )
    if state not in EXPORT_STATES:
        names = ", ".join(EXPORT_STATES)
        raise ClaimdeskError(
            _("There is no state “{state}” to export; choose one of {names}.").format(
                state=state, names=names
            )
        )
    states = [each for each in EXPORT_STATES[state] if each in known.states]
    if (where or articles is not None) and not known.takes_part:
        raise ClaimdeskError(
            _("“{name}” holds the whole project; leave out what chooses a part.").format(
                name=known.name
            )
        )
    written = _write(project, known, Path(output), states, where or {}, articles)
    with project.reading() as connection:
        left_out = count_losses(connection, known, states, written.left_out, articles)
    return ExportReport(
        format=known.name,
        output=str(output),
        articles=written.articles,
        annotations=written.annotations,
        claims=written.claims,
        left_out=left_out,
    )


def _write(
    project: Project,
    known: WritableFormat,
    output: Path,
    states: Sequence[str],
    where: Mapping[str, str],
    articles: Sequence[int] | None,
) -> Written:
    written = Written()
    with read_corpus(project, states, articles) as whole:
        corpus = filtered(whole, where) if where else whole

        def write(draft: Path) -> None:
            nonlocal written
            written = known.write(corpus, draft, str(output))
            if not known.is_folder:
                sync_file(draft)

        def verify(draft: Path) -> None:
            # What is compared is the text of an article and what was coded, not its language.
            with guessed_by_script():
                is_same = known.reads_back(corpus, draft)
            if not is_same:
                raise ClaimdeskError(
                    _("{output} did not read back as it was written; try again.").format(
                        output=output
                    )
                )

        if known.is_folder:
            write_folder(output, write, verify)
        else:
            write_verified(output, project, write, verify)
    return written


def corpora_of(
    found: Sequence[tuple[Path, ReadableFormat]],
) -> list[tuple[ReadableFormat, list[Path]]]:
    """Return which paths are read together, in the order in which they are named."""
    corpora: list[tuple[ReadableFormat, list[Path]]] = []
    for path, known in _with_companions(found):
        same = [paths for other, paths in corpora if other.name == known.name and known.gathers]
        if same:
            same[0].append(path)
        else:
            corpora.append((known, [path]))
    return corpora


def _with_companions(
    found: Sequence[tuple[Path, ReadableFormat]],
) -> list[tuple[Path, ReadableFormat]]:
    """Give article files to the annotated corpora among `found` that they belong to."""
    if not any(isinstance(known, ArticleFiles) for _path, known in found):
        return list(found)
    corpora = {known.name: known for _path, known in found if not isinstance(known, ArticleFiles)}
    owners = [
        (known, known.companions([path for path, other in found if other.name == name]))
        for name, known in corpora.items()
    ]
    return [
        (path, next((owner for owner, owns in owners if owns(path)), known))
        if isinstance(known, ArticleFiles)
        else (path, known)
        for path, known in found
    ]


def _refuse_mapping(found: Sequence[tuple[Path, ReadableFormat]]) -> None:
    for path, known in found:
        if not known.takes_mapping:
            raise ClaimdeskError(
                _("{path}: nothing can be mapped in files of the format “{name}”.").format(
                    path=path, name=known.name
                )
            )


def imported_or_failed(
    project: Project, known: ReadableFormat, paths: Sequence[Path], options: ImportOptions
) -> ImportReport:
    """Add one corpus; return why it cannot be read in the report instead of raising."""
    options = replace(options, mapping=options.mappings.get(paths[0], options.mapping))
    try:
        report = write_corpus(project, known.read(paths, options), options)
    except ClaimdeskError as error:
        return ImportReport(failed=[FileNote(str(paths[0]), str(error))])
    if report.is_converted:
        reason = _("It is read as {format}.").format(format=known.label)
        report.notes.insert(0, FileNote(str(paths[0]), reason))
    return report


def format_of(path: Path, format_name: str | None) -> ReadableFormat:
    """Return the format to read `path` in: the named one, or the one that it is in.

    Raises ClaimdeskError if it does not exist, or the format cannot be read.
    """
    if not path.exists():
        raise ClaimdeskError(_("{path} does not exist.").format(path=path))
    if format_name is None:
        return guess_format(path)
    known = _readable(format_named(format_name), path)
    if path.is_dir() or isinstance(known, ArticleFiles):
        return known
    return packed_format(path, read_head(path), lambda _folder: known) or known


def _readable(known: Format, path: Path) -> ReadableFormat:
    if not isinstance(known, ReadableFormat):
        names = ", ".join(other.name for other in readable_formats())
        raise ClaimdeskError(
            _("{path}: Claimdesk writes “{name}” but does not read it; it reads {names}.").format(
                path=path, name=known.name, names=names
            )
        )
    return known
