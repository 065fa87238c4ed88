"""How a post stands in its row of `observations`: made without the database, so by any process."""

import hashlib
import unicodedata
from collections.abc import Sequence

import orjson

from db.columns import Value, clean, clean_row, list_text, time_text
from linker.records import Post

EMBED_FORMAT = "embed"
MISSES_FORMAT = "misses"

REF_COLUMNS = ("post_id", "platform", "host")
KEY_COLUMNS = ("source_format", "sha256")
SAID_COLUMNS = (
    "url", "author_handle", "author_name", "author_id", "created_at", "created_at_source", "text",
    "text_raw", "lang", "reply_to_id", "quote_of_id", "repost_of_id", "conversation_id", "edit_ids", "links",
    "mentions", "hashtags", "media", "truncated", "status", "status_evidence", "archive_url", "captured_at",
    "rank",
)  # fmt: skip
PLACE_COLUMNS = ("offset", "length")
ROW_COLUMNS = (*REF_COLUMNS, *KEY_COLUMNS, *SAID_COLUMNS, *PLACE_COLUMNS)

Row = tuple[Value, ...]
"""The values of `ROW_COLUMNS`."""

SAID = slice(ROW_COLUMNS.index("url"), ROW_COLUMNS.index("offset"))
_NAMES = frozenset(map(ROW_COLUMNS.index, (*REF_COLUMNS, "author_handle", "author_name", "author_id")))


def rows_of(posts: Sequence[Post]) -> list[Row]:
    """The rows of posts, without what no database holds or finds again."""
    rows = [_row(post) for post in posts]
    try:
        told = orjson.dumps(rows)
    except TypeError:  # a lone surrogate somewhere: orjson is the quickest to say so
        return [_cleaned(row) for row in rows]
    return [_cleaned(row) for row in rows] if b"\\u0000" in told else rows


def _row(post: Post) -> Row:
    """What the observation says; a deletion without evidence says nothing."""
    unproved = post.status == "deleted" and not post.status_evidence
    return (
        post.post_id, post.platform, post.host, post.source_format, post.sha256,
        post.url, post.author_handle, post.author_name, post.author_id, time_text(post.created_at),
        post.created_at_source, post.text, post.text_raw, post.lang, post.reply_to_id, post.quote_of_id,
        post.repost_of_id, post.conversation_id, list_text(post.edit_ids), list_text(post.links),
        list_text(post.mentions), list_text(post.hashtags), list_text(post.media), int(post.truncated),
        "unknown" if unproved else post.status, post.status_evidence, post.archive_url,
        time_text(post.captured_at), rank(post), post.offset, post.length,
    )  # fmt: skip


def _cleaned(row: Row) -> Row:
    """SQLite's JSON, through which rows are asked for by name, ends a text at a NUL: names hold none."""
    return tuple(
        value.replace("\0", "\ufffd") if at in _NAMES and isinstance(value, str) else value
        for at, value in enumerate(clean_row(row))
    )


def rank(post: Post) -> int:
    """How much an observation is worth showing, greater is better; `db.observations` tells the order."""
    if post.source_format == MISSES_FORMAT:
        return 0
    return (
        16 * (post.text is not None)
        + 8 * (post.source_format != EMBED_FORMAT)
        + 4 * (not post.truncated)
        + 2 * (post.created_at is not None)
        + (post.author_id is not None or post.author_handle is not None)
    )


def natural_hash(article_id: str, place: str, text: str | None) -> str:
    """The key of an observation that has neither bytes nor an id of its own."""
    folded = " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())
    return hashlib.sha256(clean(f"{article_id}\n{place}\n{folded}").encode()).hexdigest()
