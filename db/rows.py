"""Rows back into records: the way out, where `store`, `observations` and `links` are the way in."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

import orjson
from sqlite_utils import Database

from db.columns import read_list, read_time
from linker.records import Article, Claim, Embed, Page, Part, Position, Post, PostRef

POST_COLUMNS = (
    "platform", "host", "source_format", "sha256", "url", "author_handle", "author_name", "author_id",
    "created_at", "created_at_source", "text", "text_raw", "lang", "reply_to_id", "quote_of_id",
    "repost_of_id", "conversation_id", "edit_ids", "links", "mentions", "hashtags", "media", "truncated",
    "status_evidence", "archive_url", "captured_at", "offset", "length",
)  # fmt: skip
_LISTS = ("edit_ids", "links", "mentions", "hashtags", "media")
_TIMES = ("created_at", "captured_at")


def select(db: Database, sql: str, values: Iterable[object] = ()) -> list[dict[str, Any]]:
    """Rows as dictionaries."""
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return [dict(row) for row in cursor.execute(sql, tuple(values))]


def read_post(row: dict[str, Any]) -> Post:
    """A row of `POST_COLUMNS`, `post_id` and `status`."""
    values = {name: row[name] for name in (*POST_COLUMNS, "post_id", "status")}
    values |= {name: read_list(values[name]) for name in _LISTS}
    values |= {name: read_time(values[name]) for name in _TIMES}
    return Post(**values | {"truncated": bool(values["truncated"])})


def read_article(row: dict[str, Any]) -> Article:
    """A row of `articles` with `entries` [paragraph, time, offset] and `parts` [url, paragraph, sha256]."""
    return Article(
        url=row["url"],
        title=row["title"],
        paragraphs=read_list(row["paragraphs"]),
        authors=read_list(row["authors"]),
        publisher=row["publisher"],
        published_at=read_time(row["published_at"], row["published_offset_minutes"]),
        modified_at=read_time(row["modified_at"], row["modified_offset_minutes"]),
        language=row["language"],
        section=row["section"],
        agency=row["agency"],
        form=row["form"],
        times=tuple((place, read_time(at, offset)) for place, at, offset in orjson.loads(row["entries"])),
        parts=tuple(
            Part(url=url, paragraph=paragraph, sha256=sha256)
            for url, paragraph, sha256 in orjson.loads(row["parts"])
        ),
        sha256=row["sha256"],
        archive_url=row["archive_url"],
        captured_at=read_time(row["captured_at"]),
    )


def read_page(row: dict[str, Any], body: bytes) -> Page:
    """A row of `pages`, and the bytes that lie apart."""
    return Page(
        url=row["url"],
        final_url=row["final_url"],
        status=row["status"],
        fetched_at=read_time(row["fetched_at"]),
        body=body,
        headers=orjson.loads(row["headers"] or "{}"),
        archive_url=row["archive_url"],
        captured_at=read_time(row["captured_at"]),
    )


def read_claim(row: dict[str, Any]) -> Claim:
    """A row of `claims` with `positions`, a JSON array of [paragraph, start, end]."""
    return Claim(
        article_id=row["article"],
        text=row["text"],
        kind=row["kind"],
        speaker=row["speaker"],
        positions=tuple(
            Position(paragraph=paragraph, start=start, end=end)
            for paragraph, start, end in orjson.loads(row["positions"])
        ),
    )


def read_embed(row: dict[str, Any]) -> Embed:
    """A row of `embeds`, without what it quotes."""
    return Embed(
        article_id=row["article"],
        platform=row["platform"],
        paragraph=row["paragraph"],
        method=row["method"],
        confidence=row["confidence"],
        ref=_ref(row),
        url=row["url"],
        author_handle=row["author_handle"],
        author_name=row["author_name"],
        author_id=row["author_id"],
        date=date.fromisoformat(row["date"]) if row["date"] else None,
        posted_at=read_time(row["posted_at"]),
        date_text=row["date_text"],
        text=row["text"],
        text_found=row["text_found"],
        media=read_list(row["media"]),
        anchor=_anchor(row),
        part=row["part"],
    )


def _ref(row: dict[str, Any]) -> PostRef | None:
    if row["post_id"] is None:
        return None
    return PostRef(platform=row["platform"], post_id=row["post_id"], host=row["host"])


def _anchor(row: dict[str, Any]) -> Position | None:
    if row["anchor_paragraph"] is None:
        return None
    return Position(paragraph=row["anchor_paragraph"], start=row["anchor_start"], end=row["anchor_end"])
