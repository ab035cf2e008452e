# SPDX-License-Identifier: MIT
"""The words of a claim as the rules for its codes read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimdesk.models.suggest.cue_classes import CueClass, class_of, has_infinitive, performed
from claimdesk.models.suggest.wording import Word, words_of

_LONGEST = 3_000
"""Code points of a content that are read: what comes later changes no code."""
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
        said, about = words_of(cue), words_of(content, 0, min(len(content), _LONGEST))
        first = next((at for at, word in enumerate(about) if not word.is_mark), 0)
        about = about[first:]
        cue_class = class_of(said, about)
        if cue_class.name == "report" and not cue_class.negated:
            cue_class = performed(about) or cue_class
        return cls(words_of(source), said, about, cue_class)

    @property
    def demanded(self) -> Sequence[Word]:
        """What is to be done, from the verb on, or from the beginning where that is a noun."""
        modals = _MODALS | {"to"} if has_infinitive(self.content) else _MODALS
        for at, word in enumerate(self.content[:20]):
            if word.text in modals:
                negated = at > 0 and self.content[at - 1].text in ("not", "never")
                return self.content[at - 1 if negated else at + 1 :]
        return self.content
