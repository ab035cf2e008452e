# SPDX-License-Identifier: MIT
"""Takes the pictures of the real window: those of the README and those to look at after a change.

python3 packaging/pictures.py [--all DIR]

Without an argument it writes packaging/pictures/window-light.png and window-dark.png. With --all it
writes these and more (a small screen, a large font) into DIR.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from setup_env import ROOT, prepare

PICTURES = ROOT / "packaging" / "pictures"
KEPT = {"window-light": (), "window-dark": ("--dark",)}
MORE = {
    "small-screen": ("--size", "1280x800"),
    "large-font": ("--size", "1600x1000", "--font", "2"),
    "large-font-dark": ("--size", "1600x1000", "--font", "2", "--dark"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="Take pictures of the window.")
    parser.add_argument("--all", type=Path, metavar="DIR", help="more pictures, into a folder")
    options = parser.parse_args()
    environment = prepare()
    folder = options.all or PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {**KEPT, **MORE} if options.all else KEPT
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as place:
        project = Path(place) / "sample.claimdesk"
        subprocess.run([environment.program("claimdesk"), "sample", project], check=True)
        for name, arguments in wanted.items():
            output = folder / f"{name}.png"
            command = [str(environment.python), "-P", "-m", "claimdesk.gui.picture", str(project)]
            subprocess.run([*command, "--output", str(output), *arguments], check=True)
            print(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
