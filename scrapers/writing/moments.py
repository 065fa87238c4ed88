"""Dates as pages write them -> aware datetimes that keep the page's own UTC offset."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s]+(\d{1,2})[:.h](\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?()(Z)?$")
_EPOCH = re.compile(r"^\d{10}(?:\d{3})?$")


def moment(written: object, now: datetime) -> datetime | None:
    """Read a machine-readable date; None where it is none, or lies before 1990 or after `now`.

    A `now` before 1990 stands for an unknown one and bounds nothing. A time without an offset is taken as
    UTC, a day without a time as its midnight in UTC.
    """
    text = " ".join(str(written or "").split())[:60]
    try:
        found = _read(text)
    except (ValueError, OverflowError, OSError, IndexError, TypeError):
        return None
    if found is None:
        return None
    found = found if found.tzinfo else found.replace(tzinfo=UTC)
    try:
        latest = now + _AHEAD if now > _EARLIEST else _LATEST
        return found if _EARLIEST <= found.astimezone(UTC) <= latest else None
    except OverflowError:
        return None


def _read(text: str) -> datetime | None:
    if not text:
        return None
    if _EPOCH.match(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    match = _COMPACT.match(text) or _ISO.match(text)
    if match is None:
        return parsedate_to_datetime(text)
    year, month, day, hour, minute, second, offset = match.groups()[:7]
    clock = f"{int(hour):02}:{minute}:{second or '00'}" if hour else "00:00:00"
    zone = "+00:00" if not offset or offset.upper() in {"Z", "UTC", "GMT"} else offset
    return datetime.fromisoformat(f"{year}-{int(month):02}-{int(day):02}T{clock}{zone}")
