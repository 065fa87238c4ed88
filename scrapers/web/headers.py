"""What the headers of an answer say: when to ask again, whether it is a copy, how to ask for changes."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from linker.records import Page

_DAY_SECONDS = 86_400.0


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
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


def retry_after(page: Page, now: datetime) -> float | None:
    """Seconds that the server asks us to wait, from either form of Retry-After; None if it does not say."""
    value = page.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _DAY_SECONDS)
    moment = http_time(value)
    return None if moment is None else min(max((moment - now).total_seconds(), 0.0), _DAY_SECONDS)


def memento_time(page: Page) -> datetime | None:
    """When an archive captured this; None: it is no capture, whatever its status."""
    return http_time(page.headers.get("memento-datetime", ""))


def http_time(written: str) -> datetime | None:
    """A time as headers write it, in UTC, which one without a zone means too; None for anything else."""
    try:
        found = parsedate_to_datetime(written)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
