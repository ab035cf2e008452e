# SPDX-License-Identifier: MIT
"""The share of the window in which the text of the article is, at the first start, per size.

Baseline: the same on the same screens while panels stood below the article and beside it.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

SIZES = (
    # width, height, scale of the font, baseline and target in percent
    (1440, 900, 1.0, 22, 45),
    (1280, 800, 1.0, 16, 40),
    (1024, 700, 1.0, 10, 33),
    (1440, 900, 2.0, 9, 33),
)


def measure(folder: Path, width: int, height: int, scale: float) -> float:
    """Return the percentage in a window of a size; each is started in a process of its own."""
    arguments = [str(folder), str(width), str(height), str(scale)]
    done = subprocess.run(
        [sys.executable, "-P", __file__, *arguments], capture_output=True, text=True, check=True
    )
    return float(done.stdout.split()[-1])


def share(folder: Path, width: int, height: int, scale: float) -> float:
    """Open the window as the program does and return the share in percent."""
    import time

    from PySide6.QtCore import QSettings, QSize
    from PySide6.QtGui import QFont

    from claimdesk.gui.app import Start, application

    app = application([], "light")
    font = QFont(app.font())
    font.setPointSizeF(font.pointSizeF() * scale)
    app.setFont(font)
    settings = QSettings(str(folder / f"{width}-{scale}.ini"), QSettings.Format.IniFormat)
    settings.setValue("suggest_on_open", False)
    start = Start(settings, folder / "sample.claimdesk", QSize(width, height))
    ends = time.monotonic() + 60
    while time.monotonic() < ends and (
        start.workbench is None or start.workbench.desk.article is None
    ):
        app.processEvents()
        time.sleep(0.01)
    assert start.workbench is not None
    claims = (row for row in start.workbench.desk.annotations.values() if row.layer == "claim")
    start.workbench.desk.set_current(next(claims).id)
    for _turn in range(50):
        app.processEvents()
        time.sleep(0.01)
    text, window = start.workbench.view.viewport().size(), start.window.size()
    assert (window.width(), window.height()) == (width, height)
    start.window.close()
    return 100 * text.width() * text.height() / (width * height)


def main() -> None:
    if len(sys.argv) > 1:
        folder, width, height, scale = sys.argv[1:]
        found = share(Path(folder), int(width), int(height), float(scale))
        print(found)
        return
    from claimdesk.models.exchange.sample import create_sample

    with tempfile.TemporaryDirectory() as place:
        create_sample(Path(place) / "sample.claimdesk")
        for width, height, scale, before, target in SIZES:
            value = measure(Path(place), width, height, scale)
            font = f", font {scale:.0%}" if scale != 1 else ""
            print(
                json.dumps(
                    {
                        "name": f"reading-room: {width}x{height}{font}",
                        "value": round(value, 1),
                        "unit": "percent of the window that show the article",
                        "baseline": before,
                        "target": target,
                        "met": value >= target,
                    }
                )
            )


if __name__ == "__main__":
    main()
