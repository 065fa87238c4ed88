"""`linker browse`: a real Datasette over a real database, read over HTTP."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from stored import CLAIMS, NOW, PAGE, PROBLEM, READING, a_link, a_post

import db
from db.bytes import ByteStore, bytes_path
from db.links import save_links
from db.observations import save_posts
from db.store import save_reading
from linker.errors import InputError
from linker.service.browsing.browse import arguments_for, browse, metadata


def fill(path: Path) -> None:
    opened = db.open_database(path)
    save_reading(opened, PAGE, READING, CLAIMS, now=NOW)
    others = [
        a_post(f"7{number}", text=f"another post, number {number}", sha256=f"{number:064}")
        for number in range(70)
    ]
    save_posts(opened, [a_post(), *others])
    save_links(opened, [a_link(), a_link(claim=CLAIMS[0], relation="reports", score=0.6, decision="suggest")])
    kept = ByteStore(bytes_path(path))
    kept.put(PAGE.body)
    kept.close()
    opened.close()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert process.poll() is None, "datasette ended"
        try:
            urlopen(url).close()
        except URLError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("datasette does not answer")


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    path = tmp_path_factory.mktemp("browse") / "news.db"
    fill(path)
    return path


@contextmanager
def browsing(database: Path, **env: str) -> Iterator[str]:
    """The address of a server in a process of its own, which is told to stop in the end."""
    port = free_port()
    program = (
        "from pathlib import Path; from linker.service.browsing.browse import browse;"
        f"browse(Path({str(database)!r}), port={port})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        env={**os.environ, **env},
    )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, process)
        yield address
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def site(database):
    with browsing(database) as address:
        yield address


def got(url: str) -> dict:
    with urlopen(url) as answer:
        return json.load(answer)


def page(url: str) -> str:
    with urlopen(url) as answer:
        return answer.read().decode()


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found += [value for name, value in attrs if tag == "a" and name == "href"]


def test_the_first_page_names_the_database_and_not_the_raw_bytes(site):
    assert [each["name"] for each in got(f"{site}/-/databases.json")] == ["news"]


def test_every_table_and_view_has_a_page(site):
    listed = got(f"{site}/news.json")
    names = [each["name"] for each in listed["tables"] if not each["hidden"]]
    assert {"articles", "claims", "posts", "links", "observations"} <= set(names)
    views = [each if isinstance(each, str) else each["name"] for each in listed["views"]]
    assert all(
        "</table>" in page(f"{site}/news/{name}") or "0 rows" in page(f"{site}/news/{name}") for name in names
    )
    assert all("</table>" in page(f"{site}/news/{name}") for name in views)


def test_inner_tables_are_hidden(site):
    shown = {each["name"] for each in got(f"{site}/news.json")["tables"] if not each["hidden"]}
    assert not {name for name in shown if name.startswith(("_", "claim_grams", "posts_fts"))}


@pytest.mark.parametrize("table", ["links_readable", "posts", "claims", "embeds_readable", "problems"])
def test_declared_facets_are_shown(site, table):
    declared = metadata("news")["databases"]["news"]["tables"][table]["facets"]
    found = got(f"{site}/news/{table}.json?_extra=facet_results")["facet_results"]
    assert set(found.get("results", found)) == set(declared)


def test_links_are_sorted_best_first_with_both_sides(site):
    rows = got(f"{site}/news/links_readable.json?_shape=array")
    assert [row["score"] for row in rows] == [0.7027, 0.6]
    assert rows[0]["claim"] == CLAIMS[1].text
    assert rows[0]["post"] == a_post().text


@pytest.mark.parametrize(
    ("table", "words", "count"),
    [
        ("posts", "alliance stands", 1),
        ("posts", "another", 70),
        ("claims", "secretary", 2),
        ("links_readable", "stand", 1),
    ],
)
def test_full_text_search_finds_rows(site, table, words, count):
    rows = got(f"{site}/news/{table}.json?_shape=array&_size=max&_search={quote(words)}")
    assert len(rows) == count
    assert f'value="{words}"' in page(f"{site}/news/{table}?_search={quote(words)}")


def test_a_foreign_key_is_a_link_with_a_label(site):
    text = page(f"{site}/news/claims")
    assert ">Secretary visits Kyiv</a>" in text
    assert any("/news/articles/" in link for link in Links(text).found)


def test_what_is_written_while_browsing_is_seen(site, database):
    opened = db.open_database(database)
    save_posts(opened, [a_post("555", text="written while browsing", sha256="e" * 64)])
    opened.close()
    assert len(got(f"{site}/news/posts.json?_shape=array&_search=browsing")) == 1


def test_the_file_cannot_be_downloaded(site):
    assert "/news.db" not in Links(page(f"{site}/news")).found


def test_the_file_is_served_mutable_and_on_loopback(database, tmp_path):
    arguments = arguments_for(database, tmp_path / "metadata.json", "127.0.0.1", 8001)
    assert arguments[:5] == [str(database), "--host", "127.0.0.1", "--port", "8001"]
    assert "-i" not in arguments


def test_metadata_names_only_what_exists(database):
    opened = db.open_database(database)
    tables = metadata("news")["databases"]["news"]["tables"]
    assert set(tables) <= {*opened.table_names(), *opened.view_names()}
    for name, told in tables.items():
        columns = {column.name for column in opened[name].columns}
        named = {*told.get("facets", []), *filter(None, (told.get("sort_desc"), told.get("label_column")))}
        assert named <= columns, name
    opened.close()


def test_declared_facets_of_tables_stand_on_indexed_columns(database):
    opened = db.open_database(database)
    for name, told in metadata("news")["databases"]["news"]["tables"].items():
        if name in opened.table_names():
            indexed = {column for index in opened[name].indexes for column in index.columns}
            assert set(told.get("facets", [])) <= indexed, name
    opened.close()


def test_a_server_that_is_told_to_stop_leaves_nothing_behind(database, tmp_path):
    with browsing(database, TMPDIR=str(tmp_path)):
        assert list(tmp_path.iterdir()) != []
    assert list(tmp_path.iterdir()) == []


def test_a_missing_database_is_told(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        browse(tmp_path / "none.db")


@pytest.mark.real
def test_a_browser_shows_the_links(site, tmp_path):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("no chromium here: apt-get install chromium")
    shown = subprocess.run(
        [
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--dump-dom",
            f"{site}/news/links_readable",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
        cwd=tmp_path,
    ).stdout
    assert CLAIMS[1].text in shown
    assert PROBLEM.message not in shown
