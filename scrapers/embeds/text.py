"""Posts that stand in running markup: a URL or a link alone, a signed paragraph outside of blockquotes."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from linker.records import PostRef
from scrapers.embeds.merging import Sighting
from scrapers.embeds.records import make_embed, sighting_of
from scrapers.embeds.surroundings import is_short
from scrapers.platforms import Platform, find_post
from scrapers.platforms._words import as_words, rendered, signature
from scrapers.writing.days import parse_day

URL_LIKE = re.compile(
    r"^\s*(?:https?:)?(?://)?(?:[\w-]{1,30}\.){1,4}[a-z]{2,15}/\S{1,400}\s*$", re.IGNORECASE
)
_SHORTCODE = re.compile(
    r"""\s*[\[{](?:embed|tweet|twitter|x|instagram|facebook|fb|tiktok|youtube|bluesky|threads|telegram|reddit|vk)\b"""
    r"""[^\[\]{}\n]{0,80}?[\]}\s='":]\s*(?P<url>https?://[^\s\[\]{}"']{8,400})[^\n\[\]{}]{0,80}"""
    r"""(?:[\]}]|[\[{]/\w{1,20}[\]}])\s*$""",
    re.IGNORECASE,
)
"""`[embed]URL[/embed]`, `[tweet URL]`, `{tweet}URL{/tweet}`: what a content system forgot to fill in."""
INLINE = frozenset({
    "a", "b", "i", "em", "strong", "span", "font", "u", "s", "small", "sub", "sup", "mark", "abbr",
    "cite", "q", "code", "time", "label",
})  # fmt: skip
_BARE_PARENTS = frozenset({
    "p", "div", "figure", "section", "article", "center", "td", "blockquote", "aside", "main", "body",
})  # fmt: skip


def bare_urls(element: HtmlElement) -> Iterator[Sighting]:
    """A post's URL that stands alone where a paragraph would: content systems show the post there."""
    if found := _lone_url(element.text):
        block = _lone_block(element)
        if block is not None:
            yield sighting_of(block, *found, method="bare")
    if element.tag not in _BARE_PARENTS:
        return
    for child in list(element):
        following = child.getnext()
        ends = following is None or following.tag not in INLINE
        if child.tag not in INLINE and ends and (found := _lone_url(child.tail)):
            yield sighting_of(_boxed(child), *found, method="bare")


def _lone_url(text: str | None) -> tuple[Platform, PostRef, str] | None:
    if not text or len(text) > 600 or "://" not in text:
        return None
    code = _SHORTCODE.match(text)
    url = code["url"] if code else text.strip()
    found = find_post(url) if code or URL_LIKE.match(text) else None
    return (*found, url) if found else None


def lone_link(link: HtmlElement) -> Sighting | None:
    """A link that shows its (often shortened) address and stands alone."""
    words = link.text or ""
    if len(link) or "/" not in words or "://" in words or not URL_LIKE.match(words[:500]):
        return None
    href = link.get("href") or ""
    found, block = find_post(href), _lone_block(link)
    return sighting_of(block, *found, href, method="bare") if found and block is not None else None


def _boxed(element: HtmlElement) -> HtmlElement:
    """Put the text behind an element into an element of its own, so that it can be cut out."""
    box = element.makeelement("div")
    box.text, element.tail = element.tail, None
    element.addnext(box)
    return box


def _lone_block(element: HtmlElement) -> HtmlElement | None:
    """The block that holds an element and no words beside it."""
    own = len("".join(element.itertext()).strip())
    block = element
    while block.tag in INLINE:
        parent = block.getparent()
        if parent is None:
            return None
        block = parent
    if block.tag not in _BARE_PARENTS or block.tag in {"body", "main"}:
        return None
    if len("".join(block.itertext()).strip()) == own:
        return block
    # A URL as the first text of a block that goes on with others, as live blogs have it.
    return (
        None
        if block is not element or len(element) == 0 or element[0].tag in INLINE
        else _first_text(element)
    )


def _first_text(element: HtmlElement) -> HtmlElement:
    box = element.makeelement("div")
    box.text, element.text = element.text, None
    element.insert(0, box)
    return box


def signed_block(link: HtmlElement) -> Sighting | None:
    """Outside of blockquotes: a short block that ends `— Name (@handle) Date`, the date linked."""
    href = link.get("href") or ""
    found = find_post(href) if parse_day((link.text or "")[:100]) else None
    block = next((up for up in link.iterancestors() if up.tag not in INLINE), None)
    if found is None or block is None or not is_short(block, 1500):
        return None
    if any(up.tag == "blockquote" for up in link.iterancestors()):
        return None
    text = rendered(block)
    signed = signature(text)
    if signed is None or not signed.day:
        return None
    own = text[: signed.start].strip()
    also: tuple[HtmlElement, ...] = ()
    before = block.getprevious()
    if not own and before is not None and before.tag == "p":
        own, also = rendered(before), (before,)
    words = as_words(own, name=signed.name, handle=signed.handle, day=signed.day, date_text=signed.date_text)
    embed = make_embed(*found, href, words, "flattened")
    return Sighting(element=block, embed=embed, also=also)
