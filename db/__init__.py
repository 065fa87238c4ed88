"""The database: opened, written and read here; only this package speaks SQL."""

from sqlite_utils import Database

from db.opening import open_database, transaction

__all__ = ["Database", "open_database", "transaction"]
