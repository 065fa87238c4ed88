"""Truth Social: Mastodon's shapes on one host."""

import re
from datetime import UTC, datetime

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import caption_words

_USER = re.compile(r"@?(\w{1,30})", re.ASCII)
_NUMBER = re.compile(r"\d{15,20}", re.ASCII)
_LONGEST = 18
"""Digits; more lie beyond the calendar."""


def _truth(url: str) -> tuple[str, str] | None:
    cut = address(url)
    if cut is None or not cut.on("truthsocial.com") or len(cut.path) < 2:
        return None
    path = cut.path[1:] if cut.path[0] == "users" else cut.path
    rest = path[2:] if path[1:2] in {("posts",), ("statuses",)} else path[1:]
    match = _USER.fullmatch(path[0])
    return (match[1], rest[0]) if match and rest and _NUMBER.fullmatch(rest[0]) else None


def post_ref(url: str) -> PostRef | None:
    """`https://truthsocial.com/@user/ID[/embed]`, `/@user/posts/ID`, `/users/user/statuses/ID`."""
    found = _truth(url)
    return PostRef(platform="truthsocial", post_id=found[1]) if found else None


def handle(url: str) -> str | None:
    """The user in the path."""
    found = _truth(url)
    return found[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:
    """With the user where it is known."""
    return f"https://truthsocial.com/@{handle or 'i'}/{ref.post_id}"


def posted_at(post_id: str) -> datetime | None:
    """`id >> 16` = Unix ms; one server, so always the home server."""
    known = _NUMBER.fullmatch(post_id) and len(post_id) <= _LONGEST
    from_ms = int(post_id) >> 16 if known else 0
    found = datetime.fromtimestamp(from_ms / 1000, UTC)
    return found if found.year >= 2021 else None


PLATFORM = Platform(
    name="truthsocial",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    posted_at=posted_at,
    marks=("truthsocial",),
    classes=("truthsocial-embed",),
    words=caption_words,
)
