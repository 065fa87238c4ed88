"""Opening a database: checks that it is ours and not newer, sets it up, brings its schema up to date."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

from sqlite_utils import Database

from db.schema import MIGRATIONS, newer_steps
from linker.errors import InputError, NewerDatabase, StoreError

BUSY_TIMEOUT_MS = 5_000
CACHE_KIB = 64 * 1024
PAGE_SIZE = 16 * 1024
"""Texts are long: at SQLite's 4 KiB a row an import takes 2 µs more, in the log and in the file."""
CHECKPOINT_PAGES = 2_000
"""32 MB; at SQLite's 4 MB an import would wait for the disk after every batch."""
WAL_ATTEMPTS = 500


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


@contextmanager
def keys_unchecked(db: Database) -> Iterator[None]:
    """For a bulk writer that takes every key from rows it has just found or written: 3 µs a post less.

    Not within a transaction, where SQLite leaves the setting as it is.
    """
    db.conn.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        db.conn.execute("PRAGMA foreign_keys = ON")


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
        connection.execute(f"PRAGMA page_size = {PAGE_SIZE}")
        use_wal(connection)
        # Last, when the page size is known: SQLite counts the cache in pages of the size so far.
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
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


def use_wal(connection: sqlite3.Connection, *, wait: Callable[[float], None] = sleep) -> None:
    """Switch to WAL; while others read or switch, SQLite refuses at once, whatever `busy_timeout` says.

    Raises:
        sqlite3.OperationalError: still locked after `WAL_ATTEMPTS`, or another failure.
    """
    for _ in range(WAL_ATTEMPTS - 1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            wait(BUSY_TIMEOUT_MS / 1000 / WAL_ATTEMPTS)
        else:
            return
    connection.execute("PRAGMA journal_mode = WAL")


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
