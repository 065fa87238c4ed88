"""The Datasette plugin: for now only the patience to wait for a daemon that writes."""

from typing import Protocol

from datasette import hookimpl


class Connection(Protocol):
    """What Datasette hands over: a connection of sqlite3, which only `db` names."""

    def execute(self, sql: str, /) -> object:
        """Run a statement."""


@hookimpl  # type: ignore[untyped-decorator]
def prepare_connection(conn: Connection) -> None:
    """Wait five seconds for a writer instead of failing."""
    conn.execute("PRAGMA busy_timeout = 5000")
