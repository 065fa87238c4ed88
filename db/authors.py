"""Writing authors: a row for each (platform, id, handle, name) seen together, as all but the id change."""

from collections.abc import Iterable

import orjson
from sqlite_utils import Database

from db.columns import clean
from linker.records import Post

Key = tuple[str, str, str, str]

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
        self._known: dict[Key, int] = {}

    def numbers(self, posts: Iterable[Post]) -> list[int | None]:
        """For each post its author's row, made where there is none; None where nothing is known."""
        keys = [_key(post) for post in posts]
        if len(self._known) > REMEMBERED:
            self._known.clear()
        if missing := {key for key in keys if key not in self._known and key}:
            self._look_up(missing)
            self._insert(sorted(missing - self._known.keys()))
        return [key and self._known[key] for key in keys]

    def _look_up(self, keys: set[Key]) -> None:
        rows = self._execute(AUTHORS_BY_KEY, (orjson.dumps(list(keys)).decode(),))
        self._known.update(
            {(author_id, handle, name, platform): n for author_id, handle, name, platform, n in rows}
        )

    def _insert(self, keys: list[Key]) -> None:
        # Ids are given out by us, which the write lock makes safe.
        (greatest,) = self._execute(GREATEST_AUTHOR).fetchone()
        numbered = list(enumerate(keys, start=greatest + 1))
        self._executemany(INSERT_AUTHOR, [(number, *key, _label(key)) for number, key in numbered])
        self._known.update((key, number) for number, key in numbered)


def _label(key: Key) -> str:
    author_id, handle, name, _ = key
    return name or handle or author_id


def _key(post: Post) -> Key | None:
    if not (post.author_id or post.author_handle or post.author_name):
        return None
    key = (post.author_id or "", post.author_handle or "", post.author_name or "", post.platform)
    return key if all(map(str.isascii, key)) else (clean(key[0]), clean(key[1]), clean(key[2]), key[3])
