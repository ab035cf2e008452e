# SPDX-License-Identifier: MIT
"""What to learn from and what came of it as JSON values, for the pipe to a worker process.

Reading checks everything: a value of the wrong form raises ClaimdeskError.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from claimdesk.models.errors import ClaimdeskError
from claimdesk.models.learning.claims.examples import Example, ExampleClaim
from claimdesk.models.learning.claims.outcome import LIMIT, Learned, Outcome
from claimdesk.models.spans import Span
from claimdesk.models.suggest.codec import Wire, model_from_wire, model_to_wire

ROLES = ("source", "cue", "content")


def learn_to_wire(
    examples: Sequence[Example], active: Learned | None, report: Mapping[str, Any]
) -> Wire:
    """What to learn from, and the model in use with its report, as a JSON object."""
    return {
        "examples": [
            {
                "text": example.text,
                "claims": [
                    [[list(span) for span in getattr(claim, role)] for role in ROLES]
                    for claim in example.claims
                ],
            }
            for example in examples
        ],
        "active": model_to_wire(active) if active is not None else None,
        "report": dict(report),
    }


def learn_from_wire(value: object) -> tuple[list[Example], Learned | None, dict[str, Any]]:
    """What to learn from, the model in use and its report."""
    match value:
        case {"examples": [*examples], "active": active, "report": dict(report)}:
            model = model_from_wire(active) if active is not None else None
            return [_example(example) for example in examples], model, report
    raise _wrong("what to learn from")


def outcome_to_wire(outcome: Outcome) -> Wire:
    """What came of learning as a JSON object."""
    data = None if outcome.data is None else base64.b64encode(outcome.data).decode("ascii")
    return {"report": outcome.report, "data": data}


def outcome_from_wire(value: object) -> Outcome:
    """What came of learning."""
    match value:
        case {"report": dict(report), "data": None}:
            return Outcome(report)
        case {"report": dict(report), "data": str(data)} if len(data) <= 2 * LIMIT:
            try:
                return Outcome(report, base64.b64decode(data, validate=True))
            except ValueError as error:
                raise _wrong("the model") from error
    raise _wrong("what was learned")


def _example(value: object) -> Example:
    match value:
        case {"text": str(text), "claims": [*claims]} if not _has_half_pair(text):
            return Example(text, tuple(_claim(claim, len(text)) for claim in claims))
    raise _wrong("an example")


def _has_half_pair(text: str) -> bool:
    return any("\ud800" <= c <= "\udfff" for c in text)


def _claim(value: object, length: int) -> ExampleClaim:
    match value:
        case [list(source), list(cue), list(content)]:
            return ExampleClaim(
                *(tuple(_span(span, length) for span in role) for role in (source, cue, content))
            )
    raise _wrong("a claim")


def _span(value: object, length: int) -> Span:
    match value:
        case [int(start), int(end)] if 0 <= start < end <= length:
            return Span(start, end)
    raise _wrong("a span")


def _wrong(what: str) -> ClaimdeskError:
    return ClaimdeskError(f"The message between window and worker is wrong: {what} has no form.")
