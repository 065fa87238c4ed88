"""Rows of twitter-to-sqlite databases, with their author's columns joined on (`author_…`) by `db.foreign`."""

import re
from collections.abc import Sequence
from datetime import datetime

import orjson

from linker.records import Post
from scrapers.archives.format import Items, Row, TableFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, ident, moment, string, strings
from scrapers.archives.posts.text import said, unescape
from scrapers.archives.posts.times import disagreement
from scrapers.archives.x.posts import address, timed

_OWN_MEDIA = re.compile(r"\s*https?://(?:twitter|x)\.com/\w+/status/(\d+)/(?:photo|video)/\d+\s*$")
_BARE = re.compile(r"&(?!amp;|lt;|gt;)|[<>]")
_LINK = re.compile(r"https?://[^\s<>\"“”]+")


def sniff(columns: Sequence[str]) -> bool:
    """The columns of its `tweets` table."""
    return {"id", "full_text", "created_at", "author_screen_name"} <= set(columns)


def read(row: Row, place: Place) -> Items:
    """The post of a row; the tool has expanded its links already."""
    written = moment(row.get("created_at"))
    post = _post(row, written, place)
    yield post
    yield from disagreement(post, written, place)


def _post(row: Row, written: datetime | None, place: Place) -> Post:
    post_id = ident(row.get("id"))
    author = handle(row.get("author_screen_name"))
    repost_of_id = ident(row.get("retweeted_status"))
    original = string(row.get("retweeted_text"))
    raw = original or string(row.get("full_text")) or ""
    text = _OWN_MEDIA.sub("", _unescaped(raw))
    created_at, source = timed(post_id, written)
    return Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(row.get("author_name")),
        author_id=ident(row.get("user")),
        created_at=created_at,
        created_at_source=source,
        text=said(text),
        text_raw=string(row.get("full_text")),
        lang=string(row.get("lang")),
        reply_to_id=ident(row.get("in_reply_to_status_id")),
        quote_of_id=ident(row.get("quoted_status")),
        repost_of_id=repost_of_id,
        links=tuple(dict.fromkeys(_LINK.findall(text))),
        media=_media(row),
        truncated=row.get("truncated") == 1 or bool(repost_of_id and not original),
        **place.origin,
    )


def _unescaped(raw: str) -> str:
    """Words unescaped once: the tool's later versions did so, and bare marks in them show it."""
    return raw if _BARE.search(_LINK.sub("", raw)) else unescape(raw)


def _media(row: Row) -> tuple[str, ...]:
    try:
        listed = orjson.loads(string(row.get("media_urls")) or "[]")
    except orjson.JSONDecodeError:
        return ()
    return strings(listed) if isinstance(listed, list) else ()


FORMAT = TableFormat(
    name="twitter_to_sqlite", title="twitter-to-sqlite databases", sniff=sniff, read=read, rank=30
)
