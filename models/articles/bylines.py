# SPDX-License-Identifier: MIT
"""Bylines: who wrote an article, in the usual forms of several languages."""

from __future__ import annotations

import re

LINE = 200
"""Code points of a line that are looked at for a byline, a dateline or a copyright."""

CAPITAL = "A-ZÀ-ÖØ-ÞĆČĎĐĘĚĞĢĪĶĹĽŁŃŇŐŒŘŚŞŠŢŤŪŮŰŹŻŽ\u0386\u0388-\u03ab\u0400-\u042f"
_PARTICLES = "van|von|der|den|de|da|di|del|della|dos|du|la|le|al|bin|el|af|ter|ten|zu|zum|y"
_NOBILIARY = rf"(?:(?:{_PARTICLES})\s+|d['’])*"
_NAME = rf"[{CAPITAL}][\w.'’-]*(?:\s+{_NOBILIARY}[{CAPITAL}][\w.'’-]*){{1,4}}"
_AND = r"(?:and|AND|und|UND|et|ET|y|Y|e|E|en|EN|och|og|a|i|и|και|&)"
_NAMES = rf"(?P<names>{_NAME}(?:(?:,\s+{_NAME})*,?\s+{_AND}\s+{_NAME}|(?:,\s+{_NAME})+)?)"
_MORE = r"(?:\s*(?:[,|/;·•(–—]|\s-\s|\s[Ii]n\s)\s*[^.!?]{2,80}\.?)?"
_BY = (
    r"(?:[Bb]y|BY|(?:[Ww]ritten|WRITTEN) (?:by|BY)|[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR"
    r"|Di|di|DI|[Dd]oor|DOOR|Av|AV|Af|AF"
    r"|(?:By-?line|BYLINE|Author|AUTHOR|Autorin|Autor|AUTOR|Auteur|AUTEUR|Autore|Автор|Text|Tekst)\s?:)"
)
_BYLINE = re.compile(rf"{_BY}\s*:?\s+{_NAMES}{_MORE}")
_POST = re.compile(
    rf"{_NAMES},\s+(?:[Ss]taff|STAFF|[Ss]enior|[Ss]pecial|[Cc]hief|[A-Z]\w+ )?\s*"
    r"(?:[Ww]riters?|WRITERS?|[Rr]eporters?|[Cc]orrespondents?|CORRESPONDENTS?|[Ee]ditors?|EDITORS?)"
)
_NOBODY = re.compile(
    r"(?:[Bb]y|BY|[Vv]on|[Pp]ar|[Pp]or)\s+(?:[Oo]ur|OUR|[Tt]he|THE|[Aa]|AFP|AP|UPI|DPA|dpa|EFE|ANSA"
    r"|REUTERS|[\w.]+ [Ss]taff|[Ss]taff|STAFF|Associated|ASSOCIATED|Reuters|Agence"
    r"|Agencies|AGENCIES)"
    r"(?:\s+(?:[Ss]taff|STAFF|[A-Z]\w+|[Oo]wn|[Ff]oreign|[Pp]olitical|[Cc]orrespondents?|[Rr]eporters?"
    r"|[Ww]riters?|[Ee]ditors?)){0,4}"
)
"""A byline that names nobody."""

# What stands after “by” in titles such as “By Force Alone” and is nobody’s first name.
_IDIOMS = """
    accident agreement air all any arms ballot blood boat book bread bullet bus candlelight car
    choice comparison compulsion consensus contrast common court daylight day decree default degrees
    design divine dusk early election eleven end every executive extraordinary fair far fear fire
    firelight five foot force fortune foul four free gun half hand her high hook horse human its
    land last late law leaps lies lot mail mere midnight million millions mistake more moonlight
    most mutual nature necessity next night nine no noon nothing now numbers one only order other
    our own peaceful phone plane popular post power presidential private process proxy public rail
    reason right road royal rule sea secret ship show side simple six sheer sky some special star
    starlight state stealth steam step sunset surprise sword tank telephone ten that their then
    these thin things this three time tomorrow tooth train trial trick trust truth turns twelve two
    unanimous vote war water way weight what which whose wire wireless word words world your
    monday tuesday wednesday thursday friday saturday sunday january february march august
    september october november december spring autumn winter
"""
_NO_NAMES = frozenset(_IDIOMS.split())
_ABSTRACT = re.compile(r"\w{2,}(?:tion|sion|ment|ness|ity|ism|ship|ing|ful|ous|ive|able|ible)s?")
_STILL_NAMES = frozenset(
    (
        "charity",
        "felicity",
        "trinity",
        "serenity",
        "amity",
        "clement",
        "irving",
        "sterling",
        "olive",
    )
)


def byline(line: str) -> str | None:
    """Return who a line says wrote the article; None if it is not a byline."""
    if len(line) > LINE:
        return None
    match = _BYLINE.fullmatch(line) or _POST.fullmatch(line)
    if match is None or (line[:2].lower() == "by" and _is_idiom(match["names"])):
        return None
    return match["names"]


def is_byline(line: str) -> bool:
    """Whether a line is a byline, also one that names nobody, such as “By our correspondent”."""
    return byline(line) is not None or (len(line) <= LINE and _NOBODY.fullmatch(line) is not None)


def _is_idiom(names: str) -> bool:
    """Return whether the first word is none that a name begins with, as in “By Force Alone”."""
    first = names.split()[0].rstrip(",").casefold()
    if first in _NO_NAMES:
        return True
    return first not in _STILL_NAMES and _ABSTRACT.fullmatch(first) is not None
