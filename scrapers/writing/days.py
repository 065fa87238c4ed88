"""Days as embeds display them, in the languages of the world's pages, without a clock or a guess."""

import importlib
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache

_LANGUAGES = (
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "sv", "da", "nb", "fi", "hu", "ro",
    "bg", "sr", "hr", "sl", "uk", "ru", "be", "el", "tr", "id", "ms", "vi", "th", "hi", "bn", "ar",
    "fa", "he", "ca", "eu", "et", "lv", "lt", "is", "ka", "sq", "mk", "ur", "ta", "te", "fil", "az",
    "hy", "kk", "mr", "ne", "gu", "pa", "ml", "kn", "si", "sw", "af", "ga", "cy", "gl", "lb", "mn",
    "uz",
)  # fmt: skip
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ENGLISH = {name: number for number, month in enumerate(_MONTHS, 1) for name in (month, month[:3])}
"""Most embeds are in English, and no other language gives these words to other months."""
_LONGEST = 100
_FIRST_YEAR = 2004
_LAST_YEAR = 2099
_BUDDHIST = 543
"""Years that Thai pages count ahead."""

_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?::\d{2})?\s?([ap])?\.?(?:m\b\.?)?", re.IGNORECASE)
_ZONE = re.compile(r"\b(?:(?:utc|gmt)[+-]?\d{0,4}|p([sd])t)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_SLASHED = re.compile(r"\d\s?/\s?\d")
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\u200b\ufeff]")


def without_bidi(text: str) -> str:
    """Text without the invisible marks that pages put around right-to-left names and dates."""
    return _BIDI.sub("", text) if not text.isascii() else text


@lru_cache(maxsize=1024)
def parse_day(written: str, language: str | None = None) -> date | None:
    """The day that a displayed date names; None where it names none, or one of two (`4/5/2023`).

    A time in US Pacific (`7:00pm PDT`, as Instagram writes) moves the day to UTC; every other time is taken
    as UTC, which is what embeds of X display. `language` decides where languages share a word or an order.
    """
    text = without_bidi(unicodedata.normalize("NFC", written)).strip().casefold()
    if not 6 <= len(text) <= _LONGEST:
        return None
    if iso := _ISO.search(text):
        return _day(*map(int, iso.groups()))
    shift = _pacific_shift(text)
    plain = _ZONE.sub(" ", _CLOCK.sub(" ", text) if ":" in text else text)
    numbers = [int(number) for number in _NUMBER.findall(plain) if len(number) <= 4]
    month = next((found for word in _words(plain) if (found := _month(word, language))), None)
    day = _spelled(numbers, month) if month else _numeric(numbers, plain, language)
    return day + timedelta(days=shift) if day else None


def _words(text: str) -> Iterator[str]:
    word = ""
    for char in text + " ":
        if char.isalpha() or unicodedata.category(char)[0] == "M" or (word and char in "'’"):
            word += char
        elif word:
            yield word
            word = ""


@cache
def _month_names() -> dict[str, dict[str, int]]:
    """Word -> {language: month}, from the tables of dateparser (CLDR with its supplements)."""
    names: dict[str, dict[str, int]] = {}
    for language in _LANGUAGES:
        info = importlib.import_module(f"dateparser.data.date_translation_data.{language}").info
        for number, english in enumerate(_MONTHS, 1):
            for name in info.get(english, ()):
                names.setdefault(name.casefold().strip("."), {})[language] = number
    return names


def _month(word: str, language: str | None) -> int | None:
    if word in _ENGLISH:
        return _ENGLISH[word]
    table = _month_names()
    # Hebrew joins its "in" to the month.
    found = table.get(word) or (table.get(word.removeprefix("ב")) if "\u0590" < word[0] < "\u05ff" else None)
    if not found or (len(word) < 3 and word.isascii()):
        return None
    if language in found:
        return found[language or ""]
    months = set(found.values())
    # Two Slavic languages may give one word to two months: without the page's language, neither.
    return months.pop() if len(months) == 1 else None


def _spelled(numbers: list[int], month: int) -> date | None:
    """A day, a month in words, a year, in any order: `April 20, 2023`, `2023. április 20`."""
    year = next((number for number in reversed(numbers) if number >= _FIRST_YEAR), None)
    day = next((number for number in numbers if 1 <= number <= 31), None)
    return _day(year, month, day) if year and day else None


def _numeric(numbers: list[int], text: str, language: str | None) -> date | None:
    """`2023年4月20日`, `20.4.2023`, `20 tháng 4, 2023`; with slashes only where the order is certain."""
    if len(numbers) < 3:
        return None
    one, two, three = numbers[:3]
    if one >= _FIRST_YEAR:
        return _day(one, two, three)
    if three < _FIRST_YEAR:
        return None
    if not _SLASHED.search(text) or one > 12 or one == two:
        return _day(three, two, one)
    if two > 12:
        return _day(three, one, two)
    return _day(three, two, one) if language not in {None, "en"} else None


def _day(year: int, month: int, day: int) -> date | None:
    if year > _LAST_YEAR:
        year -= _BUDDHIST
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _pacific_shift(text: str) -> int:
    """Days from a date in US Pacific time to UTC."""
    zone, clock = _ZONE.search(text), _CLOCK.search(text)
    if not (zone and zone[1] and clock):
        return 0
    hour = int(clock[1]) % 12 + 12 * (clock[3] == "p")
    return int(hour + (8 if zone[1] == "s" else 7) >= 24)
