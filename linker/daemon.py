"""`linker daemon`: APScheduler wired to the service, until SIGTERM or Ctrl-C.

Schedules live in the table `sources`: a job is due at its last success plus its interval, so a restart
neither loses nor repeats anything. The scheduler's defaults would drop a job that is a second late.
"""

import logging
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType

from apscheduler.events import (
    EVENT_JOB_ERROR,
    EVENT_JOB_MAX_INSTANCES,
    EVENT_JOB_MISSED,
    JobEvent,
)
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from db import open_database, pulling
from linker.config import Config
from linker.errors import PARTIAL
from linker.service.linking.linking import Matcher, matcher_of
from linker.service.locking import only_puller
from linker.service.pulling.pull import prepare, pull_source
from linker.service.pulling.tools import open_tools
from scrapers.web.fetch import Fetcher

log = logging.getLogger(__name__)

JOB_DEFAULTS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
WORKERS = 4
WAIT_SECONDS = 1.0

_TOLD = EVENT_JOB_ERROR | EVENT_JOB_MAX_INSTANCES | EVENT_JOB_MISSED
_OUTCOMES = {EVENT_JOB_ERROR: "failed", EVENT_JOB_MAX_INSTANCES: "skipped", EVENT_JOB_MISSED: "missed"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """What all jobs share; each opens its own connection, in its own thread."""

    config: Config
    fetcher: Fetcher
    matcher: Matcher
    stop: threading.Event

    def pull(self, source_id: int) -> None:
        """One run of one source; nothing if it was disabled meanwhile."""
        with ExitStack() as stack:
            tools = open_tools(stack, self.config, self.fetcher, self.matcher, log.debug)
            sources = pulling.all_sources(tools.archive.db)
            source = next((each for each in sources if each.id == source_id and each.enabled), None)
            if source is not None and not self.stop.is_set():
                done = pull_source(replace(tools, stop=self.stop.is_set), source)
                log.info(
                    "source=%r outcome=%s items=%r reason=%r",
                    done.name,
                    done.outcome,
                    dict(done.items),
                    done.reason,
                )

    def record(self, event: JobEvent) -> None:
        """A job that the scheduler skipped, missed, or saw fail, as a row in `runs`."""
        outcome = _OUTCOMES[event.code]
        log.warning("job=%s outcome=%s", event.job_id, outcome, exc_info=getattr(event, "exception", None))
        now = datetime.now(UTC)
        with ExitStack() as stack:
            db = open_database(self.config.database)
            stack.callback(db.conn.close)
            run = pulling.start_run(db, pulling.Run(kind="schedule", source=int(event.job_id)), now=now)
            pulling.finish_run(db, run, outcome, now=now)


def run(config: Config) -> int:
    """Pull by the schedule until told to stop; the exit code, 4 if a job would not end in time.

    Raises:
        UsageError: another daemon or pull works on this database.
        ModelError: the configured encoder is not installed.
    """
    logging.getLogger("linker").setLevel(logging.INFO)
    # Not the event itself: set by a handler within its own lock, it would wait for itself.
    stop, told = threading.Event(), SimpleQueue[int]()
    with (
        _signals_told(told),
        only_puller(Path(config.database)),
        Fetcher(config.fetch, cache=config.page_cache(), wait=stop.wait) as fetcher,
    ):
        daemon = Daemon(config=config, fetcher=fetcher, matcher=matcher_of(config), stop=stop)
        scheduler = _started(daemon)
        log.info("pid=%s database=%s jobs=%s", os.getpid(), config.database, len(scheduler.get_jobs()))
        _wait_for(told)
        stop.set()
        log.info("pid=%s stopping", os.getpid())
        if not _shut_down(scheduler, config.stop_seconds):
            _leave(config)
    return 0


def _started(daemon: Daemon) -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(WORKERS)}, job_defaults=JOB_DEFAULTS, timezone=UTC
    )
    scheduler.add_listener(daemon.record, _TOLD)
    for source in _stored_sources(daemon):
        if source.enabled and source.every_minutes is not None:
            _schedule(scheduler, daemon, source, source.every_minutes)
    scheduler.start()
    return scheduler


def _stored_sources(daemon: Daemon) -> list[pulling.Source]:
    with ExitStack() as stack:
        tools = open_tools(stack, daemon.config, daemon.fetcher, daemon.matcher, log.debug)
        prepare(tools)
        return pulling.all_sources(tools.archive.db)


def _schedule(
    scheduler: BackgroundScheduler, daemon: Daemon, source: pulling.Source, every_minutes: int
) -> None:
    due = next_time(source, every_minutes, datetime.now(UTC))
    scheduler.add_job(
        daemon.pull,
        "interval",
        minutes=every_minutes,
        start_date=due,
        next_run_time=due,
        args=[source.id],
        id=str(source.id),
        name=source.name,
    )


def next_time(source: pulling.Source, every_minutes: int, now: datetime) -> datetime:
    """When a source is due: its interval after its last success, at once if that has passed."""
    if source.last_success_at is None:
        return now
    return max(now, source.last_success_at + timedelta(minutes=every_minutes))


def _shut_down(scheduler: BackgroundScheduler, seconds: float) -> bool:
    """Let running jobs end between two items; False if they did not in time."""
    # In a thread of its own: the scheduler's own shutdown waits without bound.
    waiting = threading.Thread(target=scheduler.shutdown, kwargs={"wait": True}, daemon=True)
    waiting.start()
    waiting.join(seconds)
    return not waiting.is_alive()


def _leave(config: Config) -> None:
    """End the process although a job still runs: Python would wait for its thread without bound."""
    log.error("outcome=abandoned stop_seconds=%s: a job did not end in time", config.stop_seconds)
    logging.shutdown()
    os._exit(PARTIAL)


def _wait_for(told: SimpleQueue[int]) -> None:
    # Again and again: a signal that comes right before the wait does not end it.
    while True:
        with suppress(Empty):
            told.get(timeout=WAIT_SECONDS)
            return


@contextmanager
def _signals_told(told: SimpleQueue[int]) -> Iterator[None]:
    def handle(number: int, _frame: FrameType | None) -> None:
        told.put(number)

    before = {number: signal.signal(number, handle) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
