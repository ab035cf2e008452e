# SPDX-License-Identifier: MIT
"""Web Annotations (W3C JSON-LD) that are not trusted: which there are, and what is wrong in them.

The rules are those of the Web Annotation Data Model that a JSON file alone can break.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from claimdesk.models.messages.catalogue import _

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_TYPES = ("Annotation", "AnnotationPage", "AnnotationCollection")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?")
_IRIS = ("rights", "via", "canonical")
_TIMES = ("created", "modified", "generated")
_AGENTS = ("creator", "generator")
_ONE_VALUE = ("FragmentSelector", "CssSelector", "XPathSelector")
_DEEPEST = 20


def as_list(value: Any) -> list[Any]:  # noqa: ANN401
    """Return a value of which there may be several as a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def types_of(value: dict[str, Any]) -> list[str]:
    """Return the types of an object, without prefix."""
    listed = as_list(value.get("type", value.get("@type")))
    return [each.removeprefix("oa:") for each in listed if isinstance(each, str)]


def annotations_in(value: Any, where: str) -> Iterator[tuple[str, Any, str]]:  # noqa: ANN401
    """Yield the annotations in a value: where each is, and what is wrong with it, if anything."""
    if not isinstance(value, dict):
        yield where, value, _("an annotation is an object")
        return
    fault = context_fault(value)
    kinds = types_of(value)
    if fault or not set(kinds) & set(_TYPES):
        yield where, value, fault or _("the type is not Annotation")
    elif "Annotation" in kinds:
        yield where, value, annotation_fault(value)
    else:
        yield from _listed(value, where)


def _listed(value: dict[str, Any], where: str) -> Iterator[tuple[str, Any, str]]:
    """Yield the annotations of a page or a collection."""
    for page in [value, *as_list(value.get("first"))]:
        items = page.get("items") if isinstance(page, dict) else None
        for number, item in enumerate(as_list(items), 1):
            place = _("item {number}").format(number=number)
            place = f"{where}, {place}" if where else place
            if isinstance(item, dict):
                fault = "" if "Annotation" in types_of(item) else _("the type is not Annotation")
                yield place, item, fault or annotation_fault(item)


def context_fault(value: dict[str, Any]) -> str:
    """Return what is wrong with the context of an outermost object; empty if nothing is."""
    contexts = as_list(value.get("@context"))
    if not contexts:
        return _("there is no @context")
    if not any(isinstance(each, str) and "www.w3.org/ns/anno" in each for each in contexts):
        return _("the @context is not that of Web Annotations")
    return ""


def annotation_fault(value: dict[str, Any]) -> str:
    """Return what is wrong with an annotation; empty if nothing is."""
    own = value.get("id", value.get("@id"))
    if own is not None and not _is_iri(own):
        return _("the id is not one IRI")
    if "target" not in value:
        return _("there is no target")
    if "body" in value and "bodyValue" in value:
        return _("there are both body and bodyValue")
    if "bodyValue" in value and not isinstance(value["bodyValue"], str):
        return _("the bodyValue is not text")
    return _fields_fault(value) or _resources_fault(value)


def _fields_fault(value: dict[str, Any]) -> str:
    for name in _IRIS:
        if not all(_is_iri(each) for each in as_list(value.get(name))):
            return _("“{name}” is not an IRI").format(name=name)
    for name in _TIMES:
        time = value.get(name)
        if name in value and not (isinstance(time, str) and _TIME.fullmatch(time)):
            return _("“{name}” is not one time").format(name=name)
    for name in _AGENTS:
        if not all(_is_iri(each) or isinstance(each, dict) for each in as_list(value.get(name))):
            return _("“{name}” is neither an IRI nor an object").format(name=name)
    return ""


def _resources_fault(value: dict[str, Any]) -> str:
    for name in ("target", "body"):
        for each in as_list(value.get(name)):
            fault = _resource_fault(name, each)
            if fault:
                return fault
    return ""


def _resource_fault(name: str, value: Any) -> str:  # noqa: ANN401
    if not isinstance(value, dict):
        return "" if _is_iri(value) else _("the {name} is not an IRI").format(name=name)
    if value.get("id") is not None and not _is_iri(value["id"]):
        return _("the id of the {name} is not an IRI").format(name=name)
    if "TextualBody" in types_of(value) and not isinstance(value.get("value"), str):
        return _("a TextualBody has no text")
    for selector in selectors(value):
        fault = _selector_fault(selector)
        if fault:
            return fault
    if "SpecificResource" in types_of(value) and "source" not in value:
        return _("a SpecificResource has no source")
    return ""


def selectors(target: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the selectors of a target, those that refine others last."""
    found: list[dict[str, Any]] = []
    waiting = [(each, 0) for each in as_list(target.get("selector"))]
    while waiting:
        one, depth = waiting.pop(0)
        if isinstance(one, dict) and depth < _DEEPEST:
            found.append(one)
            waiting += [(each, depth + 1) for each in as_list(one.get("refinedBy"))]
    return found


def _selector_fault(selector: dict[str, Any]) -> str:
    kinds = types_of(selector)
    if set(kinds) & set(_ONE_VALUE) and not isinstance(selector.get("value"), str):
        return _("a {name} has not one value").format(name=kinds[0])
    if "TextPositionSelector" in kinds:
        edges = (selector.get("start"), selector.get("end"))
        if not all(type(edge) is int and edge >= 0 for edge in edges):
            return _("a TextPositionSelector has no start and end")
    if "TextQuoteSelector" in kinds and not isinstance(selector.get("exact"), str):
        return _("a TextQuoteSelector has no exact words")
    return ""


def _is_iri(value: Any) -> bool:  # noqa: ANN401
    return isinstance(value, str) and value != "" and not re.search(r"[\s<>\"{}|\\^`]", value)
