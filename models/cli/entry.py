# SPDX-License-Identifier: MIT
"""`claimdesk`: find the command, and turn whatever goes wrong into a status and one sentence.

0 done, 1 not done (one line `claimdesk: error: …` on stderr), 2 wrong usage, 130 interrupted, 141
nobody reads the output any more. CLAIMDESK_DEBUG=1 shows where an error comes from.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence

from claimdesk.models.cli import usage
from claimdesk.models.cli.commands import command
from claimdesk.models.cli.group import UsageError
from claimdesk.models.cli.output import NOBODY_READS, one_line
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

FAILED = 1
WRONG_USAGE = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments`, by default those of the process; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        # A file's name may hold bytes that are not UTF-8; \udcXX is also how JSON writes those.
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
        status = command().main(args=given, prog_name="claimdesk", standalone_mode=False)
    except UsageError as error:
        _print_error(usage.sentence(error), usage.explain(error))
        return WRONG_USAGE
    except SystemExit as end:
        status = end.code
    return status if isinstance(status, int) else 0


def _fail(error: Exception) -> int:
    if os.environ.get("CLAIMDESK_DEBUG") == "1":
        traceback.print_exception(error)
    _print_error(_sentence(error))
    return FAILED


def _print_error(sentence: str, explanation: str = "") -> None:
    mark = _("claimdesk: error: {sentence}").format(sentence=one_line(sentence))
    with contextlib.suppress(BrokenPipeError):
        sys.stderr.write(f"{explanation}{mark}\n")


def _sentence(error: Exception) -> str:
    if isinstance(error, ClaimdeskError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        # What the operating system says is in its own language.
        return f"{error.filename}: {error.strerror}."
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    return _("Unexpected error: {error} (CLAIMDESK_DEBUG=1 shows where).").format(error=what)


def _discard_output() -> None:
    # What is still buffered would fail again, loudly, when the interpreter ends.
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
