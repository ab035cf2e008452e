# SPDX-License-Identifier: MIT
"""The named entities of a spaCy pipeline as candidates for mentions, with clean boundaries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from claimdesk.models.registry.person_names import is_family_first, is_given_name
from claimdesk.models.suggest.cues import cue_lexicon
from claimdesk.models.text.spans import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

KINDS = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    # ja_ginza, which tells about 200 kinds of names apart
    "Person": "person",
    "Country": "state",
    "City": "place",
    "Province": "place",
    "GPE_Other": "place",
    "Continental_Region": "place",
    "Domestic_Region": "place",
    "Company": "organization",
    "Government": "organization",
    "Cabinet": "organization",
    "Military": "organization",
    "Organization_Other": "organization",
    "Political_Party": "organization",
    "Political_Organization_Other": "organization",
    "International_Organization": "alliance",
    "Nationality": "group",
}
"""Entity labels of spaCy's pipelines and of ja_ginza, and the kinds that they stand for."""

TITLE = re.compile(
    r"(?:(?:the|a|an|former|ex|then|acting|deputy|vice|prime|foreign|defen[cs]e|interior|finance"
    r"|state|chief|senior|junior|mr|mrs|ms|miss|dr|sir|dame|lord|lady|gen|lt|col|maj|sgt|capt|cpt|adm"
    r"|brig|cmdr|cdr|atty|engr|datuk|dato|cpl|pvt|staff|rep|reps|sen|sens|gov|prof|rev|hon|president|minister|secretary"
    r"|chancellor|king|queen|prince|princess|sheikh|sheik|pope|senator|governor|general|colonel"
    r"|major|captain|admiral|ambassador|professor|judge|justice|premier|chairman|chairwoman|chair"
    r"|director|commander|congressman|congresswoman|representative|emperor|empress|spokesman"
    r"|spokeswoman|spokesperson|mayor|attorney|speaker|coun|cllr|supt|insp|det|envoy|leader|analyst|lawmaker|candidate"
    r"|vice-president|rear|sergeant|lieutenant|brigadier|marshal|ayatollah|imam|coach|archbishop"
    r"|bishop|cardinal|father|sister|brother|detective|officer|police|prosecutor|inspector)\.?\s+)+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_TAIL = re.compile(r"(?:[’']s|[’']|[\s,;:!?()\[\]“”\"–—-]|(?<![A-Z.])\.)+$")
_HEAD = re.compile(
    r"^(?:[\s,;:.!?()\[\]“”\"'‘’–—•‣▪◦·●○■□▶►✓*-]"
    r"|(?:Near|In|At|From|For|On|By|With|And|But|Of|To|While|When|As|If)\s+)+"
)
_LOOSE_END = re.compile(r"(?:\s+(?:of|for|at|in|from|with|and|to|the|on|by))+$")
"""Small words that a model leaves at the end of a name."""
_WHAT_IT_IS = re.compile(r" (?:news (?:agency|site|website)|newspaper|magazine|news)$")
"""What stands after a name in small letters and is no part of it."""
_HYPHENATED = re.compile(r"-[^\W\d_]+(?![\w-])")
_LETTERS_AFTER = re.compile(r",? (?:KC|QC|SC|MP|MEP|MSP|MLA|CBE|OBE|MBE|Esq|PhD|MD)$")
"""Honours, seats and degrees after a person's name."""
_SLASH = re.compile(r"(?<=\w{3})/(?=[A-Z]\w{2})")
_POSSESSIVE = re.compile(rf"[’']s\s+(?=[A-Z])|{_SLASH.pattern}")
"""What stands between an owner and what it owns, or between two names."""
_PERSON_FOR = re.compile(
    r"(?P<name>(?P<given>[A-Z]\w+)(?: [A-Z][\w.’'-]+){1,3}) (?:for|from) (?:the )?(?=[A-Z])"
)
"""A person, and the body whom the person speaks for."""
_THING = re.compile(
    r"\b(?:Strategy|Act|Law|Bill|Plan|Agreement|Treaty|Accord|Pact|Policy|Program|Programme|Prize"
    r"|Award|Constitution|Resolution|Declaration|Report|Review|War|Pillar(?: \w+)?)$"
)
"""Last words of names that are not actors."""
_DAY = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_OUTSIDE = re.compile(rf"\s*[()\[\]|]|\s+(?:on\s+)?(?:{_DAY})\b|\s+[+−-]?\d+[.,]\d|\s+[+−]\d")
"""What no name goes on after."""
BODIES = (
    "Ministry|Department|Office|Parliament|Army|Navy|Embassy|Government|Cabinet|Senate|Congress"
    "|Agency|Council|Court|Police|Command|Commission|Committee|Bureau|Administration|Assembly"
)
_FIELD = (
    "Foreign|Defen[cs]e|Finance|Interior|Justice|Health|Trade|Economy|Transport|Energy|Education"
    "|Agriculture|Environment|Labou?r|Home|State|Treasury"
)
_GENERIC = re.compile(rf"(?:{BODIES}|Summit|Coalition|State|West|Navy|Group|Forces?|Party)")
"""Words that do not name a body by themselves."""
COLLECTIVE = re.compile(
    r" (?:(?:security|armed|military|air|ground|naval|special|democratic|opposition|coalition"
    r"|defen[cs]e|national|local|federal|allied|regional|tactical|terrorist) ){0,2}"
    r"(?:forces|troops|government|military|army|navy|air force|coast guard|police|regime|opposition"
    r"|authorities|parliament|people|fighters|militants|rebels|coalition|embassy|terrorists"
    r"|operatives|brigades|units?|insurgents|soldiers|administration|leadership)\b",
    re.IGNORECASE,
)
"""What makes an actor of its own with the name or adjective of a state or body before it."""
COLLECTIVE_OF = re.compile(
    r"\b(?:government|people|parliament|armed forces|army|navy) of (?:the )?$", re.IGNORECASE
)
"""What makes an actor of its own with the name of a state after it."""
_BODY = re.compile(
    rf"\b(?:(?:{_FIELD}) (?:and (?:{_FIELD}) )?(?:Ministry|Department|Office)"
    rf"|(?:Ministry|Department) (?:of|for) (?:the )?[A-Z]\w+(?:(?: Affairs|,? and [A-Z]\w+))*)\b"
)
_NAME_WORD = r"(?:[A-Z][^\W\d_]{0,40}(?:[-’'][A-Z]?[^\W\d_]{1,40}){0,3}|[A-Z]\.)"
_ADDRESSED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sir|Dame|Coun|Cllr|Gen|Lt|Col|Maj|Sgt|Capt|Adm|Cdr|Cmdr|Brig|Atty"
    r"|Engr|Datuk|Dato|Sen|Rep|Gov|Prof)\b\.? "
    rf"(?P<name>{_NAME_WORD}(?: (?!(?:{_DAY})\b){_NAME_WORD}){{0,3}})"
)
"""A person who is addressed by a title."""
_COALITION = re.compile(
    r"(?<=[\w,] )Coalition(?: (?:(?:military|ground|air) )?(?:forces|partners|nations|members))?\b"
)
"""A coalition that a text calls so, with a capital in the middle of a sentence."""
_VESSEL = re.compile(r"(?:HMS|HMAS|HMCS|USS|USNS|INS|JS|ROKS|RFA|FS|BRP)\b|.*\bclass$")
"""Names of ships, which are no actors."""
_LEGAL_FORM = re.compile(r"(?<=\w),? (?:Inc|Corp|Ltd|LLC|LLP|PLC|plc|GmbH|AG|NV|SA|Co)\b\.?$")
_PERSON = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][^\W\d_]+(?: [A-Z]\.)?"
    r" (?!(?:Institute|University|College|Foundation|Group|Bank|House|Hospital|Center|Centre)\b)"
    r"(?:(?:al|el|de|van|von|bin)[ -])?[A-Z][^\W\d_]+(?:-[A-Z][^\W\d_]+)?"
)
"""A given name, maybe an initial, and a family name."""
_FORMERLY = re.compile(r"\b(?:retired|former|veteran|outgoing|incoming|ex)[ -]", re.IGNORECASE)
"""What only persons are, beside their office."""
_FORMER = re.compile(
    rf"(?i:{_FORMERLY.pattern})(?:[\w-]+ ){{0,3}}?(?P<role>\w+)"
    rf" (?P<name>{_PERSON.pattern})(?![\w’'-])"
)
_PERSONS = re.compile(rf"(?<![\w-])(?=(?P<name>{_PERSON.pattern})(?![\w’'-]))")
_NO_FAMILY_NAME = re.compile(
    rf"(?:{BODIES}|{_DAY}|Street|Road|Avenue|Square|Airport|Island|Islands|Beach|River|Lake|Bay|Park"
    r"|School|Church|Museum|Award|Prize|Cup|Times|Post|News|Inc|Corp|Ltd|Company|Club|City|County"
    r"|January|February|March|April|June|July|August|September|October|November|December)"
)
"""Words with a capital that stand after what may be a given name, and are no family name."""
_OF_BODY = re.compile(
    r" (?:of|at|from) (?:the )?(?:[A-Z][\w-]+ ){0,3}"
    r"(?:University|Institute|College|School|Foundation|Research|Centre|Center|Academy|Hospital)\b"
)
"""Where a person works; a body of this kind is rarely part of another one."""
_FIRST_HALF = re.compile(r"\b([A-Z][^\W\d_]+-)$")
"""The part of a given name before the hyphen, as in `Ming-Hao`."""
_GIVEN = re.compile(r"\b([A-Z][a-z]+) $")
_FIRM = re.compile(
    rf"\b(?:{_NAME_WORD} (?:(?:&|and) )?){{1,4}}(?:Inc|Corp|Corporation|Ltd|LLC|LLP|PLC|plc|GmbH|AG"
    r"|NV|FC|AFC|Holdings|Bancorp|Airlines|Airways|Industries|Technologies)\b"
)
"""A company or club by what ends its name."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of text that a model or a pattern takes for a name."""

    span: Span
    kind: str
    label: str
    """The model's label, or what a pattern found it by, such as `given` or `title`."""


def entities(
    doc: Doc, text: str, offset: int, labels: Mapping[str, str | None] = MappingProxyType({})
) -> list[Entity]:
    """Return the entities of a parsed chunk that begins at `offset`, in the order of the text.

    `labels` are the kinds of labels that do not stand for what KINDS says; None: for no actor.
    """
    found = []
    for entity in doc.ents:
        kind = labels.get(entity.label_, KINDS.get(entity.label_))
        if kind is None:
            continue
        span = Span(offset + entity.start_char, offset + entity.end_char)
        if _is_vessel(text, span):
            continue
        for part in _parts(text, span, kind):
            clean = cleaned(text, part, kind)
            if clean is not None:
                found.append(_as_person(text, Entity(clean, kind, entity.label_)))
    return found


def _as_person(text: str, entity: Entity) -> Entity:
    """Return an entity that is a person by its name as one, with the whole of the given name."""
    start, end = entity.span
    if entity.label not in ("PERSON", "ORG"):
        return entity
    if (whole := _with_hyphen(text, entity)) is not None:
        return Entity(whole, "person", entity.label)
    name = text[start:end]
    past = _FORMERLY.search(text, max(0, start - 20), end) is not None
    if entity.kind == "organization" and (after := _after_role(name, past)):
        return Entity(Span(start + after, end), "person", entity.label)
    if entity.kind != "person" and (titled := _ADDRESSED.fullmatch(name)) is not None:
        return Entity(Span(start + titled.start("name"), end), "person", entity.label)
    may_be_person = entity.kind == "organization" and _PERSON.fullmatch(name) is not None
    if may_be_person and (is_given_name(name.split()[0]) or _is_of_body(text, entity.span)):
        return Entity(entity.span, "person", entity.label)
    before = _GIVEN.search(text, max(0, start - 20), start)
    if before is None or not is_given_name(before[1]):
        return entity
    whole = Span(before.start(1), end)
    named = _PERSON.fullmatch(text, *whole) is not None and not _GENERIC.fullmatch(name)
    return Entity(whole, "person", entity.label) if entity.kind == "person" or named else entity


def _is_of_body(text: str, span: Span) -> bool:
    """Return whether a name is a person's by the body after it: `Ann Lee of the University …`."""
    family = text[span.start : span.end].split()[-1]
    return not _NO_FAMILY_NAME.fullmatch(family) and _OF_BODY.match(text, span.end) is not None


def _with_hyphen(text: str, entity: Entity) -> Span | None:
    """Return where a person's name is that a model cut at a hyphen; None if it is whole."""
    start, end = entity.span
    if (half := _FIRST_HALF.search(text, max(0, start - 20), start)) is not None:
        whole = Span(half.start(1), end)
        if entity.kind == "person" or _PERSON.fullmatch(text, *whole) is not None:
            return whole
    if (match := _HYPHENATED.match(text, end)) is not None:
        whole = Span(start, match.end())
        if entity.kind == "person" or is_family_first(text[start : match.end()]):
            return whole
    return None


def _after_role(name: str, past: bool) -> int:
    """Return where a person's name begins after a role: `Commodore Ann Lee`; 0 for none.

    Who is a former or retired one is a person whatever the given name.
    """
    words = name.split(" ")
    for number in range(1, len(words) - 1):
        before, whole = words[number - 1].lower(), " ".join(words[number:])
        role = before in cue_lexicon().people or TITLE.match(before + " ") is not None
        if role and (_is_person(whole) or (past and _PERSON.fullmatch(whole))):
            return len(name) - len(whole)
    return 0


def _is_person(name: str) -> bool:
    """Return whether a name is a common given name and what may be a family name."""
    given, _, family = name.partition(" ")
    return (
        _PERSON.fullmatch(name) is not None
        and name[0].isupper()
        and is_given_name(given)
        and _NO_FAMILY_NAME.fullmatch(family.split()[-1]) is None
    )


def _persons(text: str, span: Span) -> Iterator[Entity]:
    end = span.start
    for match in _PERSONS.finditer(text, *span):
        found = Span(*match.span("name"))
        if found.start >= end and found.end <= span.end and _is_person(match["name"]):
            end = found.end
            yield Entity(found, "person", "given")
    for match in _FORMER.finditer(text, *span):
        if match["role"].lower() in cue_lexicon().people and match["name"][0].isupper():
            yield Entity(Span(*match.span("name")), "person", "title")


def leaves_out_persons(labels: Mapping[str, str | None]) -> bool:
    """Return whether a label of persons stands for no actor."""
    return any(labels.get(one, kind) is None for one, kind in KINDS.items() if kind == "person")


def bodies(text: str, span: Span) -> list[Entity]:
    """Ministries, companies, and persons with a title or a given name, that patterns find."""
    found = [
        Entity(Span(*match.span()), "organization", "pattern")
        for match in _BODY.finditer(text, *span)
    ]
    for match in _COALITION.finditer(text, *span):
        found.append(Entity(Span(*match.span()), "organization", "collective"))
    for match in _FIRM.finditer(text, *span):
        found.append(Entity(Span(*match.span()), "organization", "company"))
    for match in _ADDRESSED.finditer(text, *span):
        found.append(Entity(Span(*match.span("name")), "person", "title"))
    return [*found, *_persons(text, span)]


def without_legal_form(name: str) -> str:
    """Return the name of a company without `Inc.`, `Ltd` and the like."""
    return _LEGAL_FORM.sub("", name)


def cleaned(text: str, span: Span, kind: str) -> Span | None:
    """Return the span without article, title, possessive and marks; None if no name is left."""
    start, end = span
    if match := _HEAD.match(text[start:end]):
        start += match.end()
    if match := _ARTICLE.match(text[start:end]):
        start += match.end()
    if match := _OUTSIDE.search(text[start:end]):
        end = start + match.start()
    if match := _TAIL.search(text[start:end]):
        end = start + match.start()
    if match := _LOOSE_END.search(text[start:end]):
        end = start + match.start()
    if kind == "organization" and (match := _WHAT_IT_IS.search(text[start:end])):
        end = start + match.start()
    if kind == "person" and (match := TITLE.match(text[start:end])) and start + match.end() < end:
        start += match.end()
    if kind == "person" and (match := _LETTERS_AFTER.search(text[start:end])):
        end = start + match.start()
    name = text[start:end]
    if not _is_name(name, kind):
        return None
    return Span(start, end)


def _is_name(name: str, kind: str) -> bool:
    letters = [c for c in name if c.isalpha()]
    if len(letters) < 2 or name.startswith(("http", "www.", "@", "#")):
        return False
    if all(c.islower() for c in letters):
        return False
    if (kind == "organization" and _THING.search(name)) or _VESSEL.match(name):
        return False
    return not (kind != "place" and (TITLE.fullmatch(name + " ") or _GENERIC.fullmatch(name)))


def _is_vessel(text: str, span: Span) -> bool:
    """Return whether a ship's prefix stands before a name."""
    before = re.search(r"(\w+) $", text[max(0, span.start - 6) : span.start])
    return before is not None and _VESSEL.fullmatch(before[1]) is not None


def _parts(text: str, span: Span, kind: str) -> list[Span]:
    """Return the names that a model takes for one.

    `Shire University’s North Office`: the owner and what it owns; `North Poll/Evening Star`: two;
    `Ann Lee for Harbour Watch`: a person and a body.
    """
    if kind not in ("organization", "person"):
        return [span]
    found, start = [], span.start
    match = _PERSON_FOR.match(text, *span)
    if match is not None and (kind == "person" or is_given_name(match["given"])):
        found.append(Span(start, match.end("name")))
        start = match.end()
    between = _POSSESSIVE if kind == "organization" else _SLASH
    for match in between.finditer(text, start, span.end):
        found.append(Span(start, match.start()))
        start = match.end()
    found.append(Span(start, span.end))
    return found
