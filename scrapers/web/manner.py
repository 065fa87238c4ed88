"""How addresses are asked: the limits of the client, and the manner of one request."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from msgspec import Meta, Struct

AGENT = "linker"

Seconds = Annotated[float, Meta(ge=0, le=86_400)]
Count = Annotated[int, Meta(ge=0)]


class Limits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the client behaves; the defaults are polite, and settings are held to these bounds."""

    contact: str = ""
    """A mail address or page of whoever runs it, sent with every request."""
    allow_hosts: frozenset[Annotated[str, Meta(min_length=1)]] = frozenset()
    """`host` or `host:port`, reached whatever their address, if the user names them."""
    respect_robots: bool = True
    seconds_between: Seconds = 2.0
    """Between two requests to one host."""
    connect_seconds: Seconds = 10.0
    read_seconds: Seconds = 20.0
    total_seconds: Seconds = 60.0
    """For one request with its body; redirects and retries have their own."""
    patience_seconds: Seconds = 60.0
    """The longest Retry-After that a job waits for."""
    max_bytes: Annotated[int, Meta(ge=1)] = 10_000_000
    """Of a body, decompressed."""
    max_redirects: Count = 5
    retries: Count = 2
    backoff_seconds: Seconds = 1.0

    @property
    def user_agent(self) -> str:
        """What the client calls itself."""
        return f"{AGENT}/0.1 (+{self.contact})" if self.contact else f"{AGENT}/0.1"


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
