"""`linker import`: archived posts in any format into the database, in batches, resumable after a stop."""

import gc
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from os import SEEK_END
from pathlib import Path

from db import Database, foreign, open_database, transaction
from db.authors import Authors
from db.counts import Counts
from db.observations import BATCH, store_rows
from db.observed import rows_of
from db.opening import keys_unchecked
from db.progress import ArchiveFile, finish_file, offsets_reached, save_offset, start_file
from db.store import save_problems
from linker.errors import PARTIAL
from linker.records import Post, Problem
from scrapers.archives.containers import Source
from scrapers.archives.reading import Progress, Read, read_archives

MAX_BATCH_BYTES = 32 * 1024 * 1024
"""Of raw input: pages of a WARC are larger than lines, and memory stays flat."""
FINGERPRINT_BYTES = 1024 * 1024
MAX_TOLD = 20
"""Problems that an import names on the terminal."""
GARBAGE = 200_000
"""Objects made before Python looks for cycles: several batches, whose posts form none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReport:
    """What an import did: observations by what became of them, problems, and observations by format."""

    counts: Counts
    problems: int
    by_format: Mapping[str, int]
    unusable: int = 0
    """Problems that are more than an empty file."""
    told: Sequence[Problem] = ()
    """The first few problems; all of them are in the table `problems`."""
    resumed: Sequence[str] = ()
    """Files whose import had been stopped, and that were taken up again."""

    @property
    def read(self) -> int:
        """Observations read."""
        return self.counts.inserted + self.counts.unchanged + self.counts.updated

    @property
    def exit_code(self) -> int:
        """0 all read, 4 some, 1 nothing in empty files, 2 nothing that could be read."""
        if self.read or self.resumed:
            return PARTIAL if self.problems else 0
        return 2 if self.unusable else 1

    def summary(self) -> str:
        """One line for the operator."""
        formats = ", ".join(f"{count:,} {name}" for name, count in sorted(self.by_format.items()))
        told = f"{self.read:,} read: {self.counts}, {self.problems} problems"
        return f"{told} ({formats})" if formats else told

    def lines(self) -> Iterator[str]:
        """What to tell the operator: each problem by its file and line, then the summary."""
        yield from (f"{problem.subject}: {problem.message}" for problem in self.told)
        if self.problems > len(self.told):
            yield f"… and {self.problems - len(self.told):,} more problems"
        yield self.summary()


def import_archives(
    database: Path, paths: Iterable[str], *, progress: Progress | None = None
) -> ImportReport:
    """Open (or make) the database and import the files; what `linker import` calls.

    Raises:
        InputError, NewerDatabase, StoreError: as `db.open_database`.
    """
    db = open_database(database)
    try:
        with keys_unchecked(db), _seldom_collected():
            return import_files(db, paths, progress=progress, now=datetime.now(UTC))
    finally:
        db.close()


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """By default the collector walks each batch again and again, for a tenth of the whole time."""
    usual = gc.get_threshold()
    gc.set_threshold(GARBAGE, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def import_files(
    db: Database, paths: Iterable[str], *, progress: Progress | None = None, now: datetime
) -> ImportReport:
    """Store every post and problem of the files; run again after a stop, it goes on where it stopped."""
    importing = _Import(db, now)
    sources: list[Source] = ["-" if path == "-" else Path(path) for path in paths]
    for batch in _batches(
        read_archives(sources, progress=progress, skip=importing.reached, tables=foreign.rows)
    ):
        importing.store(batch)
    return importing.finish()


class _Fingerprints(dict[str, str | None]):
    """Of the files of one import, each taken when the reader comes to it."""

    def __missing__(self, path: str) -> str | None:
        self[path] = taken = fingerprint(path)
        return taken


class _Reached(Mapping[tuple[str, str], int]):
    """(path, member) -> where a stopped import takes up again; looked up as the reader comes to each file."""

    def __init__(self, db: Database, fingerprints: "_Fingerprints") -> None:
        self._db = db
        self._fingerprints = fingerprints
        self._found: dict[str, dict[str, int]] = {}

    def __getitem__(self, key: tuple[str, str]) -> int:
        path, member = key
        if path not in self._found:
            known = self._fingerprints[path]
            self._found[path] = offsets_reached(self._db, known) if known else {}
        return self._found[path][member]

    def __bool__(self) -> bool:
        # Nothing is known before the first file is looked up, yet the reader must ask.
        return True

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((path, member) for path, members in self._found.items() for member in members)

    def __len__(self) -> int:
        return sum(map(len, self._found.values()))


class _Import:
    """One import on its way."""

    def __init__(self, db: Database, now: datetime) -> None:
        self.db = db
        self.now = now
        self.fingerprints = _Fingerprints()
        self.reached = _Reached(db, self.fingerprints)
        self.authors = Authors(db)
        self.counts = Counts()
        self.problems = self.unusable = 0
        self.told: list[Problem] = []
        self.by_format: Counter[str] = Counter()
        self.files: dict[tuple[str, str], int | None] = {}
        self.finished: set[str] = set()

    def store(self, reads: Sequence[Read]) -> None:
        """One batch with its problems and how far each file has come, in one transaction."""
        with transaction(self.db):
            for (path, member), group in groupby(reads, key=lambda read: (read.path, read.member)):
                self._store_file(path, member, list(group))
            self._finish_all_but(reads[-1].path)

    def finish(self) -> ImportReport:
        """Every file was read to its end."""
        self._finish_all_but(None)
        return ImportReport(
            counts=self.counts,
            problems=self.problems,
            by_format=dict(self.by_format),
            unusable=self.unusable,
            told=tuple(self.told),
            resumed=tuple(sorted({path for path, _ in self.reached})),
        )

    def _store_file(self, path: str, member: str, reads: Sequence[Read]) -> None:
        file = self._file(path, member)
        items = [item for read in reads for item in read.items]
        posts = [item for item in items if isinstance(item, Post)]
        problems = [item for item in items if isinstance(item, Problem)]
        self.counts += store_rows(self.db, rows_of(posts), archive_file=file, authors=self.authors).counts
        save_problems(self.db, problems, now=self.now)
        if file is not None:
            save_offset(self.db, file, max(read.end for read in reads))
        self.problems += len(problems)
        self.told += problems[: MAX_TOLD - len(self.told)]
        self.unusable += sum(problem.kind != "empty" for problem in problems)
        self.by_format.update(post.source_format for post in posts)

    def _file(self, path: str, member: str) -> int | None:
        if (path, member) not in self.files:
            known = self.fingerprints[path]
            self.files[path, member] = self._start(path, member, known) if known else None
        return self.files[path, member]

    def _start(self, path: str, member: str, known: str) -> int:
        size = Path(path).stat().st_size
        file = ArchiveFile(fingerprint=known, member=member, name=path, size_bytes=size)
        return start_file(self.db, file, now=self.now)

    def _finish_all_but(self, path: str | None) -> None:
        for done in {name for name, _ in self.files} - self.finished - {path}:
            if known := self.fingerprints[done]:
                finish_file(self.db, known, now=self.now)
            self.finished.add(done)


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


def _batches(reads: Iterable[Read]) -> Iterator[list[Read]]:
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
