"""Importing archives: counted by format, resumable after any stop, problems told and the rest kept."""

import gzip
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
import pytest
from stored import NOW, rows_of

import db
from db.counts import Counts
from db.observations import BATCH
from linker import errors
from linker.service.archives.importing import import_archives, import_files

FIRST_ID = (1_681_990_527_000 - 1_288_834_974_657) << 22  # of 2023-04-20T11:35:27Z


def v2_line(number: int, text: str = "words of a post") -> bytes:
    post = {
        "id": str(FIRST_ID + number),
        "author_id": "77",
        "created_at": "2023-04-20T11:35:27.000Z",
        "text": f"{text} {number}",
        "lang": "en",
        "author": {"id": "77", "username": "secretary", "name": "The Secretary"},
        "edit_history_tweet_ids": [str(FIRST_ID + number)],
    }
    return orjson.dumps(post) + b"\n"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "posts.jsonl"
    path.write_bytes(b"".join(v2_line(number) for number in range(40)))
    return path


@pytest.fixture
def opened():
    opened = db.open_database(":memory:")
    yield opened
    opened.close()


def test_an_import_counts_what_it_read_by_format(opened, archive):
    report = import_files(opened, [str(archive)], now=NOW)
    assert (report.counts, report.problems, report.exit_code) == (Counts(inserted=40), 0, 0)
    assert list(report.by_format.values()) == [40]
    assert opened["posts"].count == 40


def test_importing_twice_changes_nothing(opened, archive):
    import_files(opened, [str(archive)], now=NOW)
    before = rows_of(opened)
    report = import_files(opened, [str(archive)], now=NOW)
    assert report.summary().startswith("40 read: 0 inserted, 40 unchanged, 0 problems")
    assert rows_of(opened) == before


def test_the_same_posts_in_another_file_are_unchanged(opened, archive, tmp_path):
    packed = tmp_path / "again.jsonl.gz"
    packed.write_bytes(gzip.compress(archive.read_bytes()))
    import_files(opened, [str(archive)], now=NOW)
    assert import_files(opened, [str(packed)], now=NOW).counts == Counts(unchanged=40)


def test_an_observation_names_its_file_and_the_place_in_it(opened, archive):
    import_files(opened, [str(archive)], now=NOW)
    (name, offset, length) = opened.execute(
        "SELECT archive_files.name, observations.offset, observations.length FROM observations"
        " JOIN archive_files ON archive_files.id = archive_file WHERE text = 'words of a post 7'"
    ).fetchone()
    assert name == str(archive)
    assert orjson.loads(archive.read_bytes()[offset : offset + length])["text"] == "words of a post 7"


def test_a_malformed_line_is_a_problem_and_the_rest_is_kept(opened, archive):
    lines = archive.read_bytes().splitlines(keepends=True)
    archive.write_bytes(b"".join([*lines[:3], b'{"id": 12,,\n', *lines[3:]]))
    report = import_files(opened, [str(archive)], now=NOW)
    assert (report.read, report.problems, report.exit_code) == (40, 1, 4)
    assert opened.execute("SELECT subject FROM problems").fetchall() == [(f"{archive}:4",)]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [("empty.jsonl", b"", 1), ("noise.bin", bytes(range(256)) * 20, 2)],
    ids=["empty", "binary"],
)
def test_a_file_without_posts_has_its_exit_code(opened, tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    report = import_files(opened, [str(tmp_path / name)], now=NOW)
    assert (report.exit_code, report.read) == (code, 0)
    assert report.problems == opened["problems"].count == 1


def test_a_missing_file_is_told_and_the_others_are_read(opened, archive, tmp_path):
    report = import_files(opened, [str(tmp_path / "none.jsonl"), str(archive)], now=NOW)
    assert (report.read, report.exit_code) == (40, 4)


def test_progress_is_told_in_bytes(opened, archive):
    told: list[tuple[int, int]] = []
    import_files(opened, [str(archive)], progress=lambda done, total: told.append((done, total)), now=NOW)
    assert told[-1] == (archive.stat().st_size, archive.stat().st_size)


def test_a_grown_file_gives_only_what_is_new(opened, archive):
    import_files(opened, [str(archive)], now=NOW)
    archive.write_bytes(archive.read_bytes() + v2_line(40))
    assert import_files(opened, [str(archive)], now=NOW).counts == Counts(inserted=1, unchanged=40)
    assert opened["archive_files"].count == 2


class Stopped(Exception):  # noqa: N818 - plays the user's Ctrl-C
    pass


def test_a_stopped_import_goes_on_where_it_stopped(opened, tmp_path):
    archive = tmp_path / "posts.jsonl"
    count = 5 * BATCH // 2
    archive.write_bytes(b"".join(map(v2_line, range(count))))

    def stop(done: int, total: int) -> None:
        if done > total * 0.7:
            raise Stopped

    with pytest.raises(Stopped):
        import_files(opened, [str(archive)], progress=stop, now=NOW)
    stored = opened["posts"].count
    assert 0 < stored < count
    report = import_files(opened, [str(archive)], now=NOW)
    assert report.counts == Counts(inserted=count - stored)
    assert list(report.resumed) == [str(archive)]
    assert import_files(opened, [str(archive)], now=NOW).counts == Counts(unchanged=count)


def test_an_import_may_be_stopped_between_two_batches(opened, tmp_path):
    archive = tmp_path / "posts.jsonl"
    archive.write_bytes(b"".join(map(v2_line, range(BATCH + 1))))
    with pytest.raises(errors.Stopped):
        import_files(opened, [str(archive)], now=NOW, stop=lambda: True)
    assert opened["posts"].count == BATCH
    assert import_files(opened, [str(archive)], now=NOW).counts == Counts(inserted=1)


def test_a_killed_import_ends_equal_to_one_that_was_left_alone(tmp_path):
    archive = tmp_path / "posts.jsonl"
    count = 5 * BATCH // 2
    archive.write_bytes(b"".join(map(v2_line, range(count))))
    killed, whole = tmp_path / "killed.db", tmp_path / "whole.db"
    db.open_database(killed).close()
    program = f"from linker.service.archives.importing import import_archives; import_archives({str(killed)!r}, [{str(archive)!r}])"
    importing = subprocess.Popen([sys.executable, "-c", program])
    watched = db.open_database(killed)
    while importing.poll() is None and watched["posts"].count == 0:
        time.sleep(0.01)
    os.kill(importing.pid, signal.SIGKILL)
    importing.wait()
    assert 0 < watched["posts"].count < count
    import_archives(killed, [str(archive)])
    import_archives(whole, [str(archive)])
    tables = ("posts", "observations", "authors")
    left_alone = rows_of(db.open_database(whole))
    assert {name: rows_of(watched)[name] for name in tables} == {name: left_alone[name] for name in tables}
    assert watched.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_real_samples_are_read_and_read_again_without_change(shared, opened):
    first = import_files(opened, [str(shared / "samples" / "posts")], now=NOW)
    assert first.read > 0
    before = rows_of(opened)
    again = import_files(opened, [str(shared / "samples" / "posts")], now=NOW)
    assert again.counts == Counts(unchanged=first.read)
    assert rows_of(opened) == before


def test_an_import_leaves_no_key_that_points_nowhere(tmp_path, archive):
    database = tmp_path / "keys.db"
    import_archives(database, [str(archive)])
    import_archives(database, [str(archive)])
    opened = db.open_database(database)
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    opened.close()


def test_a_process_beside_gives_the_same_rows(tmp_path, archive):
    archive.write_bytes(archive.read_bytes() + b'{"id": 12,,\n' + v2_line(40))
    alone, beside = db.open_database(tmp_path / "alone.db"), db.open_database(tmp_path / "beside.db")
    told: list[tuple[int, int]] = []
    reports = [
        import_files(alone, [str(archive)], now=NOW, beside=False),
        import_files(
            beside, [str(archive)], now=NOW, beside=True, progress=lambda *bytes_read: told.append(bytes_read)
        ),
    ]
    assert reports[0] == reports[1]
    tables = ("posts", "observations", "authors", "problems")
    assert [rows_of(alone)[name] for name in tables] == [rows_of(beside)[name] for name in tables]
    assert told[-1] == (archive.stat().st_size, archive.stat().st_size)
    alone.close()
    beside.close()
