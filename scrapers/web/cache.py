"""The disk cache of fetched pages: one compressed file a URL, oldest out first."""

import contextlib
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import zstandard

from linker.files import write_whole
from linker.records import Page

_LEVEL = 3


class _Head(msgspec.Struct, frozen=True):
    url: str
    final_url: str
    status: int
    fetched_at: datetime
    headers: dict[str, str]
    size: int


@dataclass(frozen=True, slots=True)
class PageCache:
    """Pages in a folder, each file a line of JSON and the zstd-compressed body."""

    folder: Path
    max_age: timedelta
    """How long a page is given out without asking its server again."""
    max_bytes: int = 1 << 30
    """Of the whole folder, compressed; held by `prune`."""

    def load(self, url: str, variant: str, largest: int) -> Page | None:
        """The kept page, however old; None if there is none, it is damaged or larger than `largest` bytes."""
        try:
            line, _, packed = self._path(url, variant).read_bytes().partition(b"\n")
            head = msgspec.json.decode(line, type=_Head)
            if head.url != url or head.size > largest:
                return None
            body = zstandard.ZstdDecompressor().decompress(packed, max_output_size=head.size)
        except (OSError, msgspec.MsgspecError, zstandard.ZstdError):
            return None
        if len(body) != head.size:
            return None
        return Page(
            url=url,
            final_url=head.final_url,
            status=head.status,
            fetched_at=head.fetched_at,
            body=body,
            headers=head.headers,
        )

    def is_fresh(self, page: Page, now: datetime, max_age: timedelta | None = None) -> bool:
        """True if the page may be used without asking again."""
        age = now - page.fetched_at
        return timedelta(0) <= age < (max_age or self.max_age)

    def keep(self, page: Page, variant: str) -> None:
        """Keep this page in place of an older one; a full or read-only disk costs the cache, not the page."""
        head = _Head(
            page.url, page.final_url, page.status, page.fetched_at, dict(page.headers), len(page.body)
        )
        packed = zstandard.ZstdCompressor(level=_LEVEL).compress(page.body)
        path = self._path(page.url, variant)
        with contextlib.suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, msgspec.json.encode(head) + b"\n" + packed)

    def prune(self) -> int:
        """Remove the files longest unused until the folder fits; returns how many."""
        files = sorted(_files(self.folder), key=lambda entry: entry[1], reverse=True)
        total = removed = 0
        for path, _, size in files:
            total += size
            if total > self.max_bytes:
                with contextlib.suppress(OSError):
                    path.unlink()
                    removed += 1
        return removed

    def _path(self, url: str, variant: str) -> Path:
        digest = hashlib.sha256(f"{variant}\n{url}".encode()).hexdigest()
        return self.folder / digest[:2] / digest[2:]


def _files(folder: Path) -> list[tuple[Path, float, int]]:
    found = []
    for path in folder.glob("??/*"):
        with contextlib.suppress(OSError):
            status = path.stat()
            found.append((path, status.st_mtime, status.st_size))
    return found
