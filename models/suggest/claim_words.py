# SPDX-License-Identifier: MIT
"""The words of a claim as the rules for its codes read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimdesk.models.suggest.cue_classes import CueClass, class_of, has_infinitive, names_cue
from claimdesk.models.suggest.wording import Word, words_of

_SUBJECT_LENGTH = 12
_ENDS = frozenset({"that", "who", "which", "if", "to", "by"})
_OWN_SUBJECTS = frozenset({"i", "we", "it", "he", "she", "they", "you"})
_AUXILIARIES = frozenset({"is", "are", "was", "were", "be", "been", "being", "has", "have", "had"})
_MODALS = frozenset({"should", "must", "ought", "shall"})


@dataclass(frozen=True, slots=True)
class ClaimWords:
    """Who speaks, by which words, and what is said."""

    source: Sequence[Word]
    cue: Sequence[Word]
    content: Sequence[Word]
    cue_class: CueClass

    @classmethod
    def of(cls, source: str, cue: str, content: str) -> ClaimWords:
        """Return the words of a claim's parts."""
        said, about = words_of(cue), words_of(content)
        first = next((at for at, word in enumerate(about) if not word.is_mark), 0)
        about = about[first:]
        return cls(words_of(source), said, about, class_of(said, about))

    @property
    def demanded(self) -> Sequence[Word]:
        """What is to be done, from the verb on, or from the beginning where that is a noun."""
        modals = _MODALS | {"to"} if has_infinitive(self.content) else _MODALS
        for at, word in enumerate(self.content[:20]):
            if word.text in modals:
                negated = at > 0 and self.content[at - 1].text in ("not", "never")
                return self.content[at - 1 if negated else at + 1 :]
        return self.content


def is_reported(claim: ClaimWords) -> bool:
    """Return whether a content itself reports what others said or did to each other by saying it.

    As in `the ministers discussed the crisis`: who reports this takes no side.
    """
    words = claim.content
    for at, word in enumerate(words[1:_SUBJECT_LENGTH], 1):
        if word.text in _ENDS:
            return False
        if word.text in ("said", "told") or (word.text.endswith("ed") and names_cue([word])):
            subject = {w.text for w in words[:at] if not w.is_mark}
            return not subject & _OWN_SUBJECTS and not subject & _AUXILIARIES
    return False
