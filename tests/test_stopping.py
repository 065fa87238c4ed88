"""Ctrl-C and SIGTERM: one clear line, exit code 4, nothing half done, and the next run does exactly the rest."""

import fcntl
import multiprocessing
import os
import signal
import subprocess
import sys
import termios
import threading

import pytest
from archived import a_line
from command import linker
from loopback import Reply, Site
from newsroom import PLAIN, POSTS, VISIT, configure, feed, rows, source
from stopping import PATIENCE_SECONDS, SIGNALS, no_file_larger_than, running, stopped, wait_for

from db.observations import BATCH
from linker.errors import LinkerError, Stopped
from linker.files import write_whole
from linker.service.archives.beside import LARGE_BYTES, batches_beside

both = pytest.mark.parametrize("number", SIGNALS, ids=lambda number: number.name)


class Slow:
    """A page that does not come until it is let."""

    def __init__(self):
        self.asked, self.may_come = threading.Event(), threading.Event()

    def __call__(self, _):
        self.asked.set()
        self.may_come.wait(PATIENCE_SECONDS)
        return Reply(PLAIN, headers={"Content-Type": "text/html"})


@pytest.fixture
def slow():
    slow = Slow()
    yield slow
    slow.may_come.set()


@pytest.fixture
def site(slow):
    with Site() as site:
        listed = feed(f"{site.url}/visit", f"{site.url}/slow", f"{site.url}/last")
        site.routes |= {
            "/visit": Reply(VISIT),
            "/slow": slow,
            "/last": Reply(PLAIN),
            "/feed.xml": Reply(listed, headers={"Content-Type": "application/rss+xml"}),
        }
        yield site


def is_sound(database):
    return rows(database, "PRAGMA quick_check") == [("ok",)]


def outcomes(database, kind):
    return [row[0] for row in rows(database, "SELECT outcome FROM runs WHERE kind = ? ORDER BY id", (kind,))]


@both
def test_a_stopped_pull_closes_its_run_and_the_next_one_asks_for_the_rest(site, slow, tmp_path, number):
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    with running("pull", "--config", config) as pulling:
        wait_for(slow.asked.is_set, pulling)
        ran = stopped(pulling, number)
    slow.may_come.set()
    assert (ran.code, ran.err.splitlines()) == (
        4,
        [
            "feed: stopped (1 read)",
            "1 sources (0 done): 1 read; stopped: what was read is stored, the next pull goes on",
        ],
    )
    assert (outcomes(tmp_path / "news.db", "pull"), is_sound(tmp_path / "news.db")) == (["stopped"], True)
    site.asked.clear()
    assert linker("pull", "--config", config).code == 0
    assert site.paths() == ["/feed.xml", "/slow", "/last"]
    assert outcomes(tmp_path / "news.db", "pull") == ["stopped", "done"]


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    """Several batches, and large enough for a process beside to read it."""
    path = tmp_path_factory.mktemp("archive") / "posts.jsonl"
    path.write_bytes(b"".join(a_line(number, padding=200 * "x") for number in range(4 * BATCH)))
    assert path.stat().st_size > LARGE_BYTES
    return path


def stored(database):
    try:
        return rows(database, "SELECT count(*) FROM observations")[0][0]
    except Exception:  # noqa: BLE001 - it is still making its tables
        return 0


@both
def test_a_stopped_import_goes_on_where_it_stopped(archive, tmp_path, number):
    database = tmp_path / "posts.db"
    with running("import", archive, "--db", database) as importing:
        wait_for(lambda: stored(database), importing)
        ran = stopped(importing, number)
    told = "linker: stopped; what was read is stored: import again, it goes on from there\n"
    assert (ran.code, ran.err) == (4, told)
    before = stored(database)
    assert (before % BATCH, before < 4 * BATCH, is_sound(database)) == (0, True, True)
    again = linker("import", archive, "--db", database)
    assert (again.code, f"{4 * BATCH - before} inserted, 0 unchanged" in again.err) == (0, True)


def waiting_bytes(pipe):
    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


@pytest.mark.parametrize(
    ("number", "error"), [(signal.SIGTERM, Stopped), (signal.SIGKILL, LinkerError)], ids=["told", "killed"]
)
def test_a_reader_that_is_ended_amid_a_message_is_told(archive, number, error):
    found = batches_beside([str(archive)], unfinished={})
    next(found)
    (reader,) = multiprocessing.active_children()
    pipe = found.gi_frame.f_locals["receiving"].fileno()
    while waiting_bytes(pipe) < 60_000:  # as many as it takes before its writer has to wait
        reader.join(0.01)
    os.kill(reader.pid, number)
    reader.join(PATIENCE_SECONDS)
    with pytest.raises(LinkerError) as raised:
        list(found)
    assert type(raised.value) is error


def test_a_daemon_that_is_told_to_stop_while_it_imports_stops_between_two_batches(site, archive, tmp_path):
    config = configure(tmp_path, site, source("posts", "archive", archive))
    with running("daemon", "--config", config) as daemon:
        wait_for(lambda: stored(tmp_path / "news.db"), daemon)
        ran = stopped(daemon, signal.SIGTERM)
    before = stored(tmp_path / "news.db")
    assert (ran.code, outcomes(tmp_path / "news.db", "pull")) == (0, ["stopped"]), ran.err
    assert (before % BATCH, before < 4 * BATCH) == (0, True)
    assert linker("pull", "--config", config).code == 0
    assert stored(tmp_path / "news.db") == 4 * BATCH


@both
def test_a_stopped_link_prints_what_it_has_found(site, slow, tmp_path, number):
    config = configure(tmp_path, site)
    (tmp_path / "visit.html").write_text(VISIT, encoding="utf-8")
    words = ("link", "visit.html", f"{site.url}/slow", "--posts", POSTS, "--config", config)
    with running(*words, cwd=tmp_path) as linking:
        wait_for(slow.asked.is_set, linking)
        ran = stopped(linking, number)
    assert (ran.code, ran.err.splitlines()[-1]) == (4, "stopped after 1 page: run it again for the rest")
    assert {row["article"]["title"] for row in ran.json} == {
        row["article"]["title"] for row in linker(*words[:2], *words[3:], cwd=tmp_path).json
    }


@both
def test_a_link_that_reads_in_several_processes_leaves_none_behind(site, slow, tmp_path, number):
    config = configure(tmp_path, site)
    names = [tmp_path / f"{place}.html" for place in range(12)]
    for name in names:
        name.write_text(VISIT, encoding="utf-8")
    with running("link", *names, f"{site.url}/slow", "--config", config) as linking:
        wait_for(slow.asked.is_set, linking)
        ran = stopped(linking, number)
    assert ran.code == 4
    assert "Traceback" not in ran.err
    assert [line for line in ran.err.splitlines() if line.startswith("stopped after ")] == [
        ran.err.splitlines()[-1]
    ]


def opened_by(process, fifo):
    """Our end of a pipe that the command has begun to read."""
    ends = []

    def is_read():
        try:
            ends.append(os.open(fifo, os.O_WRONLY | os.O_NONBLOCK))
        except OSError:
            return False
        return True

    wait_for(is_read, process)
    return ends[0]


@both
def test_a_stopped_training_leaves_the_weights_that_stood(tmp_path, number):
    (tmp_path / "eval" / "alignment").mkdir(parents=True)
    os.mkfifo(tmp_path / "eval" / "alignment" / "dev.jsonl")
    (into := tmp_path / "into").mkdir()
    (into / "alignment-none.json").write_text("the old ones")
    with running("train", "eval", "--encoder", "none", "--into", into, cwd=tmp_path) as training:
        end = opened_by(training, tmp_path / "eval" / "alignment" / "dev.jsonl")
        ran = stopped(training, number)
        os.close(end)
    told = "linker: stopped before there were new weights: the old ones stand, run it again\n"
    assert (ran.code, ran.err) == (4, told)
    assert {path.name: path.read_text() for path in into.iterdir()} == {"alignment-none.json": "the old ones"}


@both
def test_any_other_command_ends_on_one_line(tmp_path, number):
    os.mkfifo(tmp_path / "page.html")
    with running("inspect", "page.html", cwd=tmp_path) as inspecting:
        end = opened_by(inspecting, tmp_path / "page.html")
        ran = stopped(inspecting, number)
        os.close(end)
    told = "linker: stopped; what was stored stays, and running it again goes on from there\n"
    assert (ran.code, ran.out, ran.err) == (4, "", told)


WINDING_UP = """
import time
from linker.service.ending import stop_by_exception
stop_by_exception()
try:
    print("working", flush=True)
    while True:
        time.sleep(0.01)
except KeyboardInterrupt:
    print("winding up", flush=True)
    while True:
        time.sleep(0.01)
"""


@both
def test_a_second_signal_while_winding_up_ends_at_once(number):
    with subprocess.Popen([sys.executable, "-c", WINDING_UP], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "working\n"
        process.send_signal(number)
        assert process.stdout.readline() == "winding up\n"
        process.send_signal(number)  # at once: as `timeout` does, which tells the process and its group
        while process.poll() is None:
            process.send_signal(number)
            with_patience(process)
    assert process.returncode == -number


DROPPED = """
import time
from linker.service.ending import stop_by_exception
stop_by_exception()

class Closed:
    def __del__(self):
        print("closing", flush=True)
        while True:
            time.sleep(0.01)

try:
    Closed()
    while True:
        time.sleep(0.01)
except KeyboardInterrupt:
    print("stopped", flush=True)
"""


@both
def test_a_signal_is_heard_even_where_python_drops_what_it_raises(number):
    with subprocess.Popen([sys.executable, "-c", DROPPED], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "closing\n"
        process.send_signal(number)
        assert process.communicate(timeout=PATIENCE_SECONDS)[0] == "stopped\n"
    assert process.returncode == 0


LAST = """
import atexit
from linker.service.ending import stop_by_exception
atexit.register(lambda: (print("last", flush=True), input()))
stop_by_exception()
"""


@both
def test_a_signal_at_the_very_end_leaves_the_exit_code(number):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", LAST], **pipes) as process:
        assert process.stdout.readline() == "last\n"
        process.send_signal(number)
        process.communicate("\n", timeout=PATIENCE_SECONDS)
    assert process.returncode == 0


def with_patience(process):
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return


def test_a_pull_that_is_ended_while_winding_up_leaves_a_sound_database(site, slow, tmp_path):
    config = configure(tmp_path, site, source("feed", "feed", f"{site.url}/feed.xml"))
    with running("pull", "--config", config) as pulling:
        wait_for(slow.asked.is_set, pulling)
        while pulling.poll() is None:
            pulling.send_signal(signal.SIGINT)
            with_patience(pulling)
        pulling.communicate()
    slow.may_come.set()
    assert is_sound(tmp_path / "news.db")
    assert linker("pull", "--config", config).code == 0
    ended = outcomes(tmp_path / "news.db", "pull")
    assert (ended[0] in {"stopped", "interrupted"}, ended[1:]) == (True, ["done"])


def test_what_a_shell_runs_in_its_background_does_not_hear_ctrl_c(site, slow, tmp_path):
    config = configure(tmp_path, site, source("slow", "page", f"{site.url}/slow"))
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited
    try:
        with running("pull", "--config", config) as pulling:
            wait_for(slow.asked.is_set, pulling)
            os.killpg(pulling.pid, signal.SIGINT)
            slow.may_come.set()
            pulling.communicate(timeout=PATIENCE_SECONDS)
    finally:
        signal.signal(signal.SIGINT, before)
    assert (pulling.returncode, outcomes(tmp_path / "news.db", "pull")) == (0, ["done"])


def test_a_file_that_cannot_be_written_whole_stays_as_it_was(tmp_path):
    (path := tmp_path / "weights.json").write_bytes(b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    with no_file_larger_than(1000), pytest.raises(OSError, match="too large"):
        write_whole(path, 2000 * b"x")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("weights.json", b"new")]
