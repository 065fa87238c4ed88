"""How values stand in columns: UTC times as ISO text, lists as JSON arrays, and back."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import overload

import orjson

_SURROGATE = re.compile("[\ud800-\udfff]")
Value = str | int | float | None


def time_text(time: datetime | None) -> str | None:
    """UTC, ISO, in a form that sorts as text; a time without a zone is taken for UTC."""
    if time is None:
        return None
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    elif time.tzinfo is not UTC:
        time = time.astimezone(UTC)
    # As `isoformat`, in a third of its time.
    return orjson.dumps(time)[1:-1].decode()


@overload
def read_time(text: str, offset_minutes: int | None = None) -> datetime: ...
@overload
def read_time(text: str | None, offset_minutes: int | None = None) -> datetime | None: ...
def read_time(text: str | None, offset_minutes: int | None = None) -> datetime | None:
    """The time back, in its own offset where that was kept."""
    if text is None:
        return None
    time = datetime.fromisoformat(text)
    if offset_minutes is None:
        return time
    return time.astimezone(timezone(timedelta(minutes=offset_minutes)))


def offset_minutes(time: datetime | None) -> int | None:
    """Minutes east of UTC, None where the time names no zone."""
    offset = time.utcoffset() if time else None
    return None if offset is None else round(offset.total_seconds() / 60)


def list_text(values: Sequence[object]) -> str | None:
    """A JSON array, NULL where empty; lone surrogates, which no database holds, are replaced."""
    if not values:
        return None
    try:
        return orjson.dumps(values).decode()
    except TypeError:
        return orjson.dumps([clean(str(value)) for value in values]).decode()


def read_list(text: str | None) -> tuple[str, ...]:
    """The array back."""
    return tuple(orjson.loads(text)) if text else ()


def mapping_text(values: Mapping[str, str]) -> str | None:
    """A JSON object, NULL where empty."""
    if not values:
        return None
    return orjson.dumps({clean(name): clean(value) for name, value in values.items()}).decode()


def clean(text: str) -> str:
    """Text that SQLite can hold: lone surrogates become U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


def clean_row(row: Sequence[Value]) -> tuple[Value, ...]:
    """The row with every text cleaned."""
    return tuple(clean(value) if isinstance(value, str) else value for value in row)
