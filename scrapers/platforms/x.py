"""X, before 2023 Twitter: status URLs in all their spellings, ids that carry the time."""

import re
from datetime import UTC, datetime, timedelta

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import Address, address, digits

_HOSTS = ("twitter.com", "x.com")
_MIRRORS = ("vxtwitter.com", "fxtwitter.com", "fixupx.com", "fixvx.com", "twittpr.com", "xcancel.com")
_EMBEDS = ("platform.twitter.com", "platform.x.com", "cdn.syndication.twimg.com", "syndication.twitter.com")
_WRAPPERS = ("publish.twitter.com", "publish.x.com", "twitframe.com")
_HANDLE = re.compile(r"@?(\w{1,30})", re.ASCII)
_NO_HANDLES = frozenset({"i", "statuses", "status", "web", "intent", "anyuser", "search", "hashtag", "share"})
_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657000, UTC)
_FIRST_SNOWFLAKE = 30_000_000_000
"""Ids below are older than snowflakes and carry no time (POSTS.md of the design)."""


def _status(url: str, depth: int = 2) -> tuple[str | None, str] | None:
    """Handle (if any) and id."""
    cut = address(url)
    if cut is None:
        return None
    if cut.on(*_WRAPPERS):
        inner = cut.query.get("url") or cut.query.get("query") or ""
        return _status(inner, depth - 1) if depth else None
    if cut.on(*_EMBEDS):
        number = digits(cut.query.get("id", ""))
        return (None, number) if number else None
    return _from_path(_path(cut)) if cut.on(*_HOSTS, *_MIRRORS) or cut.host.startswith("nitter.") else None


def _path(cut: Address) -> tuple[str, ...]:
    """Before 2012 the path stood behind `#!`."""
    return tuple(cut.fragment[1:].strip("/").split("/")) if cut.fragment.startswith("!") else cut.path


def _from_path(path: tuple[str, ...]) -> tuple[str | None, str] | None:
    at = next((i for i, part in enumerate(path[:3]) if part.lower() in {"status", "statuses"}), None)
    number = digits(path[at + 1]) if at is not None and len(path) > at + 1 else None
    if at is None or number is None or len(number) > 19:
        return None
    match = _HANDLE.fullmatch(path[0])
    known = at == 1 and match and match[1].lower() not in _NO_HANDLES
    return (match[1] if known and match else None), number


def post_ref(url: str) -> PostRef | None:
    """`https://twitter.com/NATO/status/20?s=20` -> id `20`; profiles, intents, lists and events give None."""
    found = _status(url)
    return PostRef(platform="x", post_id=found[1]) if found else None


def handle(url: str) -> str | None:
    """Handle as the URL writes it; `/i/web/status/…` and widgets carry none."""
    found = _status(url)
    return found[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:
    """`https://x.com/HANDLE/status/ID`, or `https://x.com/i/status/ID` while the handle is unknown."""
    return f"https://x.com/{handle or 'i'}/status/{ref.post_id}"


def posted_at(post_id: str) -> datetime | None:
    """Time of a snowflake id, ms exact: `(id >> 22) + 1288834974657`."""
    if not (post_id.isascii() and post_id.isdigit() and len(post_id) <= 19):
        return None
    number = int(post_id)
    return _EPOCH + timedelta(0, 0, (number >> 22) * 1000) if number >= _FIRST_SNOWFLAKE else None


def ref_of_id(value: str) -> PostRef | None:
    """A bare status id, as `data-tweet-id` holds it."""
    number = value.strip()
    known = number.isascii() and number.isdigit() and len(number) <= 19 and number.strip("0")
    return PostRef(platform="x", post_id=number) if known else None


PLATFORM = Platform(
    name="x",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    posted_at=posted_at,
    marks=("twit", "tweet", "x.com", "fixupx", "fixvx", "xcancel", "nitter", "twimg"),
    tags=("amp-twitter", "twitter-widget", "twitterwidget", "embetty-tweet"),
    classes=(
        "twitter-tweet",
        "twitter-video",
        "twitter-tweet-rendered",
        "embed-twitter",
        "js-embed-twitter",
        "js-tweet__placeholder",
        "tweet-embed",
        "embed-tweet",
        "twitter-embed",
        "embedded-tweet",
        "tweet",
    ),
    called=("twitter", "tweet", "twitterembed"),
    id_attributes=(
        "data-tweet-id",
        "data-tweetid",
        "data-tweet",
        "data-id",
        "data-embed-id",
        "data-status-id",
        "status",
    ),
    own_attributes=("data-tweet-id", "data-tweetid"),
    ref_of_id=ref_of_id,
)
