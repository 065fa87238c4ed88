"""Bytes become the words that were written, in the language they are in, whatever the labels say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.writing.charset import decode
from scrapers.writing.languages import language_of

RUSSIAN = "Президент заявил в четверг, что пора принять страну в альянс."
POLISH = "Prezydent powiedział, że źródło żółtej wody jest już święte, a łąka sucha."
JAPANESE = "大統領は木曜日、加盟の時期だと述べた。"
GERMAN = "Der Präsident sagte „schön“ und nannte es größer – ça va, señor."
CHINESE = "总统周四表示，现在是北约接纳其国家的时候了。"
KOREAN = "대통령은 목요일에 가입할 때라고 말했다."


def html(text, charset="", lang=""):
    meta = f'<meta charset="{charset}">' if charset else ""
    return f'<html lang="{lang}"><head>{meta}<title>{text}</title></head><body><p>{text}</p><p>{text}</p></body></html>'


@pytest.mark.parametrize(
    ("text", "encoding", "meta", "lang", "header"),
    [
        (RUSSIAN, "windows-1251", "windows-1251", "", ""),
        (RUSSIAN, "windows-1251", "", "ru", ""),
        (RUSSIAN, "windows-1251", "", "", ""),
        (RUSSIAN, "windows-1251", "", "", "iso-8859-1"),
        (RUSSIAN, "windows-1251", "windows-1251", "", "iso-8859-1"),
        (RUSSIAN, "koi8-r", "koi8-r", "", ""),
        (RUSSIAN, "koi8-r", "", "ru", ""),
        (POLISH, "windows-1250", "windows-1250", "", ""),
        (POLISH, "windows-1250", "", "pl", ""),
        (POLISH, "windows-1250", "iso-8859-1", "pl", "iso-8859-1"),
        (POLISH, "iso-8859-2", "", "pl", ""),
        (JAPANESE, "shift_jis", "shift_jis", "", ""),
        (JAPANESE, "shift_jis", "", "ja", ""),
        (JAPANESE, "euc-jp", "", "ja", ""),
        (JAPANESE, "iso-2022-jp", "iso-2022-jp", "", ""),
        (CHINESE, "gbk", "gb2312", "", ""),
        (KOREAN, "euc-kr", "", "ko", ""),
        (GERMAN, "windows-1252", "iso-8859-1", "", ""),
        (GERMAN, "windows-1252", "", "", ""),
        (GERMAN, "utf-8", "iso-8859-1", "", "iso-8859-1"),
        (RUSSIAN, "utf-8", "windows-1251", "", ""),
        (RUSSIAN, "utf-16", "utf-8", "", ""),
        (GERMAN, "utf-16-le", "utf-16", "", ""),
        (GERMAN, "utf-8-sig", "windows-1252", "", ""),
    ],
)
def test_text_survives_its_encoding(text, encoding, meta, lang, header):
    content_type = f"text/html; charset={header}" if header else "text/html"
    assert decode(html(text, meta, lang).encode(encoding), content_type) == html(text, meta, lang)


def test_one_broken_byte_spoils_no_utf8_page():
    body = html(GERMAN).encode().replace(b"schoen", b"") + b"<p>caf\xe9</p>"
    text = decode(body)
    assert GERMAN in text
    assert text.endswith("<p>café</p>")


def test_an_unknown_label_is_passed_over():
    assert decode(html(GERMAN, "klingon").encode()) == html(GERMAN, "klingon")


@pytest.mark.parametrize(
    ("text", "declared", "language"),
    [
        (
            "The minister said on Monday that it was not the time for this, and that he had not been asked.",
            None,
            "en",
        ),
        (
            "Minister powiedział w poniedziałek, że to nie jest czas na takie decyzje i że nie był o to pytany.",
            "en",
            "pl",
        ),
        (
            "Минулого тижня президент сказав, що не було часу для цього і що це також не його рішення.",
            None,
            "uk",
        ),
        (JAPANESE, "en", "ja"),
        (
            "Der Minister sagte am Montag, dass es nicht die Zeit für so etwas sei und er auch nicht gefragt wurde.",
            "de",
            "de",
        ),
        (
            "Statsministern sade i går att det inte är tid för det och att han inte hade fått frågan.",
            "no",
            "no",
        ),
        ("Short.", "fr", "fr"),
        ("Short.", None, None),
        ("Новости порта: выставка лодок", None, "ru"),
        ("Новини порту: виїзд кораблів", None, "uk"),
    ],
)
def test_the_language_is_the_declared_one_unless_the_text_denies_it(text, declared, language):
    assert language_of([text], declared) == language


@given(st.binary(max_size=600), st.text(max_size=30))
def test_any_bytes_decode(body, label):
    assert isinstance(decode(body, f"text/html; charset={label}"), str)


@given(st.text(st.characters(codec="utf-8"), max_size=300))
def test_utf8_comes_back_as_written(text):
    body = text.encode()
    assert decode(b"<p>" + body) == "<p>" + text
