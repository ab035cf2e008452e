# SPDX-License-Identifier: MIT
"""The language of invented texts: told where it is clear, English where it is not."""

from __future__ import annotations

import pytest

from claimdesk.models.articles.language import guess_language

SAID = {
    "de": "Die Ministerin sagte am Montag in Wien, das Abkommen sei noch nicht "
    "unterschrieben. Man müsse über die Kosten reden, und zwar bald.",
    "cs": "Ministryně v pondělí ve Vídni řekla, že dohoda ještě není podepsána. Je prý "
    "třeba mluvit o nákladech, a to brzy.",
    "fr": "La ministre a déclaré lundi à Vienne que l'accord n'était pas encore signé. Il "
    "faut selon elle parler des coûts, et vite.",
    "es": "La ministra dijo el lunes en Viena que el acuerdo aún no está firmado. Hay que "
    "hablar pronto de los costes, añadió.",
    "it": "La ministra ha detto lunedì a Vienna che l'accordo non è ancora firmato. Bisogna"
    " parlare presto dei costi, ha aggiunto.",
    "pt": "A ministra disse na segunda-feira em Viena que o acordo ainda não foi assinado. "
    "É preciso falar em breve dos custos.",
    "pl": "Minister powiedziała w poniedziałek w Wiedniu, że umowa nie została jeszcze "
    "podpisana. Trzeba wkrótce porozmawiać o kosztach.",
    "sk": "Ministerka v pondelok vo Viedni povedala, že dohoda ešte nie je podpísaná. "
    "Čoskoro treba hovoriť o nákladoch.",
    "hu": "A miniszter hétfőn Bécsben azt mondta, hogy a megállapodást még nem írták alá. "
    "Hamarosan beszélni kell a költségekről.",
    "ro": "Ministra a declarat luni la Viena că acordul nu este încă semnat. Trebuie să "
    "vorbim în curând despre costuri, a adăugat ea.",
    "nl": "De minister zei maandag in Wenen dat het akkoord nog niet is ondertekend. Er "
    "moet snel over de kosten worden gesproken.",
    "id": "Menteri mengatakan pada hari Senin di Wina bahwa perjanjian itu belum "
    "ditandatangani. Biaya harus segera dibicarakan, kata dia.",
    "tr": "Bakan pazartesi günü Viyana'da anlaşmanın henüz imzalanmadığını söyledi. "
    "Maliyetler hakkında yakında konuşulması gerekiyor.",
    "sv": "Ministern sade i måndags i Wien att avtalet ännu inte är undertecknat. Man måste"
    " snart tala om kostnaderna.",
    "da": "Ministeren sagde mandag i Wien, at aftalen endnu ikke er underskrevet. Man må "
    "snart tale om omkostningerne, mente hun.",
    "fi": "Ministeri sanoi maanantaina Wienissä, että sopimusta ei ole vielä "
    "allekirjoitettu. Kustannuksista on puhuttava pian.",
    "vi": "Bộ trưởng nói hôm thứ Hai tại Viên rằng thỏa thuận vẫn chưa được ký kết. Cần sớm"
    " nói về chi phí.",
    "ru": "Министр заявила в понедельник в Вене, что соглашение ещё не подписано. Надо "
    "скоро поговорить о расходах.",
    "bg": "Министърката заяви в понеделник във Виена, че споразумението още не е подписано."
    " Трябва скоро да се говори за разходите.",
    "el": "Η υπουργός δήλωσε τη Δευτέρα στη Βιέννη ότι η συμφωνία δεν έχει υπογραφεί ακόμη.",
    "ja": "大臣は月曜日、ウィーンで合意はまだ署名されていないと述べた。",
}


@pytest.mark.parametrize("language", SAID)
def test_languages_are_told(language):
    assert guess_language(SAID[language]) == language
    assert guess_language(SAID[language] * 40) == language
    assert guess_language("Talks\n\n" + SAID[language]) == language


def test_a_text_in_capitals_too():
    assert guess_language(SAID["de"].upper()) == "de"
    assert guess_language("THE MINISTER SAID ON MONDAY THAT THE PACT WAS NOT READY YET") == "en"


@pytest.mark.parametrize(
    "text",
    [
        "Angela Merkel, Emmanuel Macron, Recep Tayyip Erdoğan, José Luis Rodríguez Zapatero",
        "Ursula von der Leyen, Abdel Fattah el-Sisi, Charles de Gaulle, Guy van den Berg, María de "
        "los Ángeles, Juan de la Cruz, Ludwig van der Rohe, Ana de la Vega, Jan van der Meer",
        "Talks Collapse\nMinister Quits\nMarkets Slide\nRain Expected",
        "talks collapse in vienna\nminister quits\nmarkets slide again\nrain expected in oslo",
        "DAX 15,234.10 +1.2%\nCAC 40 7,123 -0.3%\nEUR/USD 1.0834 close bid ask open high low vol\n"
        "Brent crude 82.3 bbl\ngold oz 2,340",
        "Arsenal 2 (Saka 12) Bayern Munich 2 (Gnabry 18, Kane 32 pen)\nReal Madrid 3 (Rodrygo 14)",
        "Chancellor Olaf Scholz met Wolodymyr Selenskyj in Kyiv, where Jens Plötner of the "
        "Sozialdemokratische Partei Deutschlands had gone before. Süddeutsche Zeitung and Le Monde "
        "wrote about it.",
        "The minister said: “Wir müssen jetzt über die Kosten reden, und zwar bald.” "
        "The opposition replied that this was not enough. „Das ist noch nicht alles“, it added.",
        "Der Vertrag",
        "Foreign minister quits",
        "12 34",
        "",
    ],
)
def test_what_is_not_clear_stays_english(text):
    assert guess_language(text) == "en"
