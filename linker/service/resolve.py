"""`linker resolve`: posts that the database only knows from embeds, asked of web archives and look-ups.

One outcome for each post that was asked for, as a row in `run_items`: found, absent, failed. Absence is what
the archives that answered say; one that failed makes it unknown, and a capture that is missing or archived
with status 404 is no proof of a deletion.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

from db import Database, pulling, queries
from linker.config import Config, load_or_default
from linker.errors import FetchError, Stopped, UsageError
from linker.matching.resolution import resolve
from linker.records import Embed, Page, Post, PostRef
from linker.service.archives import PostArchive, open_archive
from linker.service.embeddings import remembering
from linker.service.linking import matcher_of
from linker.service.relinking import relink_articles, waiting_articles
from linker.service.web import open_fetcher
from linker.service.webarchives import keep_breaker, web_archives
from scrapers.captures import answers_about, is_of, posts_of
from scrapers.cdx import Capture
from scrapers.dayposts import AuthorDay, find_on_day
from scrapers.fetch import Fetcher
from scrapers.lookups import LOOKUPS, Wanted, request_url
from scrapers.manner import Manner
from scrapers.platforms import find_post, platform_named
from scrapers.wayback import Found, WebArchive, find_captured, variants

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A post to ask for: by its id, or by its author and day where an embed shows no more."""

    subject: str
    wanted: Wanted | None = None
    near: datetime | None = None
    """When it was seen."""
    author_day: AuthorDay | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What one archive or look-up said of one post."""

    source: str
    outcome: str
    """found, absent, failed."""
    said: str
    posts: tuple[Post, ...] = ()
    pages: tuple[Page, ...] = ()

    @property
    def shows_words(self) -> bool:
        """True if the post's own words came; a tombstone has none."""
        return any(post.text for post in self.posts)

    def __str__(self) -> str:
        return f"{self.source}: {self.said}"


Source = Callable[[Asked], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveReport:
    """What became of all that were asked for."""

    outcomes: Counter[str] = field(default_factory=Counter)
    relinked: int = 0

    def summary(self) -> str:
        """One line for the end."""
        counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self.outcomes.items()))
        asked = f"{self.outcomes.total()} posts asked for: {counts or 'none is unresolved'}"
        return f"{asked}; {self.relinked} articles relinked"

    @property
    def exit_code(self) -> int:
        """0 some found or nothing to ask, 1 none found, 3 all failed, 4 some failed."""
        failed, total = self.outcomes["failed"], self.outcomes.total()
        if failed:
            return 3 if failed == total else 4
        return 0 if self.outcomes["found"] or not total else 1


def resolve_once(
    posts: Sequence[str], *, database: Path | None, config_path: Path | None, report: Report
) -> ResolveReport:
    """Ask for these posts (URLs, or ids of X); without any, for those of the database's unresolved embeds.

    Raises:
        ConfigError: config.toml is off.
        UsageError: a word names no post, or neither archive nor look-up is enabled.
    """
    config = load_or_default(config_path)
    with ExitStack() as stack:
        archive = open_archive(stack, database or Path(config.database))
        sources = sources_of(config, archive.db, open_fetcher(stack, config))
        if not sources:
            raise UsageError(
                "no archive and no look-up is enabled: see [[archives]] and [lookups] of config.toml"
            )
        asked = [asked_word(word) for word in posts] or list(unresolved(archive))
        waiting = waiting_articles(archive.db)
        outcomes = _ask_all(archive, sources, asked, report)
        changed = 0
        if outcomes["found"]:
            matcher = remembering(matcher_of(config), archive.db)
            changed = sum(changed for _, _, changed in relink_articles(archive, matcher, waiting))
    return ResolveReport(outcomes=outcomes, relinked=changed)


def asked_word(word: str) -> Asked:
    """A URL of a post, or the bare id of one of X."""
    url = f"https://x.com/i/status/{word}" if word.isascii() and word.isdigit() else word
    found = find_post(url)
    if found is None:
        raise UsageError(
            f"{word}: no post of a known platform; give the post's URL, or the id of a post on X"
        )
    platform, ref = found
    return _asked(ref, url=url, handle=platform.handle(url), author_id=platform.author_id(url))


def unresolved(archive: PostArchive) -> Iterator[Asked]:
    """What the database's embeds show and no archived words are stored of, each post once."""
    seen: set[str] = set()
    for embed in queries.unresolved_embeds(archive.db):
        asked = _asked_embed(embed, embed.ref) if embed.ref else _asked_day(embed)
        if asked is None or asked.subject in seen:
            continue
        seen.add(asked.subject)
        if embed.ref or resolve(embed, archive.candidates(embed)) is None:
            yield asked


def _asked_day(embed: Embed) -> Asked | None:
    if embed.platform != "x" or not embed.author_handle or not embed.date:
        return None
    wanted = AuthorDay(handle=embed.author_handle, day=embed.date)
    return Asked(subject=f"{wanted.handle} on {wanted.day}", author_day=wanted) if wanted.ids() else None


def _asked_embed(embed: Embed, ref: PostRef) -> Asked:
    seen = datetime.combine(embed.date, time(12), UTC) if embed.date else None
    return _asked(ref, url=embed.url, handle=embed.author_handle, author_id=embed.author_id, near=seen)


def _asked(
    ref: PostRef,
    *,
    url: str | None,
    handle: str | None,
    author_id: str | None = None,
    near: datetime | None = None,
) -> Asked:
    platform = platform_named(ref.platform)
    address = platform.canonical_url(ref, handle) if platform else url or ""
    posted = platform.posted_at(ref.post_id) if platform else None
    wanted = Wanted(ref=ref, url=address, handle=handle, author_id=author_id)
    return Asked(subject=address, wanted=wanted, near=near or posted)


def _ask_all(
    archive: PostArchive, sources: Sequence[Source], asked: Iterable[Asked], report: Report
) -> Counter[str]:
    run = pulling.start_run(archive.db, pulling.Run(kind="resolve"), now=datetime.now(UTC))
    outcomes: Counter[str] = Counter()
    ended = "failed"
    try:
        for each in asked:
            item = _ask_one(archive, sources, each)
            pulling.add_item(archive.db, run, item, now=datetime.now(UTC))
            outcomes[item.outcome] += 1
            report(f"{item.subject}: {item.outcome} ({item.message})")
        ended = "partial" if outcomes["failed"] else "done"
    except Stopped:
        ended = "stopped"
    finally:
        pulling.finish_run(archive.db, run, ended, now=datetime.now(UTC), counts=outcomes)
    return outcomes


def _ask_one(archive: PostArchive, sources: Sequence[Source], asked: Asked) -> pulling.Item:
    answers: list[Answer] = []
    for source in sources:
        answers.append(source(asked))
        if answers[-1].shows_words:
            break
    for answer in answers:
        archive.save_observations(answer.pages, answer.posts)
    message = "; ".join(str(answer) for answer in answers)
    return pulling.Item(subject=asked.subject, outcome=outcome_of(answers), message=message)


def outcome_of(answers: Sequence[Answer]) -> str:
    """One word for what all answers together say of a post.

    found: its words are stored; a status (deleted, …): somebody said so; failed: unknown, ask again; absent.
    """
    if any(answer.shows_words for answer in answers):
        return "found"
    told = [
        post.status for answer in answers for post in answer.posts if post.status not in {"ok", "unknown"}
    ]
    if told:
        return told[0]
    return "failed" if any(answer.outcome == "failed" for answer in answers) else "absent"


# Sources


def sources_of(config: Config, db: Database, fetcher: Fetcher) -> tuple[Source, ...]:
    """The enabled archives in the configured order, then the enabled look-ups."""
    archives = (partial(_ask_archive, each, db) for each in web_archives(config, fetcher, db))
    enabled = {name: lookup.address for name, lookup in config.lookups.items() if lookup.enabled}
    lookups = (partial(_look_up, name, enabled, fetcher) for name in enabled)
    return (*archives, *lookups)


def _ask_archive(archive: WebArchive, db: Database, asked: Asked) -> Answer:
    name, pages = archive.endpoint.name, list[Page]()
    try:
        found = _found(archive, asked, pages)
    except FetchError as error:
        return Answer(source=name, outcome="failed", said=str(error).removeprefix(f"{name}: "))
    finally:
        keep_breaker(archive, db)
    outcome = "found" if found.posts else "absent"
    return Answer(source=name, outcome=outcome, said=found.said, posts=found.posts, pages=tuple(pages))


def _found(archive: WebArchive, asked: Asked, pages: list[Page]) -> Found:
    """What an archive gives; the pages that show it are added to `pages`."""

    def read(page: Page) -> Iterable[Post]:
        posts = [post for post in posts_of(page) if asked.wanted is None or is_of(post, asked.wanted.ref)]
        pages.extend([page] if posts else [])
        return posts

    if asked.author_day is not None:
        return find_on_day(archive, asked.author_day, read)
    if asked.wanted is None:
        return Found(said="nothing to ask for")
    wanted = asked.wanted

    def belongs(capture: Capture) -> bool:
        found = find_post(capture.original)
        return found is not None and found[1] == wanted.ref

    addresses = variants(wanted.url, wanted.ref, wanted.handle)
    return find_captured(archive, addresses, belongs, asked.near, read)


def _look_up(name: str, addresses: dict[str, str], fetcher: Fetcher, asked: Asked) -> Answer:
    lookup = next(each for each in LOOKUPS if each.name == name)
    address = addresses[name] or lookup.address
    url = request_url(lookup, asked.wanted, address) if asked.wanted else None
    if asked.wanted is None or url is None:
        return Answer(source=name, outcome="absent", said="is not for this post")
    try:
        # A server that the post itself names is not the user's word.
        page = fetcher.get(url, trusted="{host}" not in address, manner=Manner(accept="*/*", robots=False))
    except FetchError as error:
        return Answer(source=name, outcome="failed", said=str(error))
    posts = answers_about(posts_of(page), asked.wanted.ref)
    if posts:
        return Answer(source=name, outcome="found", said=posts[0].status, posts=posts, pages=(page,))
    outcome = "absent" if page.status in {200, 404} else "failed"
    return Answer(source=name, outcome=outcome, said=f"HTTP {page.status}, no post in the answer")
