# SPDX-License-Identifier: MIT
"""The outlet in the sender of a mail: an authority, a paper or a newsletter, never a person."""

from __future__ import annotations

import re
from email.utils import parseaddr

from claimdesk.models.articles.boilerplate import is_institution, is_outlet, names_paper

_FROM = re.compile(r"^.{2,60}?\s+(?:from|at|via|bei|de chez|desde|från|z|из|@)\s+(?=\S)", re.I)
"""The person before an outlet, as in `Ada from The Island Letter`."""
_DESK_WORDS = (
    r"(?:press|media|news|newsroom|newsletters?|communications?|public (?:affairs|relations)"
    r"|information|info|presse|pressestelle|medien|redaktion|kommunikation|öffentlichkeitsarbeit"
    r"|newsletter|service (?:de )?presse|communication|r[ée]daction|prensa|comunicaci[óo]n"
    r"|gabinete de prensa|stampa|ufficio stampa|comunicazione|redazione|imprensa|pers|voorlichting"
    r"|prasa|biuro prasowe|redakcja|tiskov[ée] odd[ěe]len[íi]|редакция|пресс-служба|広報|プレス)"
)
_DESK = re.compile(
    rf"(?:{_DESK_WORDS})(?:[ -](?:office|team|desk|service|centre|center|department|relations"
    r"|releases?|contact|alerts?|updates?|abteilung|stelle|dienst))?",
    re.IGNORECASE,
)
_DESK_BEHIND = re.compile(rf"[\s,|/–-]+{_DESK.pattern}$", re.IGNORECASE)
_DESK_BEFORE = re.compile(
    rf"^{_DESK.pattern}(?:\s*[,|/:–-]\s*|\s+(?:of|der|des|du|de|del|della|di|do|van)\s+(?:the )?)",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"(?:no-?reply|do-?not-?reply|info|contact|kontakt|hello|hallo|hi|news\w*|press\w*|media\w*"
    r"|medien\w*|editor\w*|redaktion\w*|redacci\w*|redaction|r[ée]daction|redazione|redakcja"
    r"|prensa|comunica\w*|communi\w*|kommunikation|stampa|ufficio\w*|imprensa|pers|alerts?"
    r"|bulletin|digest|mail\w*|team|office|presidenc\w*|secretariat|publi\w*|list\w*|updates?)"
    r"(?:[._+-].*)?",
    re.IGNORECASE,
)
_NAME_AND_ADDRESS = re.compile(r"([^<>]{1,200}?)\s*<([^<>\s]+@[^<>\s]+)>")
_MOST_WORDS = 12


def sender_of(header: str) -> tuple[str, str]:
    """Return name and address of a sender, also of one whose name has a comma without quotes."""
    match = _NAME_AND_ADDRESS.fullmatch(header.strip())
    return (match[1].replace('"', "").strip(" '"), match[2]) if match else parseaddr(header)


def outlet_of_sender(sender: str, address: str, text: str, *, is_sent_to_many: bool) -> str | None:
    """Return who publishes a mail by the name of its sender; None if that may be a person.

    An address such as press@… and a mail to a list say that it is none; so does a name that is one
    of an authority or a paper.
    """
    name = sender.strip(" \"'")
    if not name or "@" in name or len(name.split()) > _MOST_WORDS:
        return None
    behind = _FROM.sub("", name, count=1)
    is_behind = behind != name and (_stands_in(behind, text) or not is_institution(name))
    bare = _without_desk(behind if is_behind else name, text)
    local = address.partition("@")[0]
    is_role = is_sent_to_many or _ROLE.fullmatch(local) is not None
    is_named = is_institution(bare) or is_outlet(bare) or names_paper(bare)
    return bare if bare and (is_named or is_role or bare != name) else None


def _without_desk(name: str, text: str) -> str:
    """Return a name without its press office, unless the text always names both."""
    parts = [part.strip() for part in re.split(r"\s*[,|/]\s*|\s+[–-]\s+", name)]
    own = [part for part in parts if part and not _DESK.fullmatch(part)]
    if len(own) == 1 and len(parts) > 1:
        return own[0]
    for form in (_DESK_BEFORE, _DESK_BEHIND):
        shorter = form.sub("", name, count=1).strip()
        if shorter != name and shorter and not _stands_in(name, text):
            return shorter
    return name


def _stands_in(name: str, text: str) -> bool:
    return " ".join(name.split()).casefold() in " ".join(text.split()).casefold()
