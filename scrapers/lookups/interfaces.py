"""Live look-ups of a post, none of which needs a key: where to ask, each platform's rules for the address.

A look-up only says which addresses to fetch; the answers are saved posts in formats that `scrapers.archives`
reads, or words that there is no such post. One value a look-up, found by its name in the settings.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

import orjson

from linker.records import Page, PostRef

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


def syndication_token(post_id: str) -> str:
    """The token of X's syndication: `((id / 1e15) * Math.PI).toString(36)` without zeros and the point.

    >>> syndication_token("20")
    '6dq1a2xwd93'
    """
    return re.sub(r"0+|\.", "", _javascript_base36(int(post_id) / 1e15 * math.pi))


def _javascript_base36(value: float) -> str:
    """`Number.prototype.toString(36)` of a positive number as V8 computes it (DoubleToRadixCString)."""
    whole = math.floor(value)
    fraction = value - whole
    # Digits are written until they tell this double from its neighbours.
    delta = max(0.5 * (math.nextafter(value, math.inf) - value), math.nextafter(0.0, 1.0))
    digits: list[int] = []
    while fraction >= delta:
        fraction *= 36
        delta *= 36
        digit = int(fraction)
        digits.append(digit)
        fraction -= digit
        if (fraction > 0.5 or (fraction == 0.5 and digit % 2)) and fraction + delta > 1:
            whole += _carry(digits)
            break
    return _base36(whole) + ("." + "".join(_DIGITS[digit] for digit in digits) if digits else "")


_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _carry(digits: list[int]) -> int:
    """Round the last digit up in place; 1 if that reaches the whole part."""
    while digits:
        digits[-1] += 1
        if digits[-1] < 36:
            return 0
        digits.pop()
    return 1


def _base36(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return text or "0"
