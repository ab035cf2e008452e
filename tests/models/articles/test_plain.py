# SPDX-License-Identifier: MIT
"""Decoding: real bytes of each encoding, and what is refused."""

from __future__ import annotations

import gzip
import io
import sqlite3
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimdesk.models.articles.encodings import CANDIDATES
from claimdesk.models.articles.plain import Decoded, decode
from claimdesk.models.messages.errors import ClaimdeskError

ENGLISH = (
    "The commander said on Friday that the pact “has only begun”.\r\nIt will take years"
    " – perhaps ten – before the partners’ sensors work together, she added.\r\n"
)
JAPANESE = (
    "防衛省の報道官は金曜日、海中センサーの共同開発について「まだ何も決まっていない」と話した。\n"
    "専門家は、協力が実を結ぶまでには時間がかかるとみている。\n"
)
CHINESE = "发言人星期五说，三国的合作不应针对任何第三方。\n他呼吁各方共同维护地区的和平与稳定。\n"
TAIWANESE = "發言人星期五說，三國的合作不應針對任何第三方。\n他呼籲各方共同維護地區的和平與穩定。\n"
KOREAN = (
    "대변인은 금요일 세 나라의 공동 연구가 아직 초기 단계라고 말했다.\n"
    "그는 결정된 것이 없다고 덧붙였다.\n"
)
FRENCH = (
    "La ministre a déclaré que l’accord « reste à définir ». Les élèves ingénieurs y ont œuvré.\n"
)
GERMAN = (
    "Die Prüfung der Vorhaben müsse gründlich sein, sagte sie. "
    "„Größe allein zählt nicht“, hieß es.\n"
)
POLISH = (
    "Rzeczniczka powiedziała, że współpraca będzie możliwa później. Żołnierze ćwiczą łączność.\n"
)
RUSSIAN = "Представитель заявил в пятницу, что соглашение трёх стран ещё не подписано.\n"
TURKISH = (
    "Bakan salı günü yaptığı açıklamada işbirliğinin henüz başlangıç aşamasında olduğunu söyledi. "
    "Şu anda karar yok, çünkü görüşmeler sürüyor.\n"
)
GREEK = "Ο εκπρόσωπος δήλωσε την Παρασκευή ότι η συμφωνία δεν έχει ακόμη υπογραφεί.\n"


@pytest.mark.parametrize("text", [ENGLISH, JAPANESE, CHINESE, RUSSIAN, FRENCH])
@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"],
)
def test_unicode_with_and_without_a_mark_is_certain(text, encoding):
    decoded = decode(text.encode(encoding))
    assert decoded.text == text
    assert decoded.certain


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (CHINESE, "gb2312"),
        (TAIWANESE, "big5"),
        (KOREAN, "euc_kr"),
        (ENGLISH, "cp1252"),
        (FRENCH, "cp1252"),
        (GERMAN, "cp1252"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859_2"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (RUSSIAN, "iso8859_5"),
        (TURKISH, "cp1254"),
        (GREEK, "cp1253"),
        (FRENCH, "mac_roman"),
    ],
)
@pytest.mark.parametrize("times", [1, 30])
def test_older_encodings_are_guessed_and_said_to_be(text, encoding, times):
    decoded = decode((text * times).encode(encoding))
    assert decoded.text == text * times
    assert not decoded.certain
    assert decoded.encoding in CANDIDATES


def test_iso_2022_jp_tells_itself():
    decoded = decode(JAPANESE.encode("iso2022_jp"))
    assert decoded.text == JAPANESE
    assert decoded.certain


def test_western_text_is_called_western():
    assert decode(ENGLISH.encode("cp1252")).encoding == "cp1252"
    assert decode(GERMAN.encode("cp1252")).encoding == "cp1252"


def test_line_ends_and_stray_nul_bytes_are_left_to_the_cleaning():
    assert decode(b"one\r\ntwo\rthree") == Decoded("one\r\ntwo\rthree", "utf-8", True)
    assert decode(b"The talks\0 went on\0.") == Decoded("The talks\0 went on\0.", "utf-8", True)


def test_damaged_utf8_is_still_utf8_but_not_certain():
    data = JAPANESE.encode()
    decoded = decode(data[:-2])  # cut off inside the last character
    assert (decoded.encoding, decoded.certain) == ("utf-8", False)
    assert decoded.text.startswith(JAPANESE[:-2])
    broken = decode(data[:9] + b"\xff" + data[9:])
    assert broken.text == JAPANESE[:3] + "\ufffd" + JAPANESE[3:]
    assert not broken.certain


def test_damaged_text_after_a_mark_is_not_certain():
    decoded = decode(JAPANESE.encode("utf-16") + b"\x00")
    assert decoded.text == JAPANESE + "\ufffd"
    assert not decoded.certain


def a_zip(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "invented")
    return file.getvalue()


def an_sqlite_file(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t(x)")
    return path.read_bytes()


@pytest.mark.parametrize(
    ("data", "what", "advice"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF", "save it as text"),
        (b"{\\rtf1\\ansi Hello}", "a Rich Text file", "save it as text"),
        (a_zip("[Content_Types].xml", "word/document.xml"), "a Word document", "save it as text"),
        (a_zip("xl/workbook.xml"), "an Excel workbook", "save it as text"),
        (a_zip("story.txt"), "a ZIP archive", "unpack it"),
        (gzip.compress(b"story", mtime=0), "a gzip archive", "unpack it"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image", "text recognition"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "a JPEG image", "text recognition"),
        (b"\x7fELF\x02\x01\x01" + bytes(9), "a program", "choose a text"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9),
            "an old Office document",
            "save it as text",
        ),
        (b"\n<!DOCTYPE html><p>Talks</p>", "a web page", "save it as text"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', "an XML file", "save it as text"),
    ],
)
def test_known_kinds_are_named_with_what_to_do(data, what, advice):
    with pytest.raises(ClaimdeskError) as caught:
        decode(data, "story.bin")
    assert str(caught.value).startswith(f"story.bin is {what}, not plain text; ")
    assert advice in str(caught.value)


def test_a_database_is_refused(tmp_path):
    with pytest.raises(ClaimdeskError, match="story is an SQLite database, not plain text"):
        decode(an_sqlite_file(tmp_path / "other.db"), "story")


@pytest.mark.parametrize("data", [bytes(range(256)) * 8, b"\x00" * 5000, b"\x01\x02\x03\x04" * 9])
def test_other_binary_data_is_refused(data):
    with pytest.raises(ClaimdeskError, match=r"^story .* plain text"):
        decode(data, "story")


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", b"\xef\xbb\xbf", b"\xff\xfe \x00"])
def test_nothing_to_read_is_refused(data):
    with pytest.raises(ClaimdeskError, match=r"^story is empty; "):
        decode(data, "story")


@settings(max_examples=300)
@given(st.binary(max_size=3000))
def test_any_bytes_are_decoded_or_refused(data):
    try:
        decoded = decode(data)
    except ClaimdeskError as error:
        assert str(error).startswith("The text ")
    else:
        assert decoded.text.strip()
        decoded.text.encode()


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1))
def test_any_utf8_text_is_read_back(text):
    data = text.encode()
    try:
        decoded = decode(data)
    except ClaimdeskError as error:
        assert not text.strip() or "not plain text" in str(error)  # "%PDF-", "<html", …
    else:
        assert decoded.text == text.removeprefix("\ufeff")
        assert decoded.certain
