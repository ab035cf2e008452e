# SPDX-License-Identifier: MIT
"""What learning gains: names along a beat."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import beat


def main() -> None:
    """Print the figures."""
    if not (beat.SHARED / "re3d").is_dir():
        sys.exit(f"{beat.SHARED} is not there.")
    for figure in beat.figures():
        print(json.dumps(figure), flush=True)


if __name__ == "__main__":
    main()
