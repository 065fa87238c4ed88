"""Embeds kept as strings: HTML escaped for consent boxes, JSON in attributes."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from html import unescape
from urllib.parse import unquote

import orjson
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from linker.records import Embed
from scrapers.embeds.records import make_embed
from scrapers.platforms import Platform, find_post, platform_named, platforms
from scrapers.platforms._words import as_words, shared_by
from scrapers.writing.days import parse_day

MAX_MARKUP = 200_000
"""Characters of one string that are read as HTML or JSON."""
MAX_DEPTH = 6
_SHORTEST = 8
"""Characters of an `id` that may be a post's; shorter ones count a page's blocks."""

_TAG = re.compile(
    r"<\s*(?:blockquote|iframe|amp-|fb:|figure|div|section|p|script|a|noscript|template|bluesky|twitter|embetty-\w{1,20})\b|<amp-",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"&(?:amp;)*(?:lt|#60|#x3c);", re.IGNORECASE)
_QUOTED = re.compile(r"%3c", re.IGNORECASE)
_UNICODE = re.compile(r"\\(?:u00|x)(3c|3e|22|27|26|2f|3d|0a)", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{80,}={0,2}\s*")
_TEXT_KEYS = ("full_text", "text", "caption", "description", "title", "content")
_HANDLE_KEYS = (
    "username",
    "screen_name",
    "author_handle",
    "authorHandle",
    "handle",
    "author_username",
    "user",
)
_NAME_KEYS = ("name", "author_name", "authorName", "author", "display_name")
_DATE_KEYS = ("date", "created_at", "createdAt", "published_at", "timestamp")
_QUOTED_KEYS = ("quoted_tweet", "quotedTweet", "quoted_status", "quoted_post", "quotedPost")
_ID_KEYS = {
    "instagram_id": "instagram",
    "videoId": "youtube",
    "video_id": "youtube",
    "tweet_id": "x",
    "tweetId": "x",
}

Json = Mapping[str, object]


def markup_in(text: str) -> str | None:
    """The HTML that a string holds, escapes of whatever kind taken off; None where it holds no post's."""
    if len(text) > MAX_MARKUP:
        return None
    for _ in range(4):
        if _TAG.search(text):
            if "\\" in text:
                text = _unslashed(text)
            return text if _has_mark(text) else None
        text, before = _unescaped(text), text
        if text == before:
            return None
    return None


def parsed(markup: str) -> HtmlElement | None:
    """A piece of HTML as a tree of its own; None where it is none."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return fragment_fromstring(markup.encode("utf-8", "replace"), create_parent="div", parser=parser)
    except (etree.LxmlError, ValueError, AssertionError, TypeError):
        return None


def json_posts(text: str) -> Iterator[Embed]:
    """The posts that a JSON attribute tells of, as Substack's `data-attrs` do."""
    if len(text) > MAX_MARKUP:
        return
    try:
        value = orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return
    for one in _objects(value, 0):
        if embed := _post(one):
            yield embed
            return


def _post(one: Json) -> Embed | None:
    found = _identity(one)
    if found is None:
        return None
    platform, url = found
    ref = platform.post_ref(url) or platform.ref_of_id(url)
    if ref is None:
        return None
    shared = next((known for key in _TEXT_KEYS if (known := shared_by(_string(one, key)))), None)
    text = "" if shared else _first(one, _TEXT_KEYS)
    written = _first(one, _DATE_KEYS)
    handle = _first(one, _HANDLE_KEYS).removeprefix("@") or (shared.handle if shared else None)
    words = as_words(
        unescape(text),
        name=_first(one, _NAME_KEYS) or None,
        handle=handle or None,
        day=parse_day(written[:100]) if written else None,
        date_text=written[:100] or None,
    )
    embed = make_embed(platform, ref, url if "/" in url else None, words, "json")
    return replace(embed, quoted=_quoted(one, platform))


def _quoted(one: Json, platform: Platform) -> Embed | None:
    """The quoted post, as Substack tells it: words and author, no address."""
    inner = next((value for key in _QUOTED_KEYS if isinstance(value := one.get(key), dict) and value), {})
    text, handle = _first(inner, _TEXT_KEYS), _first(inner, _HANDLE_KEYS).removeprefix("@")
    if not text or not handle:
        return None
    words = as_words(unescape(text), name=_first(inner, _NAME_KEYS) or None, handle=handle)
    return make_embed(platform, None, None, words, "json")


def _identity(one: Json) -> tuple[Platform, str] | None:
    for key, value in one.items():
        is_url = isinstance(value, str) and 12 < len(value) < 1000 and "share" not in key.lower()
        if isinstance(value, str) and is_url and (found := find_post(value)):
            return found[0], value
    names = {value.lower() for value in one.values() if isinstance(value, str) and len(value) < 20}
    for platform in platforms():
        number = str(one.get("id") or "")[:100]
        if not names.isdisjoint(platform.called) and len(number) >= _SHORTEST and platform.ref_of_id(number):
            return platform, number
    for key, name in _ID_KEYS.items():
        named, value = platform_named(name), one.get(key)
        if named and isinstance(value, str | int) and named.ref_of_id(str(value)):
            return named, str(value)
    return None


def _objects(value: object, depth: int) -> Iterator[Json]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, dict):
        yield value
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for child in children:
        if isinstance(child, dict | list):
            yield from _objects(child, depth + 1)


def _first(one: Json, keys: tuple[str, ...]) -> str:
    return next((text for key in keys if (text := _string(one, key))), "")


def _string(one: Json, key: str) -> str:
    value = one.get(key)
    return value.strip() if isinstance(value, str) else ""


def _unescaped(text: str) -> str:
    if _ESCAPED.search(text):
        return unescape(text)
    if _QUOTED.search(text):
        return unquote(text)
    if "\\" in text:
        return _unslashed(text)
    if _BASE64.fullmatch(text):
        try:
            return b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return text
    return text


def _unslashed(text: str) -> str:
    """JavaScript's escapes of the characters that markup is made of."""
    plain = _UNICODE.sub(lambda match: chr(int(match[1], 16)), text)
    return (
        plain.replace('\\"', '"')
        .replace("\\'", "'")
        .replace("\\/", "/")
        .replace("\\n", "\n")
        .replace("\\t", " ")
    )


def _has_mark(text: str) -> bool:
    lowered = text.lower()
    return any(mark in lowered for one in platforms() for mark in one.marks)
