# SPDX-License-Identifier: MIT
"""Questions that coreference asks a noun phrase of a dependency parse, by its head."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from claimdesk.models.registry.gazetteer import gazetteer
from claimdesk.models.registry.name_matching import folded, remembered
from claimdesk.models.suggest.cues import CueLexicon
from claimdesk.models.suggest.known_names import country_of
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

DEFINITE = frozenset({"the", "that", "this", "these", "those", "both"})
BEFORE = ("amod", "compound", "nmod", "poss", "nummod")
"""Relations of the words before a noun that say which one is meant."""
_LINKS = ("of", "from", "for", "at", "with")
_LONGEST_LINK = 6
"""Tokens of the longest `of Ruritania` that belongs to a description."""
_DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
    ]
)
_NUMBERS = {
    **dict.fromkeys(("two", "both", "neither", "either", "2"), 2),
    **dict.fromkeys(("three", "3"), 3),
    **dict.fromkeys(("four", "4"), 4),
    "five": 5,
}
_DOER = re.compile(r"(?<=\w{3})(?:er|or|i(?:st|an)|man|woman|eer|crat|ologist)$")
"""How nouns end that say what somebody does."""
_OTHER = """
    answer behavior behaviour border cancer carrier center centre chapter character color colour
    computer container corner cover danger disaster door error factor favor favour filter fever
    floor honor honour hunger letter matter member mirror motor number order
    paper pattern powder power quarter rather reactor register river rumor rumour sector sensor
    summer terror theater theatre tower transfer vector water weather winter cruiser destroyer
    bomber tanker trailer helicopter laser radar router server ladder layer
"""
_THINGS = frozenset(_OTHER.split())
"""Nouns that end so and are things."""
_ALSO_BODIES = """
    agent ally applicant backer buyer client competitor consultant contender critic customer
    developer donor employer foe forecaster guide host insider insurgent investor manager mediator
    member moderator monitor observer operator opponent organiser organizer other owner parent
    participant partner peer planner player pollster publisher representative reviewer rival source
    specialist sponsor stakeholder supporter trader trustee user watcher
"""
_MAYBE_BODIES = frozenset(_ALSO_BODIES.split())
"""Nouns for persons that are said of companies and clubs too."""
_SINGULAR = {"people": "person", "men": "man", "women": "woman", "children": "child"}


def lemma(head: Token) -> str:
    """Return a noun in the singular and in lower case, also one that is tagged as a name."""
    word = head.lemma_.lower()
    if head.tag_ == "NNPS" and word.endswith("s") and word == head.lower_:
        return f"{word[:-3]}y" if word.endswith("ies") else word[:-1]
    return _SINGULAR.get(word, word)


def is_plural(head: Token) -> bool:
    """Return whether a noun is in the plural."""
    return head.tag_ in ("NNS", "NNPS")


def determiner(head: Token) -> str:
    """Return the article, pronoun or owner before a noun, in lower case; empty without one."""
    found = (t.lower_ for t in head.lefts if t.dep_ in ("det", "predet", "poss"))
    return next(found, "")


def is_definite(head: Token) -> bool:
    """Return whether a noun speaks of what the article has named: `the firm`, `their firm`."""
    owner = any(t.dep_ == "poss" and t.pos_ == "PRON" for t in head.lefts)
    return owner or determiner(head) in DEFINITE


def modifiers(head: Token) -> frozenset[str]:
    """Return the words that stand before a noun and say which one is meant; see `meant`."""
    found: set[str] = set()
    for token in head.lefts:
        if token.dep_ in BEFORE and not (token.dep_ == "poss" and token.pos_ == "PRON"):
            found |= meant(list(token.subtree))
    return frozenset(found)


def meant(tokens: list[Token]) -> frozenset[str]:
    """Return words in lower case; a state, its adjective and its people as the state's code."""
    kept = [t for t in tokens if t.pos_ != "DET" and t.tag_ != "POS"]
    whole = " ".join(t.text for t in kept)
    if (code := country_named(whole)) is not None:
        return frozenset({code})
    return frozenset(
        country_named(t.text) or t.lower_
        for t in kept
        if t.is_alpha and not t.is_stop and t.lower_ not in _NUMBERS
    )


def country_named(words: str) -> str | None:
    """Return the country that a state's name or adjective means."""
    return country_of(words) or (_state_names().get(folded(words)) if words[:1].isupper() else None)


@cache
def _state_names() -> dict[str, str]:
    states = gazetteer().states.items()
    return {folded(name): code for code, state in states for name in (state.name, *state.aliases)}


def number(head: Token) -> int | None:
    """Return how many `both ministers`, `the two ministers` are."""
    words = (t.lower_ for t in head.lefts if t.dep_ in ("nummod", "predet", "det", "cc", "preconj"))
    return next((_NUMBERS[word] for word in words if word in _NUMBERS), None)


def country(head: Token) -> str | None:
    """Return the country whose adjective stands before a noun."""
    for token in head.lefts:
        for part in token.subtree:
            if (found := country_of(part.text)) is not None:
                return found
    return None


def place(doc: Doc, offset: int, first: int, last: int) -> Span:
    """Return the span of the tokens `first` to `last` in the article."""
    end = doc[last]
    return Span(offset + doc[first].idx, offset + end.idx + len(end))


def phrase(head: Token, offset: int) -> Span:
    """Return a noun with what stands before it, and what says whose or which it is."""
    first = min((t.left_edge.i for t in head.lefts if t.dep_ != "relcl"), default=head.i)
    return place(head.doc, offset, first, _end(head))


def name(head: Token) -> str | None:
    """Return the noun phrase as the name of an actor: without article, pronoun and day."""
    kept = [t for t in head.lefts if t.dep_ not in ("det", "predet", "punct", "cc", "preconj")]
    kept = [t for t in kept if not (t.dep_ == "poss" and t.pos_ == "PRON")]
    kept = [t for t in kept if t.lower_ not in _DAYS and not _is_count(t)]
    first = min((t.left_edge.i for t in kept), default=head.i)
    words = _with_adjective(head, head.doc[first : _end(head) + 1].text)
    found = " ".join(words.split()).strip(' ,;:“”"()[]')
    usable = 2 < len(found) <= 80 and not any(mark in found for mark in '()[]“”"')
    return found if usable else None


def _with_adjective(head: Token, words: str) -> str:
    """Return `France’s embassy` as `French embassy`."""
    match = re.match(r"(.+?)[’']s? (?=\w)", words)
    code = _state_names().get(folded(match[1])) if match is not None else None
    adjective = gazetteer().adjective_of.get(code or "")
    return f"{adjective} {words[match.end() :]}" if match is not None and adjective else words


def _is_count(token: Token) -> bool:
    return token.dep_ == "nummod" or token.lower_ in ("other", "another", "many", "several", "some")


def _end(head: Token) -> int:
    """Return the last token of a description; `critics of Ruritania` needs what follows."""
    if any(t.dep_ in BEFORE and t.pos_ != "PRON" and not _is_count(t) for t in head.lefts):
        return head.i
    following = head.doc[head.i + 1] if head.i + 1 < len(head.doc) else None
    if following is None or following.head != head or following.lower_ not in _LINKS:
        return head.i
    whom = next((t for t in following.children if t.dep_ == "pobj"), None)
    if whom is None or whom.i - head.i > _LONGEST_LINK or whom.pos_ not in ("PROPN", "NOUN"):
        return head.i
    last = whom.i
    while last + 1 < len(head.doc) and _goes_on(head.doc[last + 1]):
        last += 1
    between = head.doc[head.i + 2 : last + 1]
    plain = all(t.pos_ not in ("VERB", "PUNCT", "PRON") for t in between)
    return last if plain and any(t.pos_ == "PROPN" for t in between) else head.i


def _goes_on(token: Token) -> bool:
    """Return whether a name goes on with a token, as with `& Sons`."""
    joined = token.text == "&" or token.doc[token.i - 1].text == "&"
    return token.ent_iob_ == "I" or joined


def described(head: Token, lexicon: CueLexicon) -> str | None:
    """Return the kind of actor that a common noun stands for; None if for none."""
    noun = lemma(head)
    if noun in lexicon.bodies:
        return "organization"
    if noun in lexicon.people or (_DOER.search(noun) and noun not in _THINGS):
        return "group" if is_plural(head) else "person"
    return None


def is_personal(head: Token, lexicon: CueLexicon) -> bool:
    """Return whether a noun is said of one person only, never of a body: `envoy`, not `owner`."""
    noun = lemma(head)
    known = noun in lexicon.people and noun not in lexicon.bodies | _MAYBE_BODIES
    return known and not is_plural(head)


def is_narrowed(head: Token, actor: str, words: str) -> bool:
    """Return whether a noun phrase says more than the generic name of an actor at its end.

    `Ruritanian officials` are not the actor called `officials`; `words` is how it stands there.
    """
    if actor != actor.lower() or not actor.isascii():
        return False
    own, generic = folded(name(head) or ""), folded(remembered(words))
    return own != generic and own.endswith(f" {generic}")
