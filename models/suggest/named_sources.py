# SPDX-License-Identifier: MIT
"""Who a text names in a place: persons, bodies and groups, by spelling and word lists alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import takewhile

from claimdesk.models.registry.gazetteer import gazetteer, known_places
from claimdesk.models.registry.name_matching import folded
from claimdesk.models.suggest.cues import CueLexicon, cue_lexicon
from claimdesk.models.text.spans import Span

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_](?:[’'‑-]?[^\W_])*")
_POSSESSIVE = re.compile(r"[’']s?$")
_LINKS = frozenset({"of", "for", "and", "the", "de", "al", "bin", "van", "von"})
"""Words that may stand inside a name."""
_ASIDE_TEXT = """
    a after all an and any are as at be been before both but by can could did do does during each
    every for from had has have he her his i if in into is it its may might must no not of on one
    or our said say says shall she should since so some than that the their then there these they
    this those though to told two upon was we were when where which while who will with would
    yesterday you
"""
_ASIDE = frozenset(_ASIDE_TEXT.split())
"""Words in lower or upper case that begin no name, and that no name goes beyond."""
_DATES_TEXT = """
    monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december
"""
_DATES = frozenset(_DATES_TEXT.split())
_MOST = 6
"""Words of the longest name."""


def named_sources(text: str, place: Span) -> list[Span]:
    """Return the names in a place of the text, in their order.

    They are the words after an office (“Foreign Minister Mara Lindt” names Mara Lindt), or what a
    noun for people or bodies ends (“defence experts”), or words with a capital letter.
    """
    words = [Span(*match.span()) for match in _WORD.finditer(text, *place)]
    found: list[Span] = []
    for run in _runs(text, words):
        name = _named(text, run)
        if name is not None:
            found.append(name)
    return found


def _runs(text: str, words: list[Span]) -> Iterator[list[Span]]:
    """Yield what stands together: words with a capital, links, nouns and what describes them."""
    run: list[Span] = []
    for at, word in enumerate(words):
        together = run and text[run[-1].end : word.start] in (" ", "\N{NO-BREAK SPACE}")
        if run and not (together and len(run) < _MOST + 4):
            yield run
            run = []
        if _belongs(text, words, at, run):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _belongs(text: str, words: list[Span], at: int, run: list[Span]) -> bool:
    shown = text[slice(*words[at])]
    if shown in _LINKS:
        following = words[at + 1 : at + 2]
        return bool(run) and all(_is_capital(text, word) for word in (run[-1], *following))
    if shown.lower() in _ASIDE or (_is_capital(text, words[at]) and shown.lower() in _DATES):
        return False
    if _is_capital(text, words[at]) or _is_noun(shown):
        return True
    # A word that describes the noun after it: “defence experts”.
    after = [text[slice(*word)] for word in words[at + 1 : at + 3]]
    near = takewhile(lambda one: one.lower() not in _ASIDE, after)
    return any(map(_is_noun, near)) and not _is_verb(shown)


def _named(text: str, run: list[Span]) -> Span | None:
    """Return the name in a run of words: what follows the last noun in it, or ends with that."""
    nouns = [at for at, word in enumerate(run) if _is_noun(text[slice(*word)])]
    last = nouns[-1] if nouns else -1
    after = [word for word in run[last + 1 :] if text[slice(*word)] not in _LINKS]
    if nouns and after and _is_person(text[slice(*run[last])]):
        run = run[last + 1 :]
    elif nouns and not after:
        run = run[: last + 1]
    elif not any(_is_capital(text, word) for word in run):
        return None
    while run and text[slice(*run[0])] in _LINKS:
        run = run[1:]
    if len(run) == 1 and not _is_capital(text, run[0]) and text[run[0].end - 1] != "s":
        return None  # “the ministry” is one that was named before
    if not run or len(run) > _MOST or folded(text[run[0].start : run[-1].end]) in _adjectives():
        return None
    span = Span(run[0].start, run[-1].end)
    owner = _POSSESSIVE.search(text, span.start, span.end)
    return (
        Span(span.start, owner.start()) if owner is not None and owner.end() == span.end else span
    )


def _is_capital(text: str, word: Span) -> bool:
    return text[word.start].isupper()


def _singular(word: str) -> Iterator[str]:
    word = _POSSESSIVE.sub("", word).lower()
    yield word
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    if word.endswith("men"):
        yield f"{word[:-3]}man"
    if word.endswith("s"):
        yield word[:-1]


def _is_person(word: str) -> bool:
    return any(one in cue_lexicon().people for one in _singular(word))


def _is_noun(word: str) -> bool:
    lexicon: CueLexicon = cue_lexicon()
    return any(one in lexicon.people or one in lexicon.bodies for one in _singular(word))


def _is_verb(word: str) -> bool:
    lexicon = cue_lexicon()
    return word.endswith("ed") or bool(lexicon.verb(lexicon.lemma(word, word)))


def likely_kind(name: str) -> str:
    """Return the kind that an actor of this name probably has, judging by the name alone."""
    known, words = _gazetteer_kinds().get(folded(name)), name.split()
    if known is not None or not words:
        return known or "person"
    heads = [word for word in words if _is_noun(word)]
    if heads and words[-1].lower().endswith("s") and _is_person(words[-1]):
        return "group"
    if heads and (heads[-1] is not words[-1] or _is_person(heads[-1])):
        return "person" if _is_person(heads[-1]) else "organization"
    if heads:
        return "organization"
    if words[-1].islower():
        return "group" if words[-1].endswith("s") else "person"
    return "organization" if len(words) == 1 and name.isupper() else "person"


def _adjectives() -> Mapping[str, str]:
    return gazetteer().adjectives


@cache
def _gazetteer_kinds() -> dict[str, str]:
    """Return the kinds of states, alliances and places by their folded names."""
    kinds: dict[str, str] = {folded(name): "place" for name in known_places()}
    for actor in gazetteer().actors:
        kinds.update((folded(name), actor.kind) for name in (actor.name, *actor.aliases))
    return kinds
