"""The state that pages carry as JSON in their scripts: posts in it, and whether they are this article's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import chain
from json import JSONDecodeError, JSONDecoder
from urllib.parse import urlsplit

import orjson
from lxml.html import HtmlElement

from linker.records import Embed
from scrapers.embeds.contents import markup_in, parsed
from scrapers.embeds.markup import sightings
from scrapers.embeds.merging import fuller, outermost
from scrapers.embeds.places import cut_out, tokens
from scrapers.embeds.records import make_embed
from scrapers.platforms import find_post
from scrapers.platforms._words import Words

MAX_SCRIPT = 4_000_000
MAX_NODES = 100_000
MAX_DEPTH = 60
_MAX_STARTS = 8

_HINTS = (
    "twitter-tweet", "instagram-media", "tiktok-embed", "bluesky-embed", "fb-post", "fb-video",
    "text-post-media", "reddit-embed", "telegram-post", "/status/", "/statuses/", "instagram.com/p/",
    "instagram.com/reel/", "instagram.com/tv/", "bsky.app/", "tiktok.com/@", "//t.me/",
    "facebook.com/plugins/", "/posts/", "threads.net/@", "threads.com/@", "truthsocial.com/@",
)  # fmt: skip
_SLASH = re.compile(r"\\u002[fF]|\\+/")
_NO_STATE = re.compile(r"ld\+json|speculationrules|importmap", re.IGNORECASE)
_START = re.compile(r"(?:=|\()\s*(?=[\[{]\s*[\"{\[])")
_SITE_NAME = re.compile(r"\s+[|–—·:»-]{1,2}\s+")
_PARSED = re.compile(r"[(=]\s*(\"[\[{](?:[^\"\\]|\\.)*\")")
"""JSON in a JavaScript string, for `JSON.parse` or, as the BBC has it, by itself."""
_PUSHED = re.compile(r"self\.__next_f\.push\(\[1,\s*(\"(?:[^\"\\]|\\.)*\")\]\)")
"""A piece of what Next.js streams to the browser: rows `number:JSON`, cut anywhere."""
_ROW = re.compile(r"^[0-9a-f]{1,6}:(?=[\[{])", re.MULTILINE)
_UNDEFINED = re.compile(r":\s*undefined\b")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_EMBED_TAG = re.compile(r"<\s*(?:blockquote|iframe|amp-|div|figure)|&lt;", re.IGNORECASE)

_TITLE_KEYS = ("headline", "title", "headlines", "name", "seoTitle", "hl", "teaserTitle")
_URL_KEYS = (
    "url", "canonical_url", "canonicalUrl", "canonicalURL", "link", "permalink", "path", "pathname",
    "website_url", "websiteUrl", "slug", "href", "uri", "wu", "webUrl", "shareUrl", "asPath",
)  # fmt: skip
_ELSEWHERE = re.compile(
    r"(?i)relat|recommend|^more|^next|^prev|popular|trending|author|byline|contribut|^shar|social_?(?:links|accounts"
    r"|profiles|handles)|^socials?$|sameas|follow|taxonom|^tags?$|^sections?$|promo|footer|header|menu|navigation|comments"
    r"|latest|^feeds?$|most_?|^seo|^meta|tracking|analytics"
)
_EMBED_KEYS = re.compile(
    r"(?i)^(?:url|href|src|link|uri|value|content|permalink|data)$|embed|tweet|oembed|post_?url"
)
_TEXT_KEYS = ("text", "content", "value", "html", "paragraph", "body", "markup")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedPost:
    """A post in a page's state, whether it is this article's, and the words around it ("" = unknown)."""

    embed: Embed
    belongs: bool
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class _Own:
    """How the page's own article is known in its state."""

    path: str
    slug: str
    titles: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: in which object under which key, and in which list, and what is above."""

    holder: Mapping[str, object] | None = None
    key: str = ""
    row: Sequence[object] = ()
    at: int = 0
    depth: int = 0
    above: "_Place | None" = None


def state_posts(elements: Sequence[HtmlElement], url: str) -> tuple[StatedPost, ...]:
    """Every post in a page's state, one each; those under another article's object do not belong."""
    found = [one for one in elements if one.tag == "script"]
    scripts = [text for one in found if (text := _state(one))]
    streamed = _streamed(found)
    if not scripts and not streamed:
        return ()
    own = _own(elements, url)
    merged: dict[object, StatedPost] = {}
    for value in chain(chain.from_iterable(map(_values, scripts)), streamed):
        for one in _posts(value, own):
            key = one.embed.ref or one.embed
            merged[key] = _joined(merged[key], one) if key in merged else one
    return tuple(merged.values())


def _streamed(scripts: Sequence[HtmlElement]) -> list[object]:
    """The JSON rows that Next.js streams, put together from their pieces."""
    pushed = (one.text for one in scripts if (one.text or "").startswith("self.__next_f.push"))
    pieces = (_loaded(match[1]) for text in pushed for match in _PUSHED.finditer((text or "")[:MAX_SCRIPT]))
    text = "".join(piece for piece in pieces if isinstance(piece, str))[:MAX_SCRIPT]
    if not _hints(text):
        return []
    rows = (text[match.end() :].partition("\n")[0] for match in _ROW.finditer(text))
    return [value for row in rows if _hints(row) and (value := _loaded(row)) is not None]


def _joined(first: StatedPost, second: StatedPost) -> StatedPost:
    if second.belongs and not first.belongs:
        first, second = second, first
    return replace(first, embed=fuller(first.embed, second.embed))


def _state(script: HtmlElement) -> str | None:
    text = script.text or ""
    if len(text) < 100 or len(text) > MAX_SCRIPT or _NO_STATE.search(script.get("type") or ""):
        return None
    return text if _hints(text) and ("{" in text or "[" in text) else None


def _hints(text: str) -> bool:
    plain = _SLASH.sub("/", text) if "\\" in text else text
    return any(hint in plain for hint in _HINTS)


def _values(text: str) -> Iterator[object]:
    """The JSON values of a script: all of it, or what it assigns."""
    stripped = text.strip()
    if stripped[:1] in {"{", "["}:
        value = _loaded(stripped)
        if value is not None:
            yield value
            return
    for match in _PARSED.finditer(text):
        inner = _loaded(match[1])
        if isinstance(inner, str) and (value := _loaded(inner)) is not None:
            yield value
    yield from _assigned(_UNDEFINED.sub(":null", text) if "undefined" in text else text)


def _loaded(text: str) -> object:
    try:
        return orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return None


def _assigned(text: str) -> Iterator[object]:
    decoder = JSONDecoder()
    at, starts = 0, 0
    while starts < _MAX_STARTS and (match := _START.search(text, at)):
        starts += 1
        try:
            value, at = decoder.raw_decode(text, match.end())
        except (JSONDecodeError, RecursionError, ValueError):
            at = match.end()
            continue
        yield value


def _own(elements: Sequence[HtmlElement], url: str) -> _Own:
    head = [one for one in elements if one.tag in {"link", "meta", "h1", "title"}]
    links = [url]
    links += [one.get("href") or "" for one in head if one.get("rel") == "canonical"]
    metas = {
        one.get("property") or one.get("name"): one.get("content") or "" for one in head if one.tag == "meta"
    }
    links.append(metas.get("og:url", ""))
    path = next((found for link in links if (found := _path(link))), "")
    heading = next(("".join(one.itertext()) for one in head if one.tag == "h1"), "")
    page_title = next((one.text or "" for one in head if one.tag == "title"), "")
    words = [heading, metas.get("og:title", ""), page_title]
    words += _SITE_NAME.split(page_title)[:1]
    titles = frozenset(title for word in words if len(title := _plain(word)) >= 15)
    slug = path.rsplit("/", 1)[-1]
    # A front page has no article of its own: its title and path are in every object of the site.
    is_front = not path and any(_host(link) for link in links)
    return _Own(path, slug if len(slug) >= 8 else "", frozenset() if is_front else titles)


def _path(link: str) -> str:
    try:
        return urlsplit(link).path.rstrip("/").lower()
    except ValueError:
        return ""


def _host(link: str) -> str:
    try:
        return urlsplit(link).netloc
    except ValueError:
        return ""


def _plain(text: str) -> str:
    return " ".join(unescape(_TAGS.sub(" ", text)).split()).casefold()


def _posts(root: object, own: _Own) -> Iterator[StatedPost]:
    """Every post in a value; whether it belongs is asked of the objects above it, for hits only."""
    stack: list[tuple[object, _Place]] = [(root, _Place())]
    for _ in range(MAX_NODES):
        if not stack:
            return
        value, place = stack.pop()
        if isinstance(value, str):
            yield from _in_string(value, place, own)
        elif place.depth < MAX_DEPTH:
            stack.extend(reversed([(child, below) for child, below in _children(value, place)]))


def _children(value: object, place: "_Place") -> Iterator[tuple[object, "_Place"]]:
    """What of a value may hold posts: objects, lists, and strings with an address or markup in them."""
    if isinstance(value, dict):
        for name, child in value.items():
            if isinstance(child, dict | list) or _may_hold(child):
                yield child, _Place(value, name, place.row, place.at, place.depth + 1, place)
    elif isinstance(value, list):
        for at, child in enumerate(value):
            if isinstance(child, dict | list) or _may_hold(child):
                yield child, _Place(None, place.key, value, at, place.depth + 1, place)


def _may_hold(value: object) -> bool:
    return isinstance(value, str) and len(value) > 15 and ("//" in value or "<" in value or "&lt;" in value)


def _is_own(place: "_Place | None", own: _Own) -> bool:
    """Go up from a string: the first object that is an article, or a key that leads elsewhere, decides."""
    while place is not None:
        if place.holder is not None:
            if _ELSEWHERE.search(place.key):
                return False
            whose = _article(place.holder, own)
            if whose is not None:
                return whose
        place = place.above
    return False


def _article(one: Mapping[str, object], own: _Own) -> bool | None:
    """Whether an object is the page's own article (True), another one (False), or none (None)."""
    urls = [value for key in _URL_KEYS if isinstance(value := one.get(key), str) and len(value) < 1000]
    paths = [_path(url) for url in urls]
    titles = [
        _plain(value)
        for key in _TITLE_KEYS
        if isinstance(value := one.get(key), str) and 15 <= len(value) < 500
    ]
    if own.path and any(path == own.path or path.strip("/") == own.slug != "" for path in paths):
        return True
    if any(title in own.titles for title in titles):
        return True
    pages = (len(path) >= 12 and not find_post(url) for path, url in zip(paths, urls, strict=True))
    return False if any(len(title) >= 15 for title in titles) and any(pages) else None


def _in_string(value: str, place: "_Place", own: _Own) -> Iterator[StatedPost]:
    near = (_near(place.row, place.at, -1), _near(place.row, place.at, 1))
    if len(value) < 1000 and _EMBED_KEYS.search(place.key) and (found := find_post(value)):
        if _is_own(place, own):
            embed = make_embed(*found, value, Words(), "state")
            yield StatedPost(embed=embed, belongs=True, before=near[0], after=near[1])
    elif _EMBED_TAG.search(value) and _hints(value) and (markup := markup_in(value)):
        belongs = _is_own(place, own)
        for embed, before, after in _in_markup(markup):
            yield StatedPost(
                embed=replace(embed, method="state", confidence=min(embed.confidence, 0.9)),
                belongs=belongs,
                before=before or near[0],
                after=after or near[1],
            )


def _in_markup(markup: str) -> Iterator[tuple[Embed, str, str]]:
    root = parsed(markup)
    if root is None:
        return
    found = outermost(sightings(list(root.iter("*")), depth=1))
    cuts = cut_out([(one.element, *one.also) for one in found], tokens("state"))
    for one, cut in zip(found, cuts, strict=True):
        yield one.embed, cut.before, cut.after


def _near(row: Sequence[object], at: int, step: int) -> str:
    """The words of the nearest item of a list that has any, on one side."""
    for place in range(at + step, at + 6 * step, step):
        if not 0 <= place < len(row):
            return ""
        if words := _words_of(row[place]):
            return words
    return ""


def _words_of(item: object) -> str:
    if isinstance(item, dict):
        item = next((item[key] for key in _TEXT_KEYS if isinstance(item.get(key), str)), "")
    if not isinstance(item, str) or _hints(item[:5000]):
        return ""
    words = " ".join(unescape(_TAGS.sub(" ", item[:5000])).split())
    return words if len(words) >= 20 else ""
