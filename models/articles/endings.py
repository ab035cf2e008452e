# SPDX-License-Identifier: MIT
"""What stands below an article for those who received or wrote it, by its form in many languages.

Marks of the end, contacts and notes to editors of releases, the foot of mails, and who the author
is. All below such a line is no part of the article either.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimdesk.models.articles.bylines import CAPITAL

_LONGEST = 400
"""Code points of a paragraph of contacts at most."""
_FEW_WORDS = 7
"""Words up to which a label stands alone."""
_END = re.compile(
    r"\W*(?:-*\s*(?:30|ends?|ende|fin|fine|koniec|konec|slut|конец|end of (?:press |media |news )?"
    r"(?:release|statement|story|article|document)|完|了|以上)\s*-*)\W*|#{3,}|--",
    re.IGNORECASE,
)
_INLINE_END = re.compile(
    r"\s*[(（\[](?:完|了|终|끝|END|ENDS?|ends?|Ende|ENDE|FIN|Fin|fin)[)）\]]\W*$"
)
_CONTACT = re.compile(
    r"\W*(?:for (?:any )?(?:further|more|additional|media|press|all) (?:information|details|queries"
    r"|inquiries|enquiries|questions)|(?:media|press|news|public affairs|communications?)[ -]?"
    r"(?:relations )?(?:contacts?|enquiries|inquiries|officers?|office)|contacts? (?:details"
    r"|information|for (?:the )?(?:media|press))|further information|notes? to journalists"
    r"|(?:presse|medien)kontakte?|(?:presse|medien)?ansprechpartner\w*|(?:bei|für)"
    r" rückfragen|weitere informationen|pressestelle"
    r"|contacts? (?:(?:de |pour la )?presse|m[ée]dias?|per la stampa|stampa)"
    r"|service de presse|pour (?:en savoir plus|(?:plus d.|toute )informations?)"
    r"|(?:para )?m[áa]s informaci[óo]n|contactos?(?: (?:de|para))?(?: la)? (?:prensa|medios"
    r"|imprensa)"
    r"|para mais informa[çc][õo]es|ufficio stampa|per (?:ulteriori|maggiori) informazioni"
    r"|perscontact|noot voor de redactie|(?:niet voor publicatie)|voor meer informatie"
    r"|kontakt dla (?:medi[óo]w|prasy)|(?:dodatkowych|szczegółowych|więcej) informacji"
    r"|kontakt pro m[ée]dia|bližší informace|presskontakt|för mer information|kontaktperson\w*"
    r"|(?:contacts?|kontakte?|contactos?|contatti|контакты?|rückfragen)(?=\s*[:：]|$)"
    r"|for mer informasjon|yderligere (?:oplysninger|information)|lisätietoja"
    r"|контакт\w* для (?:сми|прессы)|пресс-служба|дополнительная информация"
    r"|контакти|(?:本件に関する)?お?問い?合わせ先?|連絡先|媒体联系人?|联系人|문의)(?!\w)[^\n]*",
    re.IGNORECASE,
)
_REACHED = re.compile(
    r"[@:：]|\d{3}|\d[ /-]\d\d|\bwww\.|\b(?:visit|call|write to|tel|phone|fon)\b", re.I
)
_NOTES = re.compile(
    r"\W*(?:notes? (?:to|for) (?:the )?(?:news )?(?:editors?|desks?)|editor.?s.? notes?"
    r"|background(?: notes?| information)?"
    r"|hinweise? (?:an|für) die (?:redaktion(?:en)?|medien)|hintergrund(?:informationen)?"
    r"|(?:notes? (?:aux|pour les?) r[ée]dacti?(?:ons?|eurs?)|à propos)"
    r"|notas? (?:a|para) (?:los |la )?(?:editor\w*|redacci\w+|redactores)|nota (?:alla|per la)"
    r" redazione|uwagi dla redakcji|poznámk\w+ pro redakce|примечание для редактор\w+"
    r"|(?:about|über|sobre|acerca de|informazioni su|chi [èe]|over|o|om|о) (?:us|uns|nosotros|ons"
    r"|nás|nas|oss|нас)|(?:about the (?:author|writer)s?|zu(?:r|m) (?:autor|person)(?:in)?"
    r"|über d(?:en|ie) autor(?:in)?|l.auteure?|sobre (?:el|la) autora?|o autor(?:ze|ovi))"
    r"|(?:references|sources|bibliography|footnotes|endnotes|quellen|literatur|bibliographie"
    r"|acknowledge?ments?|works cited))\s*[:：]?\W*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"(?:About|ABOUT|Über|À propos d[eu’']\s?(?:la |l[’'])?|Acerca de|Informazioni su|Om|O)\s+"
    rf"(?:the |The |die |den |das |la |el |les? )?[{CAPITAL}][^.!?\n]{{1,70}}:?"
)
_MAIL = re.compile(
    r"\W*(?:you(?:’re|'re| are)? (?:receiv\w+|getting|subscribed)|you (?:got|received) this"
    r"|(?:click here )?(?:to )?unsubscribe|update your (?:profile|preferences|subscription)"
    r"|manage (?:your )?(?:preferences|subscription)|thanks? (?:you )?for (?:reading|subscribing)"
    r"|was this (?:e-?mail|newsletter) forwarded|forwarded this|(?:just )?reply to this (?:e-?mail"
    r"|newsletter|message)|this (?:e-?mail|message|newsletter) (?:was|is|has been) (?:sent"
    r"|intended)"
    r"|if you (?:no longer|do not|don.t) (?:wish|want)|to (?:stop receiving|opt out)"
    r"|(?:diese[rn]? )?(?:newsletter|e-?mail) abbestellen|abmelden|sie erhalten diese"
    r"|wenn sie (?:diesen|keine)|vom newsletter abmelden"
    r"|(?:se |me )?d[ée]sinscri\w+|vous recevez|si vous ne (?:souhaitez|voulez) plus"
    r"|darse de baja|cancelar (?:la )?suscripci[óo]n|recibe[s]? este|si no desea"
    r"|cancella(?:ti|re)|annulla iscrizione|ricevi questa|uitschrijven|u ontvangt"
    r"|wypisz si[ęe]|rezygnacja z|otrzymujesz|odhlásit|avregistrera|avmeld|afmeld"
    r"|отписаться|вы получили|配信(?:停止|解除)|退订)\b[^\n]{0,300}",
    re.IGNORECASE,
)
_NAME = (
    rf"[{CAPITAL}][\w.’'-]+(?:\s+(?:(?:van|von|de|der|di|da|el|al"
    rf"|bin)\s+)*[{CAPITAL}][\w.’'-]*){{1,3}}"
)
_SIGNED = re.compile(
    rf"[(（/—–-]?\s*{_NAME}(?:,\s+{_NAME}| (?:and|und|et|y|i|e) {_NAME})?\s*[)）]?",
)
_SIGNATURE = 80
_TRADE = (
    r"(?:author|editor|reporter|correspondent|columnist|journalist|writer|fellow|professor"
    r"|lecturer|contributor|researcher|analyst|historian|novelist|critic|essayist|photographer"
    r"|director|scholar|scientist|economist|freelance\w*|staff|producer|intern|student|head of"
    r"|founder|chair|president|member|diplomat|ambassador|lawyer|engineer)"
)
_BIO = re.compile(
    rf"\W*(?:(?:Dr|Prof|Professor|Sir|Dame|Gen|Adm|Col)\.?\s+)?(?P<name>{_NAME}),?\s+(?:"
    rf"(?:is|was)\s+(?:[\w-]+(?:’s|'s)?\s+){{0,7}}?{_TRADE}s?\b"
    r"|(?:covers|reports|writes|blogs|teaches)\b.{0,80}\b(?:for|on|about|at|from|in)\b"
    r"|ist\s.{0,60}?(?:autor|redakteur|korrespondent|journalist|professor|kolumnist)"
    r"|est\s.{0,60}?(?:auteur|journaliste|correspondant|professeur|chercheu)"
    r"|es\s.{0,60}?(?:autora?|periodista|corresponsal|profesora?|investigador))[^\n]*",
)
_VIEWS = re.compile(
    r"\W*(?:the (?:views|opinions?) (?:expressed|in this)|this (?:is an opinion|article represents"
    r"|column does not)|(?:the )?(?:author|writer)s? (?:is|are|was|has|teaches|writes|works)\b"
    r"|reach (?:him|her|them|the (?:author|writer|reporter))\b|(?:die|der) autorin? (?:ist|leitet)"
    r"|l.auteure? est|(?:el|la) autora? es|read the original"
    r"|(?:this|the|our) (?:story|article|reporting|project|piece|work) (?:was|is) (?:supported"
    r"|funded"
    r"|made possible|produced (?:by|in|with|as)|part of a)|published in the (?:print )?(?:edition"
    r"|issue)|(?:a version of )?this (?:article|story) (?:appears|appeared|was published) in"
    r"|additional (?:reporting|research) by|downloaded (?:from|by|at|on)|this (?:article|document"
    r"|page|story) (?:was|is|has been) (?:downloaded|printed|exported|saved))\b[^\n]*",
    re.IGNORECASE,
)


def begins_ending(text: str) -> bool:
    """Whether a paragraph and all below it are no part of the article, if that is its last part."""
    if len(text) > _LONGEST:
        return False
    if any(form.fullmatch(text) for form in (_END, _NOTES, _ABOUT, _MAIL)):
        return True
    if _CONTACT.fullmatch(text) is None:
        return False
    is_label = len(text.split()) <= _FEW_WORDS and not text.endswith((".", "!", "?", "。"))
    return is_label or _REACHED.search(text) is not None


def is_about_author(text: str, before: Sequence[str], authors: str = "") -> bool:
    """Whether a paragraph at the end says who wrote the article; `before` are those above it.

    Whom the article itself names is a person in it, unless its byline names them: `authors`, in
    lower case.
    """
    if len(text) > _LONGEST:
        return False
    if _VIEWS.fullmatch(text):
        return True
    match = _BIO.fullmatch(text)
    if match is None:
        return False
    name = match["name"]
    return name.casefold() in authors or not any(name in each for each in before)


def is_signature(text: str) -> bool:
    """Whether a line below an article is nothing but the name of who wrote it."""
    return len(text) <= _SIGNATURE and _SIGNED.fullmatch(text) is not None


def inline_end(text: str) -> int:
    """Return where a paragraph ends before a mark such as `(ends)`; its length without one."""
    match = _INLINE_END.search(text[-20:])
    return len(text) if match is None else len(text) - len(text[-20:]) + match.start()
