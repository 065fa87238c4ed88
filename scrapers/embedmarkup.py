"""Elements of a page or of a piece of it -> the posts that they embed, one sighting an element."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from linker.records import Embed, PostRef
from scrapers.dates import parse_day
from scrapers.embedcontents import json_posts, markup_in, parsed
from scrapers.embedmerging import Sighting, outermost
from scrapers.embedrecords import make_embed
from scrapers.embedsurroundings import FEED, is_outside, is_share
from scrapers.platforms import Platform, find_post, platform_named, platforms
from scrapers.platforms._addresses import address
from scrapers.platforms._words import Words, as_words, rendered, signature

MAX_TEXT = 4000
"""Characters in an element that a class or an attribute may still make an embed; more is an article."""
MAX_SIGHTINGS = 2000
_MAX_LINKS = 60

_NEVER = frozenset({
    "a", "link", "meta", "html", "body", "head", "main", "style", "path", "svg", "g", "option",
    "select", "input", "form", "button", "img", "source", "picture", "br", "hr", "title", "base",
    "label", "nav", "footer", "ul", "ol", "html:body", "address",
})  # fmt: skip
_FRAMES = frozenset(["iframe", "frame", "embed", "object", "amp-iframe", "amp-embed", "amp-video-iframe"])
_HIDERS = frozenset(["script", "textarea", "template", "noscript", "noframes", "xmp"])
_NO_SCRIPT = re.compile(r"ld\+json|speculationrules|importmap", re.IGNORECASE)
_CODE = re.compile(
    r"^(?:$|module$|(?:text|application)/(?:x-)?(?:java|ecma)script|application/json)", re.IGNORECASE
)
_MAX_CODE = 20_000
"""Characters of a plain script that may be an embed's carrier; longer ones are programs or page state."""
_WRAPPER = re.compile(
    r"(?i)(?:^|[\s_-])(?:social-?embed|embed-?social|socialembed|embed-?(?:twitter|tweet|instagram|facebook|tiktok|bluesky"
    r"|post|container|wrapper|placeholder|consent|external)|(?:twitter|tweet|instagram|facebook|tiktok|bluesky|threads"
    r"|mastodon|telegram|reddit)-?(?:embed|post|tweet|wrap|wrapper|container|widget|placeholder|consent|blockquote)"
    r"|tweet|oembed|wp-block-embed|embedly-card|iframely-embed|external-(?:content|embed)|subbuzz-tweet|post-?embed)"
    r"(?:$|[\s_-])"
)
_WITH_URLS = etree.XPath(
    "descendant-or-self::*[not(self::script or self::style)][text()[contains(., '://')]]"
)
_ID_ATTRIBUTES = ("data-id", "data-embed-id", "data-post-id", "data-content-id", "data-media-id", "data-key")
"""Hold an id where another attribute names the platform (`data-provider="twitter"`)."""
_LABELS = ("class", "id", "data-component", "data-testid", "data-type", "data-embed-type", "data-block-type")
_URL_ATTRIBUTES = re.compile(
    r"(?i)^(?:data-.*|cite|url|href|src|uri|value|content|post|link|permalink|itemid)$"
)
_SHARE_ATTRIBUTE = re.compile(r"(?i)shar|intent|follow|via\b")
_ALT = re.compile(r"^\s*(?P<site>\w[\w ]{1,12}?) post by (?P<who>.{1,60}?):\s*(?P<text>.+)$", re.DOTALL)
_URL_LIKE = re.compile(
    r"^\s*(?:https?:)?(?://)?(?:[\w-]{1,30}\.){1,4}[a-z]{2,6}/\S{1,400}\s*$", re.IGNORECASE
)
_BASE64_MARKS = ("pgjsb2nrcxvvdgu", "pglmcmftz", "pgrpdi", "phnjcmlwd")
"""How `<blockquote`, `<iframe`, `<div`, `<script` begin in base64, in lower case."""
_INLINE = frozenset({
    "a", "b", "i", "em", "strong", "span", "font", "u", "s", "small", "sub", "sup", "mark", "abbr",
    "cite", "q", "code", "time", "label",
})  # fmt: skip
_BARE_PARENTS = frozenset({
    "p", "div", "figure", "section", "article", "center", "li", "td", "dd", "blockquote", "aside",
    "main", "body",
})  # fmt: skip


def sightings(elements: Sequence[HtmlElement], depth: int = 0) -> list[Sighting]:
    """Every element that shows a post, in document order, wrappers and what they wrap alike.

    `elements` are all of a page's or a piece's; `depth` tells how deep in escaped markup the piece was.
    """
    told = _telling(elements)
    urls = _ids(_WITH_URLS, elements[0])
    found: list[Sighting] = []
    for place, element in enumerate(elements):
        tag = element.tag
        if id(element) in urls:
            found.extend(_bare(element))
        if tag in _HIDERS:
            found.extend(_hidden(element, depth))
        if tag == "blockquote" or (place in told and not is_share(element)):
            found.extend(_shown(element, depth))
        elif tag == "a" and (signed := _lone_link(element) or _signed_block(element)):
            found.append(signed)
        if len(found) >= MAX_SIGHTINGS:
            break
    return [one for one in found if depth or not is_outside(one.element)]


def _ids(query: etree.XPath, root: HtmlElement) -> set[int]:
    """Identities of the elements that a query selects; they live as long as the list of all elements."""
    return {id(one) for one in cast("list[HtmlElement]", query(root))}


def _telling(elements: Sequence[HtmlElement]) -> set[int]:
    """Places of the elements whose tag or attributes hold a platform's mark; one search over all of them."""
    places: list[int] = []
    starts: list[int] = []
    parts: list[str] = []
    length = 0
    for place, element in enumerate(elements):
        tag = element.tag
        if tag in _NEVER or not (values := element.values()):
            continue
        part = f"{tag} {' '.join(element.keys())} {' '.join(values)}\0".lower()
        places.append(place)
        starts.append(length)
        parts.append(part)
        length += len(part)
    text = "".join(parts)
    return {places[bisect_right(starts, at) - 1] for at in _marked_places(text)}


def _marked_places(text: str) -> Iterator[int]:
    for mark in _marks():
        at = text.find(mark)
        while at >= 0:
            yield at
            at = text.find(mark, at + 1)


@cache
def _marks() -> tuple[str, ...]:
    return (*{mark for one in platforms() for mark in one.marks}, *_BASE64_MARKS, "embed")


def _shown(element: HtmlElement, depth: int) -> Iterator[Sighting]:
    """What an element with a telling tag, class or attribute shows: the surest reading only."""
    own = _named(element) or _framed(element) or _attributed(element)
    if own:
        yield own
        return
    inner = list(_contained(element, depth))
    if inner:
        yield from inner
    elif element.tag == "blockquote":
        yield from _quoted(element)
    elif wrapped := _wrapped(element):
        yield wrapped


def _named(element: HtmlElement) -> Sighting | None:
    """By the platform's own tags, classes and attributes."""
    classes = set((element.get("class") or "").lower().split()) | {
        (element.get("data-twitter") or "").lower()
    }
    called_by = {value.lower() for value in element.values() if len(value) < 20}
    for platform in platforms():
        by_name = element.tag in platform.tags or not classes.isdisjoint(platform.classes)
        called = not by_name and not called_by.isdisjoint(platform.called)
        names = platform.id_attributes if by_name else platform.own_attributes
        names = (*names, *_ID_ATTRIBUTES) if called else names
        if not by_name and not any(element.get(name) for name in names):
            continue
        found = _identity(element, platform, names) or (
            _linked_identity(element, platform) if by_name else None
        )
        if found and _is_short(element):
            return _sighting(element, platform, *found)
        if (
            by_name
            and element.tag == "blockquote"
            and (words := platform.words(element)).text
            and words.handle
        ):
            return _sighting(element, platform, None, None)
    return None


def _identity(
    element: HtmlElement, platform: Platform, names: Sequence[str]
) -> tuple[PostRef, str | None] | None:
    for name in names:
        value = element.get(name) or ""
        if value and (ref := platform.post_ref(value)):
            return ref, value
        if value and (ref := platform.ref_of_id(value)):
            return ref, None
    urls = (value for name, value in element.items() if not _SHARE_ATTRIBUTE.search(name))
    return next(((ref, url) for url in urls if (ref := platform.post_ref(url))), None)


def _linked_identity(element: HtmlElement, platform: Platform) -> tuple[PostRef, str | None] | None:
    """The link that stands for the post: the last one, which is the date's, but never a quoted post's."""
    for link in reversed(_own_links(element)):
        if ref := platform.post_ref(link.get("href") or ""):
            return ref, link.get("href")
    return None


def _own_links(element: HtmlElement) -> list[HtmlElement]:
    own = element if element.tag == "blockquote" else next(element.iter("blockquote"), None)
    links = [link for link, _ in zip(element.iter("a"), range(_MAX_LINKS), strict=False)]
    return [link for link in links if not _inside_another_quote(link, element, own)]


def _inside_another_quote(link: HtmlElement, element: HtmlElement, own: HtmlElement | None) -> bool:
    for parent in link.iterancestors():
        if parent is element:
            return False
        if parent.tag == "blockquote" and parent is not own:
            return True
    return False


def _framed(element: HtmlElement) -> Sighting | None:
    """By the address of a frame, or an address inside that address (`…/iframe?url=…`)."""
    if element.tag not in _FRAMES:
        return None
    for name, value in element.items():
        if name == "srcdoc" or not value or _SHARE_ATTRIBUTE.search(name):
            continue
        found = find_post(value) or _inside(value)
        if found:
            return _sighting(element, *found, value)
    return None


def _inside(url: str) -> tuple[Platform, PostRef] | None:
    cut = address(url)
    inner = [value for value in cut.query.values() if "/" in value] if cut else []
    return next((found for one in inner if (found := find_post(one))), None)


def _attributed(element: HtmlElement) -> Sighting | None:
    """By a data attribute that is a post's URL and nothing else."""
    if element.tag in {"article", "script"} or not _is_short(element):
        return None
    for name, value in element.items():
        if not 12 < len(value) < 1000 or not _URL_ATTRIBUTES.match(name) or _SHARE_ATTRIBUTE.search(name):
            continue
        if found := find_post(value):
            return _sighting(element, *found, value)
    return None


def _contained(element: HtmlElement, depth: int) -> Iterator[Sighting]:
    """By HTML or JSON kept in an attribute."""
    for name, value in element.items():
        if len(value) < 20 or name in {"class", "style", "src", "href"}:
            continue
        if value.lstrip()[:1] in {"{", "["}:
            yield from (Sighting(element=element, embed=embed) for embed in json_posts(value))
        if markup := markup_in(value):
            yield from _fragment(element, markup, depth)


def _hidden(element: HtmlElement, depth: int) -> Iterator[Sighting]:
    """By HTML kept as the text of an element that shows nothing."""
    text = element.text or ""
    if len(text) < 40:
        return
    kind = element.get("type") or ""
    if element.tag == "script" and (_NO_SCRIPT.search(kind) or (_CODE.match(kind) and len(text) > _MAX_CODE)):
        return
    if markup := markup_in(text):
        yield from _fragment(element, markup, depth)


def _fragment(element: HtmlElement, markup: str, depth: int) -> Iterator[Sighting]:
    root = parsed(markup) if depth < 2 else None
    if root is None:
        return
    for one in outermost(sightings(list(root.iter("*")), depth + 1)):
        yield Sighting(element=element, embed=replace(one.embed, method="escaped"))


def _quoted(element: HtmlElement) -> Iterator[Sighting]:
    """A blockquote without a class: signed `— Name (@handle) Date`, or dated by a link to the post."""
    whole = rendered(element, lambda one: one.tag == "blockquote" and one is not element)
    signed = signature(whole)
    if signed and (signed.day or _dated_link(element)):
        found = _dated_link(element)
        platform = found[0] if found else signed_platform(signed.handle)
        if platform:
            yield _sighting(element, platform, *(found[1:] if found else (None, None)))
    elif not signed and (found := _dated_link(element)) and _is_short(element):
        yield _sighting(element, *found)


def signed_platform(handle: str) -> Platform | None:
    """Where a handle of that shape lives: `user@host`, a domain name, or one word."""
    name = "mastodon" if "@" in handle else "bluesky" if "." in handle else "x"
    return platform_named(name)


def _signed_block(link: HtmlElement) -> Sighting | None:
    """Outside of blockquotes: a short block that ends `— Name (@handle) Date`, the date linked."""
    href = link.get("href") or ""
    if "/status" not in href and "/post/" not in href and "/@" not in href:
        return None
    found = find_post(href) if parse_day((link.text or "")[:100]) else None
    block = next((up for up in link.iterancestors() if up.tag not in _INLINE), None)
    if found is None or block is None or not _is_short(block, 1500):
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


def _dated_link(element: HtmlElement) -> tuple[Platform, PostRef, str] | None:
    """The last link of an element, if it leads to a post and its words are a date or the URL."""
    for link in reversed(_own_links(element)):
        href = link.get("href") or ""
        found = find_post(href)
        words = (link.text_content() or "").strip()
        if found and (not words or parse_day(words[:100]) or _URL_LIKE.match(words[:400])):
            return *found, href
    return None


def _wrapped(element: HtmlElement) -> Sighting | None:
    """By the one post that an element links to, if its class says that it wraps an embed."""
    label = " ".join(element.get(name) or "" for name in _LABELS)
    if not _WRAPPER.search(label[:400]) or FEED.search(label[:400]) or not _is_short(element, 1500):
        return None
    found = {}
    for link in _own_links(element):
        href = link.get("href") or ""
        if not is_share(link) and (post := find_post(href)):
            found[post[1]] = (*post, href)
    if len(found) != 1:
        return None
    platform, ref, href = next(iter(found.values()))
    sighting = _sighting(element, platform, ref, href)
    words = _alt_words(element)
    embed = sighting.embed if sighting.embed.text or not words else _with_words(sighting.embed, words)
    return replace(sighting, embed=replace(embed, method="wrapper", confidence=0.9))


def _alt_words(element: HtmlElement) -> Words | None:
    """Words of a post shown as a picture, from the picture's alternative text."""
    for one in element.iter("img", "div", "amp-img"):
        match = _ALT.match((one.get("alt") or one.get("data-alt") or "")[:5000])
        if match:
            who = match["who"].removeprefix("@")
            handle = who if " " not in who and match["who"].startswith("@") else None
            return as_words(match["text"].strip(), handle=handle)
    return None


def _with_words(embed: Embed, words: Words) -> Embed:
    return replace(
        embed,
        text=words.text,
        text_found=words.text_found,
        media=words.media or embed.media,
        author_handle=embed.author_handle or words.handle,
    )


def _bare(element: HtmlElement) -> Iterator[Sighting]:
    """A post's URL that stands alone where a paragraph would: content systems show the post there."""
    if found := _lone_url(element.text):
        block = _lone_block(element)
        if block is not None:
            yield _sighting(block, *found, method="bare")
    if element.tag not in _BARE_PARENTS:
        return
    for child in list(element):
        following = child.getnext()
        ends = following is None or following.tag not in _INLINE
        if child.tag not in _INLINE and ends and (found := _lone_url(child.tail)):
            yield _sighting(_boxed(child), *found, method="bare")


def _lone_url(text: str | None) -> tuple[Platform, PostRef, str] | None:
    if not text or len(text) > 600 or "://" not in text or not _URL_LIKE.match(text):
        return None
    found = find_post(text.strip())
    return (*found, text.strip()) if found else None


def _lone_link(link: HtmlElement) -> Sighting | None:
    """A link that shows its (often shortened) address and stands alone."""
    words = link.text or ""
    if len(link) or "/" not in words or "://" in words or not _URL_LIKE.match(words[:500]):
        return None
    href = link.get("href") or ""
    found, block = find_post(href), _lone_block(link)
    return _sighting(block, *found, href, method="bare") if found and block is not None else None


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
    while block.tag in _INLINE:
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
        if block is not element or len(element) == 0 or element[0].tag in _INLINE
        else _first_text(element)
    )


def _first_text(element: HtmlElement) -> HtmlElement:
    box = element.makeelement("div")
    box.text, element.text = element.text, None
    element.insert(0, box)
    return box


def _sighting(
    element: HtmlElement, platform: Platform, ref: PostRef | None, url: str | None, method: str | None = None
) -> Sighting:
    words = Words() if method == "bare" else platform.words(element)
    return Sighting(element=element, embed=make_embed(platform, ref, url, words, method or _method(element)))


def _method(element: HtmlElement) -> str:
    if element.tag.startswith("amp-"):
        return "amp"
    if element.tag in _FRAMES:
        return "iframe"
    return "blockquote" if element.tag == "blockquote" else "data"


def _is_short(element: HtmlElement, limit: int = MAX_TEXT) -> bool:
    if element.tag in {"blockquote", *_FRAMES}:
        return True
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > limit:
            return False
    return True
