"""The archive client, against the samples' index pages and a loopback archive that plays recorded misbehaviour."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Reply, Site

from linker.errors import ArchiveClosed, FetchError
from linker.records import Page, Post, PostRef
from scrapers.captures.breaker import Breaker
from scrapers.captures.cdx import Capture, read_index, read_row, read_timemap
from scrapers.captures.choosing import nearest, readable
from scrapers.captures.posts import find_captured, variants
from scrapers.captures.wayback import Endpoint, WebArchive
from scrapers.web.fetch import Fetcher
from scrapers.web.headers import memento_time
from scrapers.web.manner import Limits, Manner

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MEMENTO = {"Memento-Datetime": "Thu, 20 Apr 2023 11:00:00 GMT", "Content-Type": "application/json"}
NAMES = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]


def row(
    timestamp="20230420110000",
    url="https://twitter.com/a/status/20",
    mime="text/html",
    status="200",
    digest="D",
):
    return ["com,twitter)/a/status/20", timestamp, url, mime, status, digest, "-"]


def index(*rows) -> Reply:
    return Reply(json.dumps([NAMES, *rows]), headers={"Content-Type": "application/json"})


@pytest.fixture
def site():
    with Site() as running:
        yield running


@pytest.fixture
def fetcher(site):
    limits = Limits(allow_hosts=frozenset({site.host}), seconds_between=0, backoff_seconds=0, total_seconds=5)
    with Fetcher(limits, wait=lambda _: None) as client:
        yield client


@pytest.fixture
def archive(site, fetcher):
    def get(url, *, lane, seconds_between):
        manner = Manner(robots=False, retries=0, lane=lane, seconds_between=seconds_between)
        return fetcher.get(url, trusted=True, manner=manner)

    endpoint = Endpoint(
        name="loopback", cdx=f"{site.url}/cdx", memento=site.url + "/web/{timestamp}id_/{url}"
    )
    return WebArchive(endpoint=endpoint, get=get)


# The index


def test_the_index_of_the_samples_is_read(shared):
    folder = shared / "samples" / "posts" / "wayback_cdx"
    rows, key = read_index((folder / "cdx_output_json_fl5.json").read_bytes())
    captures = [read_row(each) for each in rows]
    assert key is None
    assert captures[0] == Capture(
        timestamp="20200524191958",
        original="https://twitter.com/ScalaCoward/status/1264635402788487171",
        mimetype="text/html",
        status=200,
        digest="JJK5HCJRLNADLDWSVSCCJNMV3JWE4XFI",
    )
    assert None not in captures


def test_the_samples_resume_key_comes_back_as_it_was_encoded(shared):
    folder = shared / "samples" / "posts" / "wayback_cdx"
    rows, key = read_index((folder / "test_search_with_filter_0.txt").read_bytes())
    assert (len(rows), key) == (10, "gov%2Cnasa%29%2F+20220101013953")


def test_the_samples_junk_rows_are_told_from_captures(shared):
    folder = shared / "samples" / "posts" / "wayback_cdx"
    for name, good, junk in (("bad_timestamp_cdx.txt", 3, 2), ("malformed_cdx.txt", None, None)):
        rows, _ = read_index((folder / name).read_bytes())
        read = [read_row(each) for each in rows]
        if good is not None:
            assert (len(read) - read.count(None), read.count(None)) == (good, junk)
        assert all(
            each.original.startswith("http") and "mailto" not in each.original for each in read if each
        )


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([NAMES, row()]),
        json.dumps([NAMES, row(), [], ["next+page"]]),
        json.dumps({"timestamp": "20230420110000", "url": "https://twitter.com/a/status/20", "mime": "text/html",
                    "status": "200", "digest": "D", "length": "5"}),
        "com,twitter)/a/status/20 20230420110000 https://twitter.com/a/status/20 text/html 200 D 5",
    ],
    ids=["Wayback", "Wayback with a key", "pywb", "columns"],
)  # fmt: skip
def test_the_index_is_read_in_every_form(body):
    rows, _ = read_index(body.encode())
    (capture,) = [read_row(each) for each in rows]
    assert (capture.timestamp, capture.status, capture.digest) == ("20230420110000", 200, "D")


@pytest.mark.parametrize(
    "junk",
    [
        row(timestamp="20000800241623"),
        row(timestamp="-"),
        row(timestamp="２０２３0420110000"),
        row(url="http://mailto:someone@example.org/"),
        row(url="data:text/html,hello"),
        row(url="-"),
        [],
    ],
    ids=str,
)
def test_junk_rows_are_no_captures(junk):
    assert read_row(dict(zip(NAMES, junk, strict=False))) is None


def test_a_row_without_status_is_a_revisit():
    assert read_row(dict(zip(NAMES, row(mime="warc/revisit", status="-"), strict=True))).status is None


@given(st.binary(max_size=300))
def test_no_bytes_make_the_index_raise(body):
    rows, _ = read_index(body)
    for each in rows:
        read_row(each)


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=8)), max_size=3), max_size=4))
def test_no_table_makes_the_index_raise(table):
    rows, _ = read_index(json.dumps(table).encode())
    for each in rows:
        read_row(each)


# Searching


def test_a_search_goes_on_with_the_resume_key_and_ends_on_an_empty_page(site, archive):
    pages = {
        None: Reply(json.dumps([NAMES, row("20230420110000"), [], ["com%2Ctwitter%29+2023"]])),
        "com%2Ctwitter%29+2023": Reply(json.dumps([NAMES, row("20230421110000"), [], ["last+key"]])),
        "last+key": Reply(""),
    }

    def cdx(asked):
        key = asked.path.partition("&resumeKey=")[2] or None
        return pages[key]

    site.routes["/cdx"] = cdx
    search = archive.search("twitter.com/a/status/20", prefix=True)
    assert [each.timestamp for each in search.captures] == ["20230420110000", "20230421110000"]
    assert search.complete
    assert len(site.asked) == 3


def test_a_resume_key_that_leads_in_a_ring_ends_the_search(site, archive):
    site.routes["/cdx"] = Reply(json.dumps([NAMES, row(), [], ["same"]]))
    archive.search("twitter.com/a/status/20")
    assert len(site.asked) == 2


def test_a_search_for_what_was_never_captured_is_empty(site, archive):
    site.routes["/cdx"] = Reply("[]")
    assert archive.search("twitter.com/a/status/20").captures == ()


def test_an_index_that_refuses_an_address_is_an_error_that_names_the_archive(site, archive):
    site.routes["/cdx"] = Reply("org.archive.util.io.RuntimeIOException: Blocked Site Error", 403)
    with pytest.raises(FetchError, match="loopback: the index answered HTTP 403"):
        archive.search("example.org")


def test_a_connection_cut_once_is_asked_again(site, archive):
    replies = iter([Reply(json.dumps([NAMES, row()]), cut_after=20), index(row())])
    site.routes["/cdx"] = lambda _: next(replies)
    assert len(archive.search("example.org").captures) == 1
    assert archive.breaker == Breaker()


# Timemaps

TIMEMAP = b"""<https://news.example/a>; rel="original",
<https://web.example/timemap/link/https://news.example/a>; rel="self"; type="application/link-format",
<https://web.example/20200101000000/https://news.example/a>; rel="first memento"; datetime="Wed, 01 Jan 2020 00:00:00 GMT",
<https://web.example/2/https://news.example/a,b>; datetime="Thu, 20 Apr 2023 18:00:00 GMT"; rel=memento,
<https://web.example/3/https://news.example/a>; rel="memento"; datetime="some day"
"""


def test_a_timemap_lists_the_captures_of_an_address():
    assert [each.timestamp for each in read_timemap(TIMEMAP, "u")] == ["20200101000000", "20230420180000"]


@given(st.binary(max_size=200))
def test_no_bytes_make_a_timemap_raise(body):
    read_timemap(TIMEMAP[:200] + body, "u")


def test_an_archive_without_a_cdx_server_is_searched_by_timemap(site, archive):
    archive.endpoint = Endpoint(
        name="memento", timemap=site.url + "/timemap/{url}", memento=site.url + "/web/{timestamp}id_/{url}"
    )
    url = "https://news.example/a"
    site.routes[f"/timemap/{url}"] = Reply(TIMEMAP)
    site.routes[f"/web/20230420180000id_/{url}"] = Reply("<p>Kyiv</p>", headers=MEMENTO)
    assert archive.article(url, datetime(2023, 4, 20, tzinfo=UTC)).body == b"<p>Kyiv</p>"
    assert archive.article("https://news.example/never", None) is None


# The breaker


def test_a_refusal_closes_the_archive_and_is_not_repeated(site, archive):
    site.routes["/cdx"] = Reply("slow down", 429, {"Retry-After": "1800"})
    for _ in range(3):
        with pytest.raises(ArchiveClosed, match="left alone until"):
            archive.search("example.org")
    assert len(site.asked) == 1
    closed = archive.breaker.closed_until - datetime.now(UTC)
    assert timedelta(minutes=29) < closed <= timedelta(minutes=30)


def test_a_breaker_that_was_kept_holds_after_a_restart(site, archive):
    archive.breaker = Breaker(failures=1, closed_until=NOW + timedelta(hours=1), reason="HTTP 429")
    archive.clock = lambda: NOW
    with pytest.raises(ArchiveClosed, match="2026-05-01 13:00 UTC"):
        archive.search("example.org")
    assert site.asked == []


def test_an_archive_is_asked_again_when_its_time_is_over(site, archive):
    archive.breaker = Breaker(failures=1, closed_until=NOW, reason="HTTP 429")
    site.routes["/cdx"] = index(row())
    assert len(archive.search("example.org").captures) == 1
    assert archive.breaker == Breaker()


def test_each_refusal_in_a_row_doubles_the_pause_up_to_a_day():
    breaker, pauses = Breaker(), []
    for _ in range(12):
        breaker = breaker.after_refusal(NOW, None, "HTTP 429")
        pauses.append(breaker.closed_until - NOW)
    assert pauses[1] == 2 * pauses[0]
    assert pauses[-1] == timedelta(hours=24)


def test_connections_that_always_break_close_the_archive(site, archive):
    site.routes["/cdx"] = Reply("half", cut_after=1)
    with pytest.raises(FetchError):
        archive.search("example.org")
    with pytest.raises(ArchiveClosed):
        archive.search("example.org")
    assert len(site.asked) == 3


# Mementos


def capture(**changes) -> Capture:
    return read_row(dict(zip(NAMES, row(**changes), strict=True)))


MEMENTO_PATH = "/web/20230420110000id_/https://twitter.com/a/status/20"


def test_a_memento_is_the_original_page_with_its_archive_and_time(site, archive):
    site.routes[MEMENTO_PATH] = Reply("{}", headers=MEMENTO)
    page = archive.memento(capture())
    assert page.url == page.final_url == "https://twitter.com/a/status/20"
    assert page.archive_url == site.url + MEMENTO_PATH
    assert page.captured_at == datetime(2023, 4, 20, 11, tzinfo=UTC)


def test_an_archived_refusal_is_a_page_and_closes_nothing(site, archive):
    site.routes[MEMENTO_PATH] = Reply("too many", 429, MEMENTO | {"X-Archive-Orig-Retry-After": "6"})
    assert archive.memento(capture()).status == 429
    assert archive.breaker == Breaker()
    assert len(site.asked) == 1


def test_an_error_page_with_status_200_is_no_memento(site, archive):
    site.routes[MEMENTO_PATH] = Reply("<title>Wayback Machine</title>", headers={"Content-Type": "text/html"})
    assert archive.memento(capture()) is None


def test_the_recorded_headers_are_told_apart(shared):
    folder = shared / "samples" / "posts" / "wayback_memento_edge"
    times = {}
    for file in sorted(folder.glob("*.meta.json")):
        recorded = json.loads(file.read_bytes())
        page = Page(url="", final_url="", status=recorded["status"]["code"], fetched_at=NOW, body=b"",
                    headers=recorded["headers"])  # fmt: skip
        times[page.status] = memento_time(page)
    assert times == {200: None, 429: datetime(2015, 1, 29, 3, 49, 4, tzinfo=UTC)}


def test_an_archived_article_is_the_readable_capture_nearest_to_a_time(site, archive):
    url = "https://news.example/a"
    site.routes["/cdx"] = index(
        row("20200101000000", url, digest="A"),
        row("20230101000000", url, digest="B"),
        row("20230419000000", url, status="404", digest="C"),
        row("20230420000000", url, digest="E"),
    )
    site.routes["/web/20230420000000id_/" + url] = Reply("blocked")
    site.routes["/web/20230101000000id_/" + url] = Reply("<p>Kyiv</p>", headers=MEMENTO)
    assert archive.article(url, datetime(2023, 4, 20, tzinfo=UTC)).body == b"<p>Kyiv</p>"


def test_without_a_time_the_latest_capture_is_taken():
    captures = [capture(timestamp=f"{year}0101000000", digest=str(year)) for year in (2019, 2023, 2021)]
    assert [each.timestamp[:4] for each in nearest(captures, None)] == ["2023", "2021", "2019"]


def test_json_is_read_before_html_and_equal_bytes_once():
    captures = [
        capture(timestamp="20230420110000", digest="A"),
        capture(timestamp="20230420120000", digest="A"),
        capture(timestamp="20240101000000", mime="application/json", digest="B"),
    ]
    ordered = nearest(captures, datetime(2023, 4, 20, 11, tzinfo=UTC))
    assert [each.timestamp for each in ordered] == ["20240101000000", "20230420110000"]


def test_redirects_pictures_and_refusals_are_not_opened():
    captures = [
        capture(status="302"), capture(status="429"), capture(mime="image/jpeg"), capture(mime="warc/revisit", status="-"),
    ]  # fmt: skip
    assert [each.mimetype for each in readable(captures)] == ["warc/revisit"]


# Finding a post


def read_body(page):
    text = page.body.decode()
    return [Post(platform="x", post_id="20", text=text)] if text.startswith("post:") else []


def test_a_post_is_found_behind_shells(site, archive):
    url = "https://twitter.com/a/status/20"
    site.routes["/cdx"] = index(
        row("20230420110000", url, digest="shell"),
        row("20230420120000", url + "?s=20", digest="shell"),
        row("20230421000000", url, digest="whole"),
    )
    site.routes["/web/20230420110000id_/" + url] = Reply("<script>", headers=MEMENTO)
    site.routes["/web/20230421000000id_/" + url] = Reply("post: just setting up", headers=MEMENTO)
    found = find_captured(
        archive, ["twitter.com/a/status/20"], lambda _: True, datetime(2023, 4, 20, tzinfo=UTC), read_body
    )
    assert [post.text for post in found.posts] == ["post: just setting up"]


def test_captures_of_other_posts_with_the_same_beginning_are_left_alone(site, archive):
    site.routes["/cdx"] = index(row(url="https://twitter.com/a/status/2012"))
    found = find_captured(
        archive, ["twitter.com/a/status/20"], lambda each: each.original.endswith("/20"), None, read_body
    )
    assert (found.posts, found.said) == ((), "no capture")


def test_absence_says_what_was_opened(site, archive):
    site.routes["/cdx"] = index(row("20230401000000", status="404"), row())
    site.routes[MEMENTO_PATH] = Reply("<script>", headers=MEMENTO)
    found = find_captured(archive, ["twitter.com/a/status/20"], lambda _: True, None, read_body)
    assert found.said == "2 captures, 1 opened, none shows the post"


def test_the_variants_of_an_address_begin_with_the_likeliest():
    listed = list(variants("https://x.com/jack/status/20", PostRef(platform="x", post_id="20"), "jack"))
    assert listed[0] == "twitter.com/jack/status/20"
    assert {"twitter.com/i/web/status/20", "mobile.twitter.com/jack/status/20", "x.com/jack/status/20",
            "twitter.com/jack/statuses/20"} <= set(listed)  # fmt: skip
