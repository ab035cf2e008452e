# SPDX-License-Identifier: MIT
"""Dates as news texts and file names write them.

A general date parser is of no use here: it finds a date in nearly anything and fills in what is
missing. Only spellings that can mean nothing else are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTH_NAMES = """
jan january januar janvier enero gennaio janeiro januari styczeń stycznia leden ledna január januára
    ianuarie januarie tammikuu tammikuuta января янв січня ιανουαρίου ocak siječnja janar
feb february februar février fevrier febrero febbraio fevereiro februari luty lutego únor února
    február februára februarie helmikuu helmikuuta февраля фев лютого φεβρουαρίου şubat veljače
mar march märz mrz mars marzo março marco maart marzec marca březen března március martie maaliskuu
    maaliskuuta марта березня μαρτίου mart ožujka
apr april avril abril aprile kwiecień kwietnia duben dubna apríl apríla április aprilie huhtikuu
    huhtikuuta апреля апр квітня απριλίου nisan travnja
may mai mayo maggio maio mei maj maja květen května máj mája május toukokuu toukokuuta мая травня
    μαΐου mayıs svibnja
jun june juni juin junio giugno junho czerwiec czerwca červen června jún júna június iunie kesäkuu
    kesäkuuta июня июн червня ιουνίου haziran lipnja
jul july juli juillet julio luglio julho lipiec lipca červenec července júl júla július iulie
    heinäkuu heinäkuuta июля июл липня ιουλίου temmuz srpnja
aug august août aout agosto augusti augustus sierpień sierpnia srpen srpna augusta augusztus elokuu
    elokuuta августа авг серпня αυγούστου ağustos kolovoza
sep sept september septembre septiembre settembre setembro wrzesień września září septembra
    szeptember septembrie syyskuu syyskuuta сентября сен вересня σεπτεμβρίου eylül rujna
oct october oktober octobre octubre ottobre outubro październik października říjen října október
    októbra octombrie lokakuu lokakuuta октября окт жовтня οκτωβρίου ekim okt
nov november novembre noviembre novembro listopad listopada listopadu novembra noiembrie marraskuu
    marraskuuta ноября ноя листопада νοεμβρίου kasım studenoga studenog
dec december dezember décembre decembre diciembre dicembre dezembro grudzień grudnia prosinec
    prosince decembra decembrie joulukuu joulukuuta декабря дек грудня δεκεμβρίου aralık prosinca
    dez déc
"""


def _months() -> dict[str, int]:
    """Return the number of each month by its names, in lower case, in the usual languages."""
    found: dict[str, int] = {}
    number = 0
    for line in _MONTH_NAMES.strip().splitlines():
        number += not line.startswith(" ")
        found.update(dict.fromkeys(line.split(), number))
    return found


_MONTHS = _months()
_MONTH = rf"(?P<month>{'|'.join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))})\b\.?"
_WEEKDAY = r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s+)?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|º|ª)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
YEAR = re.compile(_YEAR)
"""What every date has that says its year; found quickly."""
_OF = r"(?:(?:de|of|d[’'])\s*)?"
_DAY_MONTH = rf"{_DAY}\.?[\s-]+{_OF}{_MONTH}"
_MONTH_DAY = rf"{_MONTH}\s+{_DAY}"
_COUNTED = (
    rf"{_YEAR}[-/.]\s?(?P<month>[01]?\d)[-/.]\s?{_DAY}",
    rf"{_YEAR}\s*年\s*(?P<month>[01]?\d)\s*月\s*{_DAY}\s*日",
    rf"{_YEAR}\s*년\s*(?P<month>[01]?\d)\s*월\s*{_DAY}\s*일",
    rf"(?P<day>[0-3]?\d)\.\s?(?P<month>[01]?\d)\.\s?{_YEAR}",
)
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_WEEKDAY}{_DAY_MONTH}(?:[,.]?[\s-]+(?:de(?:l)?\s+)?{_YEAR})?",
        rf"{_WEEKDAY}{_MONTH_DAY}(?:,?\s+{_YEAR})?(?:,?\s+[MTWFS][a-z]{{2,5}}day)?",
        *_COUNTED,
    )
)
_ANYWHERE = tuple(
    re.compile(rf"(?<![\w/.-]){form}(?!\d)", re.IGNORECASE)
    for form in (
        rf"{_DAY_MONTH}[,.]?[\s-]+(?:de(?:l)?\s+)?{_YEAR}",
        rf"{_MONTH_DAY},?\s+{_YEAR}",
        rf"{_YEAR}\.?\s+{_MONTH}\s+{_DAY}",
        *_COUNTED,
    )
)
_TWO_NUMBERS = re.compile(
    r"(?<![\d/.-])(?P<first>[0-3]?\d)(?P<mark>[/-])(?P<second>[0-3]?\d)(?P=mark)"
    r"(?P<year>(?:19|20)\d\d)(?![\d/-])"
)
_WEEKDAY_NAMES = """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
    sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado
    domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira
    quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    poniedziałek wtorek środa czwartek piątek sobota niedziela pondělí úterý středa čtvrtek pátek
    neděle pondelok utorok streda štvrtok piatok nedeľa måndag tisdag onsdag torsdag fredag lördag
    söndag mandag tirsdag lørdag søndag maanantai tiistai keskiviikko torstai perjantai lauantai
    sunnuntai понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок
    середа п'ятниця субота неділя hétfő kedd szerda csütörtök péntek szombat vasárnap luni marți
    miercuri joi vineri sâmbătă duminică pazartesi salı çarşamba perşembe cuma cumartesi pazar
    星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天
    月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日
"""
_WEEKDAYS = "|".join(sorted(map(re.escape, _WEEKDAY_NAMES.split()), key=len, reverse=True))
_BEFORE_DATE = re.compile(
    r"(?:(?:published|posted|updated|date|issued|released|veröffentlicht|erschienen|aktualisiert"
    r"|datum|stand|publi[ée]|paru|mis à jour|date de publication|publicado|actualizado|fecha"
    r"|pubblicato|gepubliceerd|data publikacji|opublikowano|dodano|publikováno|publicerad"
    r"|publiceret|опубликовано|дата|公開日?|配信|掲載日?|发布时间|发布|时间|日期|입력)"
    r"(?:\s+(?:on|am|den|le|el|il|op|dnia|den|dne))?\s*[:：]?\s+|(?:le|el|den|dnia|am)\s+"
    rf"|(?:{_WEEKDAYS})\b\.?,?\s+(?:(?:den|le|el|de)\s+)?)",
    re.IGNORECASE,
)
_AFTER_DATE = re.compile(
    rf"(?:[\s,]*\(?(?:{_WEEKDAYS})\)?\.?|\s*\([月火水木金土日월화수목금토일祝・]{{1,3}}\)"
    r"|\s*(?:r|roku|г|года|р|року|gada|g|god)\.?"
    r"|[\s,|–—-]+(?:(?:at|um|à|o|ob|kl|klo|alle|ore|às|a las|в"
    r"|о)\.?\s+)?\d{1,2}[:.hH]\d\d(?::\d\d)?"
    r"(?:\s*(?:[ap]\.?m\.?|Uhr|h|hrs?|[A-Z]{2,5}))*"
    r"|\s*(?:朝刊|夕刊)(?:\s*\d+面)?)$",
    re.IGNORECASE,
)
WIDE = str.maketrans("０１２３４５６７８９（）：／．\u3000", "0123456789():/. ")
"""Digits and signs of East Asian texts, for `str.translate`."""
_LONGEST_DATE = 90
DATE_PATTERN = (
    rf"(?:(?i:{_WEEKDAYS})\.?,?\s+)?(?:(?:le|den|am|de|el)\s+)?"
    r"(?:[0-3]?\d(?:st|nd|rd|th|er|º)?\.?\s+(?:de\s+)?[^\W\d_]{3,12}\.?"
    r"|[A-Z][a-z]{2,8}\.?\s+[0-3]?\d(?:st|nd|rd|th)?"
    r"|[0-3]?\d\.\s?[01]?\d\.(?=\s?(?:19|20)\d\d))"
    r"(?:,?\s*(?:del?\s+)?(?:19|20)\d\d)?(?:\s+(?:r|roku|г|года)\b\.?)?"
)
"""What looks like a date inside a longer line; `read_date` says whether it is one."""

_IN_NAME = re.compile(
    r"(?<!\d)(?P<year>(?:19"
    r"|20)\d\d)(?P<mark>[-_.]?)(?P<month>[01]\d)(?P=mark)(?P<day>[0-3]\d)(?!\d)"
)
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NEAR = 31
"""Days by which the day of a text and the date of its file may differ."""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day of a month, of a year if the text says so."""

    day: int
    month: int
    year: int | None = None

    def full(self, year: int | None = None) -> date | None:
        """Return the date, in `year` if it has none of its own; None if there is no such day."""
        year = self.year or year
        try:
            return date(year, self.month, self.day) if year else None
        except ValueError:
            return None

    def nearest(self, other: date) -> date | None:
        """Return the date in the year that brings it nearest to `other`, at most 31 days away."""
        dates = [self.full(other.year + step) for step in (-1, 0, 1)]
        near = [d for d in dates if d and abs((d - other).days) <= _NEAR]
        return min(near, key=lambda d: abs((d - other).days), default=None)


def read_date(text: str) -> PartialDate | None:
    """Return the date that `text` is, such as `12 May`, `March 3, 2024`, `3. März 2024`.

    With a year it may have a day of the week, a time or a word such as `Published` beside it.
    """
    text = text.strip()
    if len(text) > _LONGEST_DATE:
        return None
    found = _exactly(text)
    if found or (YEAR.search(text.translate(WIDE)) is None):
        return found
    found = _exactly(_bare(text.translate(WIDE)))
    return found if found and found.year else None


def _exactly(text: str) -> PartialDate | None:
    for form in _FORMS:
        match = form.fullmatch(text)
        found = _of(match) if match else None
        if found:
            return found
    return None


def _without_beginning(text: str) -> str:
    match = _BEFORE_DATE.match(text)
    return text[match.end() :] if match else text


def _bare(text: str) -> str:
    """Return a date without what stands beside it."""
    for _step in range(3):
        shorter = _AFTER_DATE.sub("", _without_beginning(text)).strip()
        if shorter == text:
            break
        text = shorter
    return text


def find_date(text: str, day_first: bool | None = None) -> date | None:
    """Return the first full date in a line about the date, such as `January 11, 2010 Monday`.

    `day_first` says how 03/04/2024 is meant; if it is None, a date that may be either is not read.
    """
    text = text.translate(WIDE)
    matches = (form.search(text) for form in _ANYWHERE)
    found = sorted((each for each in matches if each), key=lambda match: match.start())
    for match in found:
        day = _of(match)
        if day and day.full():
            return day.full()
    return _numeric(text, day_first)


def orders(text: str) -> frozenset[bool]:
    """Return how the first date in two numbers and a year can be read: True with the day first."""
    match = _TWO_NUMBERS.search(text)
    if not match:
        return frozenset()
    both = {order: _ordered(match, order) for order in (True, False)}
    if both[True] == both[False]:
        return frozenset()
    return frozenset(order for order, day in both.items() if day)


def unclear_date(text: str) -> str | None:
    """Return the first date such as 03/04/2024 if the day or the month may stand first in it."""
    return _TWO_NUMBERS.search(text)[0] if len(orders(text)) > 1 else None  # type: ignore[index]


def _numeric(text: str, day_first: bool | None) -> date | None:
    match = _TWO_NUMBERS.search(text)
    if not match:
        return None
    both = [_ordered(match, order) for order in (True, False)]
    if None in both or both[0] == both[1]:
        return both[0] or both[1]
    return None if day_first is None else both[not day_first]


def _ordered(match: re.Match[str], day_first: bool) -> date | None:
    first, second = int(match["first"]), int(match["second"])
    day, month = (first, second) if day_first else (second, first)
    return PartialDate(day, month, int(match["year"])).full()


def _of(match: re.Match[str]) -> PartialDate | None:
    month, year = match["month"].lower(), match["year"]
    number = int(month) if month.isdecimal() else _MONTHS[month]
    try:
        found = PartialDate(int(match["day"]), number, int(year) if year else None)
    except ValueError:
        return None
    return found if found.full(found.year or 2000) else None


def date_in_name(name: str) -> date | None:
    """Return the date in a file name such as `2024-05-12 talks.txt` or `kyodo_20240512.txt`."""
    for match in _IN_NAME.finditer(name):
        found = PartialDate(int(match["day"]), int(match["month"]), int(match["year"])).full()
        if found:
            return found
    return None


def year_in_name(name: str) -> int | None:
    """Return the year in a file name, if it names exactly one."""
    years = set(_YEAR_IN_NAME.findall(name))
    return int(years.pop()) if len(years) == 1 else None
