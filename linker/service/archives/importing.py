"""`linker import`: archived posts in any format into the database, in batches, resumable after a stop."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db import Database, open_database, transaction
from db.authors import Authors
from db.counts import Counts
from db.observations import store_rows
from db.opening import keys_unchecked
from db.progress import finish_file, offsets_reached, save_offset, start_file
from db.store import save_problems
from linker.errors import PARTIAL, Stopped
from linker.records import Problem
from linker.service.archives.batches import Batch, Part, batches
from linker.service.archives.beside import batches_beside, is_large
from scrapers.archives.reading import Progress

MAX_TOLD = 20
"""Problems that an import names on the terminal."""


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
        Stopped: on the way.
    """
    db = open_database(database)
    try:
        with keys_unchecked(db):
            return import_files(db, paths, progress=progress, now=datetime.now(UTC))
    except (Stopped, KeyboardInterrupt):
        raise Stopped("stopped; what was read is stored: import again, it goes on from there") from None
    finally:
        db.close()


def import_files(  # noqa: PLR0913 - where to, what, when, and how it is watched
    db: Database,
    paths: Iterable[str],
    *,
    progress: Progress | None = None,
    now: datetime,
    beside: bool | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> ImportReport:
    """Store every post and problem of the files; run again after a stop, it goes on where it stopped.

    `beside`: whether a process of its own reads them; by default, where there is much to read.

    Raises:
        Stopped: `stop`, asked after each batch, said so.
    """
    paths, importing = list(paths), _Import(db, now)
    read = batches_beside if (is_large(paths) if beside is None else beside) else batches
    with closing(read(paths, unfinished=offsets_reached(db), progress=progress)) as found:
        for batch in found:
            importing.store(batch)
            if stop():
                raise Stopped("stopped between two batches")
    return importing.finish()


class _Import:
    """One import on its way."""

    def __init__(self, db: Database, now: datetime) -> None:
        self.db = db
        self.now = now
        self.authors = Authors(db)
        self.counts = Counts()
        self.problems = self.unusable = 0
        self.told: list[Problem] = []
        self.by_format: Counter[str] = Counter()
        self.files: dict[tuple[str, str], int | None] = {}
        self.open: dict[str, str | None] = {}
        """Fingerprints of the files that are not finished."""
        self.resumed: set[str] = set()

    def store(self, batch: Batch) -> None:
        """One batch with its problems and how far each file has come, in one transaction."""
        with transaction(self.db):
            for part in batch:
                self._store_part(part)
            self._finish_all_but(batch[-1].path)

    def finish(self) -> ImportReport:
        """Every file was read to its end."""
        self._finish_all_but(None)
        return ImportReport(
            counts=self.counts,
            problems=self.problems,
            by_format=dict(self.by_format),
            unusable=self.unusable,
            told=tuple(self.told),
            resumed=tuple(sorted(self.resumed)),
        )

    def _store_part(self, part: Part) -> None:
        file = self._file(part)
        self.counts += store_rows(self.db, part.rows, archive_file=file, authors=self.authors).counts
        save_problems(self.db, part.problems, now=self.now)
        if file is not None:
            save_offset(self.db, file, part.end)
        self.problems += len(part.problems)
        self.told += part.problems[: MAX_TOLD - len(self.told)]
        self.unusable += sum(problem.kind != "empty" for problem in part.problems)
        self.by_format.update(part.formats)
        self.resumed |= {part.path} if part.resumed else set()

    def _file(self, part: Part) -> int | None:
        key = (part.path, part.member)
        if key not in self.files:
            self.files[key] = start_file(self.db, part.file, now=self.now) if part.file else None
            self.open[part.path] = part.file.fingerprint if part.file else None
        return self.files[key]

    def _finish_all_but(self, path: str | None) -> None:
        for done in self.open.keys() - {path}:
            if known := self.open.pop(done):
                finish_file(self.db, known, now=self.now)
