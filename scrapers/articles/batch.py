"""Many pages read in several processes, in order; a page that kills or stalls its process is a problem."""

import multiprocessing
import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext

from linker.errors import LinkerError
from linker.processes import kept_from_interrupts
from linker.records import Page, Problem, Reading
from scrapers.articles.reading import read_any

SECONDS = 60.0
"""For one page; the slowest of the 68 samples takes a quarter of a second."""
AHEAD = 64
"""Pages read ahead of the slowest one, which bounds what is held in memory."""


def read_many(
    pages: Iterable[Page],
    *,
    workers: int = os.cpu_count() or 1,
    seconds: float = SECONDS,
    read: Callable[[Page], Reading] = read_any,
) -> Generator[Reading, None, None]:
    """Read pages in `workers` processes; the readings come in the order of the pages.

    A page that ends its process or takes longer than `seconds` gives a reading with a problem, and a new
    process goes on with the others. `read` must be a function of a module (processes import it by name).
    """
    context = _context()
    crew = [_Worker(context, read) for _ in range(workers)]
    try:
        yield from _in_order(enumerate(pages), crew, seconds)
    finally:
        for worker in crew:
            worker.stop()


def _context() -> BaseContext:
    """Processes that share nothing with our threads; imports are done once where the system can fork."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scrapers.articles.reading"])
    return context


def _in_order(pages: Iterator[tuple[int, Page]], crew: list["_Worker"], seconds: float) -> Iterator[Reading]:
    done: dict[int, Reading] = {}
    following = 0
    upcoming = next(pages, None)
    while upcoming or done or any(worker.page for worker in crew):
        for worker in crew:
            if upcoming and worker.is_idle and upcoming[0] < following + AHEAD:
                worker.give(*upcoming, seconds)
                upcoming = next(pages, None)
        while following in done:
            yield done.pop(following)
            following += 1
        done.update(_finished(crew))


def _finished(crew: list["_Worker"]) -> Iterator[tuple[int, Reading]]:
    """Wait for the next answer, death or deadline of a worker; what it gives is (number, reading)."""
    busy = [worker for worker in crew if not worker.is_idle]
    if not busy:
        return
    patience = max(0.0, min(worker.deadline for worker in busy) - time.monotonic())
    ready = wait([worker.pipe for worker in busy], timeout=patience)
    for worker in busy:
        answer = worker.answer(has_spoken=worker.pipe in ready)
        if answer is not None:
            yield answer


class _Worker:
    """A process that reads one page at a time, replaced when it dies or overstays."""

    def __init__(self, context: BaseContext, read: Callable[[Page], Reading]) -> None:
        self._context, self._read = context, read
        self._start()

    def _start(self) -> None:
        self.pipe, theirs = self._context.Pipe()
        # typeshed gives Process to the concrete contexts only
        self._process = self._context.Process(target=_serve, args=(theirs, self._read), daemon=True)  # type: ignore[attr-defined]
        with kept_from_interrupts():
            self._process.start()
        theirs.close()
        self.is_idle = False  # until it says that it has its imports
        self.page: tuple[int, Page] | None = None
        self.deadline = time.monotonic() + SECONDS

    def give(self, number: int, page: Page, seconds: float) -> None:
        self.page, self.is_idle, self.deadline = (number, page), False, time.monotonic() + seconds
        try:
            self.pipe.send(page)
        except OSError:
            self.deadline = 0.0

    def answer(self, *, has_spoken: bool) -> tuple[int, Reading] | None:
        """The reading of the page in hand, or the problem that it was; None while there is neither."""
        if has_spoken:
            try:
                reading: Reading | None = self.pipe.recv()
            except (EOFError, OSError):
                return self._replaced("crashed", "ended the process that read it")
            number_and_page, self.page, self.is_idle = self.page, None, True
            return (number_and_page[0], reading) if number_and_page and reading else None
        if time.monotonic() >= self.deadline:
            return self._replaced("timeout", "took too long to read")
        return None

    def _replaced(self, kind: str, what: str) -> tuple[int, Reading] | None:
        given = self.page
        self.stop()
        self._start()
        if given is None:
            raise LinkerError("a reading process did not start; its reason is above, on stderr")
        number, page = given
        message = f"it {what}; save the article alone and read that"
        problem = Problem(stage="parse", subject=page.final_url or page.url, kind=kind, message=message)
        return number, Reading(article=None, problems=(problem,))

    def stop(self) -> None:
        self.pipe.close()
        self._process.kill()
        self._process.join()


def _serve(pipe: Connection, read: Callable[[Page], Reading]) -> None:
    """The life of a process: say that it is up, then answer pages until the pipe closes."""
    try:
        pipe.send(None)
        while True:
            pipe.send(read(pipe.recv()))
    except (EOFError, OSError):
        return
