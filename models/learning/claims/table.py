# SPDX-License-Identifier: MIT
"""The tokens of some parsed paragraphs as columns: what the parse, the rules and the lexicon say.

All paragraphs stand in one table, one after the other, so that a feature is a few operations on
whole columns. Indices of tokens are those of the table.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from claimdesk.models.learning.arrays.hashing import Column, Values, mixed
from claimdesk.models.suggest.claim_drafts import Paragraph, TokenDraft
from claimdesk.models.suggest.claims import all_drafts
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.suggest.syntax import Tokens

if TYPE_CHECKING:
    from spacy.vocab import Vocab

Index = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOWHERE = -1
RULES = [
    "quotation",
    "clause",
    "sentence",
    "infinitive",
    "preposition",
    "as",
    "object",
    "impersonal",
    "noun",
    "adjective",
    "according",
    "colon",
    "signature",
]
IN_CONTENT, IN_SOURCE, IN_CUE = 1, 2, 4
CHILDREN = [
    "nsubj",
    "nsubjpass",
    "csubj",
    "ccomp",
    "xcomp",
    "acl",
    "relcl",
    "advcl",
    "dobj",
    "prep",
    "agent",
    "aux",
    "auxpass",
    "neg",
    "mark",
    "prt",
    "poss",
    "acomp",
    "oprd",
    "attr",
    "dative",
    "parataxis",
    "conj",
    "pcomp",
    "pobj",
]
"""Relations that a token's children are told apart by, a bit each."""
_FRAME = [
    "nsubj",
    "nsubjpass",
    "ccomp",
    "xcomp",
    "acl",
    "relcl",
    "dobj",
    "prep",
    "agent",
    "auxpass",
    "acomp",
    "oprd",
    "attr",
    "prt",
    "poss",
    "pcomp",
]
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_HANDED_ON = ("conj", "xcomp", "advcl", "dep", "pcomp", "prep")
"""Relations over which a verb has the subject of what it depends on."""
_PRONOUNS = ["he", "she", "they", "i", "we", "you", "it", "who", "that", "which", "this", "there"]


class Table:
    """The columns of some paragraphs of one language."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.paragraphs = paragraphs
        vocab = paragraphs[0].doc.vocab
        self.vocabulary = Vocabulary.of(vocab)
        self._read(
            [
                paragraph.doc.to_array(self.vocabulary.attributes).view(np.uint64)
                for paragraph in paragraphs
            ]
        )
        self._read_quotations()
        self._read_drafts()
        self._read_tree()
        self.subject = self._subjects()
        self.subject_kind = self._subject_kinds()

    def _read(self, arrays: list[NDArray[np.uint64]]) -> None:
        sizes = np.array([len(array) for array in arrays], dtype=np.int64)
        self.starts: Index = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
        """Where each paragraph begins, and where the last one ends."""
        values = np.concatenate(arrays)
        self.size = len(values)
        self.at: Index = np.arange(self.size)
        self.lower, lemma, self.pos, self.tag, self.dep = (values[:, k].copy() for k in range(5))
        self.lemma = self.vocabulary.lowered(lemma)
        self.head: Index = self.at + values[:, 5].astype(np.int64)
        self.shape, self.entity, self.suffix = (values[:, k].copy() for k in (7, 8, 9))
        self.paragraph: Index = np.repeat(np.arange(len(arrays)), sizes)
        begins = values[:, 6] == 1
        begins[self.starts[:-1][sizes > 0]] = True
        self.sentence: Index = np.cumsum(begins) - 1
        self.verbs, self.nouns, self.adjectives = (
            looked_up(table, self.lemma)
            for table in (self.vocabulary.verbs, self.vocabulary.nouns, self.vocabulary.adjectives)
        )
        self.known: Column = mixed(1, self.verbs, self.nouns, self.adjectives)
        """What the lexicon of cues says of the lemma, as one number."""

    def _read_quotations(self) -> None:
        self.quotation: Index = np.full(self.size, NOWHERE)
        number = 0
        for begin, paragraph in zip(self.starts, self.paragraphs, strict=False):
            for start, end in paragraph.quotations:
                self.quotation[begin + start : begin + end] = number
                number += 1
        self.quoted: Flags = self.quotation >= 0

    def _read_drafts(self) -> None:
        """Read what the rules found, also what they dropped."""
        self.drafts: dict[int, TokenDraft] = {}
        """What a rule found around a token; of two the one that was kept."""
        self.kept: set[int] = set()
        self.rule, self.any_rule, self.part = (np.zeros(self.size, np.int64) for _ in range(3))
        for begin, paragraph in zip(self.starts.tolist(), self.paragraphs, strict=False):
            kept, every = all_drafts(paragraph, cue_lexicon())
            for draft in every:
                moved = _moved(draft, begin)
                self.drafts[moved.anchor] = moved
                self.any_rule[moved.anchor] = RULES.index(draft.rule) + 1
            for draft in kept:
                moved = _moved(draft, begin)
                self.drafts[moved.anchor] = moved
                self.kept.add(moved.anchor)
                self.rule[moved.anchor] = RULES.index(draft.rule) + 1
                for tokens, part in (
                    (moved.content, IN_CONTENT),
                    (moved.source, IN_SOURCE),
                    (moved.cue, IN_CUE),
                ):
                    self.part[list(tokens)] |= part

    def _read_tree(self) -> None:
        self.below: Flags = self.head != self.at
        """Whether the token depends on another."""
        relation = looked_up(self.vocabulary.children, self.dep).astype(np.int64)
        told = self.below & (relation > 0)
        self.children: Index = np.zeros(self.size, np.int64)
        np.bitwise_or.at(self.children, self.head[told], 1 << (relation[told] - 1))
        self.frame: Index = self.children & sum(1 << CHILDREN.index(name) for name in _FRAME)

    def child(self, *relations: str, after: bool = False) -> Index:
        """Return the first child of each token in one of the relations, or NOWHERE."""
        fits = self.below & np.isin(self.dep, self.vocabulary.hashes(relations))
        if after:
            fits &= self.at > self.head
        found: Index = np.full(self.size, NOWHERE)
        backwards = np.flatnonzero(fits)[::-1]
        found[self.head[backwards]] = backwards
        return found

    def has_child(self, relation: str) -> Index:
        """Return whether each token has a child in the relation, as 0 and 1."""
        return (self.children >> CHILDREN.index(relation)) & 1

    def shifted(self, column: Values, by: int) -> Values:
        """Return the value `by` tokens further in the same paragraph; 0 beyond it."""
        there = np.clip(self.at + by, 0, self.size - 1)
        inside = (there == self.at + by) & (self.paragraph[there] == self.paragraph)
        return np.where(inside, column[there], 0).astype(column.dtype)

    def _subjects(self) -> Index:
        """Return the head of who does it, found also through the verbs above."""
        own = self.child(*_SUBJECTS)
        found = own.copy()
        open_ = np.isin(self.dep, self.vocabulary.hashes(_HANDED_ON))
        above, going = self.head.copy(), open_.copy()
        for _ in range(4):
            found = np.where((found < 0) & going, own[above], found)
            going &= open_[above]
            above = self.head[above]
        modifies = np.isin(self.dep, self.vocabulary.hashes(("acl", "relcl"))) & (found < 0)
        return np.where(modifies, self.head, found)

    def _subject_kinds(self) -> Column:
        """Return the kind of word that the subject is: which pronoun, entity, profession."""
        at = self.subject
        pronoun = picked(looked_up(self.vocabulary.pronouns, self.lower), at)
        entity = picked(self.entity, at)
        person = picked(looked_up(self.vocabulary.people, self.lemma), at)
        other = picked(self.pos, at) + np.uint64(100)
        kind = np.where(pronoun > 0, pronoun, np.where(entity > 0, entity, person + np.uint64(20)))
        kind = np.where((pronoun > 0) | (entity > 0) | (person > 0), kind, other)
        return np.where(at >= 0, kind, np.uint64(0))

    @cached_property
    def quotation_before(self) -> Index:
        """For a token outside quotations, the last one before it in its paragraph."""
        last = np.maximum.accumulate(np.where(self.quoted, self.at, NOWHERE))
        there = np.maximum(last, 0)
        near = (last >= 0) & (self.paragraph[there] == self.paragraph) & ~self.quoted
        return np.where(near, self.quotation[there], NOWHERE)

    @cached_property
    def quotation_after(self) -> Index:
        """For a token outside quotations, the next one after it in its paragraph."""
        beyond = self.size
        first = np.minimum.accumulate(np.where(self.quoted, self.at, beyond)[::-1])[::-1]
        there = np.minimum(first, self.size - 1)
        near = (first < beyond) & (self.paragraph[there] == self.paragraph) & ~self.quoted
        return np.where(near, self.quotation[there], NOWHERE)


def picked(column: Values, where: Index) -> Values:
    """Return the column's value at each index; 0 for NOWHERE."""
    return np.where(where >= 0, column[np.maximum(where, 0)], 0).astype(column.dtype)


def looked_up(table: Mapping[int, int], column: Column) -> Column:
    """Return the table's value for each number of the column; 0 for one that it does not have."""
    values, inverse = np.unique(column, return_inverse=True)
    found = np.array([table.get(value, 0) for value in values.tolist()], dtype=np.uint64)
    return found[inverse]


def _moved(draft: TokenDraft, by: int) -> TokenDraft:
    def tokens(indices: Tokens) -> Tokens:
        return frozenset(i + by for i in indices)

    return replace(
        draft,
        source=tokens(draft.source),
        cue=tokens(draft.cue),
        content=tokens(draft.content),
        anchor=draft.anchor + by,
    )


class Vocabulary:
    """The words that features ask for, as the hashes that a vocabulary knows them by."""

    def __init__(self, vocab: Vocab) -> None:
        from spacy import attrs

        self._strings = vocab.strings
        self.attributes = [
            getattr(attrs, name)
            for name in [
                "LOWER",
                "LEMMA",
                "POS",
                "TAG",
                "DEP",
                "HEAD",
                "SENT_START",
                "SHAPE",
                "ENT_TYPE",
                "SUFFIX",
            ]
        ]
        lexicon = cue_lexicon()
        hashed = self._hash
        self.verbs = {hashed(w): hashed(" ".join(frames)) for w, frames in lexicon.frames()}
        self.nouns = dict.fromkeys(map(hashed, lexicon.nouns), 1)
        self.adjectives = dict.fromkeys(map(hashed, lexicon.adjectives), 1)
        self.people = dict.fromkeys(map(hashed, lexicon.people), 1)
        self.people |= dict.fromkeys(map(hashed, lexicon.bodies), 2)
        self.pronouns = {hashed(word): k for k, word in enumerate(_PRONOUNS, 1)}
        self.children = {hashed(name): k for k, name in enumerate(CHILDREN, 1)}
        self._lowered: dict[int, int] = {0: 0}

    @staticmethod
    @cache
    def of(vocab: Vocab) -> Vocabulary:
        """Return the words for a vocabulary, made once."""
        return Vocabulary(vocab)

    def _hash(self, word: str) -> int:
        # Parts of speech and relations have small numbers, which the hash of the word is not.
        return int(self._strings.add(word))

    def hashes(self, words: Sequence[str]) -> Column:
        """Return the hashes of some words."""
        return np.array([self._hash(word) for word in words], dtype=np.uint64)

    def text(self, value: np.uint64) -> str:
        """Return the word with this hash."""
        return str(self._strings[int(value)])

    def lowered(self, column: Column) -> Column:
        """Return the column with each word in lower case."""
        values, inverse = np.unique(column, return_inverse=True)
        found = [self._lower(value) for value in values.tolist()]
        return np.array(found, dtype=np.uint64)[inverse]

    def _lower(self, value: int) -> int:
        if value not in self._lowered:
            self._lowered[value] = self._hash(self._strings[value].lower())
        return self._lowered[value]
