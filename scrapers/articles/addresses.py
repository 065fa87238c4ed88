"""Addresses that a page names: made absolute, without what only counts readers."""

from urllib.parse import urljoin, urlsplit

from courlan import normalize_url


def absolute(base: str, link: str | None) -> str | None:
    """A link of the page at `base` as a web address without fragment; None where it is none."""
    try:
        url = urljoin(base, (link or "").strip())
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(url) > 2000:
        return None
    return parts._replace(fragment="").geturl()


def without_trackers(url: str) -> str:
    """The address without `utm_source` and its like."""
    try:
        return str(normalize_url(url.partition("#")[0], strict=False)) if url else ""
    except (ValueError, AttributeError):
        return url


def path_of(url: str) -> str:
    """Path and query, "" for a front page and for what is no address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path.strip("/") + parts.query


def host_of(url: str) -> str:
    """The host, without its `www.`."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
