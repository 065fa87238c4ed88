"""Every format of saved posts against files written by hand, their expectations beside them."""

import ast
import hashlib
import json
import sqlite3
from pathlib import Path

import pytest

import scrapers
from db import foreign
from linker.records import Post, PostRef
from scrapers.archives.reading import Read, read_archives
from scrapers.archives.registry import formats
from scrapers.archives.tools.linker_jsonl import linker_row
from scrapers.archives.x.posts import address
from scrapers.platforms.x import canonical_url

FIXTURES = Path(__file__).parent / "fixtures" / "archives"
FILES = sorted(
    path for path in FIXTURES.glob("*/*") if path.name != "expected.json" and not path.name.startswith(".")
)


def _readable(path: Path, folder: Path) -> Path:
    if path.suffix != ".sql":
        return path
    database = folder / f"{path.stem}.db"
    with sqlite3.connect(database) as connection:
        connection.executescript(path.read_text())
    connection.close()
    return database


def _digest(read: Read) -> str:
    return hashlib.sha256(read.raw).hexdigest()


def _reads(path: Path, folder: Path) -> list[Read]:
    return list(read_archives([_readable(path, folder)], tables=foreign.rows))


@pytest.mark.parametrize("known", formats(), ids=lambda known: known.name)
def test_every_format_has_files_and_expectations(known):
    folder = FIXTURES / known.name
    expected = json.loads((folder / "expected.json").read_text())
    assert any(each["posts"] for each in expected.values())
    assert set(expected) == {path.name for path in folder.iterdir() if path.name != "expected.json"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_reads_as_expected(path, tmp_path):
    expected = json.loads((path.parent / "expected.json").read_text())[path.name]
    items = [item for each in _reads(path, tmp_path) for item in each.items]
    posts = [linker_row(item) for item in items if isinstance(item, Post)]
    known = [{key: row[key] for key in wanted} for row, wanted in zip(posts, expected["posts"], strict=True)]
    assert known == expected["posts"]
    assert [item.kind for item in items if not isinstance(item, Post)] == expected["problems"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_not_expected_is_empty(path, tmp_path):
    expected = json.loads((path.parent / "expected.json").read_text())[path.name]
    posts = [item for each in _reads(path, tmp_path) for item in each.items if isinstance(item, Post)]
    always = {"sha256", "offset", "length"}
    for post, wanted in zip(posts, expected["posts"], strict=True):
        others = {key: value for key, value in linker_row(post).items() if key not in {*wanted, *always}}
        assert not any(others.values())


@pytest.mark.parametrize(
    "path",
    [path for path in FILES if path.suffix != ".sql"],
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_each_post_keeps_the_bytes_that_it_came_from(path, tmp_path):
    raw = path.read_bytes()
    for read in _reads(path, tmp_path):
        assert raw[read.offset : read.offset + len(read.raw)] == read.raw
        placed = [post for post in read.items if isinstance(post, Post) and post.offset is not None]
        assert {post.sha256 for post in placed} <= {_digest(read), "00"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_posts_without_an_id_are_told_apart_by_their_hash(path, tmp_path):
    posts = [item for each in _reads(path, tmp_path) for item in each.items if isinstance(item, Post)]
    nameless = [post.sha256 for post in posts if post.post_id is None and post.text]
    assert len(nameless) == len(set(nameless))


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_row_printed_and_read_again_is_the_same_observation(path, tmp_path):
    posts = [item for each in _reads(path, tmp_path) for item in each.items if isinstance(item, Post)]
    printed = tmp_path / "posts.jsonl"
    printed.write_text("".join(json.dumps(linker_row(post)) + "\n" for post in posts))
    again = [item for each in read_archives([printed]) for item in each.items if isinstance(item, Post)]
    kept = [{**linker_row(post), "offset": None, "length": None} for post in again]
    assert kept == [{**linker_row(post), "offset": None, "length": None} for post in posts]


def test_format_names_are_unique():
    names = [known.name for known in formats()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("handle", ["IngridSolheim", None])
def test_the_quick_address_is_the_platforms_own(handle):
    assert address(handle, "20") == canonical_url(PostRef(platform="x", post_id="20"), handle)


def test_the_docs_name_every_format():
    page = (Path(__file__).parent.parent / "docs" / "formats.md").read_text()
    assert [known.name for known in formats() if f"| `{known.name}` |" not in page] == []


def test_no_format_imports_another():
    folder = Path(scrapers.__file__).parent
    sources = {
        ".".join(path.relative_to(folder.parent).with_suffix("").parts): path.read_text()
        for path in folder.glob("archives/**/*.py")
    }
    owners = {name for name, source in sources.items() if "\nFORMAT = " in source}
    imported = {
        module
        for name in owners
        for node in ast.walk(ast.parse(sources[name]))
        if isinstance(node, ast.ImportFrom) and node.module
        for module in (node.module, *(f"{node.module}.{each.name}" for each in node.names))
    }
    assert len(owners) == len(formats())
    assert not owners & imported
