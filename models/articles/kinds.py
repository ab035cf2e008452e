# SPDX-License-Identifier: MIT
"""Telling files that are not plain text by their first bytes."""

from __future__ import annotations

_SAVE = "save it as text and import that"
_UNPACK = "unpack it and import the texts in it"
_RECOGNISE = "run text recognition on it and import the text"

_DOCUMENTS = (
    (b"word/", "a Word document"),
    (b"xl/", "an Excel workbook"),
    (b"ppt/", "a PowerPoint presentation"),
    (b"opendocument", "an OpenDocument file"),
    (b"application/epub+zip", "an EPUB book"),
)
_MAGIC = (
    (b"%PDF-", "a PDF", _SAVE),
    (b"{\\rtf", "a Rich Text file", _SAVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document", _SAVE),
    (b"SQLite format 3\x00", "an SQLite database", "if it is a project, open it instead"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image", _RECOGNISE),
    (b"\xff\xd8\xff", "a JPEG image", _RECOGNISE),
    (b"GIF87a", "a GIF image", _RECOGNISE),
    (b"GIF89a", "a GIF image", _RECOGNISE),
    (b"II*\x00", "a TIFF image", _RECOGNISE),
    (b"MM\x00*", "a TIFF image", _RECOGNISE),
    (b"\x1f\x8b", "a gzip archive", _UNPACK),
    (b"BZh", "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ\x00", "an xz archive", _UNPACK),
    (b"(\xb5/\xfd", "a Zstandard archive", _UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", _UNPACK),
    (b"Rar!\x1a\x07", "a RAR archive", _UNPACK),
    (b"\x7fELF", "a program", "choose a text instead"),
    (b"MZ\x90\x00", "a program", "choose a text instead"),
)
_MARKUP = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
)
_BYTES = 4096
"""How much of a file suffices to tell its kind."""


def foreign_kind(data: bytes) -> str | None:
    """What `data`, the beginning of a file or all of it, is and what to do; None if nothing known.

    The answer goes after "NAME is ": "a PDF, not plain text; save it as text and import that".
    """
    if data.startswith(b"PK\x03\x04"):
        for mark, what in _DOCUMENTS:
            if mark in data:
                return f"{what}, not plain text; {_SAVE}"
        return f"a ZIP archive, not plain text; {_UNPACK}"
    for magic, what, advice in _MAGIC:
        if data.startswith(magic):
            return f"{what}, not plain text; {advice}"
    head = data[:_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for tag, what in _MARKUP:
        if head.startswith(tag):
            return f"{what}, not plain text; {_SAVE}"
    return None
