"""Records of CSV files and bare id lists, each with the bytes it came from."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from scrapers.archives.files.recoding import text_of

MAX_LINE = 16 * 1024 * 1024
_DELIMITERS = ",;\t|"
_SAMPLE_LINES = 5


class Record(NamedTuple):
    """One row by its column names, and where it stands; `line` is that of its last line."""

    raw: bytes
    offset: int
    line: int
    row: dict[str, object]
    trouble: str = ""
    """Why it cannot be split into fields."""


def records(stream: io.BufferedReader, head: bytes) -> Iterator[Record]:
    """The rows of a table; a file of bare numbers is a table with the column `id`."""
    lines = [each for line in head.split(b"\n")[:_SAMPLE_LINES] if (each := _bare(line)) and each[:1] != b"#"]
    taken = _Taken(stream)
    if not lines or _is_number(lines[0]):
        for text in taken:
            if text.strip() and not text.lstrip().startswith("#"):
                yield Record(taken.raw(), taken.offset, taken.line, {"id": text.strip().strip("\"'")})
        return
    yield from _rows(taken, text_of(lines[0]))


def _bare(line: bytes) -> bytes:
    return line.removeprefix(b"\xef\xbb\xbf").strip()


def _is_number(line: bytes) -> bool:
    bare = line.strip(b"\"' ,\t")
    return bare.isdigit() and len(bare) < 20


def _rows(taken: "_Taken", header: str) -> Iterator[Record]:
    delimiter = max(_DELIMITERS, key=header.count)
    reader = csv.reader(taken, delimiter=delimiter)
    columns: list[str] | None = None
    while True:
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:  # a field beyond the limit, mostly a quote that is never closed
            raw, row = taken.raw(), dict.fromkeys(columns or (), "")
            yield Record(raw, taken.offset, taken.line, {**row}, str(error))
            continue
        raw = taken.raw()
        if columns is None:
            columns = [each.strip().lstrip("\ufeff") for each in values]
        elif any(values):
            yield Record(raw, taken.offset, taken.line, dict(zip(columns, values, strict=False)))


class _Taken:
    """Lines as text, remembering the bytes of those taken since `raw` was last asked."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream, self._lines = stream, list[bytes]()
        self._next = 0
        self.offset = 0
        self.line = 0

    def __iter__(self) -> "_Taken":
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_LINE)
        if not line:
            raise StopIteration
        self._lines.append(line)
        self.line += 1
        text = text_of(line).replace("\0", "")
        return text.removeprefix("\ufeff") if self.line == 1 else text

    def raw(self) -> bytes:
        """The bytes taken since the last call; `offset` is then where they began."""
        found = b"".join(self._lines)
        self.offset, self._next = self._next, self._next + len(found)
        self._lines.clear()
        return found
