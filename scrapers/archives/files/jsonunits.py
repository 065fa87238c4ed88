"""Cuts a stream of JSON into values without holding the file: lines, a document, or an array's elements."""

import json
import math
import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import orjson

from scrapers.archives.files.bounds import USUAL, Bounds
from scrapers.archives.files.jsonpieces import CLOSES, OPENS, piece_of, tokens
from scrapers.archives.files.recoding import text_of

_BLOCK = 256 * 1024
_PREFIX = re.compile(rb"\s*(?:var |let |const )?[A-Za-z_$][\w.$]*(?:\[[^\]]{1,40}\])?\s*=\s*(?=[\[{])")
_BOM = b"\xef\xbb\xbf"
_SURROGATES = re.compile("[\ud800-\udfff]")
_GAPS = b" \t\r\n\x1e"


class Unit(NamedTuple):
    """One value's bytes, where they stand, and what is wrong with them: nothing, "cut" or "too large"."""

    raw: bytes
    offset: int
    line: int | None
    trouble: str = ""


def units(stream: BinaryIO, head: bytes, start: int = 0, bounds: Bounds = USUAL) -> Iterator[Unit]:
    """The values of a JSON stream in order; `stream` stands at its beginning, `head` is what it begins with.

    Args:
        stream: Decompressed bytes.
        head: The first tens of kilobytes, which `stream` still holds.
        start: Where to take up again (the end of a unit told before); lines before it are passed over.
        bounds: How much of it is held.
    """
    return _lines(stream, start, bounds.unit) if in_lines(head) else _Scanner(stream, bounds).units()


def in_lines(head: bytes) -> bool:
    """Whether each line is a value of its own, from the first lines of the file."""
    lines = [
        line
        for each in head.split(b"\n")[:12]
        if (line := each.strip(_GAPS).removeprefix(_BOM).lstrip(_GAPS))
    ]
    if not lines or len(lines[0]) < 2 or _PREFIX.match(lines[0]):
        return False
    whole = [line for line in lines if line[:1] == b"{" and _parses(line)]
    if lines[0] in whole:
        return True
    # A damaged first line does not make the file a document: its neighbours tell.
    return lines[0][:1] != b"[" and len(lines) > 1 and lines[1] in whole


def _parses(line: bytes) -> bool:
    try:
        loads(line)
    except ValueError:
        return False
    return True


def loads(raw: bytes) -> object:
    """A JSON value, also one that only tools write and read: NaN, control characters in strings.

    Lone surrogates, which cut texts of X hold, become U+FFFD.

    Raises:
        ValueError: It is no JSON.
    """
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        pass
    try:
        value: object = json.loads(text_of(raw), strict=False, parse_constant=_no_number, parse_float=_finite)
        return orjson.loads(_SURROGATES.sub("�", json.dumps(value, ensure_ascii=False)))
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def _no_number(_name: str) -> None:
    """NaN and Infinity say that there is none."""


def _finite(written: str) -> float | None:
    number = float(written)
    return number if math.isfinite(number) else None


def _lines(stream: BinaryIO, start: int, longest: int) -> Iterator[Unit]:
    offset = _passed(stream, start)
    number = 0 if offset == 0 else None
    while line := stream.readline(longest):
        begin, offset = offset, offset + len(line)
        number = None if number is None else number + 1
        if len(line) == longest and line[-1:] != b"\n":
            offset += _rest_of_line(stream)
            yield Unit(line[:200], begin, number, "too large")
            continue
        raw = line.strip(_GAPS)
        if begin == 0:
            raw = raw.removeprefix(_BOM).lstrip(_GAPS)
        if raw:
            begin += 0 if line.startswith(raw) else line.index(raw)
            yield Unit(raw, begin, number, "" if line[-1:] == b"\n" else "last")


def _passed(stream: BinaryIO, start: int) -> int:
    if start and stream.seekable():
        return stream.seek(start)
    left = start
    while left and (block := stream.read(min(left, _BLOCK))):
        left -= len(block)
    return start - left


def _rest_of_line(stream: BinaryIO) -> int:
    length = 0
    while block := stream.readline(_BLOCK):
        length += len(block)
        if block[-1:] == b"\n":
            break
    return length


class _Scanner:
    """Finds where top-level objects, and the elements of top-level arrays, begin and end."""

    def __init__(self, stream: BinaryIO, bounds: Bounds) -> None:
        self._stream = stream
        self._bounds = bounds
        self._buffer = b""
        self._base = 0
        self._at = 0
        """Up to here the buffer has been looked at."""
        self._depth = 0
        self._array = False
        self._begin: int | None = None
        self._plain: int | None = None
        """Where a top-level array begins that has shown no object yet: it may hold bare ids."""
        self._most = bounds.whole

    def units(self) -> Iterator[Unit]:
        while block := self._stream.read(_BLOCK):
            self._buffer += block
            if self._base == 0 and self._at == 0 and (prefix := _PREFIX.match(self._buffer)):
                self._at = prefix.end()
            yield from self._scanned()
            if len(self._buffer) > self._bounds.unit:
                yield Unit(self._buffer[:200], self._base, None, "too large")
                return
            if len(self._buffer) > self._most:
                yield from self._cut()
        rest = self._buffer[self._begin or 0 :] if self._begin is not None else b""
        if rest.strip(_GAPS + b","):
            yield Unit(rest, self._base + (self._begin or 0), None, "cut")
        elif self._depth:
            yield Unit(b"", self._base + len(self._buffer), None, "cut")

    def _scanned(self) -> Iterator[Unit]:
        for token in tokens(self._buffer, self._at):
            mark = token[0][:1]
            if mark in OPENS:
                self._open(mark, token.start())
            elif mark in CLOSES:
                yield from self._close(token)
            self._at = token.end()
        quote = self._buffer.find(b'"', self._at)
        self._at = quote if quote >= 0 else len(self._buffer)
        self._drop()

    def _open(self, mark: bytes, at: int) -> None:
        if self._depth == 0 and mark == b"[":
            self._array, self._plain = True, at
        elif self._begin is None:
            self._begin, self._plain = at, None
        self._depth += 1

    def _close(self, token: "re.Match[bytes]") -> Iterator[Unit]:
        self._depth = max(self._depth - 1, 0)
        if self._begin is not None and self._depth == (1 if self._array else 0):
            yield Unit(self._buffer[self._begin : token.end()], self._base + self._begin, None)
            self._begin, self._most = None, self._bounds.whole
        if self._depth == 0:
            self._array = False
            if self._plain is not None:
                yield Unit(self._buffer[self._plain : token.end()], self._base + self._plain, None)
                self._plain = None

    def _cut(self) -> Iterator[Unit]:
        """The whole elements of a list in a large object, under the object's head, which then goes on."""
        piece = piece_of(self._buffer) if self._begin == 0 else None
        if piece is None or len(piece.head) > self._bounds.whole:
            self._most *= 2
            return
        yield Unit(piece.raw, self._base, None)
        rest = self._buffer[piece.end :]
        self._buffer, self._base = piece.head + rest, self._base + piece.end - len(piece.head)
        self._most = len(piece.head) + max(self._bounds.piece, 2 * len(rest))
        self._begin, self._at, self._depth = None, 0, int(self._array)
        yield from self._scanned()

    def _drop(self) -> None:
        needed = self._begin if self._begin is not None else self._plain
        done = self._at if needed is None else needed
        self._buffer, self._base = self._buffer[done:], self._base + done
        self._at -= done
        self._begin = None if self._begin is None else 0
        self._plain = None if self._plain is None else 0
