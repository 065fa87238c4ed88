"""Saved posts in other encodings than UTF-8, in JSON as only tools read it, in tables with stray bytes."""

import pytest
from archived import ID, counted_with_peak, posts_in, problems_in, some_lines, written

PAGE = (
    '<html><meta property="og:url" content="https://x.com/a/status/1649045800350648714">'
    '<meta property="og:description" content="{text}"></html>'
)


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "windows-1252", "windows-1251"]
)
@pytest.mark.parametrize(
    "shape",
    [
        '{{"id":"1649045800350648714","author_id":"1","text":"{text}"}}\n',
        "tweet_id;text;retweet_count\n1649045800350648714;{text};0\n",
        PAGE,
    ],
    ids=["lines", "table", "page"],
)
def test_texts_are_read_in_the_encoding_that_they_have(shape, encoding, tmp_path):
    text = (
        "Grüße aus Köln, naïve café"
        if encoding != "windows-1251"
        else "Паромы стоят, и причины не знает никто"
    )
    body = shape.format(text=text).encode(encoding)
    assert [post.text for post in posts_in(written(tmp_path / "file", body))] == [text]


def test_a_wide_file_is_recoded_as_it_streams(tmp_path):
    path = written(tmp_path / "posts.jsonl", some_lines(30_000).decode().encode("utf-16"))
    count, peak = counted_with_peak(path)
    assert count == 30_000
    assert peak < 4_000_000


def test_json_as_python_writes_it_is_read(tmp_path):
    body = b'{"id":"1649045800350648714","author_id":"1","text":"a\tb","x":NaN,"y":[1e999,-Infinity]}\n'
    assert [post.text for post in posts_in(written(tmp_path / "posts.jsonl", body + some_lines(1, 1)))] == [
        "a\tb",
        "Post 1",
    ]


def test_a_quote_that_is_never_closed_is_told_with_its_line(tmp_path):
    rows = "".join(f"{ID + number},Post {number},0\n" for number in range(9000))
    body = "tweet_id,text,retweet_count\n" + f'{ID - 1},"never closed,0\n' + rows
    path = written(tmp_path / "posts.csv", body.encode())
    (told,) = problems_in(path)
    assert (told.kind, told.subject.startswith(f"{path}:")) == ("malformed", True)
    assert posts_in(path)[-1].text == "Post 8999"


def test_a_stray_zero_byte_makes_a_table_no_binary_data(tmp_path):
    rows = b"%d,Good\0 to be here,0\n" % ID + b"%d,Good to be there,0\n" % (ID + 1) * 9
    posts = posts_in(written(tmp_path / "posts.csv", b"tweet_id,text,retweet_count\n" + rows))
    assert [post.text for post in posts][:2] == ["Good to be here", "Good to be there"]
