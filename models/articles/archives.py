# SPDX-License-Identifier: MIT
"""ZIP archives of unknown origin: read member by member into memory, never unpacked to disk.

What an archive says about the sizes of its members may be wrong, so that reading counts, too. The
names of members are shown and never used as paths.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Self

from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

MOST_MEMBERS = 10_000
MOST_BYTES = 400_000_000
"""Bytes of all members together, unpacked."""
MOST_MEMBER = 200_000_000
_MOST_RATIO = 200
"""How many times larger than packed a member may be that is not small."""
_SMALL = 10_000_000
_PIECE = 1 << 16


class Archive:
    """A ZIP archive whose members are read within limits; errors call it `name`."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self._left = MOST_BYTES
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {
                info.filename: info for info in self._zip.infolist() if not info.is_dir()
            }
        except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError) as error:
            raise ClaimdeskError(
                _("{name} is a damaged archive: {error}.").format(name=name, error=error)
            ) from error
        if len(self._members) > MOST_MEMBERS:
            raise ClaimdeskError(
                _("{name} holds {n} files; split it into archives of {most} at most.").format(
                    name=name, n=len(self._members), most=MOST_MEMBERS
                )
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def names(self) -> list[str]:
        """Return the names of the members, as they stand in the archive."""
        return list(self._members)

    def __contains__(self, member: str) -> bool:
        return member in self._members

    def check_sizes(self) -> None:
        """Raise ClaimdeskError if the members are too large to be read by a library."""
        infos = self._members.values()
        whole = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if whole > MOST_BYTES or (whole > _SMALL and whole > _MOST_RATIO * packed):
            raise _too_much(self.name)

    def read(self, member: str) -> bytes:
        """Return a member.

        Raises ClaimdeskError if it is missing, encrypted, damaged or too large.
        """
        shown = f"{self.name}/{member}"
        info = self._members.get(member)
        if info is None:
            raise ClaimdeskError(
                _("{name} is damaged: {member} is missing.").format(name=self.name, member=member)
            )
        if info.flag_bits & 1:
            raise ClaimdeskError(
                _("{name} is encrypted; save it without a password and try again.").format(
                    name=shown
                )
            )
        most = min(MOST_MEMBER, self._left)
        ratio = info.file_size / max(1, info.compress_size)
        if info.file_size > most or (info.file_size > _SMALL and ratio > _MOST_RATIO):
            raise _too_much(shown)
        try:
            data = b"".join(self._pieces(info, most, shown))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise ClaimdeskError(
                _("{name} is damaged: {error}.").format(name=shown, error=error)
            ) from error
        self._left -= len(data)
        return data

    def _pieces(self, info: zipfile.ZipInfo, most: int, shown: str) -> Iterator[bytes]:
        count = 0
        with self._zip.open(info) as file:
            while piece := file.read(_PIECE):
                count += len(piece)
                if count > most or (count > _SMALL and count > _MOST_RATIO * info.compress_size):
                    raise _too_much(shown)
                yield piece


def _too_much(shown: str) -> ClaimdeskError:
    return ClaimdeskError(
        _("{name} unpacks to far more than it should, as an attack does; it was not read.").format(
            name=shown
        )
    )
