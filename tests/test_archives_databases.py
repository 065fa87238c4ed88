"""Databases of other tools inside containers: read from a copy, which is bounded and goes away."""

import gzip
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path

import pytest
from archived import a_line, tarred, written, zipped
from command import linker
from conftest import ROOT

import db
from db import foreign
from linker.records import Post, Problem
from linker.service.archives.beside import batches_beside
from linker.service.archives.importing import import_archives
from scrapers.archives.files.bounds import USUAL, Bounds
from scrapers.archives.reading import read_archives, read_posts

TWEETS = (ROOT / "tests/fixtures/archives/twitter_to_sqlite/twitter.sql").read_text()
TEXT = "Good to be in Kyiv & among friends. https://alliance.example/speech"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT"
VIEWS = f"""
DROP TABLE IF EXISTS media_tweets; DROP TABLE IF EXISTS media;
CREATE VIEW media AS {ENDLESS} i AS id, '' AS media_url_https FROM n;
CREATE VIEW media_tweets AS {ENDLESS} -i AS media_id, -i AS tweets_id FROM n;
"""


def database(folder: Path, script: str = TWEETS) -> bytes:
    path = folder / "made.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script)
    return path.read_bytes()


def items_in(path: Path, bounds: Bounds = USUAL) -> list[Post | Problem]:
    return list(read_posts([path], tables=foreign.rows, bounds=bounds))


def texts(items: list[Post | Problem]) -> list[str | None]:
    return [item.text if isinstance(item, Post) else item.kind for item in items]


PACKED = {
    "zip": (lambda body: zipped({"tweets": body}), "!tweets"),
    "tar.gz": (lambda body: gzip.compress(tarred({"tweets": body})), "!tweets"),
    "gz": (gzip.compress, ""),
    "a zip in a tar.gz": (
        lambda body: gzip.compress(tarred({"outer": zipped({"tweets": body})})),
        "!outer!tweets",
    ),
}


@pytest.mark.parametrize(("pack", "place"), PACKED.values(), ids=PACKED)
def test_a_database_in_a_container_gives_what_it_gives_alone(pack, place, tmp_path):
    body = database(tmp_path)
    alone = items_in(written(tmp_path / "alone.db", body))
    path = written(tmp_path / "packed", pack(body))
    assert TEXT in [item.text for item in alone if isinstance(item, Post)]
    assert items_in(path) == alone
    (member,) = {read.member for read in read_archives([path], tables=foreign.rows)}
    assert f"!{member}" == (place or "!")


def test_a_database_comes_through_standard_input(tmp_path):
    ran = linker("posts", "-", "--nl", given=database(tmp_path))
    assert ran.code == 0
    assert TEXT in ran.out


def test_what_stands_beside_a_database_is_read_as_well(tmp_path):
    body = zipped({"a.jsonl": a_line(0), "b.db": database(tmp_path), "c.jsonl": a_line(1)})
    found = texts(items_in(written(tmp_path / "all.zip", body)))
    assert (found[0], found[-1]) == ("Post 0", "Post 1")
    assert TEXT in found


def test_a_database_larger_than_what_is_copied_is_told_and_the_next_file_read(tmp_path):
    body = zipped({"a.db": database(tmp_path), "b.jsonl": a_line(0)})
    path = written(tmp_path / "large.zip", body)
    problem, post = items_in(path, Bounds(copied=10_000))
    assert (problem.kind, problem.subject) == ("unreadable", f"{path}!a.db")
    assert post.text == "Post 0"


@pytest.mark.parametrize(
    "body",
    [b"SQLite format 3\0" + bytes(100), b"SQLite format 3\0" + bytes(range(256)) * 200],
    ids=["zeros", "noise"],
)
def test_a_damaged_database_in_a_container_is_told_by_its_place(body, tmp_path):
    path = written(tmp_path / "bad.zip", zipped({"a.db": body, "b.jsonl": a_line(0)}))
    problem, post = items_in(path)
    assert (problem.kind, problem.subject) == ("unreadable", f"{path}!a.db")
    assert tempfile.gettempdir() not in problem.message
    assert post.text == "Post 0"


def test_a_database_cut_inside_a_gz_is_told(tmp_path):
    path = written(tmp_path / "cut.db.gz", gzip.compress(database(tmp_path))[:-200])
    assert "damaged" in [item.kind for item in items_in(path) if isinstance(item, Problem)]


def test_the_copy_goes_away_also_where_reading_stops_early(tmp_path, monkeypatch):
    (folder := tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    reads = read_posts([written(tmp_path / "a.zip", zipped({"a": database(tmp_path)}))], tables=foreign.rows)
    next(reads)
    assert len(list(folder.iterdir())) == 1
    reads.close()
    assert list(folder.iterdir()) == []


def test_the_copy_goes_away_where_a_process_beside_is_ended(tmp_path, monkeypatch):
    (folder := tmp_path / "temporary").mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    many = f"{TWEETS}\nWITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 50000)\n"
    many += (
        "INSERT INTO tweets(id, user, full_text) SELECT 1649106868372505817 + i, 100, 'Post ' || i FROM n;"
    )
    path = written(tmp_path / "a.zip", zipped({"a": database(tmp_path, many)}))
    reads = batches_beside([str(path)], unfinished={})
    next(reads)
    assert len(list(folder.iterdir())) == 1
    reads.close()
    assert list(folder.iterdir()) == []


@pytest.fixture
def being_written(tmp_path):
    """A folder with a database that a program has open, its rows still in the log beside it."""
    (folder := tmp_path / "live").mkdir()
    with closing(sqlite3.connect(folder / "tweets.db")) as writer:
        writer.execute("PRAGMA journal_mode = WAL")
        writer.executescript(TWEETS)
        yield folder


def test_a_database_that_is_being_written_is_read_with_its_log(being_written):
    assert len(list(being_written.iterdir())) == 3
    found = items_in(being_written)
    assert TEXT in texts(found)
    assert [item for item in found if isinstance(item, Problem)] == []


def test_rows_that_only_a_packed_log_holds_are_told(being_written, tmp_path):
    packed = zipped({each.name: each.read_bytes() for each in being_written.iterdir()})
    path = written(tmp_path / "live.zip", packed)
    subjects = {item.subject for item in items_in(path) if isinstance(item, Problem)}
    assert subjects == {f"{path}!tweets.db", f"{path}!tweets.db-wal"}


def test_a_log_whose_database_is_missing_is_told(being_written):
    (being_written / "tweets.db").rename(being_written / "other.db")
    assert any(
        f"{being_written}/tweets.db-wal" == getattr(item, "subject", "") for item in items_in(being_written)
    )


def test_views_of_a_stranger_are_not_asked(tmp_path):
    found = items_in(written(tmp_path / "views.db", database(tmp_path, TWEETS + VIEWS)))
    assert TEXT in texts(found)


def test_a_database_in_a_container_is_imported_once(tmp_path):
    path = written(tmp_path / "tweets.zip", zipped({"tweets": database(tmp_path)}))
    first, second = (import_archives(tmp_path / "posts.db", [str(path)]) for _ in range(2))
    assert first.counts.inserted == second.counts.unchanged > 0
    stored = db.open_database(tmp_path / "posts.db").execute("SELECT member FROM archive_files").fetchall()
    assert stored == [("tweets",)]
