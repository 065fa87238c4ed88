"""The daemon as a process over a local newsroom: it pulls, links, and stops when told to."""

import signal
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MAX_INSTANCES, EVENT_JOB_MISSED, JobEvent
from loopback import Reply, Site
from newsroom import POSTS, configure, publish, rows, source

from db import open_database
from db.pulling import Source, upsert_sources
from linker.config import Config
from linker.daemon import JOB_DEFAULTS, Daemon, next_time

PATIENCE_SECONDS = 60


@pytest.fixture
def site():
    with Site() as running:
        publish(running)
        yield running


def start(config) -> subprocess.Popen:
    command = [sys.executable, "-c", "from linker.cli import main; main()", "daemon", "--config", str(config)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, text=True)


def wait_until(true, daemon) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not true():
        if daemon.poll() is not None or time.monotonic() > until:
            daemon.kill()
            pytest.fail(f"the daemon did not get there: {daemon.communicate()[1]}")
        time.sleep(0.05)


def stop(daemon) -> tuple[int, str]:
    daemon.send_signal(signal.SIGTERM)
    _, told = daemon.communicate(timeout=PATIENCE_SECONDS)
    return daemon.returncode, told


def count(folder, sql) -> int:
    if not (folder / "news.db").exists():
        return 0
    try:
        return rows(folder / "news.db", sql)[0][0]
    except Exception:  # noqa: BLE001 - the daemon is still making its tables
        return 0


def test_the_daemon_links_a_feed_and_stops_on_sigterm(site, tmp_path):
    config = configure(
        tmp_path, site, source("archive", "archive", POSTS), source("feed", "feed", f"{site.url}/feed.xml")
    )
    with start(config) as daemon:
        wait_until(
            lambda: count(tmp_path, "SELECT count(*) FROM runs WHERE outcome IS NOT NULL") == 2, daemon
        )
        code, told = stop(daemon)
    assert code == 0, told
    assert count(tmp_path, "SELECT count(*) FROM links WHERE decision <> 'none'") > 0
    assert rows(tmp_path / "news.db", "SELECT DISTINCT kind, outcome FROM runs") == [("pull", "done")]
    names = "SELECT name FROM sources JOIN runs ON runs.source = sources.id ORDER BY name"
    assert rows(tmp_path / "news.db", names) == [("archive",), ("feed",)]


def test_sigterm_in_the_middle_of_a_run_ends_it_between_two_items(site, tmp_path):
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    with start(config) as daemon:
        told_to_stop = []

        def visit(_):
            if not told_to_stop:
                told_to_stop.append(daemon.send_signal(signal.SIGTERM))
            return Reply("<html><body></body></html>")

        site.routes["/visit"] = visit
        _, told = daemon.communicate(timeout=PATIENCE_SECONDS)
    assert daemon.returncode == 0, told
    assert rows(tmp_path / "news.db", "SELECT outcome FROM runs") == [("stopped",)]
    assert site.paths() == ["/feed.xml", "/visit"]


def test_a_second_daemon_is_refused_by_the_first_ones_process_id(site, tmp_path):
    config = configure(tmp_path, site, source("page", "page", f"{site.url}/ferry"))
    with start(config) as daemon:
        wait_until(lambda: count(tmp_path, "SELECT count(*) FROM runs"), daemon)
        with start(config) as second:
            _, told = second.communicate(timeout=PATIENCE_SECONDS)
        assert second.returncode == 2
        assert f"process id {daemon.pid}" in told
        stop(daemon)


def test_a_restart_neither_repeats_nor_forgets(site, tmp_path):
    ferry = source("ferry", "page", f"{site.url}/ferry")
    for sections in ((ferry,), (ferry, source("visit", "page", f"{site.url}/visit"))):
        with start(configure(tmp_path, site, *sections)) as daemon:
            done = f"SELECT count(*) >= {len(sections)} FROM runs WHERE outcome = 'done'"
            wait_until(lambda done=done: count(tmp_path, done), daemon)
            assert stop(daemon)[0] == 0
    assert site.paths() == ["/ferry", "/visit"]


def test_a_job_that_does_not_end_in_time_is_abandoned_and_told_by_the_next_start(site, tmp_path):
    asked, release = threading.Event(), threading.Event()

    def hang(_):
        asked.set()
        release.wait(PATIENCE_SECONDS)
        return Reply("")

    site.routes["/slow"] = hang
    config = configure(tmp_path, site, source("slow", "page", f"{site.url}/slow"))
    config.write_text(config.read_text().replace("stop_seconds = 20", "stop_seconds = 0.2"))
    with start(config) as daemon:
        assert asked.wait(PATIENCE_SECONDS)
        code, told = stop(daemon)
    release.set()
    assert (code, "abandoned" in told) == (4, True)
    site.routes["/slow"] = Reply("<html><body></body></html>")
    with start(config) as daemon:
        wait_until(lambda: count(tmp_path, "SELECT count(*) FROM runs WHERE outcome = 'done'"), daemon)
        stop(daemon)
    assert rows(tmp_path / "news.db", "SELECT outcome FROM runs ORDER BY id") == [("interrupted",), ("done",)]


@pytest.mark.parametrize(
    ("code", "outcome"),
    [(EVENT_JOB_MISSED, "missed"), (EVENT_JOB_ERROR, "failed"), (EVENT_JOB_MAX_INSTANCES, "skipped")],
    ids=["missed", "failed", "skipped"],
)
def test_what_the_scheduler_drops_is_a_row(tmp_path, code, outcome):
    database = tmp_path / "news.db"
    db = open_database(database)
    upsert_sources(db, [Source(name="a", kind="page", address="https://e.example/", every_minutes=60)])
    db.close()
    daemon = Daemon(config=Config(database=str(database)), fetcher=None, matcher=None, stop=threading.Event())
    daemon.record(JobEvent(code, "1", "default"))
    assert rows(database, "SELECT kind, source, outcome FROM runs") == [("schedule", 1, outcome)]


@pytest.mark.parametrize(
    ("minutes_ago", "due_in"),
    [(None, 0), (90, 0), (60, 0), (20, 40)],
    ids=["never", "overdue", "now", "later"],
)
def test_a_source_is_due_its_interval_after_its_last_success(minutes_ago, due_in):
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    last = None if minutes_ago is None else now - timedelta(minutes=minutes_ago)
    stored = Source(
        name="a", kind="feed", address="https://e.example/", every_minutes=60, last_success_at=last
    )
    assert next_time(stored, 60, now) == now + timedelta(minutes=due_in)


def test_a_late_job_runs_late_rather_than_never():
    assert JOB_DEFAULTS["misfire_grace_time"] is None
