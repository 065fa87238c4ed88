"""Reading strangers' JSON without trust: a getter gives the wanted type or an empty value, never raises."""

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count

from scrapers.archives.format import Json

_NOTHING: Json = {}
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"), start=1
    )
}
_EARLIEST, _LATEST = 946684800, 4102444800  # 2000 and 2100: what lies outside is no post's time


def string(value: object) -> str | None:
    """A string that holds something."""
    return value if isinstance(value, str) and value else None


def ident(value: object) -> str | None:
    """An id as a string; a float has lost its last digits and is none."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def handle(value: object) -> str | None:
    """A handle without its @."""
    return (value.strip().lstrip("@") or None) if isinstance(value, str) else None


def mapping(value: object) -> Json:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def within(value: object, *keys: str) -> Json:
    """The object at the end of a path of keys, or an empty one."""
    for key in keys:
        value = mapping(value).get(key)
    return mapping(value)


def objects(value: object) -> list[Json]:
    """The objects of a list; anything else in it is dropped."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def strings(values: Iterable[object]) -> tuple[str, ...]:
    """Strings that hold something, each once, in order."""
    return tuple(dict.fromkeys([each for each in values if isinstance(each, str) and each]))


def idents(value: object) -> tuple[str, ...]:
    """The ids of a list."""
    if not isinstance(value, list):
        return ()
    return tuple([found for each in value if (found := ident(each))])


def utc(moment: datetime) -> datetime | None:
    """The same moment in UTC; a moment without a zone is taken as UTC; None at the calendar's edges."""
    if moment.tzinfo is UTC:
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except (OverflowError, ValueError):
        return None


def moment(value: object) -> datetime | None:
    """A UTC time from ISO 8601, X's `Wed Apr 19 09:12:03 +0000 2023`, or Unix seconds or milliseconds."""
    if isinstance(value, str):
        return _written(value.strip())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return unix(value)
    return None


def unix(seconds: float) -> datetime | None:
    """A UTC time from Unix seconds; values too large for that are milliseconds."""
    if _EARLIEST * 1000 <= seconds < _LATEST * 1000:
        seconds /= 1000
    if not _EARLIEST <= seconds < _LATEST:
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _written(text: str) -> datetime | None:
    if len(text) == 30 and text[:3].isalpha():
        return _by_x(text)
    try:
        return utc(datetime.fromisoformat(text)) if not text.isdigit() else unix(float(text[:16]))
    except ValueError:
        return _loose(text)


def _by_x(text: str) -> datetime | None:
    # By slices: strptime takes ten times as long, and archives hold millions of these.
    try:
        return datetime(
            int(text[26:]),
            _MONTHS[text[4:7]],
            int(text[8:10]),
            int(text[11:13]),
            int(text[14:16]),
            int(text[17:19]),
            tzinfo=UTC,
        )
    except (ValueError, KeyError):
        return None


_LOOSE = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d)?", re.ASCII
)


def _loose(text: str) -> datetime | None:
    found = _LOOSE.fullmatch(text)
    if found is None:
        return None
    day, clock, zone = found.groups()
    offset = "+00:00" if zone in {None, "Z", "UTC", "GMT"} else zone
    try:
        return utc(datetime.fromisoformat(f"{day}T{clock}{offset}"))
    except ValueError:
        return None


def walk(value: object, *, most: int | None = None) -> Iterator[Json]:
    """Every object inside a JSON value, outer ones first, in reading order; of the first `most` values."""
    stack = [value]
    for _ in count() if most is None else range(most):
        if not stack:
            return
        each = stack.pop()
        if isinstance(each, dict):
            yield each
            stack.extend(reversed(list(each.values())))
        elif isinstance(each, list):
            stack.extend(reversed(each))
