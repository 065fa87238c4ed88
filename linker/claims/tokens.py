"""Words and punctuation of a paragraph with their places, cut once and read by every rule."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple


class Token(NamedTuple):
    """A word or one punctuation mark, with its span (code points, end exclusive) in the paragraph."""

    text: str
    lower: str
    """In lower case, but for acronyms that would be small words then: the WHO, the US."""
    start: int
    end: int


QUOTED = "“”"
"""Text of the token that stands for a whole quotation in an outline."""

_ACRONYMS = frozenset({"WHO", "US"})
_START = attrgetter("start")
# Initials keep their stop ("J.", "G.K."), words their inner apostrophes, hyphens and stops ("Jean-Marc").
_TOKEN = re.compile(r"\w+(?:['’.\-‐‑]\w+)*(?:(?:(?<=[\s.(\[“\"—-][^\W\d_])|(?<=^[^\W\d_]))\.)?|--+|[^\w\s]")


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut a text, or a part of it, into words and punctuation marks."""
    found = _TOKEN.finditer(text, start, len(text) if end is None else end)
    # A thousand tokens an article: past the named tuple's own constructor they cost a quarter less.
    new = tuple.__new__
    return [
        new(
            Token,
            (
                word := match[0],
                word if word in _ACRONYMS else word.lower(),
                match.start(),
                match.end(),
            ),
        )
        for match in found
    ]


def outline(words: list[Token], start: int, end: int, quotations: Iterable[tuple[int, int]]) -> list[Token]:
    """The paragraph's tokens from `start` to `end`, each quotation (spans in reading order) as one token."""
    result: list[Token] = []
    place = start
    for opened, closed in quotations:
        result += _between(words, place, opened)
        result.append(Token(QUOTED, QUOTED, opened, closed))
        place = closed
    return result + _between(words, place, end)


def _between(words: list[Token], start: int, end: int) -> list[Token]:
    return words[bisect_left(words, start, key=_START) : bisect_left(words, end, key=_START)]
