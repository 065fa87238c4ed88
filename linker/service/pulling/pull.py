"""`linker pull`: the sources of config.toml, fetched, read, stored and linked; each run and item is a row.

An unchanged site costs conditional requests only. What a feed lists is asked for when it is new, when the
feed says that it changed, and else once a day while it is listed.
"""

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from db import pulling, queries
from linker.config import Config, load
from linker.errors import PARTIAL, Blocked, FetchError, Gone, LinkerError, Stopped
from linker.records import Page, Problem
from linker.service.archives.importing import ImportReport, import_files
from linker.service.linking.embeddings import remembering
from linker.service.linking.linking import Linked, Matcher, link_reading, matcher_of
from linker.service.linking.postarchive import PostArchive, open_archive
from linker.service.linking.relinking import relink_articles, waiting_articles
from linker.service.locking import only_puller
from linker.service.pages.following import Follow, followed
from linker.service.pages.reading import SourceReading, read_page_of
from linker.service.pages.web import Clock, open_fetcher, utc_now
from linker.service.pulling.revisiting import Visit
from linker.service.telling.reports import Report
from scrapers.listings.feeds import read_feed
from scrapers.listings.listed import Listed, unique
from scrapers.listings.sitemaps import read_sitemap
from scrapers.web.fetch import Fetcher
from scrapers.web.manner import FEED

log = logging.getLogger(__name__)

NOT_FETCHED = 3

_REVISIT = timedelta(hours=24)
_SITEMAPS = 20
"""The newest so many sitemaps of an index in one run."""
_ANSWERED = frozenset({"read", "incomplete", "unchanged", "no article"})
"""Outcomes of a page that was there."""
_FAILURES = frozenset({"failed", "incomplete", "no archive"})
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


def open_tools(stack: ExitStack, config: Config, fetcher: Fetcher, matcher: Matcher, report: Report) -> Tools:
    """Tools for this thread, with a connection of its own."""
    archive = open_archive(stack, Path(config.database))
    matcher = remembering(matcher, archive.db)
    return Tools(config=config, fetcher=fetcher, matcher=matcher, archive=archive, report=report)


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
    return "partial" if _FAILURES & items.keys() else "done"


def _items(tools: Tools, source: pulling.Source) -> Iterator[pulling.Item]:
    """The source's items; where it fails as a whole, that is the last of them."""
    try:
        yield from _work(tools, source)
    except Stopped:
        raise
    except Exception as error:  # noqa: BLE001 - one source that meets a bug of ours must not stop the others
        _problem(tools, source.address, error)
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
        return _import(tools, source)
    if source.kind == "page":
        return _pull_articles(tools, [Listed(url=source.address)], trusted=True)
    return _pull_listing(tools, source)


# Feeds and sitemaps


def _pull_listing(tools: Tools, source: pulling.Source) -> Iterator[pulling.Item]:
    visit = Visit(fetcher=tools.fetcher, archive=tools.archive)
    page = visit.ask(source.address, trusted=True, manner=FEED)
    if page.status == 304:
        yield _item(source.address, "unchanged", page)
        return
    trusted = tools.fetcher.trusts(page.final_url)
    most = int((source.settings or {}).get("max_items", 50))
    listed = (
        read_feed(page) if source.kind == "feed" else _read_sitemaps(tools, page, source, trusted=trusted)
    )
    wanted = [each for each in listed[:most] if _is_wanted(tools, each)]
    failed = False
    for item in _pull_articles(tools, wanted, trusted=trusted):
        failed = failed or item.outcome in _FAILURES
        yield item
    # Kept only now: a listing that was cut short must not be answered with `unchanged` the next time.
    if not failed:
        visit.remember({page.url})


def _read_sitemaps(tools: Tools, page: Page, source: pulling.Source, *, trusted: bool) -> tuple[Listed, ...]:
    found = read_sitemap(page)
    listed = list(found.articles)
    since = source.last_success_at
    for sitemap in found.sitemaps[:_SITEMAPS]:
        if since is None or sitemap.modified_at is None or sitemap.modified_at >= since:
            listed += read_sitemap(tools.fetcher.fetch(sitemap.url, trusted=trusted, manner=FEED)).articles
    return unique(listed)


def _is_wanted(tools: Tools, listed: Listed) -> bool:
    last = pulling.last_fetched(tools.archive.db, listed.url)
    if last is None:
        return True
    changed = listed.modified_at or listed.published_at
    return (changed is not None and changed > last) or tools.clock() - last >= _REVISIT


# Articles


def _pull_articles(tools: Tools, listed: Iterable[Listed], *, trusted: bool) -> Iterator[pulling.Item]:
    for each in listed:
        if tools.stop():
            raise Stopped("stopped between two items")
        yield _pull_article(tools, each.url, trusted=trusted)


def _pull_article(tools: Tools, url: str, *, trusted: bool) -> pulling.Item:
    visit = Visit(fetcher=tools.fetcher, archive=tools.archive)
    try:
        page = visit.ask(url, trusted=trusted)
        is_same = page.status == 304
        if is_same and not queries.is_part(tools.archive.db, url):
            item, read = _item(url, "unchanged", page), {page.url}
        else:
            whole = _whole(visit, url, visit.stored(url, trusted=trusted) if is_same else page, tools)
            item = _stored_and_linked(tools, url, page, whole)
            read = {page.url, *(each.url for each in (whole.page, *whole.later) if each)}
    except Stopped:
        raise
    except FetchError as error:
        _problem(tools, url, error)
        return pulling.Item(subject=url, outcome=_failure(error), message=str(error))
    except Exception as error:  # noqa: BLE001 - one page that meets a bug of ours must not hide the others
        _problem(tools, url, error)
        return pulling.Item(subject=url, outcome="failed", message=repr(error))
    # An article that is to be read on in the next run must not be answered with `unchanged` then.
    if item.outcome not in _FAILURES:
        visit.remember(read)
    return item


def _whole(visit: Visit, url: str, page: Page, tools: Tools) -> SourceReading:
    """The article on this page and those after it, each asked for conditionally."""
    follow = Follow(
        fetch=lambda following: visit.read(following, trusted=tools.fetcher.trusts(following)),
        stored=tools.archive.page_of_part,
        most_pages=tools.config.fetch.most_pages,
    )
    return followed(read_page_of(url, page), follow)


def _stored_and_linked(tools: Tools, url: str, answer: Page, read: SourceReading) -> pulling.Item:
    archive, linked = tools.archive, Linked()
    article = read.reading.article if read.reading and read.error is None else None
    missed = next((error for error in read.missed if _failure(error) in _FAILURES), None)
    if answer.status == 304 and article and archive.has(article) and missed is None:
        return _item(url, "unchanged", answer)
    if read.reading is not None and article is not None:
        linked = link_reading(read.reading, read.claims, archive.candidates, archive.quotable, tools.matcher)
    saved = archive.save(read.page or answer, read, linked, now=tools.clock())
    if read.error is not None:
        _problem(tools, url, read.error)
        return _item(url, "no article", answer, str(read.error))
    told = f"{len(linked.kept)} links; stored: {saved}"
    return (
        _item(url, "incomplete", answer, f"{missed}; {told}") if missed else _item(url, "read", answer, told)
    )


def _failure(error: FetchError) -> str:
    if isinstance(error, Gone):
        return "gone"
    return "blocked" if isinstance(error, Blocked) else "failed"


# Archives


def _import(tools: Tools, source: pulling.Source) -> Iterator[pulling.Item]:
    if tools.stop():
        raise Stopped("stopped between two items")
    db = tools.archive.db
    waiting = waiting_articles(db)
    imported = import_files(db, [source.address], now=tools.clock(), stop=tools.stop)
    yield pulling.Item(subject=source.address, outcome=_imported(imported), message=imported.summary())
    if not imported.counts.inserted:
        return
    # Asked again: another job may have stored an article while the posts came in.
    waiting = tuple(dict.fromkeys((*waiting, *waiting_articles(db))))
    for article_id, links, changed in relink_articles(tools.archive, tools.matcher, waiting):
        if changed:
            yield pulling.Item(subject=article_id, outcome="relinked", message=f"{links} links")
        if tools.stop():
            raise Stopped("stopped between two items")


def _imported(report: ImportReport) -> str:
    if not report.read:
        return "no archive"
    return "imported" if report.counts.inserted or report.counts.updated else "unchanged"


# Rows


def _item(subject: str, outcome: str, page: Page, message: str | None = None) -> pulling.Item:
    return pulling.Item(subject=subject, outcome=outcome, http_status=page.status, message=message)


def _problem(tools: Tools, subject: str, error: Exception) -> None:
    if not isinstance(error, LinkerError):
        log.error("subject=%s failure of ours, please report it", subject, exc_info=error)
    stage = "fetch" if isinstance(error, FetchError) else "parse"
    problem = Problem(stage=stage, subject=subject, kind=type(error).__name__, message=str(error))
    tools.archive.save_problems([problem], now=tools.clock())
