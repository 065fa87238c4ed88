"""Where live look-ups ask: one public interface of a platform each, its rules for the address.

A look-up only says which addresses to fetch; the answers are saved posts in formats that `scrapers.archives`
reads, or words that there is no such post. One value a look-up, found by its name in the settings.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from linker.records import PostRef
from scrapers.lookups.syndication import syndication_token

_SAFE_ID = re.compile(r"[\w:./-]{1,200}", re.ASCII)
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9-]{1,63}\.)+[a-z]{2,63}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is known of the post that is asked for."""

    ref: PostRef
    url: str
    """Canonical."""
    handle: str | None = None
    author_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """One public interface of a platform."""

    name: str
    """As in `[lookups]` of config.toml."""
    platform: str
    address: str
    """Where it answers, with {host} where that is the post's own server; the settings may name a mirror."""
    request: Callable[[str, Wanted], str | None]
    """Address and post -> URL to fetch, or None where too little is known of the post."""
    none: re.Pattern[bytes] | None = None
    """The whole body of an answer with status 200 that says: no such post."""
    account_request: "Callable[[str, Wanted], str | None]" = lambda _address, _wanted: None
    """The same for the profile of the post's author, where the platform shows one to everybody."""


def _oembed(address: str, wanted: Wanted) -> str | None:
    return f"{address}?{urlencode({'url': wanted.url, 'omit_script': '1'})}"


def _oembed_json(address: str, wanted: Wanted) -> str | None:
    return f"{address}?{urlencode({'url': wanted.url, 'format': 'json'})}"


def _syndication(address: str, wanted: Wanted) -> str | None:
    post_id = wanted.ref.post_id
    if not (post_id.isascii() and post_id.isdigit() and len(post_id) < 20):
        return None
    return f"{address}?{urlencode({'id': post_id, 'lang': 'en', 'token': syndication_token(post_id)})}"


def _bluesky(address: str, wanted: Wanted) -> str | None:
    author = wanted.author_id or wanted.handle
    if author is None:
        return None
    return f"{address}?{urlencode({'uris': f'at://{author}/app.bsky.feed.post/{wanted.ref.post_id}'})}"


def _mastodon(address: str, wanted: Wanted) -> str | None:
    if not _HOST.fullmatch(wanted.ref.host.casefold()):
        return None
    return f"{address.format(host=wanted.ref.host)}/{quote(wanted.ref.post_id, safe='')}"


def _telegram(address: str, wanted: Wanted) -> str | None:
    return f"{address}/{quote(wanted.ref.post_id)}?embed=1&mode=tme"


def _bluesky_account(address: str, wanted: Wanted) -> str | None:
    author = wanted.author_id or wanted.handle
    methods = address.rpartition("/")[0]
    return f"{methods}/app.bsky.actor.getProfile?{urlencode({'actor': author})}" if author else None


def _mastodon_account(address: str, wanted: Wanted) -> str | None:
    if not wanted.handle or not _HOST.fullmatch(wanted.ref.host.casefold()):
        return None
    interface = address.format(host=wanted.ref.host).rpartition("/")[0]
    return f"{interface}/accounts/lookup?{urlencode({'acct': wanted.handle})}"


LOOKUPS = (
    Lookup(
        name="x_syndication",
        platform="x",
        address="https://cdn.syndication.twimg.com/tweet-result",
        request=_syndication,
        none=re.compile(rb"\s*\{\s*\}\s*"),
    ),
    Lookup(name="x_oembed", platform="x", address="https://publish.twitter.com/oembed", request=_oembed),
    Lookup(
        name="bluesky",
        platform="bluesky",
        address="https://public.api.bsky.app/xrpc/app.bsky.feed.getPosts",
        request=_bluesky,
        none=re.compile(rb'\s*\{\s*"posts"\s*:\s*\[\s*\]\s*\}\s*'),
        account_request=_bluesky_account,
    ),
    Lookup(
        name="mastodon",
        platform="mastodon",
        address="https://{host}/api/v1/statuses",
        request=_mastodon,
        account_request=_mastodon_account,
    ),
    Lookup(
        name="telegram",
        platform="telegram",
        address="https://t.me",
        request=_telegram,
        none=re.compile(rb'.*tgme_widget_message_error"[^<>]*>\s*Post not found\s*<.*', re.DOTALL),
    ),
    Lookup(name="tiktok", platform="tiktok", address="https://www.tiktok.com/oembed", request=_oembed_json),
    Lookup(
        name="youtube", platform="youtube", address="https://www.youtube.com/oembed", request=_oembed_json
    ),
)
"""In the order in which they are asked: what tells most comes first."""


def request_url(lookup: Lookup, wanted: Wanted, address: str = "") -> str | None:
    """The URL to fetch for a post, None where this look-up is not for it or too little is known."""
    if lookup.platform != wanted.ref.platform or not _SAFE_ID.fullmatch(wanted.ref.post_id):
        return None
    return lookup.request(address or lookup.address, wanted)
