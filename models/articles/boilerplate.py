# SPDX-License-Identifier: MIT
"""Lines around an article that are not part of it: counts, copyright, dates, addresses, calls.

Nothing is taken out of the text; these lines are never its headline, and boilerplate_spans.py
says which of them are folded and left out by suggestions.
"""

from __future__ import annotations

import re

from claimdesk.models.articles.bylines import CAPITAL, LINE, is_byline
from claimdesk.models.articles.dates import read_date

COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright\b)\s*(?:©|\(c\))?\s*(?:(?:\d{4}\s*[-–]\s*)?(?P<year>(?:19|20)\d\d)\b,?)?"
    r"\s*(?:by\s+)?(?P<holder>[^\d.|]{2,60}?)?\s*,?\s*(?P<later>(?:19|20)\d\d)?"
    r"(?:\s*[.,|-]?\s*(?:all rights reserved|alle rechte vorbehalten|tous droits r[ée]serv[ée]s"
    r"|todos los derechos reservados))?\.?",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    r"(?:©|\(c\) |copyright (?:©|\(c\)|\d{4}|by\b)|all rights reserved|alle rechte vorbehalten"
    r"|tous droits r[ée]serv|todos los derechos)",
    re.IGNORECASE,
)
_OF = r"(?:of|von|de|di|van|/)"
_COUNT = re.compile(
    rf"\W*(?:(?:document|dokument|article|artikel|story|page|seite|result)s?\s+)?\d+\s*{_OF}\s*\d+"
    r"(?:\s+(?:documents?|dokumenten?|articles?|artikeln?|stories|pages|results?))?\W*"
    r"|(?:page|seite|p\.|pg\.?)\s*[A-Z]?-?\d+[A-Z]?"
    r"|[\d,.]+\s+(?:words|wörter|mots|palabras)"
    r"|\d+\s*min(?:ute)?s?\.?\s+(?:read|lesezeit|de lecture)",
    re.IGNORECASE,
)
_BY = re.compile(rf"(?:[Bb]y|BY) [{CAPITAL}][^\n]{{2,120}}(?<![.!?…:,;])")
_LABELLED = re.compile(
    r"(?:BYLINE|SECTION|LENGTH|DATELINE|PUBLICATION|PUBLICATION-TYPE|SOURCE|LOAD-DATE|LANGUAGE"
    r"|GRAPHIC|TYPE|JOURNAL-CODE|WORD COUNT|EDITION|DATE|BODY|PAGE|CATEGORY|TAGS?|TOPICS?"
    r"|FILED UNDER"
    r"|Byline|Section|Length|Dateline|Publication(?: [Tt]ype)?|Load-Date|Language|Edition|Body"
    r"|Category"
    r"|Tags?|Topics?|Filed under|Rubrik|Ressort|Rubrique|Sección|Download Request|Time Of Request"
    r"|Photo|Image|Picture|Foto|Bild|Credit|Photograph)s?\s*:.*"
)
_HEADLINE = re.compile(r"(?:HEADLINE|Headline|TITLE|Title|TITEL|Titel|TITRE|Titre)\s*:\s*(\S.*)")
_CALL = re.compile(
    r"(?:(?:follow|join|like|find|contact) (?:us|me|him|her|them|@)"
    r"(?:\s*:.*|\s+(?:on|at|here|@).*)?|follow @.*"
    r"|(?:subscribe|sign up|sign in|log in|register)(?: (?:now|here|today|to|for|up|or)\b.*)?"
    r"|share(?: (?:this|on|via|with)\b.*)?|tweet(?: this)?|e-?mail this.*|print(?: this.*)?"
    r"|(?:read|see|watch|listen|click) (?:more|also|here|now)\b.*|listen to this article.*"
    r"|advertisement|skip to (?:main )?content|(?:\d+ )?comments?(?: \(\d+\))?|newsletter"
    r"|folgen sie uns.*|suivez-nous.*|s[íi]guenos.*|anzeige|publicit[ée]|publicidad|related:.*"
    r"|breaking(?: news)?|exclusive|live|updated|last updated.*)[.!:]?",
    re.IGNORECASE,
)
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
    r"\b(?:our|us|your|here|free|daily|weekly|newsletters?|inbox|unser\w*|uns|ihr\w*|nos|notre|nous|vos"
    r"|votre|nuestr\w+|nos|tu|su|noss\w|nostr\w|ons|onze|nas|nasz\w*|nás|náš|oss|vår\w?|наш\w*|нас)\b|@\w",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"[\"“”„«»]|\b(?:said|says|wrote|tweeted|posted|told|sagte|schrieb|a dit|a écrit|dijo|escribió)\b",
    re.IGNORECASE,
)
_NAMED = r"[A-ZÀ-ÖØ-ÞĄ-Ž][\w.'’-]*(?:\s+(?:(?:van|von|de|der|di|da|el|al|bin)\s+)*[A-ZÀ-ÖØ-ÞĄ-Ž][\w.'’-]*){0,3}"
_AGENCY_NAMES = (
    r"(?:reuters|ap(?: photo)?|associated press|afp|epa(?:-efe)?|dpa|getty(?: images)?|shutterstock"
    r"|bloomberg|xinhua|kyodo|yonhap|pa(?: wire)?|ansa|efe|tass|ritzau|scanpix|keystone|belga|anp|apa"
    r"|ctk|pap|imago|alamy|picture[ -]alliance|istock|unsplash|wikimedia(?: commons)?|zuma(?: press)?"
    r"|handout|pool|press association|agence france-presse|hans lucas|sipa|abaca|lusa|anadolu)"
)
_CREDIT_LABEL = (
    r"(?:photo(?:graph|s|graphs)?|image|picture|pic|foto|fotos|bild|bilder|cr[ée]dits?|credit"
    r"|copyright|source|quelle|illustration|graphic|grafik|video|fotograf[íi]a|zdj[ęe]cie|фото|写真)"
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
        rf"(?s:.{{3,600}}?)[.,:;)”\"'\s]\s*[(\[](?:(?i:{_CREDIT_LABEL})s?\b\s*(?:(?i:by|courtesy(?: of)?|von"
        rf"|par)\b)?\s*[:©/|]?\s*[^()\[\]]{{2,90}}|{_NAMED}\s*/\s*[^()\[\]]{{2,60}}"
        rf"|[^()\[\]]{{0,60}}\b(?i:ap photo|getty images?|via (?:reuters|ap|afp|getty)\b)[^()\[\]]{{0,60}})[)\]]\.?"
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
    r"|(?:lee|lea|leer) (?:también|más)|te puede interesar|leia (?:também|mais)|notícias relacionadas"
    r"|leggi anche|articoli correlati|lees ook|meer over dit onderwerp|zobacz także|czytaj (?:też|także)"
    r"|čtěte také|související články|läs (?:också|mer)|les også|læs også|читайте также|関連記事|相关新闻)"
    r"\s*[:»>→…]*\s*",
    re.IGNORECASE,
)
_LINKED = re.compile(
    r"\W*(?:read (?:more|also|next)|see also|also read|related(?: (?:stor(?:y|ies)|articles?|posts?|content))?"
    r"|more on this(?: story)?|recommended|lesen sie (?:auch|mehr|dazu)|mehr zum thema|(?:à )?lire aussi"
    r"|lire (?:aussi|plus)|leia (?:também|mais)|(?:lee|lea|leer) (?:también|más)|leggi anche|lees ook"
    r"|czytaj (?:też|także)|zobacz także|čtěte také|läs också|les også|læs også|читайте также|watch|listen"
    r"|ad|advertisement|advert|anzeige|werbung|publicit[ée]|publicidad|реклама)\s*[:|»>→-]\s*\S.{0,200}",
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
    r"|folgen sie uns.{0,100}|suivez-nous.{0,100}|s[íi]guenos.{0,100}|seguici.{0,100}|volg ons.{0,100}"
    r"|\d+ comments?|leave a (?:comment|reply).{0,40}|comments? (?:are )?(?:closed|off).{0,40}"
    r"|your e-?mail address will not be published.{0,60}"
    r"|listen to this article.{0,40}|\d+ min(?:ute)?s? read)[.!:]?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}|(?:@\w{2,30}[\s,|]*)+", re.IGNORECASE
)
_PHOTO = re.compile(r"\(?(?:photo|image|picture|foto)s?\s+(?:by|courtesy|credit|von)\b.*", re.I)

_CALENDAR = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
    sun januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag
    freitag samstag sonntag janvier février mars avril juin juillet août septembre octobre novembre
    décembre lundi mardi mercredi jeudi vendredi samedi dimanche enero febrero marzo abril mayo
    junio julio agosto septiembre octubre noviembre diciembre lunes martes miércoles jueves viernes
    sábado domingo gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro
    fevereiro março maio junho julho setembro outubro dezembro januari februari maart mei augustus
    stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada
    grudnia ledna února března dubna května června července srpna září října listopadu prosince
    января февраля марта апреля мая июня июля августа сентября октября ноября декабря
    am pm a.m p.m a.m. p.m. gmt utc et est edt bst cet cest uhr h at de le la el del of on the um am
    st nd rd th um г года published posted updated date last veröffentlicht aktualisiert publié
    publicado mis à jour stand issue first
"""
_DATE_WORDS = frozenset(_CALENDAR.split())
_WORD = re.compile(r"[^\s,;|/()·•–—-]+")
_NUMBER = re.compile(
    r"\d{1,4}(?:[.:/hH-]?\d{1,4}){0,3}(?:st|nd|rd|th|am|pm|h|\.)?|\d+年|\d+月|\d+日", re.I
)

_SECTIONS = """
    news world politics business economy opinion opinions comment analysis editorial editorials
    letters sport sports culture arts technology tech science health education environment climate
    travel lifestyle features national international local europe asia africa americas
    middle_east latin_america us uk usa world_news us_news uk_news home top_stories latest_news
    breaking_news foreign foreign_news domestic finance markets money defence defense security
    main_section news_desk front_page inside a_section abroad region video live interview
    politik wirtschaft ausland inland kultur meinung kommentar wissen gesellschaft panorama
    monde politique économie culture_et_société opinion_et_débats idées france
    internacional mundo política economía opinión españa esteri politica economia mondo cronaca
    świat kraj polityka gospodarka svět domácí zahraničí politik_och_samhälle utrikes inrikes
"""
_SECTION_NAMES = frozenset(name.replace("_", " ") for name in _SECTIONS.split())
_CRUMBS = re.compile(r"\s*(?:[|>»/›·:;,]|\bPg\.?)\s*")
_PAPER = (
    r"times|post|guardian|herald|tribune|gazette|journal|telegraph|mail|independent|standard|express"
    r"|observer|chronicle|mirror|star|sun|globe|mail on sunday|press|record|courier|examiner"
    r"|inquirer"
    r"|sentinel|dispatch|monitor|economist|republic|nation|citizen|advertiser|argus|age|australian"
    r"|news|today|weekly|daily|agency|newswire|wire service|zeitung|rundschau|presse|welt|spiegel"
    r"|zeit"
    r"|tagesspiegel|monde|figaro|libération|país|mundo|repubblica|stampa|corriere della sera"
    r"|volkskrant"
)
_OUTLET = re.compile(
    rf"(?:(?:the|die|der|das|le|la|el|il|de)\s+)?(?:[\w’'&.-]+\s+){{0,4}}?(?:{_PAPER})"
    r"(?:\s*\([^()\n]{2,40}\))?(?:\s+online)?"
    r"|[\w.-]+\.(?:com|org|net|de|fr|co\.uk|cz|pl|es|it|ru|eu|info)"
    r"|[\w.’'& -]{2,60}\s?\((?:London|England|UK|New York|[A-Z][a-z]+)\)"
    r"|CNN|BBC(?: News)?|NPR|Al Jazeera",
    re.IGNORECASE,
)
_OUTLET_WORDS = 6
_NOTE, _CAPTION = 400, 600
"""Code points of a note and of a caption at most."""


def labelled_headline(line: str) -> str | None:
    """Return the headline in a line such as `HEADLINE: Talks collapse`."""
    match = _HEADLINE.fullmatch(line)
    return match[1].strip() if match else None


def is_furniture(line: str) -> bool:
    """Whether a stripped line can hardly be part of an article, and never is its headline."""
    if len(line) > LINE:
        return False
    return (
        any(form.fullmatch(line) for form in (_COUNT, _LABELLED, _CALL, _ADDRESS, _PHOTO))
        or _RIGHTS.match(line) is not None
        or is_date(line)
        or is_byline(line)
        or not any(c.isalpha() for c in line)
    )


def is_copyright(line: str) -> bool:
    """Whether a paragraph says who holds the rights."""
    return len(line) <= _NOTE and _RIGHTS.match(line) is not None


def is_call(line: str) -> bool:
    """Whether a paragraph asks to follow, share, subscribe or read on, or is an advertisement."""
    if len(line) > _NOTE:
        return False
    if any(form.fullmatch(line) for form in (_ONLY_CALL, _LINKED, _ADDRESS)):
        return True
    asks = _OURS.search(line) is not None and _REPORTED.search(line) is None
    return asks and _ASKED.fullmatch(line) is not None


def is_credit(line: str) -> bool:
    """Whether a paragraph is a credit of a picture, or a caption with one."""
    return len(line) <= _CAPTION and any(form.fullmatch(line) for form in _CREDITED)


def is_likely_byline(line: str) -> bool:
    """Whether a line above an article begins like a byline, whatever it says of its author."""
    return _BY.fullmatch(line) is not None


def is_wire_note(line: str) -> bool:
    """Whether a paragraph says who worked on an article, or where it appeared before."""
    return len(line) <= _NOTE and _WIRE_NOTE.fullmatch(line) is not None


def is_label_of_links(line: str) -> bool:
    """Whether a line stands above a list of other articles."""
    return len(line) <= LINE and _LINKS.fullmatch(line) is not None


def is_end_mark(line: str) -> bool:
    """Whether a line below an article marks its end or says what a database holds on it."""
    return len(line) <= LINE and _END_MARK.fullmatch(line) is not None


def is_date(line: str) -> bool:
    """Whether a line is nothing but a date, perhaps with a time and words such as `Updated`."""
    if read_date(line) is not None:
        return True
    words = [word.strip(":.").casefold() for word in _WORD.findall(line)]
    numbers = [word for word in words if _NUMBER.fullmatch(word)]
    return (
        bool(numbers)
        and len(words) <= 12
        and all(word in _DATE_WORDS or word in numbers for word in words)
    )


def is_section(line: str) -> bool:
    """Whether a line may name a part of a newspaper or site; a headline may look like that too."""
    parts = [part for part in _CRUMBS.split(line.casefold()) if part]
    return bool(parts) and all(part in _SECTION_NAMES or part.isdecimal() for part in parts)


def is_outlet(line: str) -> bool:
    """Whether a line may be the name of a newspaper, agency or site; a headline may look so too."""
    return len(line.split()) <= _OUTLET_WORDS and _OUTLET.fullmatch(line) is not None
