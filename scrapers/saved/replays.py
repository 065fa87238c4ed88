"""Copies that web archives replay (Wayback Machine, pywb, archive.today), made the pages that they were."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

from linker.records import Page

_HEAD = 128 * 1024

# `/web/20230420101112im_/https://…`, with or without the archive's host, also escaped as in JSON.
_REPLAY = re.compile(
    rb"""(?:(?:https?:)?(?:\\?/){2}[\w.-]+(?::\d+)?)?((?:\\?/)(?:[\w-]+(?:\\?/)){0,3}(\d{14})(?:[a-z]{2}_)?(?:\\?/))"""
    rb"""(https?:(?:\\?/){1,2}[^\s"'<>]+|mailto:)""",
    re.IGNORECASE,
)
_REPLAYED = re.compile(
    r"(?i)^https?://[\w.-]+(?::\d+)?/(?:[\w-]+/){0,3}(\d{14})(?:[a-z]{2}_)?/(https?:/{1,2}\S+)$"
)
_TOOLBAR = re.compile(
    rb"<!-- BEGIN WAYBACK TOOLBAR INSERT -->.*?<!-- END WAYBACK TOOLBAR INSERT -->", re.DOTALL
)
_WOMBAT = re.compile(
    rb"""<script[^>]*>[^<]*?__wm\.(?:init|wombat)\([^<]*</script>|<!-- End Wayback Rewrite JS[^>]*>"""
)
_WOMBAT_CALL = re.compile(rb"""__wm\.wombat\(\s*["'](https?:[^"']+)["']\s*,\s*["'](\d{14})["']""")
_WAYBACK = (b"BEGIN WAYBACK TOOLBAR INSERT", b"__wm.wombat(")
_OWN_LINK = re.compile(rb"""<(?:link|meta)\b[^>]*(?:canonical|og:url)[^>]*>""", re.IGNORECASE)

_TODAY_HOSTS = rb"archive\.(?:today|ph|is|li|vn|md|fo)"
_TODAY = re.compile(
    rb"https?://"
    + _TODAY_HOSTS
    + rb"/(?:(\d{4})\.?(\d\d)\.?(\d\d)-?(\d{6})|[\w]{4,6})/(https?://[^\s\"'<>]+)"
)
_TODAY_LINK = re.compile(rb"https?://" + _TODAY_HOSTS + rb"/o/\w{4,6}/(?=https?:)")
_TODAY_SHORT = re.compile(
    rb"<(?:link|meta)\b[^<>]{0,200}https?://" + _TODAY_HOSTS + rb"/\w{4,6}/?[\"'][^<>]{0,100}>", re.IGNORECASE
)
"""The copy's short address, given as the page's own."""
_TODAY_MARK = re.compile(rb"<(?:link|meta|form|a)\b[^>]*https?://" + _TODAY_HOSTS + rb"/", re.IGNORECASE)
_TODAY_HEADER = re.compile(
    rb"""<div[^>]*\bid=["']?HEADER\b.*?(?=<div[^>]*\bid=["']?(?:SOLID|CONTENT)\b)""", re.DOTALL
)


def as_original(page: Page) -> Page:
    """A page replayed by a web archive as the page it was; any other page as it is."""
    return unwrapped(page) or page


def unwrapped(page: Page) -> Page | None:
    """A page replayed by a web archive as the page it was, None where nothing tells that it is one."""
    return _from_wayback(page) or _from_today(page)


def located(page: Page, url: str, at: datetime | None) -> Page:
    """The page at an address and, where it is known, of a time."""
    return replace(
        page, url=url, final_url=url, captured_at=at or page.captured_at, fetched_at=at or page.fetched_at
    )


def address_of(url: bytes) -> str:
    """An address out of markup or a script, its escapes undone."""
    return unescape(url.decode("utf-8", "replace")).replace("\\/", "/").strip()


def _from_wayback(page: Page) -> Page | None:
    """A copy of the Wayback Machine, or of another replay (pywb) that serves the same addresses."""
    address = _REPLAYED.match(page.final_url) or _REPLAYED.match(page.url)
    if not address and not any(mark in page.body for mark in _WAYBACK):
        return None
    stamp, original = (address[1], address[2]) if address else _own_address(page.body)
    body = _REPLAY.sub(rb"\3", _WOMBAT.sub(b"", _TOOLBAR.sub(b"", page.body)))
    if not original:
        return replace(page, body=body)
    archive = address[0] if address else f"https://web.archive.org/web/{stamp}/{original}"
    page = located(page, original, page.captured_at or _stamp(stamp))
    return replace(page, body=body, archive_url=page.archive_url or archive)


def _own_address(body: bytes) -> tuple[str, str]:
    """Capture time and original address of a replayed page, as its scripts or its canonical link tell."""
    if call := _WOMBAT_CALL.search(body):
        return address_of(call[2]), address_of(call[1])
    for link in _OWN_LINK.finditer(body):
        if match := _REPLAY.search(link[0]):
            return address_of(match[2]), address_of(match[3])
    return "", ""


def _from_today(page: Page) -> Page | None:
    head = page.body[:_HEAD]
    if b"//archive." not in head or not _TODAY_MARK.search(head):
        return None
    copy = next((match for match in _TODAY.finditer(head) if match[1]), None)
    if copy is None:
        return None
    stamp = b"".join(copy.groups()[:4]).decode()
    plain = _TODAY_SHORT.sub(b"", page.body)
    body = _TODAY.sub(rb"\5", _TODAY_LINK.sub(b"", _TODAY_HEADER.sub(b"", plain, count=1)))
    return replace(
        located(page, address_of(copy[5]), _stamp(stamp)), body=body, archive_url=address_of(copy[0])
    )


def _stamp(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
