# SPDX-License-Identifier: MIT
"""Very many texts, which several processes read."""

from __future__ import annotations

import psutil
import pytest

from claimdesk.models.articles.ahead import WORTHWHILE
from claimdesk.models.articles.read import ArticleFile
from claimdesk.models.articles.readers import ReadingOptions, read_many
from claimdesk.models.store.priority import most_processes

pytestmark = pytest.mark.drill

CZECH = "Příliš žluťoučký"


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """So many texts that it pays, among them some that are none, and pages."""
    folder = tmp_path_factory.mktemp("texts")
    for number in range(WORTHWHILE + 30):
        place = folder / f"{number:05}.txt"
        place.write_text(f"Talks number {number}\n\nThe envoy said talks will resume.\n", "utf-8")
    (folder / "00010.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "00011.txt").write_bytes(b"")
    (folder / "00700.txt").write_bytes(CZECH.encode("iso8859-2"))
    (folder / "00012.txt").write_text(
        "<!DOCTYPE html><html><head><title>A page</title></head><body><article><h1>A page</h1>"
        "<p>The envoy said that the talks will resume on Monday.</p></article></body></html>"
    )
    (folder / "00060.html").write_text("<!DOCTYPE html><p>The envoy said that talks resume.</p>")
    return sorted(folder.iterdir())


def test_each_comes_in_its_order_and_as_if_read_alone(texts):
    told = []
    found = list(read_many(texts, lambda done, of: told.append((done, of))))
    assert [path for path, _result in found] == texts
    assert told == [(done, len(texts)) for done in range(1, len(texts) + 1)]
    some = [*texts[:20], *texts[55:65], *texts[695:705], *texts[-5:]]
    alone = {path: result for path, result in read_many(some)}
    together = dict(found)
    for path in some:
        assert type(together[path]) is type(alone[path])
        if isinstance(alone[path], ArticleFile):
            assert together[path] == alone[path]
        else:
            assert str(together[path]) == str(alone[path])


def test_who_asks_for_an_encoding_is_asked_once(texts):
    asked = []

    def choose(name, possible):
        asked.append(name)
        return "iso8859-2"

    results = dict(read_many(texts, options=ReadingOptions(choose=choose)))
    unsure = texts[[path.name for path in texts].index("00700.txt")]
    assert results[unsure].body.strip() == CZECH
    assert asked == [str(unsure)]


def test_all_processors_work_and_end_with_the_import(texts):
    before = set(psutil.Process().children())
    reading = read_many(texts)
    next(reading)
    working = set(psutil.Process().children()) - before
    assert len(working) >= min(2, most_processes())
    reading.close()
    assert not working & set(psutil.Process().children())


def test_it_stops_when_told(texts):
    results = []
    for item in read_many(texts, stopped=lambda: len(results) >= 70):
        results.append(item)
    assert len(results) == 70


def test_a_process_that_is_killed_costs_no_text(texts):
    before = set(psutil.Process().children())
    found = []
    for path, _result in read_many(texts):
        found.append(path)
        if len(found) == 200:
            for process in set(psutil.Process().children()) - before:
                process.kill()
    assert found == texts
