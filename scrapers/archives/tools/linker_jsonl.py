"""linker's own JSONL: the row that `linker posts --nl` prints, and the way back from it."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import UTC, datetime
from typing import get_args

from linker.records import CreatedAtSource, Post, Status
from scrapers.archives.format import Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import ident, moment, string, strings
from scrapers.platforms import platform_named

_FIELDS = tuple(each.name for each in fields(Post))
_LISTS = ("edit_ids", "links", "mentions", "hashtags", "media")
_TIMES = ("created_at", "captured_at")
_STATES: frozenset[str] = frozenset(get_args(Status))
_SOURCES: frozenset[str] = frozenset(get_args(CreatedAtSource))


def linker_row(post: Post) -> dict[str, object]:
    """Every field of a post as JSON values: times in ISO 8601 with Z, tuples as lists."""
    return {name: _plain(getattr(post, name)) for name in _FIELDS}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return list(value) if isinstance(value, tuple) else value


def sniff(value: Json) -> bool:
    """A row with a platform that we know, and fields by our names."""
    platform = value.get("platform")
    return (
        isinstance(platform, str)
        and platform_named(platform) is not None
        and ("post_id" in value or "author_handle" in value)
        and ("text" in value or "status" in value or "url" in value)
    )


def read(value: Json, place: Place) -> Iterator[Post]:
    """The post of a row; what a row does not say is taken from where it stands."""
    texts: dict[str, str | None] = {
        name: ident(value.get(name)) for name in _FIELDS if name not in {*_LISTS, *_TIMES, "truncated"}
    }
    status, source = texts["status"], texts["created_at_source"]
    yield Post(
        platform=texts["platform"] or "",
        post_id=texts["post_id"],
        host=texts["host"] or "",
        url=texts["url"],
        author_handle=texts["author_handle"],
        author_name=texts["author_name"],
        author_id=texts["author_id"],
        created_at=moment(value.get("created_at")),
        created_at_source=source if source in _SOURCES else None,  # type: ignore[arg-type]
        text=string(value.get("text")),
        text_raw=string(value.get("text_raw")),
        lang=texts["lang"],
        reply_to_id=texts["reply_to_id"],
        quote_of_id=texts["quote_of_id"],
        repost_of_id=texts["repost_of_id"],
        conversation_id=texts["conversation_id"],
        **{name: _listed(value.get(name)) for name in _LISTS},
        truncated=value.get("truncated") is True,
        status=status if status in _STATES else "ok",  # type: ignore[arg-type]
        status_evidence=texts["status_evidence"],
        # The row's own origin is kept: an export that is imported again is the same observation.
        source_format=texts["source_format"] or place.origin["source_format"],
        archive_url=texts["archive_url"] or place.archive_url,
        captured_at=moment(value.get("captured_at")) or place.captured_at,
        sha256=texts["sha256"] or place.origin["sha256"],
        offset=place.origin["offset"],
        length=place.origin["length"],
    )


def _listed(value: object) -> tuple[str, ...]:
    return strings(value) if isinstance(value, list) else ()


FORMAT = JsonFormat(name="linker", title="linker's own JSONL", sniff=sniff, read=read, rank=10)
