"""Opening a database: checks that it is ours and not newer, sets it up, brings its schema up to date."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from db.schema import MIGRATIONS, newer_steps
from linker.errors import InputError, NewerDatabase, StoreError

BUSY_TIMEOUT_MS = 5_000
CACHE_KIB = 64 * 1024
CHECKPOINT_PAGES = 8_000
"""32 MB; at SQLite's 4 MB an import would wait for the disk after every batch."""


def open_database(path: str | Path, *, create: bool = True) -> Database:
    """Open `path` (":memory:" works) in WAL mode with foreign keys, and bring its schema up to date.

    Raises:
        InputError: no SQLite database, a folder, or missing while `create` is false.
        NewerDatabase: a newer linker wrote it.
        StoreError: the folder or file cannot be written, or SQLite failed.
    """
    _check_path(str(path), create=create)
    try:
        return _set_up(_connect(str(path)), str(path))
    except sqlite3.Error as error:
        raise _translated(error, str(path)) from error


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Write under the lock from the first statement on; within another transaction, become part of it."""
    if db.conn.in_transaction:
        yield
        return
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        yield
        db.conn.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
        raise


def _check_path(path: str, *, create: bool) -> None:
    if path == ":memory:":
        return
    if Path(path).is_dir():
        raise InputError(f"{path} is a folder: name a database file, such as {Path(path) / 'linker.db'}")
    if not Path(path).exists() and not create:
        raise InputError(f"{path} does not exist: make it with `linker import FILE --db {path}`")
    if not Path(path).exists() and not Path(path).parent.is_dir():
        raise InputError(f"{path}: the folder {Path(path).parent} does not exist: make it first")


def _connect(path: str) -> sqlite3.Connection:
    # Autocommit: transactions begin where `transaction` says so, never by surprise.
    return sqlite3.connect(path, isolation_level=None, timeout=BUSY_TIMEOUT_MS / 1000)


def _set_up(connection: sqlite3.Connection, path: str) -> Database:
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        db = Database(connection)
        _refuse_newer(db, path)
        if MIGRATIONS.pending(db):
            # One lock over all steps: of two programs that open a new file at once, the second finds it done.
            with transaction(db):
                MIGRATIONS.apply(db)
    except BaseException:
        connection.close()
        raise
    return db


def _refuse_newer(db: Database, path: str) -> None:
    if newer := newer_steps(db):
        raise NewerDatabase(
            f"{path} was written by a newer linker (its schema has {', '.join(newer)}): "
            "upgrade linker, or name another file with --db"
        )


def _translated(error: sqlite3.Error, path: str) -> InputError | StoreError:
    message = str(error)
    if "not a database" in message:
        return InputError(f"{path} is no SQLite database: name another file with --db")
    if "readonly" in message or "unable to open" in message:
        return StoreError(
            f"{path} cannot be written ({message}): check the rights on the file and its folder"
        )
    if "locked" in message:
        return StoreError(f"{path} is locked by another program: try again when it has finished")
    return StoreError(f"{path}: SQLite failed: {message}")
