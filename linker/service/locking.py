"""Who works on a database: lock files beside it, held as long as a process lives."""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from linker.errors import InputError, UsageError

log = logging.getLogger(__name__)


@contextmanager
def only_puller(database: Path) -> Iterator[None]:
    """Hold the lock of this database; the system frees it even after a crash.

    Raises:
        UsageError: another process holds it; the message names its id.
        InputError: the lock file cannot be made.
    """
    handle = _open(Path(f"{database}.lock"))
    try:
        _lock(handle, database)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def among_resolvers(database: Path, when_alone: Callable[[], object]) -> Iterator[None]:
    """Share a lock with all that resolve on this database; `when_alone` is called if there is nobody else.

    Raises:
        InputError: the lock file cannot be made.
    """
    handle = _open(Path(f"{database}.resolve.lock"))
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            log.debug("database=%s others resolve on it as well", database)
        else:
            when_alone()
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _open(path: Path) -> int:
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise InputError(
            f"{path}: cannot be made ({error.strerror}); check the folder of the database"
        ) from error


def _lock(handle: int, database: Path) -> None:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        holder = os.pread(handle, 20, 0).decode(errors="replace").strip() or "unknown"
        raise UsageError(
            f"{database}: a linker daemon or pull (process id {holder}) works on it; stop that one, or wait"
        ) from error
