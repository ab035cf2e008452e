# SPDX-License-Identifier: MIT
"""What goes out in a format comes back from it, as far as the format can hold it."""

from __future__ import annotations

import importlib.util
import os
import tempfile
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimdesk.models.exchange.brat_text import whole
from claimdesk.models.exchange.corpus_export import read_corpus
from claimdesk.models.exchange.corpus_import import write_corpus
from claimdesk.models.exchange.formats import export_project, formats, import_corpus
from claimdesk.models.exchange.losses import PARTS_OF_ANNOTATIONS
from claimdesk.models.store import queries
from claimdesk.models.store.project import Project
from claimdesk.models.store.schema import Choice, CodedField

pytestmark = pytest.mark.drill

_SPEC = importlib.util.spec_from_file_location("generated", Path(__file__).parent / "generated.py")
generated = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(generated)

WORDS_ONLY = ("conll",)
"""Formats without the running text: what they hold of it is compared when they are written."""
STATEMENTS_ONLY = ("dna",)
"""Formats of other units than claims; test_dna.py compares what they hold."""
BOTH_WAYS = [
    known
    for known in formats()
    if known.reads and known.writes and known.name not in WORDS_ONLY + STATEMENTS_ONLY
]
ANNOTATED = [known for known in BOTH_WAYS if known.reads_annotations]
WITH_DOMAINS = [known for known in BOTH_WAYS if "definitions" not in known.drops]
FEW = {"suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
EXAMPLES = int(os.environ.get("CLAIMDESK_EXAMPLES", "4"))
"""Projects for each format; many are for once in a while."""
UNPLACED = "pieces of text that wait for review"


@contextmanager
def filled(folder: Path, chance: Random):
    """A project with everything."""
    with Project.create(folder / "one.claimdesk") as project:
        with project.edit("Fill") as session:
            generated.fill(session, chance)
        yield project


@contextmanager
def with_its_fields(folder: Path, project: Project):
    """An empty project with the coded fields of another."""
    with Project.create(folder / "two.claimdesk") as other:
        with project.reading() as connection, other.edit("Fields") as session:
            for table in (CodedField, Choice):
                rows = connection.execute(table.__table__.select()).mappings()
                session.add_all([table(**row) for row in rows])
                session.flush()
        yield other


def contents(project, known=None):
    """The articles with what a format holds of their annotations, names and all."""
    drops = known.drops if known else ()
    states = known.states if known else ("suggested", "accepted", "rejected")
    with read_corpus(project, states) as corpus:
        return sorted(
            (one.article.body, sorted(repr(held(each, one, drops)) for each in one.annotations))
            for one in corpus.articles()
        )


def held(annotation, one, drops):
    """An annotation without ids, and without what a format that drops these does not hold."""

    def actor(each):
        return each and replace(
            each, key=None, **({"country": None, "aliases": ()} if drops else {})
        )

    def kept(name, value, nothing):
        assert name in PARTS_OF_ANNOTATIONS
        return nothing if name in drops else value

    built_in = {"stance", "kind", "certainty"}
    own = "values of own fields" in drops
    spans = {
        role: whole(one.article.body, s) if drops else s for role, s in annotation.spans.items()
    }
    return replace(
        annotation,
        id=None,
        spans=dict(sorted(spans.items())),
        actor=actor(annotation.actor),
        further_speakers=[actor(each) for each in annotation.further_speakers],
        domains=sorted({each.name for each in annotation.domains}),
        addressees=kept("addressees", [actor(each) for each in annotation.addressees], []),
        partners=kept("partners of cooperation", [actor(e) for e in annotation.partners], []),
        annotator=kept("annotators of annotations", annotation.annotator, None),
        unplaced=kept(UNPLACED, [(e.role, e.quote) for e in annotation.unplaced], []),
        codes=[code for code in annotation.codes if not own or code.field in built_in],
        origin=None if drops else annotation.origin,
        score=None if drops else annotation.score,
    )


@pytest.mark.drill
@pytest.mark.parametrize("known", ANNOTATED, ids=lambda known: known.name)
@settings(max_examples=EXAMPLES, **FEW)
@given(st.randoms(use_true_random=False))
def test_what_a_format_holds_comes_back(known, chance):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with filled(folder, chance) as one, with_its_fields(folder, one) as two:
            export_project(one, known.name, folder / "out", state="all")
            report = import_corpus(two, folder / "out", format_name=known.name)
            assert (report.failed, report.left_out) == ([], {})
            assert contents(two, known) == contents(one, known)


@pytest.mark.parametrize("name", ["conll", "conll-iob1"])
@settings(max_examples=EXAMPLES, **FEW)
@given(st.randoms(use_true_random=False))
def test_the_words_and_their_tags_come_back(name, chance):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with filled(folder, chance) as one, with_its_fields(folder, one) as two:
            written = export_project(one, name, folder / "out")
            report = import_corpus(two, folder / "out", format_name="conll")
            assert report.failed == []
            assert report.annotations == written.annotations


def domains(project):
    """The domains with what they are in, and what is said of them."""
    with project.reading() as connection:
        rows = queries.domains(connection)
    return [
        (row.name, row.parent_id and rows[row.parent_id].name, row.definition, row.colour)
        for row in rows.values()
    ]


@pytest.mark.parametrize("known", WITH_DOMAINS, ids=lambda known: known.name)
def test_domains_come_back_as_they_stand_in_each_other(known, tmp_path):
    with filled(tmp_path, Random(3)) as one, with_its_fields(tmp_path, one) as two:
        export_project(one, known.name, tmp_path / "out", state="all")
        import_corpus(two, tmp_path / "out", format_name=known.name)
        assert domains(two) == domains(one)


@settings(max_examples=10, **FEW)
@given(st.randoms(use_true_random=False))
def test_a_corpus_holds_all_that_annotations_say(chance):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with filled(folder, chance) as one, with_its_fields(folder, one) as two:
            before = contents(one)
            with read_corpus(one, ("suggested", "accepted", "rejected")) as corpus:
                report = write_corpus(two, replace(corpus, records=None, name="all"))
            assert (report.failed, report.left_out) == ([], {})
            assert contents(two) == before
            two.undo()
            assert contents(two) == []
