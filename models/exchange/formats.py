# SPDX-License-Identifier: MIT
"""The formats that corpora are read from and written to, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, select

from claimdesk.models.articles.encodings import known_encoding
from claimdesk.models.articles.importing import import_articles
from claimdesk.models.articles.kinds import kind_of
from claimdesk.models.articles.read import EXTENSIONS, Chooser
from claimdesk.models.exchange.brat import import_brat, is_brat, texts_of
from claimdesk.models.exchange.brat_files import ANN
from claimdesk.models.exchange.brat_writing import write_brat
from claimdesk.models.exchange.csv import write_csv
from claimdesk.models.exchange.import_options import Reading
from claimdesk.models.exchange.jsonl import write_jsonl
from claimdesk.models.exchange.jsonl_import import import_jsonl
from claimdesk.models.exchange.jsonl_rows import is_jsonl
from claimdesk.models.exchange.xlsx import write_xlsx
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.export_files import Written
from claimdesk.models.store.locking import belongs_to_open
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import STATES, metadata

Reader = Callable[[Project, Sequence[Path], Reading], dict[str, Any]]
Writer = Callable[[Project, Path, Sequence[str]], Written]

EXPORT_STATES = {"accepted": ("accepted",), "all": STATES}
"""What `state` of an export means: the annotations in these states."""

_HEAD = 65_536


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `reads` and `writes` are None if it cannot do that.

    `reads` takes several paths that are one corpus: all of it comes in, or nothing.
    """

    name: str
    label: str
    extensions: tuple[str, ...]
    cannot_hold: tuple[str, ...]
    """What of a project is lost in it, in words for people."""
    held: tuple[str, ...] = ()
    """Layers of annotations that an export holds."""
    reads: Reader | None = None
    writes: Writer | None = None
    folder: bool = False
    """Whether an export is a folder of files."""
    accepted_only: bool = False
    """Whether it cannot tell suggested or rejected annotations from accepted ones."""
    looks_like: Callable[[Path], bool] | None = None
    """Whether a file or folder is in it, where its ending does not say so."""
    drops: tuple[str, ...] = ()
    """What annotations of those layers have that an export does not hold: keys of `_OF_ANNOTATIONS`
    and `_OF_PROJECT`, which count it."""
    gathers: bool = False
    """Whether all its paths are one corpus, as where texts and annotations lie apart."""


def _head(path: Path) -> bytes:
    """Return the beginning of a file; empty if it cannot be read, which reading it reports."""
    try:
        # Reading the open project would drop SQLite's locks.
        if not path.is_file() or belongs_to_open(path):
            return b""
        with path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""


def _head_is_jsonl(path: Path) -> bool:
    return is_jsonl(_head(path))


def _read_text(project: Project, paths: Sequence[Path], reading: Reading) -> dict[str, Any]:
    return import_articles(
        project,
        paths,
        progress=reading.progress,
        stopped=reading.stopped,
        encoding=reading.encoding,
        choose=reading.choose,
    )


def _read_jsonl(project: Project, paths: Sequence[Path], reading: Reading) -> dict[str, Any]:
    return summed(import_jsonl(project, path, reading.annotator) for path in paths)


_OF_ANNOTATIONS = {
    "addressees": ("addressee", "claim_id"),
    "partners of cooperation": ("partner", "domain_mention_id"),
    "values of own fields": ("field_value", "annotation_id"),
    "stages of cooperation": ("domain_mention", "id", "stage_id"),
    "annotators of annotations": ("annotation", "id", "annotator_id"),
}
"""Parts of annotations: a table, its column that names the annotation, and what rows that count
have."""

_OF_PROJECT = {
    "aliases": "SELECT count(*) FROM alias",
    "terms": "SELECT count(*) FROM term",
    "definitions": "SELECT (SELECT count(*) FROM domain WHERE definition IS NOT NULL) + "
    "(SELECT count(*) FROM choice WHERE definition IS NOT NULL)",
    "articles with outlet, date, author or note": "SELECT count(*) FROM article WHERE "
    "coalesce(outlet, published_on, author, agency, url, note) IS NOT NULL",
    "countries, memberships and notes of actors": "SELECT count(*) FROM actor WHERE "
    "coalesce(country, member_of_id, note) IS NOT NULL",
}
"""What a project holds beside annotations."""

FORMATS = (
    Format(
        name="text",
        label="Plain text, one article a file",
        extensions=EXTENSIONS,
        cannot_hold=("annotations", "actors", "the codebook", "the history"),
        reads=_read_text,
        gathers=True,
    ),
    Format(
        name="jsonl",
        label="Claimdesk JSONL, the whole project",
        extensions=(".jsonl",),
        cannot_hold=("the history", "models learned in the project"),
        held=("actor", "claim", "domain"),
        reads=_read_jsonl,
        looks_like=_head_is_jsonl,
        writes=write_jsonl,
    ),
    Format(
        name="brat",
        label="brat standoff, a folder of texts and annotations",
        extensions=(ANN,),
        cannot_hold=(
            "what is not decided, or rejected",
            "who annotated, and where suggestions come from",
            "addressees, partners, own fields and stages",
            "aliases, definitions and terms",
            "fields of articles, such as outlet and date",
            "countries and notes of actors",
            "the history",
        ),
        held=("actor", "claim", "domain"),
        drops=(*_OF_ANNOTATIONS, *_OF_PROJECT),
        reads=import_brat,
        writes=write_brat,
        folder=True,
        accepted_only=True,
        looks_like=is_brat,
        gathers=True,
    ),
    Format(
        name="csv",
        label="CSV for spreadsheets, one row per claim",
        extensions=(".csv",),
        cannot_hold=(
            "texts of articles",
            "mentions of actors",
            "mentions of domains",
            "aliases, definitions and terms",
            "the history",
        ),
        held=("claim",),
        drops=("aliases", "terms", "definitions"),
        writes=write_csv,
    ),
    Format(
        name="xlsx",
        label="Excel workbook, one row per claim",
        extensions=(".xlsx",),
        cannot_hold=(
            "texts of articles",
            "mentions of actors",
            "mentions of domains",
            "aliases, definitions and terms",
            "the end of texts of more than 32,767 characters",
            "the history",
        ),
        held=("claim",),
        drops=("aliases", "terms", "definitions"),
        writes=write_xlsx,
    ),
)

_LAYER_NAMES = {"actor": "actor mentions", "claim": "claims", "domain": "domain mentions"}


def format_named(name: str) -> Format:
    """Return the format called `name`. Raises ClaimdeskError listing the names if there is none."""
    for known in FORMATS:
        if known.name == name:
            return known
    names = ", ".join(known.name for known in FORMATS)
    raise ClaimdeskError(
        _("There is no format “{name}”; choose one of {names}.").format(name=name, names=names)
    )


def guess_format(path: Path) -> Format:
    """Return the format to read `path` in, by its content or, if that says nothing, by its ending.

    What is known to be of another kind is left to the reader of texts, which says what it is.

    Raises ClaimdeskError if the ending is that of a format that is only written.
    """
    for known in FORMATS:
        if known.looks_like and known.looks_like(path):
            return known
    for known in FORMATS:
        if path.suffix.lower() in known.extensions and not path.is_dir():
            _check_reads(known, path)
            return known if kind_of(_head(path)) is None else format_named("text")
    return format_named("text")


def import_corpus(
    project: Project,
    path: Path | str,
    *,
    format_name: str | None = None,
    annotator: str | None = None,
) -> dict[str, Any]:
    """Add a file or folder in the named or guessed format; the summary of import_articles.

    `annotator` is who made the annotations that name nobody.
    Raises ClaimdeskError naming the file and the reason; then nothing changed.
    """
    path = Path(path)
    found = _format_of(path, format_name)
    return _check_reads(found, path)(project, [path], Reading(annotator))


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
) -> dict[str, Any]:
    """Add files and folders of any formats; the summary of import_articles over all of them.

    `encoding` and `choose` say how plain texts are read.

    Plain texts go in as one edit, each annotated corpus as one. What cannot be read is listed as
    failed and does not stop the rest.
    Raises ClaimdeskError, before anything is written, if a path does not exist, a folder holds no
    texts, or a format cannot be read.
    """
    found = [(Path(path), _format_of(Path(path), format_name)) for path in paths]
    corpora = _corpora(found)
    if encoding is not None:
        encoding = known_encoding(encoding)
    reading = Reading(annotator, progress, stopped, encoding, choose)
    texts = [path for known, paths in corpora if known.name == "text" for path in paths]
    summaries = [_read_text(project, texts, reading)]
    for known, own in corpora:
        if known.name != "text":
            summaries.append(_corpus_or_failure(project, own, known, reading))
    return summed(summaries)


def summed(summaries: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Several summaries as one."""
    total: dict[str, Any] = {}
    for summary in summaries:
        for key, value in summary.items():
            if isinstance(value, dict):
                value = dict(Counter(total.get(key, {})) + Counter(value))
            elif key in total:
                value = total[key] + value
            total[key] = value
    return total


def export_project(
    project: Project, format_name: str, output: Path | str, *, state: str = "accepted"
) -> dict[str, Any]:
    """Write the project to `output` and reads that back before it becomes `output`.

    `state` is `accepted` or `all`. The report: {"format", "output", "articles", "annotations",
    "claims", "left_out": {what: how many}}, ready for JSON.
    Raises ClaimdeskError if the format cannot be written, or `output` cannot.
    """
    known = format_named(format_name)
    if known.writes is None:
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
    states = EXPORT_STATES["accepted" if known.accepted_only else state]
    written = known.writes(project, Path(output), states)
    rows = written.rows
    return {
        "format": known.name,
        "output": str(output),
        "articles": rows["article"],
        "annotations": rows["annotation"] if "annotation" in rows else rows["claim"],
        "claims": rows["claim"],
        "left_out": _left_out(project, known, states, written),
    }


def _corpora(found: Sequence[tuple[Path, Format]]) -> list[tuple[Format, list[Path]]]:
    """Return which paths are read together, in the order in which they are named."""
    corpora: list[tuple[Format, list[Path]]] = []
    for path, known in _with_texts(found):
        same = [paths for other, paths in corpora if other is known and known.gathers]
        if same:
            same[0].append(path)
        else:
            corpora.append((known, [path]))
    return corpora


def _with_texts(found: Sequence[tuple[Path, Format]]) -> list[tuple[Path, Format]]:
    """Texts belong to the annotations of brat that are named with them."""
    brat = format_named("brat")
    annotated = [path for path, known in found if known is brat]
    if len(annotated) == len(found) or not annotated:
        return list(found)
    theirs = texts_of(annotated)
    return [
        (path, brat if known.name == "text" and theirs(path) else known) for path, known in found
    ]


def _corpus_or_failure(
    project: Project, paths: Sequence[Path], known: Format, reading: Reading
) -> dict[str, Any]:
    try:
        return _check_reads(known, paths[0])(project, paths, reading)
    except ClaimdeskError as error:
        return {"failed": [{"file": str(paths[0]), "reason": str(error)}]}


def _format_of(path: Path, format_name: str | None) -> Format:
    if not path.exists():
        raise ClaimdeskError(_("{path} does not exist.").format(path=path))
    known = format_named(format_name) if format_name else guess_format(path)
    _check_reads(known, path)
    return known


def _check_reads(known: Format, path: Path) -> Reader:
    if known.reads is None:
        names = ", ".join(other.name for other in FORMATS if other.reads)
        raise ClaimdeskError(
            _("{path}: Claimdesk writes “{name}” but does not read it; it reads {names}.").format(
                path=path, name=known.name, names=names
            )
        )
    return known.reads


def _left_out(
    project: Project, known: Format, states: Sequence[str], written: Written
) -> dict[str, int]:
    """Return what the project has and the export does not: {"rejected claims": 3, …}."""
    left: dict[str, int] = {}
    with project.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT layer, state, count(*) FROM annotation GROUP BY layer, state"
        ).all()
        models = connection.exec_driver_sql("SELECT count(*) FROM model").scalar_one()
        changesets = connection.exec_driver_sql("SELECT count(*) FROM changeset").scalar_one()
        unplaced = connection.exec_driver_sql(
            "SELECT layer, state, count(*) FROM unplaced_span "
            "JOIN annotation ON annotation.id = annotation_id GROUP BY layer, state"
        ).all()
        dropped = {what: _dropped(connection, what, known, states) for what in known.drops}
    waiting = sum(
        count
        for layer, state, count in unplaced
        if "unplaced_span" not in written.rows and layer in known.held and state in states
    )
    for layer, state, count in rows:
        if layer not in known.held or state not in states:
            left[f"{state} {_LAYER_NAMES[layer]}"] = count
    others = {
        **dropped,
        **written.left_out,
        "pieces of text that wait for review": waiting,
        "learned models": models,
        "steps of the history": changesets,
    }
    return left | {what: count for what, count in others.items() if count}


def _dropped(connection: Connection, what: str, known: Format, states: Sequence[str]) -> int:
    """How many there are of something that a format drops from the annotations that it holds."""
    if what in _OF_PROJECT:
        return int(connection.exec_driver_sql(_OF_PROJECT[what]).scalar_one())
    table, key, *columns = _OF_ANNOTATIONS[what]
    rows = metadata.tables[table]
    annotation = metadata.tables["annotation"].alias()
    statement = (
        select(func.count())
        .select_from(rows.join(annotation, rows.c[key] == annotation.c.id))
        .where(annotation.c.layer.in_(known.held), annotation.c.state.in_(states))
    )
    for column in columns:
        statement = statement.where(rows.c[column].is_not(None))
    return int(connection.execute(statement).scalar_one())
