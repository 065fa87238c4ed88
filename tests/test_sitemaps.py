"""Sitemaps, indexes, news sitemaps, and strangers' bytes."""

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linker.errors import ParseError
from linker.records import Page
from scrapers.listings.sitemaps import read_sitemap

SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {SPACES}>
  <url><loc>https://news.example/old</loc><lastmod>2023-04-01</lastmod></url>
  <url><image:image><image:loc>https://img.example/1.jpg</image:loc></image:image>
    <loc> https://news.example/new </loc>
    <news:news><news:title>Kyiv &amp; NATO</news:title>
      <news:publication_date>2023-04-20T10:00:00+03:00</news:publication_date></news:news></url>
  <url><loc>mailto:desk@news.example</loc></url><!-- a comment -->
</urlset>"""
INDEX = f"""<sitemapindex {SPACES}>
  <sitemap><loc>https://news.example/s1.xml</loc><lastmod>2023-01-01</lastmod></sitemap>
  <sitemap><loc>/s2.xml.gz</loc><lastmod>2023-04-20T00:00:00Z</lastmod></sitemap>
</sitemapindex>"""


def page(body: str | bytes) -> Page:
    raw = body.encode() if isinstance(body, str) else body
    url = "https://news.example/sitemap.xml"
    return Page(url=url, final_url=url, status=200, fetched_at=datetime(2026, 1, 1, tzinfo=UTC), body=raw)


def test_a_news_sitemap_lists_articles_with_title_and_time():
    newest, oldest = read_sitemap(page(NEWS)).articles
    assert (newest.url, newest.title) == ("https://news.example/new", "Kyiv & NATO")
    assert newest.published_at == datetime(2023, 4, 20, 7, tzinfo=UTC)
    assert oldest.modified_at == datetime(2023, 4, 1, tzinfo=UTC)


def test_an_index_names_its_sitemaps_newest_first():
    found = read_sitemap(page(INDEX))
    assert [each.url for each in found.sitemaps] == [
        "https://news.example/s2.xml.gz",
        "https://news.example/s1.xml",
    ]
    assert found.articles == ()


def test_a_gzipped_sitemap_is_read():
    assert len(read_sitemap(page(gzip.compress(NEWS.encode()))).articles) == 2


def test_a_sitemap_cut_in_the_middle_gives_what_was_whole():
    assert read_sitemap(page(NEWS[:400])).articles[0].url == "https://news.example/old"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>no</body></html>",
        b"\x1f\x8bnot gzip",
        b"\x00" * 40,
        gzip.compress(NEWS.encode())[:60],
    ],
    ids=["empty", "page", "bad gzip", "zeros", "cut gzip"],
)
def test_what_is_no_sitemap_is_told(body):
    with pytest.raises(ParseError, match=r"sitemap\.xml"):
        read_sitemap(page(body))


def test_an_outside_entity_is_not_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("https://news.example/secret")
    body = f'<!DOCTYPE urlset [<!ENTITY s SYSTEM "{secret.as_uri()}">]><urlset><url><loc>&s;</loc></url></urlset>'
    assert read_sitemap(page(body)).articles == ()


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise_anything_but_parse_errors(body):
    for start in (b"", b"<urlset><url><loc>", b"\x1f\x8b"):
        try:
            read_sitemap(page(start + body))
        except ParseError:
            continue
