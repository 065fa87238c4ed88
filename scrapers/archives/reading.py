"""Reads saved archives in any known format: files in, observations of posts and problems out, streamed."""

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from linker.records import Post, Problem
from scrapers.archives.files.bounds import USUAL, Bounds
from scrapers.archives.files.containers import Leaf, Source, files_of, leaves, opened
from scrapers.archives.files.streams import BROKEN
from scrapers.archives.kinds import Read, Tables, read_leaf, told
from scrapers.archives.recognition import Sparing

__all__ = ["Progress", "Read", "Skip", "Source", "Tables", "read_archives", "read_posts"]

Progress = Callable[[int, int], None]
"""Told (bytes read, bytes in all), as they lie on disk, about every 64 KB."""
Skip = Mapping[tuple[str, str], int]
"""(path, member) -> end of the last unit that was stored."""

_AFRESH: Skip = {}
_FEW = 10
"""Files of a folder or container that are told one by one where they hold no posts."""


def read_posts(
    paths: Iterable[Source],
    *,
    progress: Progress | None = None,
    skip: Skip = _AFRESH,
    tables: Tables | None = None,
    bounds: Bounds = USUAL,
) -> Iterator[Post | Problem]:
    """Every post observed in the given files and folders, and every problem, in order."""
    for each in read_archives(paths, progress=progress, skip=skip, tables=tables, bounds=bounds):
        yield from each.items


def read_archives(
    paths: Iterable[Source],
    *,
    progress: Progress | None = None,
    skip: Skip = _AFRESH,
    tables: Tables | None = None,
    bounds: Bounds = USUAL,
) -> Iterator[Read]:
    """The same, unit by unit, with what an importer needs to keep the bytes and to resume.

    Args:
        paths: Files, folders, or "-" for standard input.
        progress: Called as bytes are read.
        skip: What stands before is passed over where the file's shape allows it (lines of JSON), and read
            again, which changes nothing, where not.
        tables: Opens databases; without it they are told as problems.
        bounds: How much of anything is held, unpacked or copied.
    """
    found = list(files_of(paths))
    counting = _counting(progress, sum(_size(each[0]) for each in found if not isinstance(each, Problem)))
    sparing = Sparing(_FEW)
    for each in found:
        if isinstance(each, Problem):
            yield told(each)
            continue
        source, export = each
        try:
            with opened(source, counting) as counted:
                for leaf in leaves(io.BufferedReader(counted, 1 << 16), str(source), export, bounds):
                    yield from _leaf(leaf, skip, tables, sparing)
        except BROKEN as error:
            yield told(Problem(stage="archive", subject=str(source), kind="unreadable", message=str(error)))
    for kind, message in sparing.summed():
        yield told(Problem(stage="archive", subject="other files", kind=kind, message=message))


def _leaf(leaf: Leaf | Problem, skip: Skip, tables: Tables | None, sparing: Sparing) -> Iterator[Read]:
    """A whole file without posts is told by its name only so often: a folder may hold thousands."""
    if isinstance(leaf, Problem):
        yield told(leaf)
        return
    for each in read_leaf(leaf, skip, tables):
        if each.raw or sparing.spared(list(each.items)):
            yield each


def _counting(progress: Progress | None, total: int) -> Callable[[int], None] | None:
    if progress is None:
        return None
    done = 0

    def tell(count: int) -> None:
        nonlocal done
        done += count
        progress(done, max(total, done))

    return tell


def _size(source: Source) -> int:
    try:
        return source.stat().st_size if isinstance(source, Path) else 0
    except OSError:
        return 0
