"""Mastodon and what speaks its API, on any host: numbers of a server, handles `user@host`."""

import re
from datetime import UTC, datetime, timedelta

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import caption_words

_USER = re.compile(r"@?(\w[\w.-]{0,60})(?:@([\w-]{1,63}(?:\.[\w-]{1,63}){1,5}))?", re.ASCII)
_NUMBER = re.compile(r"\d{1,20}", re.ASCII)
_SURE_LENGTH = 15
"""Digits of a snowflake (since 2017); a shorter number behind `/@name/` may be anything, unless embedded."""
_LONGEST = 18
"""More digits, which other programs' numbers have, lie beyond the calendar."""
_OTHERS = ("truthsocial.com", "threads.net", "threads.com", "tiktok.com", "youtube.com", "medium.com")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def _status(url: str) -> tuple[str, str, str] | None:
    """User as written (`name` or `name@home`), host, number."""
    cut = address(url)
    if cut is None or cut.on(*_OTHERS):
        return None
    path = cut.path[1:] if cut.path[:1] == ("web",) else cut.path
    if len(path) >= 4 and path[0] == "users" and path[2] == "statuses":
        user, number, sure = path[1], path[3], True
    elif len(path) >= 2 and path[0].startswith("@"):
        user, number = path[0][1:], path[1]
        sure = len(number) >= _SURE_LENGTH or path[2:3] == ("embed",)
    else:
        return None
    return (user, cut.host, number) if sure and _USER.fullmatch(user) and _NUMBER.fullmatch(number) else None


def post_ref(url: str) -> PostRef | None:
    """`https://HOST/@user/NUMBER[/embed]`, `https://HOST/users/user/statuses/NUMBER`; ids are the host's."""
    found = _status(url)
    return PostRef(platform="mastodon", post_id=found[2], host=found[1]) if found else None


def handle(url: str) -> str | None:
    """`user@host`, the home host where another server shows the post."""
    found = _status(url)
    match = _USER.fullmatch(found[0]) if found else None
    return f"{match[1]}@{match[2] or found[1]}" if match and found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:
    """On the server that gave the number."""
    user, _, home = (handle or "").partition("@")
    name = user if home == ref.host or not home else handle
    return (
        f"https://{ref.host}/@{name}/{ref.post_id}" if name else f"https://{ref.host}/statuses/{ref.post_id}"
    )


def posted_at(post_id: str) -> datetime | None:
    """`id >> 16` = Unix ms: exact on the home server, the time of arrival on others."""
    if not (_NUMBER.fullmatch(post_id) and _SURE_LENGTH <= len(post_id) <= _LONGEST):
        return None
    found = _EPOCH + timedelta(milliseconds=int(post_id) >> 16)
    return found if found.year >= 2016 else None


PLATFORM = Platform(
    name="mastodon",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    posted_at=posted_at,
    marks=("/@", "/users/", "mastodon"),
    classes=("mastodon-embed",),
    id_attributes=("data-embed-url",),
    words=caption_words,
)
