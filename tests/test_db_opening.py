"""Opening a database: what it is set to, and what is refused with a word on what to do."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import db
from db.opening import use_wal
from db.schema import MIGRATIONS
from linker.errors import InputError, NewerDatabase, StoreError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "news.db"


def setting(opened: db.Database, name: str) -> object:
    return opened.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_new_database_is_in_wal_mode_and_holds_to_foreign_keys(path):
    opened = db.open_database(path)
    assert (setting(opened, "journal_mode"), setting(opened, "foreign_keys")) == ("wal", 1)
    assert setting(opened, "busy_timeout") == 5000


def test_every_table_is_strict(path):
    opened = db.open_database(path)
    loose = [
        row["name"]
        for row in opened.query("SELECT name, strict, type FROM pragma_table_list WHERE schema = 'main'")
        if row["type"] == "table" and not row["strict"] and not row["name"].startswith(("sqlite_", "_sqlite"))
    ]
    assert loose == []


def test_opening_again_applies_nothing(path):
    db.open_database(path).close()
    opened = db.open_database(path)
    assert MIGRATIONS.pending(opened) == []


def test_migrations_are_numbered_without_gap_or_repetition(path):
    names = [step.name for step in MIGRATIONS.applied(db.open_database(path))]
    assert [int(name[1:4]) for name in names] == list(range(1, len(names) + 1))


def test_a_step_that_fails_leaves_nothing_behind(path):
    opened = db.open_database(path)
    opened.execute("DELETE FROM _sqlite_migrations WHERE name = 'm004_links'")
    tables = set(opened.table_names())
    opened.close()
    with pytest.raises(StoreError, match="already exists"):
        db.open_database(path)
    assert set(sqlite3.connect(path).execute("SELECT name FROM sqlite_master WHERE type='table'")) == {
        (name,) for name in tables
    }


def test_a_database_of_a_newer_version_is_named_with_what_to_do(path):
    opened = db.open_database(path)
    opened["_sqlite_migrations"].insert(
        {"migration_set": "linker", "name": "m999_of_tomorrow", "applied_at": "2030-01-01"}
    )
    opened.close()
    with pytest.raises(NewerDatabase, match=r"news\.db.*m999_of_tomorrow.*upgrade linker"):
        db.open_database(path)


def test_a_text_file_is_no_database(path):
    path.write_text("this is a text that is longer than the header of a database " * 20)
    with pytest.raises(InputError, match=r"news\.db is no SQLite database"):
        db.open_database(path)


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(InputError, match="is a folder"):
        db.open_database(tmp_path)


def test_a_missing_database_is_not_made_where_one_is_asked_for(path):
    with pytest.raises(InputError, match="does not exist"):
        db.open_database(path, create=False)
    assert not path.exists()


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(InputError, match=r"the folder .*none does not exist"):
        db.open_database(tmp_path / "none" / "news.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_told(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="check the rights"):
        db.open_database(tmp_path / "news.db")


def test_programs_that_make_the_same_database_at_once_all_succeed(path):
    command = [sys.executable, "-c", f"import db; db.open_database({str(path)!r}).close()"]
    running = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in running] == [(b"", 0)] * 3


def test_the_switch_to_wal_is_tried_again_while_another_program_reads(path):
    other = sqlite3.connect(path, isolation_level=None)
    other.executescript("CREATE TABLE held(id); INSERT INTO held VALUES (1); BEGIN; SELECT * FROM held")
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        other.execute("ROLLBACK")

    connection = sqlite3.connect(path, isolation_level=None)
    use_wal(connection, wait=wait)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert len(waits) == 1


def test_a_transaction_that_fails_writes_nothing(path):
    opened = db.open_database(path)

    def write_and_fail() -> None:
        with db.transaction(opened):
            opened.execute("INSERT INTO models(version) VALUES ('a')")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert opened["models"].count == 0


def test_a_writer_waits_for_another(path):
    first, second = db.open_database(path), db.open_database(path)
    first.execute("BEGIN IMMEDIATE")
    first.execute("INSERT INTO models(version) VALUES ('first')")
    write = (
        f"import db\nopened = db.open_database({str(path)!r})\nprint('ready', flush=True)\n"
        "with db.transaction(opened): opened.execute(\"INSERT INTO models(version) VALUES ('second')\")"
    )
    waiting = subprocess.Popen([sys.executable, "-c", write], stdout=subprocess.PIPE)
    assert waiting.stdout is not None
    assert waiting.stdout.readline() == b"ready\n"
    assert second["models"].count == 0
    first.execute("COMMIT")
    waiting.communicate()
    assert waiting.returncode == 0
    assert [row["version"] for row in second["models"].rows] == ["first", "second"]
