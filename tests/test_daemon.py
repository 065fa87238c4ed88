"""The daemon as a process over a local newsroom: it pulls, links, and stops when told to."""

import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest
from loopback import Reply, Site
from newsroom import POSTS, configure, publish, rows, source

from db.pulling import Source
from linker.daemon import JOB_DEFAULTS, next_time

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
