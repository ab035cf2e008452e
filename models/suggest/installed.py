# SPDX-License-Identifier: MIT
"""Which spaCy pipelines are installed, as they describe themselves; spaCy is not imported for that.

Only packages that declare a pipeline are examined: loading one runs its code.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_GROUP = "spacy_models"
"""The entry points by which packages announce pipelines."""
_LARGEST = 2_000_000
"""Bytes of a description that are read."""


@dataclass(frozen=True, slots=True)
class InstalledPipeline:
    """A pipeline that can be loaded by its name."""

    name: str
    version: str = ""
    language: str = ""
    """ISO 639 code."""
    licence: str = ""
    labels: tuple[str, ...] = ()
    """Labels of its entities, in alphabetical order."""
    parses: bool = False
    """Whether it has a parser, without which only quotations are found."""


def installed_pipelines() -> list[InstalledPipeline]:
    """Return the installed pipelines by name; of one without a description the name alone."""
    found = {one.name: one for one in _described()}
    return [found[name] for name in sorted(found)]


def _described() -> Iterator[InstalledPipeline]:
    for point in metadata.entry_points(group=_GROUP):
        about = _about(point.value.partition(":")[0])
        labels, components = about.get("labels"), about.get("pipeline")
        entities = labels.get("ner") if isinstance(labels, dict) else None
        yield InstalledPipeline(
            point.name,
            _text(about.get("version")),
            _text(about.get("lang")),
            _text(about.get("license")),
            tuple(sorted(label for label in _list(entities) if isinstance(label, str))),
            "parser" in _list(components),
        )


def _about(package: str) -> dict[str, Any]:
    """Return what a package says of its pipeline; empty if it says nothing that can be read."""
    try:
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            return {}
        with (Path(spec.origin).parent / "meta.json").open(encoding="utf-8") as file:
            about = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, ImportError, RecursionError):
        return {}
    return about if isinstance(about, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
