"""The polite client, against servers on loopback."""

import contextlib
import gzip
import socket
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loopback import Reply, Site, gzipped, with_etag

from linker.errors import Blocked, FetchError, Gone, LinkerError, Stopped
from linker.records import Page
from scrapers.web.cache import PageCache
from scrapers.web.fetch import Fetcher
from scrapers.web.headers import Validators, retry_after
from scrapers.web.manner import API, Limits, Manner


@pytest.fixture
def site():
    with Site() as running:
        yield running


def quick(site: Site, **changes) -> Limits:
    settings = {
        "contact": "mailto:desk@example.org",
        "allow_hosts": frozenset({site.host}),
        "seconds_between": 0.0,
        "backoff_seconds": 0.0,
        "total_seconds": 5.0,
    }
    return Limits(**(settings | changes))


def fetch(site: Site, path: str = "/", **changes):
    with Fetcher(quick(site, **changes)) as fetcher:
        return fetcher.fetch(site.url + path, trusted=True)


def test_a_page_comes_with_its_bytes_status_and_headers(site):
    site.routes["/"] = Reply("<p>Kyiv</p>", headers={"Content-Type": "text/html"})
    page = fetch(site)
    assert (page.status, page.body, page.headers["content-type"]) == (200, b"<p>Kyiv</p>", "text/html")


def test_the_client_says_who_it_is(site):
    site.routes["/"] = Reply("")
    fetch(site)
    assert {each.headers["user-agent"] for each in site.asked} == {"linker/0.1 (+mailto:desk@example.org)"}


def test_no_cookie_is_kept(site):
    site.routes["/"] = Reply("", headers={"Set-Cookie": "seen=1; Path=/"})
    with Fetcher(quick(site)) as fetcher:
        for _ in range(2):
            fetcher.fetch(site.url, trusted=True)
    assert not any("cookie" in each.headers for each in site.asked)


def test_an_answer_of_unchanged_that_nobody_asked_for_is_a_failure(site):
    site.routes["/"] = Reply("", 304)
    with pytest.raises(FetchError, match="HTTP 304"):
        fetch(site)


@pytest.mark.parametrize("status", [404, 410])
def test_nothing_there_is_told_apart_from_failure(site, status):
    site.routes["/gone"] = Reply("", status)
    with pytest.raises(Gone, match=f"/gone.*HTTP {status}"):
        fetch(site, "/gone")


def test_a_login_wall_says_what_to_do(site):
    site.routes["/paid"] = Reply("", 403)
    with pytest.raises(FetchError, match="save the page with a browser"):
        fetch(site, "/paid")


# Addresses


def test_a_loopback_address_is_refused_unless_allowed(site):
    with (
        Fetcher(quick(site, allow_hosts=frozenset())) as fetcher,
        pytest.raises(Blocked, match="allow_hosts"),
    ):
        fetcher.fetch(site.url, trusted=True)
    assert site.asked == []


def test_what_a_page_names_never_reaches_an_allowed_host(site):
    with Fetcher(quick(site)) as fetcher, pytest.raises(Blocked, match="private address"):
        fetcher.fetch(site.url, trusted=False)
    assert site.asked == []


def test_a_trusted_connection_is_not_lent_to_an_untrusted_request(site):
    site.routes["/"] = Reply("secret")
    with Fetcher(quick(site)) as fetcher:
        fetcher.fetch(site.url, trusted=True)
        with pytest.raises(Blocked):
            fetcher.fetch(site.url + "/", trusted=False)


def test_a_redirect_does_not_reach_a_private_address(site):
    with Site() as inner:
        site.routes["/"] = Reply("", 302, {"Location": inner.url + "/admin"})
        with pytest.raises(Blocked, match="/admin"):
            fetch(site)
        assert inner.asked == []


@pytest.mark.parametrize(
    "host", ["2130706433", "0x7f.1", "localhost", "[::ffff:127.0.0.1]", "127.1", "0.0.0.0", "[::]"]
)
def test_no_spelling_of_loopback_slips_through(site, host):
    port = site.host.partition(":")[2]
    with Fetcher(quick(site, allow_hosts=frozenset(), retries=0)) as fetcher, pytest.raises(FetchError):
        fetcher.fetch(f"http://{host}:{port}/", trusted=True)
    assert site.asked == []


def test_a_name_is_judged_by_the_address_it_is_connected_to(site, monkeypatch):
    answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 80))]])
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: next(answers))
    with Fetcher(quick(site, retries=0)) as fetcher, pytest.raises(Blocked, match=r"rebind\.example"):
        fetcher.fetch("http://rebind.example/", trusted=True, manner=API)


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("ftp://example.org/", "http"),
        ("file:///etc/passwd", "http"),
        ("//example.org", "http"),
        ("http://", "http"),
        ("http://[bad/", "address"),
        ("http://user:word@example.org/", "credentials"),
        ("http://example.org:99999/", "address"),
        ("http://example.org/" + "a" * 9_000, "longer"),
    ],
    ids=lambda value: value[:24],
)
def test_what_is_no_plain_web_address_is_refused(site, url, word):
    with Fetcher(quick(site)) as fetcher, pytest.raises(FetchError, match=word):
        fetcher.fetch(url, trusted=True)


@given(st.text(max_size=40))
def test_no_text_makes_the_client_raise_anything_but_our_errors(text):
    limits = Limits(seconds_between=0, retries=0, respect_robots=False, total_seconds=0.0)
    with Fetcher(limits) as fetcher, pytest.raises(LinkerError):
        fetcher.fetch("http://127.0.0.1:1/" + text if text.isascii() else text, trusted=False)


# Robots


def test_robots_are_obeyed_and_asked_once(site):
    site.routes |= {
        "/robots.txt": Reply("\ufeffUser-agent: *\nDisallow: /private/\n"),
        "/a": Reply(""),
        "/b": Reply(""),
    }
    with Fetcher(quick(site)) as fetcher:
        fetcher.fetch(site.url + "/a", trusted=True)
        fetcher.fetch(site.url + "/b", trusted=True)
        with pytest.raises(Blocked, match=r"robots\.txt forbids"):
            fetcher.fetch(site.url + "/private/c", trusted=True)
    assert site.paths(robots=True) == ["/robots.txt", "/a", "/b"]


def test_robots_that_fail_forbid_for_now(site):
    site.routes["/robots.txt"] = Reply("", 503)
    with pytest.raises(FetchError, match=r"robots\.txt cannot be read \(HTTP 503\)"):
        fetch(site)
    assert site.paths() == []


def test_a_host_that_does_not_answer_is_no_prohibition(site):
    with (
        pytest.raises(FetchError, match="no connection") as caught,
        Fetcher(quick(site, retries=0)) as fetcher,
    ):
        fetcher.fetch("http://gone.invalid/", trusted=True)
    assert not isinstance(caught.value, Blocked)


def test_robots_hold_after_a_redirect(site):
    site.routes |= {
        "/robots.txt": Reply("User-agent: linker\nDisallow: /b\n"),
        "/a": Reply("", 301, {"Location": "/b"}),
        "/b": Reply("hidden"),
    }
    with pytest.raises(Blocked, match="/b"):
        fetch(site, "/a")


def test_an_interface_for_programs_needs_no_robots(site):
    site.routes |= {"/robots.txt": Reply("User-agent: *\nDisallow: /\n"), "/cdx": Reply("[]")}
    with Fetcher(quick(site)) as fetcher:
        assert fetcher.fetch(site.url + "/cdx", trusted=True, manner=API).body == b"[]"


def test_robots_of_many_agents_and_rules_are_read_in_bounded_work(site):
    agents = "".join(f"User-agent: bot{number}\n" for number in range(9_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(9_000))
    site.routes |= {"/robots.txt": Reply(agents + "User-agent: *\n" + rules), "/fine": Reply("")}
    with Fetcher(quick(site)) as fetcher:
        assert fetcher.fetch(site.url + "/fine", trusted=True).status == 200
        with pytest.raises(Blocked):
            fetcher.fetch(site.url + "/8999", trusted=True)


# Pace, retries, patience


def test_a_transient_failure_is_tried_again(site):
    replies = iter([Reply("", 503), Reply("", 500), Reply("at last")])
    site.routes["/"] = lambda _: next(replies)
    assert fetch(site, retries=2).body == b"at last"


def test_a_cut_connection_is_tried_again(site):
    replies = iter([Reply("half of it", cut_after=4), Reply("all of it")])
    site.routes["/"] = lambda _: next(replies)
    assert fetch(site, retries=1).body == b"all of it"


def test_a_connection_that_is_always_cut_is_an_error(site):
    site.routes["/"] = Reply("half of it", cut_after=4)
    with pytest.raises(FetchError, match=r"connection broke.*try again later"):
        fetch(site, retries=1)


def test_waits_between_requests_grow_and_honour_what_the_host_asks(site):
    waits = []
    replies = iter([Reply("", 503), Reply("", 429, {"Retry-After": "7"}), Reply("")])
    site.routes["/"] = lambda _: next(replies)
    limits = quick(site, backoff_seconds=1.0, respect_robots=False)
    with Fetcher(limits, wait=waits.append) as fetcher:
        fetcher.fetch(site.url, trusted=True)
    first, second, asked_for = waits
    assert 0.5 <= first <= 1.5
    assert 1.0 <= second <= 3.0
    assert 6 <= asked_for <= 7


def test_a_host_that_asks_for_an_hour_is_left_alone(site):
    site.routes["/"] = Reply("", 429, {"Retry-After": "3600"})
    with Fetcher(quick(site, respect_robots=False)) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match="left alone"):
                fetcher.fetch(site.url, trusted=True)
    assert len(site.asked) == 1


def test_jobs_in_threads_share_one_pace(site):
    site.routes["/"] = Reply("")
    waits = []
    limits = quick(site, seconds_between=50.0, respect_robots=False)
    with Fetcher(limits, wait=waits.append) as fetcher:
        jobs = [
            threading.Thread(target=fetcher.fetch, args=(site.url,), kwargs={"trusted": True})
            for _ in range(4)
        ]
        for job in jobs:
            job.start()
        for job in jobs:
            job.join()
    assert [round(seconds / 50) for seconds in sorted(waits)] == [1, 2, 3]


def test_a_crawl_delay_widens_the_pace(site):
    site.routes |= {"/robots.txt": Reply("User-agent: *\nCrawl-delay: 40\nAllow: /\n"), "/": Reply("")}
    waits = []
    with Fetcher(quick(site), wait=waits.append) as fetcher:
        fetcher.fetch(site.url, trusted=True)
        fetcher.fetch(site.url, trusted=True)
    assert [round(seconds / 40) for seconds in waits] == [1]


def test_a_stop_ends_a_wait(site):
    site.routes["/"] = Reply("")
    with Fetcher(quick(site, seconds_between=9.0), wait=lambda _: True) as fetcher:
        fetcher.fetch(site.url, trusted=True)
        with pytest.raises(Stopped):
            fetcher.fetch(site.url, trusted=True)
    assert site.paths() == ["/"]


def test_lanes_of_one_host_do_not_wait_for_each_other(site):
    site.routes["/"] = Reply("")
    waits = []
    with Fetcher(quick(site), wait=waits.append) as fetcher:
        for lane in ("searches", "mementos", "searches"):
            manner = Manner(robots=False, seconds_between=30.0, lane=lane)
            fetcher.fetch(site.url, trusted=True, manner=manner)
    assert [round(seconds / 30) for seconds in waits] == [1]


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        ("Fri, 01 May 2026 12:01:00 GMT", 60),
        ("Fri, 01 May 2026 12:01:00 -0000", 60),
        ("Fri, 01 May 2026 11:00:00 GMT", 0),
        ("99999999999", 86_400),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_retry_after_is_read_in_both_forms(value, seconds):
    now = datetime(2026, 5, 1, 12, tzinfo=UTC)
    page = Page(url="", final_url="", status=429, fetched_at=now, body=b"", headers={"retry-after": value})
    assert retry_after(page, now) == seconds


# Caps


def test_redirects_are_followed_to_the_last_address(site):
    site.routes |= {"/a": Reply("", 301, {"Location": "b?x=1"}), "/b": Reply("here")}
    page = fetch(site, "/a")
    assert (page.url, page.final_url, page.body) == (site.url + "/a", site.url + "/b?x=1", b"here")


def test_a_ring_of_redirects_ends(site):
    site.routes["/a"] = Reply("", 302, {"Location": "/a"})
    with pytest.raises(FetchError, match="more than 3 redirects"):
        fetch(site, "/a", max_redirects=3)
    assert len(site.paths()) == 4


def test_a_large_page_is_given_up(site):
    site.routes["/"] = Reply(b"x" * 50_000)
    with pytest.raises(FetchError, match=r"larger than 10000 bytes.*fetch\.max_bytes"):
        fetch(site, max_bytes=10_000)


def test_a_decompression_bomb_is_given_up(site):
    site.routes["/"] = gzipped(b"\0" * 5_000_000)
    with pytest.raises(FetchError, match="larger than 100000 bytes when decompressed"):
        fetch(site, max_bytes=100_000)


def test_compressed_pages_are_read(site):
    site.routes["/"] = gzipped("Київ".encode())
    assert fetch(site).body.decode() == "Київ"


def test_a_page_that_only_claims_to_be_compressed_is_read(site):
    site.routes["/"] = Reply("plain", headers={"Content-Encoding": "gzip"})
    assert fetch(site).body == b"plain"


@pytest.mark.parametrize(
    ("encoding", "body", "word"),
    [
        ("br", b"x", "not asked for"),
        ("gzip", b"\x1f\x8b" + b"\xff" * 30, "broken compressed"),
        ("gzip", gzip.compress(bytes(range(256)), mtime=0)[:99], "middle of its compressed"),
        ("gzip, gzip, gzip", b"x", "3 times"),
    ],
    ids=["unknown", "broken", "cut", "many"],
)
def test_an_encoding_that_cannot_be_undone_is_told(site, encoding, body, word):
    site.routes["/"] = Reply(body, headers={"Content-Encoding": encoding})
    with pytest.raises(FetchError, match=word):
        fetch(site)


def test_a_server_that_drips_bytes_cannot_hold_a_job():
    stop = threading.Event()

    def drip(listener):
        connection, _ = listener.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-")
            while not stop.wait(0.05):
                connection.sendall(b"a")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drip, args=(listener,), daemon=True)
        thread.start()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        limits = Limits(allow_hosts=frozenset({host}), total_seconds=0.4, retries=0, respect_robots=False)
        with Fetcher(limits) as fetcher, pytest.raises(FetchError, match="no answer in time"):
            fetcher.fetch(f"http://{host}/", trusted=True)
        stop.set()
        thread.join()


def test_what_an_archive_replays_is_no_instruction(site):
    replayed = {"Memento-Datetime": "Thu, 29 Jan 2015 03:49:04 GMT", "Location": "/elsewhere"}
    site.routes |= {"/m429": Reply("slow down", 429, replayed), "/m302": Reply("", 302, replayed)}
    with Fetcher(quick(site)) as fetcher:
        assert fetcher.get(site.url + "/m429", trusted=True, manner=API).body == b"slow down"
        assert fetcher.get(site.url + "/m302", trusted=True, manner=API).status == 302
    assert site.paths() == ["/m429", "/m302"]


# Conditional requests and the cache


def test_an_unchanged_page_costs_a_conditional_request(site):
    site.routes["/"] = with_etag("<p>same</p>")
    with Fetcher(quick(site)) as fetcher:
        first = fetcher.fetch(site.url, trusted=True)
        second = fetcher.fetch(site.url, trusted=True, conditional=Validators.of(first))
    assert (second.status, second.body) == (304, b"")


def test_a_fresh_page_of_the_cache_costs_no_request(site, tmp_path):
    site.routes["/"] = with_etag("<p>same</p>")
    for _ in range(2):
        with Fetcher(quick(site), cache=PageCache(tmp_path, timedelta(hours=1))) as fetcher:
            assert fetcher.fetch(site.url + "/", trusted=True).body == b"<p>same</p>"
    assert site.paths() == ["/"]


def test_a_stale_page_of_the_cache_is_confirmed(site, tmp_path):
    site.routes["/"] = with_etag("<p>same</p>")
    cache = PageCache(tmp_path, timedelta(0))
    with Fetcher(quick(site), cache=cache) as fetcher:
        pages = [fetcher.fetch(site.url + "/", trusted=True) for _ in range(3)]
    assert [(page.status, page.body) for page in pages] == [(200, b"<p>same</p>")] * 3
    assert [bool(each.headers.get("if-none-match")) for each in site.asked[1:]] == [False, True, True]


def test_what_is_asked_in_another_manner_is_another_page_of_the_cache(site, tmp_path):
    site.routes["/"] = lambda asked: Reply(asked.headers["accept"])
    with Fetcher(quick(site), cache=PageCache(tmp_path, timedelta(hours=1))) as fetcher:
        bodies = [
            fetcher.fetch(site.url, trusted=True, manner=Manner(accept=kind)).body
            for kind in ("text/html", "application/json", "text/html")
        ]
    assert bodies == [b"text/html", b"application/json", b"text/html"]
    assert len(site.paths()) == 2


def test_what_the_user_may_read_is_not_kept_for_a_stranger(site, tmp_path):
    site.routes["/"] = Reply("secret")
    with Fetcher(quick(site), cache=PageCache(tmp_path, timedelta(hours=1))) as fetcher:
        fetcher.fetch(site.url, trusted=True)
        with pytest.raises(Blocked):
            fetcher.fetch(site.url, trusted=False)


def test_failures_are_not_kept(site, tmp_path):
    replies = iter([Reply("", 404), Reply("back")])
    site.routes["/"] = lambda _: next(replies)
    with Fetcher(quick(site), cache=PageCache(tmp_path, timedelta(hours=1))) as fetcher:
        with pytest.raises(Gone):
            fetcher.fetch(site.url, trusted=True)
        assert fetcher.fetch(site.url, trusted=True).body == b"back"


def test_a_damaged_cache_file_is_fetched_anew(site, tmp_path):
    site.routes["/"] = Reply("whole")
    for _ in range(2):
        with Fetcher(quick(site), cache=PageCache(tmp_path, timedelta(hours=1))) as fetcher:
            assert fetcher.fetch(site.url, trusted=True).body == b"whole"
        for file in tmp_path.glob("??/*"):
            file.write_bytes(file.read_bytes()[:-3])
    assert len(site.paths()) == 2


def test_the_cache_is_pruned_to_its_size(site, tmp_path):
    site.routes["/"] = Reply("x")
    with Fetcher(quick(site), cache=PageCache(tmp_path, timedelta(hours=1), max_bytes=1)) as fetcher:
        fetcher.fetch(site.url, trusted=True)
        assert len(list(tmp_path.glob("??/*"))) == 1
    assert list(tmp_path.glob("??/*")) == []


def test_what_a_host_asks_for_holds_for_the_next_job_too(site):
    site.routes |= {"/a": Reply("", 503, {"Retry-After": "600"}), "/b": Reply("")}
    with Fetcher(quick(site, respect_robots=False, retries=0)) as fetcher:
        with pytest.raises(FetchError, match="HTTP 503"):
            fetcher.fetch(site.url + "/a", trusted=True)
        with pytest.raises(FetchError, match="left alone"):
            fetcher.fetch(site.url + "/b", trusted=True)
    assert site.paths() == ["/a"]
