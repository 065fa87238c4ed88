"""Undoing a response's content encoding within a bound, so that a small bomb stays small."""

import zlib

from linker.errors import FetchError

ACCEPT_ENCODING = "gzip, deflate"
_LAYERS = 2
_GZIP_MAGIC = b"\x1f\x8b"


def decode(body: bytes, encoding: str, max_bytes: int) -> bytes:
    """The body with its content encodings undone, the last applied first.

    A body that says gzip but is not passes as it is: archives replay headers that no longer hold.

    Raises:
        FetchError: an encoding that was not asked for, broken data, or more than `max_bytes`.
    """
    names = [name for name in (part.strip().lower() for part in encoding.split(",")) if name]
    names = [name for name in names if name != "identity"]
    if len(names) > _LAYERS:
        raise FetchError(f"is encoded {len(names)} times over")
    for name in reversed(names):
        body = _undo(body, name, max_bytes)
    return body


def _undo(body: bytes, name: str, max_bytes: int) -> bytes:
    if name in {"gzip", "x-gzip"}:
        return gunzip(body, max_bytes) if body.startswith(_GZIP_MAGIC) else body
    if name == "deflate":
        wrapped = body[:1] == b"\x78"
        return _inflate(body, zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS, max_bytes)
    raise FetchError(f"is encoded as {name[:20]!r}, which was not asked for")


def gunzip(body: bytes, max_bytes: int) -> bytes:
    """Decompressed gzip data of one or more members; what follows the last whole member is ignored."""
    return _inflate(body, zlib.MAX_WBITS | 16, max_bytes)


def _inflate(body: bytes, wbits: int, max_bytes: int) -> bytes:
    parts: list[bytes] = []
    room = max_bytes + 1
    while body and room > 0:
        machine = zlib.decompressobj(wbits)
        try:
            part = machine.decompress(body, room)
        except zlib.error as error:
            if parts:
                break
            raise FetchError(f"holds broken compressed data ({error})") from error
        parts.append(part)
        room -= len(part)
        if not machine.eof and room > 0:
            raise FetchError("ends in the middle of its compressed data")
        body = machine.unused_data
    if room <= 0:
        raise FetchError(f"is larger than {max_bytes} bytes when decompressed")
    return b"".join(parts)
