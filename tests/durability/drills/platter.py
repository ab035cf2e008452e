# SPDX-License-Identifier: MIT
"""What a disk may hold after the power was cut: a model of files whose last writes are uncertain.

What was not synced is there, or is not, or is there in part: each piece of a write that lies within
a sector of 512 bytes is new, old or garbage by itself, so that writes are also reordered. Names
(created, renamed, removed) become certain in their order, as in a file system with a journal; how
far it got is uncertain until the folder is synced. SQLite's own tests assume the same
(sqlite.org/atomiccommit.html, 2.0 and sqlite.org/psow.html).
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from drills.disk import Call

SECTOR = 512

_KEPT = (0.0, 0.1, 0.5, 0.9, 1.0)
"""Which part of the unsynced sectors a cut lets through."""
_GARBAGE = 0.05
"""Which part of the others holds neither what was there nor what was written."""


@dataclass(eq=False)
class _Inode:
    sure: bytearray = field(default_factory=bytearray)
    unsure: list[Call] = field(default_factory=list)


@dataclass
class _Name:
    """One change of a folder: `path` is this inode from then on, or no file at all."""

    path: str
    inode: _Inode | None
    also: _Name | None = None
    """What happens in the same moment: the old name goes when a file is renamed."""

    def touches(self, folder: str) -> bool:
        here = os.path.dirname(self.path) == folder
        return here or (self.also is not None and self.also.touches(folder))

    def apply(self, names: dict[str, _Inode]) -> None:
        if self.inode is None:
            names.pop(self.path, None)
        else:
            names[self.path] = self.inode
        if self.also:
            self.also.apply(names)


class Platter:
    """Takes the calls of a disk one by one; at any time, `cut` says what may be left."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._sure = {path: _Inode(bytearray(data)) for path, data in files.items()}
        self._now = dict(self._sure)
        self._unsure: list[_Name] = []

    def take(self, call: Call) -> None:
        inode = self._now.get(call.path)
        if call.what == "create":
            self._change(_Name(call.path, _Inode()))
        elif call.what == "sync folder":
            self._settle(call.path)
        elif inode is None:
            # A lock file, say: the program puts nothing into it that must last.
            return
        elif call.what in ("write", "truncate"):
            inode.unsure.append(call)
        elif call.what == "sync":
            for each in inode.unsure:
                _apply(inode.sure, each)
            inode.unsure.clear()
        elif call.what == "remove":
            self._change(_Name(call.path, None))
        elif call.what == "rename":
            self._change(_Name(call.data.decode(), inode, _Name(call.path, None)))

    def cut(self, chance: random.Random) -> dict[str, bytes]:
        """The files that are left, if chance decides what of the unsynced is."""
        names = dict(self._sure)
        for name in self._unsure[: chance.randint(0, len(self._unsure))]:
            name.apply(names)
        kept = chance.choice(_KEPT)
        return {path: _left(inode, chance, kept) for path, inode in names.items()}

    def _change(self, name: _Name) -> None:
        name.apply(self._now)
        self._unsure.append(name)

    def _settle(self, folder: str) -> None:
        touching = [i for i, name in enumerate(self._unsure) if name.touches(folder)]
        if touching:
            for name in self._unsure[: touching[-1] + 1]:
                name.apply(self._sure)
            del self._unsure[: touching[-1] + 1]


def _apply(data: bytearray, call: Call) -> None:
    if call.what == "truncate":
        del data[call.offset :]
        data.extend(bytes(call.offset - len(data)))
        return
    _put(data, call.offset, call.data)


def _put(data: bytearray, offset: int, piece: bytes) -> None:
    if offset > len(data):
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(piece)] = piece


def _left(inode: _Inode, chance: random.Random, kept: float) -> bytes:
    data = bytearray(inode.sure)
    for call in inode.unsure:
        if call.what == "truncate":
            if chance.random() < kept:
                _apply(data, call)
            continue
        for offset, piece in _sectors(call):
            if chance.random() < kept:
                _put(data, offset, piece)
            elif 0 < kept < 1 and chance.random() < _GARBAGE:
                _put(data, offset, chance.randbytes(len(piece)))
    return bytes(data)


def _sectors(call: Call) -> Iterator[tuple[int, bytes]]:
    start, end = call.offset, call.offset + len(call.data)
    while start < end:
        stop = min(end, (start // SECTOR + 1) * SECTOR)
        yield start, call.data[start - call.offset : stop - call.offset]
        start = stop
