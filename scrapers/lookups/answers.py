"""A fetched page (a capture, a look-up's answer) -> the posts it shows, by the formats of saved posts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from linker.records import Page, Post, PostRef, Problem
from scrapers.archives import Place
from scrapers.archives.jsonunits import loads
from scrapers.archives.pages import parsed
from scrapers.archives.recognition import Values, page_read


def posts_of(page: Page) -> Iterator[Post]:
    """Every post that some format finds in a page; none in a shell, a login page or an error."""
    place = Place(
        name=page.url,
        url=page.url,
        archive_url=page.archive_url,
        captured_at=page.captured_at or page.fetched_at,
    )
    place.at(page.body, 0, None)
    items = _json_items(page.body, place) if _looks_like_json(page.body) else _page_items(page.body, place)
    for item in items:
        if isinstance(item, Post):
            yield item


def is_of(post: Post, ref: PostRef) -> bool:
    """True if this is an observation of the post that was asked for."""
    return (post.platform, post.post_id) == (ref.platform, ref.post_id)


def answers_about(posts: Iterable[Post], ref: PostRef) -> tuple[Post, ...]:
    """Of a look-up's answer, what is said of the post that was asked for: tombstones do not repeat its id."""
    named = (post if post.post_id else _named(post, ref) for post in posts if post.platform == ref.platform)
    return tuple(post for post in named if is_of(post, ref))


def _named(post: Post, ref: PostRef) -> Post:
    return post if post.text else replace(post, post_id=ref.post_id, host=ref.host)


def _looks_like_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def _json_items(body: bytes, place: Place) -> Iterable[Post | Problem]:
    try:
        return Values().read(loads(body), place)
    except ValueError:
        return ()


def _page_items(body: bytes, place: Place) -> Iterable[Post | Problem]:
    tree = parsed(body)
    return () if tree is None else page_read(tree, place)[1]
