"""Reads saved archives in any known format: files in, observations of posts and problems out, streamed."""

import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from linker.records import Post, Problem
from scrapers.archives import JsonFormat, Place, json_formats
from scrapers.archives.containers import BROKEN, Counted, Leaf, Source, files_of, leaves, opened
from scrapers.archives.jsonunits import Unit, loads, salvage, units

Progress = Callable[[int, int], None]
"""Told (bytes read, bytes in all), as they lie on disk, about every 64 KB."""
MAX_TOLD = 100
"""Problems of one kind told for one file; more are counted."""
_STAMP = re.compile(
    r"(?<!\d)(20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d)(?!\d)"
)


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
    skip: Mapping[tuple[str, str], int] | None = None,
) -> Iterator[Post | Problem]:
    """Every post observed in the given files and folders, and every problem, in order."""
    for each in read_archives(paths, progress=progress, skip=skip):
        yield from each.items


def read_archives(
    paths: Iterable[Source],
    *,
    progress: Progress | None = None,
    skip: Mapping[tuple[str, str], int] | None = None,
) -> Iterator[Read]:
    """The same, unit by unit, with what an importer needs to keep the bytes and to resume.

    Args:
        paths: Files, folders, or "-" for standard input.
        progress: Called as bytes are read.
        skip: (path, member) -> end of the last unit that was stored; what stands before is passed over
            where the file's shape allows it, and read again, which changes nothing, where not.
    """
    found = list(files_of(paths))
    total = sum(_size(each[0]) for each in found if not isinstance(each, Problem))
    told = _Told(progress, total)
    for each in found:
        if isinstance(each, Problem):
            yield _read(each)
            continue
        source, export = each
        try:
            with opened(source, told) as counted:
                for leaf in leaves(io.BufferedReader(counted, 1 << 16), str(source), export):
                    yield from [_read(leaf)] if isinstance(leaf, Problem) else _leaf(leaf, skip or {})
        except BROKEN as error:
            yield _read(Problem(stage="archive", subject=str(source), kind="unreadable", message=str(error)))


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


def _leaf(leaf: Leaf, skip: Mapping[tuple[str, str], int]) -> Iterator[Read]:
    head = leaf.stream.peek(1 << 16)
    place = Place(name=leaf.name, export=leaf.export, captured_at=_stamped(leaf.name))
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n\x1e")
    if not start:
        yield _read(place.problem("empty", "the file is empty"))
    elif start[:1] in b"{[" or start.startswith((b"window.", b"var ")):
        yield from _json(leaf, head, place, skip.get((leaf.path, leaf.member), 0))
    else:
        yield _read(place.problem("unknown format", "no known format of saved posts"))
    if leaf.damage:
        yield _read(Place(name=leaf.name).problem("damaged", f"{leaf.damage}; what stands before it is read"))


def _stamped(name: str) -> datetime | None:
    """The capture's time in a file name, as the Wayback Machine writes it (UTC)."""
    found = _STAMP.search(Path(name.rpartition("!")[2]).name)
    return datetime.strptime(found[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None


def _json(leaf: Leaf, head: bytes, place: Place, start: int) -> Iterator[Read]:
    known = _Known()
    sparing = _Sparing()
    for unit in units(leaf.stream, head, start):
        place.at(unit.raw, unit.offset, unit.line)
        items = sparing.spared(known.items(unit, place))
        if items:
            yield Read(
                leaf.path, leaf.member, known.name, unit.offset, unit.offset + len(unit.raw), unit.raw, items
            )
    place.line = None
    for problem in sparing.summed(place):
        yield _read(problem)


class _Known:
    """Gives each value to the format that knows it, asking the last one first: files are mostly of one kind."""

    def __init__(self) -> None:
        self._last: JsonFormat | None = None

    @property
    def name(self) -> str:
        return self._last.name if self._last else ""

    def items(self, unit: Unit, place: Place) -> list[Post | Problem]:
        if unit.trouble == "too large":
            return [place.problem("too large", "a value of more than 64 MB is passed over")]
        try:
            value = loads(unit.raw)
        except ValueError as error:
            return self._damaged(unit, place, error)
        return list(self._of(value, place))

    def _damaged(self, unit: Unit, place: Place, error: ValueError) -> list[Post | Problem]:
        if not unit.trouble:
            return [place.problem("malformed", f"not JSON: {str(error)[:120]}")]
        told = place.problem("cut", "the file ends in the middle; what stands before the cut is read")
        rest = salvage(unit.raw)
        if rest is None:
            return [told]
        try:
            return [*self._of(loads(rest), place), told]
        except ValueError:
            return [told]

    def _of(self, value: object, place: Place) -> Iterator[Post | Problem]:
        if isinstance(value, list):
            for each in value:
                yield from self._of(each, place)
            return
        if not isinstance(value, dict):
            yield place.problem("unknown format", "a value that is no object")
            return
        if self._last is None or not self._last.sniff(value):
            self._last = next((each for each in json_formats() if each.sniff(value)), self._last)
            if self._last is None or not self._last.sniff(value):
                yield place.problem(
                    "unknown format", f"no post in an object with {', '.join(list(value)[:6])}"
                )
                return
        place.origin["source_format"] = self._last.name
        yield from self._last.read(value, place)


class _Sparing:
    """Tells the first problems of each kind and counts the others: a million wrong lines are one trouble."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def spared(self, items: list[Post | Problem]) -> list[Post | Problem]:
        return [
            each for each in items if not isinstance(each, Problem) or self._counted(each.kind) <= MAX_TOLD
        ]

    def _counted(self, kind: str) -> int:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        return self._counts[kind]

    def summed(self, place: Place) -> Iterator[Problem]:
        for kind, count in self._counts.items():
            if count > MAX_TOLD:
                yield place.problem(kind, f"{count - MAX_TOLD:,} more of this kind are not told one by one")
