"""What bytes are before they are read: a page, a text, or neither and what to do then."""

import re

from linker.records import Page, Problem
from scrapers.writing.charset import unmarked_utf16

MAX_BYTES = 64 * 1024 * 1024
"""A larger page is not read at all; a smaller one as far as `markup.py` bounds it."""

_BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a media file"),
    (b"PK\x03\x04", "a zip file"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "zstd data"),
    (b"\x7fELF", "a program"),
    (b"OggS", "a media file"),
    (b"ID3", "a media file"),
    (b"SQLite format 3", "an SQLite database"),
)
_TAG = re.compile(rb"<\s*[a-z!/]", re.IGNORECASE)
_PAGE_TAG = re.compile(
    rb"<\s*(?:!doctype\s+html|html|head|body|article|main|div|p|h1|meta|title|blockquote|section)\b",
    re.IGNORECASE,
)
_JSON = re.compile(rb"^\s*(?:\{\s*[\"}]|\[\s*[\[{\]\"])")
_XML = re.compile(rb"^\s*<(?:\?xml|rss|feed|urlset|sitemapindex)\b", re.IGNORECASE)
_CONTROL = bytes({*range(32)} - {*b"\t\n\r\f\x1b"})
_HEAD = 4096


def is_html(page: Page) -> bool:
    """Whether it looks like HTML rather than plain text; the header only says which is likelier."""
    told = page.headers.get("content-type", "")
    window = _HEAD if "text/plain" in told else 16 * _HEAD
    head = page.body[: 2 * window].replace(b"\0", b"")[:window]
    return bool(_TAG.match(head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")) or _PAGE_TAG.search(head))


def unreadable(page: Page) -> Problem | None:
    """What makes bytes neither a page nor a text."""
    body = page.body
    if not body.strip(b" \t\r\n\0"):
        return problem_of(page, "empty", "it is empty; fetch or save it again")
    if len(body) > MAX_BYTES:
        return problem_of(
            page, "too large", f"it is larger than {MAX_BYTES >> 20} MB; save the article alone"
        )
    kind = next((name for magic, name in _BINARY if body.startswith(magic)), None)
    if kind or _is_binary(body):
        return problem_of(page, "binary", f"it is {kind or 'binary data'}, not a page; save the page as HTML")
    if _JSON.match(body[:_HEAD]):
        return problem_of(page, "not html", "it is JSON; archived posts are read by `linker posts`")
    if _XML.match(body[:_HEAD]) and b"<html" not in body[:_HEAD].lower():
        return problem_of(page, "not html", "it is XML, maybe a feed; name it as a source of `linker pull`")
    return None


def unmarked(page: Page) -> Problem | None:
    """What makes bytes no page, though they may be a text."""
    if _TAG.search(page.body.replace(b"\0", b"")):
        return None
    return problem_of(page, "not html", "it holds no markup; if it is a text, save it as .txt")


def problem_of(page: Page, kind: str, message: str) -> Problem:
    """What is wrong with a page, under its address."""
    return Problem(stage="parse", subject=page.final_url or page.url, kind=kind, message=message)


def _is_binary(body: bytes) -> bool:
    head = body[:_HEAD]
    if head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or unmarked_utf16(body):
        return False
    return len(head) - len(head.translate(None, _CONTROL)) > 0.1 * len(head)
