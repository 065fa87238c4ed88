"""Bylines -> the names of people: `Von Anna Weiß und Jan Klee, dpa` and what JSON-LD makes of it."""

import re
from collections.abc import Iterator, Mapping

from scrapers.articles.agencies import agency_named
from scrapers.articles.jsonld import Json, listed, text_of

_BY = re.compile(
    r"^(?:written\s+)?(?:by|von|par|por|di|da|od|autor(?:in|ka|zy)?|автор|text)\b[:\s]+|^oleh\s*:\s*",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*[,;|/&•·]\s*|\s+(?:and|und|et|y|e|i|oraz|и|та|dan|en|och|og)\s+(?=[^\W\d_a-zа-я])")
# Where a byline turns from names to dates and addresses.
_AFTER_NAMES = re.compile(
    r"\s+(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d|(?:sept|octo|novem|decem)ber$"
    r"|published|updated|posted|\S+@\S+).*",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"https?:|www\.|\bcom$|[@#<>{}=_]|\d{2}", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|journalist|staff|desk|contributor|redakt\w*|korrespondent\w*|"
    r"admin|guest|webmaster|unknown|newsroom|team|editorial|rédaction|redacción|redazione)\b",
    re.IGNORECASE,
)


def names_of(one: object) -> Iterator[str]:
    """Names in a JSON-LD author, which may be an object, a string, or an object whose name is a list."""
    values = listed(one.get("name") or _spelled(one)) if isinstance(one, Mapping) else [one]
    for value in values:
        if isinstance(value, str):
            yield from people(text_of(value) or "", sure=isinstance(one, Mapping))


def _spelled(person: Json) -> str:
    return " ".join(str(person[key]) for key in ("givenName", "familyName") if person.get(key))


def people(text: str, *, sure: bool = False) -> Iterator[str]:
    """The people of a byline: `Von Anna Weiß und Jan Klee, Berlin` -> Anna Weiß, Jan Klee."""
    for part in _SPLIT.split(_AFTER_NAMES.sub("", _BY.sub("", text.strip())[:300])):
        name = _BY.sub("", part.strip()).strip(" .:–—-")
        words = name.split()
        if not 1 <= len(words) <= 6 or len(name) > 60 or _NO_NAME.search(name):
            continue
        if (sure and len(words) == 1) or (len(words) > 1 and not _ROLE.search(name)) or agency_named([name]):
            yield name if not name.isupper() or len(words) == 1 else name.title()
