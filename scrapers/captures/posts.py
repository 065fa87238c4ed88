"""The captures of a post: addresses they may have, and reading them until one shows it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from linker.records import Page, Post, PostRef
from scrapers.captures.cdx import Capture
from scrapers.captures.choosing import nearest, readable
from scrapers.captures.wayback import WebArchive

MAX_MEMENTOS = 8
"""Opened for one post in one archive."""


def variants(url: str, ref: PostRef, handle: str | None) -> Iterator[str]:
    """The prefixes under which captures of a post may be found, likeliest first."""
    if ref.platform != "x":
        yield url
        return
    # X is no longer captured as HTML; JSON captures exist under the old name.
    for host in ("twitter.com", "mobile.twitter.com", "x.com"):
        if handle:
            yield f"{host}/{quote(handle)}/status/{ref.post_id}"
        yield f"{host}/i/web/status/{ref.post_id}"
    if handle:
        yield f"twitter.com/{quote(handle)}/statuses/{ref.post_id}"
    yield f"twitter.com/i/status/{ref.post_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What one archive gave of one post; without posts, `said` tells why."""

    posts: tuple[Post, ...] = ()
    said: str = ""


def find_captured(
    archive: WebArchive,
    addresses: Iterable[str],
    belongs: Callable[[Capture], bool],
    near: datetime | None,
    read: Callable[[Page], Iterable[Post]],
) -> Found:
    """Read the captures of a post, nearest in time first, until one holds it.

    Args:
        archive: where to look.
        addresses: prefixes to search, likeliest first.
        belongs: whether a capture's address is that of the post; a prefix finds more.
        near: when the post was seen, None if unknown.
        read: the wanted posts in a capture's bytes, none in a shell or a login page.

    Raises:
        ArchiveClosed: the archive is to be left alone.
        FetchError: no answer.
    """
    seen: set[str] = set()
    found: set[Capture] = set()
    tried = 0
    for address in addresses:
        captures = [each for each in archive.search(address, prefix=True).captures if belongs(each)]
        found.update(captures)
        for capture in nearest(readable(captures), near):
            if capture.digest in seen or tried >= MAX_MEMENTOS:
                continue
            seen.add(capture.digest)
            tried += 1
            page = archive.memento(capture)
            posts = tuple(read(page)) if page is not None and page.status == 200 else ()
            if posts:
                return Found(posts=posts, said=f"captured {capture.captured_at:%Y-%m-%d %H:%M} UTC")
    return Found(
        said=f"{len(found)} captures, {tried} opened, none shows the post" if found else "no capture"
    )
