"""Opens what holds saved posts: folders, compressed files, zip and tar, nested; never a file at once."""

import bz2
import gzip
import io
import lzma
import os
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, BinaryIO, Literal, Self, cast

import zstandard

from linker.records import Problem
from scrapers.archives.files.bounds import USUAL, Bounds
from scrapers.archives.files.streams import BROKEN, Counted, Guarded, seekable
from scrapers.archives.place import Export

MAX_DEPTH = 4
"""Containers inside containers: a `.zip` in a `.tar.gz` with `.bz2` parts is four."""
HEAD = 64 * 1024
_ACCOUNT, _NOTES = "account.js", "note-tweet.js"
_BEFORE = (_ACCOUNT, _NOTES)

Source = Path | Literal["-"]
Opener = Callable[[BinaryIO], IO[bytes]]


@dataclass(slots=True, kw_only=True)
class Leaf:
    """A file that holds no other, as a stream that is read once, before the next leaf is asked for."""

    path: str
    member: str
    """Inside its container, "" for a file of its own."""
    stream: io.BufferedReader
    export: Export = field(default_factory=Export)
    bounds: Bounds = USUAL
    guarded: Guarded | None = None

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.path}!{self.member}" if self.member else self.path

    @property
    def damage(self) -> str | None:
        """Why the stream ended early, if it did."""
        return self.guarded.damage if self.guarded else None


def _zstd(stream: BinaryIO) -> IO[bytes]:
    # Long-range archives use windows of 2 GB, which would be held in memory: 128 MB is what `zstd -d` allows.
    opened = zstandard.ZstdDecompressor(max_window_size=1 << 27)
    return cast("IO[bytes]", opened.stream_reader(stream, read_across_frames=True))


_PACKERS: tuple[tuple[bytes, Opener], ...] = (
    (b"\x1f\x8b", lambda stream: cast("IO[bytes]", gzip.GzipFile(fileobj=stream))),
    (b"BZh", bz2.BZ2File),
    (b"\x28\xb5\x2f\xfd", _zstd),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
)
_EXTENSIONS = (
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
)
_MAX_EXTENSION = 1024 * 1024
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def sources_of(names: Iterable[str]) -> list[Source]:
    """Files, folders or "-" as a user names them."""
    return ["-" if name == "-" else Path(name) for name in names]


def files_of(paths: Iterable[Source]) -> Iterator[tuple[Source, Export] | Problem]:
    """Every file under the given paths; those of one folder share an `Export`, its account file first."""
    for path in paths:
        if path == "-":
            yield "-", Export()
        elif path.is_dir():
            yield from _folder(path)
        elif path.exists():
            yield from _with_account(path)
        else:
            yield _problem(str(path), "missing", "there is no such file")


def _folder(folder: Path) -> Iterator[tuple[Source, Export] | Problem]:
    found = 0
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        export = Export()
        for name in sorted((each for each in names if not each.startswith(".")), key=account_first):
            path = Path(here, name)
            if path.is_file():  # and no pipe or device, which would never end
                found += 1
                yield path, export
    if not found:
        yield _problem(str(folder), "empty", "the folder holds no file")


def account_first(name: str) -> tuple[int, str]:
    """Sort key: posts need their author from `account.js` and long words from `note-tweet.js`."""
    last = name.rpartition("/")[2]
    return _BEFORE.index(last) if last in _BEFORE else len(_BEFORE), name


def _with_account(path: Path) -> Iterator[tuple[Source, Export]]:
    """A file; one of an account export after those beside it that name the author and complete the posts."""
    export = Export()
    before = (
        [path.with_name(name) for name in _BEFORE] if path.suffix == ".js" and path.name != _ACCOUNT else []
    )
    for each in before:
        if each != path and each.is_file():
            yield each, export
    if path.name == _NOTES:
        export.alone = True
    yield path, export


@contextmanager
def opened(path: Source, told: Callable[[int], None] | None = None) -> Iterator[Counted]:
    """A file or standard input as a counted stream."""
    if path == "-":
        yield Counted(sys.stdin.buffer, told)
        return
    with path.open("rb") as stream:
        yield Counted(stream, told)


def leaves(
    stream: io.BufferedReader, path: str, export: Export, bounds: Bounds = USUAL
) -> Iterator[Leaf | Problem]:
    """The files inside a stream, itself if it holds no others."""
    yield from _within(Leaf(path=path, member="", stream=stream, export=export, bounds=bounds), 0)


def _within(leaf: Leaf, depth: int) -> Iterator[Leaf | Problem]:
    head = leaf.stream.peek(HEAD)
    if depth >= MAX_DEPTH or is_warc(head) or is_zipped_warc(leaf.stream, head):
        yield leaf
    elif (packer := _packer(head)) is not None:
        yield from _unpacked(leaf, packer, depth)
    elif head.startswith(_ZIP):
        yield from _zip(leaf, depth)
    elif head[257:262] == b"ustar":
        yield from _tar(leaf, depth)
    else:
        yield leaf


def _packer(head: bytes) -> Opener | None:
    return next((opener for magic, opener in _PACKERS if head.startswith(magic)), None)


def is_warc(head: bytes) -> bool:
    """Whether a stream is a WARC or ARC, plain or compressed."""
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(31).decompress(head, 64)
        except zlib.error:
            return False
    return head.startswith((b"WARC/", b"filedesc://"))


def is_zipped_warc(stream: io.BufferedReader, head: bytes) -> bool:
    """Whether a stream is a WACZ: a zip with WARC files and their index."""
    if not (head.startswith(_ZIP) and stream.seekable()):
        return False
    try:
        with zipfile.ZipFile(stream) as archive:
            names = archive.namelist()
    except BROKEN:
        return False
    finally:
        stream.seek(0)
    return "datapackage.json" in names and any(name.startswith("archive/") for name in names)


def _unpacked(leaf: Leaf, packer: Opener, depth: int) -> Iterator[Leaf | Problem]:
    counted = Counted(cast(IO[bytes], leaf.stream))
    try:
        guarded = Guarded(packer(cast(BinaryIO, counted)), leaf.bounds, lambda: counted.count)
    except BROKEN as error:
        yield _problem(leaf.name, "damaged", f"it cannot be unpacked ({error})")
        return
    yield from _inside(leaf, guarded, depth)


def _zip(leaf: Leaf, depth: int) -> Iterator[Leaf | Problem]:
    try:
        with seekable(leaf.stream, leaf.bounds.copied) as stream, zipfile.ZipFile(stream) as archive:
            members = sorted(
                (each for each in archive.infolist() if not each.is_dir()),
                key=lambda each: account_first(each.filename),
            )
            exports: dict[str, Export] = {}
            for member in members[: leaf.bounds.members]:
                yield from _member(leaf, archive, member, exports, depth)
            if left := members[leaf.bounds.members :]:
                yield _problem(leaf.name, "too large", f"{len(left):,} more files in it are passed over")
    except BROKEN as error:
        yield _problem(leaf.name, "damaged", f"the zip file is damaged, cut or too large ({error})")


def _member(
    leaf: Leaf, archive: zipfile.ZipFile, member: zipfile.ZipInfo, exports: dict[str, Export], depth: int
) -> Iterator[Leaf | Problem]:
    export = exports.setdefault(member.filename.rpartition("/")[0], Export())
    if _is_clutter(member.filename):
        return
    try:
        inner = archive.open(member)
    except BROKEN as error:
        yield _problem(f"{leaf.name}!{member.filename}", "damaged", f"it cannot be unpacked ({error})")
        return
    with inner:
        guarded = Guarded(inner, leaf.bounds, lambda: member.compress_size)
        yield from _inside(leaf, guarded, depth, member.filename, export)


class _Header(tarfile.TarInfo):
    """A header whose long names and extensions are of a size to be held."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Refuse a header that tarfile would read into memory whole."""
        found = super().frombuf(buf, encoding, errors)
        if found.type in _EXTENSIONS and found.size > _MAX_EXTENSION:
            raise tarfile.ReadError(f"a name or extension of {found.size:,} bytes")
        return found


def _tar(leaf: Leaf, depth: int) -> Iterator[Leaf | Problem]:
    exports: dict[str, Export] = {}
    try:
        with tarfile.open(fileobj=leaf.stream, mode="r|", tarinfo=_Header) as archive:
            for member in archive:
                archive.members = []  # type: ignore[attr-defined]  # else it remembers every header it passed
                inner = archive.extractfile(member) if member.isreg() else None
                if inner is not None and not _is_clutter(member.name):
                    export = exports.setdefault(member.name.rpartition("/")[0], Export())
                    yield from _inside(leaf, Guarded(inner, leaf.bounds), depth, member.name, export)
    except BROKEN as error:
        yield _problem(leaf.name, "damaged", f"the tar file is damaged or cut ({error})")
    if leaf.damage:
        yield _problem(leaf.name, "damaged", leaf.damage)


def _inside(
    leaf: Leaf, guarded: Guarded, depth: int, name: str = "", export: Export | None = None
) -> Iterator[Leaf | Problem]:
    member = "!".join(filter(None, (leaf.member, name)))
    stream: io.BufferedReader = io.BufferedReader(guarded, HEAD)
    inner = replace(leaf, member=member, stream=stream, export=export or leaf.export, guarded=guarded)
    yield from _within(inner, depth + 1)


def _is_clutter(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _problem(subject: str, kind: str, message: str) -> Problem:
    return Problem(stage="archive", subject=subject, kind=kind, message=message)
