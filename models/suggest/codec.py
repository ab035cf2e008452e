# SPDX-License-Identifier: MIT
"""Knowledge and suggestions as JSON values, for the pipe between the window and the worker.

Reading checks everything: a value of the wrong form raises ClaimdeskError with its place.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from typing import TypeVar

from claimdesk.models.learning.claims.result import Learned
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.actor_kinds import ACTOR_KINDS
from claimdesk.models.suggest.data import (
    Actor,
    ClaimSuggestion,
    CodedClaim,
    Domain,
    DomainSuggestion,
    Knowledge,
    LearnedName,
    Memory,
    MentionSuggestion,
    Pipeline,
    Suggestions,
    Unwanted,
)
from claimdesk.models.text.spans import Span

Wire = dict[str, object]
T = TypeVar("T")

MODELS = ("recogniser", "claims")
"""The parts of Knowledge that are learned models."""


# ---- writing


def knowledge_to_wire(knowledge: Knowledge) -> Wire:
    """`knowledge` as a JSON object."""
    return {
        "actors": [_actor(actor) for actor in knowledge.actors],
        "domains": [
            {"name": domain.name, "terms": list(domain.terms), "id": domain.id}
            for domain in knowledge.domains
        ],
        "language": knowledge.language,
        "names": [[n.text, n.actor_id, n.accepted, n.of] for n in knowledge.memory.names],
        "coded": [[c.cue, c.content, c.stance, c.kind, list(c.domains)] for c in knowledge.coded],
        "recogniser": _named(knowledge.recogniser),
        "claims": _named(knowledge.claims),
        "threshold": knowledge.threshold,
        "labels": [list(pair) for pair in knowledge.labels],
        "unwanted": [[u.layer, u.text, u.what, u.rejected] for u in knowledge.memory.unwanted],
    }


def _named(model: Learned | None) -> Wire | None:
    # The bytes go once, with `model_to_wire`; here it is only said which model it is.
    return None if model is None else {"version": model.version, "digest": model.digest}


def model_to_wire(part: str, model: Learned) -> Wire:
    """Return a learned model with its bytes as a JSON object; `part` is one of MODELS."""
    return {
        "part": part,
        "version": model.version,
        "digest": model.digest,
        "data": base64.b64encode(model.data).decode("ascii"),
    }


def batch_to_wire(progress: float, suggestions: Suggestions) -> Wire:
    """Return one batch as a JSON object with the keys progress, mentions, claims and domains."""
    return {
        "progress": progress,
        "mentions": [
            {"span": list(m.span), "actor": _actor(m.actor, aliases=False)} | _why(m)
            for m in suggestions.mentions
        ],
        "claims": [_claim(claim) for claim in suggestions.claims],
        "domains": [
            {"span": list(d.span), "domain": _domain(d.domain)} | _why(d)
            for d in suggestions.domains
        ],
    }


def ready_to_wire(pipeline: Pipeline, notice: str | None) -> Wire:
    """Return what a worker says of itself when it is ready."""
    return {
        "pipeline": pipeline.name,
        "version": pipeline.version,
        "settings": dict(pipeline.settings),
        "notice": notice,
    }


def _why(suggestion: MentionSuggestion | ClaimSuggestion | DomainSuggestion) -> Wire:
    return {
        "score": suggestion.score,
        "origin": suggestion.origin,
        "reason": suggestion.reason,
    }


def _actor(actor: Actor, *, aliases: bool = True) -> Wire:
    wire: Wire = {
        "name": actor.name,
        "kind": actor.kind,
        "country": actor.country,
        "id": actor.id,
    }
    if aliases or actor.id is None:
        wire["aliases"] = list(actor.aliases)
    return wire


def _domain(domain: Domain) -> Wire:
    return {"name": domain.name, "id": domain.id}


def _claim(claim: ClaimSuggestion) -> Wire:
    return {
        "source": [list(span) for span in claim.source],
        "cue": [list(span) for span in claim.cue],
        "content": [list(span) for span in claim.content],
        "speaker": _actor(claim.speaker, aliases=False) if claim.speaker is not None else None,
        "stance": claim.stance,
        "kind": claim.kind,
        "domains": [_domain(domain) for domain in claim.domains],
    } | _why(claim)


# ---- reading


def knowledge_from_wire(value: object) -> Knowledge:
    """Return the knowledge in a JSON value. Raises ClaimdeskError if it has another form."""
    wire = _object(value, "knowledge")
    return Knowledge(
        _each(wire, "actors", _read_actor),
        _each(wire, "domains", _read_domain),
        _text(wire, "language", "en"),
        Memory(_each(wire, "names", _read_name), _each(wire, "unwanted", _read_unwanted)),
        _read_named(wire, "recogniser"),
        _each(wire, "coded", _read_coded),
        _read_named(wire, "claims"),
        _number(wire, "threshold") if wire.get("threshold") is not None else None,
        labels=_each(wire, "labels", _read_label),
    )


def _read_label(value: object) -> tuple[str, str | None]:
    match value:
        case [str(label), None]:
            return label, None
        case [str(label), str(kind)] if kind in ACTOR_KINDS:
            return label, kind
    raise _wrong("labels", "no label with its kind of actor")


def _read_named(knowledge: Mapping[str, object], part: str) -> Learned | None:
    """Return a model that is only named: without its bytes."""
    if knowledge.get(part) is None:
        return None
    wire = _object(knowledge[part], part)
    return Learned(_whole(wire, "version"), b"", _text(wire, "digest"))


def model_from_wire(value: object) -> tuple[str, Learned]:
    """Return a learned model with its bytes, and which of MODELS it is.

    Raises ClaimdeskError if it has another form.
    """
    wire = _object(value, "model")
    if (part := _text(wire, "part")) not in MODELS:
        raise _wrong("part", "no part of what is known")
    try:
        data = base64.b64decode(_text(wire, "data"), validate=True)
    except ValueError as error:
        raise _wrong("data", "not base64") from error
    model = Learned.of(_whole(wire, "version"), data)
    if model.digest != _text(wire, "digest"):
        raise _wrong("data", "not what its digest says")
    return part, model


def batch_from_wire(value: object) -> tuple[float, Suggestions]:
    """Progress and suggestions of one batch. Raises ClaimdeskError if it has another form."""
    wire = _object(value, "batch")
    return _number(wire, "progress"), Suggestions(
        _each(wire, "mentions", _read_mention),
        _each(wire, "claims", _read_claim),
        _each(wire, "domains", _read_evidence),
    )


def ready_from_wire(value: object) -> tuple[Pipeline, str | None]:
    """The pipeline of a worker and its notice. Raises ClaimdeskError if it has another form."""
    wire = _object(value, "ready")
    settings = _object(wire.get("settings", {}), "settings")
    pipeline = Pipeline(
        _text(wire, "pipeline"),
        _text(wire, "version"),
        {key: str(setting) for key, setting in settings.items()},
    )
    return pipeline, _optional_text(wire, "notice")


def _wrong(place: str, wanted: str) -> ClaimdeskError:
    return ClaimdeskError(
        _("The message between window and worker is wrong: {place} is {wanted}.").format(
            place=place, wanted=wanted
        )
    )


def _object(value: object, place: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _wrong(place, "no object")
    return value


def _each(wire: Mapping[str, object], key: str, read: Callable[[object], T]) -> tuple[T, ...]:
    value = wire.get(key, [])
    if not isinstance(value, list):
        raise _wrong(key, "no list")
    return tuple(read(item) for item in value)


def _text(wire: Mapping[str, object], key: str, default: str | None = None) -> str:
    value = wire.get(key, default)
    if not isinstance(value, str):
        raise _wrong(key, "no text")
    return value


def _optional_text(wire: Mapping[str, object], key: str) -> str | None:
    return None if wire.get(key) is None else _text(wire, key)


def _number(wire: Mapping[str, object], key: str) -> float:
    value = wire.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _wrong(key, "no number from 0 to 1")
    return float(value)


def _whole(wire: Mapping[str, object], key: str) -> int:
    value = wire.get(key)
    if type(value) is not int:
        raise _wrong(key, "no whole number")
    return value


def _id(wire: Mapping[str, object]) -> int | None:
    value = wire.get("id")
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise _wrong("id", "no number")
    return value


def _span(value: object) -> Span:
    if isinstance(value, list) and len(value) == 2:
        start, end = value
        if type(start) is int and type(end) is int and 0 <= start < end:
            return Span(start, end)
    raise _wrong("span", "no pair of offsets")


def _read_text(value: object) -> str:
    if not isinstance(value, str):
        raise _wrong("list", "no list of texts")
    return value


def _read_actor(value: object) -> Actor:
    wire = _object(value, "actor")
    kind = _text(wire, "kind")
    if kind not in ACTOR_KINDS:
        raise _wrong("kind", "no kind of actor")
    aliases = _each(wire, "aliases", _read_text)
    return Actor(_text(wire, "name"), kind, _optional_text(wire, "country"), aliases, _id(wire))


def _read_domain(value: object) -> Domain:
    wire = _object(value, "domain")
    return Domain(_text(wire, "name"), _each(wire, "terms", _read_text), _id(wire))


def _read_name(value: object) -> LearnedName:
    match value:
        case [str(text), int(actor_id), int(accepted), int(of)]:
            return LearnedName(text, actor_id, accepted, of)
    raise _wrong("names", "no list of learned names")


def _read_unwanted(value: object) -> Unwanted:
    match value:
        case [str(layer), str(text), str() | None as what, int(rejected)]:
            return Unwanted(layer, text, what, rejected)
    raise _wrong("unwanted", "no list of unwanted words")


def _read_coded(value: object) -> CodedClaim:
    match value:
        case [str(cue), str(content), str() | None as stance, str() | None as kind, list(names)]:
            return CodedClaim(cue, content, stance, kind, tuple(map(_read_text, names)))
    raise _wrong("coded", "no list of coded claims")


def _read_mention(value: object) -> MentionSuggestion:
    wire = _object(value, "mention")
    actor = _read_actor(wire.get("actor"))
    return MentionSuggestion(_span(wire.get("span")), actor, *_read_why(wire))


def _read_evidence(value: object) -> DomainSuggestion:
    wire = _object(value, "domain")
    domain = _read_domain(wire.get("domain"))
    return DomainSuggestion(_span(wire.get("span")), domain, *_read_why(wire))


def _read_why(wire: Mapping[str, object]) -> tuple[float, str, str]:
    return _number(wire, "score"), _text(wire, "origin"), _text(wire, "reason")


def _read_claim(value: object) -> ClaimSuggestion:
    wire = _object(value, "claim")
    speaker = wire.get("speaker")
    return ClaimSuggestion(
        _each(wire, "source", _span),
        _each(wire, "cue", _span),
        _each(wire, "content", _span),
        _read_actor(speaker) if speaker is not None else None,
        *_read_why(wire),
        _optional_text(wire, "stance"),
        _optional_text(wire, "kind"),
        _each(wire, "domains", _read_domain),
    )
