"""The archive client against a real pywb server, over WARCs that the tests write."""

import io
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import ROOT
from newsroom import PLAIN, rows
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from linker.records import Post
from linker.service.resolving.resolve import Errand, resolve_once
from scrapers.captures.posts import find_captured
from scrapers.captures.wayback import Endpoint, WebArchive
from scrapers.web.fetch import Fetcher
from scrapers.web.manner import Limits, Manner

pytestmark = [
    pytest.mark.real,
    # warcio's writer leaves its temporary files to the garbage collector.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

POST_ID = "1648982720000000000"
POST_URL = f"https://twitter.com/desk/status/{POST_ID}"
STATUS = json.dumps(
    {
        "id_str": POST_ID,
        "created_at": "Thu Apr 20 09:31:33 +0000 2023",
        "full_text": "A post of the desk &amp; its friends",
        "entities": {"urls": []},
        "retweet_count": 5,
        "user": {"id_str": "100", "screen_name": "desk", "name": "The Desk"},
    }
).encode()
ARTICLE_URL = "https://news.invalid/2023/ferry"
RECORDS = (
    (POST_URL, "2023-04-20T11:00:00Z", "200 OK", "text/html", b"<html><script>a shell</script></html>"),
    (POST_URL, "2023-04-20T12:00:00Z", "429 Too Many Requests", "text/html", b"slow down"),
    (POST_URL, "2023-04-21T11:00:00Z", "200 OK", "application/json", STATUS),
    (POST_URL, "2023-04-22T11:00:00Z", "302 Found", "text/html", b""),
    (POST_URL + "?s=20", "2023-04-23T11:00:00Z", "404 Not Found", "text/html", b"gone"),
    (POST_URL + "99", "2023-04-20T11:30:00Z", "200 OK", "application/json", b'{"text": "Another post"}'),
    (ARTICLE_URL, "2020-01-01T00:00:00Z", "200 OK", "text/html", b"<p>An early version</p>"),
    (ARTICLE_URL, "2023-04-20T18:00:00Z", "200 OK", "text/html", PLAIN.encode()),
)


def write_warc(path: Path) -> Path:
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for url, date, status, kind, body in RECORDS:
            headers = StatusAndHeaders(
                status, [("Content-Type", kind), ("Content-Length", str(len(body)))], protocol="HTTP/1.1"
            )
            record = writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": date},
            )
            writer.write_record(record)
    return path


@pytest.fixture(scope="module")
def pywb(tmp_path_factory):
    """Base URL of a running pywb with one collection, `posts`."""
    programs = Path(os.environ.get("LINKER_PYWB", ROOT / "build" / "pywb-venv")) / "bin"
    if not (programs / "wayback").is_file():
        pytest.skip(
            f"no pywb at {programs}: make test-real installs it, or set LINKER_PYWB to its environment"
        )
    folder = tmp_path_factory.mktemp("pywb")
    manager = programs / "wb-manager"
    subprocess.run([manager, "init", "posts"], cwd=folder, check=True, capture_output=True)
    warc = write_warc(folder / "posts.warc.gz")
    subprocess.run([manager, "add", "posts", warc.name], cwd=folder, check=True, capture_output=True)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [programs / "wayback", "-b", "127.0.0.1", "-p", str(port)]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as server,
    ):
        try:
            wait_for(f"http://127.0.0.1:{port}/posts/", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(10)


def wait_for(url: str, server: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while server.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail("pywb did not start")


@pytest.fixture
def archive(pywb):
    limits = Limits(allow_hosts=frozenset({pywb.partition("://")[2]}), seconds_between=0)
    endpoint = Endpoint(
        name="pywb",
        cdx=f"{pywb}/posts/cdx",
        memento=pywb + "/posts/{timestamp}id_/{url}",
        searches_per_minute=60_000,
        mementos_per_minute=60_000,
    )
    with Fetcher(limits) as fetcher:

        def get(url, *, lane, seconds_between):
            manner = Manner(robots=False, retries=0, lane=lane, seconds_between=seconds_between)
            return fetcher.get(url, trusted=True, manner=manner)

        yield WebArchive(endpoint=endpoint, get=get)


def read(page):
    return [Post(platform="x", post_id="1", text=page.body.decode())] if page.body.startswith(b"{") else []


def test_a_real_index_gives_all_captures_of_a_prefix(archive):
    captures = archive.search(f"twitter.com/desk/status/{POST_ID}", prefix=True).captures
    assert sorted((each.timestamp, each.status) for each in captures) == [
        ("20230420110000", 200),
        ("20230420113000", 200),
        ("20230420120000", 429),
        ("20230421110000", 200),
        ("20230422110000", 302),
        ("20230423110000", 404),
    ]


def test_a_post_is_found_in_a_real_archive_json_before_its_shell(archive):
    found = find_captured(
        archive,
        [f"twitter.com/desk/status/{POST_ID}"],
        lambda capture: capture.original.partition("?")[0] == POST_URL,
        datetime(2023, 4, 20, 11, tzinfo=UTC),
        read,
    )
    assert [post.text for post in found.posts] == [STATUS.decode()]
    assert found.said == "captured 2023-04-21 11:00 UTC"


def test_an_archived_refusal_is_replayed_as_it_was(archive):
    refused = next(each for each in archive.search(POST_URL).captures if each.status == 429)
    page = archive.memento(refused)
    assert (page.status, page.body) == (429, b"slow down")
    assert page.captured_at == datetime(2023, 4, 20, 12, tzinfo=UTC)
    assert not archive.breaker.is_closed(datetime.now(UTC))


def test_a_vanished_article_is_read_from_the_capture_nearest_to_its_time(archive):
    page = archive.article(ARTICLE_URL, datetime(2023, 4, 20, tzinfo=UTC))
    assert page.body.decode() == PLAIN
    assert page.url == ARTICLE_URL
    assert archive.article(ARTICLE_URL, datetime(2020, 1, 2, tzinfo=UTC)).body == b"<p>An early version</p>"


def test_a_real_timemap_leads_to_the_same_article(archive, pywb):
    memento = archive.endpoint.memento
    archive.endpoint = Endpoint(name="pywb", timemap=f"{pywb}/posts/timemap/link/{{url}}", memento=memento)
    assert archive.article(ARTICLE_URL, datetime(2023, 4, 20, tzinfo=UTC)).body.decode() == PLAIN


def test_what_was_never_captured_is_absent(archive):
    assert archive.article("https://news.invalid/never", None) is None
    assert (
        find_captured(archive, ["twitter.com/desk/status/7"], lambda _: True, None, read).said == "no capture"
    )


@pytest.fixture
def config(pywb, tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(
        f"""database = "news.db"
        [fetch]
        seconds_between = 0
        retries = 0
        allow_hosts = ["{pywb.partition("://")[2]}"]
        [[archives]]
        name = "pywb"
        cdx = "{pywb}/posts/cdx"
        memento = "{pywb}/posts/{{timestamp}}id_/{{url}}"
        searches_per_minute = 60000
        mementos_per_minute = 60000
        """
    )
    return path


def test_resolve_stores_what_a_real_archive_shows(config, tmp_path):
    errand = Errand(posts=[POST_URL, "https://twitter.com/desk/status/7"], config_path=config)
    report = resolve_once(errand, report=str)
    assert report.outcomes == {"found": 1, "absent": 1}
    stored = rows(tmp_path / "news.db", "SELECT text, captured_at, source_format FROM observations")
    assert stored == [("A post of the desk & its friends", "2023-04-21T11:00:00+00:00", "x_v1")]


def test_a_vanished_article_is_inspected_as_its_capture(config, tmp_path):
    command = [sys.executable, "-c", "from linker.cli import main; main()"]
    arguments = ["inspect", ARTICLE_URL, "--archived", "--config", str(config)]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["article"]["url"] == ARTICLE_URL
    assert "not to be had live; read from pywb, captured 2023-04-20 18:00 UTC" in done.stderr
