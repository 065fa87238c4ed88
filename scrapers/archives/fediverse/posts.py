"""What the formats of the fediverse share: host and number in addresses, handles with their host."""

import re
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from linker.records import CreatedAtSource
from scrapers.archives.posts.pages import has_class, strip_html
from scrapers.platforms.mastodon import posted_at

_NUMBER = re.compile(
    r"/(?:statuses|notes|objects|posts|notice|@[\w.-]+|p/[\w.-]+)/([\w-]{1,64})(?:/activity)?/?$"
)
_USER = re.compile(
    r"(?<!/ap)/(?:@|users/|u/|profile/|author/|accounts/|video-channels/|channel/|c/)([\w.-]{1,64})(?:/|$)"
)
"""`/ap/users/` is followed by a number, not a name."""
_BY_NUMBER = re.compile(r"https?://[^/]+/notes/")
"""Addresses of posts on servers that number their users (Misskey and its kin)."""
_PATH = re.compile(r"https?://[^/]+/([^#]{1,200})")
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


def author_of(actor: str | None, post: str | None, url: str | None) -> str | None:
    """`user@host` of a post's author, None where its server's addresses hold a number in the name's place."""
    return None if post and _BY_NUMBER.match(post) else user_of(actor, url)


def user_of(*urls: str | None) -> str | None:
    """`user@host` from an actor's or post's address."""
    for url in urls:
        if url and (found := _USER.search(url.partition("?")[0] + "/")):
            return f"{found[1]}@{host_of(url)}"
    return None


def path_of(url: str | None) -> str | None:
    """What identifies a post on a server whose numbers we do not know: the rest of its address."""
    found = _PATH.match(url or "")
    return found[1] if found else None


def full_handle(acct: str | None, host: str) -> str | None:
    """`user@host`, where local accounts go by `user` alone."""
    if not acct:
        return None
    return acct if "@" in acct or not host else f"{acct}@{host}"


def words_of(content: str, *, quotes: bool) -> str:
    """The words of a post's HTML; a quoting one may repeat the quoted post's address for old programs."""
    return strip_html(content, shown=_without_quote_link if quotes else None)


def _without_quote_link(node: HtmlElement) -> str | None:
    return "" if has_class(node, "quote-inline") else None


def timed(number: str | None, written: datetime | None) -> tuple[datetime | None, CreatedAtSource | None]:
    """When a post was made: its number, if that is a Mastodon time (milliseconds << 16), else the field.

    Other programs number differently, so the number counts only where it is near the written time.
    """
    from_id = posted_at(number) if number else None
    if from_id and written and abs((from_id - written).total_seconds()) > CLOSE_SECONDS:
        from_id = None
    return (from_id, "id") if from_id else (written, "field" if written else None)
