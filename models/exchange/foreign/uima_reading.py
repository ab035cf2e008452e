# SPDX-License-Identifier: MIT
"""UIMA CAS files that are not trusted, in XMI and in JSON.

Both are read as what they hold, feature structures with attributes: a type system is not needed to
know what is annotated, and one wrong offset does not stop the rest. Annotations of words as such,
tokens or parts of speech, are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from claimdesk.models.articles.read import read_bytes
from claimdesk.models.exchange.foreign.documents import (
    ForeignDocument,
    ForeignRelation,
    ForeignSpan,
    Piece,
)
from claimdesk.models.exchange.foreign.json_files import MOST_BYTES, read_text, strict_json
from claimdesk.models.exchange.foreign.uima_structures import Structure, old_structures, plain
from claimdesk.models.exchange.foreign.xml_files import parse_xml
from claimdesk.models.exchange.reports import Loss
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

DATA = "claimdesk.Data"
"""The type that holds what Claimdesk put into a file."""
_SOFA = "uima.cas.Sofa"
_CORE = "de.tudarmstadt.ukp.dkpro.core.api."
_LINGUISTIC = re.compile(
    re.escape(_CORE) + r"(?:segmentation|lexmorph|syntax|transform|metadata)\.|"
    r"uima\.tcas\.DocumentAnnotation$|uima\.cas\."
)
_SEGMENTS = (
    _CORE + "segmentation.type.Token",
    _CORE + "segmentation.type.Sentence",
    "uima.tcas.DocumentAnnotation",
)
_METADATA = _CORE + "metadata.type.DocumentMetaData"
_NAMES = ("value", "label", "entity", "type", "category", "class", "tag", "name", "referenceType")
_PLACES = ("begin", "end", "sofa", "id", "@sofa")
_NAMESPACE = re.compile(r"\{http:///(.*?)\.?ecore\}(.*)")
_NO_NAMESPACE = "noNamespace"
_XMI = "{http://www.omg.org/XMI}"


def read_cas(path: Path) -> Iterator[ForeignDocument]:
    """Yield one document for each text in a file.

    Raises ClaimdeskError naming the file and the reason if it cannot be read.
    """
    head = read_bytes(path, str(path), MOST_BYTES)[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    structures = list(_xmi(path) if head.startswith(b"<") or b"<\x00" in head else _json(path))
    by_id = {each.id: each for each in structures}
    sofas = [each for each in structures if each.type == _SOFA]
    texts = [each for each in sofas if each.values.get("sofaString", "").strip()]
    if not texts:
        raise ClaimdeskError(_("{path} holds no text (sofaString).").format(path=path))
    for sofa in texts:
        own = [each for each in structures if each.sofa in (sofa.id, "") and each is not sofa]
        name = sofa.values.get("sofaID", "") if len(texts) > 1 else ""
        yield _Document(sofa, own, by_id, name, path).document()


# The two forms


def _xmi(path: Path) -> Iterator[Structure]:
    for element in parse_xml(path):
        if not isinstance(element.tag, str):
            continue
        found = _NAMESPACE.fullmatch(element.tag)
        if not found or found[2] in ("NULL", "View"):
            continue
        package = found[1].replace("/", ".").strip(".")
        name = found[2] if package == _NO_NAMESPACE else f"{package}.{found[2]}"
        own = element.attrib.get(f"{_XMI}id", "")
        structure = Structure(own, name, line=element.sourceline or 0)
        for key, value in element.attrib.items():
            if not key.startswith(_XMI):
                structure.values[key] = value
        for child in element:
            if isinstance(child.tag, str) and child.text:
                before = structure.values.get(child.tag)
                structure.values[child.tag] = f"{before}, {child.text}" if before else child.text
        yield structure


def _json(path: Path) -> Iterator[Structure]:
    value = strict_json(read_text(path), str(path))
    if isinstance(value, dict) and isinstance(value.get("_referenced_fss"), dict):
        yield from old_structures(value)
        return
    listed = value.get("%FEATURE_STRUCTURES") if isinstance(value, dict) else None
    if isinstance(listed, dict):
        listed = [{"%ID": key, **each} for key, each in listed.items() if isinstance(each, dict)]
    if not isinstance(listed, list):
        raise ClaimdeskError(
            _(
                "{path} is not a UIMA CAS in JSON that is read; export it again as JSON 0.4 or as "
                "XMI."
            ).format(path=path)
        )
    for number, each in enumerate(listed, 1):
        if isinstance(each, dict) and isinstance(each.get("%TYPE"), str):
            yield _json_structure(number, each)


def _json_structure(number: int, each: dict[str, Any]) -> Structure:
    structure = Structure(str(each.get("%ID", f"#{number}")), each["%TYPE"], line=number)
    for key, value in each.items():
        if key.startswith("@") and value is not None:
            ids = value if isinstance(value, list) else [value]
            structure.references[key[1:]] = [str(one) for one in ids]
        elif not key.startswith(("%", "^")) and value is not None:
            if isinstance(value, list):
                structure.values[key] = ", ".join(str(one) for one in value)
            elif not isinstance(value, dict):
                structure.values[key] = plain(value)
    if _is_array(structure) and isinstance(each.get("%ELEMENTS"), list):
        structure.references["elements"] = [str(one) for one in each["%ELEMENTS"]]
    return structure


# What they say


class _Document:
    """The annotations of one text."""

    def __init__(
        self,
        sofa: Structure,
        structures: list[Structure],
        by_id: dict[str, Structure],
        name: str,
        path: Path,
    ) -> None:
        self._structures = structures
        self._by_id = by_id
        self._where = f"{path}, {DATA}"
        self._document = ForeignDocument(sofa.values["sofaString"], name, is_done=True)

    def document(self) -> ForeignDocument:
        """Return what they say."""
        for structure in self._structures:
            if structure.type == DATA:
                self._document.carried = strict_json(structure.values.get("json", ""), self._where)
            elif structure.type == _METADATA:
                self._document.title = structure.values.get("documentTitle") or None
            elif _LINGUISTIC.match(structure.type):
                self._leave_out(structure)
            elif "begin" in structure.values and "end" in structure.values:
                self._take(structure)
        return self._document

    def _leave_out(self, structure: Structure) -> None:
        if structure.type in _SEGMENTS or "begin" not in structure.values:
            return
        words = _("annotations of the type {name}").format(name=structure.short)
        self._document.left_out[Loss(f"annotations of the type {structure.short}", words)] += 1

    def _take(self, structure: Structure) -> None:
        ends = [self._names(structure, name) for name in ("Governor", "Dependent")]
        if all(ends):
            label, _name = self._label(structure)
            (source, *_s), (target, *_t) = ends
            self._document.relations.append(ForeignRelation(label, source, target))
            return
        where = _("line {number}").format(number=structure.line)
        start, end = _offset(structure.values["begin"]), _offset(structure.values["end"])
        label, named = self._label(structure)
        if start is None or end is None:
            self._document.problems.append(
                _("{where}: begin and end are not numbers; it is left out.").format(where=where)
            )
            return
        span = ForeignSpan(label, [Piece(start, end)], where, id=structure.id)
        for name, value in structure.values.items():
            if name in _PLACES or name == named or not value:
                continue
            if not self._link(structure, name, label):
                span.attributes.append((name, value))
        for name in structure.references:
            self._link(structure, name, label)
        self._document.spans.append(span)

    def _label(self, structure: Structure) -> tuple[str, str]:
        """Return the label of an annotation, and the feature that says it."""
        names = [
            name
            for name in structure.values
            if name not in _PLACES and not self._names(structure, name)
        ]
        name = next((each for each in _NAMES if each in names), names[0] if names else "")
        value = structure.values.get(name, "").strip()
        return (value, name) if value else (structure.short, "")

    def _names(self, structure: Structure, name: str) -> list[str]:
        """Return the ids of the structures that a feature names; empty if it is plain."""
        if name in structure.references:
            return structure.references[name]
        ids = structure.values.get(name, "").split()
        known = name in ("Governor", "Dependent", "target", "next", "first")
        named = [self._by_id.get(own) for own in ids]
        if ids and all(each is not None and (known or _is_link(each)) for each in named):
            return ids
        return []

    def _link(self, structure: Structure, name: str, label: str) -> bool:
        """Add the relations that a feature is; return whether it is one."""
        ids = [] if name in _PLACES or name == "sofa" else self._names(structure, name)
        for own in ids:
            other = self._by_id.get(own)
            if other is None:
                continue
            targets = self._names(other, "elements") if _is_array(other) else [own]
            for each in targets:
                self._add_link(structure, name, each)
        return bool(ids)

    def _add_link(self, structure: Structure, name: str, own: str) -> None:
        other = self._by_id.get(own)
        if other is None:
            return
        target = self._names(other, "target")
        role = other.values.get("role") or name
        end = target[0] if target else own
        if "begin" in self._by_id.get(end, other).values:
            self._document.relations.append(ForeignRelation(role, structure.id, end))


def _is_link(structure: Structure) -> bool:
    return "target" in structure.values or "target" in structure.references


def _is_array(structure: Structure) -> bool:
    return structure.type == "uima.cas.FSArray" or structure.type.endswith("[]")


def _offset(text: str) -> int | None:
    text = text.strip()
    return int(text) if re.fullmatch(r"\d{1,10}", text) else None
