"""Files in other encodings than UTF-8: wide ones are recoded as they stream, lines of others are detected."""

import codecs
import io
from typing import BinaryIO

from scrapers.writing.charset import decode, unmarked_utf16

_BLOCK = 64 * 1024
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def wide(head: bytes) -> str | None:
    """The encoding of two or four bytes a letter that a file begins in, if it is one."""
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    unmarked = None if marked else unmarked_utf16(head)
    return marked or (unmarked if unmarked and head[:2].decode(unmarked, "replace").isprintable() else None)


class Recoded(io.RawIOBase):
    """A stream of a wide encoding as UTF-8."""

    def __init__(self, inner: BinaryIO, encoding: str) -> None:
        self._inner = inner
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")
        self._rest = b""

    def readable(self) -> bool:
        """It is for reading only."""
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed: any buffer
        """Pass recoded bytes on."""
        while not self._rest:
            block = self._inner.read(_BLOCK)
            self._rest = self._decoder.decode(block, final=not block).encode("utf-8", "replace")
            if not block:
                break
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def text_of(raw: bytes) -> str:
    """The text of a line or a value: UTF-8, else what its bytes most likely are."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return decode(raw)
