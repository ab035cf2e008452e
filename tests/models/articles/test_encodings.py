# SPDX-License-Identifier: MIT
"""Encodings that are not Unicode, told for invented news in many languages, or asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimdesk.models.articles.encodings import known_encoding
from claimdesk.models.articles.plain import Decoded, decode
from claimdesk.models.articles.readers import ReadingOptions, read_article
from claimdesk.models.exchange.formats import import_paths
from claimdesk.models.messages.errors import ClaimdeskError

CZECH_CASE = Path(__file__).resolve().parents[3] / "../shared/cases/czech-cp1250.txt"

TEXTS = {
    "cs": "Ministr zahraničí v úterý řekl, že vláda návrh podporuje. „Musíme udělat víc, abychom"
    " zvýšili bezpečnost přístavů,“ dodal. Mluvčí opozice vysvětlila, že dohoda učiní "
    "úřady závislými na cizích firmách. Ve čtvrtek se koná slyšení, na něž jsou pozváni i "
    "odborníci z Ústí a Žďáru. Příští týden začne cvičení, kterého se účastní tři lodě.",
    "sk": "Minister zahraničia v utorok povedal, že vláda návrh podporuje. „Musíme urobiť viac, "
    "aby sme zvýšili bezpečnosť prístavov,“ dodal. Hovorkyňa opozície vysvetlila, že "
    "dohoda spraví úrady závislými od cudzích firiem. Budúci týždeň sa začne cvičenie, "
    "ktorého sa zúčastnia tri lode z Ľubietovej a ďalšie štyri čaty.",
    "pl": "Minister spraw zagranicznych powiedział we wtorek, że rząd popiera wniosek. „Musimy "
    "zrobić więcej, żeby zwiększyć bezpieczeństwo portów” – dodał. Rzeczniczka opozycji "
    "wyjaśniła, że umowa uzależni urzędy od obcych spółek. Żołnierze ćwiczą łączność, a w "
    "przyszłym tygodniu zaczną się manewry, w których wezmą udział trzy okręty.",
    "hu": "A külügyminiszter kedden azt mondta, hogy a kormány támogatja a javaslatot. „Többet "
    "kell tennünk a kikötők biztonságáért” – tette hozzá. Az ellenzék szóvivője szerint a "
    "megállapodás függővé teszi a hatóságokat a külföldi cégektől. Jövő héten kezdődik a "
    "gyakorlat, amelyen három hajó vesz részt, közülük kettő új és erős.",
    "ru": "Министр иностранных дел во вторник заявил, что правительство поддерживает "
    "предложение. «Мы должны сделать больше для безопасности портов», – добавил он. "
    "Представитель оппозиции объяснила, что соглашение поставит ведомства в зависимость от"
    " чужих компаний. На следующей неделе начнутся учения, в которых примут участие три "
    "корабля.",
    "uk": "Міністр закордонних справ у вівторок заявив, що уряд підтримує пропозицію. «Ми "
    "повинні зробити більше для безпеки портів», – додав він. Речниця опозиції пояснила, "
    "що угода зробить установи залежними від чужих компаній. Наступного тижня почнуться "
    "навчання, у яких візьмуть участь три кораблі з її регіону.",
    "bg": "Външният министър заяви във вторник, че правителството подкрепя предложението. "
    "„Трябва да направим повече за сигурността на пристанищата“, добави той. Говорителката"
    " на опозицията обясни, че споразумението ще направи службите зависими от чужди фирми."
    " Следващата седмица започва учение, в което ще участват три кораба.",
    "el": "Ο υπουργός Εξωτερικών δήλωσε την Τρίτη ότι η κυβέρνηση στηρίζει την πρόταση. «Πρέπει "
    "να κάνουμε περισσότερα για την ασφάλεια των λιμανιών», πρόσθεσε. Η εκπρόσωπος της "
    "αντιπολίτευσης εξήγησε ότι η συμφωνία θα κάνει τις υπηρεσίες εξαρτημένες από ξένες "
    "εταιρείες. Την επόμενη εβδομάδα αρχίζει άσκηση με τρία πλοία.",
    "tr": "Dışişleri bakanı salı günü hükümetin öneriyi desteklediğini söyledi. “Limanların "
    "güvenliği için daha çok şey yapmalıyız” diye ekledi. Muhalefet sözcüsü, anlaşmanın "
    "kurumları yabancı şirketlere bağımlı kılacağını açıkladı. Gelecek hafta üç geminin "
    "katılacağı tatbikat başlıyor; çoğu ülke şimdiden hazırlığını bitirdi.",
    "de": "Der Außenminister sagte am Dienstag, die Regierung unterstütze den Vorschlag. „Wir "
    "müssen mehr für die Sicherheit der Häfen tun“, fügte er hinzu. Eine Sprecherin der "
    "Opposition erklärte, das Abkommen mache die Behörden von fremden Firmen abhängig. "
    "Nächste Woche beginnt eine Übung, an der drei größere Schiffe teilnehmen.",
    "fr": "Le ministre des Affaires étrangères a déclaré mardi que le gouvernement soutenait la "
    "proposition. « Nous devons faire plus pour la sécurité des ports », a-t-il ajouté. "
    "Une porte-parole de l’opposition a expliqué que l’accord rendrait les autorités "
    "dépendantes d’entreprises étrangères. La semaine prochaine, trois bâtiments "
    "s’exerceront à la manœuvre.",
    "es": "El ministro de Exteriores dijo el martes que el Gobierno apoya la propuesta. «Tenemos"
    " que hacer más por la seguridad de los puertos», añadió. Una portavoz de la oposición"
    " explicó que el acuerdo hará que los organismos dependan de compañías extranjeras. La"
    " próxima semana empezará un ejercicio en el que participarán tres buques españoles.",
    "sv": "Utrikesministern sade på tisdagen att regeringen stöder förslaget. ”Vi måste göra mer"
    " för hamnarnas säkerhet”, tillade han. Oppositionens talesperson förklarade att "
    "avtalet gör myndigheterna beroende av främmande företag. Nästa vecka börjar en övning"
    " där tre större fartyg från Åbo och Öland deltar.",
    "ja": "外務大臣は火曜日、政府は提案を支持すると述べた。「港の安全のために、もっと多くの"
    "ことをしなければならない」と付け加えた。野党の報道担当者は、この協定によって役所"
    "が外国の会社に依存するようになると説明した。来週、三隻の船が参加する訓練が始まる"
    "予定だという。",
    "zh": "外交部长星期二说，政府支持这个建议。他还说，我们必须为港口的安全做更多的工作。反"
    "对党发言人解释说，这个协定会使有关部门依靠外国公司。下个星期将开始演习，有三条船"
    "参加，其中两条是新的。他们认为，这对地区的和平没有好处。",
    "zh-tw": "外交部長星期二說，政府支持這個建議。他還說，我們必須為港口的安全做更多的工作。反"
    "對黨發言人解釋說，這個協定會使有關部門依靠外國公司。下個星期將開始演習，有三條船"
    "參加，其中兩條是新的。他們認為，這對地區的和平沒有好處。",
    "ko": "외교부 장관은 화요일 정부가 제안을 지지한다고 말했다. 그는 항구의 안전"
    "을 위해 더 많은 일을 해야 한다고 덧붙였다. 야당 대변인은 이 협정이 "
    "기관들을 외국 회사에 의존하게 만든다고 설명했다. 다음 주에는 배 세 척"
    "이 참가하는 훈련이 시작될 예정이다.",
}

SAVED = (
    ("cs", "cp1250"), ("cs", "iso8859_2"), ("cs", "cp852"), ("sk", "cp1250"), ("sk", "iso8859_2"),
    ("pl", "cp1250"), ("pl", "iso8859_2"), ("hu", "cp1250"), ("hu", "iso8859_2"),
    ("ru", "cp1251"), ("ru", "koi8_r"), ("ru", "iso8859_5"), ("ru", "cp866"),
    ("uk", "cp1251"), ("uk", "koi8_u"), ("bg", "cp1251"), ("bg", "iso8859_5"),
    ("el", "cp1253"), ("el", "iso8859_7"), ("tr", "cp1254"), ("tr", "iso8859_9"),
    ("de", "cp1252"), ("de", "iso8859_15"), ("de", "mac_roman"), ("fr", "cp1252"),
    ("fr", "iso8859_15"), ("fr", "mac_roman"), ("es", "cp1252"), ("es", "mac_roman"),
    ("sv", "cp1252"), ("sv", "iso8859_15"), ("ja", "cp932"), ("ja", "euc_jp"),
    ("ja", "iso2022_jp"), ("zh", "gbk"), ("zh", "gb18030"), ("zh-tw", "big5"), ("ko", "euc_kr"),
    ("ko", "cp949"), ("ru", "utf-16-le"), ("de", "utf-16-be"), ("ja", "utf-16-le"),
    ("zh", "utf-32-be"), ("ko", "utf-16-be"), ("en", "utf-16-le"),
)  # fmt: skip
"""Which language was saved in which encoding."""

_TYPOGRAPHIC = str.maketrans("„“”«»–’…", '"""""-\'.')


def saved(language: str, encoding: str) -> tuple[str, bytes]:
    """A text and its bytes; marks that the encoding lacks become the typewriter's."""
    text = TEXTS.get(language, "The minister said that the government supports the proposal. ") * 10
    try:
        return text, text.encode(encoding)
    except UnicodeEncodeError:
        text = text.translate(_TYPOGRAPHIC).replace("œ", "oe")
        return text, text.encode(encoding)


@pytest.mark.parametrize(("language", "encoding"), SAVED)
def test_texts_of_a_page_are_read_right_and_that_is_sure(language, encoding):
    text, data = saved(language, encoding)
    assert len(data) >= 1000
    decoded = decode(data)
    assert decoded.text == text
    assert decoded.choices == () or decoded.encoding == "mac_roman"


@pytest.mark.parametrize("length", [20, 40, 60, 90, 150, 300, 700])
def test_short_texts_are_right_or_the_guess_is_said_to_be_unsure(length):
    right = 0
    for language, encoding in SAVED:
        text = saved(language, encoding)[1][:length].decode(encoding, "ignore")
        decoded = decode(text.encode(encoding))
        right += decoded.text == text
        assert decoded.text == text or decoded.choices, (language, encoding, decoded.encoding)
    assert right >= len(SAVED) * (0.95 if length >= 150 else 0.6)


def test_an_encoding_that_is_named_is_used():
    data = "Žádné řeči, řekla.".encode("cp1250")
    assert decode(data, encoding="cp1250") == Decoded("Žádné řeči, řekla.", "cp1250", True)
    assert decode(b"\xef\xbb\xbfTalks", encoding="cp1250").text == "Talks"
    with pytest.raises(
        ClaimdeskError, match=r"^story can.t be read in the encoding utf-8 from byte 1;"
    ):
        decode(data, "story", "utf-8")


@pytest.mark.parametrize(
    "name", ["nonsense", "rot13", "base64", "idna", "", "a\0b", "undefined", "unicode_escape"]
)
def test_what_is_no_encoding_of_texts_is_refused(name):
    with pytest.raises(ClaimdeskError, match="There is no text encoding"):
        known_encoding(name)


def test_encodings_are_known_by_all_their_names():
    assert known_encoding("Windows-1250") == known_encoding("CP1250") == "cp1250"


SHORT = "Žádná reč, řekla."


def test_a_guess_that_is_not_sure_is_asked_for(tmp_path):
    path = tmp_path / "short.txt"
    path.write_bytes(SHORT.encode("cp1250"))
    asked = []

    def choose(name, readings):
        asked.append((name, dict(readings)))
        return "cp1250"

    article = read_article(path, ReadingOptions(choose=choose))
    assert (article.body, article.encoding, article.warnings) == (SHORT, "cp1250", [])
    [(name, readings)] = asked
    assert name == str(path)
    assert readings["cp1250"] == SHORT
    assert len(readings) > 1
    assert "The encoding is a guess" in read_article(path).warnings[0]


def test_an_import_reads_all_texts_in_the_encoding_that_is_named(project, tmp_path):
    for number in range(2):
        (tmp_path / f"{number}.txt").write_bytes(f"{SHORT} {number}".encode("cp1250"))
    (tmp_path / "bad.txt").write_bytes(b"\x81\x81 talks")
    summary = import_paths(project, [tmp_path], encoding="Windows-1250")
    assert (summary.articles, summary.warnings) == (2, [])
    assert [entry.file for entry in summary.failed] == [str(tmp_path / "bad.txt")]
    with pytest.raises(ClaimdeskError, match="There is no text encoding “x”"):
        import_paths(project, [tmp_path], encoding="x")


@pytest.mark.skipif(not CZECH_CASE.exists(), reason="the small inputs are not there")
def test_a_czech_article_of_windows_reads_as_it_was_written():
    article = read_article(CZECH_CASE)
    assert article.body.startswith("Nová jednání v Plzni\n")
    assert (article.encoding, article.language, article.warnings) == ("cp1250", "cs", [])
