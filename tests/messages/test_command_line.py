# SPDX-License-Identifier: MIT
"""Every text of the command line comes from the catalogue, as runs in the pseudo-language show."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pseudo import ENVIRONMENT, escapes, make_project

from claimdesk.models.cli.commands import app, command
from claimdesk.models.exchange.formats import formats

pytestmark = pytest.mark.drill

COMMANDS = [str(each.name or each.callback.__name__) for each in app.registered_commands]
OPTIONS = {
    option.lstrip("-")
    for each in command().commands.values()
    for p in each.params
    for option in p.opts
}
NAMES = {
    *("claimdesk", "CLAIMDESK_DEBUG", "help", "version", *COMMANDS, *OPTIONS),
    # values of options, which are the same in all languages
    *("accepted", "suggested", "all", "take", "skip", "link", "outlet", "month"),
    *(word for known in formats() for word in (known.name, *known.name.split("-"))),
}
FIELDS = {
    *(
        "author",
        "certainty",
        "country",
        "date",
        "domain",
        "kind",
        "main",
        "month",
        "outlet",
        "quarter",
    ),
    *("speaker", "speaker_kind", "stance", "week", "year"),
}
"""What claims can be counted by."""
SCRIPT = """
import json, sys
from claimdesk.models.cli import main
for line in sys.stdin:
    arguments = json.loads(line)
    print("\\0", " ".join(arguments), flush=True)
    sys.stderr.flush()
    status = main(arguments)
    print("\\0 status", status, flush=True)
"""


def run(commands: list[list[str]]) -> dict[str, tuple[int, str]]:
    """The status and all that is printed of each command; all in one process."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        input="".join(json.dumps(arguments) + "\n" for arguments in commands),
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
    )
    parts = ran.stdout.split("\0")[1:]
    results = {}
    for begun, ended in zip(parts[::2], parts[1::2], strict=True):
        name, _line, output = begun.partition("\n")
        results[name.strip()] = (int(ended.split()[1]), output)
    return results


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_project(tmp_path_factory.mktemp("pseudo"))


def test_no_help_page_escapes_the_catalogue() -> None:
    assert len(COMMANDS) > 15
    pages = run([["--help"], *([name, "--help"] for name in COMMANDS)])
    assert {status for status, _page in pages.values()} == {0}
    assert all("⟦" in page for _status, page in pages.values())
    assert escapes(((name, page) for name, (_status, page) in pages.items()), NAMES) == []


def test_no_error_escapes_the_catalogue(project: Path, tmp_path: Path) -> None:
    there, none, other = str(project), str(tmp_path / "none.claimdesk"), tmp_path / "a.claimdesk"
    other.write_bytes(b"not a project")
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "empty.txt").touch()
    out = str(tmp_path / "out.csv")
    failed = run(
        [
            *(["check", each] for each in (none, str(other), str(tmp_path))),
            *([name, none] for name in ("undo", "history", "learn", "suggest", "unlock", "backup")),
            ["new", there],
            ["new", none, "--codebook", str(other)],
            ["import", there, str(tmp_path / "missing.txt")],
            ["import", there, str(tmp_path / "a.pdf"), str(tmp_path / "empty.txt")],
            ["import", there, str(tmp_path / "a.pdf"), "--format", "papyrus"],
            ["export", there, "--format", "papyrus", "--output", out],
            ["export", there, "--format", "csv", "--output", str(tmp_path / "no" / "out.csv")],
            ["evaluate", there, "--gold", str(tmp_path / "missing")],
            ["restore", str(other), none],
            ["repair", none, str(tmp_path / "new.claimdesk")],
            ["suggest", there, "--article", "99"],
            ["backup", there, "--to", str(tmp_path / "missing")],
        ]
    )
    assert [(name, status) for name, (status, _text) in failed.items() if status != 1] == []
    names = {*NAMES, "papyrus", *(each.name for each in formats())}
    texts = ((name, said) for name, (_status, text) in failed.items() for said in errors(text))
    assert escapes(texts, names) == []


def test_no_wrong_usage_escapes_the_catalogue(project: Path) -> None:
    there = str(project)
    failed = run(
        [
            *(["nonsense"], ["improt"], ["--nonsense"], ["new"], ["check", there, "more"]),
            ["export", there, "--format"],
            ["export", there, "--format", "csv", "--output", "x", "--state", "nonsense"],
            ["history", there, "--limit", "0"],
            ["history", there, "--nonsense"],
            ["suggest", there, "--json", "--all"],
            ["suggest", there, there],
            ["distribution", there, "--by", "nonsense"],
            ["distribution", there, "--by", "stance", "--where", "nonsense"],
            ["distribution", there, "--by", "stance", "--where", "stance=a", "--where", "stance=b"],
            ["formats", "--json=1"],
        ]
    )
    assert [(name, status) for name, (status, _text) in failed.items() if status != 2] == []
    texts = ((name, text) for name, (_status, text) in failed.items())
    assert escapes(texts, {*NAMES, *FIELDS, "nonsense", "improt", "more"}) == []


def errors(output: str) -> list[str]:
    """The lines about errors; what else is printed is JSON, whose keys are English."""
    return [line for line in output.splitlines() if "claimdesk: error: " in line]
