"""How a URL that the user named is fetched: live, or from the configured web archives."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime

from linker.config import Config
from linker.records import Page
from scrapers.web.fetch import Fetcher

FetchPage = Callable[[str], Page]
"""URL -> Page, or FetchError."""
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The time by the machine's clock."""
    return datetime.now(UTC)


def open_fetcher(stack: ExitStack, config: Config, clock: Clock = utc_now) -> Fetcher:
    """The one polite client, closed with the stack."""
    return stack.enter_context(Fetcher(config.fetch, cache=config.page_cache(), clock=clock))


def named_fetch(fetcher: Fetcher) -> FetchPage:
    """Fetch what a page names on its own host: trusted only if `allow_hosts` has that host."""

    def fetch(url: str) -> Page:
        return fetcher.fetch(url, trusted=fetcher.trusts(url))

    return fetch


def live_fetch(fetcher: Fetcher) -> FetchPage:
    """Fetch what the user named."""

    def fetch(url: str) -> Page:
        return fetcher.fetch(url, trusted=True)

    return fetch
