"""Elements of a page or of a piece of it -> the posts that they embed, one sighting an element."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml.html import HtmlElement

from linker.records import Embed, PostRef
from scrapers.embeds.contents import json_posts, markup_in, parsed
from scrapers.embeds.merging import Sighting, fuller, outermost
from scrapers.embeds.records import FRAMES, make_embed, sighting_of
from scrapers.embeds.surroundings import FEED, is_outside, is_share, is_short
from scrapers.embeds.telling import Sign, telling
from scrapers.embeds.text import URL_LIKE, bare_urls, lone_link, signed_block
from scrapers.platforms import Platform, find_post, platform_named, platforms
from scrapers.platforms._addresses import address
from scrapers.platforms._words import Words, as_words, rendered, signature
from scrapers.writing.days import parse_day

MAX_SIGHTINGS = 20_000
"""More than the longest live blog has; `articles/markup.py` bounds the elements of a page at thrice that."""
_MAX_LINKS = 60
_MAX_FRAME = 2_000_000
"""Characters of a frame saved into its page, styles and pictures and all."""

_NO_SCRIPT = re.compile(r"ld\+json|speculationrules|importmap", re.IGNORECASE)
_CODE = re.compile(
    r"^(?:$|module$|(?:text|application)/(?:x-)?(?:java|ecma)script|application/json)", re.IGNORECASE
)
_REMARK = re.compile(r"/\*.*?\*/", re.DOTALL)
_MAX_CODE = 20_000
"""Characters of a plain script that may be an embed's carrier; longer ones are programs or page state."""
_WRAPPER = re.compile(
    r"(?i)(?:^|[\s_-])(?:social-?embed|embed-?social|socialembed|embed-?(?:twitter|tweet|instagram|facebook|tiktok|bluesky"
    r"|post|container|wrapper|placeholder|consent|external)|(?:twitter|tweet|instagram|facebook|tiktok|bluesky|threads"
    r"|mastodon|telegram|reddit)-?(?:embed|post|tweet|wrap|wrapper|container|widget|placeholder|consent|blockquote)"
    r"|tweet|oembed|wp-block-embed|embedly-card|iframely-embed|external-(?:content|embed)|subbuzz-tweet|post-?embed)"
    r"(?:$|[\s_-])"
)
_ID_ATTRIBUTES = ("data-id", "data-embed-id", "data-post-id", "data-content-id", "data-media-id", "data-key")
"""Hold an id where another attribute names the platform (`data-provider="twitter"`)."""
_LABELS = ("class", "id", "data-component", "data-testid", "data-type", "data-embed-type", "data-block-type")
_CARD = re.compile(r"(?i)(?:^|\s)(?:embedly-card|iframely-embed-card)(?:$|\s)")
_URL_ATTRIBUTES = re.compile(
    r"(?i)^(?:data-.*|(?:[\w-]{0,40}[_-])?(?:src|url|href)(?:[_-][\w-]{0,40})?|cite|url|href|src|uri|value|content|post|link|permalink|itemid)$"
)
_MEASURED = re.compile(r"(?i)gtm|analytic|track|metric|datalayer|shar(?:e|ing)")
"""Attributes that tell counters what a reader clicks."""
_SHARE_ATTRIBUTE = re.compile(r"(?i)shar|intent|follow|via\b")
_ALT = re.compile(r"^\s*(?P<site>\w[\w ]{1,12}?) post by (?P<who>.{1,60}?):\s*(?P<text>.+)$", re.DOTALL)


def sightings(elements: Sequence[HtmlElement], depth: int = 0) -> list[Sighting]:
    """Every element that shows a post, in document order, wrappers and what they wrap alike.

    `elements` are all of a page's or a piece's; `depth` tells how deep in escaped markup the piece was.
    """
    found: list[Sighting] = []
    for place, told in telling(elements):
        element = elements[place]
        if Sign.URL in told:
            found.extend(bare_urls(element))
        if Sign.HIDER in told:
            found.extend(_hidden(element, depth))
        if element.tag == "blockquote" or (Sign.MARK in told and not is_share(element)):
            found.extend(_shown(element, depth))
        elif Sign.LINK in told and (one := lone_link(element) or _carded(element) or signed_block(element)):
            found.append(one)
        if len(found) >= MAX_SIGHTINGS:
            break
    return [one for one in found if depth or not is_outside(one.element)]


def _shown(element: HtmlElement, depth: int) -> Iterator[Sighting]:
    """What an element with a telling tag, class or attribute shows: the surest reading only."""
    own = _named(element) or _framed(element) or _attributed(element) or _saved_frame(element)
    if own:
        yield _completed(own)
        return
    inner = list(_contained(element, depth))
    if inner:
        yield from inner
        return
    quoted = list(_quoted(element)) if element.tag == "blockquote" else []
    yield from quoted
    if not quoted and (wrapped := _wrapped(element)):
        yield wrapped


def _saved_frame(element: HtmlElement) -> Sighting | None:
    """By the rendered post in a frame that a browser saved into its page: an `article` with the words in it.

    X marks the words by their language, and nothing else in the frame.
    """
    saved = element.get("srcdoc") or ""
    root = parsed(saved) if "<article" in saved[:_MAX_FRAME] and len(saved) <= _MAX_FRAME else None
    article = root.find(".//article") if root is not None else None
    if article is None:
        return None
    links = (link.get("href") or "" for link in article.iter("a"))
    found = next(((*post, href) for href in links if (post := find_post(href))), None)
    own = next((one for one in article.iter() if one.get("lang")), None)
    if found is None:
        return None
    platform, ref, href = found
    words = as_words(rendered(own)) if own is not None else Words()
    return Sighting(element=element, embed=make_embed(platform, ref, href, words, "iframe"))


def _completed(own: Sighting) -> Sighting:
    """What the element's attributes tell of the same post, where its markup holds no words."""
    if own.embed.text:
        return own
    saved = _saved_frame(own.element)
    if saved and saved.embed.ref == own.embed.ref:
        return replace(own, embed=fuller(own.embed, saved.embed))
    return _told_in_json(own)


def _told_in_json(own: Sighting) -> Sighting:
    """What an attribute tells in JSON of the same post, where the markup holds no words."""
    for value in own.element.values():
        if value.lstrip()[:1] != "{":
            continue
        same = next((one for one in json_posts(value) if one.ref == own.embed.ref), None)
        if same:
            return replace(own, embed=fuller(own.embed, same))
    return own


def _named(element: HtmlElement) -> Sighting | None:
    """By the platform's own tags, classes and attributes."""
    names = (element.get("class") or "").lower()
    classes = {*names.split(), *names.replace("_", "-").split(), (element.get("data-twitter") or "").lower()}
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
        if found and is_short(element):
            return sighting_of(element, platform, *found)
        if (
            by_name
            and element.tag == "blockquote"
            and (words := platform.words(element)).text
            and words.handle
        ):
            return sighting_of(element, platform, None, None)
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
    if element.tag not in FRAMES:
        return None
    for name, value in element.items():
        if name == "srcdoc" or not value or _SHARE_ATTRIBUTE.search(name):
            continue
        found = find_post(value) or _inside(value)
        if found:
            return sighting_of(element, *found, value)
    return None


def _inside(url: str) -> tuple[Platform, PostRef] | None:
    cut = address(url)
    if cut is None or cut.on("facebook.com"):  # whose own frames like, share and comment on posts
        return None
    inner = [value for value in cut.query.values() if "/" in value]
    return next((found for one in inner if (found := find_post(one))), None)


def _attributed(element: HtmlElement) -> Sighting | None:
    """By a data attribute that is a post's URL and nothing else."""
    if element.tag in {"article", "script"} or not is_short(element):
        return None
    for name, value in element.items():
        if not 12 < len(value) < 1000 or not _URL_ATTRIBUTES.match(name) or _SHARE_ATTRIBUTE.search(name):
            continue
        if found := find_post(value):
            return sighting_of(element, *found, value)
    return None


def _contained(element: HtmlElement, depth: int) -> Iterator[Sighting]:
    """By HTML or JSON kept in an attribute."""
    for name, value in element.items():
        if len(value) < 20 or name in {"class", "style", "src", "href"} or _MEASURED.search(name):
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
    if element.tag == "script" and "/*" in text:
        text = _REMARK.sub(" ", text)
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
            yield sighting_of(element, platform, *(found[1:] if found else (None, None)))
    elif not signed and (found := _dated_link(element)) and is_short(element):
        yield sighting_of(element, *found)


def signed_platform(handle: str) -> Platform | None:
    """Where a handle of that shape lives: `user@host`, a domain name, or one word."""
    name = "mastodon" if "@" in handle else "bluesky" if "." in handle else "x"
    return platform_named(name)


def _dated_link(element: HtmlElement) -> tuple[Platform, PostRef, str] | None:
    """The last link of an element, if it leads to a post and its words are a date or the URL."""
    for link in reversed(_own_links(element)):
        href = link.get("href") or ""
        found = find_post(href)
        words = (link.text_content() or "").strip()
        if found and (not words or parse_day(words[:100]) or URL_LIKE.match(words[:400])):
            return *found, href
    return None


def _wrapped(element: HtmlElement) -> Sighting | None:
    """By the one post that an element links to, if its class says that it wraps an embed."""
    label = " ".join(element.get(name) or "" for name in _LABELS)
    if not _WRAPPER.search(label[:400]) or FEED.search(label[:400]) or not is_short(element, 1500):
        return None
    found = {}
    for link in _own_links(element):
        href = link.get("href") or ""
        if not is_share(link) and (post := find_post(href)):
            found[post[1]] = (*post, href)
    if len(found) != 1:
        return None
    platform, ref, href = next(iter(found.values()))
    sighting = sighting_of(element, platform, ref, href)
    words = _alt_words(element)
    embed = sighting.embed if sighting.embed.text or not words else _with_words(sighting.embed, words)
    return replace(sighting, embed=replace(embed, method="wrapper", confidence=0.9))


def _carded(link: HtmlElement) -> Sighting | None:
    """A link that a card service replaces by the post."""
    found = find_post(link.get("href") or "") if _CARD.search(link.get("class") or "") else None
    return sighting_of(link, *found, link.get("href"), method="wrapper") if found else None


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
