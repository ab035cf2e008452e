# SPDX-License-Identifier: MIT
"""The benchmark of effort on a folder of articles coded by hand, run as it is run by people."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EFFORT = Path(__file__).parent / "benchmarks/bench_effort.py"
TEXT = (
    "Reef talks resume\n\nMara Lindt said the patrols would grow next year. “We will,” she added, "
    "“pay for all of it.”\n\nThe boats cost too much, she said. Nobody else spoke.\n"
)


def measure(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-P", str(EFFORT), "--gold", str(folder)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


def claim(source: str, contents: list[str], **codes: Any) -> dict[str, Any]:
    return {
        "source": [at(source)],
        "cue": [],
        "content": [at(words) for words in contents],
        "speaker": "Mara Lindt",
        "stance": "supportive",
        "kind": "promise",
        "domains": [],
        **codes,
    }


@pytest.mark.drill
def test_effort_is_measured_on_coded_articles(tmp_path: Path) -> None:
    claims = [
        claim("Mara Lindt", ["the patrols would grow next year"], domains=["Maritime security"]),
        claim("she", ["“We will,”", "“pay for all of it.”"], stance="neutral"),
        # Nobody in the text is called so.
        claim("she", ["The boats cost too much"], speaker="Reef Watch", kind="assertion"),
    ]
    (tmp_path / "reef.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "reef.json").write_text(json.dumps({"claims": claims}), encoding="utf-8")
    done = measure(tmp_path)
    assert done.returncode == 0, done.stderr
    figures = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert [figure["name"] for figure in figures] == [
        "effort: reef, from suggestions",
        "effort: 1 articles, events per claim right in every field, from suggestions",
        "effort: reef, from an article without suggestions",
        "effort: 1 articles, events per claim right in every field, "
        "from an article without suggestions",
    ]
    for figure in figures:
        assert "3 of 3 claims right" in figure["unit"], figure
        assert 1 < figure["value"] < 20
    (tmp_path / "reef.json").unlink()
    done = measure(tmp_path)
    assert done.returncode == 1
    assert "no coded article" in done.stderr
