# SPDX-License-Identifier: MIT
"""Runs one drill in a process of its own and prints its figures as JSON.

python -m drills NAME AMOUNT SEED
"""

from __future__ import annotations

import importlib
import json
import sys

from drills.place import folder


def main() -> None:
    name, amount, seed = sys.argv[1:]
    module = importlib.import_module(f"drills.{name}")
    with folder() as place:
        sys.stdout.write(json.dumps(module.drill(int(amount), int(seed), place)) + "\n")


if __name__ == "__main__":
    main()
