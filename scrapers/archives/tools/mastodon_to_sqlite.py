"""Rows of mastodon-to-sqlite databases, their author's columns (`author_…`) joined on by `db.foreign`."""

from collections.abc import Sequence

from linker.records import Post
from scrapers.archives.fediverse.posts import CLOCKS, full_handle, host_of, number_of, timed
from scrapers.archives.format import Items, Row, TableFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import ident, moment, string
from scrapers.archives.posts.pages import links_of, strip_html
from scrapers.archives.posts.text import said
from scrapers.archives.posts.times import disagreement


def sniff(columns: Sequence[str]) -> bool:
    """The columns of its `statuses` table."""
    return {"id", "account_id", "content", "created_at", "author_username"} <= set(columns)


def read(row: Row, place: Place) -> Items:
    """The post of a row; the server is its author's, for the database does not name the one it asked."""
    written = moment(row.get("created_at"))
    url = string(row.get("url")) or string(row.get("uri"))
    number = number_of(string(row.get("uri")), url) or ident(row.get("id"))
    profile = string(row.get("author_url"))
    host = host_of(url) or host_of(profile)
    handle = full_handle(string(row.get("author_username")), host)
    created_at, source = timed(number, written)
    content = string(row.get("content")) or ""
    post = Post(
        platform="mastodon",
        host=host,
        post_id=number,
        url=url or (f"{profile}/{number}" if profile and number else None),
        author_handle=handle,
        author_name=string(row.get("author_display_name")),
        author_id=ident(row.get("account_id")),
        created_at=created_at,
        created_at_source=source,
        text=said(strip_html(content)),
        text_raw=content or None,
        links=links_of(content),
        **place.origin,
    )
    yield post
    yield from disagreement(post, written, place, CLOCKS)


FORMAT = TableFormat(
    name="mastodon_to_sqlite", title="mastodon-to-sqlite databases", sniff=sniff, read=read, rank=31
)
