# SPDX-License-Identifier: MIT
"""Prepare the checkout: system packages, `.venv`, locked packages, and the checkout itself.

This runs before anything is installed, so it uses the standard library only, and syntax that an
older Python can read, to be able to say which Python is needed.

A stamp in `.venv` records what was installed. If it is up to date, nothing is installed. An empty
stamp means that the last set-up was interrupted; then `.venv` is created again.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import system_packages
from system_packages import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import BinaryIO

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
RUN_LOCK = "requirements.lock"
DEV_LOCK = "requirements-dev.lock"


class Environment:
    """The `.venv` of one checkout.

    `run` executes one command and raises subprocess.CalledProcessError if it fails.
    """

    def __init__(
        self, root: Path = ROOT, run: Callable[[Sequence[str]], object] | None = None
    ) -> None:
        self.root = root
        self.folder = root / ".venv"
        self._run = run or run_command

    @property
    def python(self) -> Path:
        return self.program("python")

    def program(self, name: str) -> Path:
        """Return where `.venv` keeps the command `name`."""
        if os.name == "nt":
            return self.folder / "Scripts" / f"{name}.exe"
        return self.folder / "bin" / name

    def is_ready(self, dev: bool = False) -> bool:
        """Return whether the stamp says that all is installed; a dev set-up also serves a run."""
        stamp = self._read_stamp()
        kind = "dev" if dev else "run"
        return bool(
            stamp
            and self.python.exists()
            and stamp.get("place") == self._place()
            and stamp.get(kind) == self._contents(kind)
        )

    def set_up(self, dev: bool = False) -> None:
        """Install what is missing; do nothing if nothing is."""
        if self.is_ready(dev):
            return
        with _locked(self.root / ".claimdesk" / "setup.lock"):
            if not self.is_ready(dev):
                self._install(dev)

    def _install(self, dev: bool) -> None:
        say(f"Setting up Claimdesk in {self.folder}; this takes some minutes, once …")
        if self._must_start_afresh():
            shutil.rmtree(str(self.folder))
        self.folder.mkdir(exist_ok=True)
        self._write_stamp({})
        if not self.python.exists():
            self._run([_base_python(), "-m", "venv", str(self.folder)])
        self._pip("--require-hashes", "--only-binary", ":all:", "-r", DEV_LOCK if dev else RUN_LOCK)
        self._pip("--no-deps", "--no-build-isolation", "-e", str(self.root))
        kinds = ("run", "dev") if dev else ("run",)
        self._write_stamp({"place": self._place(), **{k: self._contents(k) for k in kinds}})

    def _must_start_afresh(self) -> bool:
        """Return whether set-up was interrupted, or `.venv` belongs to another place or Python.

        A `.venv` without a stamp was created by hand and is kept.
        """
        stamp = self._read_stamp()
        return stamp is not None and stamp.get("place") != self._place()

    def _pip(self, *arguments: str) -> None:
        quiet = () if sys.stderr.isatty() else ("--quiet",)
        command = (str(self.python), "-I", "-m", "pip", "--disable-pip-version-check", "--no-input")
        at_root = (str(self.root / a) if a in (RUN_LOCK, DEV_LOCK) else a for a in arguments)
        self._run([*command, "install", *quiet, *at_root])

    def _place(self) -> str:
        """Return a digest of what `.venv` depends on: the path of the checkout, and the Python."""
        return _digest(str(self.root), _base_python(), platform.python_version())

    def _contents(self, kind: str) -> str:
        """Return a digest of what is to be installed; for dev it covers both locks."""
        names = ("pyproject.toml", RUN_LOCK, *((DEV_LOCK,) if kind == "dev" else ()))
        return _digest(*((self.root / name).read_text(encoding="utf-8") for name in names))

    @property
    def _stamp(self) -> Path:
        return self.folder / "claimdesk-setup.json"

    def _read_stamp(self) -> dict[str, str] | None:
        """Return the stamp; {} for one that is empty or damaged, None where there is none."""
        try:
            stamp = json.loads(self._stamp.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError:
            return {}
        return stamp if isinstance(stamp, dict) else {}

    def _write_stamp(self, stamp: Mapping[str, str]) -> None:
        """Write the stamp to another file and move it into place: no partial stamp is ever read."""
        aside = self._stamp.with_suffix(".new")
        aside.write_text(json.dumps(stamp), encoding="utf-8")
        aside.replace(self._stamp)


def prepare(dev: bool = False) -> Environment:
    """Set up the environment of this checkout, for dev with the tools for tests and checks.

    Exits with one plain sentence if that fails.
    """
    if sys.version_info < OLDEST_PYTHON:
        sys.exit(
            "claimdesk: error: Python 3.11 or newer is needed; "
            f"{sys.executable} is Python {platform.python_version()}."
        )
    environment = Environment()
    try:
        if not environment.is_ready(dev):
            system_packages.provide(has_venv=_has_venv(), run=run_command)
            environment.set_up(dev)
    except SetupError as error:
        sys.exit(f"claimdesk: error: {error}")
    except subprocess.CalledProcessError as error:
        sys.exit(
            "claimdesk: error: The set-up failed for the reason above; "
            f"this command failed: {' '.join(map(str, error.cmd))}"
        )
    except OSError as error:
        sys.exit(f"claimdesk: error: The set-up failed: {error}.")
    except KeyboardInterrupt:
        sys.exit("\nThe set-up was interrupted. Run the same command again to continue.")
    return environment


def run_command(command: Sequence[str]) -> None:
    """Run a command without settings that would redirect pip or imports."""
    # These would send pip's packages, or Python's imports, elsewhere.
    unwanted = {"PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PYTHONHOME", "PYTHONPATH"}
    environ = {k: v for k, v in os.environ.items() if k not in unwanted}
    subprocess.run(
        list(command),
        check=True,
        close_fds=False,  # the lock file stays open in it
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
    )


def say(text: str) -> None:
    """Print a message to standard error; standard output belongs to the program that is run."""
    print(text, file=sys.stderr, flush=True)


def _has_venv() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _base_python() -> str:
    """Return the interpreter outside any virtual environment; `.venv` must depend on no other."""
    return os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Make set-ups of the same checkout wait for each other; a killed one blocks nobody.

    On POSIX, the commands that are run hold the lock too, so that a pip whose parent was killed
    has ended before `.venv` is created again.
    """
    path.parent.mkdir(exist_ok=True)
    with path.open("a+b") as file:
        os.set_inheritable(file.fileno(), True)
        if not _try_lock(file):
            say("Waiting for another set-up of this checkout to finish …")
            while not _try_lock(file):
                time.sleep(0.5)
        yield


def _try_lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
