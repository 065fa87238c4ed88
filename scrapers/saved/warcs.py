"""WARC and WACZ files: their response records as pages, and a problem for what could not be read."""

import logging
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import BinaryIO, Protocol

import brotli
import zstandard
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from linker.records import Page, Problem

# It logs strangers' bytes as they are; what is wrong with a record is told as a problem.
logging.getLogger("warcio.recordloader").disabled = True

MAX_BODY = 64 * 1024 * 1024
"""Bytes of one record's body, before and after decoding; a larger one is a problem."""
MAX_GAPS = 64
"""Places in one file where reading may be taken up again after damage."""
MAX_LINE = 64 * 1024
MAX_HEADER_LINES = 20_000
BLOCK = 16 * 1024
BITE = 1024
"""Compressed bytes inflated at once: the best compressors exceed 10,000:1, and memory stays bounded."""

_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"
_ZIP = b"PK\x03\x04"
_BROKEN = (zlib.error, brotli.error, zstandard.ZstdError)
# warcio meets a stranger's bytes with whatever its code happens to raise.
_WARCIO_RAISES = (
    ArchiveLoadFailed,
    ValueError,
    TypeError,
    AttributeError,
    EOFError,
    IndexError,
    AssertionError,
)


class _Source(Protocol):
    def read(self, size: int, /) -> bytes: ...


def records(stream: BinaryIO, name: str) -> Iterator[Page | Problem]:
    """Read the pages of a WARC (plain, gzip by record or as a whole, zstd) or a WACZ (needs seek).

    `response` records and `resource` records with an http(s) address become pages: bodies are freed of
    transfer and content encoding and bounded by `MAX_BODY`; `fetched_at` and `captured_at` are WARC-Date.
    Requests, metadata and revisits (which hold no body) give nothing. A damaged stretch is a problem, and
    reading goes on after it; of a record that ends early, the page so far comes before its problem.
    """
    head = stream.read(4)
    if head == _ZIP and stream.seekable():
        stream.seek(0)
        yield from _wacz(stream, name)
        return
    yield from _warc(_Ahead(head, stream), name)


def _wacz(stream: BinaryIO, name: str) -> Iterator[Page | Problem]:
    try:
        with zipfile.ZipFile(stream) as archive:
            members = [
                m for m in archive.namelist() if m.lower().endswith((".warc", ".warc.gz", ".warc.zst"))
            ]
            if not members:
                yield _problem(name, "no article", "a zip file without a WARC; unpack it and name its files")
            for member in members:
                with archive.open(member) as opened:
                    yield from _warc(opened, f"{name}!{member}")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError) as error:
        yield _problem(name, "damaged", f"the zip file cannot be read ({error}); fetch the copy again")


def _warc(source: _Source, name: str) -> Iterator[Page | Problem]:
    inflated = _Inflated(source)
    for _ in range(MAX_GAPS):
        yield from _unbroken(inflated, name)
        if inflated.damage is None:
            return
        yield _problem(name, "damaged", f"{inflated.damage}; what follows is read where it can be")
        if not inflated.resume():
            return
    yield _problem(name, "damaged", f"more than {MAX_GAPS} damaged places; the rest is not read")


def _unbroken(source: _Source, name: str) -> Iterator[Page | Problem]:
    """Records of a decompressed stream, taken up again at the next WARC line after a bad one."""
    for _ in range(MAX_GAPS):
        iterator = _Records(source)
        try:
            for record in iterator:
                yield from _page(record, name)
        except _WARCIO_RAISES as error:
            yield _problem(name, "damaged", f"not a WARC record ({_short(error)}); looking for the next")
            line = _next_warc_line(iterator.reader)
            if not line:
                return
            source = _Ahead(line, iterator.reader)
        else:
            return
    yield _problem(name, "damaged", f"more than {MAX_GAPS} bad records; the rest is not read")


class _Records(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
    INC_RECORD = ""  # warcio writes this to stderr; a record that ends early is told as a problem instead

    def __init__(self, source: _Source) -> None:
        super().__init__(source, verify_http=False)
        self.reader = _Lines(source)


class _Lines(BufferedReader):  # type: ignore[misc]
    """warcio's reader with bounded lines and headers; it asks for lines in headers only."""

    _count = 0

    def readline(self, length: int | None = None) -> bytes:
        self._count += 1
        if self._count > MAX_HEADER_LINES:
            self._count = 0
            raise ArchiveLoadFailed(f"more than {MAX_HEADER_LINES} header lines")
        return bytes(super().readline(min(length or MAX_LINE, MAX_LINE)))

    def read(self, length: int | None = None) -> bytes:
        self._count = 0
        return bytes(super().read(length))


def _next_warc_line(reader: _Lines) -> bytes:
    while line := bytes(BufferedReader.readline(reader, MAX_LINE)):
        if line.startswith(b"WARC/"):
            return line
    return b""


def _page(record: ArcWarcRecord, name: str) -> Iterator[Page | Problem]:
    url = record.rec_headers.get_header("WARC-Target-URI") or record.rec_headers.get_header("uri") or ""
    if not record.rec_type:
        yield _problem(name, "damaged", "a record does not say what it is; it is skipped")
    if record.rec_type not in {"response", "resource"} or not url.lower().startswith(("http://", "https://")):
        return
    subject = f"{name}#{url}"
    raw = record.raw_stream.read(MAX_BODY + 1)
    if len(raw) > MAX_BODY:
        yield _problem(subject, "too large", f"the record holds more than {MAX_BODY >> 20} MB; it is skipped")
        return
    headers = _headers(record)
    body, trouble = _decoded(raw, headers)
    at = _moment(record)
    yield Page(
        url=url,
        final_url=url,
        status=_status(record),
        fetched_at=at,
        body=body,
        headers=headers,
        captured_at=at,
    )
    if trouble:
        yield _problem(subject, "damaged", trouble)
    if getattr(record.raw_stream, "limit", 0) > 0:
        yield _problem(subject, "truncated", "the record ends early; its page is read as far as it goes")


def _headers(record: ArcWarcRecord) -> dict[str, str]:
    if record.http_headers is None:
        kind = record.rec_headers.get_header("Content-Type")
        return {"content-type": kind} if kind else {}
    return {key.lower(): value for key, value in record.http_headers.headers}


def _status(record: ArcWarcRecord) -> int:
    code = record.http_headers.get_statuscode() if record.http_headers else "200"
    return int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0


def _moment(record: ArcWarcRecord) -> datetime:
    get = record.rec_headers.get_header
    written = get("WARC-Date") or get("archive-date") or ""
    try:
        at = datetime.fromisoformat(f"{written[:8]}T{written[8:]}" if written.isdigit() else written)
    except ValueError:
        return datetime.fromtimestamp(0, UTC)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _decoded(raw: bytes, headers: dict[str, str]) -> tuple[bytes, str | None]:
    """The body without transfer and content encoding, and what went wrong on the way.

    Many writers keep the header and store the body decoded, so a first byte that does not fit is no damage.
    """
    body = raw
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = ChunkedDataReader(BytesIO(raw)).read()
    for coding in reversed(headers.get("content-encoding", "").lower().replace(" ", "").split(",")):
        opened = _decompressor(coding, body)
        if opened is None:
            continue
        body, trouble = _inflate(opened, body)
        if trouble:
            return body, f"its {coding} encoding is broken: {trouble}"
    return body, None


_Decompress = Callable[[bytes], bytes]


def _decompressor(coding: str, body: bytes) -> _Decompress | None:
    if body.startswith(_GZIP) and coding in {"gzip", "x-gzip", "deflate"}:
        return zlib.decompressobj(31).decompress
    if coding == "deflate":
        wrapped = body[:1] == b"\x78" and int.from_bytes(body[:2]) % 31 == 0
        return zlib.decompressobj(15 if wrapped else -15).decompress
    if coding == "br" and body.lstrip()[:1] not in {b"<", b"{", b"["}:
        return partial(brotli.Decompressor().process, output_buffer_limit=MAX_BODY)
    if coding == "zstd" and body.startswith(_ZSTD):
        return zstandard.ZstdDecompressor().decompressobj().decompress
    return None


def _inflate(decompress: _Decompress, body: bytes) -> tuple[bytes, str | None]:
    out = bytearray()
    for start in range(0, len(body), BITE):
        try:
            out += decompress(body[start : start + BITE])
        except _BROKEN as error:
            return bytes(out), _short(error)
        if len(out) > MAX_BODY:
            return bytes(out[:MAX_BODY]), f"more than {MAX_BODY >> 20} MB decoded; cut there"
    return bytes(out), None


class _Ahead:
    """Bytes already read, followed by the source they came from."""

    def __init__(self, ahead: bytes, source: _Source) -> None:
        self._ahead, self._source = BytesIO(ahead), source

    def read(self, size: int, /) -> bytes:
        return self._ahead.read(size) or self._source.read(size)


class _Inflated:
    """A plain, gzip or zstd stream read as plain; it ends where it is damaged, and `resume` goes on after."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._rest = source.read(BLOCK)
        self._magic = next((magic for magic in (_GZIP, _ZSTD) if self._rest.startswith(magic)), b"")
        self._member: zlib._Decompress | zstandard.ZstdDecompressionObj | None = None
        self._plain = BytesIO()
        self.damage: str | None = None

    def read(self, size: int, /) -> bytes:
        while not (taken := self._plain.read(size)) and self.damage is None:
            bite = self._bite()
            if not bite:
                self.damage = "the compressed file ends early" if self._member else None
                break
            self._plain = BytesIO(self._inflate(bite) if self._magic else bite)
        return taken

    def resume(self) -> bool:
        """Go to the next compressed member after damage; False where there is none."""
        self.damage, self._member = None, None
        while True:
            at = self._rest.find(self._magic)
            if at >= 0:
                self._rest = self._rest[at:]
                return True
            more = self._source.read(BLOCK)
            if not more:
                return False
            self._rest = self._rest[-len(self._magic) :] + more

    def _bite(self) -> bytes:
        if self._member is None and self._magic:
            self._rest = self._rest.lstrip(b"\0")  # padding between members
        self._rest = self._rest or self._source.read(BLOCK)
        bite, self._rest = self._rest[:BITE], self._rest[BITE:]
        return bite

    def _inflate(self, bite: bytes) -> bytes:
        member = self._member = self._member or self._opened()
        try:
            plain = member.decompress(bite)
        except _BROKEN as error:
            self.damage = f"the compressed data is broken ({_short(error)})"
            self._rest = bite[1:] + self._rest
            return b""
        if member.eof:
            self._rest = member.unused_data + self._rest
            self._member = None
        return plain

    def _opened(self) -> "zlib._Decompress | zstandard.ZstdDecompressionObj":
        return (
            zlib.decompressobj(31) if self._magic == _GZIP else zstandard.ZstdDecompressor().decompressobj()
        )


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _problem(subject: str, kind: str, message: str) -> Problem:
    return Problem(stage="archive", subject=subject, kind=kind, message=message)
