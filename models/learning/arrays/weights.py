# SPDX-License-Identifier: MIT
"""Weights ready for use, and models as bytes: arrays and JSON, validated when they are read.

A project may come from a stranger, so nothing here is unpickled or run: an archive of plain arrays
(`allow_pickle=False`) whose sizes, forms and values are checked first.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.learning.arrays.crf import Linear
from claimdesk.models.learning.arrays.hashing import BUCKETS
from claimdesk.models.learning.arrays.net import MIN_SPREAD, Net
from claimdesk.models.messages.catalogue import _
from claimdesk.models.messages.errors import ClaimdeskError

FORM = 1
"""Raised when features or labels change their meaning: older models are then not used."""
_UNPACKED = 96 * 2**20
"""Bytes of all arrays of a model, unpacked."""
_ABOUT = "about.json"


class Weights:
    """A linear model, and the table that its features are looked up in."""

    def __init__(self, linear: Linear) -> None:
        self.linear = linear

    @cached_property
    def table(self) -> NDArray[np.float32]:
        """The weights of all buckets, shape (BUCKETS, labels)."""
        return self.linear.table()


def packed(parts: Mapping[str, Linear], about: Mapping[str, Any], net: Net | None = None) -> bytes:
    """Models by name, a net, and what is to be known about them, as bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        _write(archive, _ABOUT, json.dumps({**about, "form": FORM}, sort_keys=True).encode())
        for name, array in _arrays(parts, net).items():
            file = io.BytesIO()
            np.lib.format.write_array(file, array, allow_pickle=False)
            _write(archive, name, file.getvalue())
    return target.getvalue()


def _arrays(parts: Mapping[str, Linear], net: Net | None) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    if net is not None:
        arrays = {"net.middle": net.middle, "net.hidden": net.hidden, "net.out": net.out}
    for name, linear in parts.items():
        arrays[f"{name}.buckets"] = linear.buckets
        arrays[f"{name}.weights"] = linear.weights.astype(np.float16)
        arrays[f"{name}.steps"] = linear.transitions
    return arrays


def _write(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    # The same model is the same bytes, whenever it was made.
    info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, content)


def unpacked(data: bytes, labels: Mapping[str, int]) -> tuple[dict[str, Linear], dict[str, Any]]:
    """Return the models of these names with as many labels, and what is to be known about them.

    Raises ClaimdeskError if the bytes are not a model of this form, whatever they are.
    """
    with _opened(data) as archive:
        about = json.loads(archive.read(_ABOUT))
        if not isinstance(about, dict) or about.get("form") != FORM:
            raise _other_version()
        return {name: _linear(archive, name, n) for name, n in labels.items()}, about


def unpacked_net(data: bytes, columns: int) -> Net:
    """Return the net for as many columns.

    Raises ClaimdeskError if there is none, or one of another form.
    """
    with _opened(data) as archive:
        if "net.out" not in archive.namelist():
            raise _other_version()
        return _net(archive, columns)


@contextmanager
def _opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Return the archive; whatever goes wrong with it is a ClaimdeskError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _UNPACKED:
                raise _too_large()
            yield archive
    except ClaimdeskError:
        raise
    except Exception as error:
        raise _damaged() from error


def _linear(archive: zipfile.ZipFile, name: str, labels: int) -> Linear:
    buckets = _array(archive, f"{name}.buckets", np.dtype(np.int32), 1)
    weights = _array(archive, f"{name}.weights", np.dtype(np.float16), 2)
    steps = _array(archive, f"{name}.steps", np.dtype(np.float64), 2)
    if weights.shape != (len(buckets), labels) or steps.shape != (labels, labels):
        raise _damaged()
    if len(buckets) and not (buckets[0] >= 0 and buckets[-1] < BUCKETS):
        raise _damaged()
    if (np.diff(buckets) <= 0).any() or not (np.isfinite(weights).all() and _moderate(steps)):
        raise _damaged()
    return Linear(buckets, weights.astype(np.float32), steps)


def _net(archive: zipfile.ZipFile, columns: int) -> Net:
    middle, hidden, out = (
        _array(archive, f"net.{part}", np.dtype(np.float32), 2)
        for part in ("middle", "hidden", "out")
    )
    units = hidden.shape[1]
    shapes = (2, columns), (columns + 1, units), (units + 1, 1)
    if (middle.shape, hidden.shape, out.shape) != shapes:
        raise _damaged()
    if not all(map(_moderate, (middle, hidden, out))) or (middle[1] < MIN_SPREAD).any():
        raise _damaged()
    return Net(middle, hidden, out)


def _moderate(values: NDArray[Any]) -> bool:
    return bool(np.isfinite(values).all() and (np.abs(values) < 100).all())


def _array(archive: zipfile.ZipFile, name: str, kind: np.dtype[Any], axes: int) -> NDArray[Any]:
    with archive.open(name) as file:
        # The header is looked at first: it says how much memory the array would take.
        content = io.BytesIO(file.read())
    version = np.lib.format.read_magic(content)
    if version != (1, 0):
        raise _damaged()
    shape, _fortran, dtype = np.lib.format.read_array_header_1_0(content)
    size = int(np.prod(shape, dtype=np.float64)) * dtype.itemsize
    if dtype != kind or len(shape) != axes or size != len(content.getvalue()) - content.tell():
        raise _damaged()
    content.seek(0)
    return np.lib.format.read_array(content, allow_pickle=False)


def _other_version() -> ClaimdeskError:
    return ClaimdeskError(
        _("The learned model can't be used: it was made by another version of Claimdesk.")
    )


def _too_large() -> ClaimdeskError:
    return ClaimdeskError(_("The learned model can't be used: it is too large."))


def _damaged() -> ClaimdeskError:
    return ClaimdeskError(_("The learned model can't be used: it is damaged."))
