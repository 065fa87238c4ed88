"""Small archives of X API v2 lines, written for a test and read as `linker posts` reads them."""

import io
import json
import tarfile
import tracemalloc
import zipfile
from collections.abc import Mapping
from pathlib import Path

from linker.records import Post, Problem
from scrapers.archives.files.bounds import USUAL, Bounds
from scrapers.archives.reading import read_archives, read_posts

ID = 1649045800350648714


def a_line(number: int, **more: object) -> bytes:
    value = {"id": str(ID + number), "author_id": "1", "text": f"Post {number}", **more}
    return json.dumps(value).encode() + b"\n"


def some_lines(count: int, start: int = 0) -> bytes:
    return b"".join(map(a_line, range(start, start + count)))


def posts_in(*paths: Path, bounds: Bounds = USUAL) -> list[Post]:
    return [item for item in read_posts(paths, bounds=bounds) if isinstance(item, Post)]


def problems_in(*paths: Path, bounds: Bounds = USUAL) -> list[Problem]:
    return [item for item in read_posts(paths, bounds=bounds) if isinstance(item, Problem)]


def written(path: Path, body: bytes) -> Path:
    path.write_bytes(body)
    return path


def zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def tarred(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, body in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            archive.addfile(entry, io.BytesIO(body))
    return out.getvalue()


def counted_with_peak(path: Path) -> tuple[int, int]:
    """How many items a file holds, and the most bytes of memory that reading them took."""
    tracemalloc.start()
    count = sum(len(read.items) for read in read_archives([path]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return count, peak
