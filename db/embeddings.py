"""Vectors of texts, kept so that no text is encoded twice; a cache, which may be emptied at any time."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from sqlite_utils import Database

from db.opening import transaction

MOST = 500_000
"""Vectors kept, the oldest dropped first: about 400 MB of 384 dimensions."""
_CHUNK = 500


def get_embeddings(db: Database, encoder: str, keys: Sequence[str]) -> dict[str, bytes]:
    """Those vectors of an encoder's version that are kept, by SHA-256 of their text."""
    found: dict[str, bytes] = {}
    for chunk in _chunks(list(dict.fromkeys(keys))):
        marks = ", ".join("?" * len(chunk))
        sql = f"SELECT sha256, vector FROM embeddings WHERE encoder = ? AND sha256 IN ({marks})"
        found.update(db.execute(sql, [encoder, *chunk]))
    return found


def put_embeddings(db: Database, encoder: str, vectors: Mapping[str, bytes], *, most: int = MOST) -> None:
    """Keep vectors, by SHA-256 of their text; what is there stays.

    Where the database cannot be written to now, they are made again next time: nothing fails for a cache.
    """
    rows = [(encoder, key, vector) for key, vector in vectors.items()]
    with suppress(sqlite3.OperationalError), transaction(db):
        db.conn.executemany(
            "INSERT OR IGNORE INTO embeddings(encoder, sha256, vector) VALUES (?, ?, ?)", rows
        )
        db.execute("DELETE FROM embeddings WHERE id <= (SELECT max(id) FROM embeddings) - ?", [most])


def _chunks(keys: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
