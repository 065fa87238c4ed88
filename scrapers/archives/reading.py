"""Reads saved archives in any known format: files in, observations of posts and problems out, streamed."""

import codecs
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from linker.errors import LinkerError
from linker.records import Page, Post, Problem
from scrapers.archives import Place, Row
from scrapers.archives.containers import BROKEN, Leaf, Source, files_of, is_warc, is_zipped_warc, leaves, opened
from scrapers.archives.jsonunits import MAX_UNIT, units
from scrapers.archives.naming import stamped
from scrapers.archives.pages import parsed
from scrapers.archives.recognition import Item, Sparing, Values, page_read, rows_read, table_format
from scrapers.archives.tables import records
from scrapers.warcs import records as warc_records

Progress = Callable[[int, int], None]
"""Told (bytes read, bytes in all), as they lie on disk, about every 64 KB."""
Tables = Callable[[Path], Iterable[Row]]
"""Opens a database: `db.foreign.rows`, handed in because formats know no SQL."""
Skip = Mapping[tuple[str, str], int]

_HEAD = 1 << 16
_GAPS = b"\xef\xbb\xbf \t\r\n\x1e"
_SQLITE = b"SQLite format 3\0"
_EXPORT = re.compile(rb"window\.YTD\.(\w+)\.part\d+\s*=")
_READ_EXPORTS = frozenset({b"tweets", b"tweet", b"deleted_tweets", b"deleted_tweet_headers", b"account"})
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_MEDIA = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"\x1aE\xdf\xa3", b"ID3", b"OggS")
_FEW = 10
"""Files of a folder or container that are told one by one where they hold no posts."""


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


def read_posts(
    paths: Iterable[Source],
    *,
    progress: Progress | None = None,
    skip: Skip | None = None,
    tables: Tables | None = None,
) -> Iterator[Post | Problem]:
    """Every post observed in the given files and folders, and every problem, in order."""
    for each in read_archives(paths, progress=progress, skip=skip, tables=tables):
        yield from each.items


def read_archives(
    paths: Iterable[Source],
    *,
    progress: Progress | None = None,
    skip: Skip | None = None,
    tables: Tables | None = None,
) -> Iterator[Read]:
    """The same, unit by unit, with what an importer needs to keep the bytes and to resume.

    Args:
        paths: Files, folders, or "-" for standard input.
        progress: Called as bytes are read.
        skip: (path, member) -> end of the last unit that was stored; what stands before is passed over
            where the file's shape allows it, and read again, which changes nothing, where not.
        tables: Opens databases; without it they are told as problems.
    """
    found = list(files_of(paths))
    told = _Told(progress, sum(_size(each[0]) for each in found if not isinstance(each, Problem)))
    sparing = Sparing(_FEW if len(found) > 1 else 100)
    for each in found:
        if isinstance(each, Problem):
            yield _read(each)
            continue
        source, export = each
        try:
            with opened(source, told) as counted:
                for leaf in leaves(io.BufferedReader(counted, _HEAD), str(source), export):
                    yield from _told_sparingly(_of(leaf, skip or {}, tables), sparing)
        except BROKEN as error:
            yield _read(Problem(stage="archive", subject=str(source), kind="unreadable", message=str(error)))
    yield from (_read(each) for each in sparing.summed(Place(name="the files")) if isinstance(each, Problem))


class _Told:
    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self, count: int) -> None:
        self._done += count
        if self._progress:
            self._progress(self._done, max(self._total, self._done))


def _size(source: Source) -> int:
    try:
        return source.stat().st_size if isinstance(source, Path) else 0
    except OSError:
        return 0


def _read(problem: Problem) -> Read:
    path, _, member = problem.subject.partition("!")
    return Read(path, member, "", 0, 0, b"", (problem,))


def _told_sparingly(reads: Iterator[Read], sparing: Sparing) -> Iterator[Read]:
    """Whole files without posts are told one by one only so often: an export's zip holds hundreds."""
    for each in reads:
        if each.raw or each.format or sparing.spared(list(each.items)):
            yield each


def _of(leaf: Leaf | Problem, skip: Skip, tables: Tables | None) -> Iterator[Read]:
    if isinstance(leaf, Problem):
        yield _read(leaf)
        return
    head = leaf.stream.peek(_HEAD)
    place = Place(name=leaf.name, export=leaf.export, captured_at=stamped(Path(leaf.name).name))
    yield from _by_kind(leaf, head, place, skip, tables)
    if leaf.damage:
        place.line = None
        yield _read(place.problem("damaged", f"{leaf.damage}; what stands before it is read"))


def _by_kind(leaf: Leaf, head: bytes, place: Place, skip: Skip, tables: Tables | None) -> Iterator[Read]:
    """A file by how it begins; which format it is, its units tell."""
    if head.startswith(_UTF16):
        leaf.stream = _as_utf8(leaf.stream)
        head = leaf.stream.peek(_HEAD)
    start = head.lstrip(_GAPS)
    if not start:
        return iter([_read(place.problem("empty", "the file is empty"))])
    if head.startswith(_SQLITE):
        return _database(leaf, place, tables)
    if is_warc(head) or is_zipped_warc(leaf.stream, head):
        return _warc(leaf, place)
    if start[:1] in b"{[" or start.startswith((b"window.", b"var ")):
        return _json(leaf, head, place, skip.get((leaf.path, leaf.member), 0))
    if start[:1] == b"<":
        return _page(leaf, place)
    if b"\0" in head[:1024] or head.startswith(_MEDIA):
        return _binary(leaf, head, place)
    return _table(leaf, head, place)


def _as_utf8(stream: io.BufferedReader) -> io.BufferedReader:
    text = stream.read(MAX_UNIT).decode("utf-16", "replace")
    return io.BufferedReader(cast(io.RawIOBase, io.BytesIO(text.encode("utf-8", "replace"))))


def _binary(leaf: Leaf, head: bytes, place: Place) -> Iterator[Read]:
    # The pictures and films of an export lie beside its posts: no trouble, and nothing to read.
    if leaf.member and (head.startswith(_MEDIA) or head[4:8] == b"ftyp"):
        return
    yield _read(place.problem("binary", "neither text nor a container of texts"))


def _json(leaf: Leaf, head: bytes, place: Place, start: int) -> Iterator[Read]:
    export = _EXPORT.match(head.lstrip(_GAPS))
    if export and export[1] not in _READ_EXPORTS:
        return
    values, sparing = Values(), Sparing()
    for unit in units(cast(BinaryIO, leaf.stream), head, start):
        place.at(unit.raw, unit.offset, unit.line)
        items = values.items(unit, place)
        if any(isinstance(each, Problem) for each in items):
            items = sparing.spared(items)
        if items:
            end = unit.offset + len(unit.raw)
            yield Read(leaf.path, leaf.member, values.name, unit.offset, end, unit.raw, items)
    place.line = None
    for problem in sparing.summed(place):
        yield Read(leaf.path, leaf.member, values.name, 0, 0, b"", (problem,))


def _page(leaf: Leaf, place: Place) -> Iterator[Read]:
    body = leaf.stream.read(MAX_UNIT + 1)
    place.at(body, 0, None)
    if len(body) > MAX_UNIT:
        yield _read(place.problem("too large", f"a page of more than {MAX_UNIT >> 20} MB is passed over"))
        return
    name, items = _page_items(body, place)
    told: list[Item] = items or [place.problem("unknown format", "a page without a post in a known shape")]
    yield Read(leaf.path, leaf.member, name, 0, len(body), body, told)


def _page_items(body: bytes, place: Place) -> tuple[str, list[Item]]:
    page = parsed(body)
    if page is None:
        return "", []
    name, items = page_read(page, place)
    shown = page.xpath("/html/body/pre[1]/text()") if not name else []
    if shown and str(shown[0]).lstrip()[:1] in {"{", "["}:  # JSON as a browser saves what it shows
        return _json_items(str(shown[0]).encode("utf-8", "replace"), place)
    return name, items


def _json_items(body: bytes, place: Place) -> tuple[str, list[Item]]:
    values, found = Values(), list[Item]()
    for unit in units(io.BytesIO(body), body[:_HEAD]):
        found += values.items(unit, place)
    return values.name, found


def _table(leaf: Leaf, head: bytes, place: Place) -> Iterator[Read]:
    sparing = Sparing()
    known = None
    for raw, offset, line, row in records(leaf.stream, head):
        known = known or table_format(list(row))
        if known is None:
            yield _read(place.problem("unknown format", "no known format of saved posts"))
            return
        place.at(raw, offset, line)
        items = sparing.spared(rows_read(known, row, place))
        yield Read(leaf.path, leaf.member, known.name, offset, offset + len(raw), raw, items)
    place.line = None
    if known is None:
        yield _read(place.problem("unknown format", "no known format of saved posts"))
    for problem in sparing.summed(place):
        yield Read(leaf.path, leaf.member, known.name if known else "", 0, 0, b"", (problem,))


def _database(leaf: Leaf, place: Place, tables: Tables | None) -> Iterator[Read]:
    if tables is None or leaf.member or leaf.path == "-" or leaf.guarded:
        yield _read(place.problem("unreadable", "a database is read as a file of its own; unpack it first"))
        return
    try:
        for row in tables(Path(leaf.path)):
            known = table_format(list(row))
            if known is None:
                yield _read(place.problem("unknown format", "a database without known tables of posts"))
                return
            raw = repr(sorted(row.items())).encode("utf-8", "replace")
            place.at(raw, 0, None)
            items = rows_read(known, row, place)
            yield Read(leaf.path, "", known.name, 0, 0, raw, items)
    except LinkerError as error:
        yield _read(place.problem("unreadable", str(error)))


def _warc(leaf: Leaf, place: Place) -> Iterator[Read]:
    count = posts = 0
    for record in warc_records(cast(BinaryIO, leaf.stream), leaf.name):
        if isinstance(record, Problem):
            yield Read(leaf.path, leaf.member, "warc", 0, 0, b"", (record,))
            continue
        count += 1
        name, items = _record(record, place)
        if name:
            posts += len(items)
            yield Read(leaf.path, leaf.member, name, 0, 0, record.body, items)
    if not posts:
        place.line = None
        yield _read(place.problem("no post", f"none of its {count} pages holds a post in a known shape"))


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
    inner.at(record.body, 0, None)
    inner.origin["offset"] = None
    return _page_items(record.body, inner) if start[:1] == b"<" else _json_items(record.body, inner)
