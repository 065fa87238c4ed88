"""Live blogs: the posts' own times, by JSON-LD or by the `time` elements that stand over them."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from lxml.html import HtmlElement

from scrapers.body import paragraph_of
from scrapers.jsonld import Json, listed, text_of
from scrapers.metadata import Metadata
from scrapers.moments import moment

MAX_POSTS = 2_000
_FEWEST = 5
"""Posts with times of their own that make a page a live blog which does not call itself one."""

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
    posts = _from_json(metadata.objects) if "liveblogposting" in metadata.types else ()
    found = dict(_located(posts, paragraphs, now))
    if not found:
        found = dict(_located(_from_markup(tree), paragraphs, now))
    return tuple(sorted(found.items()))


def _located(
    posts: Iterator[tuple[str, str | None]] | tuple[()], paragraphs: Sequence[str], now: datetime
) -> Iterator[tuple[int, datetime]]:
    for words, written in islice(posts, MAX_POSTS):
        at = moment(written, now)
        place = paragraph_of(words, paragraphs) if at else None
        if at and place is not None:
            yield place, at


def _from_json(objects: Sequence[Json]) -> Iterator[tuple[str, str | None]]:
    for one in objects:
        for post in listed(one.get("liveBlogUpdate")):
            if isinstance(post, dict):
                yield _words(post), text_of(post.get("datePublished"))


def _words(post: Json) -> str:
    headline = text_of(post.get("headline")) or ""
    body = post.get("articleBody")
    first = next(filter(str.strip, body.splitlines()), "") if isinstance(body, str) else ""
    return headline if len(headline) > 20 or not first else first


def _from_markup(tree: HtmlElement) -> Iterator[tuple[str, str | None]]:
    times = [element for element in tree.iter("time") if element.get("datetime")]
    if len(times) < _FEWEST:
        return
    for element in times:
        following = element.xpath(
            "following::*[self::p or self::h2 or self::h3 or self::h4 or self::li][position() < 4]"
        )
        words = (" ".join("".join(block.itertext()).split()) for block in following)
        yield next((text for text in words if len(text) > 20), ""), element.get("datetime")
