"""Batches read by a process of their own, so that reading and storing have a core each."""

import marshal
import multiprocessing
import os
import signal
from collections.abc import Generator, Iterator, Sequence
from itertools import accumulate
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from time import monotonic

from db.observed import Row
from linker.errors import LinkerError, Stopped
from linker.processes import kept_from_interrupts
from linker.records import Problem
from linker.service.archives.batches import Batch, Unfinished, batches
from linker.service.ending import end_by_exception
from scrapers.archives.files.containers import files_of, sources_of
from scrapers.archives.reading import Progress

LARGE_BYTES = 16 * 1024 * 1024
"""On disk; of less, a process is not worth its start, which takes about half a second."""
TOLD_EVERY_SECONDS = 0.1
TOLD_TO_STOP = (-signal.SIGTERM, 128 + signal.SIGTERM)
"""Exit codes of the process: before it could `end_by_exception`, and since."""


def is_large(paths: Sequence[str]) -> bool:
    """Whether there is much to read, and a second core to read it; standard input is not handed on."""
    if "-" in paths or (os.cpu_count() or 1) < 2:
        return False
    found = (each for each in files_of(sources_of(paths)) if not isinstance(each, Problem))
    return any(size >= LARGE_BYTES for size in accumulate(Path(path).stat().st_size for path, _ in found))


def batches_beside(
    paths: Sequence[str], *, unfinished: Unfinished, progress: Progress | None = None
) -> Generator[Batch, None, None]:
    """What `batches` gives; the process reads a batch or two ahead, and ends with this iterator.

    Raises:
        Stopped: the process was told to stop, as the whole of a service is.
        LinkerError: the process was ended from outside.
    """
    # Spawned: the daemon imports in a thread, and neither threads nor open databases outlive a fork.
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    process = context.Process(target=_send_batches, args=(sending, paths, unfinished), daemon=True)
    with kept_from_interrupts():
        process.start()
    sending.close()
    try:
        yield from _received(receiving, process, progress)
    finally:
        process.terminate()
        receiving.close()  # last: the process takes it as the end, too, and would be told amid its closing
        process.join()


def _received(receiving: Connection, process: SpawnProcess, progress: Progress | None) -> Iterator[Batch]:
    while True:
        try:
            told = receiving.recv()
        except (EOFError, OSError) as error:  # the latter within a message
            raise _ended(process) from error
        match told:
            case "batch", batch:
                yield batch
            case "progress", done, total:
                if progress:
                    progress(done, total)
            case "failed", error:
                raise error
            case _:
                return


def _ended(process: SpawnProcess) -> LinkerError:
    process.join()
    if process.exitcode in TOLD_TO_STOP:
        return Stopped("the process that reads the archives was told to stop")
    return LinkerError(
        f"the process that reads the archives was ended (exit code {process.exitcode}): "
        "run the import again, it goes on where it stopped"
    )


def _send_batches(sending: Connection, paths: Sequence[str], unfinished: Unfinished) -> None:
    """What the process does; it ends where nobody listens any more."""
    end_by_exception()
    try:
        for batch in batches(paths, unfinished=unfinished, progress=_told(sending)):
            for part in batch:
                part.rows = _Rows(part.rows)
            sending.send(("batch", batch))
        sending.send(("end",))
    except BrokenPipeError:
        return
    except Exception as error:  # noqa: BLE001 - raised where it is heard
        sending.send(("failed", error))


class _Rows(list[Row]):
    """Rows on their way to another process: pickled value by value they take three times as long."""

    def __reduce__(self) -> tuple[object, ...]:
        return marshal.loads, (marshal.dumps(self[:], 2),)


def _told(sending: Connection) -> Progress:
    """Progress told to the other process, not as often as files are read."""
    last = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal last
        if done >= total or monotonic() - last >= TOLD_EVERY_SECONDS:
            last = monotonic()
            sending.send(("progress", done, total))

    return tell
