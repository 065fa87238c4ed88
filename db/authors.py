"""Writing authors: a row for each (platform, id, handle, name) seen together, as all but the id change."""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import cast

import orjson
from sqlite_utils import Database

from db.observed import ROW_COLUMNS, Row

Key = tuple[str, str, str, str]
_Said = tuple[str | None, str | None, str | None, str]

_NAMES = ("author_id", "author_handle", "author_name", "platform")
_SAID = cast("Callable[[Row], _Said]", itemgetter(*map(ROW_COLUMNS.index, _NAMES)))

REMEMBERED = 200_000
AUTHORS_BY_KEY = """
SELECT authors.author_id, authors.handle, authors.name, authors.platform, authors.id
FROM json_each(?) AS wanted
CROSS JOIN authors ON authors.author_id = wanted.value ->> 0
  AND authors.handle COLLATE BINARY = wanted.value ->> 1 AND authors.name COLLATE BINARY = wanted.value ->> 2
  AND authors.platform = wanted.value ->> 3
"""
GREATEST_AUTHOR = "SELECT coalesce(max(id), 0) FROM authors"
INSERT_AUTHOR = """
INSERT INTO authors(id, author_id, handle, name, platform, label) VALUES (?, ?, ?, ?, ?, ?)
"""


class Authors:
    """Authors' ids by what is known of them; a run keeps one of these, within its write lock."""

    def __init__(self, db: Database) -> None:
        self._execute = db.conn.execute
        self._executemany = db.conn.executemany
        self._known: dict[_Said, int | None] = {}

    def numbers(self, rows: Sequence[Row]) -> list[int | None]:
        """For each observation its author's row, made where there is none; None where nothing is known."""
        said = list(map(_SAID, rows))
        if len(self._known) > REMEMBERED:
            self._known.clear()
        if missing := {each: _key(each) for each in said if each not in self._known}:
            numbers = self._numbers({key for key in missing.values() if key})
            self._known.update((each, key and numbers[key]) for each, key in missing.items())
        return [self._known[each] for each in said]

    def _numbers(self, keys: set[Key]) -> dict[Key, int]:
        rows = self._execute(AUTHORS_BY_KEY, (orjson.dumps(list(keys)).decode(),))
        found = {(author_id, handle, name, platform): n for author_id, handle, name, platform, n in rows}
        return found | self._insert(sorted(keys - found.keys()))

    def _insert(self, keys: list[Key]) -> dict[Key, int]:
        # Ids are given out by us, which the write lock makes safe.
        (greatest,) = self._execute(GREATEST_AUTHOR).fetchone()
        numbers = {key: number for number, key in enumerate(keys, start=greatest + 1)}
        self._executemany(INSERT_AUTHOR, [(number, *key, _label(key)) for key, number in numbers.items()])
        return numbers


def _label(key: Key) -> str:
    author_id, handle, name, _ = key
    return name or handle or author_id


def _key(said: _Said) -> Key | None:
    author_id, handle, name, platform = said
    if not (author_id or handle or name):
        return None
    return author_id or "", handle or "", name or "", platform
