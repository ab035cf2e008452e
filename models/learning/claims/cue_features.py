# SPDX-License-Identifier: MIT
"""What tells whether a token is what a cue is built around: the first stage."""

from __future__ import annotations

import numpy as np

from claimdesk.models.learning.arrays.hashing import Column, Features, Templates, Values, mixed
from claimdesk.models.learning.claims.table import Index, Table, picked

_FAMILY = 1_000
_OPEN = ("VERB", "NOUN", "ADJ", "AUX")
_ALSO = (":", "according")
_NEAR = 4
"""Tokens before and after in which a quotation counts as near."""


def candidates(table: Table) -> Index:
    """Return the tokens that may be what a cue is built around: 98 of 100 are among these."""
    fits = np.isin(table.pos, table.vocabulary.hashes(_OPEN))
    fits |= np.isin(table.lower, table.vocabulary.hashes(_ALSO))
    fits |= table.any_rule > 0
    return np.flatnonzero(fits)


def cue_features(table: Table, rows: Index) -> Features:
    """Return the features of these tokens, shape (tokens, features)."""
    features = Templates(_FAMILY)
    for group in (_words, _frames, _subjects, _neighbours, _rules, _shapes):
        for columns in group(table):
            features.add(*(column[rows] for column in columns))
    return features.features()


Combinations = list[tuple[Values, ...]]


def _words(t: Table) -> Combinations:
    head, head_pos = t.lemma[t.head], t.pos[t.head]
    above = t.lemma[t.head[t.head]]
    return [
        (np.zeros_like(t.at),),
        (t.lower,),
        (t.lemma,),
        (t.pos,),
        (t.tag,),
        (t.dep,),
        (t.lemma, t.dep),
        (t.lemma, t.pos),
        (t.tag, t.dep),
        (head,),
        (head_pos, t.dep),
        (t.lemma, head),
        (t.lemma, head_pos, t.dep),
        (head, t.dep, t.pos),
        (above, t.dep[t.head], t.dep),
        (t.dep[t.head], t.dep, t.known),
    ]


def _frames(t: Table) -> Combinations:
    clause = t.child("ccomp", "xcomp", "acl")
    markers = t.child("mark", "aux")
    marker = picked(t.lower, np.where(clause >= 0, picked(markers, clause), -1))
    clause_dep = picked(t.dep, clause)
    later = picked(t.lower, t.child("prep", "prt", "agent", after=True))
    preposition = picked(t.lower, t.child("prep", "agent"))
    object_ = picked(t.lemma, t.child("dobj"))
    owner = picked(t.pos, t.child("poss"))
    return [
        (t.frame, t.pos),
        (t.lemma, t.frame),
        (t.known, t.frame, t.pos),
        (t.known,),
        (t.known, t.dep),
        (t.lemma, clause_dep),
        (t.lemma, clause_dep, marker),
        (t.pos, clause_dep, marker),
        (t.known, clause_dep, marker),
        (t.lemma, later),
        (t.lemma, preposition),
        (t.known, later),
        (t.pos, later, t.subject_kind),
        (owner, t.lemma),
        (owner, t.known, t.pos),
        (t.lemma, object_),
        (t.known, object_),
        (t.has_child("neg"), t.known),
    ]


def _subjects(t: Table) -> Combinations:
    kind, word = t.subject_kind, picked(t.lemma, t.subject)
    return [
        (kind,),
        (kind, t.pos),
        (kind, t.known),
        (t.lemma, kind),
        (kind, t.frame, t.pos),
        (picked(t.tag, t.subject), t.tag, t.dep),
        (word,),
        (word, t.known),
    ]


def _neighbours(t: Table) -> Combinations:
    after, second = t.shifted(t.lower, 1), t.shifted(t.lower, 2)
    before, last_but_one = t.shifted(t.lower, -1), t.shifted(t.lower, -2)
    pos_after, pos_before = t.shifted(t.pos, 1), t.shifted(t.pos, -1)
    quoted = quotation_state(t)
    return [
        (after,),
        (before,),
        (second,),
        (last_but_one,),
        (t.lemma, after),
        (t.lemma, before),
        (after, second),
        (before, last_but_one),
        (t.lemma, after, second),
        (pos_after, t.pos),
        (pos_before, t.pos),
        (pos_before, t.pos, pos_after),
        (pos_after, t.shifted(t.pos, 2), t.pos),
        (quoted,),
        (quoted, t.lemma),
        (quoted, t.known),
        (quoted, t.pos, t.subject_kind),
    ]


def _rules(t: Table) -> Combinations:
    return [
        (t.rule,),
        (t.rule, t.lemma),
        (t.any_rule,),
        (t.any_rule, t.rule, t.subject_kind),
        (t.part,),
        (t.part, t.pos),
        (t.part, t.known),
        (t.part, t.lemma),
        (t.rule, t.part, t.known),
        (t.rule[t.head], t.dep),
        (t.any_rule[t.head], t.dep, t.known),
    ]


def _shapes(t: Table) -> Combinations:
    return [
        (t.suffix, t.pos),
        (t.shape, t.pos),
        (t.suffix, t.dep, t.frame),
        (t.entity, t.pos),
    ]


def quotation_state(t: Table) -> Column:
    """Return whether a token stands in a quotation, or one is near before it or after it."""
    quoted = t.quoted.astype(np.int64)
    before, after = (
        np.max([t.shifted(quoted, side * k) for k in range(1, _NEAR + 1)], axis=0)
        for side in (-1, 1)
    )
    return mixed(2, quoted, before, after)
