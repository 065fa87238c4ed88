"""RSS, Atom and JSON feeds -> the addresses of articles, newest first."""

import calendar
import io
from datetime import UTC, datetime
from typing import Any

import feedparser
import msgspec
from lxml import etree

from linker.errors import ParseError
from linker.records import Page
from scrapers.listings.listed import Listed, absolute, moment, unique

MAX_ITEMS = 1_000
_JSON_FEED = b"jsonfeed.org/version"
_NOT_JSON = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _JsonItem(msgspec.Struct):
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    date_published: str | None = None
    date_modified: str | None = None


class _JsonFeed(msgspec.Struct):
    version: str
    items: list[msgspec.Raw] = []


def read_feed(page: Page) -> tuple[Listed, ...]:
    """What a feed lists, newest first, at most 1,000 articles, each address once.

    Raises:
        ParseError: the bytes are no feed.
    """
    if _JSON_FEED in page.body[:2_000]:
        return unique(_json_items(page))
    _refuse_depth(page)
    # A stream, never a string: feedparser would fetch a string that looks like an address.
    parsed = feedparser.parse(io.BytesIO(page.body), response_headers=_headers(page), sanitize_html=False)
    if not parsed.get("version") and not parsed.entries:
        raise ParseError(f"{page.url}: holds no RSS, Atom or JSON feed; give the address of the feed itself")
    return unique(_entry(entry, page.final_url) for entry in parsed.entries[:MAX_ITEMS])


def _refuse_depth(page: Page) -> None:
    """Refuse what is nested beyond libxml2's bound: feedparser's time grows with the square of the depth."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        etree.fromstring(page.body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if any("depth" in error.message for error in parser.error_log):
        raise ParseError(f"{page.url}: holds elements nested without end; it is no feed")


def _headers(page: Page) -> dict[str, str]:
    kept = ("content-type", "content-location", "content-language")
    return {name: page.headers[name] for name in kept if name in page.headers}


def _entry(entry: dict[str, Any], base: str) -> Listed | None:
    url = absolute(base, entry.get("feedburner_origlink")) or absolute(base, entry.get("link"))
    if url is None:
        return None
    title = entry.get("title")
    return Listed(
        url=url,
        title=title if isinstance(title, str) else None,
        published_at=_utc(entry.get("published_parsed")),
        # Past feedparser's own get, which answers with the other time and a warning.
        modified_at=_utc(dict.get(entry, "updated_parsed")),
    )


def _utc(parsed: Any) -> datetime | None:  # noqa: ANN401 - feedparser's struct_time or nothing
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _json_items(page: Page) -> list[Listed | None]:
    try:
        feed = msgspec.json.decode(page.body, type=_JsonFeed)
    except _NOT_JSON as error:
        raise ParseError(f"{page.url}: is a broken JSON feed ({error})") from error
    return [_json_item(raw, page.final_url) for raw in feed.items[:MAX_ITEMS]]


def _json_item(raw: msgspec.Raw, base: str) -> Listed | None:
    try:
        item = msgspec.json.decode(raw, type=_JsonItem)
    except _NOT_JSON:
        return None
    url = absolute(base, item.url) or absolute(base, item.external_url)
    if url is None:
        return None
    return Listed(
        url=url,
        title=item.title,
        published_at=moment(item.date_published),
        modified_at=moment(item.date_modified),
    )
