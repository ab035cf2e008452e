# SPDX-License-Identifier: MIT
"""Sets everything up, with the tools for tests, then runs the tests.

python3 packaging/test.py [arguments of pytest; paths are those of the checkout]
"""

from __future__ import annotations

import os
import subprocess
import sys

from setup_env import ROOT, prepare


def main() -> int:
    environment = prepare(dev=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    # -P: the checkout's folders are not to be imported by their bare names.
    command = [str(environment.python), "-P", "-m", "pytest", *sys.argv[1:]]
    try:
        return subprocess.run(command, cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
