# SPDX-License-Identifier: MIT
"""Write the lock files from pyproject.toml: exact versions and hashes, for every platform.

    python3 packaging/lock.py [--upgrade]

requirements.lock holds what the program needs, and setuptools, which installs the checkout;
requirements-dev.lock adds the tools, with the same versions. No address is written: pip takes
packages from wherever it is configured to look, and checks them against the hashes.
Without --upgrade, versions change only where pyproject.toml requires it.
"""

from __future__ import annotations

import subprocess
import sys

from setup_env import DEV_LOCK, OLDEST_PYTHON, ROOT, RUN_LOCK, prepare

STYLE = ("--universal", "--generate-hashes", "--no-header", "--no-annotate", "--quiet")


def main() -> int:
    """Write both lock files."""
    uv = str(prepare(dev=True).program("uv"))
    oldest = ".".join(map(str, OLDEST_PYTHON))
    compile_lock = [uv, "pip", "compile", "pyproject.toml", "--python-version", oldest, *STYLE]
    for arguments in (
        ["--group", "build", "--output-file", RUN_LOCK],
        ["--group", "dev", "--constraints", RUN_LOCK, "--output-file", DEV_LOCK],
    ):
        command = [*compile_lock, *arguments, *sys.argv[1:]]
        code = subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
