"""The Wayback Machine, and any archive like it (pywb, Memento): captures of an address, and their bytes.

Pure but for the `Get` it is handed: it knows how to ask, what an answer means, and when to leave an archive
alone. The traps that it avoids (junk rows, error pages with status 200, archived refusals) are those of
`edgi-govdata-archiving/wayback` and of https://archive.org/developers/wayback-cdx-server.html.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Literal, Protocol
from urllib.parse import urlencode

from linker.errors import ArchiveClosed, Blocked, FetchError
from linker.records import Page
from scrapers.captures.breaker import Breaker
from scrapers.captures.cdx import Capture, read_index, read_row, read_timemap
from scrapers.captures.choosing import nearest, readable
from scrapers.web.headers import memento_time, retry_after

SHARE_OF_LIMIT = 0.8
"""Of an archive's published limits; ignored refusals mean a block of an hour, doubling."""

MAX_PAGES = 10
"""Of one search; a post has few captures, a prefix that has more is a wrong one."""

_ROWS_PER_PAGE = 1_000
Lane = Literal["searches", "mementos"]


class Get(Protocol):
    """Asks an archive; gives the answer whatever its status, or raises FetchError."""

    def __call__(self, url: str, *, lane: Lane, seconds_between: float) -> Page:
        """Ask at most once every `seconds_between` in this lane."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where an archive answers, and how often it may be asked."""

    name: str
    memento: str
    """With {timestamp} and {url}; must give the bytes unrewritten (`id_`)."""
    cdx: str = ""
    timemap: str = ""
    """With {url}: Memento's list of captures (RFC 7089), for an archive without a CDX server."""
    searches_per_minute: int = 30
    mementos_per_minute: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What an index said of an address."""

    captures: tuple[Capture, ...] = ()
    junk_rows: int = 0
    complete: bool = True
    """False where the search ended at a bound of ours."""


@dataclass(slots=True)
class WebArchive:
    """One archive during one job; `breaker` is to be kept when the job ends."""

    endpoint: Endpoint
    get: Get
    breaker: Breaker = field(default_factory=Breaker)
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    def search(self, url: str, *, prefix: bool = False) -> Search:
        """Every capture of an address, or of all that begin with it.

        Raises:
            ArchiveClosed: the archive is to be left alone.
            FetchError: no answer, or one that is no index.
        """
        if not self.endpoint.cdx:
            return self._search_timemap(url)
        captures: dict[tuple[str, str], Capture] = {}
        junk = 0
        keys: set[str] = set()
        key: str | None = None
        for _ in range(MAX_PAGES):
            rows, key = read_index(self._ask_index(self._index_url(url, key, prefix=prefix)).body)
            read = [read_row(row) for row in rows]
            captures |= {(row.timestamp, row.original): row for row in read if row}
            junk += read.count(None)
            if key is None or key in keys:
                return Search(captures=tuple(captures.values()), junk_rows=junk)
            keys.add(key)
        return Search(captures=tuple(captures.values()), junk_rows=junk, complete=False)

    def memento(self, capture: Capture) -> Page | None:
        """The bytes of a capture as they were, or None where the archive will not show them.

        The page's status is the archived one: an archived 429 is a page, not a refusal.

        Raises:
            ArchiveClosed: the archive is to be left alone.
            FetchError: no answer.
        """
        # A fragment would end the address before it reaches the archive.
        url = self.endpoint.memento.format(
            timestamp=capture.timestamp, url=capture.original.replace("#", "%23")
        )
        page = self._ask(url, "mementos", self.endpoint.mementos_per_minute)
        captured_at = memento_time(page)
        if captured_at is None:
            # Blocked captures and the archive's own error pages come with status 200 and without the header.
            return None
        original = capture.original
        return replace(page, url=original, final_url=original, archive_url=url, captured_at=captured_at)

    def article(self, url: str, near: datetime | None) -> Page | None:
        """The capture of a page nearest to a time (None: the latest) that can be read, or None."""
        search = self.search(url)
        candidates = [each for each in readable(search.captures) if not each.is_json]
        for capture in nearest(candidates, near)[:5]:
            page = self.memento(capture)
            if page is not None and page.status == 200:
                return page
        return None

    def _search_timemap(self, url: str) -> Search:
        """A timemap knows one address, none of those that begin with it, and neither status nor kind."""
        address = url if "://" in url else f"https://{url}"
        page = self._ask_index(self.endpoint.timemap.format(url=address.replace("#", "%23")))
        return Search(captures=tuple(read_timemap(page.body, address)))

    def _index_url(self, url: str, key: str | None, *, prefix: bool) -> str:
        # Filters and field lists differ between archives, so none is sent: rows are judged here.
        query = {"url": url, "output": "json", "limit": str(_ROWS_PER_PAGE), "showResumeKey": "true"}
        if prefix:
            query["matchType"] = "prefix"
        joined = f"{self.endpoint.cdx}{'&' if '?' in self.endpoint.cdx else '?'}{urlencode(query)}"
        # The key comes URL-encoded and goes back as it came.
        return f"{joined}&resumeKey={key}" if key else joined

    def _ask_index(self, url: str) -> Page:
        page = self._ask(url, "searches", self.endpoint.searches_per_minute)
        if page.status == 404:
            return replace(page, body=b"")
        if page.status != 200:
            raise FetchError(f"{self.endpoint.name}: the index answered HTTP {page.status} for {url}")
        return page

    def _ask(self, url: str, lane: Lane, per_minute: int) -> Page:
        seconds_between = 60 / (per_minute * SHARE_OF_LIMIT)
        for last in (False, True):
            if self.breaker.is_closed(self.clock()):
                raise ArchiveClosed(_closed_words(self.endpoint.name, self.breaker))
            try:
                page = self.get(url, lane=lane, seconds_between=seconds_between)
            except Blocked:
                raise
            except FetchError as error:
                self.breaker = self.breaker.after_failure(self.clock(), str(error))
                if last:
                    raise
            else:
                return self._judged(page, lane)
        raise AssertionError("the last attempt returns or raises")

    def _judged(self, page: Page, lane: Lane) -> Page:
        if memento_time(page) is None and page.status in {429, 503}:
            reason = f"HTTP {page.status} in {lane}"
            seconds = retry_after(page, page.fetched_at)
            self.breaker = self.breaker.after_refusal(page.fetched_at, seconds, reason)
            raise ArchiveClosed(_closed_words(self.endpoint.name, self.breaker))
        if memento_time(page) is None and page.status >= 500:
            reason = f"HTTP {page.status}"
            self.breaker = self.breaker.after_failure(page.fetched_at, reason)
            raise FetchError(f"{self.endpoint.name}: answered {reason} for {page.url}; try again later")
        self.breaker = Breaker()
        return page


def _closed_words(name: str, breaker: Breaker) -> str:
    until = breaker.closed_until.strftime("%Y-%m-%d %H:%M UTC") if breaker.closed_until else "later"
    return f"{name}: left alone until {until} ({breaker.reason or 'it refused us'}); ask again then"
