# SPDX-License-Identifier: MIT
"""Lines around an article that are not part of it: counts, copyright, dates, addresses, calls.

Nothing is taken out of the text; these lines are never its headline, and boilerplate_spans.py
says which of them are folded and left out by suggestions.
"""

from __future__ import annotations

import re

from claimdesk.models.articles.bylines import CAPITAL, LINE, is_byline
from claimdesk.models.articles.dates import read_date

_SIGN = r"\(c\)(?!\s*(?!copyright)(?-i:[a-z])\S*(?:\s+\S+){3})"
"""The sign in letters; what begins with a small letter and is no short name is a list's item c."""
COPYRIGHT = re.compile(
    rf"(?:©|{_SIGN}|copyright\b)\s*(?:©|\(c\))?"
    r"\s*(?:(?:\d{4}\s*[-–]\s*)?(?P<year>(?:19|20)\d\d)\b,?)?"
    r"\s*(?:by\s+)?(?P<holder>[^\d.|]{2,60}?)?\s*,?\s*(?P<later>(?:19|20)\d\d)?"
    r"(?:\s*[.,|-]?\s*(?:all rights reserved|alle rechte vorbehalten|tous droits r[ée]serv[ée]s"
    r"|todos los derechos reservados))?\.?",
    re.IGNORECASE,
)
_RIGHTS = re.compile(
    rf"(?:©|{_SIGN} |copyright (?:©|\(c\)|\d{{4}}|by\b)|all rights reserved|alle rechte vorbehalten"
    r"|tous droits r[ée]serv|todos los derechos)",
    re.IGNORECASE,
)
_RIGHTS_AT_END = re.compile(
    r"(?:all rights reserved|alle rechte (?:vorbehalten|voorbehouden)|tous droits r[ée]serv[ée]s"
    r"|todos los derechos reservados|todos os direitos reservados"
    r"|tutti i diritti (?:sono )?riservati"
    r"|wszelkie prawa zastrzeżone|všechna práva vyhrazena|все права защищены|всі права захищено"
    r"|無断(?:転載|複製)[^\n]{0,20}|版权所有[^\n]{0,30}|무단[^\n]{0,20}금지)\W*$",
    re.IGNORECASE,
)
_RELEASE = (
    r"(?:(?:press|media|news)[ -](?:release|statement|notice|advisory)|pressemitteilung"
    r"|presseinformation|presseerklärung|medienmitteilung|medieninformation"
    r"|communiqu[ée](?: de presse)?|comunicado(?: de (?:prensa|imprensa))?|nota de prensa"
    r"|comunicato(?: stampa)?|persbericht|pressmeddelande|pressemeddelelse|pressemelding|tiedote"
    r"|komunikat(?: prasowy)?|informacja prasowa|tisková zpráva|пресс-релиз|прес-реліз"
    r"|プレスリリース|報道発表(?:資料)?|新闻稿|보도자료)"
)
_RELEASED = re.compile(
    rf"\W*(?:{_RELEASE}(?:[\s:,]*(?:no|nr|n°|nº|num|#|№)?\.?[\s:]*[\w./-]*\d[\w./-]*)?"
    r"|for immediate (?:release|publication)|(?:not )?for publication.{0,60}"
    r"|(?:sperrfrist|embargo(?:ed)?|frei)\b.{0,80})\W*",
    re.IGNORECASE,
)
_RELEASE_BEFORE = re.compile(rf"\W*{_RELEASE}(?:\s+\S*\d\S*)?\s*[:|–—-]+\s+(?=\S)", re.IGNORECASE)
_DESK = re.compile(r"(?:Eds?|EDS|Editors?|EDITORS?|Desks?|ATTN|ATTENTION)\b[^:\n]{0,20}:\s\S.*")
_SLUG = re.compile(
    r"[A-Z]{2,4}-[A-Z][\w-]*--?\S.{0,120}|(?:[A-Z]{2,6}[-/]){1,4}[\d/-]{4,12}\s+\d{4}\s?[A-Z]{3,4}"
    r"|.{2,60}\s\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d,?\s+\d\d:?\d\d(?:\s?[A-Z]{3,4})?"
    r"|\(?[A-Z]{3,}\s\([A-Z]{3,}:.*|[a-z]{3,} ?/ ?[a-z]{3,}(?:[/ -]\w+)?"
    r"|\S{2,12}(?:稿件|通稿|电讯稿|供稿)"
)
_VIEWED = re.compile(
    r"(?:view|read|open|see)\b.{0,30}\b(?:in|on) (?:your |a |the )?(?:web ?)?(?:browser|site"
    r"|page)\b.{0,30}"
    r"|.{0,60}\b(?:im browser|dans (?:votre|le) navigateur|en (?:su|el|tu) navegador"
    r"|nel browser|in (?:de|uw) browser|w przeglądarce|в браузере)\b.{0,40}"
    r"|this (?:article|page|document|e-?book) was (?:downloaded|printed|generated|saved)\b.{0,160}",
    re.IGNORECASE,
)
_STAFF = re.compile(
    r"[(（]?(?:责任编辑|责编|编辑|校对|记者|来源|作者|文|図|图|编辑:|編集|写真|撮影|取材|文責|記者"
    r"|Redaktor|Red|Oprac|Fot|Zdj[ęe]cia?|Источник|Автор|Фото|Редактор|Текст|Quelle|Fonte|Fuente"
    r"|Source|Źródło|Zdroj|Bron|Källa|Kilde|출처|기자|사진)\.?\s?[:：].{1,80}[)）]?"
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
    r"|Publication (?:info|title|date|year|subject)|Journal title|Abstract|Subject|Document type"
    r"|Place of publication|Country of publication|Last updated|Database|Document (?:ID|URL)"
    r"|Publisher|Outlet|Newspaper|Author|Autor|Auteur|Published|Date|Datum|Quelle|Source|Page|Pages"
    r"|Word count|Words|Url|URL|Link|Copyright|Medium|Zeitung|Seite|ID|Keywords|Schlagwörter"
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
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w{2,}|(?:@\w{2,30}[\s,|]*)+", re.IGNORECASE)
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
_BARS = re.compile(r"[|·•»>]")
_CRUMBS = re.compile(r"\s*(?:[|>»/›·:;,]|\bPg\.?)\s*")
_PAPER = (
    r"times|post|guardian|herald|tribune|gazette|journal|telegraph|mail|independent|standard"
    r"|express"
    r"|observer|chronicle|mirror|star|sun|globe|mail on sunday|press|record|courier|examiner"
    r"|inquirer"
    r"|sentinel|dispatch|monitor|economist|republic|nation|citizen|advertiser|argus|age|australian"
    r"|news|today|weekly|daily|agency|newswire|wire service|zeitung|rundschau|presse|welt|spiegel"
    r"|zeit"
    r"|tagesspiegel|monde|figaro|libération|país|mundo|repubblica|stampa|corriere della sera"
    r"|volkskrant"
    r"|anzeiger|bote|kurier|courier|nachrichten|blatt|tageblatt|volksblatt|merkur|morgenpost|stimme"
    r"|allgemeine|ledger|bulletin|mercury|gazeta|dziennik|den[íi]k|noviny|listy|dagbladet?"
    r"|courant|krant"
    r"|nieuwsblad|posten|tidende|nyheter|tidningen|sanomat|jornal|giornale|gazzetta|messaggero"
    r"|wyborcza|lidov[ée]|hospod[áa][řr]sk[ée]"
)
_OUTLET = re.compile(
    rf"(?:(?:the|die|der|das|le|la|el|il|de)\s+)?(?:[\w’'&.-]+\s+){{0,4}}?(?:\w+-)?(?:{_PAPER})"
    r"(?:\s*\([^()\n]{2,40}\))?(?:\s+online)?"
    r"|(?:(?:le|la|l['’]|el|il|o|a)\s*)?(?:courrier|gazette|voix|d[ée]p[êe]che|progr[èe]s"
    r"|journal|[ée]cho"
    r"|diario|voz|heraldo|correo|prensa|peri[óo]dico|gazzetta|corriere|giornale|messaggero|jornal"
    r"|di[áa]rio|correio|folha)\s+(?:de|du|des|del|della|dell['’]|di|do|da"
    r"|d['’])\s*[\w’'-]+(?:\s+[\w’'-]+)?"
    r"|[\w.-]+\.(?:com|org|net|de|fr|co\.uk|cz|pl|es|it|ru|eu|info)"
    r"|[\w.’'& -]{2,60}\s?\((?:London|England|UK|New York|[A-Z][a-z]+)\)"
    r"|CNN|BBC(?: News)?|NPR|Al Jazeera",
    re.IGNORECASE,
)
_PAPERS = re.compile(
    rf"\b(?:\w+-)?(?:{_PAPER}|bote|zeitung|blatt|kurier|tygodnik|revue|review)\b", re.I
)
_TEXT_LABEL = re.compile(
    r"(?:full ?text|text|body|volltext|texte|texto|testo|tekst|content)\s*:",
    re.IGNORECASE,
)
_FORMS = (
    _TEXT_LABEL,
    _COUNT, _LABELLED, _CALL, ADDRESS, _PHOTO, _RELEASED, _DESK, _SLUG, _VIEWED, _STAFF
)  # fmt: skip
_INSTITUTION = re.compile(
    r"\b(?:minist(?:ry|[èe]re|erium|erio|ério|ero|erstwo|erstvo|erie)\w*|department|government"
    r"|office|authority|agency|bureau|commission|committee|council|secretariat|parliament|senate"
    r"|embassy|chancellery|institute|university|foundation|association|federation|union|bank|board"
    r"|court|republic|kingdom|police|coast guard|navy|army|armed forces|defen[cs]e forces?|ltd"
    r"|inc|corp|plc|gmbh|group"
    r"|verband|behörde|anstalt|verein|stiftung|landtag|bundestag|senat|stadt|kreis|landratsamt"
    r"|\w+(?:verband|behörde|ministerium|amt|stiftung|gesellschaft)|hochschule|universität"
    r"|préfecture|mairie|région|conseil|agence|ambassade|gobierno|ayuntamiento|junta|consejería"
    r"|comune|governo|università|prefeitura|urząd|rada|fundacja|úřad|gemeente|regering|stortinget"
    r"|правительство|министерство|управление|служба|міністерство)\b"
    r"|[省庁府市県部会]$|(?:委員会|协会|部委|公司|政府)",
    re.IGNORECASE,
)
_INSTITUTION_WORDS = 12
_AUTHORITY = re.compile(
    rf"(?:(?:the|die|der|das|le|la|l['’]|il"
    rf"|el)\s*)?(?:[\w.’'-]+\s+){{0,3}}?(?:{_INSTITUTION.pattern})"
    r"\s+(?:of|for|on|and|der|des|dem|für|und|de|du|d['’]\w+|del|della|delle|dello|degli"
    r"|dell['’]\w+"
    r"|di|da|do|dos|para|por|pour|van|voor|en|och|för|for|i|w|ds\.|do|spraw|pro)(?:\s+\S+){0,8}"
    rf"|(?:[\w.’'&-]+\s+){{1,6}}(?:{_INSTITUTION.pattern})",
    re.IGNORECASE,
)
_SMALL_WORD, _MOSTLY, _AUTHORITY_WORDS = 3, 0.6, 9
"""Letters of words that names write small, share of the others that begin with a capital, and
words of the name of an authority at most."""
_OUTLET_WORDS = 6
NOTE = 400
"""Code points of a notice about rights and the like at most."""


def labelled_headline(line: str) -> str | None:
    """Return the headline in a line such as `HEADLINE: Talks collapse`."""
    match = _HEADLINE.fullmatch(line)
    return match[1].strip() if match else None


def label_of_headline(line: str) -> int:
    """Return where the headline begins in a line such as `HEADLINE: Talks collapse`; 0 if none."""
    match = _HEADLINE.fullmatch(line)
    return match.start(1) if match else 0


def outlet_name(text: str) -> str | None:
    """Return the outlet that a file states; None if that is a date, a byline, a count or the like.

    Of a copyright line it is the holder.
    """
    match = COPYRIGHT.fullmatch(text)
    if match:
        return (match["holder"] or "").strip(" ,-–") or None
    return None if is_furniture(text) and not ADDRESS.fullmatch(text) else text


def is_furniture(line: str) -> bool:
    """Whether a stripped line can hardly be part of an article, and never is its headline."""
    if len(line) > LINE:
        return False
    return (
        any(form.fullmatch(line) for form in _FORMS)
        or _RIGHTS.match(line) is not None
        or is_date(line)
        or is_byline(line)
        or _is_menu(line)
        or not any(c.isalpha() for c in line)
    )


def is_copyright(line: str) -> bool:
    """Whether a paragraph says who holds the rights."""
    if len(line) > NOTE:
        return False
    bare = unbracketed(line)
    return _RIGHTS.match(bare) is not None or _RIGHTS_AT_END.search(bare) is not None


def unbracketed(line: str) -> str:
    """Return a line without the brackets around all of it."""
    inside = line[1:-1]
    whole = line[:1] in ("(", "[") and line[-1:] in (")", "]") and len(inside) > 1
    return inside if whole and not (set("()[]") & set(inside)) else line


def is_note_to_desk(line: str) -> bool:
    """Whether a line above an article is for those who edit it."""
    return _DESK.fullmatch(line) is not None


def without_release(title: str) -> str:
    """Return a headline without words such as `Press release:` before it."""
    match = _RELEASE_BEFORE.match(title)
    return title[match.end() :] if match else title


def is_likely_byline(line: str) -> bool:
    """Whether a line above an article begins like a byline, whatever it says of its author."""
    return _BY.fullmatch(line) is not None


def _is_menu(line: str) -> bool:
    """Whether a line is a row of links, such as `Home | News | Weather`."""
    parts = [part.strip() for part in _BARS.split(line.strip(" |·•"))]
    return len(parts) > 2 and all(0 < len(part.split()) < 4 for part in parts)


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


def is_institution(line: str) -> bool:
    """Whether a line may be the name of an authority, a company or an association."""
    return len(line.split()) <= _INSTITUTION_WORDS and _INSTITUTION.search(line) is not None


def is_authority(line: str) -> bool:
    """Whether a line is nothing but the name of an authority, such as `Ministry of Tides`.

    A headline may begin with the same words; then no preposition follows them.
    """
    words = [word for word in re.findall(r"[^\W\d_]+", line) if len(word) > _SMALL_WORD]
    if not words or len(line.split()) > _AUTHORITY_WORDS or line[-1:] in ".!?…:;,":
        return False
    if any(c.isdigit() for c in line) or _AUTHORITY.fullmatch(line) is None:
        return False
    capital = [word for word in words if word[0].isupper()]
    return len(capital) >= _MOSTLY * len(words)


def is_section(line: str) -> bool:
    """Whether a line may name a part of a newspaper or site; a headline may look like that too."""
    parts = [part for part in _CRUMBS.split(line.casefold()) if part]
    if parts and all(part in _SECTION_NAMES or part.isdecimal() for part in parts):
        return True
    words = line.casefold().split()
    return 1 < len(words) < 4 and all(word in _SECTION_NAMES for word in words)


def names_paper(name: str) -> bool:
    """Whether one word of a name is what papers and agencies are called."""
    return _PAPERS.search(name) is not None


def is_outlet(line: str) -> bool:
    """Whether a line may be the name of a newspaper, agency or site; a headline may look so too."""
    return len(line.split()) <= _OUTLET_WORDS and _OUTLET.fullmatch(line) is not None
