"""How a step of the schema runs its SQL."""

from textwrap import dedent

from sqlite_utils import Database


def run(db: Database, script: str) -> None:
    """Run statements so that Datasette shows them as they were written here."""
    db.executescript(dedent(script))
