# SPDX-License-Identifier: MIT
"""What somebody does with a content by saying it: praise, blame, demand, doubt and so on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from claimdesk.models.suggest.wording import Hit, Word, WordList
from claimdesk.resources.files import read_json

INFINITIVES = frozenset({"demand", "pledge", "refuse", "hope", "threaten", "dislike", "warn"})
"""Classes whose content may be an infinitive, as in `urged it to stop`."""
_ORDER = (
    *("refuse", "threaten", "forbid", "reject", "dislike", "doubt", "blame", "fear", "warn"),
    *("demand", "praise", "pledge", "hope", "ask", "predict", "agree", "think", "mention", "name"),
    "report",
)
"""If a cue has words of several classes, the one that says most counts."""
_REPORT = frozenset({"report"})
_EXPRESSED = frozenset({"praise", "blame", "doubt", "fear", "hope", "reject"})
"""What a verb of saying may have as its object: `reiterated its support for`."""
_OPPOSITE = {
    "praise": "blame", "blame": "praise", "reject": "agree", "refuse": "pledge", "doubt": "hope",
    "fear": "hope", "hope": "doubt", "pledge": "refuse", "dislike": "hope", "think": "doubt",
    "agree": "reject", "demand": "forbid", "forbid": "demand", "predict": "doubt",
}  # fmt: skip
_FINITE = frozenset(
    {"that", ",", "is", "are", "was", "were", "will", "would", "has", "have", "had", "can"}
    | {"could", "may", "might", "should", "must"}
)
"""Words that no content with an infinitive has before it."""
_NAMED_WITHIN = 12
"""Words of a content within which `as` says what something is described as."""
_PERFORMED = frozenset({"demand", "forbid", "reject", "blame"})
"""Classes of verbs that do what they say: `we call on both sides to stop`."""
_DENYING = frozenset({"deny", "reject", "rebut", "refute"})
"""Verbs of words, of which somebody may be reported to say that he does so."""
_OWN_SUBJECTS = frozenset({"i", "we"})
_OTHER_SUBJECTS = frozenset({"it", "he", "she", "they"})
_NEGATIONS = frozenset({"not", "no", "never", "hardly", "neither", "nor", "without"})
_QUESTION_WORDS = frozenset(
    {"what", "why", "how", "when", "where", "who", "which", "if", "whether"}
)
_ASKING_VERBS = frozenset(
    {"do", "does", "did", "is", "are", "was", "were", "can", "could", "will", "would", "should"}
)


@dataclass(frozen=True, slots=True)
class CueClass:
    """The class of a cue; `name` is `report` where it only says that something was said."""

    name: str
    negated: bool = False


@cache
def stance_lists() -> Any:  # noqa: ANN401
    """Return the word lists for stance, kind and certainty, as they are shipped."""
    return read_json("stances.json")


@cache
def _cues() -> WordList[frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for name, phrases in stance_lists()["cues"].items():
        for phrase in phrases:
            found[phrase].add(name)
    entries: Mapping[str, frozenset[str]] = {
        phrase: frozenset(names) for phrase, names in found.items()
    }
    return WordList(entries)


def class_of(cue: Sequence[Word], content: Sequence[Word]) -> CueClass:
    """Return what is done with `content` by the words of `cue`."""
    hits = _cues().find(cue)
    found = [(name, hit.first) for hit in hits for name in hit.value]
    if not found:
        return CueClass("report", _is_negated(cue, len(cue)))
    expressed = [hit for hit in hits[1:] if not _EXPRESSED.isdisjoint(hit.value)]
    if hits[0].value == _REPORT and not expressed:
        first = hits[0].first
        is_order = "tell" in cue[first].keys and has_infinitive(content)
        return CueClass("demand" if is_order else "report", _is_negated(cue, first))
    name, first = min(found, key=lambda pair: _rank(pair[0], content))
    name = _by_content(name, cue[first:], content)
    negated = _is_negated(cue, first)
    if negated and name in _OPPOSITE:
        name = _OPPOSITE[name]
    return CueClass(name, negated)


def performed(content: Sequence[Word]) -> CueClass | None:
    """Return what is done by the words of a content that are about the one who says them.

    As in `we urge them to …` or `it categorically denies the charge`.
    """
    words = [word for word in content[:6] if not word.is_mark]
    subject = words[0].text if words else ""
    if subject not in _OWN_SUBJECTS | _OTHER_SUBJECTS:
        return None
    own = subject in _OWN_SUBJECTS
    for at in (1, 2):
        for hit in _cues().find(words[at:]):
            verb = words[at + hit.first]
            names = (_PERFORMED if own else _of_other_subject(hit, verb)) & hit.value
            if own and "ask" in hit.value and has_infinitive(content):
                names |= {"demand"}
            is_present = not verb.text.endswith(("ed", "ing"))
            if hit.first == 0 and names and (is_present or not own):
                return CueClass(min(names, key=_ORDER.index))
    return None


def _of_other_subject(hit: Hit[frozenset[str]], verb: Word) -> frozenset[str]:
    """Return the classes of a verb that one does by saying so of oneself: `it denies it`."""
    denies = hit.after == hit.first + 1 and not _DENYING.isdisjoint(verb.keys)
    return frozenset({"reject", "refuse"} if denies else {"refuse"})


def _by_content(name: str, cue: Sequence[Word], content: Sequence[Word]) -> str:
    """Return the class of a verb that has several, by the words after it.

    One may ask for a deed or an answer, want it for oneself or of others, call on others to do
    something or call them names, and describe a thing or describe it as something.
    """
    verb = cue[0]
    if name == "ask" and not is_question(content):
        words = (*cue, *content[:6])
        wanted = has_infinitive(content) or any(word.text == "for" for word in words)
        return "demand" if wanted else name
    if name == "name" and "call" in verb.keys and content and content[0].text == "to":
        return "demand"
    if name == "mention" and any(word.text == "as" for word in content[1:_NAMED_WITHIN]):
        return "name"
    wants = name == "hope" and "want" in verb.keys
    return "demand" if wants and not (content and content[0].text == "to") else name


def names_cue(words: Sequence[Word]) -> bool:
    """Return whether words are a cue of any class."""
    return bool(_cues().find(words))


def _is_negated(cue: Sequence[Word], before: int) -> bool:
    return any(not _NEGATIONS.isdisjoint(word.keys) for word in cue[:before])


def _rank(name: str, content: Sequence[Word]) -> int:
    """Return the place in the order; a class that does not suit the form of the content is last."""
    suits = True
    if name == "ask":
        suits = is_question(content)
    elif has_infinitive(content):
        suits = name in INFINITIVES or name in ("agree", "predict", "think")
    elif name in ("doubt", "demand"):
        suits = not is_question(content)
    return _ORDER.index(name) + (0 if suits else len(_ORDER))


def is_question(content: Sequence[Word]) -> bool:
    """Return whether a content is asked: `whether it …`, `… how long it will take?`."""
    words = [word for word in content if not word.is_mark]
    marks = [word.text for word in content[-3:] if word.is_mark]
    return "?" in marks or (bool(words) and words[0].text in _QUESTION_WORDS)


def is_asked(content: Sequence[Word]) -> bool:
    """Return whether a content is a question in direct speech."""
    words = [word.text for word in content if not word.is_mark]
    marks = [word.text for word in content[-3:] if word.is_mark]
    asked = len(words) > 1 and words[0] in _QUESTION_WORDS and words[1] in _ASKING_VERBS
    return "?" in marks or asked


def has_infinitive(content: Sequence[Word]) -> bool:
    """Return whether a content is an infinitive, with the one who is to do it or without."""
    for at, word in enumerate(content[:12]):
        if word.text == "to":
            after = content[at + 1].text if at + 1 < len(content) else ""
            return after not in ("the", "a", "an", "its", "their", "his", "her") and at <= 8
        if word.text in _FINITE:
            return False
    return False
