# SPDX-License-Identifier: MIT
"""Set everything up, including the tools for tests, then run the tests.

python3 packaging/test.py [arguments of pytest; paths are relative to the checkout]

Without a path and without `-n`, the tests run in several processes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from setup_env import ROOT, prepare

_MOST = 4
_ALONE = ("-n", "--numprocesses", "--dist", "--pdb", "-s", "--capture=no")


def spread(arguments: Sequence[str], processors: int) -> list[str]:
    """Return the pytest arguments that spread all tests over processes; none for a few tests."""
    chosen = any((ROOT / argument.partition("::")[0]).exists() for argument in arguments)
    decided = any(argument.startswith(_ALONE) for argument in arguments)
    number = min(processors, _MOST)
    return [] if chosen or decided or number < 2 else ["-n", str(number), "--dist", "loadfile"]


def main() -> int:
    """Set up the environment and run pytest."""
    environment = prepare(dev=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # pytest keeps the tests that it rewrote as bytecode; without, each start compiles all of them.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    arguments = sys.argv[1:]
    # -P: the folders of the checkout must not be imported by their bare names.
    command = [str(environment.python), "-P", "-m", "pytest"]
    command += [*spread(arguments, os.cpu_count() or 1), *arguments]
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
