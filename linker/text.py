"""Normalising text once, with the way back to the original characters; words and bigrams out of it."""

import html
import re
import sys
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Normalised:
    """Folded text; `origin[i]` is the place in the original that character i came from."""

    text: str
    origin: Sequence[int]


class Word(NamedTuple):
    """A folded word and its span (code points, end exclusive) in the ORIGINAL text."""

    text: str
    start: int
    end: int


class Signature(NamedTuple):
    """The line under an embedded post: name, handle (without @) and date as written, and where it starts."""

    name: str
    handle: str
    date_text: str
    start: int


def folded(text: str) -> str:
    """The text as `Claim.claim_id` sees it: without case, and one space for any run of them."""
    return " ".join(text.casefold().split())


def _marks() -> str:
    # `\w` leaves out combining marks, which would cut Hindi, Thai or Arabic words into pieces.
    plane = (chr(code) for code in range(0x300, 0x3100))
    return "".join(char for char in plane if unicodedata.category(char)[0] == "M")


_MARKS = _marks()
# Scripts written without spaces: Thai, Lao, Myanmar, Khmer, kana, Han.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"\d+(?:[.,]\d+)*|[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W\d_][{_MARKS}]*)+")
_RUN = re.compile(rf"[{_UNSPACED}]")
_INNER = rf"[\w{_MARKS}]"
_SPECIAL = re.compile(
    rf"(?P<gone>https?://t\.co/{_INNER}*|pic\.twitter\.com/{_INNER}*|https?:(?://[^\s<>\"]*|…)|www\.[^\s<>\"]+"
    rf"|</?(?-i:[A-Za-z])(?![{_MARKS}])[^<>]{{0,300}}>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});)"
    rf"|(?P<tag>(?:(?<!{_INNER})|(?<=://t\.co/[a-z0-9]{{10}}))[#@\uff03\uff20]\w(?:(?!pic\.twitter\.com/){_INNER})*)",
    re.IGNORECASE,
)
_LETTERS = rf"(?:[^\W\d_][{_MARKS}]*)"
_CAMEL = re.compile(
    rf"{_LETTERS}+?(?=[A-Z][a-z](?![{_MARKS}]))|{_LETTERS}*?[a-z](?=[A-Z](?![{_MARKS}]))|{_LETTERS}+|\d+"
)
_LEADING = re.compile(rf"\s*(?:rt\s+@{_INNER}+:|(?:@{_INNER}+(?:[\s,:]+|$))+)", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"\s*[—–-]\s*(?P<name>[^—\n]{1,80}?)\s*\(@(?P<handle>\w{1,30})\)\s*(?P<date>[^\n()]{6,40})$"
)
_SIGNATURE_LENGTH = 200


def signature(text: str) -> Signature | None:
    """Find an embed's own last line, `— Name (@handle) April 20, 2023`, in a flattened post."""
    tail = max(0, len(text) - _SIGNATURE_LENGTH)
    found = _SIGNATURE.search(text.rstrip(), tail)
    if not found:
        return None
    return Signature(found["name"], found["handle"], found["date"].strip(), found.start())


def normalise(text: str, *, post: bool = False) -> Normalised:
    """Fold a text to what is compared, keeping for each character its place in the original.

    HTML is unescaped once, hashtags and handles are split into words, links and tags are dropped, then
    NFKC and case folding. With `post`, leading reply mentions and an embed's signature go as well.

    Example: `normalise("@a Yes &amp; #KillerRobots", post=True).text == " yes & killer robots"`
    """
    start, end = _body(text) if post else (0, len(text))
    folder = _Folder(text)
    place = start
    for special in _SPECIAL.finditer(text, start, end):
        folder.add(place, special.start())
        place = special.end()
        folder.add_special(special)
    folder.add(place, end)
    return Normalised("".join(folder.pieces), folder.origin)


def readable(text: str, *, post: bool = False) -> str:
    """Give a text as a reader or an encoder wants it: case and punctuation kept, the rest as in `normalise`.

    Example: `readable("@a Yes &amp; #KillerRobots https://t.co/x", post=True) == "Yes & Killer Robots"`
    """
    start, end = _body(text) if post else (0, len(text))
    pieces, place = [], start
    for special in _SPECIAL.finditer(text, start, end):
        pieces += [text[place : special.start()], _spelt(special)]
        place = special.end()
    whole = "".join([*pieces, text[place:end]])
    # Half a surrogate pair, as cut by careless programs, is no text to an encoder.
    return " ".join(whole.encode("utf-8", "replace").decode().split())


def words(normalised: Normalised) -> tuple[Word, ...]:
    """Words, numbers and (in scripts without spaces) character bigrams, in order."""
    origin = normalised.origin
    return tuple(Word(word, origin[start], origin[end - 1] + 1) for word, start, end in _cut(normalised.text))


def grams(text: str, *, post: bool = False) -> tuple[str, ...]:
    """Words and bigrams of neighbouring words, each once, for the candidate index."""
    found = [word for word, _, _ in _cut(normalise(text, post=post).text)]
    bigrams = [f"{first} {second}" for first, second in pairwise(found)]
    return tuple(dict.fromkeys(found + bigrams))


@lru_cache(maxsize=1 << 16)
def fold_accents(word: str) -> str:
    """Drop the accents of Latin and Greek letters, and of ё, so that Świerczok meets Swierczok.

    Other scripts keep their marks: in Cyrillic й and и are two letters, in Hindi marks are vowels.
    """
    if word.isascii():
        return word
    folded: list[str] = []
    for char in unicodedata.normalize("NFD", word):
        if "\u0300" <= char <= "\u036f" and folded and (folded[-1] < "\u0400" or folded[-1] == "е"):
            continue
        folded.append(_STROKES.get(char, char))
    return unicodedata.normalize("NFC", "".join(folded))


# Letters whose stroke or ligature Unicode does not decompose.
_STROKES = {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}


def _body(text: str) -> tuple[int, int]:
    signed = signature(text)
    leading = _LEADING.match(text)
    end = signed.start if signed else len(text)
    return min(leading.end(), end) if leading else 0, end


def _spelt(special: re.Match[str]) -> str:
    if special.lastgroup == "gone":
        return " "
    if special.lastgroup == "entity":
        return html.unescape(special.group())
    return f" {' '.join(_CAMEL.findall(special.group()))} "


class _Folder:
    """Collects folded pieces with their origins."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.pieces: list[str] = []
        self.origin: list[int] = []

    def add(self, start: int, end: int) -> None:
        piece = self.source[start:end]
        if piece.isascii():
            self.pieces.append(piece.lower())
            self.origin.extend(range(start, end))
            return
        for cluster, place in _clusters(piece):
            self.put(unicodedata.normalize("NFKC", cluster).casefold(), start + place)

    def put(self, folded: str, place: int) -> None:
        self.pieces.append(folded)
        self.origin.extend([place] * len(folded))

    def add_special(self, special: re.Match[str]) -> None:
        if special.lastgroup == "gone":
            self.put(" ", special.start())
        elif special.lastgroup == "entity":
            self.put(html.unescape(special.group()).casefold(), special.start())
        else:
            self.add_tag(special.start() + 1, special.end())

    def add_tag(self, start: int, end: int) -> None:
        self.put(" ", start - 1)
        for part in _CAMEL.finditer(self.source, start, end):
            self.add(part.start(), part.end())
            self.put(" ", part.end() - 1)


def _clusters(piece: str) -> Iterator[tuple[str, int]]:
    """Each base character with its combining marks; invisible format characters are left out."""
    place = 0
    for index in range(1, len(piece) + 1):
        if index < len(piece) and unicodedata.combining(piece[index]):
            continue
        cluster = piece[place:index]
        if not (len(cluster) == 1 and unicodedata.category(cluster) == "Cf"):
            yield cluster, place
        place = index


def _cut(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _WORD.finditer(text):
        word, start, end = found.group(), found.start(), found.end()
        if word.isascii():
            yield sys.intern(word), start, end
        elif not _RUN.match(word):
            yield fold_accents(word), start, end
        elif end - start == 1:
            yield word, start, end
        else:
            for place in range(start, end - 1):
                yield text[place : place + 2], place, place + 2
