"""What a look-up's answer (or a capture) tells: its posts, that there is none, that the account lives."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import orjson

from linker.records import Page, Post, PostRef, Problem
from scrapers.archives.files.jsonunits import loads
from scrapers.archives.place import Place
from scrapers.archives.posts.pages import parsed
from scrapers.archives.recognition import Values, page_read
from scrapers.lookups.interfaces import Lookup, Wanted


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


def says_none(lookup: Lookup, page: Page) -> bool:
    """Whether the platform itself says that it has no such post: 404, 410, or its own words for it.

    A refusal, a failure, a page to log in or one that an archive keeps says nothing of the post.
    """
    if "memento-datetime" in page.headers:
        return False
    said = page.status == 200 and lookup.none is not None and lookup.none.fullmatch(page.body)
    return page.status in {404, 410} or bool(said)


def shows_account(page: Page, wanted: Wanted) -> bool:
    """Whether the answer to an `account_request` is the living account that was asked for."""
    try:
        account = orjson.loads(page.body) if page.status == 200 else None
    except orjson.JSONDecodeError:
        return False
    if not isinstance(account, dict) or account.get("suspended"):
        return False
    if wanted.author_id and wanted.author_id == account.get("did"):
        return True
    # A server calls its own accounts by name alone.
    asked, host = (wanted.handle or "").casefold(), wanted.ref.host.casefold()
    named = {str(account.get(name)).casefold() for name in ("handle", "acct")}
    return asked != "" and bool(named & {asked, asked.removesuffix(f"@{host}") if host else asked})


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
