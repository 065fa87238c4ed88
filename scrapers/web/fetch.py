"""The only file that speaks HTTP: one polite client for all jobs, bounded in time, size and reach.

The user's own words (SOURCE, configured feeds, archives) are `trusted`: they may lead to a private address if
`allow_hosts` names the host. What a page or a server names is not trusted and never leads there.
"""

import random
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from http.cookiejar import CookieJar, DefaultCookiePolicy
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from linker.errors import Blocked, FetchError, Gone
from linker.records import Page
from scrapers.web.addresses import is_named
from scrapers.web.cache import PageCache
from scrapers.web.connect import DEADLINE, GuardedBackend
from scrapers.web.decoding import ACCEPT_ENCODING, decode
from scrapers.web.headers import Validators, retry_after
from scrapers.web.manner import AGENT, PAGE, Limits, Manner
from scrapers.web.pace import Pace, Wait
from scrapers.web.robots import MAX_BYTES as ROBOTS_BYTES
from scrapers.web.robots import Rules, read_rules
from scrapers.web.urls import checked, host_of, port_of

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
_BY_HAND = "if you may read it, save the page with a browser and give linker the file"
_DAY_SECONDS = 86_400.0
_ROBOTS_FAILED_SECONDS = 600.0


_ROBOTS = Manner(accept="text/plain,*/*;q=0.5", robots=False, seconds_between=0.0, lane="robots")


@dataclass(slots=True)
class _RobotsEntry:
    rules: Rules
    until: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Errand:
    """One request as it is passed along: where to, on whose word, and with which headers."""

    url: str
    trusted: bool
    manner: Manner
    headers: dict[str, str] = field(default_factory=dict)
    max_bytes: int


class Fetcher:
    """One client for all jobs and threads; use it as a context manager."""

    def __init__(
        self,
        limits: Limits,
        *,
        cache: PageCache | None = None,
        wait: Wait = time.sleep,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.limits = limits
        self._cache = cache
        self._clock = clock
        self._pace = Pace(limits.seconds_between, limits.patience_seconds, wait)
        self._robots: dict[str, _RobotsEntry] = {}
        self._clients = {
            True: _client(limits, limits.allow_hosts),
            False: _client(limits, frozenset()),
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections, and bring the disk cache back to its size."""
        for client in self._clients.values():
            client.close()
        if self._cache is not None:
            self._cache.prune()

    def fetch(
        self, url: str, *, trusted: bool, conditional: Validators | None = None, manner: Manner = PAGE
    ) -> Page:
        """The page, or with `conditional` perhaps a Page of status 304 and no body.

        Raises:
            Blocked: robots.txt forbids it, or it leads to a private address.
            Gone: 404 or 410.
            FetchError: anything else that went wrong.
        """
        page = self.get(url, trusted=trusted, conditional=conditional, manner=manner)
        if page.status in {404, 410}:
            raise Gone(f"{url}: the server says that nothing is there (HTTP {page.status})")
        if not (200 <= page.status < 300 or (page.status == 304 and conditional is not None)):
            raise FetchError(f"{url}: the server answered HTTP {page.status}; {_advice(page.status)}")
        return page

    def get(
        self, url: str, *, trusted: bool, conditional: Validators | None = None, manner: Manner = PAGE
    ) -> Page:
        """The answer, whatever its status: for archives and look-ups, whose statuses mean something.

        With `conditional` the disk cache is not asked: whoever holds validators wants to know of changes.

        Raises:
            Blocked: robots.txt forbids it, or it leads to a private address.
            FetchError: no answer, or one beyond the limits.
        """
        url, variant, kept = checked(url), _variant(manner, trusted=trusted), None
        asked = {"Accept": manner.accept}
        if conditional is not None:
            asked |= conditional.headers()
        elif self._cache is not None:
            kept = self._cache.load(url, variant, self.limits.max_bytes)
            if kept is not None and self._cache.is_fresh(kept, self._clock(), manner.max_age):
                return kept
            asked |= Validators.of(kept).headers() if kept is not None else {}
        errand = _Errand(
            url=url, trusted=trusted, manner=manner, headers=asked, max_bytes=self.limits.max_bytes
        )
        page = self._with_retries(errand, self.limits.retries if manner.retries is None else manner.retries)
        return self._remembered(page, kept, variant)

    def trusts(self, namer: str) -> bool:
        """True if what the page at `namer` names may be fetched as trusted: `allow_hosts` has its host."""
        parts = urlsplit(namer)
        return is_named(parts.hostname or "", port_of(namer), self.limits.allow_hosts)

    def _remembered(self, page: Page, kept: Page | None, variant: str) -> Page:
        if self._cache is None:
            return page
        if page.status == 304 and kept is not None:
            page = replace(kept, fetched_at=page.fetched_at, headers={**kept.headers, **page.headers})
        keepable = page.status == 200 or "memento-datetime" in page.headers
        if keepable and "no-store" not in page.headers.get("cache-control", ""):
            self._cache.keep(page, variant)
        return page

    def _with_retries(self, errand: _Errand, retries: int) -> Page:
        for attempt in range(retries + 1):
            last = attempt == retries
            try:
                page = self._follow(errand)
            except _Transient as error:
                if last:
                    raise FetchError(f"{errand.url}: {error}; try again later") from error
            else:
                if not _is_transient(page):
                    return page
                self._respect(page)
                if last:
                    return page
            self._pace.sleep(self._backoff(attempt))
        raise AssertionError("the last attempt returns or raises")

    def _backoff(self, attempt: int) -> float:
        jitter = random.uniform(0.5, 1.5)  # noqa: S311 - spreads requests, keeps no secret
        return float(self.limits.backoff_seconds * 2**attempt * jitter)

    def _respect(self, page: Page) -> None:
        seconds = retry_after(page, self._clock())
        if seconds is not None:
            self._pace.hold(host_of(page.final_url), seconds)

    def _follow(self, errand: _Errand) -> Page:
        hop = errand
        for _ in range(self.limits.max_redirects + 1):
            page = self._once(hop)
            target = _redirect(page)
            if target is None:
                return replace(page, url=errand.url)
            trusted = hop.trusted and self.trusts(hop.url)
            hop = replace(hop, url=checked(target), trusted=trusted)
        raise FetchError(
            f"{errand.url}: more than {self.limits.max_redirects} redirects, the last to {hop.url}"
        )

    def _once(self, errand: _Errand) -> Page:
        seconds_between = errand.manner.seconds_between
        if errand.manner.robots and self.limits.respect_robots:
            rules = self._rules(errand)
            if rules.failure is not None:
                raise FetchError(
                    f"{errand.url}: its robots.txt cannot be read ({rules.failure}); try again later"
                )
            if not rules.allow(errand.url):
                raise Blocked(f"{errand.url}: the site's robots.txt forbids it; {_BY_HAND}")
            seconds_between = max(rules.delay_seconds, self.limits.seconds_between)
        self._pace.take_slot(host_of(errand.url), seconds_between, errand.manner.lane)
        with _deadline(self.limits.total_seconds):
            return self._exchange(errand)

    def _exchange(self, errand: _Errand) -> Page:
        client = self._clients[errand.trusted]
        try:
            with client.stream("GET", errand.url, headers=errand.headers) as response:
                packed = _read(response, errand.max_bytes)
                headers = _headers(response)
                body = decode(packed, headers.get("content-encoding", ""), errand.max_bytes)
        except Blocked as error:
            raise Blocked(f"{errand.url}: {error}") from error
        except FetchError as error:
            raise FetchError(f"{errand.url}: {error}") from error
        except (httpx.TransportError, httpcore.TimeoutException) as error:
            raise _Transient(_what_failed(error)) from error
        except (httpx.InvalidURL, httpx.HTTPError, UnicodeError, ValueError) as error:
            raise FetchError(f"{errand.url}: cannot be asked for ({error}); check the address") from error
        return Page(
            url=errand.url,
            final_url=errand.url,
            status=response.status_code,
            fetched_at=self._clock(),
            body=body,
            headers=headers,
        )

    def _rules(self, errand: _Errand) -> Rules:
        parts = urlsplit(errand.url)
        origin = f"{parts.scheme}://{parts.netloc}"
        entry = self._robots.get(origin)
        if entry is None or entry.until < time.monotonic():
            entry = self._ask_robots(origin, trusted=errand.trusted)
            self._robots[origin] = entry
        return entry.rules

    def _ask_robots(self, origin: str, *, trusted: bool) -> _RobotsEntry:
        errand = _Errand(
            url=f"{origin}/robots.txt", trusted=trusted, manner=_ROBOTS, max_bytes=2 * ROBOTS_BYTES
        )
        try:
            rules = read_rules(self._with_retries(errand, retries=1), AGENT)
        except Blocked:
            # The page itself will meet the same wall, and its error then names the page.
            return _RobotsEntry(Rules(AGENT), until=0.0)
        except FetchError as error:
            rules = Rules(AGENT, failure=str(error).removeprefix(f"{errand.url}: "))
        seconds = _DAY_SECONDS if rules.failure is None else _ROBOTS_FAILED_SECONDS
        return _RobotsEntry(rules, time.monotonic() + seconds)


def _variant(manner: Manner, *, trusted: bool) -> str:
    """What tells apart the kept answers of one URL: what the user may read, a stranger may not."""
    return f"{manner.accept} trusted" if trusted else manner.accept


class _Transient(Exception):  # noqa: N818 - a state of the line, ours alone
    """What may go well the next time."""


@cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class _GuardedTransport(httpx.HTTPTransport):
    """httpx's own transport over a pool that checks every address at connect."""

    def __init__(self, allow_hosts: frozenset[str]) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=_tls(),
            network_backend=GuardedBackend(allow_hosts),
            max_connections=32,
            keepalive_expiry=30.0,
        )


def _client(limits: Limits, allow_hosts: frozenset[str]) -> httpx.Client:
    return httpx.Client(
        transport=_GuardedTransport(allow_hosts),
        headers={"User-Agent": limits.user_agent, "Accept-Encoding": ACCEPT_ENCODING},
        # No cookie is kept: what a page gives must not hang on what was fetched before it.
        cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
        timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
        follow_redirects=False,
        trust_env=False,
    )


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    token = DEADLINE.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        DEADLINE.reset(token)


def _headers(response: httpx.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}


def _read(response: httpx.Response, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_raw():
        parts.append(part)
        size += len(part)
        if size > max_bytes:
            raise FetchError(f"is larger than {max_bytes} bytes; raise fetch.max_bytes if it is wanted")
    return b"".join(parts)


def _redirect(page: Page) -> str | None:
    # What an archive replays is never an instruction to us: an archived redirect carries Memento-Datetime.
    if page.status not in _REDIRECTS or "memento-datetime" in page.headers:
        return None
    location = page.headers.get("location")
    if not location:
        return None
    try:
        return urljoin(page.final_url, location)
    except ValueError as error:
        raise FetchError(f"{page.final_url}: redirects to what is no address") from error


def _is_transient(page: Page) -> bool:
    return page.status in _TRANSIENT and "memento-datetime" not in page.headers


def _what_failed(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException | httpcore.TimeoutException):
        return "no answer in time"
    if isinstance(error, httpx.ConnectError):
        return f"no connection ({error})"
    return f"the connection broke ({error})"


def _advice(status: int) -> str:
    if status in {401, 402, 403, 451}:
        return f"it wants a login or refuses us; {_BY_HAND}"
    if status in _TRANSIENT:
        return "try again later"
    return "check the address"
