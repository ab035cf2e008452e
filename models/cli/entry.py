# SPDX-License-Identifier: MIT
"""`claimdesk`: finds the command, and turns whatever goes wrong into a status and one sentence.

0 done, 1 not done (one line `claimdesk: error: …` on stderr), 2 wrong usage, 130 interrupted, 141
whoever read the output left. CLAIMDESK_DEBUG=1 shows where an error comes from.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence

from claimdesk.models.cli.commands import command
from claimdesk.models.cli.output import NOBODY_READS, one_line
from claimdesk.models.messages.errors import ClaimdeskError

FAILED = 1
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments`, by default those of the process; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A file's name may hold bytes that are no UTF-8; \udcXX is also how JSON writes those.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = _run(arguments)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        _discard_output()
        return NOBODY_READS
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:
        return _fail(error)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        given = sys.argv[1:] if arguments is None else list(arguments)
        command().main(args=given, prog_name="claimdesk")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def _fail(error: Exception) -> int:
    if os.environ.get("CLAIMDESK_DEBUG") == "1":
        traceback.print_exception(error)
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(f"claimdesk: error: {_sentence(error)}\n")
    return FAILED


def _sentence(error: Exception) -> str:
    if isinstance(error, ClaimdeskError):
        text = str(error)
    elif isinstance(error, OSError) and error.filename is not None:
        text = f"{error.filename}: {error.strerror}."
    else:
        what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        text = f"unexpected {what} (CLAIMDESK_DEBUG=1 shows where)"
    return one_line(text)


def _discard_output() -> None:
    # What is still buffered would fail again, loudly, when the interpreter ends.
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
