"""A fetched page (a capture, a look-up's answer) -> the posts it shows, by the formats of saved posts."""

from collections.abc import Iterator

from linker.records import Page, Post, PostRef, Problem
from scrapers.archives import Place, json_formats, page_formats
from scrapers.archives.jsonunits import loads
from scrapers.archives.pages import parsed


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
    return post.ref is not None and (post.platform, post.post_id) == (ref.platform, ref.post_id)


def _looks_like_json(body: bytes) -> bool:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in {b"{", b"["}


def _json_items(body: bytes, place: Place) -> Iterator[Post | Problem]:
    try:
        value = loads(body)
    except ValueError:
        return
    for each in value if isinstance(value, list) else [value]:
        if not isinstance(each, dict):
            continue
        known = next((form for form in json_formats() if form.sniff(each)), None)
        if known is not None:
            place.origin["source_format"] = known.name
            yield from known.read(each, place)


def _page_items(body: bytes, place: Place) -> Iterator[Post | Problem]:
    tree = parsed(body)
    known = None if tree is None else next((form for form in page_formats() if form.sniff(tree)), None)
    if tree is not None and known is not None:
        place.origin["source_format"] = known.name
        yield from known.read(tree, place)
