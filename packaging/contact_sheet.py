# SPDX-License-Identifier: MIT
"""Put pictures small beside one another: contact_sheet.py SHEET PICTURE..."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter

_COLUMNS, _WIDTH, _HEIGHT, _LABEL = 3, 640, 420, 24


def main(sheet: str, *pictures: str) -> None:
    """Write a sheet with pictures in three columns, each with its name."""
    _application = QGuiApplication(["contact_sheet"])
    rows = -(-len(pictures) // _COLUMNS)
    paper = QImage(_COLUMNS * _WIDTH, rows * (_HEIGHT + _LABEL), QImage.Format.Format_RGB32)
    paper.fill(Qt.GlobalColor.gray)
    with QPainter(paper) as painter:
        for number, path in enumerate(pictures):
            row, column = divmod(number, _COLUMNS)
            place = QRect(column * _WIDTH, row * (_HEIGHT + _LABEL), _WIDTH - 8, _LABEL)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, Path(path).stem)
            picture = QImage(path)
            picture.setDevicePixelRatio(1)
            shown = picture.scaled(
                _WIDTH - 8,
                _HEIGHT - 8,
                Qt.AspectRatioMode.KeepAspectRatio,
                Qt.TransformationMode.SmoothTransformation,
            )
            painter.drawImage(place.bottomLeft(), shown)
    paper.save(sheet)


if __name__ == "__main__":
    main(*sys.argv[1:])
