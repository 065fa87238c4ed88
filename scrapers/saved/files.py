"""Files in which people keep pages (MHTML, SingleFile, HTML, WARC, copies) -> the pages that they were."""

import re
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime
from io import BytesIO

from linker.records import Page, Problem
from scrapers.saved.replays import address_of, as_original, located, unwrapped
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
        yield _page(name, body, now)
    elif body.startswith((b"WARC/", b"filedesc:", _GZIP, _ZIP, _ZSTD)):
        yield from _archived(name, body)
    elif _MIME.match(head):
        yield from _mhtml(name, body, now)
    else:
        yield _page(name, body, now)


def _page(name: str, body: bytes, now: datetime) -> Page:
    address = name if name.startswith(("http://", "https://")) else ""
    page = Page(url=address, final_url=address, status=200, fetched_at=now, body=body)
    return _from_single_file(page) or unwrapped(page) or _from_browser(page) or page


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
    return as_original(located(page, address_of(match[1]), saved))


def _from_browser(page: Page) -> Page | None:
    match = _SAVED_FROM.search(page.body[:_HEAD])
    url = address_of(match[1]) if match else ""
    return as_original(located(page, url, None)) if url.startswith("http") else None


def _inflated(body: bytes, limit: int) -> tuple[bytes, bool]:
    """Gunzip up to a limit; False where the data is broken or goes on."""
    opened = zlib.decompressobj(31)
    try:
        plain = opened.decompress(body, limit)
    except zlib.error:
        return b"", False
    return plain, opened.eof


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


def _problem(name: str, kind: str, message: str) -> Problem:
    return Problem(stage="parse", subject=name, kind=kind, message=message)
