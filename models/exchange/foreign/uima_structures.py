# SPDX-License-Identifier: MIT
"""Feature structures of UIMA, and those of its first JSON, which WebAnno and INCEpTION once wrote.

`_views` lists the annotations of each text by the short names of their types, in place or by id;
`_referenced_fss` holds those that others name; `_context` says what the short names mean and which
features name others. Numbers that are 0 are left out.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

_REFERENCES = frozenset({"sofa", "Governor", "Dependent", "target", "next", "first"})
"""Features that name others, whether or not the file says so."""


@dataclass(slots=True)
class Structure:
    """One feature structure."""

    id: str
    type: str
    values: dict[str, str] = field(default_factory=dict)
    """Its features that are text, numbers or marks."""
    references: dict[str, list[str]] = field(default_factory=dict)
    """The ids of others that its features name."""
    line: int = 0

    @property
    def sofa(self) -> str:
        """The id of the text that it is about."""
        return self.references.get("sofa", [""])[0] or self.values.get("sofa", "")

    @property
    def short(self) -> str:
        """The last part of its type."""
        return self.type.rpartition(".")[2]


def plain(value: Any) -> str:  # noqa: ANN401
    """Return a value as a file in XMI has it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def old_structures(value: Mapping[str, Any]) -> Iterator[Structure]:
    """Yield the feature structures of a file in the first JSON of UIMA."""
    yield from _OldFile(value).structures()


class _OldFile:
    def __init__(self, value: Mapping[str, Any]) -> None:
        context = value.get("_context")
        types = context.get("_types") if isinstance(context, dict) else None
        self._types: dict[str, Any] = types if isinstance(types, dict) else {}
        self._views = value.get("_views")
        self._referenced: dict[str, Any] = value["_referenced_fss"]
        self._count = 0

    def structures(self) -> Iterator[Structure]:
        """Yield those that others name, then those of the texts."""
        for own, each in self._referenced.items():
            if isinstance(each, dict):
                yield from self._structure(own, str(each.get("_type", "")), each)
        views = self._views.values() if isinstance(self._views, dict) else ()
        for view in views:
            for kind, listed in view.items() if isinstance(view, dict) else ():
                for each in listed if isinstance(listed, list) else ():
                    if isinstance(each, dict):
                        yield from self._structure(self._free(), str(kind), each)

    def _free(self) -> str:
        """Return an id for a structure that nobody else names."""
        self._count += 1
        return f"#{self._count}"

    def _structure(
        self, own: str, short: str, each: Mapping[str, Any]
    ) -> Generator[Structure, None, None]:
        said = self._types.get(short)
        said = said if isinstance(said, dict) else {}
        features = said.get("_feature_types")
        structure = Structure(own, str(said.get("_id", "")) or _known(short), line=self._count)
        for name, value in each.items():
            if name.startswith("_") or value is None:
                continue
            kind = features.get(name) if isinstance(features, dict) else None
            ids = yield from self._ids(value, kind == "_ref" or name in _REFERENCES)
            if ids:
                structure.references[name] = ids
            elif isinstance(value, list):
                structure.values[name] = ", ".join(plain(one) for one in value)
            elif not isinstance(value, dict):
                structure.values[name] = plain(value)
        if "end" in structure.values:
            structure.values.setdefault("begin", "0")
        yield structure

    def _ids(self, value: object, is_reference: bool) -> Generator[Structure, None, list[str]]:
        """Return the structures that a value names; yields those that stand in its place."""
        ids: list[str] = []
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                ids.append(self._free())
                yield from self._structure(ids[-1], str(one.get("_type", "")), one)
            elif (is_reference or isinstance(value, list)) and str(one) in self._referenced:
                ids.append(str(one))
            else:
                return []
        return ids


def _known(short: str) -> str:
    """Return the name of a type that the file does not explain."""
    return "uima.cas.Sofa" if short == "Sofa" else short
