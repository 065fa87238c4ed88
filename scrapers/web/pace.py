"""When a host may be asked again: one slot after the other, shared by all jobs and threads."""

import threading
import time
from collections.abc import Callable

from linker.errors import FetchError, Stopped

Wait = Callable[[float], object]
"""Sleeps so many seconds; a true answer means that the program was asked to stop."""


class Pace:
    """Slots per host; a host that asked for patience is left alone until then."""

    def __init__(self, seconds_between: float, patience_seconds: float, wait: Wait = time.sleep) -> None:
        self._seconds_between = seconds_between
        self._patience_seconds = patience_seconds
        self._wait = wait
        self._free_at: dict[tuple[str, str], float] = {}
        self._held_until: dict[str, float] = {}
        self._lock = threading.Lock()

    def take_slot(self, host: str, seconds_between: float | None = None, lane: str = "") -> None:
        """Wait for this host's next slot and take it; lanes of one host have slots of their own.

        Raises:
            FetchError: the host asked for more patience than a job should have.
            Stopped: the program was asked to stop meanwhile.
        """
        interval = self._seconds_between if seconds_between is None else seconds_between
        with self._lock:
            now = time.monotonic()
            held = self._held_until.get(host, 0.0)
            if held - now > self._patience_seconds:
                raise FetchError(f"{host} asked to be left alone for another {held - now:.0f} s")
            slot = max(now, held, self._free_at.get((host, lane), 0.0))
            self._free_at[host, lane] = slot + interval
        self.sleep(slot - now)

    def hold(self, host: str, seconds: float) -> None:
        """Leave this host alone for so long."""
        with self._lock:
            until = time.monotonic() + seconds
            self._held_until[host] = max(until, self._held_until.get(host, 0.0))

    def sleep(self, seconds: float) -> None:
        """Wait without holding a slot; raises Stopped if the program was asked to stop."""
        if seconds > 0 and self._wait(seconds):
            raise Stopped("stopped while waiting")
