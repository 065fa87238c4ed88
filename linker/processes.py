"""Starting processes of our own: Ctrl-C goes to all of a terminal's, but is for the one that started them."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker


@contextmanager
def kept_from_interrupts() -> Iterator[None]:
    """A process that is started in here never hears SIGINT, nor does what it starts, not even while it loads.

    A handler in the process itself would come too late for its imports; a blocked signal is inherited.
    """
    resource_tracker.ensure_running()  # where multiprocessing must start it first, it unblocks SIGINT
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
