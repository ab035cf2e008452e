# SPDX-License-Identifier: MIT
"""Risky locations of a project: network drives, folders synchronised with a cloud, hard links."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from claimdesk.models.messages.catalogue import _
from claimdesk.models.store.regular_files import resolved

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
"""Files by which the root folder of a synchronisation program is recognised."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Why the location of a project is risky."""

    kind: str
    """`network`, `cloud` or `linked`."""
    name: str
    """The kind of file system, the folder, or how often the file is linked."""
    advice: str
    """One sentence for the analyst."""


def risks(project: Path) -> list[Risk]:
    """Return the risks of the location of `project`; opens no file."""
    project = resolved(project)
    found = []
    kind = file_system(project)
    if is_network(kind):
        found.append(
            Risk(
                "network",
                kind,
                _(
                    "{project} is on a network drive ({kind}), where other computers can't see "
                    "that it is open; keep it on this computer and back it up there."
                ).format(project=project, kind=kind),
            )
        )
    cloud = cloud_folder(project)
    if cloud is not None:
        found.append(
            Risk(
                "cloud",
                str(cloud),
                _(
                    "{project} is in {folder}, which may replace the file while it is open; "
                    "keep it outside and let the backups go there."
                ).format(project=project, folder=cloud.name),
            )
        )
    links = _links(project)
    if links > 1:
        found.append(
            Risk(
                "linked",
                str(links),
                _(
                    "{project} has {links} names (hard links); open it under one of them only."
                ).format(project=project, links=links),
            )
        )
    return found


def is_network(kind: str) -> bool:
    """Return whether a kind of file system holds its files on another computer."""
    kind = kind.lower()
    return kind.startswith(_NETWORK) or kind.startswith(_NETWORK_FUSE)


def cloud_folder(project: Path) -> Path | None:
    """Return the folder around `project` that a program synchronises; None if there is none."""
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
        return mounted_file_system(path, Path("/proc/self/mountinfo").read_text(encoding="utf-8"))
    return ""


def mounted_file_system(path: Path, table: str) -> str:
    """Return the file system of `path` by a mount table like Linux' /proc/self/mountinfo."""
    best, kind = "", ""
    for line in table.splitlines():
        fields, _dash, rest = line.partition(" - ")
        point = fields.split()[4].encode().decode("unicode_escape")
        # Of two mounts on one point, the later one counts.
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
    """Return f_fstypename of macOS' struct statfs, at byte 72 (sys/mount.h, 64-bit inodes)."""
    import ctypes

    result = ctypes.create_string_buffer(4096)
    if ctypes.CDLL(None).statfs(os.fsencode(path), result) != 0:
        return ""
    return result.raw[72:88].split(b"\0")[0].decode()


def _links(path: Path) -> int:
    with contextlib.suppress(OSError):
        return path.stat().st_nlink
    return 1
