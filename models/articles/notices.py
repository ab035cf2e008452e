# SPDX-License-Identifier: MIT
"""Paragraphs that are no part of a story wherever they stand, by their form in many languages.

Calls to follow, share and subscribe, credits and captions of pictures, notes of who worked on it,
links to other articles, and marks of its end.
"""

from __future__ import annotations

import re

from claimdesk.models.articles.boilerplate import ADDRESS, NOTE
from claimdesk.models.articles.bylines import CAPITAL, LINE

_CAPTION = 600
"""Code points of a caption at most."""
_AIM = (
    r"(?:newsletters?|inbox|e-?mail alerts?|push notifications?|our (?:free |new |mobile )?apps?"
    r"|whats ?app|telegram|twitter|facebook|instagram|youtube|tiktok|linkedin|bluesky|mastodon"
    r"|x\.com|rss|google news|apple news|podcasts?|your (?:friends|preferences)|social media"
    r"|postfach|infolettre|bulletins?|bolet[íi]n|nieuwsbrief|biuletyn|zpravodaj|nyhetsbrev"
    r"|рассылк\w*|канал\w*|ニュースレター|メルマガ)"
)
_ASKED = re.compile(
    r"\W*(?:please |you can |to |get |click here to |don.t miss .{1,60}?[.,:;–-] ?)?"
    r"(?:sign(?:ing)? up|subscribe|register|follow|join|download|listen|share|watch|get|receive"
    r"|stay (?:up to date|informed|connected|tuned)|never miss|want more|enjoy(?:ed|ing)? this"
    r"|abonnieren|melden sie|folgen sie|jetzt|erhalten sie|inscrivez|abonnez|suivez|recevez"
    r"|suscr[íi]bete|suscr[íi]base|s[íi]guenos|reg[íi]strate|recibe|inscreva|siga|receba|assine"
    r"|iscriviti|seguici|ricevi|schrijf|meld je|volg ons|zapisz|obserwuj|odebírejte|sledujte|följ"
    r"|prenumerera|подписывайтесь|подпишитесь|следите)\b.{0,240}?\b"
    rf"{_AIM}\b.{{0,120}}",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:our|us|your|here|free|daily|weekly|newsletters?|inbox|unser\w*|uns|ihr\w*|nos|notre"
    r"|nous|vos"
    r"|votre|nuestr\w+|nos|tu|su|noss\w|nostr\w|ons|onze|nas|nasz\w*|nás|náš|oss|vår\w?|наш\w*"
    r"|нас)\b|@\w",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"[\"“”„«»]|\b(?:said|says|wrote|tweeted|posted|told|sagte|schrieb|a dit|a écrit|dijo"
    r"|escribió)\b",
    re.IGNORECASE,
)
_WORD = rf"[{CAPITAL}][\w.'’-]*"
_NAMED = rf"{_WORD}(?:\s+(?:(?:van|von|de|der|di|da|el|al|bin)\s+)*{_WORD}){{0,3}}"
_AGENCY_NAMES = (
    r"(?:reuters|ap(?: photo)?|associated press|afp|epa(?:-efe)?|dpa|getty(?: images)?|shutterstock"
    r"|bloomberg|xinhua|kyodo|yonhap|pa(?: wire)?|ansa|efe|tass|ritzau|scanpix|keystone|belga"
    r"|anp|apa"
    r"|ctk|pap|imago|alamy|picture[ -]alliance|istock|unsplash|wikimedia(?: commons)?"
    r"|zuma(?: press)?"
    r"|handout|pool|press association|agence france-presse|hans lucas|sipa|abaca|lusa|anadolu)"
)
_CREDIT_LABEL = (
    r"(?:photo(?:graph|s|graphs)?|image|picture|pic|foto|fotos|bild|bilder|cr[ée]dits?|credit"
    r"|copyright|source|quelle|illustration|graphic|grafik|video|fotograf[íi]a|zdj[ęe]cie|фото"
    r"|写真)"
)
_CREDITED = (
    # “(Photo: Jane Doe/Name)”, “Photo by Jane Doe”
    re.compile(
        rf"[(\[]?{_CREDIT_LABEL}s?(?:\s+(?:by|courtesy(?: of)?|credit|von|par|de|di|:)\s*:?"
        rf"|\s*[:©/|])\s*(?:©\s*)?[^.!?]{{2,100}}[)\].]?",
        re.IGNORECASE,
    ),
    # a caption that ends with its credit: “… (Photo by Jane Doe/Name)”, “… [Jane Doe/Name]”
    re.compile(
        rf"(?s:.{{3,600}}?)[.,:;)”\"'\s]\s*[(\[](?:(?i:{_CREDIT_LABEL})s?\b\s*(?:(?i:by"
        rf"|courtesy(?: of)?|von"
        rf"|par)\b)?\s*[:©/|]?\s*[^()\[\]]{{2,90}}|{_NAMED}\s*/\s*[^()\[\]]{{2,60}}"
        rf"|[^()\[\]]{{0,60}}\b(?i:ap photo|getty images?|via (?:reuters|ap|afp"
        rf"|getty)\b)[^()\[\]]{{0,60}})[)\]]\.?"
    ),
    # “… REUTERS/Jane Doe”, “… Jane Doe/AP”, “… | Credit: Jane Doe”
    re.compile(rf"(?s:.{{3,600}}?)[.!?”\"']\s*(?i:{_AGENCY_NAMES})\s*/\s*{_NAMED}(?:/[\w. ]+)*\.?"),
    re.compile(
        rf"(?s:.{{3,600}}?)[.!?”\"'|]\s*(?:(?i:{_CREDIT_LABEL})s?\s*[:©]\s*)?(?:©\s*)?{_NAMED}\s*"
        rf"(?:/|\bvia\b|,|\|)\s*(?i:{_AGENCY_NAMES})(?:\s*(?:/|via)\s*[\w. ]+)*\.?"
    ),
    re.compile(rf"(?s:.{{3,600}}?)[.!?”\"'|]\s*(?i:{_CREDIT_LABEL})s?\s*[:©]\s*[^.!?:]{{2,80}}\.?"),
    re.compile(
        rf"(?i:{_AGENCY_NAMES})\s*/\s*{_NAMED}|{_NAMED}\s*(?:/|\bvia\b)\s*(?i:{_AGENCY_NAMES})"
    ),
    # “File photo: …”, “FILE - …”
    re.compile(
        r"(?:FILE(?: PHOTO)?\s*[-–—:]|(?:File|Archive|Stock) (?:photo|image|picture)\b\s*[-–—:.(]"
        r"|Archivbild\b|Photo d.archives?\b|Foto de archivo\b|Archivfoto\b)(?s:.{0,600})",
    ),
)
_WIRE_NOTE = re.compile(
    r"[(\[]?(?:additional |further |with )?(?:reporting|writing|editing|compiled|edited|written"
    r"|translated|translation|produced|production|adaptation|graphics?|inputs?|contributions?"
    r"|reporte|informaci[óo]n|editado|traducido|reportage|r[ée]daction|[ée]dit[ée]|bericht"
    r"|redaktion)(?: and (?:writing|editing|reporting))?(?: (?:by|from|de|par|por|von)|:)\s"
    rf"(?-i:[{CAPITAL}])[^\n]{{2,400}}[)\]]?\.?"
    r"|[^\n]{2,120} contributed (?:to this (?:report|article|story)|reporting)\b[^\n]{0,160}"
    r"|our standards:.{0,120}"
    r"|this (?:article|story|report|piece|post) (?:was|has been|is|first|originally|appeared)\b"
    r".{0,40}?(?:published|appeared|syndicated|edited|generated|translated)\b.{0,200}"
    r"|(?:except for the headline|with inputs? from|\(with inputs? from)\b.{0,240}",
    re.IGNORECASE,
)
_END_MARK = re.compile(
    r"\W*(?:-*\s*(?:30|ends?|ende|fin|fine|end of (?:story|article|document)|#+)\s*-*)\W*"
    r"|#{2,}|[(\[]?(?:[a-z]{2,4}/){1,3}[a-z]{2,4}[)\]]?"
    r"|\W*(?:copyright|load-date|classification|subject|company|geographic|industry|person|ticker)"
    r"s?\s*:.*",
    re.IGNORECASE,
)
_LINKS = re.compile(
    r"\W*(?:(?:more|other|all|see also|read also|also read|read more|related|recommended|popular"
    r"|latest|further|mehr|weitere|verwandte|lesen sie (?:auch|mehr)|das könnte sie)\b"
    r"(?:\s+(?:on this|in this|from (?:the )?(?:web|author|us|[\w ]{2,30})|zum thema|interessieren"
    r"|you (?:may|might) (?:also )?like|auch|mehr|for you|to read))?"
    r"(?:\s+(?:stor(?:y|ies)|posts?|articles?|news|content|reading|links?|topics?|coverage|reads?"
    r"|series|artikel|nachrichten|themen|meldungen|beiträge))?"
    r"|you (?:may|might) (?:also )?(?:like|be interested in)|what to read next|up next|read next"
    r"|most (?:read|viewed|popular|shared)|editor.?s.? (?:picks?|choice)|trending(?: now)?"
    r"|don.t miss|in case you missed it|(?:à )?lire aussi|sur le même (?:sujet|thème)"
    r"|articles? (?:liés?|similaires?|connexes?|relacionados?)|noticias relacionadas"
    r"|(?:lee|lea|leer) (?:también|más)|te puede interesar|leia (?:também|mais)"
    r"|notícias relacionadas"
    r"|leggi anche|articoli correlati|lees ook|meer over dit onderwerp|zobacz także"
    r"|czytaj (?:też|także)"
    r"|čtěte také|související články|läs (?:också|mer)|les også|læs også|читайте также"
    r"|関連記事|相关新闻)"
    r"\s*[:»>→…]*\s*",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"\W*(?:read (?:more|also|next)|see also|also read|related(?: (?:stor(?:y|ies)|articles?"
    r"|posts?|content))?"
    r"|more on this(?: story)?|recommended|lesen sie (?:auch|mehr|dazu)|mehr zum thema"
    r"|(?:à )?lire aussi"
    r"|lire (?:aussi|plus)|leia (?:também|mais)|(?:lee|lea|leer) (?:también|más)|leggi anche"
    r"|lees ook"
    r"|czytaj (?:też|także)|zobacz także|čtěte také|läs också|les også|læs også|читайте также"
    r"|watch|listen"
    r"|ad|advertisement|advert|anzeige|werbung|publicit[ée]|publicidad"
    r"|реклама)\s*[:|»>→-]\s*\S.{0,200}",
    re.IGNORECASE,
)
_ONLY_CALL = re.compile(
    r"(?:advertisement|advert|story continues(?: below)?.{0,40}|article continues.{0,60}"
    r"|continue reading.{0,60}|read (?:more|full story).{0,40}|scroll (?:down )?to continue.{0,60}"
    r"|anzeige|werbung|publicit[ée]|publicidad|реклама|skip to (?:main )?content"
    r"|(?:share|save|print|e-?mail|tweet|copy link|facebook|twitter|whatsapp|linkedin|reddit|x"
    r"|telegram|teilen|drucken|partager|imprimer|compartir|condividi)"
    r"(?:[\s,|/·•]+(?:share|save|print|e-?mail|tweet|copy link|facebook|twitter|whatsapp|linkedin"
    r"|reddit|x|telegram|teilen|drucken|partager|imprimer|compartir|condividi|on|this|article|story"
    r"|via|to|auf|sur|en))*"
    r"|share (?:this|on|via|with)\b.{0,80}|follow (?:us|me)\b.{0,120}|follow @.{0,120}"
    r"|(?:find|like|contact) us\b.{0,80}"
    r"|(?:subscribe|sign up)(?: (?:now|here|today|to|for)\b.{0,120})?"
    r"|folgen sie uns.{0,100}|suivez-nous.{0,100}|s[íi]guenos.{0,100}|seguici.{0,100}"
    r"|volg ons.{0,100}"
    r"|\d+ comments?|leave a (?:comment|reply).{0,40}|comments? (?:are )?(?:closed|off).{0,40}"
    r"|your e-?mail address will not be published.{0,60}"
    r"|[-•* ]*.{0,30}\b(?:um kommentare? (?:zu )?\w+|to (?:post|leave|add|write"
    r"|view) (?:a )?comments?"
    r"|pour (?:poster|laisser|[ée]crire|r[ée]diger) (?:un )?commentaires?"
    r"|para (?:comentar|dejar un comentario|publicar comentarios)|(?:żeby|aby) (?:dodać|komentować)"
    r"|per (?:commentare|lasciare un commento)|om te reageren|чтобы оставить комментарий)\b.{0,30}"
    r"|listen to this article.{0,40}|\d+ min(?:ute)?s? read)[.!:]?",
    re.IGNORECASE,
)


def is_call(line: str) -> bool:
    """Whether a paragraph asks to follow, share, subscribe or read on, or is an advertisement."""
    if len(line) > NOTE:
        return False
    if any(form.fullmatch(line) for form in (_ONLY_CALL, _LINKED, ADDRESS)):
        return True
    asks = _OURS.search(line) is not None and _REPORTED.search(line) is None
    return asks and _ASKED.fullmatch(line) is not None


def is_credit(line: str) -> bool:
    """Whether a paragraph is a credit of a picture, or a caption with one."""
    return len(line) <= _CAPTION and any(form.fullmatch(line) for form in _CREDITED)


def is_wire_note(line: str) -> bool:
    """Whether a paragraph says who worked on an article, or where it appeared before."""
    return len(line) <= NOTE and _WIRE_NOTE.fullmatch(line) is not None


def is_label_of_links(line: str) -> bool:
    """Whether a line stands above a list of other articles."""
    return len(line) <= LINE and _LINKS.fullmatch(line) is not None


def is_end_mark(line: str) -> bool:
    """Whether a line below an article marks its end or says what a database holds on it."""
    return len(line) <= LINE and _END_MARK.fullmatch(line) is not None
