# SPDX-License-Identifier: MIT
"""CoNLL files that are not trusted: columns of tokens, in any of the usual shapes.

- Two columns or more between tabs or spaces; all that hold IOB, IOB2 or BIOES tags, but for those
  of phrases. Words are in the first column, or behind the numbers of tokens.
- CoNLL-2011 and 2012, with `#begin document`: words and entities are in their columns of OntoNotes.
- CoNLL-U: `# text` is the running text, `# newdoc` begins a document, SpaceAfter and SpacesAfter
  say what is between tokens, and entities are in the last column: `NE=B-PER`, or opened and closed
  as in `Entity=(1-person)`. In CoNLL-U Plus `# global.columns` names the columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from claimdesk.models.exchange.foreign.carried import KEY
from claimdesk.models.exchange.foreign.conll_entities import Row, bracketed, tagged
from claimdesk.models.exchange.foreign.documents import ForeignDocument
from claimdesk.models.exchange.foreign.json_files import read_text, strict_json
from claimdesk.models.exchange.reports import Loss
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.spans import Span

_COMMENT = re.compile(r"#\s*([\w:.]+)\s*=\s*(.*)")
_TAG = re.compile(r"(?:[BIESLUM]-\S.*|O|_|-)")
_BEGUN = re.compile(r"[BIESLUM]-\S")
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
_PHRASE = re.compile(
    r"[BIESLUM]-(?:NP|VP|PP|ADVP|ADJP|SBAR|PRT|CONJP|INTJ|LST|UCP|WHNP|WHPP|QP|PNP|SENT)"
)
"""Tags of chunks, which are no entities."""
_BRACKET = re.compile(r"\([^()*\s]+\*?\)?")
_ONTONOTES = (12, 3, 10)
"""How many columns there are at least, and those of words and of entities."""
_GLOBAL = "global.columns"
_NEW_DOCUMENT = ("newdoc", "newdoc id", "begin document")
_COLUMNS = 10
_ESCAPES = {"\\s": " ", "\\n": "\n", "\\t": "\t", "\\r": "\r", "\\p": "|", "\\\\": "\\"}
_ESCAPED = re.compile(r"\\[sntrp\\]")
_META = {
    "meta::title": "title",
    "meta::author": "author",
    "meta::datecreated": "published_on",
    "meta::sourceurl": "url",
    "meta::outlet": "outlet",
}


@dataclass(slots=True)
class Sentence:
    """One sentence: its tokens, and its comments by their names."""

    rows: list[Row] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    is_new_paragraph: bool = False
    begins_document: bool = False
    is_ontonotes: bool = False


@dataclass(frozen=True, slots=True)
class Columns:
    """Where words and tags of entities are; None as tags if CoNLL-U has them in its last column."""

    form: int
    tags: tuple[int, ...] | None


def read_documents(path: Path) -> Iterator[ForeignDocument]:
    """Yield the documents of a file.

    Raises ClaimdeskError naming the file and the line if it is not one of tokens in columns.
    """
    sentences = list(_sentences(path))
    _check_columns(path, sentences)
    columns = _columns(path, sentences)
    group: list[Sentence] = []
    for sentence in sentences:
        if sentence.begins_document and any(each.rows for each in group):
            yield _Document(path, group, columns).document()
            group = []
        group.append(sentence)
    if any(each.rows for each in group):
        yield _Document(path, group, columns).document()


def _sentences(path: Path) -> Iterator[Sentence]:
    sentence = Sentence()
    for number, line in enumerate(read_text(path).split("\n"), 1):
        line = line.removesuffix("\r")
        if line.startswith("#") and not sentence.rows and not _is_token(line):
            _take_comment(path, number, sentence, line)
        elif line.startswith("-DOCSTART-"):
            if sentence.rows:
                yield sentence
            sentence = Sentence(begins_document=True)
        elif line.strip():
            columns = line.split("\t") if "\t" in line else line.split()
            sentence.rows.append(Row(number, [each.strip() for each in columns]))
        elif sentence.rows:
            yield sentence
            sentence = Sentence()
    if sentence.rows:
        yield sentence


def _is_token(line: str) -> bool:
    """Return whether a line that begins as a comment is a token with a tag."""
    words = line.split()
    return len(words) > 1 and words[-1] != "=" and bool(_TAG.fullmatch(words[-1]))


def _take_comment(path: Path, number: int, sentence: Sentence, line: str) -> None:
    found = _COMMENT.match(line)
    said = line.lstrip("# ").strip()
    if said.startswith(_NEW_DOCUMENT):
        sentence.begins_document = True
        sentence.is_ontonotes = said.startswith("begin document")
    if said.startswith("newpar"):
        sentence.is_new_paragraph = True
    if found:
        sentence.comments[found[1]] = found[2]
    elif said.startswith("newdoc id"):
        sentence.comments["newdoc id"] = said.partition("=")[2].strip()


def _is_conllu(sentences: list[Sentence]) -> bool:
    rows = [row for sentence in sentences for row in sentence.rows]
    return bool(rows) and all(
        len(row.columns) == _COLUMNS and _NUMBER.fullmatch(row.columns[0]) for row in rows
    )


def _check_columns(path: Path, sentences: list[Sentence]) -> None:
    """Raise ClaimdeskError if a line has not as many columns as most."""
    rows = [row for sentence in sentences for row in sentence.rows]
    if not rows:
        raise ClaimdeskError(_("{path} holds no tokens.").format(path=path))
    counts = [len(row.columns) for row in rows]
    usual = max(set(counts), key=counts.count)
    for row in rows:
        if len(row.columns) != usual:
            raise ClaimdeskError(
                _("{path}, line {number} has {n} columns, the others have {usual}.").format(
                    path=path, number=row.line, n=len(row.columns), usual=usual
                )
            )


def _columns(path: Path, sentences: list[Sentence]) -> Columns:
    """Return where words and tags are."""
    rows = [row for sentence in sentences for row in sentence.rows]
    if _is_conllu(sentences):
        return Columns(1, None)
    width = len(rows[0].columns)
    if width < 2:
        raise ClaimdeskError(
            _("{path}, line {number} has a token without a tag.").format(
                path=path, number=rows[0].line
            )
        )
    comments = [each.comments for each in sentences]
    named = next((each[_GLOBAL].split() for each in comments if _GLOBAL in each), [])
    least, form, entities = _ONTONOTES
    if width >= least and any(each.is_ontonotes for each in sentences):
        return Columns(form, (entities,))
    if "FORM" in named[:width]:
        form = named.index("FORM")
    else:
        form = int(width > 2 and all(_NUMBER.fullmatch(row.columns[0]) for row in rows))
    return Columns(form, _tag_columns(rows, form))


def _tag_columns(rows: list[Row], form: int) -> tuple[int, ...]:
    """Return the columns that hold tags of entities; the last of all if none has an entity."""
    width = len(rows[0].columns)
    found: list[int] = []
    for column in (each for each in range(width) if each != form):
        tags = {row.columns[column] for row in rows}
        if any(map(_BEGUN.match, tags)) and all(map(_TAG.fullmatch, tags)):
            found.append(column)
    if found:
        entities = [each for each in found if not _are_phrases(row.columns[each] for row in rows)]
        return tuple(entities or found[-1:])
    for column in range(width - 1, form, -1):
        if any(_BRACKET.fullmatch(row.columns[column]) for row in rows):
            return (column,)
    return (width - 1,)


def _are_phrases(tags: Iterable[str]) -> bool:
    return all(tag == "O" or _PHRASE.fullmatch(tag) for tag in tags)


class _Document:
    """The sentences of one document."""

    def __init__(self, path: Path, sentences: list[Sentence], columns: Columns) -> None:
        self._path = path
        self._sentences = sentences
        self._columns = columns
        self._parts: list[str] = []
        self._length = 0
        self._document = ForeignDocument("", "", is_done=True)
        self._has_paragraphs = any(each.is_new_paragraph for each in sentences)

    def document(self) -> ForeignDocument:
        """Return the text with its entities."""
        document = self._document
        for number, sentence in enumerate(self._sentences):
            if number:
                self._separate(self._sentences[number - 1], sentence)
            self._add(sentence)
        document.text = "".join(self._parts)
        self._read_comments()
        rows = [row for sentence in self._sentences for row in sentence.rows]
        if self._columns.tags is None:
            document.spans += bracketed(rows, self._scheme())
            document.spans += tagged(rows, lambda row: _named(row.misc))
        for column in self._columns.tags or ():
            document.spans += tagged(rows, _cell(column))
        self._count_columns(rows)
        return document

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _separate(self, before: Sentence, sentence: Sentence) -> None:
        """Put what is between two sentences, one character if nothing is said."""
        said = _space_after(before.rows[-1]) if before.rows else None
        if said is not None and (said or not self._has_paragraphs):
            self._write(said)
        elif self._has_paragraphs and not sentence.is_new_paragraph:
            self._write(" " if said is None else "")
        else:
            self._write("\n")

    def _add(self, sentence: Sentence) -> None:
        text = sentence.comments.get("text")
        tokens = _surface(sentence.rows, self._columns.form)
        places = None if text is None else _align(text, [form for form, _rows in tokens])
        if text is not None and places is not None:
            start = self._length
            self._write(text)
            for (_form, rows), (first, last) in zip(tokens, places, strict=True):
                for row in rows:
                    row.span = Span(start + first, start + last)
            return
        if text is not None:
            self._document.problems.append(
                _("Line {number}: the tokens are not those of # text; they are the text.").format(
                    number=sentence.rows[0].line
                )
            )
        for number, (form, rows) in enumerate(tokens):
            at = Span(self._length, self._length + len(form))
            self._write(form)
            for row in rows:
                row.span = at
            if number < len(tokens) - 1:
                said = _space_after(rows[-1])
                self._write(" " if said is None else said)

    def _scheme(self) -> list[str]:
        for sentence in self._sentences:
            if "global.Entity" in sentence.comments:
                return sentence.comments["global.Entity"].split("-")
        return []

    def _read_comments(self) -> None:
        document = self._document
        for sentence in self._sentences:
            for name, value in sentence.comments.items():
                key = name.casefold()
                if name == KEY:
                    document.carried = strict_json(value, str(self._path))
                elif key in _META:
                    setattr(document, _META[key], value)
                elif key.startswith("meta::"):
                    document.notes.append(f"{name.removeprefix('meta::')}: {value}")
                elif key not in ("text", "sent_id", "global.entity", _GLOBAL, "newdoc id"):
                    loss = Loss("comments of sentences", _("comments of sentences"))
                    document.left_out[loss] += 1
        date = document.published_on
        if date is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
            document.published_on = None
            document.notes.append(f"dateCreated: {date}")

    def _count_columns(self, rows: list[Row]) -> None:
        own = (0, _COLUMNS - 1) if self._columns.tags is None else self._columns.tags
        kept = {self._columns.form, *own}
        values = sum(
            each not in ("_", "-", "O", "")
            for row in rows
            for number, each in enumerate(row.columns)
            if number not in kept
        )
        if self._document.carried is None:
            loss = Loss("other columns of tokens", _("other columns of tokens"))
            self._document.left_out[loss] += values


def _named(misc: dict[str, str]) -> str:
    """Return the tag of an entity in the column MISC of CoNLL-U."""
    for name in ("NE", "NER", "ner", "ne", "NamedEntity"):
        if name in misc and _TAG.fullmatch(misc[name]):
            return misc[name]
    return "O"


def _space_after(row: Row) -> str | None:
    """Return what is after a token; None if nothing is said of it."""
    if len(row.columns) != _COLUMNS:
        return None
    misc: dict[str, Any] = row.misc
    if "SpacesAfter" in misc:
        return unescaped(misc["SpacesAfter"])
    return "" if misc.get("SpaceAfter") == "No" else None


def unescaped(text: str) -> str:
    """Return white space as it is."""
    return _ESCAPED.sub(lambda found: _ESCAPES[found[0]], text)


def _cell(column: int) -> Callable[[Row], str]:
    return lambda row: row.columns[column]


def _surface(rows: list[Row], column: int) -> list[tuple[str, list[Row]]]:
    """Return the words as they stand in the text, each with its tokens."""
    found: list[tuple[str, list[Row]]] = []
    last = 0
    for row in rows:
        number = row.columns[0]
        is_u = column > 0 and _NUMBER.fullmatch(number) is not None
        form = row.columns[column]
        if is_u and "." in number:
            continue
        if is_u and "-" in number:
            last = int(number.partition("-")[2])
            found.append((form, [row]))
        elif is_u and int(number) <= last and found:
            found[-1][1].append(row)
        else:
            found.append((form, [row]))
    return found


def _align(text: str, forms: list[str]) -> list[Span] | None:
    """Return where tokens stand in a text, in order; None if one is not there."""
    at, found = 0, []
    for form in forms:
        start = text.find(form, at)
        if start < 0 or text[at:start].strip():
            return None
        at = start + len(form)
        found.append(Span(start, at))
    return found
