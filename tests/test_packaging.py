# SPDX-License-Identifier: MIT
"""The lock files, and what the set-up decides to do."""

from __future__ import annotations

import importlib.util
import re
import sys
import threading
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"


def locked(path: Path) -> dict[str, tuple[str, ...]]:
    """Requirement, as "name==version ; marker": the kinds of hashes that follow it."""
    entries = re.split(r"^(?=\S)", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = [entry.replace("\\\n", " ").split("--hash=") for entry in entries if entry.strip()]
    return {line[0].strip(): tuple(h.split(":")[0] for h in line[1:]) for line in lines}


def names_and_versions(path: Path) -> set[Requirement]:
    return {Requirement(text) for text in locked(path)}


@pytest.mark.parametrize("path", [RUN_LOCK, DEV_LOCK], ids=lambda path: path.name)
class TestLockFile:
    def test_names_no_place_to_download_from(self, path):
        text = path.read_text(encoding="utf-8")

        assert "://" not in text
        assert not re.search(r"^\s*(#|-i|--(extra-)?index|--find-links|-f)", text, re.MULTILINE)

    def test_gives_every_requirement_an_exact_version_and_a_hash(self, path):
        for text, hashes in locked(path).items():
            assert [s.operator for s in Requirement(text).specifier] == ["=="], text
            assert set(hashes) == {"sha256"}, text

    def test_meets_every_dependency_of_the_program_and_of_its_build(self, path):
        config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
        asked = [*config["project"]["dependencies"], *config["build-system"]["requires"]]
        versions: dict[str, list[str]] = {}
        for requirement in names_and_versions(path):
            version = next(iter(requirement.specifier)).version
            versions.setdefault(canonicalize_name(requirement.name), []).append(version)

        for wanted in map(Requirement, asked):
            found = versions.get(canonicalize_name(wanted.name))
            assert found, f"{wanted} is not locked"
            assert all(wanted.specifier.contains(version) for version in found), wanted


def test_the_lock_for_tests_contains_the_lock_for_the_program():
    run, dev = locked(RUN_LOCK), locked(DEV_LOCK)

    assert run.items() <= dev.items()
    assert any(text.startswith("pytest==") for text in dev)
    assert not any(text.startswith("pytest==") for text in run)


@pytest.fixture
def scripts(monkeypatch):
    """The modules of packaging/ can be imported, as from a script in that folder."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))


@pytest.mark.usefixtures("scripts")
class TestSystemPackages:
    def missing(self, has_venv=True, lacking=(), has_font=True):
        from system_packages import missing_on_linux

        return missing_on_linux(has_venv, lambda library: library not in lacking, has_font)

    def test_nothing_is_done_where_all_is_there(self):
        from system_packages import install

        install(self.missing(), run=pytest.fail, has_apt=True, is_root=True)

    def test_only_what_is_missing_is_installed_by_root(self):
        from system_packages import install

        commands = []
        missing = self.missing(has_venv=False, lacking=("libEGL.so.1", "libxcb-cursor.so.0"))
        install(missing, run=commands.append, has_apt=True, is_root=True)

        update, install_command = commands
        assert update == ["apt-get", "--quiet=2", "update"]
        venv = f"python3.{sys.version_info.minor}-venv"
        assert install_command[-3:] == [venv, "libegl1", "libxcb-cursor0"]
        assert "apt-get" in install_command

    def test_others_are_told_the_exact_line(self):
        from system_packages import SetupError, install

        missing = self.missing(lacking=("libGL.so.1",), has_font=False)
        with pytest.raises(SetupError) as refusal:
            install(missing, run=pytest.fail, has_apt=True, is_root=False)

        line = "apt-get install --yes --no-install-recommends libgl1 fonts-dejavu-core"
        assert line in str(refusal.value)

    @pytest.mark.parametrize(
        ("has_sudo", "line"),
        [
            (
                True,
                "sudo apt-get update && "
                "sudo apt-get install --yes --no-install-recommends libgl1 libegl1",
            ),
            (
                False,
                "su -c 'apt-get update && "
                "apt-get install --yes --no-install-recommends libgl1 libegl1'",
            ),
        ],
    )
    def test_the_line_becomes_root_by_what_the_system_has(self, has_sudo, line):
        from system_packages import apt_line

        assert apt_line(["libgl1", "libegl1"], has_sudo) == line

    def test_a_system_without_apt_is_told_what_it_lacks(self):
        from system_packages import SetupError, install

        missing = self.missing(lacking=("libxkbcommon.so.0",))
        with pytest.raises(SetupError, match=r"lacks libxkbcommon\.so\.0\."):
            install(missing, run=pytest.fail, has_apt=False, is_root=True)


class Installer:
    """Stands in for running commands: notes them, and lets `venv` make a folder with a Python."""

    def __init__(self):
        self.commands: list[list[str]] = []
        self.fails_at = ""

    def __call__(self, command):
        self.commands.append(command)
        if self.fails_at and self.fails_at in command:
            raise KeyboardInterrupt
        if "venv" in command:
            folder = Path(command[-1])
            (folder / "bin").mkdir()
            (folder / "bin" / "python").touch()

    @property
    def steps(self) -> list[str]:
        """What was done since the last look, in one word a command."""
        done = ["venv" if "venv" in c else Path(c[-1]).name for c in self.commands]
        self.commands.clear()
        return done


@pytest.mark.usefixtures("scripts")
@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in makes the folders of POSIX")
class TestSetUp:
    @pytest.fixture
    def root(self, tmp_path):
        root = tmp_path / "checkout"
        root.mkdir()
        for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
            (root / name).write_text(name, encoding="utf-8")
        return root

    @pytest.fixture
    def installer(self):
        return Installer()

    @pytest.fixture
    def environment(self, root, installer):
        from setup_env import Environment

        return Environment(root, installer)

    FIRST = ("venv", "requirements.lock", "checkout")
    FIRST_DEV = ("venv", "requirements-dev.lock", "checkout")

    def test_packages_are_installed_by_hash_and_the_checkout_without_looking_further(
        self, environment, installer
    ):
        environment.set_up()

        _venv, packages, checkout = installer.commands
        assert "--require-hashes" in packages
        assert {"--editable", "-e"} & set(checkout)
        assert {"--no-deps", "--no-build-isolation"} <= set(checkout)

    def test_a_second_start_installs_nothing(self, environment, installer):
        environment.set_up()
        assert tuple(installer.steps) == self.FIRST

        environment.set_up()
        assert installer.steps == []

    def test_the_tests_set_up_serves_the_program_too(self, environment, installer):
        environment.set_up(dev=True)
        assert tuple(installer.steps) == self.FIRST_DEV

        environment.set_up()
        environment.set_up(dev=True)
        assert installer.steps == []

    def test_the_programs_set_up_is_added_to_for_the_tests(self, environment, installer):
        environment.set_up()
        installer.commands.clear()

        environment.set_up(dev=True)
        assert installer.steps == ["requirements-dev.lock", "checkout"]

    @pytest.mark.parametrize("changed", ["requirements.lock", "pyproject.toml"])
    def test_a_change_of_what_is_needed_is_installed(self, environment, installer, root, changed):
        environment.set_up()
        installer.commands.clear()
        (root / changed).write_text("new", encoding="utf-8")

        environment.set_up()
        assert installer.steps == ["requirements.lock", "checkout"]

    def test_a_change_of_the_tools_alone_does_not_hold_up_the_program(
        self, environment, installer, root
    ):
        environment.set_up(dev=True)
        installer.commands.clear()
        (root / "requirements-dev.lock").write_text("new", encoding="utf-8")

        environment.set_up()
        assert installer.steps == []
        environment.set_up(dev=True)
        assert installer.steps == ["requirements-dev.lock", "checkout"]

    @pytest.mark.parametrize("step", ["venv", "--require-hashes", "--no-deps"])
    def test_an_interrupted_set_up_is_made_anew(self, environment, installer, step):
        installer.fails_at = step
        with pytest.raises(KeyboardInterrupt):
            environment.set_up()
        half_installed = environment.folder / "half-installed"
        half_installed.touch()
        installer.commands.clear()
        installer.fails_at = ""

        assert not environment.is_ready()
        environment.set_up()
        assert tuple(installer.steps) == self.FIRST
        assert not half_installed.exists()
        assert environment.is_ready()

    def test_an_interrupted_update_is_made_anew(self, environment, installer, root):
        environment.set_up()
        (root / "requirements.lock").write_text("new", encoding="utf-8")
        installer.fails_at = "--require-hashes"
        with pytest.raises(KeyboardInterrupt):
            environment.set_up()
        installer.commands.clear()
        installer.fails_at = ""

        environment.set_up()
        assert tuple(installer.steps) == self.FIRST

    def test_a_damaged_stamp_counts_as_an_interrupted_set_up(self, environment, installer):
        environment.set_up()
        installer.commands.clear()
        (stamp,) = environment.folder.glob("*.json")
        stamp.write_bytes(b'{"place": "\xff')

        environment.set_up()
        assert tuple(installer.steps) == self.FIRST

    def test_a_moved_checkout_gets_a_new_environment(self, environment, installer, root):
        from setup_env import Environment

        environment.set_up()
        installer.commands.clear()
        moved = root.rename(root.with_name("moved"))

        Environment(moved, installer).set_up()
        assert installer.steps == ["venv", "requirements.lock", "moved"]

    def test_two_set_ups_at_once_do_not_meet(self, environment, installer, root):
        from setup_env import Environment

        second = Installer()
        first_is_under_way, second_was_started = threading.Event(), threading.Event()

        def wait_for_the_second(command):
            first_is_under_way.set()
            assert second_was_started.wait(timeout=30)
            installer(command)

        with ThreadPoolExecutor(2) as pool:
            one = pool.submit(Environment(root, wait_for_the_second).set_up)
            assert first_is_under_way.wait(timeout=30)
            other = pool.submit(Environment(root, second).set_up)
            second_was_started.set()
            one.result(timeout=30)
            other.result(timeout=30)

        assert tuple(installer.steps) == self.FIRST
        assert second.steps == []

    def test_an_environment_made_by_hand_is_kept(self, environment, installer):
        installer(["python3", "-m", "venv", str(make(environment.folder))])
        installer.commands.clear()
        own = environment.folder / "own"
        own.touch()

        environment.set_up()
        assert installer.steps == ["requirements.lock", "checkout"]
        assert own.exists()


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.mark.usefixtures("scripts")
class TestRun:
    @pytest.mark.parametrize(
        ("system", "environ", "expected"),
        [
            ("linux", {"DISPLAY": ":0"}, True),
            ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
            ("linux", {}, False),
            ("linux", {"DISPLAY": ""}, False),
            ("linux", {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, False),
            ("win32", {}, True),
            ("darwin", {}, True),
            ("darwin", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ],
    )
    def test_a_window_is_opened_where_one_can_be_shown(self, system, environ, expected):
        from run import has_display

        assert has_display(system, environ) is expected

    def test_a_folder_that_a_person_names_is_never_emptied(self, tmp_path):
        from run import make_folder

        (tmp_path / "thesis.txt").write_text("years of work", encoding="utf-8")
        with pytest.raises(FileExistsError, match="not empty"):
            make_folder(tmp_path)

        assert (tmp_path / "thesis.txt").read_text(encoding="utf-8") == "years of work"
        assert make_folder(tmp_path / "new").is_dir()


@pytest.mark.usefixtures("scripts")
@pytest.mark.parametrize(
    ("arguments", "processors", "expected"),
    [
        ([], 2, ["-n", "2", "--dist", "loadfile"]),
        (["-q", "-k", "undo"], 64, ["-n", "4", "--dist", "loadfile"]),
        ([], 1, []),
        (["tests/test_layout.py"], 2, []),
        (["tests/test_packaging.py::test_none"], 2, []),
        (["-n0"], 2, []),
        (["--pdb"], 2, []),
    ],
)
def test_all_tests_are_spread_over_processes_and_a_few_are_not(arguments, processors, expected):
    # By its path: the standard library has a module of that name.
    place = importlib.util.spec_from_file_location("packaging_test", ROOT / "packaging/test.py")
    module = importlib.util.module_from_spec(place)
    place.loader.exec_module(module)
    assert module.spread(arguments, processors) == expected
