# SPDX-License-Identifier: MIT
"""Set everything up, then open the window on the sample project.

Without a display, do the same work without a window: create the sample project and suggestions,
export and count them, and write a picture of the window, all into one folder.

    python3 packaging/run.py [--no-window] [--output DIR]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from setup_env import ROOT, Environment, prepare, say

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KEPT = ROOT / ".claimdesk"


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up the environment and open the window, or work without a display."""
    options = parse(arguments)
    environment = prepare()
    try:
        if options.no_window or options.output or not has_display(sys.platform, os.environ):
            return work_without_window(environment, options.output)
        return open_window(environment)
    except subprocess.CalledProcessError as error:
        say(f"claimdesk: error: This command failed: {' '.join(map(str, error.cmd))}")
    except OSError as error:
        say(f"claimdesk: error: {error}")
    except KeyboardInterrupt:
        return 130
    return 1


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Parse the command line."""
    parser = argparse.ArgumentParser(
        prog="run.py", description="Set up Claimdesk and open it on the sample project."
    )
    parser.add_argument(
        "--no-window", action="store_true", help="work without a window, as without a display"
    )
    parser.add_argument(
        "--output",
        type=Path,
        metavar="DIR",
        help="a new or empty folder for the results without a window (default: .claimdesk/demo)",
    )
    return parser.parse_args(arguments)


def has_display(system: str, environ: Mapping[str, str]) -> bool:
    """Return whether Qt can open a window; `system` is named as in sys.platform."""
    if environ.get("QT_QPA_PLATFORM", "").partition(":")[0] in ("offscreen", "minimal"):
        return False
    if system in ("win32", "darwin"):
        return True
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def open_window(environment: Environment) -> int:
    """Open the window on the sample project, which is created first if necessary."""
    project = KEPT / "sample.claimdesk"
    if not project.exists():
        project.parent.mkdir(exist_ok=True)
        run([environment.program("claimdesk"), "sample", project])
    say(f"Opening {project}")
    code = subprocess.run(
        [environment.python, "-P", "-m", "claimdesk.gui.app", project], check=False
    ).returncode
    if code:
        say("The window ended with an error. `python3 packaging/run.py --no-window` needs none.")
    return 1 if code else 0


def work_without_window(environment: Environment, output: Path | None) -> int:
    """Create, export and picture the sample project without a display."""
    folder = make_folder(output)
    claimdesk = environment.program("claimdesk")
    project = folder / "sample.claimdesk"
    every = ("--state", "all")
    run([claimdesk, "sample", project])
    run([claimdesk, "suggest", project])
    for kind in ("jsonl", "csv"):
        run(
            [
                claimdesk,
                "export",
                project,
                "--format",
                kind,
                "--output",
                folder / f"claims.{kind}",
                *every,
            ]
        )
    run(
        [claimdesk, "distribution", project, "--by", "speaker", "--by", "stance", *every, "--csv"],
        into=folder / "distribution.csv",
    )
    picture = folder / "window.png"
    run(
        [
            environment.python,
            "-P",
            "-m",
            "claimdesk.gui.window.picture",
            project,
            "--output",
            picture,
        ],
        QT_QPA_PLATFORM="offscreen",
    )
    return report(folder)


def make_folder(output: Path | None) -> Path:
    """Return the empty output folder; one given by a person has to be empty already."""
    folder = (output or KEPT / "demo").absolute()
    if output is None:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty; name a new folder or an empty one")
    return folder


def run(command: Sequence[str | Path], into: Path | None = None, **environ: str) -> None:
    """Show one command and run it; its standard output goes to the file `into` if given.

    Raises subprocess.CalledProcessError if it fails.
    """
    arguments = [str(part) for part in command]
    say(f"$ {' '.join([Path(arguments[0]).stem, *arguments[1:]])}{f' > {into}' if into else ''}")
    environment = {**os.environ, **environ}
    if into is None:
        subprocess.run(arguments, check=True, env=environment, stdout=sys.stderr)
        return
    with into.open("wb") as file:
        subprocess.run(arguments, check=True, env=environment, stdout=file)


def report(folder: Path) -> int:
    """Print the files that were made, one a line; return 1 if any is missing or empty."""
    expected = ["sample.claimdesk", "claims.jsonl", "claims.csv", "distribution.csv", "window.png"]
    sizes = {name: (folder / name).stat().st_size for name in expected if (folder / name).exists()}
    lacking = [name for name in expected if not sizes.get(name)]
    if lacking:
        say(f"claimdesk: error: {folder}: missing or empty: {', '.join(lacking)}")
        return 1
    print(f"Done without a window. The results are in {folder}:")
    for name, size in sizes.items():
        print(f"  {name:<18}{size:>10,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
