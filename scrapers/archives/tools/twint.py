"""twint's CSV and JSON, in its two dialects of column names."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from linker.records import Post
from scrapers.archives.format import Items, Row, TableFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, ident, moment, string, strings
from scrapers.archives.posts.text import said
from scrapers.archives.posts.times import disagreement
from scrapers.archives.x.posts import address, clear, listed_in_order, timed

_STATUS = re.compile(r"/status/(\d+)")
_PICTURE = re.compile(r"\s*(?:https?://)?pic\.(?:twitter|x)\.com/\w+\s*$")
_WRITTEN = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")


def sniff(columns: Sequence[str]) -> bool:
    """A `tweet` column beside ids."""
    return {"id", "conversation_id", "tweet", "username"} <= set(columns)


def read(row: Row, place: Place) -> Items:
    """The post of a row, and its repost."""
    post_id = ident(row.get("id"))
    if not (post_id and post_id.isdigit()):
        yield place.problem("malformed", f"the id is no number: {str(post_id)[:40]}")
        return
    written = _written(row)
    post = _post(row, post_id, written, place)
    yield post
    yield from disagreement(post, written, place)
    yield from _reposts(row, post)


def _post(row: Row, post_id: str, written: datetime | None, place: Place) -> Post:
    author = handle(row.get("username"))
    created_at, source = timed(post_id, written)
    raw = string(row.get("tweet")) or ""
    links = strings(_listed(row.get("urls")))
    photos = strings(_listed(row.get("photos")))
    own = bool(photos) or str(row.get("video")) == "1"
    text, cut = clear(raw, *listed_in_order(raw, links, has_media=own), post_id)
    quoted = _STATUS.search(string(row.get("quote_url")) or "")
    conversation_id = _number(row.get("conversation_id"))
    return Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(row.get("name")),
        author_id=_number(row.get("user_id")),
        created_at=created_at,
        created_at_source=source,
        text=said(_PICTURE.sub("", text)),
        text_raw=string(raw),
        lang=string(row.get("language")),
        quote_of_id=quoted[1] if quoted else None,
        conversation_id=conversation_id,
        links=links,
        mentions=_named(row.get("mentions"), "screen_name"),
        hashtags=strings(each.lstrip("#") for each in strings(_listed(row.get("hashtags")))),
        media=photos,
        truncated=cut,
        **place.origin,
    )


def _number(value: object) -> str | None:
    """Digits: what pandas wrote as a float has lost them."""
    found = ident(value)
    return found if found and found.isdigit() else None


def _reposts(row: Row, original: Post) -> Iterator[Post]:
    """A repost's row holds the original, and beside it the repost's own id and author."""
    number = ident(row.get("retweet_id"))
    if number is None or not number.isdigit() or number == original.post_id:
        return
    author = handle(row.get("user_rt"))
    created_at, source = timed(number, moment(row.get("retweet_date")))
    yield replace(
        original,
        post_id=number,
        url=address(author, number),
        author_handle=author,
        author_name=None,
        author_id=ident(row.get("user_rt_id")),
        created_at=created_at,
        created_at_source=source,
        repost_of_id=original.post_id,
        conversation_id=None,
    )


def _written(row: Row) -> datetime | None:
    """The field's time: Unix milliseconds, or a local time, whose zone is often a mere abbreviation."""
    stamp = row.get("created_at")
    if isinstance(stamp, str) and stamp.isdigit():
        return moment(stamp)
    if isinstance(stamp, int | float):
        return moment(stamp)
    found = _WRITTEN.search(string(stamp) or "")
    offset = _zone(string(row.get("timezone")) or "", string(stamp) or "")
    if found is None or offset is None:
        return None
    try:
        return datetime.fromisoformat(f"{found[1]}T{found[2]}").replace(tzinfo=offset).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _zone(column: str, stamp: str) -> timezone | None:
    if column in {"UTC", "GMT"} or stamp.endswith(("UTC", "GMT")):
        return UTC
    found = _OFFSET.fullmatch(column.strip())
    if found is None:
        return None
    away = timedelta(hours=int(found[2]), minutes=int(found[3]))
    return timezone(away if found[1] == "+" else -away) if away < timedelta(hours=24) else None


def _listed(value: object) -> list[object]:
    """A list, or one written as Python or JSON writes it."""
    if isinstance(value, list):
        return value
    if not isinstance(value, str) or value[:1] != "[" or len(value) > 100_000:
        return []
    try:
        found = ast.literal_eval(value)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return []
    return found if isinstance(found, list) else []


def _named(value: object, key: str) -> tuple[str, ...]:
    return strings(each.get(key) if isinstance(each, dict) else each for each in _listed(value))


FORMAT = TableFormat(name="twint", title="twint CSV and JSON", sniff=sniff, read=read, rank=10)
