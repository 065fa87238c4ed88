"""Strangers' bytes never raise: whatever a saved file holds, posts and problems come out."""

import io
import json
from pathlib import Path

import orjson
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linker.records import Post, Problem
from scrapers.archives.files.jsonpieces import salvage
from scrapers.archives.files.jsonunits import in_lines, units
from scrapers.archives.place import Place
from scrapers.archives.posts.pages import parsed, strip_html
from scrapers.archives.posts.text import expand, unescape
from scrapers.archives.reading import read_posts
from scrapers.archives.recognition import Values, page_read, rows_read
from scrapers.archives.registry import json_formats, page_formats, table_formats

FIXTURES = Path(__file__).parent / "fixtures" / "archives"
VALUES = [
    json.loads(line)
    for path in sorted(FIXTURES.glob("*/*"))
    if path.suffix in {".jsonl", ".ndjson"}
    for line in path.read_text().splitlines()
] + [
    json.loads(path.read_text()) for path in sorted(FIXTURES.glob("*/*.json")) if path.name != "expected.json"
]
PAGES = [path.read_text() for path in sorted(FIXTURES.glob("*/*.html"))]

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(max_size=30),
    st.just([]),
    st.just({}),
    st.just([[None]]),
    st.just({"id": 1}),
    st.sampled_from(
        ["0001-01-01T00:00:00+14:00", "9" * 30, "did:plc:x", "at://", "https://[", "\ud800", "&#xffffff;"]
    ),
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _place() -> Place:
    place = Place(name="file.json")
    place.at(b"{}", 0, 1)
    return place


def _paths_in(value: object, path: tuple = ()) -> list[tuple]:
    keys = value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    inner = [found for key in keys for found in _paths_in(value[key], (*path, key))]
    return [path, *inner] if path else inner


def _with(value: object, path: tuple, odd: object) -> object:
    if not path:
        return odd
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = _with(value[path[0]], path[1:], odd)
    return copy


@st.composite
def mutated(draw) -> object:
    value = draw(st.sampled_from(VALUES))
    for _ in range(draw(st.integers(1, 4))):
        paths = _paths_in(value)
        value = _with(value, draw(st.sampled_from(paths)), draw(ODD)) if paths else value
    return value


def _sound(items: object) -> None:
    for item in items:
        assert isinstance(item, Post | Problem)
        if isinstance(item, Post):
            assert item.platform
            assert item.text is None or isinstance(item.text, str)
            assert item.post_id is None or isinstance(item.post_id, str)
            assert item.created_at is None or item.created_at.tzinfo is not None
            assert item.status in {
                "ok",
                "deleted",
                "suspended",
                "private",
                "withheld",
                "unavailable",
                "unknown",
            }


@QUICK
@given(mutated())
def test_mutated_json_gives_posts_and_problems(value):
    _sound(Values().read(value, _place()))


@QUICK
@given(mutated())
def test_every_format_takes_what_its_sniff_accepts(value):
    for each in value if isinstance(value, list) else [value]:
        for known in json_formats():
            if isinstance(each, dict) and known.sniff(each):
                _sound(known.read(each, _place()))


@QUICK
@given(st.sampled_from(PAGES), st.data())
def test_mutated_pages_give_posts_and_problems(page, data):
    start = data.draw(st.integers(0, len(page)))
    end = data.draw(st.integers(start, min(len(page), start + 400)))
    tree = parsed((page[:start] + data.draw(st.text(max_size=20)) + page[end:]).encode("utf-8", "replace"))
    if tree is not None:
        for known in page_formats():
            _sound(known.read(tree, _place()))
        _sound(page_read(tree, _place())[1])


@QUICK
@given(st.dictionaries(st.sampled_from([
    "id", "tweet", "username", "conversation_id", "created_at", "timezone", "urls", "photos", "mentions", "retweet",
    "retweet_id", "quote_url", "link", "archive status", "metadata", "status", "media", "tweet_id", "full_text",
    "author_screen_name", "account_id", "content", "author_username", "text content", "retweet_date",
]), ODD))  # fmt: skip
def test_odd_rows_give_posts_and_problems(row):
    for known in table_formats():
        _sound(rows_read(known, row, _place()))


@QUICK
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"{", b"[", b"<p>", b"\x1f\x8b", b"PK\x03\x04", b"BZh9", b"id,tweet\n"]),
)
def test_any_bytes_give_posts_and_problems(body, start):
    for unit in units(io.BytesIO(start + body), start + body):
        _sound(Values().items(unit, _place()))


@QUICK
@given(st.binary(max_size=400))
def test_any_file_gives_posts_and_problems(tmp_path_factory, body):
    path = tmp_path_factory.mktemp("hostile") / "file"
    path.write_bytes(body)
    _sound(read_posts([path]))


@QUICK
@given(
    st.recursive(
        st.none() | st.integers(-9, 9) | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
        max_leaves=12,
    ),
    st.data(),
)
def test_the_beginning_of_a_value_can_be_salvaged_or_is_given_up(value, data):
    raw = orjson.dumps([value, {"a": 1}])
    saved = salvage(raw[: data.draw(st.integers(0, len(raw)))])
    if saved is not None:
        orjson.loads(saved)


@QUICK
@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=20), min_size=1), min_size=1, max_size=8)
)
def test_an_array_is_cut_at_its_elements_wherever_blocks_end(values):
    raw = orjson.dumps(values, option=orjson.OPT_INDENT_2)
    assert not in_lines(raw)
    assert [orjson.loads(unit.raw) for unit in units(io.BytesIO(raw), raw)] == values


@QUICK
@given(st.text())
def test_texts_are_unescaped_once(text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert unescape(escaped) == text
    assert expand(escaped, []) == text.rstrip()


@QUICK
@given(st.text())
def test_html_of_posts_never_raises(text):
    assert isinstance(strip_html(text), str)


def test_a_page_of_posts_that_are_never_closed_is_told_not_read(tmp_path):
    path = tmp_path / "page.html"
    post = '<article data-testid="tweet"><a href="/IngridSolheim/status/{}"><time></time></a><div data-testid="tweetText">Post.'
    path.write_text("".join(post.format(1649045800350648714 + number) for number in range(300)))
    (problem,) = read_posts([path])
    assert (problem.kind, "512 elements deep" in problem.message) == ("unknown format", True)
