"""Writing posts: every observation is kept, and each post shows its best one.

The best observation is the greatest by: has text; is no embed; is not truncated; says when; says who;
then the latest capture, then the greatest hash, so that the order of imports does not matter.
A post's status comes from all its observations: deleted if one of them is evidence of deletion (ids are not
given twice), else the latest definite one; `status_observation` names the one that says so. A deletion told
by misses (`db.misses`) is no such evidence: what is seen later takes it back.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

import orjson
from sqlite_utils import Database

from db.authors import Authors
from db.columns import Value, clean, clean_row, list_text, time_text
from db.counts import Counts
from db.opening import transaction
from linker.records import Post

EMBED_FORMAT = "embed"
MISSES_FORMAT = "misses"
BATCH = 5_000

KEY_COLUMNS = ("post", "platform", "host", "source_format", "sha256")
SAID_COLUMNS = (
    "url", "author", "author_handle", "author_name", "author_id", "created_at", "created_at_source", "text",
    "text_raw", "lang", "reply_to_id", "quote_of_id", "repost_of_id", "conversation_id", "edit_ids", "links",
    "mentions", "hashtags", "media", "truncated", "status", "status_evidence", "archive_url", "captured_at",
    "rank",
)  # fmt: skip
PLACE_COLUMNS = ("archive_file", "offset", "length")
SHOWN_COLUMNS = ("author", "author_handle", "author_name", "created_at", "lang", "text", "url")

_COLUMNS = ("id", *KEY_COLUMNS, *SAID_COLUMNS, *PLACE_COLUMNS)
_SAID = slice(1 + len(KEY_COLUMNS), 1 + len(KEY_COLUMNS) + len(SAID_COLUMNS))

UPDATE_OBSERVATION = (
    f"UPDATE observations SET {', '.join(f'{name} = ?' for name in SAID_COLUMNS)} WHERE id = ?"
)
INSERT_POST = f"""
INSERT INTO posts(
  id, platform, host, post_id, observation, status, status_observation, {", ".join(SHOWN_COLUMNS)}
) VALUES (?, ?, ?, ?, ?, ?, ?{", ?" * len(SHOWN_COLUMNS)})
"""
LEARN_NEW_POSTS = """
INSERT INTO posts_fts(rowid, text, author_handle, author_name)
SELECT id, text, author_handle, author_name FROM posts WHERE id >= ?
"""
NO_POST_BETWEEN = "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM posts WHERE post_id BETWEEN ? AND ?)"
POSTS_BY_REF = """
SELECT posts.platform, posts.host, posts.post_id, posts.id FROM json_each(?) AS wanted
CROSS JOIN posts ON posts.post_id = wanted.value ->> 2
  AND posts.platform = wanted.value ->> 0 AND posts.host = wanted.value ->> 1
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
    ids: tuple[tuple[int | None, int], ...]


def save_posts(db: Database, posts: Iterable[Post], *, archive_file: int | None = None) -> Counts:
    """Store each post as an observation and show the best of each identity; counts are of observations."""
    counts, remaining = Counts(), iter(posts)
    while batch := list(islice(remaining, BATCH)):
        counts += store_batch(db, batch, archive_file=archive_file).counts
    return counts


def store_batch(
    db: Database, posts: list[Post], *, archive_file: int | None = None, authors: Authors | None = None
) -> Stored:
    """One batch in one transaction; `authors` may be kept over a run that ends with its first error."""
    with transaction(db):
        return _Batch(db, archive_file, authors or Authors(db)).store(posts)


def observation_ids(db: Database, posts: list[Post]) -> list[tuple[int | None, int]]:
    """For each post its id in `posts` (or None) and its observation's; stored if new, else left as they are.

    For posts that come out of the database, and so carry what all observations say, their status above all.
    """
    with transaction(db):
        return list(_Batch(db, None, Authors(db), update=False).store(posts).ids)


def rank(post: Post) -> int:
    """How much an observation is worth showing, greater is better; the order is in the module's docstring."""
    if post.source_format == MISSES_FORMAT:
        return 0
    return (
        16 * (post.text is not None)
        + 8 * (post.source_format != EMBED_FORMAT)
        + 4 * (not post.truncated)
        + 2 * (post.created_at is not None)
        + (post.author_id is not None or post.author_handle is not None)
    )


def natural_hash(article_id: str, place: str, text: str | None) -> str:
    """The key of an observation that has neither bytes nor an id of its own."""
    folded = " ".join(unicodedata.normalize("NFKC", text or "").casefold().split())
    return hashlib.sha256(clean(f"{article_id}\n{place}\n{folded}").encode()).hexdigest()


_Ref = tuple[str, str, str]
_Key = tuple[int | None, str, str]
_Row = tuple[Value, ...]


class _Batch:
    """One batch on its way in; ids are given out by us, which the write lock makes safe."""

    def __init__(
        self, db: Database, archive_file: int | None, authors: Authors, *, update: bool = True
    ) -> None:
        self.execute = db.conn.execute
        self.executemany = db.conn.executemany
        self.archive_file = archive_file
        self.authors = authors
        self.update = update
        self.next_post = self.first_new_post = self._next_id("posts")
        self.next_observation = self._next_id("observations")
        self.refs: dict[_Ref, int] = {}
        self.kept: dict[_Key, tuple[int, _Row]] = {}
        self.new_posts: dict[int, tuple[_Ref, _Row]] = {}
        self.inserts: list[_Row] = []
        self.updates: list[_Row] = []
        self.touched: set[int | None] = set()

    def store(self, posts: list[Post]) -> Stored:
        refs = [_ref(post) for post in posts]
        said = _cleaned([_said_row(*pair) for pair in zip(posts, self.authors.numbers(posts), strict=True)])
        self._look_up(posts, refs)
        ids = tuple(map(self._take, posts, refs, said))
        self._write()
        inserted, updated = len(self.inserts), len(self.updates)
        counts = Counts(inserted=inserted, updated=updated, unchanged=len(posts) - inserted - updated)
        return Stored(counts=counts, ids=ids)

    def _next_id(self, table: str) -> int:
        (greatest,) = self.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        return int(greatest) + 1

    def _look_up(self, posts: list[Post], refs: list[_Ref | None]) -> None:
        self.refs = self._known_refs({ref for ref in refs if ref})
        rows: list[Any] = []
        if self.refs:
            rows += self.execute(OBSERVATIONS_OF_POSTS, (_json(list(self.refs.values())),))
        if hashes := [post.sha256 for post in posts if post.post_id is None]:
            rows += self.execute(OBSERVATIONS_WITHOUT_POST, (_json(hashes),))
        self.kept = {(row[1], row[2], row[3]): (row[0], row[4:]) for row in rows}

    def _known_refs(self, refs: set[_Ref]) -> dict[_Ref, int]:
        if not refs:
            return {}
        ids = [post_id for _, _, post_id in refs]
        # An archive in order of ids brings new ones only: one look instead of thousands.
        if self.execute(NO_POST_BETWEEN, (min(ids), max(ids))).fetchone():
            return {}
        found = self.execute(POSTS_BY_REF, (_json(list(refs)),))
        return {(platform, host, post_id): number for platform, host, post_id, number in found}

    def _take(self, post: Post, ref: _Ref | None, said: _Row) -> tuple[int | None, int]:
        number = self.refs.get(ref) or self._new_post(ref) if ref else None
        key = (number, post.source_format, post.sha256)
        before = self.kept.get(key)
        if before is None:
            observation = self._insert(number, ref, post, said)
        elif before[1] == said or not self.update:
            return number, before[0]
        else:
            observation = before[0]
            self.updates.append((*said, observation))
            self.touched.add(number)
        self.kept[key] = (observation, said)
        return number, observation

    def _new_post(self, ref: _Ref) -> int:
        number = self.refs[ref] = self.next_post
        self.next_post += 1
        return number

    def _insert(self, number: int | None, ref: _Ref | None, post: Post, said: _Row) -> int:
        observation = self.next_observation
        self.next_observation += 1
        host = ref[1] if ref else clean(post.host)
        row = (
            observation, number, post.platform, host, post.source_format, post.sha256,
            *said, self.archive_file, post.offset, post.length,
        )  # fmt: skip
        self.inserts.append(row)
        # A first observation is the best one; a later one makes the database choose again.
        if ref and number is not None and number >= self.first_new_post and number not in self.new_posts:
            self.new_posts[number] = (ref, row)
        else:
            self.touched.add(number)
        return observation

    def _write(self) -> None:
        # This order, since SQLite looks for children of each new parent while a deferred key is open, and
        # only `observations.post` is both deferred and indexed.
        if self.inserts:
            self.executemany(*_insertion(self.inserts))
        self.executemany(INSERT_POST, (_post_row(*entry) for entry in self.new_posts.items()))
        self.execute(LEARN_NEW_POSTS, (self.first_new_post,))
        self.executemany(UPDATE_OBSERVATION, self.updates)
        if touched := [number for number in self.touched if number is not None]:
            self.execute(REFRESH_POSTS, (_json(touched),))
            self.execute(REFRESH_STATUS, (_json(touched),))


def _ref(post: Post) -> _Ref | None:
    if post.post_id is None:
        return None
    return (post.platform, clean(post.host), clean(post.post_id))


def _insertion(rows: list[_Row]) -> tuple[str, Iterator[_Row]]:
    """The INSERT and its rows without columns that are NULL in all: binding a None costs more than a text."""
    columns = list(zip(*rows, strict=True))
    used = [at for at, column in enumerate(columns) if column.count(None) < len(rows)]
    names, marks = ", ".join(_COLUMNS[at] for at in used), ", ".join("?" * len(used))
    return (
        f"INSERT INTO observations({names}) VALUES ({marks})",
        zip(*(columns[at] for at in used), strict=True),
    )


_SHOWN = itemgetter(*map(_COLUMNS.index, SHOWN_COLUMNS))
_STATUS = _COLUMNS.index("status")


def _post_row(number: int, entry: tuple[_Ref, _Row]) -> _Row:
    ref, row = entry
    return (number, *ref, row[0], row[_STATUS], row[0], *_SHOWN(row))


def _said_row(post: Post, author: int | None) -> _Row:
    """What the observation says, in the order of `SAID_COLUMNS`; a deletion without evidence says nothing."""
    unproved = post.status == "deleted" and not post.status_evidence
    return (
        post.url, author, post.author_handle, post.author_name, post.author_id, time_text(post.created_at),
        post.created_at_source, post.text, post.text_raw, post.lang, post.reply_to_id, post.quote_of_id,
        post.repost_of_id, post.conversation_id, list_text(post.edit_ids), list_text(post.links),
        list_text(post.mentions), list_text(post.hashtags), list_text(post.media), int(post.truncated),
        "unknown" if unproved else post.status, post.status_evidence, post.archive_url,
        time_text(post.captured_at), rank(post),
    )  # fmt: skip


def _cleaned(rows: list[_Row]) -> list[_Row]:
    try:
        orjson.dumps(rows)
    except TypeError:  # a lone surrogate somewhere: orjson is the quickest to say so
        return [clean_row(row) for row in rows]
    return rows


def _json(values: list[Any]) -> str:
    return orjson.dumps(values).decode()
