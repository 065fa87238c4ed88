"""What the formats of the fediverse share: host and number in addresses, handles with their host."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from linker.records import CreatedAtSource
from scrapers.platforms.mastodon import posted_at

_NUMBER = re.compile(
    r"/(?:statuses|notes|objects|posts|notice|@[\w.-]+|p/[\w.-]+)/([\w-]{1,64})(?:/activity)?/?$"
)
_USER = re.compile(r"/(?:@|users/|u/|profile/|author/|channel/|c/)([\w.-]{1,64})(?:/|$)")
CLOSE_SECONDS = 86_400
CLOCKS = timedelta(minutes=1)
"""A post that came from another server has its number from its arrival, moments after it was written."""


def host_of(url: str | None) -> str:
    """The server in an address, with its port if it has one, in lower case."""
    if not url:
        return ""
    try:
        return urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def number_of(*urls: str | None) -> str | None:
    """The post's own number on its home server, from the first address that tells."""
    for url in urls:
        if url and (found := _NUMBER.search(url.partition("?")[0])):
            return found[1]
    return None


def user_of(*urls: str | None) -> str | None:
    """`user@host` from an actor's or post's address."""
    for url in urls:
        if url and (found := _USER.search(url.partition("?")[0] + "/")):
            return f"{found[1]}@{host_of(url)}"
    return None


def full_handle(acct: str | None, host: str) -> str | None:
    """`user@host`, where local accounts go by `user` alone."""
    if not acct:
        return None
    return acct if "@" in acct or not host else f"{acct}@{host}"


def timed(number: str | None, written: datetime | None) -> tuple[datetime | None, CreatedAtSource | None]:
    """When a post was made: its number, if that is a Mastodon time (milliseconds << 16), else the field.

    Other programs number differently, so the number counts only where it is near the written time.
    """
    from_id = posted_at(number) if number else None
    if from_id and written and abs((from_id - written).total_seconds()) > CLOSE_SECONDS:
        from_id = None
    return (from_id, "id") if from_id else (written, "field" if written else None)
