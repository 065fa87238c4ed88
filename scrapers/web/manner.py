"""How addresses are asked: the client's limits, the manner of one request, and what makes it conditional."""

from dataclasses import dataclass
from datetime import timedelta

from linker.records import Page
from scrapers.web.cache import validators

AGENT = "linker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How the client behaves; the defaults are polite."""

    user_agent: str = f"{AGENT}/0.1"
    """With a way to reach whoever runs it."""
    allow_hosts: frozenset[str] = frozenset()
    """`host` or `host:port` in lower case, reached whatever their address, if the user names them."""
    respect_robots: bool = True
    seconds_between: float = 2.0
    """Between two requests to one host."""
    connect_seconds: float = 10.0
    read_seconds: float = 20.0
    total_seconds: float = 60.0
    """For one request with its body; redirects and retries have their own."""
    patience_seconds: float = 60.0
    """The longest Retry-After that a job waits for."""
    max_bytes: int = 10_000_000
    """Of a body, decompressed."""
    max_redirects: int = 5
    retries: int = 2
    backoff_seconds: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave to ask later whether a page has changed."""

    etag: str | None = None
    last_modified: str | None = None

    @classmethod
    def of(cls, page: Page) -> "Validators":
        """Those of a page as fetched."""
        return cls(etag=page.headers.get("etag"), last_modified=page.headers.get("last-modified"))

    def headers(self) -> dict[str, str]:
        """As request headers."""
        return validators({"etag": self.etag or "", "last-modified": self.last_modified or ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How one address is asked."""

    accept: str = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5"
    robots: bool = True
    """False for interfaces that are made for programs and that the user named."""
    retries: int | None = None
    """None: as the limits say."""
    max_age: timedelta | None = None
    """A page of the disk cache younger than this is given without a request; None: as the cache says."""
    seconds_between: float | None = None
    """Between two such requests to one host, where its owner published a limit; None: as the limits say."""
    lane: str = ""
    """What has a limit of its own on a host is paced apart."""


PAGE = Manner()
FEED = Manner(
    accept="application/atom+xml,application/rss+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5"
)
API = Manner(accept="application/json,*/*;q=0.5", robots=False)
