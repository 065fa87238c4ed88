"""When a web archive is left alone: after a refusal or failures in a row, for longer each time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

_FIRST_CLOSED = timedelta(minutes=5)
_LONGEST_CLOSED = timedelta(hours=24)
_FAILURES_TO_CLOSE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """How an archive has treated us: closed to us until a time, after so many failures in a row."""

    failures: int = 0
    closed_until: datetime | None = None
    reason: str | None = None

    def is_closed(self, now: datetime) -> bool:
        """True while the archive must not be asked."""
        return self.closed_until is not None and now < self.closed_until

    def after_refusal(self, now: datetime, seconds: float | None, reason: str) -> "Breaker":
        """Closed for as long as the archive asks, and twice as long as the time before."""
        doubled = min(_FIRST_CLOSED * 2 ** min(self.failures, 16), _LONGEST_CLOSED)
        pause = max(doubled, timedelta(seconds=seconds or 0.0))
        return Breaker(failures=self.failures + 1, closed_until=now + pause, reason=reason)

    def after_failure(self, now: datetime, reason: str) -> "Breaker":
        """A broken connection closes the archive only when it is not the first in a row."""
        if self.failures + 1 >= _FAILURES_TO_CLOSE:
            return self.after_refusal(now, None, reason)
        return replace(self, failures=self.failures + 1, reason=reason)
