"""Pages as people keep them: files of browsers and of web archives, and replayed copies, as the originals."""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from html import unescape
from io import BytesIO

from linker.records import Page, Problem
from scrapers.saved.warcs import records

UNKNOWN = datetime.fromtimestamp(0, UTC)
"""`fetched_at` of a file that does not say when it was saved."""
MAX_INFLATED = 64 * 1024 * 1024
MAX_PARTS = 5_000

_HEAD = 8192
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_ZSTD = b"\x28\xb5\x2f\xfd"
_MIME = re.compile(
    rb"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:\s*multipart/related", re.IGNORECASE
)

_SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SINGLE_FILE = re.compile(
    rb"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)(?:\s+saved date:\s*([^\n]{1,80}))?"
)
_SINGLE_FILE_DATE = re.compile(r"\w{3} (\w{3}) (\d{2}) (\d{4}) (\d\d:\d\d:\d\d) GMT([+-]\d{4})")

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


def pages_of(name: str, body: bytes, now: datetime = UNKNOWN) -> Iterator[Page | Problem]:
    """Read the pages in a saved file, by its content: MHTML, SingleFile, WARC, WACZ, copies, HTML, text.

    Web archives give their HTML pages only (of a WARC's pictures and scripts, nothing). Copies of the Wayback
    Machine and of archive.today become the original: addresses unwrapped, toolbar removed, `archive_url` and
    `captured_at` set. `now` is when the file was read; it stands where the file does not say its own time.
    """
    head = body[:_HEAD]
    if body.startswith(_GZIP) and not _inflated(head, _HEAD)[0].startswith((b"WARC/", b"filedesc:")):
        body, whole = _inflated(body, MAX_INFLATED)
        if not whole:
            yield _problem(
                name, "damaged", "the gzip data is broken or too large; it is read as far as it goes"
            )
        yield from _page(name, body, now)
    elif body.startswith((b"WARC/", b"filedesc:", _GZIP, _ZIP, _ZSTD)):
        yield from _archived(name, body)
    elif _MIME.match(head):
        yield from _mhtml(name, body, now)
    else:
        yield from _page(name, body, now)


def as_original(page: Page) -> Page:
    """A page replayed by a web archive as the page it was; any other page as it is."""
    return _from_wayback(page) or _from_today(page) or page


def _page(name: str, body: bytes, now: datetime) -> Iterator[Page]:
    address = name if name.startswith(("http://", "https://")) else ""
    page = Page(url=address, final_url=address, status=200, fetched_at=now, body=body)
    for read in _READERS:
        if (found := read(page)) is not None:
            yield found
            return
    yield page


def _archived(name: str, body: bytes) -> Iterator[Page | Problem]:
    count = 0
    for record in records(BytesIO(body), name):
        if isinstance(record, Problem):
            yield record
        elif record.status < 300 and "html" in record.headers.get("content-type", ""):
            count += 1
            yield record
    if not count:
        yield _problem(name, "no article", "it holds no HTML page; archived posts are read by `linker posts`")


def _mhtml(name: str, body: bytes, now: datetime) -> Iterator[Page | Problem]:
    message = message_from_bytes(body, policy=policy.compat32)
    parts = [part for _, part in zip(range(MAX_PARTS), message.walk(), strict=False)]
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    content = page and page.get_payload(decode=True)
    if page is None or not isinstance(content, bytes):
        yield _problem(name, "no article", "the MHTML file holds no HTML part; save the page again")
        return
    url = _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")
    saved = _date(_header(message, "Date"))
    yield as_original(
        Page(
            url=url,
            final_url=url,
            status=200,
            fetched_at=saved or now,
            body=_with_frames(content, parts),
            headers={"content-type": _header(page, "Content-Type")},
            captured_at=saved,
        )
    )


def _with_frames(content: bytes, parts: list[Message]) -> bytes:
    """Frames point to parts (`cid:frame-…@mhtml.blink`); give them back the addresses they had."""
    for part in parts:
        identity, location = _header(part, "Content-ID").strip("<>"), _header(part, "Content-Location")
        if identity and location.startswith("http"):
            content = content.replace(f"cid:{identity}".encode(), location.encode())
    return content


def _from_single_file(page: Page) -> Page | None:
    match = _SINGLE_FILE.search(page.body[: 4 * _HEAD])
    if not match:
        return None
    saved = _single_file_date((match[2] or b"").decode("ascii", "replace"))
    return as_original(_located(page, _text(match[1]), saved))


def _from_browser(page: Page) -> Page | None:
    match = _SAVED_FROM.search(page.body[:_HEAD])
    url = _text(match[1]) if match else ""
    return as_original(_located(page, url, None)) if url.startswith("http") else None


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
    located = _located(page, original, page.captured_at or _stamp(stamp))
    return replace(located, body=body, archive_url=page.archive_url or archive)


def _own_address(body: bytes) -> tuple[str, str]:
    """Capture time and original address of a replayed page, as its scripts or its canonical link tell."""
    if call := _WOMBAT_CALL.search(body):
        return _text(call[2]), _text(call[1])
    for link in _OWN_LINK.finditer(body):
        if match := _REPLAY.search(link[0]):
            return _text(match[2]), _text(match[3])
    return "", ""


def _from_today(page: Page) -> Page | None:
    head = page.body[: 16 * _HEAD]
    if b"//archive." not in head or not _TODAY_MARK.search(head):
        return None
    copy = next((match for match in _TODAY.finditer(head) if match[1]), None)
    if copy is None:
        return None
    stamp = b"".join(copy.groups()[:4]).decode()
    plain = _TODAY_SHORT.sub(b"", page.body)
    body = _TODAY.sub(rb"\5", _TODAY_LINK.sub(b"", _TODAY_HEADER.sub(b"", plain, count=1)))
    return replace(_located(page, _text(copy[5]), _stamp(stamp)), body=body, archive_url=_text(copy[0]))


_READERS: tuple[Callable[[Page], Page | None], ...] = (
    _from_single_file,
    _from_wayback,
    _from_today,
    _from_browser,
)


def _located(page: Page, url: str, at: datetime | None) -> Page:
    return replace(
        page, url=url, final_url=url, captured_at=at or page.captured_at, fetched_at=at or page.fetched_at
    )


def _inflated(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Gunzip up to a limit; False where the data is broken or goes on."""
    opened = zlib.decompressobj(31)
    try:
        plain = opened.decompress(body, limit)
    except zlib.error:
        return b"", False
    return plain, opened.eof


def _stamp(digits: str) -> datetime | None:
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _date(written: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _single_file_date(written: str) -> datetime | None:
    match = _SINGLE_FILE_DATE.search(written)
    return _date(f"{match[2]} {match[1]} {match[3]} {match[4]} {match[5]}") if match else None


def _header(message: Message | EmailMessage, name: str) -> str:
    return " ".join(str(message.get(name) or "").split())


def _text(url: bytes) -> str:
    return unescape(url.decode("utf-8", "replace")).replace("\\/", "/").strip()


def _problem(name: str, kind: str, message: str) -> Problem:
    return Problem(stage="parse", subject=name, kind=kind, message=message)
