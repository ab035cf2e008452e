# SPDX-License-Identifier: MIT
"""Articles from files: finding the files, and reading each into one plain record."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimdesk.models.articles.kinds import foreign_kind
from claimdesk.models.articles.language import guess_language, script_language
from claimdesk.models.articles.metadata import read_metadata
from claimdesk.models.articles.plain import Decoded, decode
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.locking import belongs_to_open
from claimdesk.models.text.normalization import REPLACEMENT, clean_body

MAX_BYTES = 2_000_000
"""The largest file that is read as one article; longer ones are a corpus, not an article."""

EXTENSIONS = (".txt", ".text")
"""Files that are looked for in folders; a file that is named itself may be called anything."""

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
    warnings: list[str] = field(default_factory=list)
    """What an analyst should check, in sentences."""


Chooser = Callable[[str, Sequence[tuple[str, str]]], str | None]
"""Asked for the encoding of a file by its name and the readings that are possible, each an encoding
with the text as it would read, the likeliest first. None: the likeliest."""


def read_article(
    path: Path | str, encoding: str | None = None, choose: Chooser | None = None
) -> ArticleFile:
    """Read one plain text file of at most MAX_BYTES bytes.

    `encoding` is what it is said to be in; else `choose` is asked where that is not sure.
    Raises ClaimdeskError, naming the file and the reason, if it cannot be read or is no text.
    """
    name = str(path)
    data = read_bytes(Path(path), name)
    decoded = decode(data, name, encoding)
    if decoded.choices and choose is not None:
        possible = [(each, decode(data, name, each).text) for each in decoded.choices]
        chosen = choose(name, possible)
        decoded = decode(data, name, chosen or decoded.encoding)
    article = article_of(decoded.text, name, decoded.encoding)
    if doubt := _doubt(decoded):
        article.warnings.insert(0, doubt)
    return article


def article_from_text(text: str, name: str = "The text") -> ArticleFile:
    """Return the article that a pasted text is; `name` is what an error calls it.

    Its language is told by the script alone, which takes no time; it is settled when it is opened.
    Raises ClaimdeskError if there is nothing but white space, or more than MAX_BYTES in UTF-8.
    """
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise ClaimdeskError(_too_long(name, size))
    if not clean_body(text).strip():
        raise ClaimdeskError(_("{name} is empty; there is nothing to annotate.").format(name=name))
    return article_of(text, None, None, recognise=script_language)


def article_of(
    text: str,
    origin: str | None,
    encoding: str | None,
    recognise: Callable[[str], str] = guess_language,
) -> ArticleFile:
    """Return the article that a decoded text is; `origin` is the name of its file."""
    body = clean_body(text)
    found = read_metadata(body, Path(origin).name if origin else "")
    return ArticleFile(
        title=_sound(found.title or (Path(origin).stem if origin else _first_words(body))),
        body=body,
        language=recognise(body),
        author=found.author,
        agency=found.agency,
        outlet=found.outlet,
        published_on=found.published_on.isoformat() if found.published_on else None,
        url=found.url,
        origin=_sound(origin) if origin else None,
        encoding=encoding,
        warnings=_replaced(text, body),
    )


def find_articles(
    paths: Sequence[Path | str], *, extensions: Sequence[str] = EXTENSIONS
) -> list[Path]:
    """Return the files to read: those named and, in folders, those ending in `extensions`.

    Sorted within each folder; a file is listed once. Hidden files and folders are left out unless
    named; links to folders are followed, but no folder is entered twice.

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


def read_many(
    paths: Sequence[Path],
    progress: Callable[[int, int], None] | None = None,
    stopped: Callable[[], bool] | None = None,
    *,
    encoding: str | None = None,
    choose: Chooser | None = None,
) -> Iterator[tuple[Path, ArticleFile | ClaimdeskError]]:
    """Read one file after the other; a file that cannot be read yields the error instead.

    `progress` is told how many of how many files are read; once `stopped` says so, no more are.
    """
    for number, path in enumerate(paths, 1):
        if stopped and stopped():
            return
        try:
            result: ArticleFile | ClaimdeskError = read_article(path, encoding, choose)
        except ClaimdeskError as error:
            result = error
        yield path, result
        if progress:
            progress(number, len(paths))


def read_bytes(path: Path, name: str, limit: int = MAX_BYTES) -> bytes:
    """Return the bytes of a regular file, of which no more than its head is read if it is too long.

    Raises ClaimdeskError calling it `name` if it cannot be read, has more than `limit` bytes, is no
    ordinary file or is an open project.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            what = "a folder" if path.is_dir() else "not an ordinary file"
            raise ClaimdeskError(
                _("{name} is {what}; choose a text file.").format(name=name, what=what)
            )
        if belongs_to_open(path):
            raise ClaimdeskError(
                _("{name} is the open project; choose a text file.").format(name=name)
            )
        with path.open("rb") as file:
            head = file.read(_HEAD)
            size = os.fstat(file.fileno()).st_size
            if size > limit:
                kind = foreign_kind(head)
                raise ClaimdeskError(
                    _("{name} is {kind}.").format(name=name, kind=kind)
                    if kind
                    else _too_long(name, size, limit)
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
        raise ClaimdeskError(_too_long(name, len(data), limit))
    return data


def walk(folder: Path, extensions: Sequence[str]) -> Iterator[Path]:
    """Return the files in a folder, at any depth, that end in `extensions`.

    Raises ClaimdeskError if a folder cannot be read.
    """
    endings = tuple(extension.lower() for extension in extensions)
    entered: set[tuple[int, int]] = set()
    for parent, folders, files in os.walk(folder, onerror=_unreadable, followlinks=True):
        here = Path(parent).stat()
        if (here.st_dev, here.st_ino) in entered:
            folders.clear()
            continue
        entered.add((here.st_dev, here.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if name.lower().endswith(endings) and not name.startswith("."):
                yield Path(parent, name)


def _unreadable(error: OSError) -> None:
    raise ClaimdeskError(
        _("The folder {filename} cannot be read: {strerror}.").format(
            filename=error.filename, strerror=error.strerror
        )
    )


def _too_long(name: str, size: int, limit: int = MAX_BYTES) -> str:
    most = f"{limit / 1e6:g} MB"
    return f"{name} has {size / 1e6:.1f} MB, an article at most {most}; split it into articles."


def _sound(name: str) -> str:
    """Return a name of a file that is no UTF-8 holds lone surrogates, which no database takes."""
    return name.encode("utf-8", "replace").decode()


def _first_words(body: str) -> str:
    line = body.lstrip().partition("\n")[0].strip()
    return line if len(line) <= _TITLE else line[:_TITLE].rpartition(" ")[0] + " …"


def _doubt(decoded: Decoded) -> str | None:
    lost = decoded.text.count(REPLACEMENT)
    if lost and not decoded.certain:
        return f"Damaged {decoded.encoding} became {REPLACEMENT} ({lost} times); check the text."
    if not decoded.choices:
        return None
    return (
        f"The encoding is a guess ({decoded.encoding}); check the letters, and if they are wrong,"
        " undo the import and name the encoding."
    )


def _replaced(text: str, body: str) -> list[str]:
    count = body.count(REPLACEMENT) - text.count(REPLACEMENT)
    if count <= 0:
        return []
    return [f"Control characters that no text can hold became {REPLACEMENT} ({count} times)."]
