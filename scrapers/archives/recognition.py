"""Gives each parsed unit to the format that knows its shape, and keeps the telling of problems short."""

from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from linker.records import Post, Problem
from scrapers.archives.files.bounds import USUAL, Bounds
from scrapers.archives.files.jsonpieces import salvage
from scrapers.archives.files.jsonunits import Unit, loads
from scrapers.archives.format import JsonFormat, Row, TableFormat
from scrapers.archives.place import Place
from scrapers.archives.registry import json_formats, page_formats, table_formats

MAX_TOLD = 20
"""Problems of one kind told for one file; more are counted."""
_MAX_DEPTH = 12
_ERRORS = frozenset(
    {
        "error",
        "errors",
        "message",
        "error_description",
        "detail",
        "title",
        "type",
        "status",
        "reason",
        "request",
        "code",
        "data",
        "extensions",
    }
)
"""What answers without posts consist of; `data` is then empty, or names a user who is not shown."""

Item = Post | Problem


class Values:
    """Reads JSON values, asking the format of the last one first: files are mostly of one kind."""

    def __init__(self, bounds: Bounds = USUAL) -> None:
        self._bounds = bounds
        self._last: JsonFormat | TableFormat | None = None

    @property
    def name(self) -> str:
        """Of the format that knew the last value."""
        return self._last.name if self._last else ""

    def items(self, unit: Unit, place: Place) -> list[Item]:
        """What one unit of a JSON stream gives."""
        last = self._last
        if isinstance(last, JsonFormat) and last.read_line:
            place.origin["source_format"] = last.name
            if (items := last.read_line(unit.raw, place)) is not None:
                return list(items)
        try:
            value = loads(unit.raw)
        except ValueError as error:
            return self._damaged(unit, place, error)
        if isinstance(last, JsonFormat) and isinstance(value, dict) and last.sniff(value):
            place.origin["source_format"] = last.name
            return list(last.read(value, place))
        return list(self.read(value, place))

    def _damaged(self, unit: Unit, place: Place, error: ValueError) -> list[Item]:
        if unit.trouble == "too large":
            most = self._bounds.unit >> 20
            return [place.problem("too large", f"a value of more than {most} MB is passed over")]
        if not unit.trouble:
            return [place.problem("malformed", f"not JSON: {str(error)[:120]}")]
        told = place.problem("cut", "the file ends in the middle; what stands before the cut is read")
        rest = salvage(unit.raw)
        if rest is None:
            return [told]
        try:
            value = loads(rest)
        except ValueError:
            return [told]
        return [*(each for each in self.read(value, place) if isinstance(each, Post)), told]

    def read(self, value: object, place: Place, depth: int = _MAX_DEPTH) -> Iterator[Item]:
        """What a JSON value gives: an object itself, or each element of an array."""
        if isinstance(value, dict):
            if isinstance(self._last, JsonFormat) and self._last.sniff(value):
                place.origin["source_format"] = self._last.name
                yield from self._last.read(value, place)
            else:
                yield from self._unexpected(value, place, depth)
        elif isinstance(value, list) and value and all(map(_is_id, value)):
            yield from self._ids(value, place)
        elif isinstance(value, list) and depth and any(isinstance(each, dict | list) for each in value):
            for each in value:
                yield from self.read(each, place, depth - 1)
        else:
            yield place.problem("unknown format", "a value that is no object")

    def _ids(self, value: list[object], place: Place) -> Iterator[Item]:
        self._last = table_format(["id"])
        for each in value:
            yield from rows_read(self._last, {"id": each}, place) if self._last else ()

    def _unexpected(self, value: dict[str, object], place: Place, depth: int) -> Iterator[Item]:
        known = _known(value)
        if known is not None:
            self._last = known
            place.origin["source_format"] = known.name
            yield from known.read(value, place)
            return
        wrapped = list(_wrapped(value, depth))
        for each in wrapped:
            yield from self.read(each, place, depth - 1)
        if not wrapped:
            yield _nothing(value, place)


def _is_id(value: object) -> bool:
    return (isinstance(value, str) and value.isdigit()) or (isinstance(value, int) and value > 0)


def _known(value: dict[str, object]) -> JsonFormat | TableFormat | None:
    found = next((each for each in json_formats() if each.sniff(value)), None)
    return found or table_format(list(value), most_rank=50)


def _wrapped(value: object, depth: int) -> Iterator[dict[str, object]]:
    """The outermost objects of a known shape inside one of an unknown shape: a recorded answer, a bundle."""
    if depth == 0:
        return
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in map(_opened, inner):
        if isinstance(each, dict) and any(known.sniff(each) for known in json_formats()):
            yield each
        elif isinstance(each, dict | list):
            yield from _wrapped(each, depth - 1)


def _opened(value: object) -> object:
    """A value, or what a string holds that is JSON itself, as answers are kept in a browser's HAR files."""
    if not (isinstance(value, str) and value[:1] in {"{", "["} and value[-1:] in {"}", "]"}):
        return value
    try:
        return loads(value.encode("utf-8", "replace"))
    except ValueError:
        return value


def _nothing(value: dict[str, object], place: Place) -> Problem:
    if value.keys() <= _ERRORS:
        told = value.get("error") or value.get("message") or value.get("title") or value.get("errors")
        return place.problem("no post", f"an answer without a post: {str(told or 'empty')[:120]}")
    return place.problem("unknown format", f"no post in an object with {', '.join(list(value)[:6])}")


def table_format(columns: Sequence[str], *, most_rank: int = 1000) -> TableFormat | None:
    """The format of a table with these columns."""
    return next((each for each in table_formats() if each.rank <= most_rank and each.sniff(columns)), None)


def rows_read(known: TableFormat, row: Row, place: Place) -> list[Item]:
    """What one row gives."""
    place.origin["source_format"] = known.name
    return list(known.read(row, place))


def page_read(page: HtmlElement, place: Place) -> tuple[str, list[Item]]:
    """The name of the format that knows a page, "" if none does, and what it gives."""
    for known in page_formats():
        if known.sniff(page):
            place.origin["source_format"] = known.name
            return known.name, list(known.read(page, place))
    return "", []


class Sparing:
    """Tells the first problems of each kind and counts the others: a million wrong lines are one trouble."""

    def __init__(self, most: int = MAX_TOLD) -> None:
        self._most = most
        self._counts: dict[str, int] = {}

    def spared(self, items: list[Item]) -> list[Item]:
        """The items without the problems too many."""
        return [each for each in items if not isinstance(each, Problem) or self._is_told(each.kind)]

    def _is_told(self, kind: str) -> bool:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind] <= self._most

    def summed(self) -> list[tuple[str, str]]:
        """Kind and message for each kind that was told too often."""
        return [
            (kind, f"{count - self._most:,} more of this kind are not told one by one")
            for kind, count in self._counts.items()
            if count > self._most
        ]
