# SPDX-License-Identifier: MIT
"""The suggestion process dies, hangs or runs out of memory: it is noticed, said, and restarted.

The processes are real; what goes wrong in them is planted in the program that they run.
"""

from __future__ import annotations

import sys

import pytest

from claimdesk.gui.suggestions.worker import SuggestionWorker
from claimdesk.models.suggest.data import Knowledge, StoredModel
from claimdesk.models.workers.suggestion_messages import Request

pytestmark = pytest.mark.drill

TEXT = "Portugal agreed. Norway said that it would wait."
PLANTED = """
import sys
from claimdesk.models.suggest import engine, pipelines
from claimdesk.models.workers import suggestion_worker
pipelines.installed_names = list
usual = engine.Engine.suggest
def suggest(self, text, knowledge, **more):
    if "{word}" in text:
        {deed}
    yield from usual(self, text, knowledge, **more)
engine.Engine.suggest = suggest
sys.argv = ["worker"]
suggestion_worker.main()
"""
DEEDS = {
    "dies": "import os; os._exit(9)",
    "crashes": "import ctypes; ctypes.string_at(0)",
    "hangs": "import time; time.sleep(600)",
}


@pytest.fixture
def worker(qtbot):
    """Starts a worker in whose process a deed is done for texts with the word DEED."""
    started = []

    def start(deed, timeout=90.0):
        code = PLANTED.format(word="DEED", deed=deed)
        started.append(SuggestionWorker(arguments=["-c", code], timeout=timeout))
        return started[-1]

    yield start
    for one in started:
        one.close()


class Heard:
    """What a worker says."""

    def __init__(self, worker):
        self.failed, self.finished, self.found = [], [], []
        worker.failed.connect(lambda article, reason: self.failed.append((article, reason)))
        worker.finished.connect(self.finished.append)
        worker.batch.connect(
            lambda article, _pipeline, batch, _progress: self.found.append(
                (article, len(batch.mentions))
            )
        )


@pytest.mark.parametrize("name", ["dies", "crashes"])
def test_a_process_that_dies_is_said_and_restarted(qtbot, worker, name):
    work = worker(DEEDS[name])
    heard = Heard(work)
    work.request(Request(1, f"DEED {TEXT}", Knowledge()))
    work.request(Request(2, TEXT, Knowledge()))
    qtbot.waitUntil(lambda: heard.finished == [2], timeout=240_000)
    first, second = heard.failed
    assert first == (1, "The suggestion process ended unexpectedly. It was started again.")
    assert second[0] == 1
    assert "left as it is" in second[1]
    assert (2, 2) in heard.found
    assert not work.busy


def test_a_process_that_hangs_is_ended_said_and_restarted(qtbot, worker):
    work = worker(DEEDS["hangs"], timeout=4.0)
    heard = Heard(work)
    work.request(Request(1, f"DEED {TEXT}", Knowledge()))
    work.request(Request(2, TEXT, Knowledge()))
    qtbot.waitUntil(lambda: heard.finished == [2], timeout=240_000)
    assert [reason.partition(".")[0] for _, reason in heard.failed] == [
        "The suggestion process no longer responded"
    ] * 2


def test_what_happened_once_only_is_made_up_for(qtbot, worker, tmp_path):
    mark = tmp_path / "mark"
    deed = (
        f"import os, pathlib; mark = pathlib.Path({str(mark)!r}); "
        "mark.exists() or (mark.touch(), os._exit(1))"
    )
    work = worker(deed)
    heard = Heard(work)
    work.request(Request(1, f"DEED {TEXT}", Knowledge()))
    qtbot.waitUntil(lambda: heard.finished == [1], timeout=240_000)
    assert len(heard.failed) == 1
    assert heard.found


@pytest.mark.skipif(sys.platform != "linux", reason="limits of memory are set as on Linux")
def test_a_process_without_memory_is_said_and_restarted(qtbot, worker):
    deed = (
        "import resource; used = int(open('/proc/self/statm').read().split()[0]) * 4096; "
        "resource.setrlimit(resource.RLIMIT_AS, (used + 2**24, -1)); text = text * 2**20"
    )
    work = worker(deed)
    heard = Heard(work)
    work.request(Request(1, f"DEED {TEXT}", Knowledge()))
    work.request(Request(2, TEXT, Knowledge()))
    qtbot.waitUntil(lambda: heard.finished == [2], timeout=240_000)
    assert heard.failed[0] == (1, "There is not enough memory to read this article.")
    assert (2, 2) in heard.found


COUNTED = """
import sys
from claimdesk.models.suggest import pipelines
from claimdesk.models.workers import suggestion_worker
pipelines.installed_names = list
usual = suggestion_worker.INSTRUCTIONS.read
def read(line):
    instruction = usual(line)
    if instruction.model is not None:
        with open({path!r}, "a") as file:
            print(instruction.model.part, instruction.model.version, file=file)
    return instruction
suggestion_worker.INSTRUCTIONS.read = read
sys.argv = ["worker"]
suggestion_worker.main()
"""


def test_a_learned_model_goes_to_the_process_once(qtbot, tmp_path):
    path = tmp_path / "models"
    work = SuggestionWorker(arguments=["-c", COUNTED.format(path=str(path))])
    heard = Heard(work)
    try:
        for number, version in enumerate((1, 1, 2, 2), 1):
            model = StoredModel.of(version, b"numbers %d" % version)
            work.request(Request(number, TEXT, Knowledge(mention_model=model)))
        qtbot.waitUntil(lambda: len(heard.finished) == 4, timeout=60_000)
    finally:
        work.close()
    assert heard.failed == []
    assert path.read_text().splitlines() == ["mention_model 1", "mention_model 2"]
