"""Rows of strangers' databases (twitter-to-sqlite, mastodon-to-sqlite), read-only, authors joined on."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from linker.errors import InputError

_TWEETS = """
SELECT tweets.*, {author}, original.full_text AS retweeted_text, {media} AS media_urls
FROM tweets
LEFT JOIN users ON users.id = tweets.user
LEFT JOIN tweets AS original ON original.id = tweets.retweeted_status
ORDER BY tweets.rowid
"""
_MEDIA = """(
  SELECT json_group_array(media.media_url_https)
  FROM media_tweets JOIN media ON media.id = media_tweets.media_id
  WHERE media_tweets.tweets_id = tweets.id
)"""
_STATUSES = """
SELECT statuses.*, {author}
FROM statuses LEFT JOIN accounts ON accounts.id = statuses.account_id
ORDER BY statuses.rowid
"""
_MAX_VALUE_BYTES = 64 * 1024 * 1024

ForeignRow = Mapping[str, object]


def rows(path: Path) -> Iterator[ForeignRow]:
    """The posts of a database as rows, `author_…` columns beside the post's own; nothing is written, ever.

    Raises:
        InputError: It is no database that can be read, or holds none of the known tables; the caller knows
            its name, which may be that of a copy here.
    """
    try:
        with closing(_opened(path)) as connection:
            query = _query(connection)
            if query is None:
                raise InputError("a database without the tables of twitter-to-sqlite or mastodon-to-sqlite")
            cursor = connection.execute(query)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))
    except sqlite3.Error as error:
        raise InputError(f"the database cannot be read ({error})") from error


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _connected(path, "mode=ro")
    except sqlite3.OperationalError:
        # A database whose journal stayed behind, or in a folder that cannot be written, opens only so.
        return _connected(path, "immutable=1")


def _connected(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(path.resolve()))}?{mode}", uri=True)
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE_BYTES)
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def _query(connection: sqlite3.Connection) -> str | None:
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if {"tweets", "users"} <= tables and {"full_text", "user"} <= _columns(connection, "tweets"):
        # Tables alone: a stranger's view may run for ever.
        joined = {"media", "media_tweets"} <= tables
        joined = joined and {"media_id", "tweets_id"} <= _columns(connection, "media_tweets")
        media = _MEDIA if joined and "media_url_https" in _columns(connection, "media") else "NULL"
        return _TWEETS.format(author=_author(connection, "users", ("screen_name", "name")), media=media)
    if {"statuses", "accounts"} <= tables and "content" in _columns(connection, "statuses"):
        return _STATUSES.format(author=_author(connection, "accounts", ("username", "display_name", "url")))
    return None


def _columns(connection: sqlite3.Connection, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}


def _author(connection: sqlite3.Connection, table: str, names: tuple[str, ...]) -> str:
    present = _columns(connection, table)
    wanted = [f"{table}.{name}" if name in present else "NULL" for name in names]
    return ", ".join(f"{column} AS author_{name}" for column, name in zip(wanted, names, strict=True))
