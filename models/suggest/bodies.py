# SPDX-License-Identifier: MIT
"""Organisations by what they are: `the newspaper`, `their club`, `Harbour News news agency`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from claimdesk.models.suggest import noun_phrases
from claimdesk.models.suggest.actors import ParsedChunk
from claimdesk.models.suggest.coreference import ArticleActors, Referent
from claimdesk.models.suggest.cues import CueLexicon
from claimdesk.models.suggest.data import ActorEntry, MentionSuggestion

if TYPE_CHECKING:
    from spacy.tokens import Token

_REACH = 1_500
_COMPANY = (
    "airline automaker carmaker chain conglomerate corporation company firm giant group maker"
    " manufacturer operator retailer startup start-up supplier"
)
_NEWS = "agency broadcaster channel daily magazine network newspaper outlet paper station wire"
_ALONE = frozenset(
    f"{_COMPANY} {_NEWS} association bank charity church club college foundation institute league"
    " ngo nonprofit organisation organization party school tabloid team think-tank union university"
    " watchdog website weekly".split()
)
"""Nouns of bodies that stand on their own, unlike a government or a department."""
_HIS = frozenset({"his", "her", "my"})
"""Words that say that a body is a person's own, and none that was spoken of for itself."""
AFTER_BODY = re.compile(r" |, (?:(?:the|an?) (?:[\w-]+ ){0,3})?")
"""What stands between a body and its name: `the maker, the Danish firm Nordwind`."""
_OWNERS = frozenset({"owner", "maker", "operator", "parent", "builder", "publisher", "developer"})
_BY_NAME = {
    "company": re.compile(
        r"\b(?:Inc|Corp|Corporation|Co|Ltd|LLC|PLC|plc|AG|SA|GmbH|Group|Company)\b"
    ),
    "newspaper": re.compile(
        r"\b(?:Times|Post|Guardian|Journal|Herald|Tribune|Telegraph|Chronicle|Gazette|Globe|News"
        r"|Independent|Observer|Daily|Courier|Bild|Zeitung|Nikkei|Shimbun)\b"
    ),
    "agency": re.compile(r"\b(?:Agency|Press|News)\b"),
    "club": re.compile(r"\b(?:FC|AC|SC|United|City|Club|Athletic|Rovers)\b"),
    "bank": re.compile(r"\bBank\b|banken\b|Banque"),
    "party": re.compile(r"\bParty\b|\bUnion\b|\bFront\b|\bDemocrats\b"),
    "university": re.compile(r"\bUniversity\b|\bCollege\b"),
    "ministry": re.compile(r"\bMinistry\b|\bDepartment\b"),
    "department": re.compile(r"\bDepartment\b|\bMinistry\b"),
    "bureau": re.compile(r"\bBureau\b|\bOffice\b"),
    "authority": re.compile(r"\bAuthority\b|\bAdministration\b"),
    "force": re.compile(r"\b(?:Army|Navy|Forces?|Guard|Police|Command)\b"),
    "council": re.compile(r"\bCouncil\b"),
    "commission": re.compile(r"\bCommission\b"),
    "committee": re.compile(r"\bCommittee\b"),
    "court": re.compile(r"\bCourt\b|\bTribunal\b"),
    "institute": re.compile(r"\bInstitute\b"),
    "union": re.compile(r"\bUnion\b"),
    "foundation": re.compile(r"\bFoundation\b"),
    "embassy": re.compile(r"\bEmbassy\b"),
    "parliament": re.compile(r"\bParliament\b|\bAssembly\b"),
}
"""What the words of a name say that its body is."""
_NEWSPAPER = "daily magazine newspaper outlet paper tabloid weekly"
_SAME = {
    **dict.fromkeys(_COMPANY.split(), "company"),
    **dict.fromkeys(_NEWSPAPER.split(), "newspaper"),
    **dict.fromkeys(("team", "side", "club"), "club"),
    **dict.fromkeys(("college", "school", "university"), "university"),
    "tribunal": "court",
}
"""Nouns for the same kind of body."""


class BodyFinder:
    """Finds which organisation of an article a common noun means."""

    def __init__(self, actors: ArticleActors, lexicon: CueLexicon) -> None:
        self.actors = actors
        self.lexicon = lexicon

    def beside(
        self, chunk: ParsedChunk, head: Token, mentions: Sequence[MentionSuggestion]
    ) -> ActorEntry | None:
        """Return the body whose name stands right before or after its noun, as one phrase."""
        noun = noun_phrases.lemma(head)
        if noun_phrases.is_plural(head) or head.pos_ == "PROPN":
            return None
        if noun not in self.lexicon.bodies:
            return self._owner(chunk, head, mentions) if noun in _OWNERS else None
        start = chunk.span.start + head.idx
        for mention in mentions:
            if mention.actor.kind not in ("organization", "alliance"):
                continue
            before = chunk.text[mention.span.end : start] if mention.span.end <= start else "-"
            after = chunk.text[start + len(head) : mention.span.start]
            named = re.fullmatch(r" (?:[a-z]+ )?", before) is not None and noun in _ALONE
            if named or (mention.span.start > start and AFTER_BODY.fullmatch(after)):
                self.actors.add_type(noun, mention.actor)
                return mention.actor
        return self._called(head, noun) if noun in _ALONE else None

    def _owner(
        self, chunk: ParsedChunk, head: Token, mentions: Sequence[MentionSuggestion]
    ) -> ActorEntry | None:
        """Return the company in `the yard’s owner, Harbour Works`."""
        end = chunk.span.start + head.idx + len(head)
        for mention in mentions:
            if mention.actor.kind == "organization" and mention.span.start > end:
                return mention.actor if chunk.text[end : mention.span.start] == ", " else None
        return None

    def _called(self, head: Token, noun: str) -> ActorEntry | None:
        """Return the body of a name that nothing else took for one: `Harbour News news agency`."""
        before = [t for t in head.lefts if t.dep_ in ("compound", "nmod")]
        names = [t for left in before for t in left.subtree if t.pos_ == "PROPN"]
        if not names or any(noun_phrases.country_named(t.text) or t.ent_type_ for t in names):
            return None
        name = head.doc[names[0].i : names[-1].i + 1].text
        actor = self.actors.actor(name, "organization")
        self.actors.add_type(noun, actor)
        return actor

    def met(self, chunk: ParsedChunk, head: Token, at: int) -> ActorEntry | None:
        """Return the body that `the newspaper` means, or the state that `the country` means."""
        noun, words = noun_phrases.lemma(head), noun_phrases.modifiers(head)
        if noun in ("country", "nation") and not words:
            return next(iter(self.actors.latest(at, _REACH, _is_state)), None)
        kind = _SAME.get(noun, noun)
        found = self.actors.latest(at, 4 * _REACH, lambda r: self._is_called(r, kind, words))
        own = noun_phrases.determiner(head) in _HIS
        if not found and noun in _ALONE and not words and not own:
            found = self.actors.latest(at, _REACH, lambda r: self._may_be(r, kind))
        return found[0] if found else None

    def _is_called(self, referent: Referent, kind: str, words: frozenset[str]) -> bool:
        actor = referent.actors[0]
        if actor.kind not in ("organization", "alliance") or len(referent.actors) > 1:
            return False
        own = frozenset(actor.name.lower().split())
        return kind in self._kinds(actor) and words <= own

    def _may_be(self, referent: Referent, kind: str) -> bool:
        """Return whether nothing says that a body is of another kind."""
        actor = referent.actors[0]
        single = len(referent.actors) == 1 and actor.kind == "organization"
        return single and actor.name != actor.name.lower() and not self._kinds(actor) - {kind}

    def _kinds(self, actor: ActorEntry) -> set[str]:
        called = {_SAME.get(noun, noun) for noun in self.actors.types(actor)}
        return called | {kind for kind, words in _BY_NAME.items() if words.search(actor.name)}


def _is_state(referent: Referent) -> bool:
    return len(referent.actors) == 1 and referent.actors[0].kind == "state"
