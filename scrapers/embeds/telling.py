"""Which elements of a page deserve a look: a platform's mark, a URL in the text, hidden markup."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from enum import Flag, auto
from functools import cache
from itertools import accumulate
from operator import itemgetter

from lxml.html import HtmlElement

from scrapers.platforms import platforms


class Sign(Flag):
    """Why an element deserves a look."""

    MARK = auto()
    URL = auto()
    HIDER = auto()
    LINK = auto()
    QUOTE = auto()


_NEVER = frozenset({
    "link", "meta", "html", "body", "head", "main", "style", "path", "svg", "g", "option", "select",
    "input", "form", "button", "img", "source", "picture", "br", "hr", "title", "base", "label", "nav",
    "footer", "ul", "ol", "html:body", "address", "p", "h1", "h2", "h3", "h4", "h5", "h6", "strong",
    "em", "b", "i", "td", "tr", "tbody", "time", "small", "sup", "use", "rect", "circle", "polygon",
    "defs",
})  # fmt: skip
_HIDERS = frozenset(["script", "textarea", "template", "noscript", "noframes", "xmp"])
_BY_TAG = {"blockquote": Sign.QUOTE, **dict.fromkeys(_HIDERS, Sign.HIDER)}
_UNREAD = frozenset({"script", "style"})
_BASE64_MARKS = ("pgjsb2nrcxvvdgu", "pglmcmftz", "pgrpdi", "phnjcmlwd")
"""How `<blockquote`, `<iframe`, `<div`, `<script` begin in base64, in lower case."""


def telling(elements: Sequence[HtmlElement]) -> list[tuple[int, Sign]]:
    """Places of the elements to look at and why, in document order."""
    signs: dict[int, Sign] = {}
    looked: list[int] = []
    parts: list[str] = []
    for place, element in enumerate(elements):
        tag = element.tag
        if tag == "a":
            if _may_be_posts(element.get("href") or ""):
                signs[place] = Sign.LINK
        elif tag not in _NEVER:
            if tag in _BY_TAG:
                signs[place] = _BY_TAG[tag]
            if values := element.values():
                looked.append(place)
                parts.append(f"{tag} {' '.join(element.keys())} {' '.join(values)}\0".lower())
    for place in _marked(looked, parts):
        signs[place] = signs.get(place, Sign(0)) | Sign.MARK
    for place in _with_urls(elements):
        signs[place] = signs.get(place, Sign(0)) | Sign.URL
    return sorted(signs.items(), key=itemgetter(0))


def _with_urls(elements: Sequence[HtmlElement]) -> list[int]:
    """Places of the elements with a URL in text of their own, before or between their children."""
    found: set[int] = set()
    for element in elements:
        if "://" in (element.tail or "") and (parent := element.getparent()) is not None:
            found.add(id(parent))
        if "://" in (element.text or "") and element.tag not in _UNREAD:
            found.add(id(element))
    return [place for place, element in enumerate(elements) if id(element) in found] if found else []


def _may_be_posts(href: str) -> bool:
    return "/status" in href or "/post/" in href or "/@" in href


def _marked(places: Sequence[int], parts: Sequence[str]) -> set[int]:
    """The places whose part holds a mark; one search a mark over all parts is far quicker than one a part."""
    ends = list(accumulate(map(len, parts)))
    text = "".join(parts)
    return {places[bisect_right(ends, at)] for at in _marked_offsets(text)}


def _marked_offsets(text: str) -> Iterator[int]:
    for mark in _marks():
        at = text.find(mark)
        while at >= 0:
            yield at
            at = text.find(mark, at + 1)


@cache
def _marks() -> tuple[str, ...]:
    return (*{mark for one in platforms() for mark in one.marks}, *_BASE64_MARKS, "embed")
