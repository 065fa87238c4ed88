"""How the pages of one article are numbered in their addresses, and which links of a page lead along them.

An address alone decides nothing: blogs call the next post `next`, too, and name it `storm-2` where there was
a storm before. `uniting.py` compares what stands at both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml.html import HtmlElement

from scrapers.articles.addresses import absolute, without_trackers

_KEYS = frozenset(
    {"page", "p", "pg", "seite", "pagina", "part", "pagewanted", "currentpage", "pageno", "pagenumber"}
)
_WORDS = r"page|seite|pagina|página|strona|halaman|sida|side"
_IN_PATH = re.compile(
    rf"(?P<before>.*?)[/_,.-](?:(?P<word>{_WORDS})[/_-]?|part[/_-]?)?(?P<number>\d{{1,3}})(?P<after>\.\w{{3,5}})?",
    re.IGNORECASE,
)
_WHOLE = frozenset({"all", "full", "single", "singlepage", "whole", "alle", "alles", "semua"})
_WHOLE_KEYS = frozenset(
    {"singlepage", "single_page", "viewall", "view_all", "onepage", "fullpage", "showall"}
)
_YES = frozenset({"", "1", "true", "yes", "y"}) | _WHOLE
_WHOLE_PATH = re.compile(
    r"(?P<before>.+?)[/_.-](?:komplettansicht|single|single-?page|singleton|view-?all|one-?page|all|full)"
    r"(?P<after>\.\w{3,5})?",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"next|continue|weiter|n(?:ä|ae)chste|suivant|la suite|siguiente|seguinte|próxim|successiv|avanti|"
    r"volgende|następn|dalej|далее|далі|след|наступн|berikut|selanjut|další|nästa|neste|næste|[›»→]|^>+$",
    re.IGNORECASE,
)
_LABEL = 60
"""Characters; what is longer is a headline, not the label of a pager."""
_MOST = 2_000
"""Links of a page that are looked at."""
_SHORT = 24
"""Characters of a link that may be relative, as `?page=2` is, and so name no article."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """An address, and what in it may count the pages of an article."""

    plain: str
    """The address as one compares it, with its number: no scheme, no slash at the end."""
    stem: str
    """The same without the number."""
    number: int | None
    host: str
    """With its port, where it names one."""
    named: bool
    """Whether it says that it counts pages; `storm-2` and `story/2` may count anything."""


@lru_cache(maxsize=256)
def numbered(url: str) -> Numbered:
    """Take an address apart, as `/storm/2`, `/storm-2.html`, `/storm/page/2/`, `/storm?page=2`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return Numbered(url, url, None, "", named=False)
    host, path = parts.netloc.lower(), parts.path.rstrip("/")
    asked = parse_qsl(parts.query, keep_blank_values=True)
    plain = _address(host, path, asked)
    counting = [pair for pair in asked if pair[0].lower() in _KEYS and re.fullmatch(r"[0-9]{1,3}", pair[1])]
    if counting:
        others = [pair for pair in asked if pair is not counting[0]]
        named = counting[0][0].lower() not in {"p", "part"}
        return Numbered(plain, _address(host, path, others), int(counting[0][1]), host, named=named)
    if match := _IN_PATH.fullmatch(path):
        stem = _address(host, match["before"] + (match["after"] or ""), asked)
        return Numbered(plain, stem, int(match["number"]), host, named=bool(match["word"]))
    return Numbered(plain, plain, None, host, named=False)


def is_next(url: str, own: str) -> bool:
    """Whether an address is that of the page after `own`, by its number."""
    there, here = numbered(url), numbered(own)
    if there.number is None or not re.search(r"[/?]", there.stem):  # a front page has no pages of an article
        return False
    if there.stem == here.plain:
        # Some count from `?page=0`, whose second page is `?page=1`.
        return there.number == 2 or (there.number == 1 and there.named)
    return there.stem == here.stem and here.number is not None and there.number == here.number + 1


def may_begin(own: str, following: str) -> bool:
    """Whether an article may begin at `own`: `story/812` before `story/813` counts stories, not pages."""
    here = numbered(own)
    return here.named or (here.number or 0) <= 1 or numbered(following).stem == here.plain


def start_of(own: str, canonical: str) -> str | None:
    """Where the article begins of which `own` is a later page, as its canonical address tells; else None."""
    here, there = numbered(own), numbered(canonical)
    is_later = (here.number or 0) > 1 and here.plain != there.plain
    is_start = there.plain == here.stem or (there.stem == here.stem and (there.number or 0) <= 1)
    return canonical if is_later and is_start else None


@dataclass(frozen=True, slots=True)
class Paging:
    """Where else the article of a page stands."""

    next_url: str | None = None
    """Its next page, as the head or a pager names it."""
    whole_url: str | None = None
    """All of it on one page, which is better than its pages."""


def paging_of(tree: HtmlElement, base: str, canonical: str) -> Paging:
    """What the page at `base` says of the pages of its article."""
    own = without_trackers(base)
    links = list(islice(_links(tree, base, {_name(own), _name(canonical)}), _MOST))
    following = _next_of(links, own)
    if following is None and _is_other_name(own, canonical):
        # How one came (a short link, an AMP twin) is not always the address by which pages are counted.
        following = _next_of([(element, url) for element, url in links if url != own], canonical)
    return Paging(following, _whole_of(links, own, canonical)) if following else Paging()


def _is_other_name(own: str, canonical: str) -> bool:
    """Whether both may name one article of one host; a page may not lead to hosts by what it calls itself."""
    here, there = numbered(own), numbered(canonical)
    return here.stem != there.stem and here.host == there.host


def _links(tree: HtmlElement, base: str, names: set[str]) -> Iterator[tuple[HtmlElement, str]]:
    """Links that may lead along an article of these names; most of a page's links lead elsewhere."""
    for element in tree.iter("link", "a"):
        href = element.get("href") or ""
        if len(href) < _SHORT or any(name in href for name in names):
            url = absolute(base, href)
            if url and (element.tag == "a" or {"next", "canonical"} & _relations(element)):
                yield element, url


def _name(url: str) -> str:
    """The last word of an address's path, which its other pages have as well."""
    path = numbered(url).stem.partition("?")[0]
    return re.sub(r"\.\w{3,5}$", "", path.rpartition("/")[2])


def _whole_of(links: list[tuple[HtmlElement, str]], own: str, canonical: str) -> str | None:
    here = {numbered(own), numbered(canonical)}
    stems = {address for one in here for address in (one.stem, one.plain)}
    return next((url for _, url in links if _stem_of_whole(url) in stems), None)


def _next_of(links: list[tuple[HtmlElement, str]], own: str) -> str | None:
    following = [(element, url) for element, url in links if is_next(url, own)]
    declared = (url for element, url in following if "next" in _relations(element))
    labelled = (url for element, url in following if element.tag == "a" and _is_labelled(element, url))
    return next(declared, None) or next(labelled, None)


def _is_labelled(link: HtmlElement, url: str) -> bool:
    """Whether a pager's words lead on: `Next`, `2`, `Page 2`; a headline that links elsewhere has others."""
    label = " ".join("".join(link.itertext()).split()) or link.get("aria-label") or link.get("title") or ""
    if len(label) > _LABEL:
        return False
    told = f"{label} {link.get('aria-label') or ''} {link.get('title') or ''} {link.get('class') or ''}"
    if _NEXT.search(told):
        return True
    number = max(numbered(url).number or 0, 2)
    return re.fullmatch(rf"(?:(?:{_WORDS})\s*)?{number}", label, re.IGNORECASE) is not None


def _stem_of_whole(url: str) -> str | None:
    """The address of an article, if `url` is that of the article on one page."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    path, asked = parts.path.rstrip("/"), parse_qsl(parts.query, keep_blank_values=True)
    others = [pair for pair in asked if not _asks_for_whole(*pair)]
    if others != asked:
        return _address(parts.netloc, path, others)
    match = _WHOLE_PATH.fullmatch(path)
    return _address(parts.netloc, match["before"] + (match["after"] or ""), asked) if match else None


def _asks_for_whole(key: str, value: str) -> bool:
    if key.lower() in _WHOLE_KEYS:
        return value.lower() in _YES
    return key.lower() in _KEYS | {"view", "show"} and value.lower() in _WHOLE


def _address(host: str, path: str, asked: list[tuple[str, str]]) -> str:
    return f"{host.lower()}{path}" + (f"?{urlencode(asked)}" if asked else "")


def _relations(element: HtmlElement) -> set[str]:
    return set((element.get("rel") or "").lower().split())
