"""Which captures of an address deserve to be opened, and in which order."""

from collections.abc import Iterable
from datetime import UTC, datetime

from scrapers.captures.cdx import Capture

_READABLE = ("html", "json", "revisit", "unk", "text/plain")
_FAR_FUTURE = datetime.max.replace(tzinfo=UTC)


def nearest(captures: Iterable[Capture], near: datetime | None) -> list[Capture]:
    """Captures in the order in which they deserve to be read: JSON first, then nearest to a time.

    Of captures with equal bytes only the nearest is kept; without a time the latest come first.
    """
    moment = near or _FAR_FUTURE
    ordered = sorted(captures, key=lambda each: (not each.is_json, abs(each.captured_at - moment)))
    seen: set[str] = set()
    kept = []
    for capture in ordered:
        if capture.digest and capture.digest in seen:
            continue
        seen.add(capture.digest)
        kept.append(capture)
    return kept


def readable(captures: Iterable[Capture]) -> list[Capture]:
    """Those whose bytes may hold a post: archived with status 200 or as a repetition of one, JSON or HTML."""
    return [each for each in captures if _is_readable(each) and _is_text(each)]


def _is_readable(capture: Capture) -> bool:
    return capture.status in {200, None}


def _is_text(capture: Capture) -> bool:
    return not capture.mimetype or any(word in capture.mimetype for word in _READABLE)
