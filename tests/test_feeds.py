"""Feeds of all three kinds, and strangers' bytes."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.errors import ParseError
from linker.records import Page
from scrapers.listings.feeds import read_feed
from scrapers.listings.listed import absolute, address_key

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>Desk</title><link>https://news.example/</link>
<item><title>Older &amp; wiser</title><link>https://news.example/older?utm_source=rss</link>
  <pubDate>Wed, 19 Apr 2023 10:00:00 +0200</pubDate></item>
<item><title>Newer</title><link> /newer </link><pubDate>Thu, 20 Apr 2023 08:00:00 GMT</pubDate></item>
<item><title>The same again</title><link>http://news.example/older</link></item>
<item><title>No address</title></item>
<item><title>A mail</title><link>mailto:desk@news.example</link></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Desk</title>
<entry><title>One</title><link rel="alternate" href="https://news.example/one"/>
  <published>2023-04-20T12:00:00+03:00</published><updated>2023-04-21T12:00:00Z</updated></entry></feed>"""

JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"id": 1, "url": "/one", "title": "One", "date_published": "2023-04-20T12:00:00+03:00"},
            {"id": 2, "external_url": "https://other.example/two"},
            {"id": 3, "url": 17},
            "no item",
        ],
    }
)


def page(body: str | bytes, url: str = "https://news.example/feed") -> Page:
    raw = body.encode() if isinstance(body, str) else body
    return Page(url=url, final_url=url, status=200, fetched_at=datetime(2026, 1, 1, tzinfo=UTC), body=raw)


def test_rss_lists_articles_newest_first_each_once():
    listed = read_feed(page(RSS))
    assert [(each.url, each.title) for each in listed] == [
        ("https://news.example/newer", "Newer"),
        ("https://news.example/older?utm_source=rss", "Older & wiser"),
    ]


def test_times_of_a_feed_are_utc():
    assert read_feed(page(RSS))[1].published_at == datetime(2023, 4, 19, 8, tzinfo=UTC)


def test_atom_gives_both_times():
    (listed,) = read_feed(page(ATOM))
    assert listed.published_at == datetime(2023, 4, 20, 9, tzinfo=UTC)
    assert listed.modified_at == datetime(2023, 4, 21, 12, tzinfo=UTC)


def test_a_json_feed_is_read_around_its_bad_items():
    listed = read_feed(page(JSON_FEED))
    assert [each.url for each in listed] == ["https://news.example/one", "https://other.example/two"]
    assert listed[0].published_at == datetime(2023, 4, 20, 9, tzinfo=UTC)


def test_a_feed_without_items_is_a_feed():
    assert read_feed(page('<rss version="2.0"><channel><title>Empty</title></channel></rss>')) == ()


def test_a_feed_cut_in_the_middle_gives_what_was_whole():
    assert [each.title for each in read_feed(page(RSS[: RSS.index("The same")]))][:2] == [
        "Newer",
        "Older & wiser",
    ]


@pytest.mark.parametrize(
    "body",
    [b"", b"<html><body><p>News</p></body></html>", b"\x00\xff" * 50, b'{"version": "https://jsonfeed.org/version/1", ',
     b"https://news.example/another-feed", b"/etc/hostname"],
    ids=["empty", "page", "binary", "cut JSON", "an address", "a file name"],
)  # fmt: skip
def test_what_is_no_feed_is_told(body):
    with pytest.raises(ParseError, match=r"news\.example/feed"):
        read_feed(page(body))


def test_entities_that_grow_do_not_grow():
    bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    body = (
        bomb
        + ']><rss version="2.0"><channel><item><title>&i;</title><link>https://e.example/</link></item></channel></rss>'
    )
    titles = [each.title or "" for each in read_feed(page(body))]
    assert all(len(title) < 10_000 for title in titles)


@pytest.mark.parametrize(
    "body",
    [b"<rss version='2.0'><channel>" + b"<a>" * 300_000, b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 300_000],
    ids=["XML", "JSON"],
)  # fmt: skip
def test_what_is_nested_without_end_is_told(body):
    with pytest.raises(ParseError):
        read_feed(page(body))


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise_anything_but_parse_errors(body):
    for start in (b"", b"<rss version='2.0'><channel>", b'{"version":"https://jsonfeed.org/version/1",'):
        try:
            read_feed(page(start + body))
        except ParseError:
            continue


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://news.example/a?utm_source=x&id=1", "http://news.example/a?id=1#top"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("https://NEWS.example/a", "https://news.example/a"),
    ],
)
def test_spellings_of_one_address_share_a_key(one, other):
    assert address_key(one) == address_key(other)


@given(st.text(max_size=60))
def test_no_text_makes_an_address_rule_raise(text):
    absolute("https://news.example/", text)
    address_key(text)
