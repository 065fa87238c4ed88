"""`linker link` and `linker inspect`: SOURCEs in, rows and an exit code out; writes only with a database."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from linker.config import Config, load_or_default
from linker.errors import PARTIAL, FetchError, LinkerError, ParseError
from linker.records import Article, EncoderName, Page, Problem
from linker.service.linking.embeddings import remembering
from linker.service.linking.linking import Linked, Matcher, link_reading, matcher_of
from linker.service.linking.postarchive import PostArchive, add_files, open_archive
from linker.service.pages.following import Follow, followed
from linker.service.pages.reading import SourceReading, expand, is_address, read_sources
from linker.service.pages.web import FetchPage, live_fetch, named_fetch, open_fetcher
from linker.service.pages.webarchives import web_archives, with_vanished
from linker.service.telling.reports import Report
from linker.service.telling.rows import Row, link_row, reading_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which scored pairs are printed."""

    every: bool = False
    """Every pair, not only links and suggestions."""
    min_score: float = 0.0

    def rows(self, article: Article, linked: Linked) -> list[Row]:
        """Rows of the contract for one article."""
        links = linked.links if self.every else linked.kept
        return [link_row(article, link) for link in links if link.score >= self.min_score]


@dataclass(slots=True, kw_only=True)
class LinkRun:
    """What `link` did over all SOURCEs; pages are let go as it proceeds, only rows stay."""

    rows: list[Row] = field(default_factory=list)
    found: bool = False
    """A link or a suggestion."""
    errors: list[LinkerError | None] = field(default_factory=list)
    """One a page, None where it was read."""
    import_code: int = 0
    """How reading the archives ended."""
    stopped: bool = False
    """Before all SOURCEs were read."""

    @property
    def best_first(self) -> list[Row]:
        """Rows by score, over all SOURCEs."""
        return sorted(self.rows, key=lambda row: -row["score"])

    @property
    def exit_code(self) -> int:
        """0 a link or suggestion, 1 none, an error's own code, 4 if some SOURCEs failed or it was stopped."""
        if self.stopped:
            return PARTIAL
        code = exit_code(self.errors, found=self.found)
        return PARTIAL if self.import_code and code in {0, 1} else code


@dataclass(frozen=True, slots=True, kw_only=True)
class InspectRun:
    """What `inspect` read."""

    rows: list[Row]
    exit_code: int


def exit_code(errors: list[LinkerError | None], *, found: bool) -> int:
    """Over all SOURCEs: the worst code if all failed, 4 if some did, else 0 or 1 by what was found."""
    codes = [error.exit_code for error in errors if error]
    if not codes:
        return 0 if found else 1
    if len(codes) == len(errors):
        return max(codes, key=lambda code: (code != ParseError.exit_code, -code))
    return PARTIAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What a run may reach: its settings, and whether it asks the network or the web archives."""

    config: Config
    offline: bool = False
    archived: bool = False


def reach(config_path: Path | None, *, offline: bool, archived: bool) -> Reach:
    """What the options of a command say.

    Raises:
        ConfigError: config.toml is off.
    """
    return Reach(config=load_or_default(config_path), offline=offline, archived=archived)


def link_sources(  # noqa: PLR0913 - one parameter an option of the command
    sources: Iterable[str],
    *,
    within: Reach,
    wanted: Wanted,
    archives: Sequence[str],
    database: Path | None,
    encoder: EncoderName | None,
    report: Report,
) -> LinkRun:
    """Read each SOURCE, resolve its embeds in `archives` and the database, link; store with a database."""
    with ExitStack() as stack:
        matcher = matcher_of(within.config, encoder)
        archive = open_archive(stack, database)
        matcher = remembering(matcher, archive.db)
        run = LinkRun(import_code=add_files(archive, archives, report))
        web = open_web(stack, within, report)
        try:
            with closing(read_sources(list(expand(sources)), fetch=web.given)) as reads:
                for given in reads:
                    read = _followed(given, web, within, archive)
                    _add(run, read, wanted, _linked(read, matcher, archive, report))
        except KeyboardInterrupt:
            run.stopped = True
            report(f"stopped after {_count(len(run.errors), 'page')}: run it again for the rest")
    return run


def _add(run: LinkRun, read: SourceReading, wanted: Wanted, linked: Linked) -> None:
    run.errors.append(read.error)
    run.found = run.found or bool(linked.kept)
    if read.reading and read.reading.article:
        run.rows += wanted.rows(read.reading.article, linked)


def inspect_source(source: str, *, within: Reach, report: Report) -> InspectRun:
    """Read SOURCE; every page gives a row, also the one that holds no article."""
    with ExitStack() as stack:
        web = open_web(stack, within, report)
        given = read_sources(list(expand([source])), fetch=web.given)
        reads = [_followed(each, web, within, None) for each in given]
    for read in reads:
        report(str(read.error) if read.error else _read_line(read))
    rows = [reading_row(read.reading, read.claims) for read in reads if read.reading]
    return InspectRun(rows=rows, exit_code=exit_code([read.error for read in reads], found=bool(rows)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """How pages are fetched in a run."""

    given: FetchPage
    """Of what the user names."""
    named: FetchPage
    """Of what such a page names."""


def open_web(stack: ExitStack, within: Reach, report: Report) -> Web:
    """How pages are fetched; offline they are refused by name."""
    if within.offline:
        return Web(given=_refuse, named=_refuse)
    fetcher = open_fetcher(stack, within.config)
    given, named = live_fetch(fetcher), named_fetch(fetcher)
    if not within.archived:
        return Web(given=given, named=named)
    archives = tuple(web_archives(within.config, fetcher, None))
    return Web(
        given=with_vanished(given, archives, report, None), named=with_vanished(named, archives, report, None)
    )


def _followed(read: SourceReading, web: Web, within: Reach, archive: PostArchive | None) -> SourceReading:
    """The whole article where SOURCE is an address; a file is read as it is, whatever its next page."""
    if not is_address(read.source):
        return read
    return followed(
        read,
        Follow(
            fetch=web.named,
            stored=archive.page_of_part if archive else lambda *_: None,
            most_pages=within.config.fetch.most_pages,
        ),
    )


def _refuse(url: str) -> Page:
    raise FetchError(f"{url}: not fetched, --offline; save the page and name the file")


def _linked(read: SourceReading, matcher: Matcher, archive: PostArchive, report: Report) -> Linked:
    now = datetime.now(UTC)
    if read.error or read.reading is None or read.page is None:
        report(str(read.error))
        archive.save_problems(problems_of(read), now=now)
        return Linked()
    linked = link_reading(read.reading, read.claims, archive.candidates, archive.quotable, matcher)
    saved = archive.save(read.page, read, linked, now=now)
    line = _outcome_line(read, linked)
    report(f"{line}; stored: {saved}" if archive.keeps else line)
    return linked


def _read_line(read: SourceReading) -> str:
    reading = read.reading
    embeds = len(reading.embeds) if reading else 0
    linked = len(reading.linked) if reading else 0
    told = f" ({reading.problems[0].message})" if reading and reading.problems else ""
    pages = f"{len(read.later) + 1} pages, " if read.later else ""
    return (
        f"{read.source}: {pages}{len(read.claims)} claims, {embeds} embedded and {linked} linked posts"
        f"{_goes_on(read)}{told}"
    )


def _goes_on(read: SourceReading) -> str:
    following = read.reading.next_url if read.reading else None
    return f"; the article goes on at {following}, which was not read" if following else ""


def _outcome_line(read: SourceReading, linked: Linked) -> str:
    decisions = [link.decision for link in linked.kept]
    if not decisions:
        return f"{_read_line(read)}: no link{_why_none(read, linked)}"
    links, suggestions = decisions.count("link"), decisions.count("suggest")
    return f"{_read_line(read)}: {_count(links, 'link')}, {_count(suggestions, 'suggestion')}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _why_none(read: SourceReading, linked: Linked) -> str:
    reading = read.reading
    if reading and not reading.embeds and not reading.linked:
        return " (the page carries no post)"
    best = max((link.score for link in linked.links), default=None)
    return "" if best is None else f" (best score {best:.2f})"


def problems_of(read: SourceReading) -> Iterator[Problem]:
    """What to store of a SOURCE that failed or was damaged."""
    if read.reading:
        yield from read.reading.problems
    elif read.error:
        yield Problem(
            stage="fetch", subject=read.source, kind=type(read.error).__name__, message=str(read.error)
        )
