"""The raw bytes as fetched, compressed, by SHA-256, in `NAME.bytes.db` beside the database.

Written before the row that names them, so that parsers can be improved and rerun without asking a site again.
A file of its own: rows of megabytes would slow every page of the browsed database.
"""

import hashlib
import sqlite3
from pathlib import Path

import zstandard

from linker.errors import StoreError

SCHEMA = """
CREATE TABLE IF NOT EXISTS bytes (
  sha256 TEXT PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  zstd BLOB NOT NULL
) STRICT
"""
INSERT = "INSERT OR IGNORE INTO bytes(sha256, size_bytes, zstd) VALUES (?, ?, ?)"
SELECT = "SELECT size_bytes, zstd FROM bytes WHERE sha256 = ?"


class ByteStore:
    """Bytes by hash; one connection, for the thread that made it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=5)
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute(SCHEMA)
        except sqlite3.Error as error:
            raise StoreError(
                f"{path} cannot keep fetched bytes ({error}): check the file and its folder"
            ) from error

    def put(self, body: bytes) -> str:
        """Keep `body`, once; its SHA-256 in hex."""
        sha256 = hashlib.sha256(body).hexdigest()
        if not self._connection.execute("SELECT 1 FROM bytes WHERE sha256 = ?", (sha256,)).fetchone():
            self._connection.execute(INSERT, (sha256, len(body), zstandard.compress(body)))
        return sha256

    def get(self, sha256: str) -> bytes | None:
        """The bytes back, None if they were never kept.

        Raises:
            StoreError: what stands under the hash is something else.
        """
        row = self._connection.execute(SELECT, (sha256,)).fetchone()
        if row is None:
            return None
        body: bytes = zstandard.decompress(row[1], max_output_size=row[0])
        if hashlib.sha256(body).hexdigest() != sha256:
            raise StoreError(
                f"{self.path}: the bytes under {sha256} are damaged: restore a backup of this file"
            )
        return body

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def bytes_path(database: str | Path) -> Path:
    """`news.db` -> `news.bytes.db`."""
    path = Path(database)
    return path.with_name(f"{path.stem}.bytes.db")
