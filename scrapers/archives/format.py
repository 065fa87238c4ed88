"""What a format of archived posts is: two pure functions over a unit that is parsed already.

A reader (`reading.py`) opens files and containers, cuts them into units (a JSON value, a page, a table's
row) and hands each unit, parsed once, to the first format that knows its shape. So no format opens,
decompresses or splits anything.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from linker.records import Post, Problem
from scrapers.archives.place import Place

Items = Iterable[Post | Problem]
Json = Mapping[str, object]
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonFormat:
    """Posts in JSON objects: one a line, one a file, or the elements of an array."""

    name: str
    title: str
    """For people, in the table of formats."""
    sniff: Callable[[Json], bool]
    read: Callable[[Json, Place], Items]
    read_line: Callable[[bytes, Place], Items | None] | None = None
    """For files of millions of lines: gives what `read` would, of the usual lines; None of any other."""
    rank: int = 0
    """Lower ones are asked first, where two formats could take one shape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFormat:
    """Posts in an HTML page."""

    name: str
    title: str
    sniff: Callable[[HtmlElement], bool]
    read: Callable[[HtmlElement, Place], Items]
    rank: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFormat:
    """Posts in the rows of a CSV file or of a database's table; `sniff` sees the column names."""

    name: str
    title: str
    sniff: Callable[[Sequence[str]], bool]
    read: Callable[[Row, Place], Items]
    rank: int = 0


Format = JsonFormat | PageFormat | TableFormat
