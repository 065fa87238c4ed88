"""What a format of archived posts is, and how the formats here are found: one file each, with a `FORMAT`.

A reader (`reading.py`) opens files and containers, cuts them into units (a JSON value, a page, a table's
row) and hands each unit, parsed once, to the first format that knows its shape. So a format is two pure
functions over a parsed unit, and no format opens, decompresses or splits anything.
"""

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import TypedDict

from lxml.html import HtmlElement

from linker.records import Post, Problem

Items = Iterable[Post | Problem]
Json = Mapping[str, object]
Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who wrote the posts of a file that does not say so in each post."""

    handle: str | None = None
    name: str | None = None
    author_id: str | None = None
    host: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A long post's words, which an account export keeps apart from the post, under a number of their own."""

    raw: str
    written: datetime | None
    links: tuple[tuple[str, str], ...] = ()
    """Short and long forms."""
    mentions: tuple[str, ...] = ()
    hashtags: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class Export:
    """What the files of one folder or zip share: the owner of an account export, the words of long posts."""

    owner: Author | None = None
    notes: dict[str, list[Note]] = field(default_factory=dict)
    """By how they begin."""
    alone: bool = False
    """Whether no other file of the export is read after this one."""


class Origin(TypedDict):
    """The fields of a post that tell where it was read; a format passes them on as `**place.origin`."""

    source_format: str
    archive_url: str | None
    captured_at: datetime | None
    sha256: str
    offset: int | None
    length: int | None


def _nowhere() -> Origin:
    return Origin(source_format="", archive_url=None, captured_at=None, sha256="", offset=None, length=None)


@dataclass(slots=True, kw_only=True)
class Place:
    """Where the reader stands; one object a file, whose `line` and `origin` move on with each unit."""

    name: str
    """For people: `folder/archive.tar!part.jsonl`."""
    url: str | None = None
    """Of the page, where the container tells (WARC)."""
    archive_url: str | None = None
    captured_at: datetime | None = None
    export: Export = field(default_factory=Export)
    line: int | None = None
    origin: Origin = field(default_factory=_nowhere)
    troubles: int = 0
    """Problems told here; whoever looks at them sets it back."""

    def at(self, raw: bytes, offset: int | None, line: int | None) -> None:
        """Move on to a unit."""
        self.line = line
        self.origin = {
            "source_format": "",
            "archive_url": self.archive_url,
            "captured_at": self.captured_at,
            "sha256": sha256(raw).hexdigest(),
            "offset": offset,
            "length": len(raw),
        }

    def seen(self, moment: datetime | None) -> Origin:
        """The origin of posts whose own record tells when they were seen."""
        return {**self.origin, "captured_at": moment} if moment else self.origin

    def piece(self, element: bytes) -> Origin:
        """The origin of a post without an id that is one of many in a page: its own hash tells it apart."""
        return {**self.origin, "sha256": sha256(element).hexdigest(), "offset": None, "length": None}

    def problem(self, kind: str, message: str) -> Problem:
        """What could not be read here."""
        self.troubles += 1
        subject = self.name if self.line is None else f"{self.name}:{self.line}"
        return Problem(stage="archive", subject=subject, kind=kind, message=message)


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


@cache
def formats() -> tuple[Format, ...]:
    """Every format of this folder, by rank, then name."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = (importlib.import_module(f"{__name__}.{name}") for name in names)
    found = [module.FORMAT for module in modules if hasattr(module, "FORMAT")]
    return tuple(sorted(found, key=lambda each: (each.rank, each.name)))


@cache
def json_formats() -> tuple[JsonFormat, ...]:
    """Those that read JSON objects."""
    return tuple(each for each in formats() if isinstance(each, JsonFormat))


@cache
def page_formats() -> tuple[PageFormat, ...]:
    """Those that read HTML pages."""
    return tuple(each for each in formats() if isinstance(each, PageFormat))


@cache
def table_formats() -> tuple[TableFormat, ...]:
    """Those that read rows."""
    return tuple(each for each in formats() if isinstance(each, TableFormat))
