"""SOURCE (URL, file, `-`, `@list`) -> what was read there: article, claims, embeds, or the reason why not."""

import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from linker.claims import claims_of
from linker.errors import FetchError, InputError, LinkerError, ParseError
from linker.records import Claim, Page, Problem, Reading
from linker.service.pages.web import FetchPage
from scrapers.articles.batch import read_many
from scrapers.articles.reading import read_any
from scrapers.saved.files import pages_of

POOL_FROM = 8
"""SOURCEs from which starting other processes (about a second) pays."""
MAX_FILE_BYTES = 512 * 1024 * 1024
"""A file larger than this is no saved page; WARCs of this size go through `linker import`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReading:
    """One page of one SOURCE; `error` says why there is none, and carries the exit code."""

    source: str
    page: Page | None = None
    later: tuple[Page, ...] = ()
    """The other pages that the reading is united from."""
    missed: tuple[FetchError, ...] = ()
    """Why others could not be fetched."""
    reading: Reading | None = None
    claims: tuple[Claim, ...] = ()
    error: LinkerError | None = None


def expand(sources: Iterable[str]) -> Iterator[str]:
    """Each SOURCE, `@list.txt` replaced by its lines; blank lines and `#` comments are left out.

    Raises:
        InputError: the list cannot be read.
    """
    for source in sources:
        if not source.startswith("@"):
            yield source
            continue
        lines = _file_bytes(source[1:]).decode("utf-8-sig", "replace").splitlines()
        yield from (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


def is_address(source: str) -> bool:
    """Whether a SOURCE is fetched; else it is a file, or standard input."""
    return source.startswith(("http://", "https://"))


def read_source(
    source: str, *, fetch: FetchPage, stdin: Callable[[], bytes] | None = None
) -> Iterator[SourceReading]:
    """Every page of SOURCE as read; a SOURCE that cannot be read gives one value with its error."""
    try:
        yield from (_read(source, item) for item in _pages(source, fetch, stdin or sys.stdin.buffer.read))
    except LinkerError as error:
        yield SourceReading(source=source, error=error)


def read_sources(
    sources: Sequence[str], *, fetch: FetchPage, workers: int = os.cpu_count() or 1
) -> Generator[SourceReading, None, None]:
    """Every page of every SOURCE, in order; many in several processes, each page within a time bound."""
    if workers < 2 or len(sources) < POOL_FROM:
        for source in sources:
            yield from read_source(source, fetch=fetch)
        return
    waiting: deque[tuple[str, Page | SourceReading]] = deque()

    def pages() -> Iterator[Page]:
        for source in sources:
            for item in _items(source, fetch):
                waiting.append((source, item))
                if isinstance(item, Page):
                    yield item

    with closing(read_many(pages(), workers=workers)) as readings:
        for reading in readings:
            yield from _failed_before_a_page(waiting)
            source, page = waiting.popleft()
            assert isinstance(page, Page)
            yield _with_claims(source, page, reading)
    yield from _failed_before_a_page(waiting)


def _items(source: str, fetch: FetchPage) -> Iterator[Page | SourceReading]:
    try:
        for item in _pages(source, fetch, sys.stdin.buffer.read):
            yield item if isinstance(item, Page) else _read(source, item)
    except LinkerError as error:
        yield SourceReading(source=source, error=error)


def _failed_before_a_page(waiting: deque[tuple[str, Page | SourceReading]]) -> Iterator[SourceReading]:
    while waiting and isinstance(waiting[0][1], SourceReading):
        item = waiting.popleft()[1]
        assert isinstance(item, SourceReading)
        yield item


def _pages(source: str, fetch: FetchPage, stdin: Callable[[], bytes]) -> Iterator[Page | Problem]:
    if is_address(source):
        yield fetch(source)
        return
    body = stdin() if source == "-" else _file_bytes(source)
    yield from pages_of(source, body)


def read_page_of(source: str, page: Page) -> SourceReading:
    """One page that is already here."""
    return _with_claims(source, page, read_any(page))


def _with_claims(source: str, page: Page, reading: Reading) -> SourceReading:
    reading = _named(reading, source)
    if reading.article is None:
        return SourceReading(source=source, page=page, reading=reading, error=_no_article(source, reading))
    return SourceReading(source=source, page=page, reading=reading, claims=claims_of(reading.article))


def _read(source: str, item: Page | Problem) -> SourceReading:
    if isinstance(item, Problem):
        reading = Reading(article=None, problems=(item,))
        return SourceReading(source=source, reading=reading, error=_no_article(source, reading))
    return read_page_of(source, item)


def _named(reading: Reading, source: str) -> Reading:
    """A page without an address of its own is told by the SOURCE's name."""
    problems = tuple(replace(each, subject=each.subject or source) for each in reading.problems)
    return replace(reading, problems=problems)


def _no_article(source: str, reading: Reading) -> LinkerError:
    first = reading.problems[0] if reading.problems else None
    message = f"{source}: {first.message if first else 'no article here'}"
    return InputError(message) if first and first.kind == "binary" else ParseError(message)


def _file_bytes(name: str) -> bytes:
    path = Path(name)
    if path.is_dir():
        raise InputError(f"{name}: is a directory; name a file in it, or @list.txt with one SOURCE a line")
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise InputError(f"{name}: {path.stat().st_size:,} bytes are too many for a saved page; split it")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError(
            f"{name}: no such file; SOURCE is a URL (https://…), a file, - or @list.txt"
        ) from None
    except (OSError, ValueError) as error:
        raise InputError(f"{name}: cannot be read ({error}); check the name and its permissions") from error
