"""A vanished page, read from the configured archives and told as such."""

import json

import pytest
from loopback import Reply, Site
from newsroom import PLAIN, configure

from linker.config import load
from linker.errors import Blocked, FetchError, Gone
from linker.service.pages.webarchives import web_archives, with_vanished
from scrapers.web.fetch import Fetcher

CAPTURED = {"Memento-Datetime": "Tue, 02 May 2023 08:00:00 GMT", "Content-Type": "text/html"}


@pytest.fixture
def site():
    with Site() as running:
        yield running


@pytest.fixture
def read(site, tmp_path):
    """Fetch a path of the site live, else from its archives `one` and `two`; gives the page and what was said."""
    sections = [
        f'[[archives]]\nname = "{name}"\ncdx = "{site.url}/{name}/cdx"\n'
        f'memento = "{site.url}/{name}/{{timestamp}}id_/{{url}}"\n'
        for name in ("one", "two")
    ]
    config = load(configure(tmp_path, site, *sections))

    def fetch(path):
        lines = []
        with Fetcher(config.fetch, wait=lambda _: None) as fetcher:
            archives = tuple(web_archives(config, fetcher, None))
            page = with_vanished(lambda url: fetcher.fetch(url, trusted=True), archives, lines.append, None)(
                site.url + path
            )
        return page, lines

    return fetch


def keep(site: Site, archive: str, path: str) -> None:
    row = ["-", "20230502080000", site.url + path, "text/html", "200", "D", "-"]
    names = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    site.routes |= {
        f"/{archive}/cdx": Reply(json.dumps([names, row])),
        f"/{archive}/20230502080000id_/{site.url}{path}": Reply(PLAIN, headers=CAPTURED),
    }


def test_a_vanished_page_comes_from_an_archive_and_says_so(site, read):
    keep(site, "one", "/ferry")
    page, lines = read("/ferry")
    assert page.body.decode() == PLAIN
    assert page.archive_url == f"{site.url}/one/20230502080000id_/{site.url}/ferry"
    assert lines == [f"{site.url}/ferry: gone; read from one, captured 2023-05-02 08:00 UTC"]


def test_the_second_archive_is_asked_when_the_first_fails(site, read):
    site.routes["/one/cdx"] = Reply("", 500)
    keep(site, "two", "/ferry")
    assert "read from two" in read("/ferry")[1][0]


def test_a_page_that_is_there_is_not_asked_of_archives(site, read):
    site.routes["/ferry"] = Reply(PLAIN)
    page, lines = read("/ferry")
    assert (page.archive_url, lines) == (None, [])
    assert site.paths() == ["/ferry"]


def test_a_page_that_nobody_has_says_what_each_answered(site, read):
    site.routes["/one/cdx"] = Reply("[]")
    site.routes["/two/cdx"] = Reply("", 429)
    with pytest.raises(Gone, match=r"HTTP 404.*one: no capture that can be read; two: left alone until"):
        read("/ferry")


def test_a_failure_that_may_pass_is_not_called_gone(site, read):
    site.routes["/ferry"] = Reply("", 500)
    keep(site, "one", "/ferry")
    assert read("/ferry")[1] == [
        f"{site.url}/ferry: not to be had live; read from one, captured 2023-05-02 08:00 UTC"
    ]


def test_what_robots_forbid_is_not_taken_from_an_archive(site, read):
    site.routes["/robots.txt"] = Reply("User-agent: *\nDisallow: /ferry\n")
    keep(site, "one", "/ferry")
    with pytest.raises(Blocked):
        read("/ferry")


def test_an_archive_that_cannot_be_reached_leaves_the_first_reason(site, read):
    site.routes["/one/cdx"] = Reply("x", cut_after=0)
    site.routes["/two/cdx"] = Reply("[]")
    with pytest.raises(FetchError, match="nothing is there"):
        read("/ferry")
