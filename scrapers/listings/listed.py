"""What a feed or a sitemap lists: articles by their addresses, each once, newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

from courlan import normalize_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An article as a feed or sitemap lists it; the times are UTC."""

    url: str
    title: str | None = None
    published_at: datetime | None = None
    modified_at: datetime | None = None


def unique(listed: Iterable[Listed | None]) -> tuple[Listed, ...]:
    """Each address once, those with a date first, newest first."""
    by_key: dict[str, Listed] = {}
    for item in listed:
        if item is not None:
            by_key.setdefault(address_key(item.url), item)
    oldest = datetime.min.replace(tzinfo=UTC)
    return tuple(
        sorted(
            by_key.values(), key=lambda item: item.published_at or item.modified_at or oldest, reverse=True
        )
    )


def address_key(url: str) -> str:
    """What two spellings of one article's address share: without campaign parameters, fragment, scheme."""
    try:
        normal = str(normalize_url(url.partition("#")[0], strict=False))
    except (ValueError, AttributeError):
        normal = url
    return normal.partition("://")[2] or normal


def absolute(base: str, url: object) -> str | None:
    """The http(s) address that `url` means on the page `base`, or None if it means none."""
    if not isinstance(url, str) or not url.strip():
        return None
    try:
        joined = urljoin(base, url.strip())
        parts = urlsplit(joined)
    except ValueError:
        return None
    return joined if parts.scheme in {"http", "https"} and parts.hostname else None


def moment(text: str | None) -> datetime | None:
    """An ISO 8601 or W3C time as UTC; a bare date is its midnight; None for anything else."""
    try:
        found = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None
