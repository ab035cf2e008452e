# SPDX-License-Identifier: MIT
"""Suggestions out of the box: how right they are, and what they cost beside the bare pipeline."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import attribution
import out_of_the_box


def main() -> None:
    """Print the figures."""
    if (reason := out_of_the_box.missing() or attribution.missing()) is not None:
        sys.exit(reason)
    for figures in (out_of_the_box.figures, attribution.out_of_the_box, attribution.time_taken):
        for figure in figures():
            print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
