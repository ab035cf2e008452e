# SPDX-License-Identifier: MIT
"""JSON lines between a helper process and the window: one message a line, checked when it is read.

The form of a message is the dataclass itself, which pydantic reads and writes.
"""

from __future__ import annotations

import json
import os
from typing import Any, BinaryIO, Generic, TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

T = TypeVar("T")

BASE64_BYTES = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
"""For `__pydantic_config__` of a message that holds bytes."""


class LineFormat(Generic[T]):
    """How one kind of message is written as a line and read from one."""

    def __init__(self, message_type: type[T]) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(message_type)

    def write(self, message: T) -> bytes:
        """Return the message as one line with its end."""
        return self._adapter.dump_json(message, exclude_defaults=True) + b"\n"

    def read(self, line: bytes | str) -> T:
        """Return the message in a line. Raises ClaimdeskError if it is malformed."""
        try:
            return self._adapter.validate_json(line, strict=True)
        except ValidationError as error:
            raise ClaimdeskError(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return _("The message between window and helper process is not JSON.")
    place = ".".join(str(part) for part in first["loc"])
    return _("The message between window and helper process is malformed at “{place}”.").format(
        place=place
    )


def own_stdout() -> BinaryIO:
    """Return standard output for messages only; what libraries print goes to standard error."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return out


def quoted_id(line: str) -> Any:  # noqa: ANN401
    """Return the value of "id" in a line that is malformed elsewhere; None without one."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    number = value.get("id") if isinstance(value, dict) else None
    return number if isinstance(number, int | str) and not isinstance(number, bool) else None
