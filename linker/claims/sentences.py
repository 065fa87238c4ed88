"""Paragraph -> sentences: sentencex, and what news needs beyond it."""

import re

import sentencex

from linker.claims.languages import Language
from linker.claims.quotations import Quotation

_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What may follow a sentence and still belongs to it: links, media links, hashtags, closing marks.
# No two alternatives begin alike, so nothing is tried twice. Possessive groups would serve as well, but are
# broken before Python 3.11.5 (gh-106052), and Debian has 3.11.2.
_TAIL = re.compile(
    r"(?:(?:https?://|pic\.twitter\.com/|t\.co/)\S++|[#@]\w++|[#@](?!\w)|[^\w#@]|_)*", re.IGNORECASE
)
_OPENING = "([{\"'“‘«„"
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,4}$")
# A stop after a plain word and before a capital, which sentencex takes for an abbreviation: "no. Prices".
_PLAIN_STOP = re.compile(r"(?<=[\s(])([a-zа-яіїєґ]{2,}+)[.!?…]++[\"'”’»)]*+\s++(?=[\"'“‘«„(]*+[^\W\d_])")
_BRACKETED = re.compile(r"(?:^|(?<=[.!?…]\s))[(\[]\w[^()\[\]]{2,200}[)\]](?=\s+[^\W\d_])")
_NUMBER = re.compile(r"(?<![\w.,])\d{1,2}\.\s*$")
_ENDS = frozenset(".!?…。！？")
_LETTERED = re.compile(r"[^\W_]")


def sentences(text: str, language: Language, quotations: list[Quotation]) -> list[tuple[int, int]]:
    """Spans of sentences without surrounding space, in order; none ends inside a quotation.

    Whether what follows a closed quotation is its attribution is left to the caller.
    """
    ends = _mend(text, _ends(text, language.code), language)
    ends |= _stops(text, language) | _after_quotations(text, quotations) | _after_brackets(text)
    inside = _outside(sorted(ends), quotations)
    return _spans(text, inside)


def _ends(text: str, code: str) -> set[int]:
    """Where sentencex ends its sentences; it fails on lone surrogates, which are replaced one for one."""
    ends: set[int] = set()
    place = 0
    for piece in sentencex.segment(code, _SURROGATE.sub("\ufffd", text)):
        place += len(piece)
        ends.add(place)
    return ends if place == len(text) else {len(text)}


def _mend(text: str, ends: set[int], language: Language) -> set[int]:
    """Without the ends that are none: after initials and abbreviations, before a link or a closing mark."""
    kept: set[int] = set()
    start = 0
    for end in sorted(ends):
        if end < len(text) and (_abbreviated(text, start, end, language) or _goes_on(text, end)):
            continue
        kept.add(end)
        start = end
    return kept | {len(text)}


def _abbreviated(text: str, start: int, end: int, language: Language) -> bool:
    piece = text[max(start, end - 40) : end].rstrip()
    if not piece.endswith("."):
        return False
    if piece[-2:-1].isdigit() and _NUMBER.search(piece):
        return _counts(text[:end], language)
    word = piece.rsplit(None, 1)[-1].lstrip(_OPENING)[:-1]
    if word.lower() in language.honorifics:
        return True
    if _INITIALS.match(word + "."):
        # "P.M. Keir" goes on; "in the U.S. The" and "at 5 p.m. The" end, for a common word follows.
        following = re.match(r"[\"“'‘]?([^\W\d_]+)", text[end : end + 40])
        return following is not None and following[1].lower() not in language.common
    if word.lower() in language.numbered:
        return text[end : end + 1].isdigit()
    return (
        word.lower() in language.abbreviations
        and text[end : end + 1] not in '"“«„'
        and not _common(text, end, language)
    )


def _counts(text: str, language: Language) -> bool:
    """Whether a number and its stop at the end of a text count: `3.` at a paragraph's start, am `3.` März."""
    before = _NUMBER.sub("", text).split()
    if not before:
        return True
    word = before[-1].lower()
    determined = word in language.articles or word in language.prepositions or word in language.clause
    return language.capital_nouns and determined


def _common(text: str, place: int, language: Language) -> bool:
    following = re.match(r"[^\W\d_]+", text[place : place + 30])
    return following is not None and following[0].lower() in language.common


def _goes_on(text: str, end: int) -> bool:
    """Whether only a link, a media link or marks follow, or the next word is in lower case."""
    following = text[end : end + 1]
    return following.islower() or _TAIL.fullmatch(text, end) is not None


def _stops(text: str, language: Language) -> set[int]:
    return {found.end() for found in _PLAIN_STOP.finditer(text) if _is_stop(found, text, language)}


def _is_stop(found: re.Match[str], text: str, language: Language) -> bool:
    following = text[found.end() : found.end() + 2].lstrip("\"'“‘«„(")
    return found[1] not in language.abbreviations and following[:1].isupper() and len(found[1]) > 1


def _after_quotations(text: str, quotations: list[Quotation]) -> set[int]:
    """Ends after closing marks that follow a stop, where a new sentence starts."""
    ends: set[int] = set()
    for _, end, closed in quotations:
        following = text[end : end + 3].lstrip()
        if not closed or end < 2 or not following or following == text[end : end + 3]:
            continue
        before = text[end - 2] if text[end - 2 : end] != "''" else text[end - 3]
        if (
            before in _ENDS
            and (following[0].isupper() or not following[0].isalnum())
            and following[0] not in "—–-―,;:)("
        ):
            ends.add(end)
    return ends


def _after_brackets(text: str) -> set[int]:
    """Ends behind brackets that stand between sentences: (RELATED: …) Nobody was hurt."""
    if "(" not in text and "[" not in text:
        return set()
    ends = (found.end() for found in _BRACKETED.finditer(text))
    return {end for end in ends if text[end:].lstrip()[:1].isupper()}


def _outside(ends: list[int], quotations: list[Quotation]) -> list[int]:
    kept: list[int] = []
    index = 0
    for end in ends:
        while index < len(quotations) and quotations[index].end < end:
            index += 1
        if index < len(quotations) and quotations[index].start < end < quotations[index].end:
            continue
        kept.append(end)
    return kept


def _spans(text: str, ends: list[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start = 0
    for end in ends:
        piece = text[start:end]
        if not _LETTERED.search(piece):
            if spans and piece.strip():
                spans[-1] = (spans[-1][0], start + len(piece.rstrip()))
        else:
            spans.append((start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())))
        start = end
    return spans
