# SPDX-License-Identifier: MIT
r"""WebAnno TSV 3 files that are not trusted.

- `#T_SP=LAYER|feature|…`, `#T_CH=…` and `#T_RL=LAYER|feature|BT_LAYER` name the columns. A slot has
  two, `ROLE_LAYER:FEATURE_TYPE` with roles and then the layer of its fillers with their places.
- `#Text=` is a sentence, in several lines if it has line breaks; a row is a token or, as `1-2.1`, a
  part of one: its number, its offsets in UTF-16 units, its words, and a cell for each column.
- A cell holds values between `|`; `[3]` behind one says to which annotation it belongs, so that one
  goes across several rows. `_` is no value, `*` an annotation without one; `\` escapes. In a chain
  `*->2-1` is the first link of the second chain, with a relation to the next one before the arrow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from claimdesk.models.exchange.foreign.documents import (
    ForeignDocument,
    ForeignRelation,
    ForeignSpan,
    Piece,
)
from claimdesk.models.exchange.foreign.json_files import read_text
from claimdesk.models.exchange.reports import Loss
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.text.spans import Utf16Map

OWN = "#Claimdesk="
_ROW = re.compile(r"(\d+)-(\d+)(?:\.(\d+))?\t(\d+)-(\d+)\t([^\t]*)(?:\t(.*))?")
_HEAD = re.compile(r"#T_(SP|CH|RL)=(.*)")
_LINK = re.compile(r"(.*)->(\d+)-(\d+)", re.DOTALL)
_FILLER = re.compile(r"(\d+-\d+(?:\.\d+)?)(?:\[(\d+)\])?")
_ROLE = "ROLE_"
_ID = re.compile(r"(.*?)(?:(?<!\\)\[(\d+)\])?", re.DOTALL)
_PLAIN = re.compile(r"\\(.)", re.DOTALL)
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_NAMES = ("value", "label", "entity", "type", "category", "class", "tag", "name")
"""Features that say what an annotation is, the likeliest first."""
_LINGUISTIC = re.compile(
    r"de\.tudarmstadt\.ukp\.dkpro\.core\.api\.(?:segmentation|lexmorph|syntax|transform)\."
)


@dataclass(slots=True)
class Layer:
    """A layer with its columns."""

    kind: str
    """SP, CH or RL."""
    name: str
    features: list[str]
    first: int
    """Its first column."""

    @property
    def width(self) -> int:
        """How many columns it has; one without features has one."""
        return max(1, len(self.features))

    @property
    def short(self) -> str:
        """The last part of its name."""
        return self.name.rpartition(".")[2]

    @property
    def slots(self) -> list[int]:
        """Which features are roles of a slot; the next one names the layer of what fills it."""
        last = len(self.features) - 1
        return [at for at, one in enumerate(self.features[:last]) if one.startswith(_ROLE)]

    @property
    def names(self) -> list[str]:
        """The features that say something of an annotation itself, those that name it first."""
        slots = self.slots
        own = [
            one for at, one in enumerate(self.features) if at not in slots and at - 1 not in slots
        ]
        if self.kind == "CH":
            own = own[1:]  # the first says what the relation to the next link is
        return sorted(own, key=lambda one: _NAMES.index(one) if one in _NAMES else len(_NAMES))

    @property
    def is_linguistic(self) -> bool:
        """Whether it is about words as such, such as their part of speech."""
        return _LINGUISTIC.match(self.name) is not None


@dataclass(slots=True)
class _Unit:
    """A token or a part of one."""

    key: str
    start: int
    """UTF-16 units."""
    end: int
    words: str
    cells: list[str]
    line: int

    def cell(self, column: int) -> str:
        """Return a cell; one that is not there is empty."""
        return self.cells[column] if column < len(self.cells) else "_"


@dataclass(slots=True)
class _Found:
    """One annotation while its rows are read."""

    layer: Layer
    units: list[_Unit]
    values: dict[str, str] = field(default_factory=dict)
    fillers: list[tuple[str, str, str]] = field(default_factory=list)
    """Of its slots: the role, the layer, and the key of an annotation there."""
    link: tuple[int, int, str] | None = None
    """Its chain and its place in it, and the relation to the next one."""

    def say(self, at: int, value: str) -> None:
        """Take the value of a feature."""
        link = _LINK.fullmatch(value) if self.layer.kind == "CH" and at == 0 else None
        if link:
            relation = "" if link[1] in ("*", "_") else plain(link[1])
            self.link = (int(link[2]), int(link[3]), relation)
        elif value not in ("_", "*"):
            self.values.setdefault(self.layer.features[at], plain(value))

    def fill(self, layer: str, roles: str, fillers: str) -> None:
        """Take the roles of a slot and what fills them."""
        found = _FILLER.findall(fillers)
        for role, (token, number) in zip(roles.split(";"), found, strict=False):
            name = "slot" if role in ("*", "_", "") else plain(role)
            self.fillers.append((name, layer, number or f"{token}#0"))


def plain(text: str) -> str:
    """Return a value without its escapes."""
    return _PLAIN.sub(lambda found: _CONTROLS.get(found[1], found[1]), text)


def split_cell(cell: str) -> list[tuple[str, str | None]]:
    """Return the values of a cell, each with the number of its annotation."""
    parts, part, escaped = [], "", False
    for char in cell:
        if char == "|" and not escaped:
            parts.append(part)
            part = ""
        else:
            part += char
        escaped = char == "\\" and not escaped
    found = [_ID.fullmatch(each) for each in [*parts, part]]
    return [(match[1], match[2]) for match in found if match]


class TsvFile:
    """Reads one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._layers: list[Layer] = []
        self._document = ForeignDocument("", "", is_done=True)
        self._text = ""
        self._length = 0
        """Of the text, in UTF-16 units."""
        self._units: list[_Unit] = []
        self.carried = ""

    def document(self) -> ForeignDocument:
        """Return what the file says. Raises ClaimdeskError naming the file and the line."""
        text: list[str] = []
        rows: list[_Unit] = []
        for number, line in enumerate(read_text(self._path).split("\n"), 1):
            line = line.removesuffix("\r")
            row = _ROW.fullmatch(line)
            if row:
                rows.append(self._unit(number, row))
            elif line.startswith("#Text="):
                if rows:
                    self._end_sentence(text, rows)
                    text, rows = [], []
                text.append(line.removeprefix("#Text="))
            elif not line.strip():
                self._end_sentence(text, rows)
                text, rows = [], []
            elif rows or not line.startswith("#"):
                raise ClaimdeskError(
                    _("{path}, line {number} is not a row of WebAnno TSV 3.").format(
                        path=self._path, number=number
                    )
                )
            else:
                self._header(number, line)
        self._end_sentence(text, rows)
        self._document.text = self._text
        self._read_annotations()
        return self._document

    def _header(self, number: int, line: str) -> None:
        found = _HEAD.fullmatch(line)
        if line.startswith(OWN):
            self.carried = line.removeprefix(OWN)
        elif line.startswith("#FORMAT="):
            version = re.search(r"TSV\s+(\d+)(?:\.(\d+))?", line)
            if not version or version[1] != "3":
                raise ClaimdeskError(
                    _("{path}, line {number}: only WebAnno TSV 3 is read; this is {form}.").format(
                        path=self._path, number=number, form=line.removeprefix("#FORMAT=")[:60]
                    )
                )
        elif found:
            name, *features = found[2].split("|")
            first = sum(layer.width for layer in self._layers)
            self._layers.append(Layer(found[1], name.strip(), features, first))
        elif "=" in line:
            name, _equals, value = line.lstrip("#").partition("=")
            if not name.startswith("Sentence."):
                self._document.notes.append(f"{name.strip()}: {value.strip()}")

    def _unit(self, number: int, row: re.Match[str]) -> _Unit:
        key = f"{row[1]}-{row[2]}" + (f".{row[3]}" if row[3] else "")
        cells = (row[7] or "").removesuffix("\t").split("\t") if row[7] else []
        return _Unit(key, int(row[4]), int(row[5]), row[6], cells, number)

    # The text

    def _end_sentence(self, lines: list[str], rows: list[_Unit]) -> None:
        if not rows:
            return
        tokens = [row for row in rows if "." not in row.key]
        text = "\n".join(lines) if lines else _spread(tokens)
        escaped = "\n".join(map(plain, lines))
        if "\\" in text and _agreeing(escaped, tokens) >= _agreeing(text, tokens):
            text = escaped
        first = tokens[0]
        before = max(0, text.find(plain(first.words)))
        start = first.start - len(text[:before].encode("utf-16-le")) // 2
        if start > self._length:
            # What is between sentences is not in the file.
            self._append("\n" * (start - self._length))
        elif start < self._length:
            self._document.problems.append(
                _("Line {number}: the sentence begins before the last one ends.").format(
                    number=first.line
                )
            )
        self._append(text)
        self._units += rows

    def _append(self, text: str) -> None:
        self._text += text
        self._length += len(text.encode("utf-16-le")) // 2

    # The annotations

    def _read_annotations(self) -> None:
        annotations: dict[tuple[str, str], ForeignSpan] = {}
        gathered: list[tuple[_Found, ForeignSpan]] = []
        several = len([layer for layer in self._layers if self._is_read(layer)]) > 1
        for layer in self._layers:
            found = self._gather(layer)
            if layer.is_linguistic:
                loss = Loss(f"annotations of the layer {layer.short}", _layer_words(layer))
                self._document.left_out[loss] += len(found)
            elif layer.kind != "RL":
                for key, each in found.items():
                    span = self._span(each, several)
                    annotations[layer.name, key] = span
                    gathered.append((each, span))
                    self._document.spans.append(span)
        self._fill_slots(gathered, annotations)
        self._link(gathered)
        for layer in self._layers:
            if layer.kind == "RL" and not layer.is_linguistic:
                self._relate(layer, annotations)

    @staticmethod
    def _is_read(layer: Layer) -> bool:
        return layer.kind != "RL" and not layer.is_linguistic

    def _gather(self, layer: Layer) -> dict[str, _Found]:
        """Return the annotations of a layer by their numbers, or by their rows."""
        found: dict[str, _Found] = {}
        slots = layer.slots
        offsets = [offset for offset in range(layer.width) if offset - 1 not in slots]
        for unit in self._units:
            here: set[str] = set()
            for offset in offsets:
                self._take_cell(unit, offset, (layer, found), here)
        return found

    @staticmethod
    def _take_cell(
        unit: _Unit, offset: int, into: tuple[Layer, dict[str, _Found]], here: set[str]
    ) -> None:
        """Take the values of one cell; `here` are the keys of the annotations in this row."""
        layer, found = into
        cell = unit.cell(layer.first + offset)
        if cell in ("_", ""):
            return
        is_slot = offset in layer.slots
        fillers = unit.cell(layer.first + offset + 1).split("|") if is_slot else []
        for at, (value, number) in enumerate(split_cell(cell)):
            key = number or f"{unit.key}#{at}"
            one = found.setdefault(key, _Found(layer, []))
            if key not in here:
                one.units.append(unit)
                here.add(key)
            if is_slot:
                filler = fillers[at] if at < len(fillers) else ""
                # The number of the annotation itself stands behind those of its fillers.
                filler = filler.removesuffix(f"[{number}]")
                one.fill(layer.features[offset + 1], value, filler)
            elif offset < len(layer.features):
                one.say(offset, value)

    def _fill_slots(
        self,
        gathered: list[tuple[_Found, ForeignSpan]],
        annotations: dict[tuple[str, str], ForeignSpan],
    ) -> None:
        """Relate annotations to what fills their slots, in whatever layer that is."""
        anywhere: dict[str, ForeignSpan] = {}
        for (_name, own), each in annotations.items():
            anywhere.setdefault(own, each)
        words = {unit.key: unit.words for unit in reversed(self._units)}
        for found, span in gathered:
            for role, layer, key in dict.fromkeys(found.fillers):
                target = annotations.get((layer, key)) or anywhere.get(key)
                if target is None:
                    said = words.get(key.partition("#")[0], key)
                    span.notes.append(f"{role} → “{plain(said)}”")
                else:
                    relation = ForeignRelation(role, span.id or "", target.id or "")
                    self._document.relations.append(relation)

    def _link(self, gathered: list[tuple[_Found, ForeignSpan]]) -> None:
        """Relate the links of chains, each to the next one."""
        chains: dict[tuple[str, int], list[tuple[int, str, ForeignSpan]]] = {}
        for found, span in gathered:
            if found.link is not None:
                chain, place, relation = found.link
                key = (found.layer.name, chain)
                chains.setdefault(key, []).append((place, relation, span))
        for links in chains.values():
            links.sort(key=lambda one: one[0])
            for (_at, relation, span), (_next, _r, other) in pairwise(links):
                label = relation or "next"
                self._document.relations.append(
                    ForeignRelation(label, span.id or "", other.id or "")
                )

    def _span(self, found: _Found, several: bool) -> ForeignSpan:
        name = next(iter(found.layer.names), "")
        label = found.values.get(name) or found.layer.short
        attributes = [("layer", found.layer.short)] if several else []
        attributes += [(n, v) for n, v in found.values.items() if n != name]
        first = min(found.units, key=lambda unit: unit.start)
        piece = Piece(first.start, max(unit.end for unit in found.units), self._quote(found))
        where = _("line {number}").format(number=first.line)
        return ForeignSpan(label, [piece], where, id=str(id(found)), attributes=attributes)

    @cached_property
    def _tokens(self) -> dict[str, int]:
        """The places of the tokens among them all, by key."""
        keys = dict.fromkeys(unit.key.partition(".")[0] for unit in self._units)
        return {key: place for place, key in enumerate(keys)}

    def _quote(self, found: _Found) -> str | None:
        """Return the words of an annotation; None if it leaves out any between its ends."""
        ordered = sorted(found.units, key=lambda unit: unit.start)
        places = [self._tokens[unit.key.partition(".")[0]] for unit in ordered]
        if any(other - one > 1 for one, other in pairwise(places)):
            return None
        return " ".join(plain(unit.words) for unit in ordered) or None

    def _relate(self, layer: Layer, annotations: dict[tuple[str, str], ForeignSpan]) -> None:
        """Read the relations of a layer: a row is where they end, a cell where they begin."""
        base = next((each for each in layer.features if each.startswith("BT_")), "")
        names = [each for each in layer.features if each != base]
        for unit in self._units:
            cells = unit.cells[layer.first : layer.first + layer.width]
            if not base or len(cells) < layer.width or cells[-1] in ("_", ""):
                continue
            columns = [split_cell(cell) for cell in cells[:-1]]
            for at, (source, _number) in enumerate(_relations(cells[-1])):
                said = [plain(each[at][0]) for each in columns if at < len(each)]
                values = [value for value in said if value not in ("_", "*")]
                label = " ".join(values[:1]) or layer.short
                ends = _ends(source, unit)
                found = [annotations.get((base.removeprefix("BT_"), end)) for end in ends]
                ids = [each.id if each else end for each, end in zip(found, ends, strict=True)]
                extra = tuple(f"{n}: {v}" for n, v in zip(names[1:], values[1:], strict=False))
                self._document.relations.append(
                    ForeignRelation(label, ids[0] or "", ids[1] or "", extra)
                )


def _relations(cell: str) -> list[tuple[str, str | None]]:
    """Return the beginnings of relations, such as `3-6[13_2]`."""
    return [(part, None) for part in cell.split("|")]


def _ends(source: str, unit: _Unit) -> tuple[str, str]:
    """Return the keys of the annotations where a relation begins and ends."""
    token, _bracket, numbers = source.removesuffix("]").partition("[")
    first, _line, last = numbers.partition("_")
    begin = first if first not in ("", "0") else f"{token}#0"
    end = last if last not in ("", "0") else f"{unit.key}#0"
    return begin, end


def _layer_words(layer: Layer) -> str:
    return _("annotations of the layer {name}").format(name=layer.short)


def _spread(tokens: list[_Unit]) -> str:
    """Return the text of tokens where no line says it."""
    text, length = "", tokens[0].start
    for token in tokens:
        text += " " * max(0, token.start - length) + plain(token.words)
        length = token.end
    return text


def _agreeing(text: str, tokens: list[_Unit]) -> int:
    """Return how many tokens stand in a sentence where they say."""
    units = Utf16Map(text)
    start = tokens[0].start - units.unit(max(0, text.find(plain(tokens[0].words))))
    return sum(
        text.startswith(plain(token.words), units.point(max(0, token.start - start)))
        for token in tokens
    )


def read_tsv(path: Path) -> Iterator[tuple[ForeignDocument, str]]:
    """Yield the document of a file, and what Claimdesk put into it."""
    file = TsvFile(path)
    document = file.document()
    yield document, file.carried
