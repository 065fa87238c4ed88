"""`linker pull`: the sources of config.toml, fetched, read, stored and linked; each run and item is a row.

An unchanged site costs conditional requests only.
"""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from db import pulling
from linker.config import Config, load
from linker.errors import PARTIAL, Stopped
from linker.service.linking.linking import matcher_of
from linker.service.locking import only_puller
from linker.service.pages.web import open_fetcher
from linker.service.pulling.archives import import_archive
from linker.service.pulling.articles import pull_articles
from linker.service.pulling.listings import pull_listing
from linker.service.pulling.tools import FAILURES, Tools, open_tools, save_problem
from linker.service.telling.reports import Report
from scrapers.listings.listed import Listed

log = logging.getLogger(__name__)

NOT_FETCHED = 3
_ANSWERED = frozenset({"read", "incomplete", "unchanged", "no article"})
"""Outcomes of a page that was there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What became of one source."""

    name: str
    outcome: str
    """done, partial (some items failed), failed, stopped."""
    items: Counter[str] = field(default_factory=Counter)
    reason: str = ""
    """Why it failed."""

    def __str__(self) -> str:
        counted = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self.items.items()))
        told = self.reason or counted
        return f"{self.name}: {self.outcome}{f' ({told})' if told else ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """What became of a round."""

    sources: tuple[SourceReport, ...]

    def summary(self) -> str:
        """One line for the end."""
        outcomes = Counter(source.outcome for source in self.sources)
        items = sum((source.items for source in self.sources), Counter[str]())
        counted = (
            ", ".join(f"{number} {outcome}" for outcome, number in sorted(items.items())) or "nothing new"
        )
        told = f"{len(self.sources)} sources ({outcomes['done']} done): {counted}"
        return (
            f"{told}; stopped: what was read is stored, the next pull goes on"
            if outcomes["stopped"]
            else told
        )

    @property
    def exit_code(self) -> int:
        """0 all done, 3 none could be fetched, 4 some were not, or it was stopped."""
        outcomes = {source.outcome for source in self.sources}
        if outcomes <= {"done"}:
            return 0
        return NOT_FETCHED if outcomes == {"failed"} else PARTIAL


def pull_once(config_path: Path | None, *, only_due: bool, report: Report) -> RunReport:
    """One round over the sources of a configuration: archives first, for the articles to resolve against.

    Raises:
        ConfigError: config.toml is off.
        UsageError: a daemon or another pull works on this database.
    """
    config = load(config_path)
    with only_puller(Path(config.database)), ExitStack() as stack:
        fetcher = open_fetcher(stack, config)
        tools = open_tools(stack, config, fetcher, matcher_of(config), report)
        prepare(tools)
        return pull(tools, only_due=only_due)


def prepare(tools: Tools) -> None:
    """Bring the table `sources` up to the configuration, and close the runs of a process that died."""
    pulling.interrupt_unfinished(tools.archive.db, "pull", now=tools.clock())
    pulling.upsert_sources(tools.archive.db, configured_sources(tools.config))


def configured_sources(config: Config) -> Iterator[pulling.Source]:
    """The sources of config.toml as rows."""
    for source in config.sources:
        yield pulling.Source(
            name=source.name,
            kind=source.kind,
            address=source.address,
            every_minutes=source.every_minutes,
            enabled=source.enabled,
            settings={"max_items": source.max_items},
        )


def pull(tools: Tools, *, only_due: bool) -> RunReport:
    """One round over the enabled sources, or those that are due."""
    sources = (
        pulling.due_sources(tools.archive.db, tools.clock())
        if only_due
        else [source for source in pulling.all_sources(tools.archive.db) if source.enabled]
    )
    reports = []
    for source in sorted(sources, key=lambda each: each.kind != "archive"):
        reports.append(pull_source(tools, source))
        if reports[-1].outcome == "stopped":
            break
    return RunReport(sources=tuple(reports))


def pull_source(tools: Tools, source: pulling.Source) -> SourceReport:
    """One source, as one row in `runs`; what fails on the way is rows, not an error."""
    run = _start(tools, source)
    items: Counter[str] = Counter()
    outcome, reason = "stopped", ""
    try:
        for item in _items(tools, source):
            pulling.add_item(tools.archive.db, run, item, now=tools.clock())
            items[item.outcome] += 1
            if item.subject == source.address:
                reason = item.message or ""
        outcome = _outcome(source, items)
    except (Stopped, KeyboardInterrupt):
        log.info("source=%r outcome=stopped", source.name)
    finally:
        pulling.finish_run(tools.archive.db, run, outcome, now=tools.clock(), counts=items)
    reason = reason if outcome == "failed" else ""
    finished = SourceReport(name=source.name, outcome=outcome, items=items, reason=reason)
    tools.report(str(finished))
    return finished


def _outcome(source: pulling.Source, items: Counter[str]) -> str:
    if items["source failed"] or (source.kind == "page" and not _ANSWERED & items.keys()):
        return "failed"
    return "partial" if FAILURES & items.keys() else "done"


def _items(tools: Tools, source: pulling.Source) -> Iterator[pulling.Item]:
    """The source's items; where it fails as a whole, that is the last of them."""
    try:
        yield from _work(tools, source)
    except Stopped:
        raise
    except Exception as error:  # noqa: BLE001 - one source that meets a bug of ours must not stop the others
        save_problem(tools, source.address, error)
        yield pulling.Item(subject=source.address, outcome="source failed", message=str(error))


def _start(tools: Tools, source: pulling.Source) -> int:
    run = pulling.Run(
        kind="pull",
        source=source.id,
        config_hash=tools.config.hash,
        version=version("linker-posts-articles"),
    )
    return pulling.start_run(tools.archive.db, run, now=tools.clock())


def _work(tools: Tools, source: pulling.Source) -> Iterator[pulling.Item]:
    if source.kind == "archive":
        return import_archive(tools, source)
    if source.kind == "page":
        return pull_articles(tools, [Listed(url=source.address)], trusted=True)
    return pull_listing(tools, source)
