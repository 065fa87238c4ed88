"""Bluesky: record keys that carry the time, authors by DID, post addresses on the web and as at:// URIs."""

import re
from datetime import UTC, datetime, timedelta

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address

_RKEY = re.compile(r"[2-7a-z]{13}")
_AT = re.compile(r"\s*at://([\w.:%-]{1,300})/app\.bsky\.feed\.post/([2-7a-z]{13})\b")
_DID = re.compile(r"did:(?:plc|web):[\w.:%-]{1,200}")
_HANDLE = re.compile(r"@?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8})", re.IGNORECASE)
_HOSTS = ("bsky.app", "staging.bsky.app", "bskyx.app", "fxbsky.app", "deer.social")
_ALPHABET = "234567abcdefghijklmnopqrstuvwxyz"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _record(url: str) -> tuple[str, str] | None:
    """Author (handle or DID) and record key."""
    if match := _AT.match(url[:600]):
        return match[1], match[2]
    cut = address(url)
    if cut is None or not cut.on(*_HOSTS):
        return None
    path = cut.path
    if (len(path) >= 4 and path[0] == "profile" and path[2] == "post") or (
        len(path) >= 4 and path[0] == "embed" and path[2] == "app.bsky.feed.post"
    ):
        author, key = path[1], path[3]
    else:
        return None
    return (author, key) if _RKEY.fullmatch(key) else None


def post_ref(url: str) -> PostRef | None:
    """`https://bsky.app/profile/NAME/post/RKEY`, `at://DID/app.bsky.feed.post/RKEY`, the frame's address."""
    found = _record(url)
    return PostRef(platform="bluesky", post_id=found[1]) if found else None


def handle(url: str) -> str | None:
    """A handle, never a DID."""
    found = _record(url)
    match = _HANDLE.fullmatch(found[0]) if found else None
    return match[1] if match else None


def author_id(url: str) -> str | None:
    """The DID, where the URL names the author by it."""
    found = _record(url)
    return found[0] if found and _DID.fullmatch(found[0]) else None


def canonical_url(ref: PostRef, handle: str | None) -> str:
    """The web app's address; it needs an author, and takes a DID in place of a handle."""
    return f"https://bsky.app/profile/{handle or 'unknown'}/post/{ref.post_id}"


def posted_at(post_id: str) -> datetime | None:
    """Time of a TID: base32-sortable, `>> 10` = microseconds (atproto.com/specs/tid)."""
    if not _RKEY.fullmatch(post_id):
        return None
    number = 0
    for char in post_id:
        number = number * 32 + _ALPHABET.index(char)
    found = _EPOCH + timedelta(microseconds=number >> 10) if number < 1 << 63 else None
    return found if found and found.year >= 2022 else None


PLATFORM = Platform(
    name="bluesky",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    posted_at=posted_at,
    author_id=author_id,
    marks=("bsky", "bluesky", "deer.social"),
    tags=("bluesky-post", "bsky-embed"),
    classes=("bluesky-embed",),
    called=("bluesky",),
    id_attributes=("data-bluesky-uri",),
    own_attributes=("data-bluesky-uri",),
    ref_of_id=post_ref,
)
