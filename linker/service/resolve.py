"""`linker resolve`: posts that the database only knows from embeds, asked of web archives and look-ups.

One outcome for each post that was asked for, as a row in `run_items`: found, absent, failed. Absence is what
the archives that answered say; one that failed makes it unknown, and a capture that is missing or archived
with status 404 is no proof of a deletion.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from db import pulling, queries
from linker.config import Config, load_or_default
from linker.errors import Stopped, UsageError
from linker.matching.resolution import resolve
from linker.records import Embed, PostRef
from linker.service.absence import Absences, Rule
from linker.service.archives import PostArchive, open_archive
from linker.service.embeddings import remembering
from linker.service.linking import matcher_of
from linker.service.postsources import Answer, Asked, LiveLookup, Source, archives_of, lookups_of
from linker.service.relinking import relink_articles, waiting_articles
from linker.service.web import Clock, open_fetcher, utc_now
from scrapers.captures.dayposts import AuthorDay
from scrapers.lookups.interfaces import Wanted
from scrapers.platforms import find_post, platform_named

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveReport:
    """What became of all that were asked for."""

    outcomes: Counter[str] = field(default_factory=Counter)
    relinked: int = 0

    def summary(self) -> str:
        """One line for the end."""
        counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self.outcomes.items()))
        asked = f"{self.outcomes.total()} posts asked for: {counts or 'there is none'}"
        return f"{asked}; {self.relinked} articles relinked"

    @property
    def exit_code(self) -> int:
        """0 some found or nothing to ask, 1 none found, 3 all failed, 4 some failed."""
        failed, total = self.outcomes["failed"], self.outcomes.total()
        if failed:
            return 3 if failed == total else 4
        return 0 if self.outcomes["found"] or not total else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What `linker resolve` was told."""

    posts: Sequence[str] = ()
    """URLs, or ids of X; without any, the database's unresolved embeds."""
    check: bool = False
    """Only whether posts still stand, by look-ups; without `posts`, all that articles embed or link to."""
    database: Path | None = None
    config_path: Path | None = None


def resolve_once(errand: Errand, *, report: Report, clock: Clock = utc_now) -> ResolveReport:
    """Ask for posts, store what was observed of them, and link the articles that waited for them.

    Raises:
        ConfigError: config.toml is off.
        UsageError: a word names no post, or nothing that could be asked is enabled.
        InputError: there is no database, and no post is named.
    """
    config = load_or_default(errand.config_path)
    database = errand.database or Path(config.database)
    named = [asked_word(word) for word in errand.posts]
    _check_there_is_something_to_ask(config, errand)
    with ExitStack() as stack:
        archive = open_archive(stack, database, create=bool(named))
        asking = _asking(stack, archive, config, errand, clock)
        asked = named or list(asking.standing() if errand.check else unresolved(archive))
        waiting = waiting_articles(archive.db)
        outcomes = asking.ask_all(asked, report)
        changed = 0
        if outcomes["found"]:
            matcher = remembering(matcher_of(config), archive.db)
            changed = sum(changed for _, _, changed in relink_articles(archive, matcher, waiting))
    return ResolveReport(outcomes=outcomes, relinked=changed)


def _check_there_is_something_to_ask(config: Config, errand: Errand) -> None:
    """Before a database is opened, which would make an empty one."""
    lookups = any(lookup.enabled for lookup in config.lookups.values())
    archives = not errand.check and any(archive.enabled for archive in config.archives)
    if not lookups and not archives:
        wanted = "a look-up" if errand.check else "an archive or a look-up"
        sections = "[lookups]" if errand.check else "[[archives]] and [lookups]"
        raise UsageError(f"there is nothing to ask: enable {wanted}, see {sections} of config.toml")


def _asking(
    stack: ExitStack, archive: PostArchive, config: Config, errand: Errand, clock: Clock
) -> "_Asking":
    fetcher = open_fetcher(stack, config, clock)
    lookups = lookups_of(config, fetcher)
    archives = () if errand.check else archives_of(config, archive.db, fetcher)
    between = timedelta(days=config.deletion.days_between)
    rule = Rule(misses=config.deletion.misses, between=between)
    absences = Absences(archive=archive, lookups={each.name: each for each in lookups}, rule=rule)
    return _Asking(archive=archive, archives=archives, lookups=lookups, absences=absences, clock=clock)


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


def embedded(archive: PostArchive) -> Iterator[Asked]:
    """Posts that articles embed or link to by their id."""
    return (_asked_embed(embed, embed.ref) for embed in queries.embeds_with_id(archive.db) if embed.ref)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """One run: whom to ask, and where the answers go."""

    archive: PostArchive
    archives: tuple[Source, ...]
    lookups: tuple[LiveLookup, ...]
    absences: Absences
    clock: Clock

    def standing(self) -> Iterator[Asked]:
        """Every post that an article embeds or links to and a look-up can be asked for, once."""
        asked = {each.subject: each for each in embedded(self.archive)}
        return (each for each in asked.values() if any(_is_for(lookup, each) for lookup in self.lookups))

    def ask_all(self, asked: Sequence[Asked], report: Report) -> Counter[str]:
        """Ask for each in turn, and record what became of it."""
        db, outcomes, ended = self.archive.db, Counter[str](), "failed"
        run = pulling.start_run(db, pulling.Run(kind="resolve"), now=self.clock())
        try:
            for each in asked:
                item = self._ask_one(each)
                pulling.add_item(db, run, item, now=self.clock())
                outcomes[item.outcome] += 1
                report(f"{item.subject}: {item.outcome} ({item.message})")
            ended = "partial" if outcomes["failed"] else "done"
        except Stopped:
            ended = "stopped"
        finally:
            pulling.finish_run(db, run, ended, now=self.clock(), counts=outcomes)
        return outcomes

    def _ask_one(self, asked: Asked) -> pulling.Item:
        answers: list[Answer] = []
        for source in (*self.archives, *(lookup.ask for lookup in self.lookups if _is_for(lookup, asked))):
            answers.append(source(asked))
            if answers[-1].shows_words:
                break
        for answer in answers:
            self.archive.save_observations(answer.pages, answer.posts)
        said, outcome = [str(answer) for answer in answers], outcome_of(answers)
        missed = [answer.miss for answer in answers if answer.miss and outcome != "found"]
        absence = self.absences.record(asked.wanted, missed) if missed and asked.wanted else None
        if absence is not None:
            said.append(absence.status_evidence or "")
            outcome = "deleted" if absence.status == "deleted" else outcome
        message = "; ".join(said) or "nothing that is enabled can be asked for it"
        return pulling.Item(subject=asked.subject, outcome=outcome, message=message)


def _is_for(lookup: LiveLookup, asked: Asked) -> bool:
    return asked.wanted is not None and lookup.is_for(asked.wanted)


def outcome_of(answers: Sequence[Answer]) -> str:
    """One word for what all answers together say of a post.

    found: its words are stored; a status (deleted, …): somebody said so; failed: unknown, ask again; unasked:
    nobody could be; absent.
    """
    if not answers:
        return "unasked"
    if any(answer.shows_words for answer in answers):
        return "found"
    told = [
        post.status for answer in answers for post in answer.posts if post.status not in {"ok", "unknown"}
    ]
    if told:
        return told[0]
    return "failed" if any(answer.outcome == "failed" for answer in answers) else "absent"
