# SPDX-License-Identifier: MIT
"""Folders in which a database is at risk: on a network, kept equal by a cloud, or linked twice."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

_NETWORK = ("nfs", "cifs", "smb", "9p", "afs", "ncpfs", "webdav", "davfs", "sshfs", "rclone")
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.gvfsd", "fuse.s3fs", "fuse.smb")

_CLOUDS = (
    "dropbox",
    "onedrive",
    "icloud",
    "mobile documents",
    "google drive",
    "googledrive",
    "my drive",
    "cloudstorage",
    "nextcloud",
    "owncloud",
    "pclouddrive",
    "box sync",
    "seafile",
)
_MARKS = (".dropbox", ".dropbox.cache", ".stfolder", ".nextcloudsync.log", ".owncloudsync.log")
"""What such programs leave in the folder that they keep equal."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Why the place of a project is not a good one."""

    kind: str
    """`network`, `cloud` or `linked`."""
    name: str
    """The kind of file system, the folder, or how often the file is linked."""
    advice: str
    """One sentence for the analyst."""


def risks(project: Path) -> list[Risk]:
    """Return what is wrong with the place of `project`; opens nothing."""
    project = project.resolve()
    found = []
    kind = file_system(project)
    if is_network(kind):
        found.append(
            Risk(
                "network",
                kind,
                f"{project} lies on a network drive ({kind}), where other computers can't see "
                "that it is open; keep it on this computer and back it up there.",
            )
        )
    cloud = cloud_folder(project)
    if cloud is not None:
        found.append(
            Risk(
                "cloud",
                str(cloud),
                f"{project} lies in {cloud.name}, which may exchange the file while it is open; "
                "keep it outside and let the backups go there.",
            )
        )
    links = _links(project)
    if links > 1:
        found.append(
            Risk(
                "linked",
                str(links),
                f"{project} is the same file under {links} names; open it under one of them only.",
            )
        )
    return found


def is_network(kind: str) -> bool:
    """Return whether a kind of file system is one whose files are on another computer."""
    kind = kind.lower()
    return kind.startswith(_NETWORK) or kind.startswith(_NETWORK_FUSE)


def cloud_folder(project: Path) -> Path | None:
    """The folder around `project` that a program keeps equal to one elsewhere; None if none is."""
    for folder in project.parents:
        if folder.name.lower().startswith(_CLOUDS):
            return folder
        with contextlib.suppress(OSError):
            if any((folder / mark).exists() for mark in _MARKS):
                return folder
    return None


def file_system(path: Path) -> str:
    """Return the kind of file system that `path` lies on, such as `ext4`; empty if unknown."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        if sys.platform == "win32":
            return "smb" if _is_remote_drive(path) else ""
        if sys.platform == "darwin":
            return _statfs(path)
        return mounted(path, Path("/proc/self/mountinfo").read_text(encoding="utf-8"))
    return ""


def mounted(path: Path, table: str) -> str:
    """The kind of file system of `path` by a table of mounts as in Linux' /proc/self/mountinfo."""
    best, kind = "", ""
    for line in table.splitlines():
        fields, _dash, rest = line.partition(" - ")
        point = fields.split()[4].encode().decode("unicode_escape")
        # The later of two mounts on one point is the one that is seen.
        if path.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, rest.split()[0]
    return kind


def _is_remote_drive(path: Path) -> bool:
    import ctypes

    remote = 4
    root = f"{path.drive}\\"
    if root.startswith("\\\\"):
        return True
    kind: int = ctypes.windll.kernel32.GetDriveTypeW(root)  # type: ignore[attr-defined]
    return kind == remote


def _statfs(path: Path) -> str:
    """f_fstypename of macOS' struct statfs, 72 bytes into it (sys/mount.h, 64-bit inodes)."""
    import ctypes

    result = ctypes.create_string_buffer(4096)
    if ctypes.CDLL(None).statfs(os.fsencode(path), result) != 0:
        return ""
    return result.raw[72:88].split(b"\0")[0].decode()


def _links(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_nlink
    return 1
