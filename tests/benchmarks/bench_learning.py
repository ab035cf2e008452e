# SPDX-License-Identifier: MIT
"""What learning gains: claims after 50 and 200 articles, what they cost, and names along a beat."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import attribution
import beat


def main() -> None:
    """Print the figures."""
    if (reason := attribution.missing()) is not None:
        sys.exit(reason)
    for figure in itertools.chain(attribution.after_learning(beat.model()), beat.figures()):
        print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
