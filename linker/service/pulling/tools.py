"""What a run of `linker pull` works with, and how it writes down its items and problems."""

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from db import pulling
from linker.config import Config
from linker.errors import FetchError, LinkerError, Stopped
from linker.records import Page, Problem
from linker.service.linking.embeddings import remembering
from linker.service.linking.linking import Matcher
from linker.service.linking.postarchive import PostArchive, open_archive
from linker.service.pages.web import Clock, utc_now
from linker.service.telling.reports import Report
from scrapers.web.fetch import Fetcher

log = logging.getLogger(__name__)

FAILURES = frozenset({"failed", "incomplete", "no archive"})
"""Outcomes of items that a later run may better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What a run works with; one database connection, of the thread that made it."""

    config: Config
    fetcher: Fetcher
    matcher: Matcher
    archive: PostArchive
    report: Report
    stop: Callable[[], bool] = lambda: False
    clock: Clock = utc_now

    def go_on(self) -> None:
        """Asked between two items; raises Stopped where this was told to stop."""
        if self.stop():
            raise Stopped("stopped between two items")


def open_tools(stack: ExitStack, config: Config, fetcher: Fetcher, matcher: Matcher, report: Report) -> Tools:
    """Tools for this thread, with a connection of its own."""
    archive = open_archive(stack, Path(config.database))
    matcher = remembering(matcher, archive.db)
    return Tools(config=config, fetcher=fetcher, matcher=matcher, archive=archive, report=report)


def item_of(subject: str, outcome: str, page: Page, message: str | None = None) -> pulling.Item:
    """An item that a server answered for."""
    return pulling.Item(subject=subject, outcome=outcome, http_status=page.status, message=message)


def save_problem(tools: Tools, subject: str, error: Exception) -> None:
    """An error as a row of `problems`; one of ours is logged with its trace as well."""
    if not isinstance(error, LinkerError):
        log.error("subject=%s failure of ours, please report it", subject, exc_info=error)
    stage = "fetch" if isinstance(error, FetchError) else "parse"
    problem = Problem(stage=stage, subject=subject, kind=type(error).__name__, message=str(error))
    tools.archive.save_problems([problem], now=tools.clock())
