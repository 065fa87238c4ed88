"""Live blogs: the posts' own times, by JSON-LD or by the `time` elements that stand over them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from html import unescape
from itertools import islice

from lxml.html import HtmlElement

from scrapers.articles.jsonld import Json, listed, text_of
from scrapers.articles.metadata import Metadata
from scrapers.writing.moments import moment

MAX_POSTS = 2_000
_FEWEST = 5
"""Posts with times of their own that make a page a live blog which does not call itself one."""
_START, _SHORTEST = 40, 15
"""Characters that tell a paragraph by its start, and that a post's first words must have."""

_TAG = re.compile(r"<[^<>]{1,500}>")

Times = tuple[tuple[int, datetime], ...]


def unite_posts(tree: HtmlElement) -> None:
    """Make the posts of a live blog one article: extractors take the first `article` of a page and stop."""
    groups: dict[HtmlElement, list[HtmlElement]] = {}
    for post in tree.iter("article"):
        parent = post.getparent()
        if parent is not None and _is_post(post):
            groups.setdefault(parent, []).append(post)
    for parent, posts in groups.items():
        if len(posts) >= _FEWEST:
            for post in posts:
                post.tag = "div"
                post.attrib.pop("class", None)  # `post` and `entry` mark whole articles to extractors
            parent.tag = "article" if parent.tag != "body" else "body"


def _is_post(article: HtmlElement) -> bool:
    """A post has a time and prose; the card of another article has a heading that is a link."""
    if article.find(".//time") is None or article.find(".//article") is not None:
        return False
    if article.xpath("boolean(.//*[self::h2 or self::h3 or self::h4][.//a or parent::a])"):
        return False
    return any(len("".join(p.itertext()).strip()) > 40 and p.find("a") is None for p in article.iter("p"))


def is_live_blog(metadata: Metadata, times: Times) -> bool:
    """Whether a page says that it is a live blog, or is built like one."""
    return "liveblogposting" in metadata.types or len(times) >= _FEWEST


def post_times(tree: HtmlElement, metadata: Metadata, paragraphs: Sequence[str], now: datetime) -> Times:
    """For each post that has a time of its own: the number of paragraphs before it, and the time."""
    posts = _from_json(metadata.objects) if "liveblogposting" in metadata.types else iter(())
    return _located(posts, paragraphs, now) or _located(_from_markup(tree), paragraphs, now)


def _located(posts: Iterator[tuple[str, str | None]], paragraphs: Sequence[str], now: datetime) -> Times:
    starts = {text[:_START]: number for number, text in reversed(list(enumerate(paragraphs)))}
    found: dict[int, datetime] = {}
    for words, written in islice(posts, MAX_POSTS):
        place = starts.get(words[:_START])
        at = moment(written, now) if place is not None else None
        if place is not None and at:
            found.setdefault(place, at)
    return tuple(sorted(found.items()))


def _from_json(objects: Sequence[Json]) -> Iterator[tuple[str, str | None]]:
    for one in objects:
        for post in listed(one.get("liveBlogUpdate")):
            if isinstance(post, dict):
                yield _words(post), text_of(post.get("datePublished"))


def _words(post: Json) -> str:
    headline = text_of(post.get("headline")) or ""
    body = post.get("articleBody")
    if len(headline) > _SHORTEST or not isinstance(body, str):
        return headline
    return " ".join(unescape(_TAG.sub(" ", body)).split())


def _from_markup(tree: HtmlElement) -> Iterator[tuple[str, str | None]]:
    """Each `time` element with the first words of length that follow it."""
    if sum(1 for element in tree.iter("time") if element.get("datetime")) < _FEWEST:
        return
    written = None
    for element in tree.iter("time", "p", "h2", "h3", "h4", "li"):
        if element.tag == "time":
            written = element.get("datetime")
        elif written and len(words := " ".join("".join(element.itertext()).split())) > _SHORTEST:
            yield words, written
            written = None
