# SPDX-License-Identifier: MIT
"""Regular expressions, matched in a separate process that ends itself after a timeout.

A pattern such as `(a+)+b` may take practically for ever, and Python's `re` blocks all other
threads meanwhile. So patterns run in a small process under the watchdog of faulthandler, which can
end it without the help of the interpreter.
"""

from __future__ import annotations

import faulthandler
import json
import os
import re
import sys
from typing import Any

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError
from claimdesk.models.store.child_process import ChildProcess
from claimdesk.models.text.spans import Span

SECONDS = 2.0
"""Timeout of a pattern in one article."""
LONGEST = 1000
"""Maximum length of a pattern in code points."""
MOST = 10_000
"""Maximum number of matches in one text."""


class InvalidPattern(ClaimdeskError):
    """The input is not a regular expression."""


class TooSlow(ClaimdeskError):
    """A pattern timed out."""


class PatternProcess(ChildProcess):
    """Finds matches of regular expressions; serves one caller at a time."""

    module = "claimdesk.models.search.patterns"

    def spans(
        self, text: str, pattern: str, *, ignore_case: bool, seconds: float = SECONDS
    ) -> list[Span]:
        """Return the matches that are not empty, at most `MOST`, in code points.

        Raises InvalidPattern if it is not a regular expression, TooSlow after the timeout.
        """
        if len(pattern) > LONGEST:
            raise InvalidPattern(
                _("A regular expression may have {longest} characters at most.").format(
                    longest=LONGEST
                )
            )
        request = {
            "text": text,
            "pattern": pattern,
            "ignore_case": ignore_case,
            "seconds": seconds,
        }
        with self._one_at_a_time:
            answer = self._ask(json.dumps(request).encode() + b"\n")
        if answer is None:
            raise TooSlow(_("The pattern takes too long; make it simpler."))
        if "error" in answer:
            raise InvalidPattern(
                _("“{pattern}” is not a regular expression: {error}.").format(
                    pattern=pattern, error=answer["error"]
                )
            )
        return [Span(start, end) for start, end in answer["spans"]]

    def _ask(self, request: bytes) -> dict[str, Any] | None:
        """Return the answer; None if the process ended before."""
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(request)
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        if not line.endswith(b"\n"):
            self._end()
            return None
        answer: dict[str, Any] = json.loads(line)
        return answer


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    flags = re.MULTILINE | (re.IGNORECASE if request["ignore_case"] else 0)
    try:
        pattern = re.compile(request["pattern"], flags)
    except (re.error, RecursionError, OverflowError, MemoryError) as error:
        return {"error": str(error) or type(error).__name__}
    spans = []
    for found in pattern.finditer(request["text"]):
        if found.end() > found.start():
            spans.append(found.span())
        if len(spans) == MOST:
            break
    return {"spans": spans}


def _serve() -> None:
    """Answer requests, one JSON line each, until the input ends."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        for line in sys.stdin.buffer:
            request = json.loads(line)
            faulthandler.dump_traceback_later(request["seconds"], exit=True, file=nowhere)
            answer = _answer(request)
            faulthandler.cancel_dump_traceback_later()
            sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n")
            sys.stdout.buffer.flush()


if __name__ == "__main__":
    _serve()
