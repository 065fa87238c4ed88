"""Reads one file by how it begins: JSON, a page, a table, a database, a WARC; its units tell their format."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from linker.errors import LinkerError
from linker.records import Page, Post, Problem
from scrapers.archives.files.containers import Leaf, is_warc, is_zipped_warc
from scrapers.archives.files.jsonunits import in_lines, units
from scrapers.archives.files.recoding import Recoded, wide
from scrapers.archives.files.streams import BROKEN, copied
from scrapers.archives.files.tables import Record, records
from scrapers.archives.format import Row, TableFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.naming import stamped
from scrapers.archives.posts.pages import DEEPEST, parsed
from scrapers.archives.recognition import Item, Sparing, Values, page_read, rows_read, table_format
from scrapers.saved.warcs import records as warc_records

Tables = Callable[[Path], Iterable[Row]]
"""Opens a database: `db.foreign.rows`, handed in because formats know no SQL."""

_HEAD = 1 << 16
_GAPS = b"\xef\xbb\xbf \t\r\n\x1e"
_EXPORT = re.compile(rb"window\.YTD\.(\w+)\.part\d+\s*=")
_READ_EXPORTS = frozenset(
    {
        b"tweets",
        b"tweet",
        b"deleted_tweets",
        b"deleted_tweet_headers",
        b"account",
        b"note_tweet",
        b"community_tweet",
        b"like",
        b"bookmark",
    }
)
_JSON_INSIDE = "/html/body/pre[1]/text() | //script[@id='__NEXT_DATA__']/text()"
"""JSON as a browser saves what it shows, or as X's embedded timelines carry it."""
_MANIFEST = b"window.__THAR_CONFIG"
_CONTROLS = bytes({*range(32)} - {*b"\t\n\v\f\r\x1b\x1e"})
_MAX_CONTROLS = 0.01
"""Their share at the beginning of a text: tables hold a stray zero here and there."""
_LOGS = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
_INDEX_OF_LOG = (b"\x18\xe2\x2d\x00", b"\x00\x2d\xe2\x18")
"""`-wal` and `-shm`, which a database leaves beside itself while a program writes it."""
_MEDIA = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"\x1aE\xdf\xa3", b"ID3", b"OggS")


class Read(NamedTuple):
    """What one unit of a file gave: a line, an array's element, a page, a table's row."""

    path: str
    """As given or walked to; "-" for standard input."""
    member: str
    """Inside its container; "" for a file of its own."""
    format: str
    """Name of the format that knew it, "" where none did."""
    offset: int
    """Of the unit in its (decompressed) file."""
    end: int
    """Where to take up again after this unit: pass it as `skip[path, member]`."""
    raw: bytes
    items: Sequence[Post | Problem]


@dataclass(frozen=True, slots=True)
class Opened:
    """A file on the point of being read."""

    leaf: Leaf
    head: bytes
    place: Place
    tables: Tables | None = None
    skip: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def start(self) -> bytes:
        """How the content begins, after byte order mark and blanks."""
        return self.head.lstrip(_GAPS)

    def told(self, kind: str, message: str) -> Read:
        """A problem with the whole file."""
        self.place.line = None
        return told(self.place.problem(kind, message))


def told(problem: Problem) -> Read:
    """A problem as what a file gave."""
    path, _, member = problem.subject.partition("!")
    return Read(path, member, "", 0, 0, b"", (problem,))


def read_leaf(leaf: Leaf, skip: Mapping[tuple[str, str], int], tables: Tables | None) -> Iterator[Read]:
    """Everything in one file, and a problem where it ends in damage."""
    if encoding := wide(leaf.stream.peek(_HEAD)[:_HEAD]):
        recoded = Recoded(cast("BinaryIO", leaf.stream), encoding)
        leaf.stream = io.BufferedReader(recoded, _HEAD)
    place = Place(name=leaf.name, export=leaf.export, captured_at=stamped(Path(leaf.name).name))
    opened = Opened(leaf, leaf.stream.peek(_HEAD), place, tables, skip)
    reader = next(read for fits, read in _KINDS if fits(opened))
    yield from reader(opened)
    if leaf.damage:
        yield opened.told("damaged", f"{leaf.damage}; what stands before it is read")


def _empty(opened: Opened) -> Iterator[Read]:
    if not opened.leaf.damage:
        yield opened.told("empty", "the file is empty")


def _binary(opened: Opened) -> Iterator[Read]:
    # The pictures and films of an export lie beside its posts: no trouble, and nothing to read.
    is_media = opened.head.startswith(_MEDIA) or opened.head[4:8] == b"ftyp"
    if not (opened.leaf.member and is_media):
        yield opened.told("binary", "neither text nor a container of texts")


def _json(opened: Opened) -> Iterator[Read]:
    export = _EXPORT.match(opened.start)
    if opened.start.startswith(_MANIFEST) or (export and export[1] not in _READ_EXPORTS):
        return
    leaf, place = opened.leaf, opened.place
    values, sparing = Values(leaf.bounds), Sparing()
    start = opened.skip.get((leaf.path, leaf.member), 0)
    silent = not start and not export
    for unit in units(cast("BinaryIO", leaf.stream), opened.head, start, leaf.bounds):
        place.at(unit.raw, unit.offset, unit.line)
        items = values.items(unit, place)
        if place.troubles:
            items, place.troubles = sparing.spared(items), 0
        if items:
            end = unit.offset + len(unit.raw)
            silent = False
            yield Read(leaf.path, leaf.member, values.name, unit.offset, end, unit.raw, items)
    if silent:
        yield opened.told("no post", "nothing in it is a post")
    yield from (opened.told(kind, message) for kind, message in sparing.summed())


def _page(opened: Opened) -> Iterator[Read]:
    most = opened.leaf.bounds.unit
    body = opened.leaf.stream.read(most + 1)
    opened.place.at(body, 0, None)
    if len(body) > most:
        yield opened.told("too large", f"a page of more than {most >> 20} MB is passed over")
        return
    name, items = _page_items(body, opened.place)
    if not items:
        yield opened.told(
            "unknown format", f"a page without a post in a known shape, or more than {DEEPEST} elements deep"
        )
        return
    yield Read(opened.leaf.path, opened.leaf.member, name, 0, len(body), body, items)


def _page_items(body: bytes, place: Place) -> tuple[str, list[Item]]:
    page = parsed(body)
    if page is None:
        return "", []
    name, items = page_read(page, place)
    shown = page.xpath(_JSON_INSIDE) if not name else []
    if shown and str(shown[0]).lstrip()[:1] in {"{", "["}:
        return _json_items(str(shown[0]).encode("utf-8", "replace"), place)
    return name, items


def _json_items(body: bytes, place: Place) -> tuple[str, list[Item]]:
    values, found = Values(), list[Item]()
    for unit in units(io.BytesIO(body), body[:_HEAD]):
        found += values.items(unit, place)
    return values.name, found


def _table(opened: Opened) -> Iterator[Read]:
    leaf, place = opened.leaf, opened.place
    known, sparing = None, Sparing()
    for record in records(leaf.stream, opened.head):
        known = known or table_format(list(record.row))
        if known is None:
            break
        place.at(record.raw, record.offset, record.line)
        items = sparing.spared(_row_items(known, record, place))
        if items:
            end = record.offset + len(record.raw)
            yield Read(leaf.path, leaf.member, known.name, record.offset, end, record.raw, items)
    if known is None:
        yield opened.told("unknown format", "no known format of saved posts")
    yield from (opened.told(kind, message) for kind, message in sparing.summed())


def _row_items(known: TableFormat, record: Record, place: Place) -> list[Item]:
    if record.trouble:
        return [place.problem("malformed", f"not a row of a table: {record.trouble}")]
    return rows_read(known, record.row, place)


def _database(opened: Opened) -> Iterator[Read]:
    if opened.tables is None:
        yield opened.told("unreadable", "a database, and nothing that opens one")
        return
    with ExitStack() as stack:
        try:
            path = stack.enter_context(_as_file(opened.leaf))
        except BROKEN as error:
            yield opened.told("unreadable", f"the database cannot be copied to be read ({error})")
            return
        yield from _database_rows(opened, opened.tables(path))


def _log(opened: Opened) -> Iterator[Read]:
    """In a folder it is read with its database; a copy out of a container comes without it."""
    leaf = opened.leaf
    database = leaf.path.removesuffix("-wal")
    if leaf.guarded or database == leaf.path or not Path(database).is_file():
        yield opened.told(
            "unreadable", "rows that a database had not yet in its own file: close what writes it, copy again"
        )


def _index_of_log(_opened: Opened) -> Iterator[Read]:
    """It holds nothing that the log does not."""
    return iter(())


def _as_file(leaf: Leaf) -> AbstractContextManager[Path]:
    """Where a database can be opened by name: itself, or its copy where it comes out of anything."""
    if leaf.guarded or leaf.path == "-":
        return copied(leaf.stream, leaf.bounds.copied)
    return nullcontext(Path(leaf.path))


def _database_rows(opened: Opened, rows: Iterable[Row]) -> Iterator[Read]:
    leaf, known = opened.leaf, None
    try:
        for row in rows:
            known = table_format(list(row))
            if known is None:
                yield opened.told("unknown format", "a database without known tables of posts")
                return
            raw = repr(sorted(row.items())).encode("utf-8", "replace")
            opened.place.at(raw, 0, None)
            items = rows_read(known, row, opened.place)
            yield Read(leaf.path, leaf.member, known.name, 0, 0, raw, items)
        if known is None:
            yield opened.told("no post", "a database without rows of posts")
    except LinkerError as error:
        yield opened.told("unreadable", str(error))


def _warc(opened: Opened) -> Iterator[Read]:
    leaf = opened.leaf
    count = posts = 0
    for record in warc_records(cast("BinaryIO", leaf.stream), leaf.name):
        if isinstance(record, Problem):
            yield told(record)
            continue
        count += 1
        name, items = _record(record, opened.place)
        if name:
            posts += len(items)
            yield Read(leaf.path, leaf.member, name, 0, 0, record.body, items)
    if not posts:
        yield opened.told("no post", f"none of its {count} pages holds a post in a known shape")


def _record(record: Page, place: Place) -> tuple[str, list[Item]]:
    """What one page of a WARC gives; a page of anything else is no trouble in a crawl."""
    start = record.body[:_HEAD].lstrip(_GAPS)
    if record.status not in {0, 200} or start[:1] not in {b"<", b"{", b"["}:
        return "", []
    inner = Place(
        name=f"{place.name}#{record.url}",
        url=record.url,
        archive_url=record.archive_url,
        captured_at=record.captured_at,
    )
    inner.at(record.body, None, None)
    return _page_items(record.body, inner) if start[:1] == b"<" else _json_items(record.body, inner)


def _is_binary(head: bytes) -> bool:
    start = head[:1024]
    controls = len(start) - len(start.translate(None, _CONTROLS))
    return controls > _MAX_CONTROLS * len(start) or start.startswith(_MEDIA)


_KINDS: tuple[tuple[Callable[[Opened], bool], Callable[[Opened], Iterator[Read]]], ...] = (
    (lambda opened: not opened.start, _empty),
    (lambda opened: opened.head.startswith(b"SQLite format 3\0"), _database),
    (lambda opened: opened.head.startswith(_LOGS), _log),
    (lambda opened: opened.head.startswith(_INDEX_OF_LOG), _index_of_log),
    (lambda opened: is_warc(opened.head) or is_zipped_warc(opened.leaf.stream, opened.head), _warc),
    (lambda opened: opened.start.startswith((b"{", b"[", b"window.", b"var ", b"Grailbird.")), _json),
    (lambda opened: opened.start.startswith(b"<"), _page),
    (lambda opened: in_lines(opened.head), _json),
    (lambda opened: _is_binary(opened.head), _binary),
    (lambda _: True, _table),
)
