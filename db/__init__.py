"""The database: opened, written and read here; only this package speaks SQL."""

from db.opening import open_database, transaction

__all__ = ["open_database", "transaction"]
