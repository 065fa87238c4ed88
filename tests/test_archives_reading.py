"""Files, folders and containers of saved posts: walked, streamed, cut, damaged, resumed."""

import bz2
import gzip
import json
import lzma
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zstandard
from archived import ID, a_line, counted_with_peak, posts_in, problems_in, some_lines, tarred, written, zipped

from linker.records import Post, Problem
from scrapers.archives.files.bounds import Bounds
from scrapers.archives.reading import read_archives, read_posts

FIXTURES = Path(__file__).parent / "fixtures" / "archives"


PACKED = {
    "plain": lambda body: body,
    "gzip": gzip.compress,
    "gzip in two members": lambda body: gzip.compress(body[:100]) + gzip.compress(body[100:]),
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
    "zip": lambda body: zipped({"a/posts.jsonl": body}),
    "tar": lambda body: tarred({"a/posts.jsonl": body}),
    "tar of bzip2, as stream archives come": lambda body: tarred({"00/00.json.bz2": bz2.compress(body)}),
    "tar.gz": lambda body: gzip.compress(tarred({"posts.jsonl": body})),
    "zip in a tar": lambda body: tarred({"inner.zip": zipped({"posts.jsonl": body})}),
    "with a byte order mark": lambda body: b"\xef\xbb\xbf" + body,
    "with carriage returns": lambda body: body.replace(b"\n", b"\r\n"),
    "in UTF-16": lambda body: body.decode().encode("utf-16"),
}


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_posts_are_read_however_they_are_packed(pack, tmp_path):
    path = written(tmp_path / "whatever.dat", pack(some_lines(20)))
    assert [post.post_id for post in posts_in(path)] == [str(ID + number) for number in range(20)]
    assert problems_in(path) == []


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
def test_bytes_are_found_again_by_offset_and_length(pack, tmp_path):
    path = written(tmp_path / "whatever.dat", pack(some_lines(20)))
    reads = list(read_archives([path]))
    assert [read.end - read.offset for read in reads] == [len(read.raw) for read in reads]
    assert {post.length for read in reads for post in read.items} == {len(read.raw) for read in reads}


def test_a_folder_is_walked_and_an_export_finds_its_author(tmp_path):
    data = tmp_path / "export" / "data"
    data.mkdir(parents=True)
    for name in ("tweets.js", "account.js"):
        (data / name).write_bytes((FIXTURES / "x_export" / name).read_bytes())
    assert {post.author_handle for post in posts_in(tmp_path)} == {"IngridSolheim"}


def test_an_export_as_zip_finds_its_author_and_passes_over_other_data(tmp_path):
    members = {
        f"data/{name}": (FIXTURES / "x_export" / name).read_bytes() for name in ("tweets.js", "account.js")
    }
    members |= {"data/ad-engagements.js": b"window.YTD.ad_engagements.part0 = [ {} ]"}
    members |= {"data/tweets_media/a.jpg": b"\xff\xd8\xff\xe0 a picture"}
    path = written(tmp_path / "export.zip", zipped(members))
    assert {post.author_handle for post in posts_in(path)} == {"IngridSolheim"}
    assert problems_in(path) == []


UNUSABLE = {
    "an empty file": (b"", "empty"),
    "blank lines": (b" \n\n\t\n", "empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
    "binary data": (bytes(range(256)) * 8, "binary"),
    "prose": (b"Dear all,\nthis is a letter.\n", "unknown format"),
    "a table of something else": (b"name,price\napple,1\n", "unknown format"),
    "JSON of something else": (b'{"name": "apple", "price": 1}\n', "unknown format"),
    "an answer with an error": (b'{"error": "Record not found"}', "no post"),
    "an empty answer": (b"{}", "no post"),
    "a page of something else": (b"<html><body><p>Apples</p></body></html>", "unknown format"),
    "half a gzip header": (b"\x1f\x8b\x08", "damaged"),
    "a broken zip": (b"PK\x03\x04 and then nothing", "damaged"),
    "a database, where none can be opened": (b"SQLite format 3\0" + bytes(100), "unreadable"),
}


@pytest.mark.parametrize(("body", "kind"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_without_posts_is_told_by_name(body, kind, tmp_path):
    path = written(tmp_path / "some file.dat", body)
    (problem,) = problems_in(path)
    assert problem.kind == kind
    assert problem.subject.startswith(str(path))


def test_a_missing_file_is_told(tmp_path):
    assert [problem.kind for problem in problems_in(tmp_path / "none.jsonl")] == ["missing"]


def test_an_empty_folder_is_told(tmp_path):
    assert [problem.kind for problem in problems_in(tmp_path)] == ["empty"]


def test_a_bad_line_is_told_with_its_number_and_the_others_are_read(tmp_path):
    path = written(tmp_path / "posts.jsonl", a_line(0) + b'{"id": "12", nonsense}\n' + a_line(1))
    assert [post.text for post in posts_in(path)] == ["Post 0", "Post 1"]
    (problem,) = problems_in(path)
    assert (problem.kind, problem.subject) == ("malformed", f"{path}:2")


@pytest.mark.parametrize(
    "first", [b'{"id": "12", nonsense}', b'the end of a line"}', b"INFO started", b"null"]
)
def test_a_bad_first_line_does_not_hide_the_others(first, tmp_path):
    path = written(tmp_path / "posts.jsonl", first + b"\n" + some_lines(2))
    assert [post.text for post in posts_in(path)] == ["Post 0", "Post 1"]


def test_a_million_bad_lines_are_one_trouble(tmp_path):
    path = written(tmp_path / "posts.jsonl", a_line(0) + b"{bad\n" * 500)
    problems = problems_in(path)
    assert len(problems) <= 21
    assert "480 more" in problems[-1].message


def test_lines_cut_at_the_end_keep_all_before(tmp_path):
    path = written(tmp_path / "posts.jsonl", some_lines(5)[:-20])
    assert len(posts_in(path)) == 4
    assert [problem.kind for problem in problems_in(path)] == ["cut"]


def test_a_pretty_array_cut_in_the_middle_keeps_whole_elements(tmp_path):
    values = [json.loads(a_line(number)) for number in range(5)]
    path = written(tmp_path / "posts.json", json.dumps(values, indent=2).encode()[:-40])
    assert [post.text for post in posts_in(path)] == [f"Post {number}" for number in range(4)]
    assert [problem.kind for problem in problems_in(path)] == ["cut"]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_page_cut_in_the_middle_keeps_whole_posts(indent, tmp_path):
    data = [json.loads(a_line(number, entities={"urls": [{"url": "a"}]})) for number in range(5)]
    page = json.dumps({"data": data, "meta": {"result_count": 5}}, indent=indent).encode()
    path = written(tmp_path / "page.json", page[: page.index(b"Post 3") + 12])
    assert [post.text for post in posts_in(path)] == ["Post 0", "Post 1", "Post 2"]
    assert [problem.kind for problem in problems_in(path)] == ["cut"]


def test_a_cut_gzip_keeps_what_came_out(tmp_path):
    body = b"".join(a_line(number, noise=f"{number * 7919 % 10007}") for number in range(3000))
    path = written(tmp_path / "posts.jsonl.gz", gzip.compress(body)[:-2000])
    assert len(posts_in(path)) > 1000
    assert {"damaged", "cut"} >= {problem.kind for problem in problems_in(path)} > set()


def test_a_damaged_member_does_not_stop_the_others(tmp_path):
    members = {"1.jsonl.gz": gzip.compress(some_lines(1))[:-12], "2.jsonl.gz": gzip.compress(some_lines(2))}
    path = written(tmp_path / "both.zip", zipped(members))
    assert [post.text for post in posts_in(path)][-2:] == ["Post 0", "Post 1"]
    assert "1.jsonl.gz" in problems_in(path)[0].subject


def test_an_array_larger_than_a_block_streams_with_strings_full_of_brackets(tmp_path):
    values = [json.loads(a_line(number, noise='}]"\\' * 40)) for number in range(4000)]
    path = written(tmp_path / "posts.json", json.dumps(values, indent=1).encode())
    assert [post.post_id for post in posts_in(path)] == [str(ID + number) for number in range(4000)]


def test_no_post_of_an_answer_of_many_values_is_left_out(tmp_path):
    uri = "at://did:plc:a/app.bsky.feed.post/{:05d}"
    record = {"$type": "app.bsky.feed.post", "text": "Good", "labels": [0] * 1000}
    posts = [{"uri": uri.format(number), "record": record} for number in range(500)]
    path = written(tmp_path / "posts.json", json.dumps({"posts": posts}).encode())
    assert len(posts_in(path)) == 500


def test_values_pretty_printed_one_after_another_are_read(tmp_path):
    body = b"\n".join(json.dumps(json.loads(a_line(number)), indent=2).encode() for number in range(3))
    assert len(posts_in(written(tmp_path / "posts.json", body))) == 3


def test_a_value_too_large_is_told_and_the_next_is_read(tmp_path):
    body = a_line(0) + a_line(1, noise="x" * 30_000) + a_line(2)
    path, bounds = written(tmp_path / "posts.jsonl", body), Bounds(unit=10_000)
    assert [post.text for post in posts_in(path, bounds=bounds)] == ["Post 0", "Post 2"]
    assert [problem.kind for problem in problems_in(path, bounds=bounds)] == ["too large"]


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize(
    "wrap", [lambda chat: chat, lambda chat: {"about": "x", "chats": {"list": [chat, chat]}}]
)
def test_a_long_list_under_one_head_is_read_in_pieces(wrap, indent, tmp_path):
    messages = [{"id": number, "type": "message", "text": f"Post {number}"} for number in range(3000)]
    chat = {"name": "Harbour", "type": "public_channel", "id": 77, "messages": messages}
    whole = wrap(chat)
    path = written(tmp_path / "result.json", json.dumps(whole, indent=indent).encode())
    wanted = [f"77/{number}" for number in range(3000)]
    bounds = Bounds(whole=20_000, piece=10_000)
    assert [post.post_id for post in posts_in(path, bounds=bounds)] == wanted * (1 if whole is chat else 2)
    assert not problems_in(path, bounds=bounds)


def test_memory_stays_flat_over_a_long_file(tmp_path):
    path = written(tmp_path / "posts.jsonl.gz", gzip.compress(some_lines(30_000), compresslevel=1))
    count, peak = counted_with_peak(path)
    assert count == 30_000
    assert peak < 4_000_000


def test_reading_is_taken_up_after_what_was_stored(tmp_path):
    for path in (
        written(tmp_path / "posts.jsonl", some_lines(10)),
        written(tmp_path / "posts.jsonl.gz", gzip.compress(some_lines(10))),
    ):
        reads = list(read_archives([path]))
        rest = read_archives([path], skip={(str(path), ""): reads[3].end})
        assert [read.items for read in rest] == [read.items for read in reads[4:]]


def test_progress_ends_at_the_size_of_all_files(tmp_path):
    paths = [written(tmp_path / f"{name}.jsonl", some_lines(2000)) for name in "ab"]
    told = []
    list(read_posts(paths, progress=lambda done, total: told.append((done, total))))
    size = sum(path.stat().st_size for path in paths)
    assert told[-1] == (size, size)
    assert told == sorted(told)


def test_a_file_without_a_post_is_told(tmp_path):
    like = {
        "did": "did:plc:a",
        "kind": "commit",
        "commit": {"operation": "create", "collection": "app.bsky.feed.like"},
    }
    path = written(tmp_path / "likes.jsonl", json.dumps(like).encode() * 3)
    (told,) = problems_in(path)
    assert (told.subject, told.kind) == (str(path), "no post")


def test_the_capture_time_stands_in_the_name_of_a_file(tmp_path):
    path = written(tmp_path / "20170727194529_page.json", a_line(0))
    assert posts_in(path)[0].captured_at == datetime(2017, 7, 27, 19, 45, 29, tzinfo=UTC)


def test_an_answer_wrapped_by_its_recorder_is_found(tmp_path):
    wrapped = {"request": {"url": "https://api.example"}, "response": {"body": json.loads(a_line(0))}}
    assert [post.text for post in posts_in(written(tmp_path / "x.json", json.dumps(wrapped).encode()))] == [
        "Post 0"
    ]


def test_json_saved_from_a_browser_window_is_found(tmp_path):
    page = b"<html><head></head><body><pre>" + a_line(0).replace(b"&", b"&amp;") + b"</pre></body></html>"
    assert [post.text for post in posts_in(written(tmp_path / "x.html", page))] == ["Post 0"]


def test_lone_surrogates_of_a_cut_text_become_replacement_characters(tmp_path):
    body = b'{"id":"1649045800350648714","author_id":"1","text":"cut \\ud83d"}\n'
    assert posts_in(written(tmp_path / "x.jsonl", body))[0].text == "cut \ufffd"


def test_warc_records_are_read_by_the_same_formats(tmp_path):
    body = b'{"id":"1649045800350648714","author_id":"1","text":"From a WARC"}'
    http = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + body
    head = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://api.twitter.com/2/tweets\r\n"
        b"WARC-Date: 2023-04-21T08:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: " + str(len(http)).encode()
    )
    warc = head + b"\r\n\r\n" + http + b"\r\n\r\n"
    wacz = zipped({"datapackage.json": b"{}", "archive/data.warc.gz": gzip.compress(warc)})
    for body in (warc, gzip.compress(warc), wacz):
        (post,) = posts_in(written(tmp_path / "crawl", body))
        assert (post.text, post.captured_at) == ("From a WARC", datetime(2023, 4, 21, 8, tzinfo=UTC))


NESTED = {
    "lists": b"[" * 1000 + b"]" * 1000,
    "lists of an unknown object": b"[" * 900 + b'{"a": 1}' + b"]" * 900,
    "objects": b'{"a":' * 900 + b"1" + b"}" * 900,
    "lists beyond what any parser takes": b"[" * 200_000 + b"]" * 200_000,
    "tags": b"<div>" * 50_000 + b"deep",
    "tags in a post": b'<div class="js-message_text" data-post="a/1">' + b"<b>" * 50_000 + b"deep",
    "html in a post": json.dumps({"id": "1", "uri": "https://a.example/users/b/statuses/1", "account": {"acct": "b"}, "content": "<i>" * 50_000}).encode(),
    "referenced posts": b'{"id":"1","author_id":"2","text":"a","referenced_tweets":[' * 480 + b"]}" * 480,
    "replies": b'{"kind":"t1","data":{"author":"a","subreddit":"b","body":"c","created_utc":1,"replies":' * 300 + b"0" + b"}}" * 300,
}  # fmt: skip


@pytest.mark.parametrize("body", NESTED.values(), ids=NESTED)
def test_nesting_without_end_is_borne(body, tmp_path):
    items = list(read_posts([written(tmp_path / "deep", body)]))
    assert items
    assert all(isinstance(item, Post | Problem) for item in items)


def test_offsets_count_what_stands_before_a_value(tmp_path):
    body = b"\xef\xbb\xbf  " + a_line(0) + b"\n\t" + a_line(1)
    reads = list(read_archives([written(tmp_path / "posts.jsonl", body)]))
    assert [body[read.offset : read.end] for read in reads] == [read.raw for read in reads]
    assert [read.raw for read in reads] == [a_line(0).strip(), a_line(1).strip()]
