"""Writing posts: every observation is kept, and each post shows its best one.

The best observation is the greatest by: has text; is no embed; is not truncated; says when; says who;
then the latest capture, then the greatest hash, so that the order of imports does not matter.
A post's status comes from all its observations: deleted if one of them is evidence of deletion (ids are not
given twice), else the latest definite one; `status_observation` names the one that says so. A deletion told
by misses (`db.misses`) is no such evidence: what is seen later takes it back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from sqlite_utils import Database

from db.authors import Authors
from db.columns import Value
from db.counts import Counts
from db.observed import REF_COLUMNS, ROW_COLUMNS, SAID, SAID_COLUMNS, Row, rows_of
from db.opening import transaction
from linker.records import Post

BATCH = 20_000
"""Posts a transaction; with fewer, each transaction writes the same pages of the indexes once more."""

SHOWN_COLUMNS = ("author", "author_handle", "author_name", "created_at", "lang", "text", "url")
_COLUMNS = ("id", "post", "author", "archive_file", *ROW_COLUMNS[1:])
_FORMAT, _SHA256 = ROW_COLUMNS.index("source_format"), ROW_COLUMNS.index("sha256")

UPDATE_OBSERVATION = f"""
UPDATE observations SET {", ".join(f"{name} = ?" for name in ("author", *SAID_COLUMNS))} WHERE id = ?
"""
# From the rows just written, since binding their values once more would take longer.
INSERT_POSTS = f"""
INSERT INTO posts(
  id, platform, host, post_id, observation, status, status_observation, {", ".join(SHOWN_COLUMNS)}
)
SELECT post, platform, host, new.value, observations.id, status, observations.id, {", ".join(SHOWN_COLUMNS)}
FROM json_each(?) AS new CROSS JOIN observations ON observations.id = ? + new.key
WHERE new.value IS NOT NULL
"""
LEARN_NEW_POSTS = """
INSERT INTO posts_fts(rowid, text, author_handle, author_name)
SELECT id, text, author_handle, author_name FROM posts WHERE id >= ?
"""
NO_POST_BETWEEN = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM posts WHERE post_id BETWEEN ? AND ?)"
POSTS_BY_REF = f"""
SELECT {", ".join(f"posts.{name}" for name in REF_COLUMNS)}, posts.id FROM json_each(?) AS wanted
CROSS JOIN posts ON posts.post_id = wanted.value ->> 0
  AND posts.platform = wanted.value ->> 1 AND posts.host = wanted.value ->> 2
"""
_OBSERVATION_ROW = f"SELECT id, post, source_format, sha256, {', '.join(SAID_COLUMNS)} FROM observations"
OBSERVATIONS_OF_POSTS = f"{_OBSERVATION_ROW} WHERE post IN (SELECT value FROM json_each(?))"
OBSERVATIONS_WITHOUT_POST = (
    f"{_OBSERVATION_ROW} WHERE post IS NULL AND sha256 IN (SELECT value FROM json_each(?))"
)
REFRESH_POSTS = f"""
UPDATE posts SET (observation, {", ".join(SHOWN_COLUMNS)}) = (
  SELECT id, {", ".join(SHOWN_COLUMNS)} FROM observations WHERE post = posts.id
  ORDER BY rank DESC, captured_at DESC, sha256 DESC, source_format LIMIT 1
) WHERE id IN (SELECT value FROM json_each(?))
"""
REFRESH_STATUS = """
UPDATE posts SET (status, status_observation) = (
  SELECT status, id FROM observations WHERE post = posts.id
  ORDER BY status = 'deleted' AND source_format <> 'misses' DESC, status <> 'unknown' DESC,
    source_format <> 'embed' DESC, captured_at DESC, rank DESC, sha256 DESC LIMIT 1
) WHERE id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of a batch: counts, and for each post its id in `posts` (or None) and its observation's."""

    counts: Counts
    ids: Sequence[tuple[int | None, int]]


def save_posts(db: Database, posts: Iterable[Post]) -> Counts:
    """Store each post as an observation and show the best of each identity; counts are of observations."""
    counts, remaining = Counts(), iter(posts)
    while batch := list(islice(remaining, BATCH)):
        counts += store_batch(db, batch).counts
    return counts


def store_batch(db: Database, posts: Sequence[Post]) -> Stored:
    """One batch in one transaction."""
    return store_rows(db, rows_of(posts))


def store_rows(
    db: Database, rows: Sequence[Row], *, archive_file: int | None = None, authors: Authors | None = None
) -> Stored:
    """The same of rows made before; `authors` may be kept over a run that ends with its first error."""
    with transaction(db):
        return _Batch(db, rows, archive_file, authors or Authors(db)).store()


def observation_ids(db: Database, posts: Sequence[Post]) -> Sequence[tuple[int | None, int]]:
    """For each post its id in `posts` (or None) and its observation's; stored if new, else left as they are.

    For posts that come out of the database, and so carry what all observations say, their status above all.
    """
    with transaction(db):
        return _Batch(db, rows_of(posts), None, Authors(db), update=False).store().ids


_Ref = tuple[Value, ...]
_Key = tuple[int | None, Value, Value]


class _Batch:
    """One batch on its way in; ids are given out by us, which the write lock makes safe."""

    def __init__(
        self,
        db: Database,
        rows: Sequence[Row],
        archive_file: int | None,
        authors: Authors,
        *,
        update: bool = True,
    ) -> None:
        self.execute = db.conn.execute
        self.executemany = db.conn.executemany
        self.rows = rows
        self.archive_file = archive_file
        self.authors = authors.numbers(rows)
        self.update = update
        self.first_post = self.next_post = self._next_id("posts")
        self.first_observation = self._next_id("observations")
        self.refs: dict[_Ref, int] = {}
        self.kept: dict[_Key, tuple[int, Row]] = {}
        self.inserts: list[int] = []
        """Which of the rows are new observations; of each of these:"""
        self.numbers: list[int | None] = []
        """its post,"""
        self.new_ids: list[Value] = []
        """and that post's id, if nothing was observed of it before."""
        self.updates: list[Row] = []
        self.begun: set[int | None] = set()
        """New posts of which the first observation was met."""
        self.touched: set[int | None] = set()

    def store(self) -> Stored:
        ids = self._all_as_new() if self._are_new() else self._one_by_one()
        self._write()
        inserted, updated = len(self.inserts), len(self.updates)
        counts = Counts(inserted=inserted, updated=updated, unchanged=len(self.rows) - inserted - updated)
        return Stored(counts=counts, ids=ids)

    def _next_id(self, table: str) -> int:
        (greatest,) = self.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        return int(greatest) + 1

    def _are_new(self) -> bool:
        """An archive in order of ids brings new posts only: one look instead of thousands."""
        ids: list[Any] = [row[0] for row in self.rows]
        if not ids or None in ids or len(set(ids)) < len(ids):
            return False
        return self.execute(NO_POST_BETWEEN, (min(ids), max(ids))).fetchone() is not None

    def _all_as_new(self) -> list[tuple[int | None, int]]:
        count = len(self.rows)
        self.inserts += range(count)
        self.numbers += range(self.next_post, self.next_post + count)
        self.new_ids += [row[0] for row in self.rows]
        observations = range(self.first_observation, self.first_observation + count)
        return list(zip(self.numbers, observations, strict=True))

    def _one_by_one(self) -> list[tuple[int | None, int]]:
        refs = [row[:3] if row[0] is not None else None for row in self.rows]
        self._look_up({ref for ref in refs if ref})
        return [self._take(at, ref, row) for at, (ref, row) in enumerate(zip(refs, self.rows, strict=True))]

    def _look_up(self, refs: set[_Ref]) -> None:
        found = self.execute(POSTS_BY_REF, (_json(list(refs)),)) if refs else ()
        self.refs = {tuple(ref): number for *ref, number in found}
        rows: list[Any] = []
        if self.refs:
            rows += self.execute(OBSERVATIONS_OF_POSTS, (_json(list(self.refs.values())),))
        if hashes := [row[_SHA256] for row in self.rows if row[0] is None]:
            rows += self.execute(OBSERVATIONS_WITHOUT_POST, (_json(hashes),))
        self.kept = {(row[1], row[2], row[3]): (row[0], row[4:]) for row in rows}

    def _take(self, at: int, ref: _Ref | None, row: Row) -> tuple[int | None, int]:
        number = self.refs.get(ref) or self._new_post(ref) if ref else None
        key = (number, row[_FORMAT], row[_SHA256])
        before, said = self.kept.get(key), row[SAID]
        if before is None:
            observation = self._insert(at, number, row)
        elif before[1] == said or not self.update:
            return number, before[0]
        else:
            observation = before[0]
            self.updates.append((self.authors[at], *said, observation))
            self.touched.add(number)
        self.kept[key] = (observation, said)
        return number, observation

    def _new_post(self, ref: _Ref) -> int:
        number = self.refs[ref] = self.next_post
        self.next_post += 1
        return number

    def _insert(self, at: int, number: int | None, row: Row) -> int:
        # A first observation is the best one; a later one makes the database choose again.
        first = number is not None and number >= self.first_post and number not in self.begun
        self.inserts.append(at)
        self.numbers.append(number)
        self.new_ids.append(row[0] if first else None)
        (self.begun if first else self.touched).add(number)
        return self.first_observation + len(self.inserts) - 1

    def _write(self) -> None:
        # This order, since SQLite looks for children of each new parent while a deferred key is open, and
        # only `observations.post` is both deferred and indexed.
        if self.inserts:
            self.executemany(*_insertion(self._columns()))
            self.execute(INSERT_POSTS, (_json(self.new_ids), self.first_observation))
            self.execute(LEARN_NEW_POSTS, (self.first_post,))
        self.executemany(UPDATE_OBSERVATION, self.updates)
        if touched := [number for number in self.touched if number is not None]:
            self.execute(REFRESH_POSTS, (_json(touched),))
            self.execute(REFRESH_STATUS, (_json(touched),))

    def _columns(self) -> Iterator[Sequence[Value]]:
        """Of the new observations, in the order of `_COLUMNS`."""
        count = len(self.inserts)
        yield range(self.first_observation, self.first_observation + count)
        yield self.numbers
        yield [self.authors[at] for at in self.inserts]
        yield [self.archive_file] * count
        yield from islice(zip(*[self.rows[at] for at in self.inserts], strict=True), 1, None)


def _insertion(columns: Iterable[Sequence[Value]]) -> tuple[str, Iterator[Row]]:
    """The INSERT and its rows without columns that are NULL in all: binding a None costs more than a text."""
    used = [(name, column) for name, column in zip(_COLUMNS, columns, strict=True) if _holds(column)]
    names, marks = ", ".join(name for name, _ in used), ", ".join("?" * len(used))
    return (
        f"INSERT INTO observations({names}) VALUES ({marks})",
        zip(*(column for _, column in used), strict=True),
    )


def _holds(column: Sequence[Value]) -> bool:
    return any(value is not None for value in column)


def _json(values: list[Any]) -> str:
    return orjson.dumps(values).decode()
