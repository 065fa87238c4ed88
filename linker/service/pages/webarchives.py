"""The configured web archives as clients: how to ask them, how they treated us, vanished pages from them."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from db import Database, pulling
from linker.config import Archive, Config
from linker.errors import Blocked, FetchError, Gone
from linker.records import Page
from linker.service.pages.web import FetchPage, utc_now
from linker.service.telling.reports import Report
from scrapers.captures.breaker import Breaker
from scrapers.captures.wayback import Endpoint, Get, Lane, WebArchive
from scrapers.web.fetch import Fetcher
from scrapers.web.manner import Manner

_MEMENTO_AGE = timedelta(days=3650)
"""What an archive replays does not change."""


def web_archives(config: Config, fetcher: Fetcher, db: Database | None) -> Iterator[WebArchive]:
    """The enabled archives in the configured order, each with its breaker as it was left in the database."""
    for configured in config.archives:
        if configured.enabled:
            yield _client(configured, fetcher, db)


def keep_breaker(archive: WebArchive, db: Database | None) -> None:
    """Remember how the archive treated us, over restarts; without a database for this run only."""
    breaker, host = archive.breaker, _host(archive.endpoint)
    if db is not None and pulling.host_state(db, host) != (breaker.failures, breaker.closed_until):
        pulling.save_host_state(
            db,
            host,
            failures=breaker.failures,
            closed_until=breaker.closed_until,
            reason=breaker.reason,
        )


def with_vanished(
    live: FetchPage,
    archives: tuple[WebArchive, ...],
    report: Report,
    db: Database | None,
) -> FetchPage:
    """A fetch that reads a page which is gone from the archives, and says so with the capture's time."""

    def fetch(url: str) -> Page:
        try:
            return live(url)
        except Blocked:
            raise
        except FetchError as error:
            return _from_archives(url, error, archives, report, db)

    return fetch


def _from_archives(
    url: str,
    failure: FetchError,
    archives: tuple[WebArchive, ...],
    report: Report,
    db: Database | None,
) -> Page:
    said = [str(failure)]
    for archive in archives:
        try:
            page = archive.article(url, None)
        except FetchError as error:
            said.append(str(error))
            continue
        finally:
            keep_breaker(archive, db)
        if page is not None and page.captured_at is not None:
            captured = f"{page.captured_at:%Y-%m-%d %H:%M} UTC"
            why = "gone" if isinstance(failure, Gone) else "not to be had live"
            report(f"{url}: {why}; read from {archive.endpoint.name}, captured {captured}")
            return page
        said.append(f"{archive.endpoint.name}: no capture that can be read")
    raise type(failure)("; ".join(said)) from failure


def _client(configured: Archive, fetcher: Fetcher, db: Database | None) -> WebArchive:
    endpoint = Endpoint(
        name=configured.name,
        cdx=configured.cdx,
        timemap=configured.timemap,
        memento=configured.memento,
        searches_per_minute=configured.searches_per_minute,
        mementos_per_minute=configured.mementos_per_minute,
    )
    failures, closed_until = pulling.host_state(db, _host(endpoint)) if db is not None else (0, None)
    breaker = Breaker(failures=failures, closed_until=closed_until)
    return WebArchive(endpoint=endpoint, get=_get(fetcher), breaker=breaker, clock=utc_now)


def _get(fetcher: Fetcher) -> Get:
    def get(url: str, *, lane: Lane, seconds_between: float) -> Page:
        # An interface for programs that the user named: no robots.txt, a pace of its own, no hidden retries.
        manner = Manner(
            accept="*/*",
            robots=False,
            retries=0,
            seconds_between=seconds_between,
            lane=lane,
            max_age=_MEMENTO_AGE if lane == "mementos" else None,
        )
        return fetcher.get(url, trusted=True, manner=manner)

    return get


def _host(endpoint: Endpoint) -> str:
    return urlsplit(endpoint.cdx or endpoint.timemap).netloc
