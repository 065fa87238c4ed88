"""Archives as batches of rows that are ready to be stored: reads files, asks no database."""

import gc
import hashlib
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from os import SEEK_END
from pathlib import Path

from db import foreign
from db.observations import BATCH
from db.observed import Row, rows_of
from db.progress import ArchiveFile
from linker.records import Post, Problem
from scrapers.archives.files.containers import sources_of
from scrapers.archives.reading import Progress, Read, read_archives

MAX_BATCH_BYTES = 32 * 1024 * 1024
"""Of raw input: pages of a WARC are larger than lines, and memory stays flat."""
FINGERPRINT_BYTES = 1024 * 1024
GARBAGE = 200_000
"""Objects made before Python looks for cycles: several batches, whose posts form none."""

Unfinished = Mapping[str, Mapping[str, int]]
"""Fingerprint -> member -> where a stopped import takes up again."""


@dataclass(slots=True, kw_only=True)
class Part:
    """What one file, or one member of a container, gave to a batch."""

    path: str
    member: str
    file: ArchiveFile | None
    """None for what is no file, as standard input."""
    resumed: bool
    """Whether its import had been stopped, and is taken up again."""
    end: int = 0
    """Up to here it is read."""
    rows: Sequence[Row] = ()
    formats: Mapping[str, int] = field(default_factory=dict)
    """Observations by format."""
    problems: Sequence[Problem] = ()


Batch = Sequence[Part]


def batches(
    paths: Sequence[str], *, unfinished: Unfinished, progress: Progress | None = None
) -> Generator[Batch, None, None]:
    """Every post and problem of the files in order, then stopped files of which nothing was left to read."""
    files = _Files(unfinished)
    reading = read_archives(sources_of(paths), progress=progress, skip=files, tables=foreign.rows)
    with _seldom_collected():
        for reads in _cut(reading):
            by_file = groupby(reads, key=lambda read: (read.path, read.member))
            yield [_filled(files.part(*key), list(group)) for key, group in by_file]
        if left := files.left():
            yield left


def _filled(part: Part, reads: Sequence[Read]) -> Part:
    items = [item for read in reads for item in read.items]
    posts = [item for item in items if isinstance(item, Post)]
    part.end = max(read.end for read in reads)
    part.rows = rows_of(posts)
    part.formats = Counter([post.source_format for post in posts])
    if len(posts) < len(items):
        part.problems = [item for item in items if isinstance(item, Problem)]
    return part


class _Files(Mapping[tuple[str, str], int]):
    """(path, member) -> where to take up again, known of each file as the reader comes to it."""

    def __init__(self, unfinished: Unfinished) -> None:
        self._unfinished = unfinished
        self._fingerprints: dict[str, str | None] = {}
        self._parts: dict[tuple[str, str], ArchiveFile | None] = {}

    def part(self, path: str, member: str) -> Part:
        """Of a file, with nothing yet."""
        key = (path, member)
        if key not in self._parts:
            self._parts[key] = self._file(path, member)
        return Part(path=path, member=member, file=self._parts[key], resumed=key in self)

    def left(self) -> Batch:
        """Stopped files that gave nothing more: they had been read to their end."""
        return [self.part(*key) for key in self if key not in self._parts]

    def __getitem__(self, key: tuple[str, str]) -> int:
        path, member = key
        return self._unfinished_members(path)[member]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((path, member) for path in self._fingerprints for member in self._unfinished_members(path))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _unfinished_members(self, path: str) -> Mapping[str, int]:
        return self._unfinished.get(self._fingerprint(path) or "", {})

    def _file(self, path: str, member: str) -> ArchiveFile | None:
        known = self._fingerprint(path)
        if known is None:
            return None
        size = Path(path).stat().st_size
        return ArchiveFile(fingerprint=known, member=member, name=path, size_bytes=size)

    def _fingerprint(self, path: str) -> str | None:
        if path not in self._fingerprints:
            self._fingerprints[path] = fingerprint(path)
        return self._fingerprints[path]


def fingerprint(path: str) -> str | None:
    """SHA-256 over size, first and last MiB: quick for 10 GB. None for what is no file, as standard input."""
    try:
        with Path(path).open("rb") as file:
            size = file.seek(0, SEEK_END)
            digest = hashlib.sha256(str(size).encode())
            for start in (0, max(0, size - FINGERPRINT_BYTES)):
                file.seek(start)
                digest.update(file.read(FINGERPRINT_BYTES))
    except OSError:
        return None
    return digest.hexdigest()


def _cut(reads: Iterable[Read]) -> Iterator[list[Read]]:
    batch: list[Read] = []
    posts = held = 0
    for read in reads:
        batch.append(read)
        posts += len(read.items)
        held += len(read.raw)
        if posts >= BATCH or held >= MAX_BATCH_BYTES:
            yield batch
            batch, posts, held = [], 0, 0
    if batch:
        yield batch


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """By default the collector walks each batch again and again, for a tenth of the whole time."""
    usual = gc.get_threshold()
    gc.set_threshold(GARBAGE, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
