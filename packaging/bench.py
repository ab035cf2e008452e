# SPDX-License-Identifier: MIT
"""Set everything up, then print the figures that are asked for, one JSON object a line.

python3 packaging/bench.py [NAME…]               without a name: all of them
python3 packaging/bench.py effort --gold FOLDER  on articles coded by hand: NAME.txt, NAME.json

Each line is {"name", "value", "unit", "baseline", "target", "met"}. Each is measured by
tests/benchmarks/bench_NAME.py, which gets the options after its name; a figure that misses its
target is printed and fails nothing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from setup_env import ROOT, prepare, say

NAMES = (
    "start",
    "event-loop",
    "article-view",
    "panes",
    "reading-room",
    "effort",
    "suggestions",
    "learning",
    "durability",
    "distribution",
    "networks",
    "library",
    "exchange",
)


def main(arguments: list[str]) -> int:
    """Run the benchmarks with these names, or all; options go to the one that is named."""
    first = next((i for i, one in enumerate(arguments) if one.startswith("-")), len(arguments))
    arguments, given = arguments[:first], arguments[first:]
    options = [str(Path(one).resolve()) if Path(one).exists() else one for one in given]
    if options and len(arguments) != 1:
        say("claimdesk: error: options need the name of one figure before them")
        return 2
    unknown = [name for name in arguments if name not in NAMES]
    if unknown:
        say(f"claimdesk: error: no such figure: {unknown[0]}; choose from {', '.join(NAMES)}")
        return 2
    scripts = {name: ROOT / f"tests/benchmarks/bench_{name.replace('-', '_')}.py" for name in NAMES}
    there = [name for name in arguments or NAMES if scripts[name].exists()]
    for name in arguments:
        if name not in there:
            say(f"{name}: nothing measures this yet")
    environment = prepare(dev=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    codes = [
        subprocess.run(
            [str(environment.python), "-P", str(scripts[name]), *options], cwd=ROOT, check=False
        ).returncode
        for name in there
    ]
    return 1 if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
