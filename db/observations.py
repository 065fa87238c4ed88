"""Writing posts: every observation is kept, and each post shows its best one.

The best observation is the greatest by: has text; is no embed; is not truncated; says when; says who;
then the latest capture, then the greatest hash, so that the order of imports does not matter.
A post's status comes from all its observations: deleted if one of them is evidence of deletion (ids are not
given twice), else the latest definite one; `status_observation` names the one that says so.
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from sqlite_utils import Database

from db.columns import Value, clean, clean_row, list_text, time_text
from db.counts import Counts
from db.opening import transaction
from linker.records import Post

EMBED_FORMAT = "embed"
BATCH = 5_000

KEY_COLUMNS = ("post", "platform", "host", "source_format", "sha256")
SAID_COLUMNS = (
    "url", "author_handle", "author_name", "author_id", "created_at", "created_at_source", "text", "text_raw",
    "lang", "reply_to_id", "quote_of_id", "repost_of_id", "conversation_id", "edit_ids", "links", "mentions",
    "hashtags", "media", "truncated", "status", "status_evidence", "archive_url", "captured_at", "rank",
)  # fmt: skip
PLACE_COLUMNS = ("archive_file", "offset", "length")
SHOWN_COLUMNS = ("author_handle", "author_name", "author_id", "created_at", "lang", "text", "url")

_COLUMNS = ("id", *KEY_COLUMNS, *SAID_COLUMNS, *PLACE_COLUMNS)
_SAID = slice(1 + len(KEY_COLUMNS), 1 + len(KEY_COLUMNS) + len(SAID_COLUMNS))

INSERT_OBSERVATION = (
    f"INSERT INTO observations({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
)
UPDATE_OBSERVATION = (
    f"UPDATE observations SET {', '.join(f'{name} = ?' for name in SAID_COLUMNS)} WHERE id = ?"
)
INSERT_POST = f"""
INSERT INTO posts(
  id, platform, host, post_id, observation, status, status_observation, {", ".join(SHOWN_COLUMNS)}
) VALUES (?, ?, ?, ?, ?, ?, ?{", ?" * len(SHOWN_COLUMNS)})
"""
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
  ORDER BY status = 'deleted' DESC, status <> 'unknown' DESC, source_format <> 'embed' DESC,
    captured_at DESC, rank DESC, sha256 DESC LIMIT 1
) WHERE id IN (SELECT value FROM json_each(?))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What became of a batch: counts, and for each post its id in `posts` (or None) and its observation's."""

    counts: Counts
    ids: tuple[tuple[int | None, int], ...]


def save_posts(db: Database, posts: Iterable[Post], *, archive_file: int | None = None) -> Counts:
    """Store each post as an observation and show the best of each identity; counts are of observations."""
    counts = Counts()
    for batch in batches(posts):
        counts += store_batch(db, batch, archive_file=archive_file).counts
    return counts


def store_batch(db: Database, posts: list[Post], *, archive_file: int | None = None) -> Stored:
    """One batch in one transaction."""
    with transaction(db):
        return _Batch(db, archive_file).store(posts)


def rank(post: Post) -> int:
    """How much an observation is worth showing, greater is better; the order is in the module's docstring."""
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


class _Batch:
    """One batch on its way in; ids are given out by us, which the write lock makes safe."""

    def __init__(self, db: Database, archive_file: int | None) -> None:
        self.execute = db.conn.execute
        self.executemany = db.conn.executemany
        self.archive_file = archive_file
        self.next_post = self.first_new_post = self._next_id("posts")
        self.next_observation = self._next_id("observations")
        self.new_posts: dict[int, tuple[_Ref, tuple[Value, ...]]] = {}
        self.inserts: list[tuple[Value, ...]] = []
        self.updates: list[tuple[Value, ...]] = []
        self.touched: set[int] = set()

    def store(self, posts: list[Post]) -> Stored:
        refs = self._known_refs(posts)
        kept = self._known_observations(posts, refs)
        ids = tuple(self._take(post, refs, kept) for post in posts)
        self._write()
        inserted, updated = len(self.inserts), len(self.updates)
        counts = Counts(inserted=inserted, updated=updated, unchanged=len(posts) - inserted - updated)
        return Stored(counts=counts, ids=ids)

    def _next_id(self, table: str) -> int:
        (greatest,) = self.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()
        return int(greatest) + 1

    def _known_refs(self, posts: list[Post]) -> dict[_Ref, int]:
        wanted = {_ref(post) for post in posts if post.post_id is not None}
        rows = self.execute(POSTS_BY_REF, (orjson.dumps(list(wanted)).decode(),))
        return {(platform, host, post_id): number for platform, host, post_id, number in rows}

    def _known_observations(
        self, posts: list[Post], refs: dict[_Ref, int]
    ) -> dict[_Key, tuple[int, tuple[Value, ...]]]:
        hashes = [post.sha256 for post in posts if post.post_id is None]
        rows: list[Any] = []
        if refs:
            rows += self.execute(OBSERVATIONS_OF_POSTS, (orjson.dumps(list(refs.values())).decode(),))
        if hashes:
            rows += self.execute(OBSERVATIONS_WITHOUT_POST, (orjson.dumps(hashes).decode(),))
        return {(row[1], row[2], row[3]): (row[0], row[4:]) for row in rows}

    def _take(
        self, post: Post, refs: dict[_Ref, int], kept: dict[_Key, tuple[int, tuple[Value, ...]]]
    ) -> tuple[int | None, int]:
        number = self._post_number(post, refs)
        key = (number, post.source_format, post.sha256)
        said = _said_row(post)
        before = kept.get(key)
        if before is None:
            kept[key] = (self._insert(number, post, said), said)
        elif before[1] != said:
            self.updates.append((*said, before[0]))
            kept[key] = (before[0], said)
            self._touch(number)
        return number, kept[key][0]

    def _post_number(self, post: Post, refs: dict[_Ref, int]) -> int | None:
        if post.post_id is None:
            return None
        return refs.get(_ref(post)) or self._new_post(_ref(post), refs)

    def _new_post(self, ref: _Ref, refs: dict[_Ref, int]) -> int:
        number = refs[ref] = self.next_post
        self.next_post += 1
        return number

    def _insert(self, number: int | None, post: Post, said: tuple[Value, ...]) -> int:
        observation = self.next_observation
        self.next_observation += 1
        row = (
            observation, number, post.platform, clean(post.host), post.source_format, post.sha256,
            *said, self.archive_file, post.offset, post.length,
        )  # fmt: skip
        self.inserts.append(row)
        self._show(number, post, row)
        return observation

    def _show(self, number: int | None, post: Post, row: tuple[Value, ...]) -> None:
        """A first observation is the best one; a later one makes the database choose again."""
        if number is None:
            return
        if number >= self.first_new_post and number not in self.new_posts:
            self.new_posts[number] = (_ref(post), row)
        else:
            self.touched.add(number)

    def _touch(self, number: int | None) -> None:
        if number is not None:
            self.touched.add(number)

    def _write(self) -> None:
        self.executemany(INSERT_POST, (_post_row(*entry) for entry in self.new_posts.items()))
        self.executemany(INSERT_OBSERVATION, self.inserts)
        self.executemany(UPDATE_OBSERVATION, self.updates)
        if self.touched:
            touched = (orjson.dumps(list(self.touched)).decode(),)
            self.execute(REFRESH_POSTS, touched)
            self.execute(REFRESH_STATUS, touched)


def _ref(post: Post) -> _Ref:
    return (post.platform, clean(post.host), clean(post.post_id or ""))


_SHOWN = tuple(_COLUMNS.index(name) for name in SHOWN_COLUMNS)
_STATUS = _COLUMNS.index("status")


def _post_row(number: int, entry: tuple[_Ref, tuple[Value, ...]]) -> tuple[Value, ...]:
    ref, row = entry
    shown = (row[place] for place in _SHOWN)
    return (number, *ref, row[0], row[_STATUS], row[0], *shown)


def _said_row(post: Post) -> tuple[Value, ...]:
    """What the observation says, in the order of `SAID_COLUMNS`; a deletion without evidence says nothing."""
    unproved = post.status == "deleted" and not post.status_evidence
    row = (
        post.url, post.author_handle, post.author_name, post.author_id, time_text(post.created_at),
        post.created_at_source, post.text, post.text_raw, post.lang, post.reply_to_id, post.quote_of_id,
        post.repost_of_id, post.conversation_id, list_text(post.edit_ids), list_text(post.links),
        list_text(post.mentions), list_text(post.hashtags), list_text(post.media), int(post.truncated),
        "unknown" if unproved else post.status, post.status_evidence, post.archive_url,
        time_text(post.captured_at), rank(post),
    )  # fmt: skip
    return clean_row(row)


def batches(posts: Iterable[Post]) -> Iterator[list[Post]]:
    """Lists of at most `BATCH` posts."""
    remaining = iter(posts)
    while batch := list(islice(remaining, BATCH)):
        yield batch
