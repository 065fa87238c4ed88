"""A file's bytes as they pass: counted, ended where they are damaged, copied where they are sought in."""

import io
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO, cast

import zstandard

from scrapers.archives.files.bounds import BOMB_RATIO, Bounds

_SPOOL = 16 * 1024 * 1024
_BLOCK = 64 * 1024

BROKEN = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zstandard.ZstdError,
    RuntimeError,
    NotImplementedError,
    ValueError,
)


class Counted(io.RawIOBase):
    """The bytes of a stream as they pass, for progress and for the measure of a bomb."""

    def __init__(self, inner: IO[bytes], told: Callable[[int], None] | None = None) -> None:
        self._inner, self._told = inner, told
        self.count = 0

    def readable(self) -> bool:
        """It is for reading only."""
        return True

    def seekable(self) -> bool:
        """As the stream inside."""
        return self._inner.seekable()

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As the stream inside."""
        return self._inner.seek(offset, whence)

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed: any buffer
        """Pass bytes on."""
        block = self._block(len(buffer))
        buffer[: len(block)] = block
        self.count += len(block)
        if self._told:
            self._told(len(block))
        return len(block)

    def _block(self, size: int) -> bytes:
        return self._inner.read(size)


class Guarded(Counted):
    """A stream that ends where it is damaged, and remembers why; a bomb is damage too."""

    def __init__(self, inner: IO[bytes], bounds: Bounds, packed: Callable[[], int] | None = None) -> None:
        super().__init__(inner)
        self._bounds = bounds
        self._packed = packed
        """How many bytes it comes from, up to here."""
        self.damage: str | None = None

    def seekable(self) -> bool:
        """What comes out of a container is read on, never back."""
        return False

    def _block(self, size: int) -> bytes:
        # One step at a time: a longer read that meets damage gives nothing of what stands before it.
        read: Callable[[int], bytes] = getattr(self._inner, "read1", self._inner.read)
        return read(size)

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]  # typeshed: any buffer
        """Pass bytes on, none after damage."""
        if self.damage:
            return 0
        try:
            length = super().readinto(buffer)
        except BROKEN as error:
            self.damage = f"the file is damaged or cut ({' '.join(str(error).split())[:120]})"
            return 0
        if self._packed and self.count > max(self._bounds.bomb, BOMB_RATIO * self._packed()):
            self.damage = f"more than {BOMB_RATIO} times its packed size: a decompression bomb"
            return 0
        return length


@contextmanager
def seekable(stream: io.BufferedReader, most: int) -> Iterator[BinaryIO]:
    """The stream, or its copy where it cannot be sought in (a zip inside another container)."""
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(max_size=_SPOOL) as copy:
        _copy(stream, cast(BinaryIO, copy), most)
        copy.seek(0)
        yield cast(BinaryIO, copy)


@contextmanager
def copied(stream: io.BufferedReader, most: int) -> Iterator[Path]:
    """A copy under a name of its own, for what is opened by name; it goes with the context."""
    with tempfile.TemporaryDirectory(prefix="linker-") as folder:
        path = Path(folder, "copy")
        with path.open("wb") as target:
            _copy(stream, target, most)
        yield path


def _copy(stream: io.BufferedReader, target: BinaryIO, most: int) -> None:
    length = 0
    while block := stream.read(_BLOCK):
        length += len(block)
        if length > most:
            raise ValueError(f"more than {most >> 20:,} MB inside a container")
        target.write(block)
