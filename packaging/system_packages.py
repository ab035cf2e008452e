# SPDX-License-Identifier: MIT
"""Find, and on Debian and Ubuntu install, the system packages that Qt and Python need.

A library is looked for by loading it, not by asking for its package, since the names of packages
differ between releases (`libglib2.0-0`, `libglib2.0-0t64`). Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A library that PySide6-Essentials or one of its platform plugins loads: its package on Debian.
# Others, such as libxcb-image, are dependencies of these packages.
QT_LIBRARIES = {
    # any window, the offscreen platform included
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgthread-2.0.so.0": "libglib2.0-0",
    # X11
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    # Wayland
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
FONT_KINDS = {".otf", ".pfb", ".ttc", ".ttf"}


class SetupError(Exception):
    """The set-up cannot continue; the text says why and what to do."""


class Missing(NamedTuple):
    """A missing system library, and the package that contains it."""

    what: str
    package: str  # of Debian and Ubuntu


def provide(has_venv: bool, run: Callable[[Sequence[str]], object]) -> None:
    """Install what is missing where possible; on Windows and macOS, Qt brings all it needs.

    Raise SetupError, with what to do, where that needs another user or another tool.
    """
    if sys.platform.startswith("linux"):
        install(missing_on_linux(has_venv), run)
    elif not has_venv:
        raise SetupError("This Python lacks the module venv; install Python from python.org.")


def missing_on_linux(
    has_venv: bool, can_load: Callable[[str], bool] | None = None, has_font: bool | None = None
) -> list[Missing]:
    """Return what is missing here; `can_load` and `has_font` replace the real checks in tests."""
    can_load = can_load or _can_load
    missing = []
    if not has_venv:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        missing.append(Missing("the Python modules venv and ensurepip", f"python{version}-venv"))
    missing += [Missing(*item) for item in QT_LIBRARIES.items() if not can_load(item[0])]
    if not (_has_font() if has_font is None else has_font):
        missing.append(Missing("a font", FONT_PACKAGE))
    return missing


def install(
    missing: Sequence[Missing],
    run: Callable[[Sequence[str]], object],
    has_apt: bool | None = None,
    is_root: bool | None = None,
) -> None:
    """Install with apt-get as root; otherwise raise SetupError with the exact line to run."""
    if not missing:
        return
    if not (shutil.which("apt-get") if has_apt is None else has_apt):
        names = ", ".join(item.what for item in missing)
        raise SetupError(
            f"This system lacks {names}. Install them with its package manager, "
            "then run the same command again."
        )
    packages = [item.package for item in missing]
    if not (os.geteuid() == 0 if is_root is None else is_root):
        raise SetupError(
            "System packages are missing. Run this line, then the same command again:\n\n"
            f"    {apt_line(packages)}\n"
        )
    print(f"Installing system packages: {' '.join(packages)} …", file=sys.stderr, flush=True)
    run(["apt-get", "--quiet=2", "update"])
    # A machine that has just started may be busy with its own updates: wait for them.
    options = ("--quiet=2", "--option=DPkg::Lock::Timeout=300")
    run(["env", "DEBIAN_FRONTEND=noninteractive", *_apt_install(packages, *options)])


def apt_line(packages: Sequence[str], has_sudo: bool | None = None) -> str:
    """Return one line for a shell; with su where sudo is missing, as on a minimal Debian."""
    line = f"apt-get update && {' '.join(_apt_install(packages))}"
    if not (shutil.which("sudo") if has_sudo is None else has_sudo):
        return f"su -c '{line}'"
    return f"sudo {line}".replace("&& ", "&& sudo ")


def _apt_install(packages: Sequence[str], *options: str) -> list[str]:
    return ["apt-get", *options, "install", "--yes", "--no-install-recommends", *packages]


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_font() -> bool:
    files = (file for folder in FONT_FOLDERS for file in Path(folder).expanduser().rglob("*"))
    return any(file.suffix.lower() in FONT_KINDS for file in files)
