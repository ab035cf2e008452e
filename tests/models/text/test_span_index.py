# SPDX-License-Identifier: MIT
"""The index of marks agrees with a plain scan; lanes never let two annotations collide."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimdesk.models.text.span_index import Mark, SpanIndex, depths, lanes

LENGTH = 40_000
TEXT = "x" * LENGTH


@st.composite
def marks(draw: st.DrawFn, annotation: int | None = None) -> Mark:
    start = draw(st.integers(0, LENGTH - 1) | st.integers(500, 530))
    size = draw(st.integers(1, 40) | st.integers(1, LENGTH))
    return Mark(
        draw(st.integers(1, 12)) if annotation is None else annotation,
        draw(st.sampled_from(["actor", "claim", "domain"])),
        "accepted",
        "content",
        start,
        min(LENGTH, start + size),
    )


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, list[Mark]]:
    annotation = draw(st.integers(1, 8))
    return annotation, draw(st.lists(marks(annotation=annotation), max_size=3))


@given(st.lists(marks(), max_size=20), st.lists(edits(), max_size=20), st.data())
def test_index_finds_what_a_scan_finds(first, changes, data):
    index = SpanIndex(TEXT)
    index.set_all(first)
    kept = list(first)
    for annotation, new in changes:
        index.replace(annotation, new)
        kept = [mark for mark in kept if mark.annotation != annotation] + new
    start = data.draw(st.integers(0, LENGTH))
    end = data.draw(st.integers(start, LENGTH))
    expected = [mark for mark in kept if mark.start < end and start < mark.end and start < end]
    assert sorted(index.in_range(start, end), key=repr) == sorted(expected, key=repr)
    found = index.at(start)
    assert sorted(found, key=repr) == sorted(
        (mark for mark in kept if mark.start <= start < mark.end), key=repr
    )
    sizes = [mark.end - mark.start for mark in found]
    assert sizes == sorted(sizes)
    for annotation in range(1, 13):
        own = [mark for mark in kept if mark.annotation == annotation]
        assert index.marks_of(annotation) == own
    assert len(index) == len({mark.annotation for mark in kept})


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 4), (0, LENGTH + 1)])
def test_bad_mark_is_refused_and_nothing_changes(start, end):
    index = SpanIndex(TEXT)
    good = Mark(1, "actor", "accepted", "mention", 2, 9)
    index.set_all([good])
    with pytest.raises(ValueError, match="inside a text"):
        index.replace(1, [Mark(1, "actor", "accepted", "mention", start, end)])
    with pytest.raises(ValueError, match="not 1"):
        index.replace(1, [Mark(2, "actor", "accepted", "mention", 0, 4)])
    assert index.all() == [good]


def hull(marks, annotation):
    own = [mark for mark in marks if mark.annotation == annotation]
    return min(mark.start for mark in own), max(mark.end for mark in own)


@given(st.lists(marks(), max_size=25))
def test_overlapping_annotations_have_lanes_of_their_own(given_marks):
    # An annotation belongs to one layer.
    layer = {mark.annotation: mark.layer for mark in given_marks}
    kept = [mark for mark in given_marks if mark.layer == layer[mark.annotation]]
    given_lanes = lanes(kept)
    assert set(given_lanes) == {mark.annotation for mark in kept if mark.layer != "actor"}
    for one in given_lanes:
        for other in given_lanes:
            a, b = hull(kept, one), hull(kept, other)
            if one != other and a[0] < b[1] and b[0] < a[1]:
                assert given_lanes[one] != given_lanes[other]
                if (layer[one], layer[other]) == ("claim", "domain"):
                    assert given_lanes[one] < given_lanes[other]


def test_lanes_are_no_more_than_the_deepest_overlap():
    nested = [Mark(n, "claim", "accepted", "content", n, 100 - n) for n in range(5)]
    apart = [
        Mark(10 + n, "claim", "accepted", "content", 200 + n * 10, 209 + n * 10) for n in (0, 1)
    ]
    given_lanes = lanes(nested + apart)
    assert sorted(given_lanes[n] for n in range(5)) == [0, 1, 2, 3, 4]
    assert given_lanes[10] == given_lanes[11] == 0


def test_parts_of_a_claim_share_a_lane():
    claim = [
        Mark(1, "claim", "accepted", "source", 0, 5),
        Mark(1, "claim", "accepted", "content", 20, 40),
    ]
    between = Mark(2, "claim", "accepted", "content", 8, 15)
    assert lanes([*claim, between]) == {1: 0, 2: 1}


def test_depth_of_nested_mentions():
    outer = Mark(1, "actor", "accepted", "mention", 0, 30)
    inner = Mark(2, "actor", "accepted", "mention", 10, 20)
    assert depths([inner, outer]) == {1: 0, 2: 1}
