# SPDX-License-Identifier: MIT
"""Article files: finding them, and turning the text of one into an article."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimdesk.models.articles.kinds import foreign_kind
from claimdesk.models.articles.language import guess_language, script_language
from claimdesk.models.articles.metadata import first_words, read_metadata
from claimdesk.models.messages.catalogue import _, ngettext
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.locking import belongs_to_open
from claimdesk.models.store.regular_files import NotRegular, open_regular
from claimdesk.models.text.normalization import REPLACEMENT, clean_body

MAX_BYTES = 2_000_000
"""The largest file that is read as one article; longer ones are a corpus, not an article."""

TEXT_EXTENSIONS = (".txt", ".text")
"""How texts are called in folders; a file that is named itself may be called anything."""

_HEAD = 65_536
_TITLE = 80


@dataclass(frozen=True, slots=True)
class ArticleFile:
    """An article as it was read, not yet part of a project."""

    title: str
    """Its headline, or else the name of the file without its ending."""
    body: str
    """The whole text after `clean_body`, headline and dateline too."""
    language: str
    """ISO 639-1 code."""
    author: str | None = None
    agency: str | None = None
    outlet: str | None = None
    published_on: str | None = None
    """ISO date."""
    url: str | None = None
    origin: str | None = None
    """The name of the file as it was given."""
    encoding: str | None = None
    encoding_is_guess: bool = False
    warnings: list[str] = field(default_factory=list)
    """What an analyst should check, in sentences."""
    section: str | None = None
    """The part of the paper or site, as its file names it."""
    unclear_date: str | None = None
    """What the file says of the date if day or month may stand first, such as 03/04/2024."""


def article_from_text(text: str, name: str = _("The text")) -> ArticleFile:
    """Return the article that a pasted text is; `name` is what an error calls it.

    Its language is guessed by the script alone, which is quick, and settled when it is opened.
    Raises ClaimdeskError if there is nothing but white space, or more than MAX_BYTES in UTF-8.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise ClaimdeskError(too_long(name, size))
    if not clean_body(text).strip():
        raise ClaimdeskError(_("{name} is empty; there is nothing to annotate.").format(name=name))
    return article_of(text, None, None, recognise=script_language)


def article_of(
    text: str,
    origin: str | None,
    encoding: str | None,
    recognise: Callable[[str], str] = guess_language,
    day_first: bool | None = None,
) -> ArticleFile:
    """Return the article that a decoded text is; `origin` is the name of its file."""
    body = clean_body(text)
    found = read_metadata(body, Path(origin).name if origin else "", day_first)
    return ArticleFile(
        title=storable(found.title or (Path(origin).stem if origin else first_words(body, _TITLE))),
        body=body,
        language=recognise(body),
        author=found.author,
        agency=found.agency,
        outlet=found.outlet,
        published_on=found.published_on.isoformat() if found.published_on else None,
        url=found.url,
        origin=storable(origin) if origin else None,
        encoding=encoding,
        warnings=[*_replaced(text, body), *date_doubts(found.unclear_date)],
        unclear_date=found.unclear_date,
    )


def date_doubts(unclear: str | None) -> list[str]:
    """Return what an analyst should know if a date may begin with the day or with the month."""
    if unclear is None:
        return []
    return [
        _(
            "Its date, {date}, may begin with the day or with the month and was left out. Import"
            " again with --day-first or --month-first."
        ).format(date=unclear)
    ]


def find_articles(
    paths: Sequence[Path | str], *, extensions: Sequence[str] = TEXT_EXTENSIONS
) -> list[Path]:
    """Return the files to read: those named, and in folders those ending in `extensions`.

    Folders are searched at any depth. Sorted within each folder; a file is listed once. Hidden
    files and folders are left out unless named; links to folders are followed, but no folder is
    entered twice.

    Raises ClaimdeskError if a path does not exist, or a folder cannot be read or holds no texts.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        if path.is_dir():
            files = list(walk(path, extensions))
            if not files:
                wanted = ", ".join(f"*{extension}" for extension in extensions)
                raise ClaimdeskError(
                    _("The folder {path} holds no texts ({wanted}).").format(
                        path=path, wanted=wanted
                    )
                )
            found.update(dict.fromkeys(files))
        elif os.path.lexists(path):
            found[path] = None
        else:
            raise ClaimdeskError(_("{path} does not exist.").format(path=path))
    return list(found)


def read_head(path: Path) -> bytes:
    """Return the beginning of a file; empty if it cannot be read, which reading it will explain."""
    try:
        # Reading the open project would drop SQLite's locks.
        if not path.is_file() or belongs_to_open(path):
            return b""
        with open_regular(path) as file:
            head = file.read(_HEAD)
            if head.startswith(b"PK") and len(head) == _HEAD:
                # The list of what an archive holds is at its end.
                file.seek(max(_HEAD, os.fstat(file.fileno()).st_size - _HEAD))
                head += file.read(_HEAD)
            return head
    except (OSError, NotRegular):
        return b""


def read_bytes(path: Path, name: str, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file, of which no more than its head is read if it is too long.

    Raises ClaimdeskError calling it `name` if it cannot be read, has more than `limit` bytes, is
    not an ordinary file or is an open project.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise ClaimdeskError(
                _("{name} is a folder; choose a text file.").format(name=name)
                if path.is_dir()
                else _("{name} is not an ordinary file; choose a text file.").format(name=name)
            )
        if belongs_to_open(path):
            raise ClaimdeskError(
                _("{name} is the open project; choose a text file.").format(name=name)
            )
        with open_regular(path) as file:
            head = file.read(_HEAD)
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                kind = foreign_kind(head)
                raise ClaimdeskError(
                    _("{name} is {kind}.").format(name=name, kind=kind)
                    if kind
                    else too_long(name, size, limit)
                )
            data = head + file.read(limit + 1 - len(head))
    except FileNotFoundError:
        raise ClaimdeskError(_("{name} does not exist.").format(name=name)) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ClaimdeskError(
            _("{name} cannot be read: {reason}.").format(name=name, reason=reason)
        ) from error
    if len(data) > limit:
        raise ClaimdeskError(too_long(name, len(data), limit))
    return data


def walk(folder: Path, extensions: Sequence[str]) -> Iterator[Path]:
    """Yield the files in a folder, at any depth, that end in `extensions`, as find_articles does.

    Raises ClaimdeskError if a folder cannot be read.
    """
    endings = tuple(extension.lower() for extension in extensions)
    entered: set[tuple[int, int]] = set()
    for parent, folders, files in os.walk(folder, onerror=_raise_unreadable, followlinks=True):
        here = Path(parent).stat()
        if (here.st_dev, here.st_ino) in entered:
            folders.clear()
            continue
        entered.add((here.st_dev, here.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(endings) and not name.startswith("."):
                yield Path(parent, name)


def _raise_unreadable(error: OSError) -> None:
    raise ClaimdeskError(
        _("The folder {filename} cannot be read: {strerror}.").format(
            filename=error.filename, strerror=error.strerror
        )
    )


def too_long(name: str, size: int, limit: int = MAX_BYTES) -> str:
    """Return the sentence about a text of `size` bytes that has too many."""
    return _(
        "{name} has {size:.1f} MB, an article at most {most:g} MB; split it into articles."
    ).format(name=name, size=size / 1e6, most=limit / 1e6)


def storable(name: str) -> str:
    """Return a name without the lone surrogates of a file name that is not UTF-8."""
    return name.encode("utf-8", "replace").decode()


def _replaced(text: str, body: str) -> list[str]:
    count = body.count(REPLACEMENT) - text.count(REPLACEMENT)
    if count <= 0:
        return []
    return [
        ngettext(
            "A control character that no text can hold became {replacement}.",
            "Control characters that no text can hold became {replacement} ({n} times).",
            count,
        ).format(replacement=REPLACEMENT, n=count)
    ]
