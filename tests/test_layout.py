# SPDX-License-Identifier: MIT
"""The checkout and pyproject.toml agree."""

from __future__ import annotations

import ast
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOPS = ("gui", "models", "resources")


def test_every_subpackage_is_listed():
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    # The package itself, which is a folder of models.
    names = {"claimdesk.models.package": "claimdesk"}
    found = {
        ".".join(("claimdesk", *init.parent.relative_to(ROOT).parts))
        for top in TOPS
        for init in (ROOT / top).rglob("__init__.py")
    }
    listed = set(config["tool"]["setuptools"]["packages"])
    assert {names.get(name, name) for name in found} == listed


def test_every_module_can_be_imported_first():
    modules = {module_name(path): path for top in TOPS for path in (ROOT / top).rglob("*.py")}
    imports = {name: imported_at_once(path, modules) - {name} for name, path in modules.items()}
    # Raises CycleError, which names the modules that import one another.
    TopologicalSorter(imports).prepare()


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(("claimdesk", *(parts[:-1] if parts[-1] == "__init__" else parts)))


def imported_at_once(path: Path, modules: dict[str, Path]) -> set[str]:
    """The modules of ours that a module imports when it is imported, not later or for types."""
    found = set()
    for statement in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                name = f"{statement.module}.{alias.name}"
                found.add(name if name in modules else f"{statement.module}")
    return found & modules.keys()
