"""How a process ends that is told to stop: by an exception, so that what stands open is closed on the way."""

import atexit
import signal
import sys
from time import monotonic
from types import FrameType

TWICE_SECONDS = 1.0
"""Within these, a signal repeats the one before: `timeout` tells a process, and then its group."""
LATER_SECONDS = 0.02
"""After these, a signal is told again that came where nobody would hear of it."""


def stop_by_exception() -> None:
    """Take SIGTERM as Ctrl-C is taken, by `KeyboardInterrupt`; told again a second later, end at once."""
    told = _Told()
    sys.unraisablehook = told.hear_dropped
    signal.signal(signal.SIGALRM, told.hear_later)
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:  # so a shell starts what runs in its background
            signal.signal(number, told.hear)
            # At the very end nothing is left to stop, and only the exit code to spoil.
            atexit.register(signal.signal, number, signal.SIG_IGN)


class _Told:
    """Whether this process was told to stop."""

    def __init__(self) -> None:
        self._at: float | None = None
        self._later = signal.SIGINT
        self._usual = sys.unraisablehook

    def hear(self, number: int, frame: FrameType | None) -> None:
        if self._at is None:
            if _is_importing(frame):  # modules try this and that, and some of them catch everything
                self._tell_later(number)
                return
            self._at = monotonic()
            raise KeyboardInterrupt(number)
        if monotonic() - self._at >= TWICE_SECONDS:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)

    def hear_dropped(self, dropped: "sys.UnraisableHookArgs") -> None:
        """Python drops what is raised in a finaliser."""
        match dropped.exc_value:
            case KeyboardInterrupt(args=(number,)):
                self._at = None
                self._tell_later(number)
            case _:
                self._usual(dropped)

    def hear_later(self, _number: int, _frame: FrameType | None) -> None:
        """Told by the number, for another may listen by now, as the daemon does."""
        signal.raise_signal(self._later)

    def _tell_later(self, number: int) -> None:
        self._later = signal.Signals(number)
        signal.setitimer(signal.ITIMER_REAL, LATER_SECONDS)


def _is_importing(frame: FrameType | None) -> bool:
    while frame is not None:
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return True
        frame = frame.f_back
    return False


def end_by_exception() -> None:
    """Take SIGTERM as a call to `sys.exit`; by default it leaves behind what stands open."""
    signal.signal(signal.SIGTERM, _end)


def _end(number: int, _frame: object) -> None:
    signal.signal(number, signal.SIG_IGN)  # told again, it would end the closing
    sys.exit(128 + number)
