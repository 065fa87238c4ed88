"""The state that pages carry as JSON in their scripts: posts in it, and whether they are this article's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import unescape
from json import JSONDecodeError, JSONDecoder
from urllib.parse import urlsplit

import orjson
from lxml.html import HtmlElement

from linker.records import Embed
from scrapers.embedcontents import markup_in, parsed
from scrapers.embedmarkup import fuller, outermost, sightings
from scrapers.embedplaces import cut_out, tokens
from scrapers.embedrecords import make_embed
from scrapers.platforms import find_post
from scrapers.platforms._words import Words

MAX_SCRIPT = 4_000_000
MAX_NODES = 100_000
MAX_DEPTH = 60
_MAX_STARTS = 8

_S = r"(?:/|\\/|\\u002f|%2f)"
_HINT = re.compile(
    rf"twitter-tweet|instagram-media|tiktok-embed|bluesky-embed|fb-(?:post|video)|text-post-media|reddit-embed|telegram-post"
    rf"|status(?:es)?{_S}\d|instagram\.com{_S}(?:p|reel|tv){_S}|bsky\.app{_S}profile|tiktok\.com{_S}@|t\.me{_S}\w"
    rf"|facebook\.com{_S}[\w.]{{2,60}}{_S}(?:posts|videos){_S}|threads\.(?:net|com){_S}@|truthsocial\.com{_S}@",
    re.IGNORECASE,
)
_DATA = re.compile(r"json", re.IGNORECASE)
_NO_STATE = re.compile(r"ld\+json|speculationrules|importmap", re.IGNORECASE)
_START = re.compile(r"(?:=|\()\s*(?=[\[{]\s*[\"{\[])")
_PARSED = re.compile(r"JSON\.parse\(\s*(\"(?:[^\"\\]|\\.)*\")")
_UNDEFINED = re.compile(r":\s*undefined\b")
_TAGS = re.compile(r"<[^<>]{0,2000}>")
_EMBED_TAG = re.compile(r"<\s*(?:blockquote|iframe|amp-|div|figure)|&lt;", re.IGNORECASE)

_TITLE_KEYS = ("headline", "title", "headlines", "name", "seoTitle", "hl", "teaserTitle")
_URL_KEYS = ("url", "canonical_url", "canonicalUrl", "canonicalURL", "link", "permalink", "path", "pathname", "website_url",
             "websiteUrl", "slug", "href", "uri", "wu", "webUrl", "shareUrl", "asPath")  # fmt: skip
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


def state_posts(tree: HtmlElement, url: str) -> tuple[StatedPost, ...]:
    """Every post in a page's state, one each; those under another article's object do not belong."""
    scripts = [text for script in tree.iter("script") if (text := _state(script))]
    if not scripts:
        return ()
    own = _own(tree, url)
    merged: dict[object, StatedPost] = {}
    for text in scripts:
        for value in _values(text):
            for one in _posts(value, own, belongs=False):
                key = one.embed.ref or one.embed
                merged[key] = _joined(merged[key], one) if key in merged else one
    return tuple(merged.values())


def _joined(first: StatedPost, second: StatedPost) -> StatedPost:
    if second.belongs and not first.belongs:
        first, second = second, first
    return replace(first, embed=fuller(first.embed, second.embed))


def _state(script: HtmlElement) -> str | None:
    text = script.text or ""
    if len(text) < 100 or len(text) > MAX_SCRIPT or _NO_STATE.search(script.get("type") or ""):
        return None
    return text if _HINT.search(text) else None


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
    yield from _assigned(_UNDEFINED.sub(":null", text))


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


def _own(tree: HtmlElement, url: str) -> _Own:
    links = [url]
    links += [one.get("href") or "" for one in tree.iter("link") if one.get("rel") == "canonical"]
    metas = {one.get("property") or one.get("name"): one.get("content") or "" for one in tree.iter("meta")}
    links.append(metas.get("og:url", ""))
    path = next((found for link in links if (found := _path(link))), "")
    heading = next(iter(tree.iter("h1")), None)
    words = ["".join(heading.itertext()) if heading is not None else "", metas.get("og:title", "")]
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


def _posts(root: object, own: _Own, *, belongs: bool) -> Iterator[StatedPost]:
    """Walk a value without recursion; each node knows whether it is below the article's own object."""
    stack: list[tuple[object, str, bool, int, Sequence[object], int]] = [(root, "", belongs, 0, (), 0)]
    for _ in range(MAX_NODES):
        if not stack:
            return
        value, key, mine, depth, row, at = stack.pop()
        if isinstance(value, str):
            yield from _in_string(value, key, mine=mine, row=row, at=at)
        elif isinstance(value, dict) and depth < MAX_DEPTH:
            mine = _belongs(value, own, mine=mine)
            children = [
                (child, name, mine and not _ELSEWHERE.search(name), depth + 1, row, at)
                for name, child in value.items()
                if isinstance(child, str | dict | list)
            ]
            stack.extend(reversed(children))
        elif isinstance(value, list) and depth < MAX_DEPTH:
            items = [
                (child, key, mine, depth + 1, value, place)
                for place, child in enumerate(value)
                if isinstance(child, str | dict | list)
            ]
            stack.extend(reversed(items))


def _belongs(one: Mapping[str, object], own: _Own, *, mine: bool) -> bool:
    """An object of another article takes what is below it away; the page's own claims it."""
    urls = [value for key in _URL_KEYS if isinstance(value := one.get(key), str)]
    paths = [_path(url) for url in urls if len(url) < 1000]
    titles = [
        _plain(value) for key in _TITLE_KEYS if isinstance(value := one.get(key), str) and len(value) < 500
    ]
    if own.path and any(path == own.path or path.strip("/") == own.slug != "" for path in paths):
        return True
    if any(title in own.titles for title in titles):
        return True
    is_article = any(len(title) >= 15 for title in titles) and any(
        path.count("/") >= 1 and len(path) >= 12 and not find_post(url)
        for path, url in zip(paths, urls, strict=False)
    )
    return mine and not is_article


def _in_string(value: str, key: str, *, mine: bool, row: Sequence[object], at: int) -> Iterator[StatedPost]:
    if len(value) < 15:
        return
    if (
        mine
        and len(value) < 1000
        and "//" in value
        and _EMBED_KEYS.search(key)
        and (found := find_post(value))
    ):
        embed = make_embed(*found, value, Words(), "state")
        yield StatedPost(embed=embed, belongs=True, before=_near(row, at, -1), after=_near(row, at, 1))
    elif _EMBED_TAG.search(value) and _HINT.search(value) and (markup := markup_in(value)):
        for embed, before, after in _in_markup(markup):
            yield StatedPost(
                embed=replace(embed, method="state", confidence=min(embed.confidence, 0.9)),
                belongs=mine,
                before=before or _near(row, at, -1),
                after=after or _near(row, at, 1),
            )


def _in_markup(markup: str) -> Iterator[tuple[Embed, str, str]]:
    root = parsed(markup)
    if root is None:
        return
    found = outermost(sightings(root, depth=1))
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
    if not isinstance(item, str) or _HINT.search(item[:5000]):
        return ""
    words = " ".join(unescape(_TAGS.sub(" ", item[:5000])).split())
    return words if len(words) >= 20 else ""
