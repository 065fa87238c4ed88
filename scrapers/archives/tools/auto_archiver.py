"""Bellingcat's auto-archiver: its sheet as CSV, and the CSV that its `csv_db` writes."""

import ast
import re
from collections.abc import Sequence

import orjson

from linker.records import Post, Status
from scrapers.archives.format import Items, Row, TableFormat
from scrapers.archives.place import Origin, Place
from scrapers.archives.posts.lenient import mapping, moment, string
from scrapers.archives.posts.refs import named_by
from scrapers.archives.posts.text import said, unescape

_URL = re.compile(r"""['"]url['"]:\s*['"]([^'"]+)""")
_MOMENT = re.compile(
    r"datetime\.datetime\((\d{4}), (\d\d?), (\d\d?), (\d\d?), (\d\d?)(?:, (\d\d?))?(?:, \d+)?"
    r"(?:, tzinfo=[\w.()]+)?\)"
)
_MAX_WRITTEN = 200_000
_KEPT = {"url": "url", "title": "upload title", "content": "text content", "timestamp": "upload timestamp"}
"""What the metadata call what the sheet has in its columns."""
_FAILED = ("nothing archived", "no archiver", "error", "failed")


def sniff(columns: Sequence[str]) -> bool:
    """The sheet's columns in any case and order, or `status, metadata, media`."""
    named = {each.strip().lower() for each in columns}
    return (
        ({"link", "archive status"} <= named)
        or ({"url", "archive status"} <= named)
        or ({"status", "metadata", "media"} <= named)
    )


def read(row: Row, place: Place) -> Items:
    """The post that the row's link names, with what the archiver kept of it."""
    fields = {str(name).strip().lower(): string(each) for name, each in row.items()}
    if fields.get("metadata"):
        fields |= _of_metadata(fields["metadata"] or "")
    url = fields.get("link") or fields.get("url")
    named = named_by(url)
    if named is None:
        yield place.problem("no post", f"the link names no post: {(url or 'none')[:120]}")
        return
    from_id = named.rules.posted_at(named.ref.post_id)
    written = moment(fields.get("upload timestamp") or fields.get("timestamp"))
    status, evidence = _status(fields.get("archive status") or fields.get("status") or "")
    yield Post(
        platform=named.ref.platform,
        host=named.ref.host,
        post_id=named.ref.post_id,
        url=named.url,
        author_handle=named.handle,
        author_id=named.author_id,
        created_at=from_id or written,
        created_at_source="id" if from_id else "field" if written else None,
        text=_text(fields),
        text_raw=fields.get("text content") or fields.get("text"),
        media=tuple(filter(None, (fields.get("archive location"),))),
        status=status,
        status_evidence=evidence,
        **_origin(fields, place),
    )


def _origin(fields: dict[str, str | None], place: Place) -> Origin:
    origin = place.seen(moment(fields.get("archive date") or fields.get("_processed_at")))
    kept = fields.get("replaywebpage") or fields.get("wacz") or fields.get("archive location")
    return {**origin, "archive_url": kept or origin["archive_url"]}


def _of_metadata(written: str) -> dict[str, str | None]:
    """What the `metadata` column holds: a Python dict as text, its times as the code that makes them."""
    plain = _MOMENT.sub(_iso, written[:_MAX_WRITTEN])
    try:
        found = ast.literal_eval(plain)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        found = None
    if not isinstance(found, dict):
        url = _URL.search(written)
        return {"url": url[1]} if url else {}
    kept = {ours: string(found.get(theirs)) for theirs, ours in _KEPT.items()}
    return {**kept, "archive date": string(found.get("_processed_at"))}


def _iso(found: "re.Match[str]") -> str:
    year, month, day, hour, minute, second = (int(each or 0) for each in found.groups())
    return f"'{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+00:00'"


def _text(fields: dict[str, str | None]) -> str | None:
    """The kept text: words, or the post's JSON as the archiver got it, or else the title."""
    kept = fields.get("text content") or fields.get("text") or fields.get("content") or ""
    if kept.lstrip().startswith("{"):
        kept = _inside(kept) or ""
    return said(unescape(kept)) or said(unescape(fields.get("upload title") or ""))


def _inside(written: str) -> str | None:
    try:
        value = mapping(orjson.loads(written))
    except orjson.JSONDecodeError:
        return None
    names = ("full_text", "text", "rawContent", "content", "description")
    return next((found for name in names if (found := string(value.get(name)))), None)


def _status(told: str) -> tuple[Status, str | None]:
    # A failed archiving says nothing of the post: it may stand, deleted or not.
    return (
        ("unknown", f"auto-archiver: {told}")
        if any(word in told.lower() for word in _FAILED)
        else ("ok", None)
    )


FORMAT = TableFormat(name="auto_archiver", title="auto-archiver CSV", sniff=sniff, read=read, rank=20)
