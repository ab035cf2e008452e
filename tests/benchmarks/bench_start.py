# SPDX-License-Identifier: MIT
"""Time from the start of the process to the first painted frame of the window.

Baseline: the same window after importing everything first and loading the spaCy pipeline. The two
are run in turn; the ratio is that of the medians.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile

RUNS = 7
TARGET = 3.0

_OURS = """
import os, sys, time
from PySide6.QtCore import QSettings, QTimer
from claimdesk.gui.app import application
from claimdesk.gui.window.main_window import MainWindow
app = application([], "light")
window = MainWindow(QSettings(sys.argv[1] + "/s.ini", QSettings.Format.IniFormat))
window.painted.connect(lambda: (print(time.time(), time.process_time()), os._exit(0)))
window.show()
sys.stdout.flush()
app.exec()
"""
_EAGER = """
import claimdesk.gui.window.workbench, claimdesk.models.cli, pyqtgraph
from claimdesk.models.suggest.engine import Engine
Engine.load()
"""


def first_paint(eager: bool, folder: str) -> tuple[float, float]:
    """Wall seconds since the process was started, and CPU seconds, until the first paint."""
    import time

    code = (_EAGER if eager else "") + _OURS.replace(
        "print(time.time(), time.process_time())",
        "print(time.time(), time.process_time(), flush=True)",
    )
    begun = time.time()
    done = subprocess.run(
        [sys.executable, "-P", "-c", code, folder], capture_output=True, text=True, check=True
    )
    at, cpu = map(float, done.stdout.split()[-2:])
    return at - begun, cpu


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        first_paint(True, folder)
        first_paint(False, folder)
        runs = [(first_paint(False, folder), first_paint(True, folder)) for _ in range(RUNS)]
    for place, kind in ((0, "wall"), (1, "CPU")):
        ours = statistics.median(run[0][place] for run in runs)
        eager = statistics.median(run[1][place] for run in runs)
        ratio = eager / ours
        print(
            json.dumps(
                {
                    "name": f"start: first paint, {kind}",
                    "value": round(ratio, 2),
                    "unit": f"times sooner ({1000 * ours:.0f} ms against {1000 * eager:.0f} ms)",
                    "baseline": "everything imported and the pipeline loaded first",
                    "target": TARGET,
                    "met": ratio >= TARGET,
                }
            )
        )


if __name__ == "__main__":
    main()
