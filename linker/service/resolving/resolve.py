"""`linker resolve`: posts that the database only knows from embeds, asked of web archives and look-ups.

One outcome for each post that was asked for, as a row in `run_items`: found, absent, failed. Absence is what
the archives that answered say; one that failed makes it unknown, and a capture that is missing or archived
with status 404 is no proof of a deletion.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from db import pulling, queries
from db.asked import LastAnswer, save_answer
from linker.config import Config, load_or_default
from linker.errors import PARTIAL, Stopped, UsageError
from linker.service.linking.embeddings import remembering
from linker.service.linking.linking import matcher_of
from linker.service.linking.postarchive import PostArchive, open_archive
from linker.service.linking.relinking import relink_articles, waiting_articles
from linker.service.locking import among_resolvers
from linker.service.pages.web import Clock, open_fetcher, utc_now
from linker.service.resolving.absence import Absences, Rule
from linker.service.resolving.asking import Plan, Question, asked_word, planned, standing, unresolved
from linker.service.resolving.postsources import Answer, Source, archives_of, lookups_of
from linker.service.telling.reports import Progress, Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveReport:
    """What became of all that were asked for."""

    outcomes: Counter[str] = field(default_factory=Counter)
    relinked: int = 0
    later: Sequence[datetime] = ()
    """For each post left out because it was asked lately, when it is due; the next one first."""
    unreached: int = 0
    """Posts that were still to be asked when the run was stopped."""

    def summary(self) -> str:
        """One line for the end."""
        counts = ", ".join(f"{number} {outcome}" for outcome, number in sorted(self.outcomes.items()))
        parts = [f"{self.outcomes.total()} posts asked for: {counts}" if counts else "no post to ask for"]
        if self.unreached:
            parts.append(f"stopped before {self.unreached} more, which the next run asks first")
        if self.later:
            parts.append(
                f"{len(self.later)} asked lately and left out (--again asks), {_due_text(self.later)}"
            )
        return "; ".join([*parts, f"{self.relinked} articles relinked"])

    @property
    def exit_code(self) -> int:
        """0 some found or nothing to ask, 1 none found, 3 all failed, 4 some failed or not reached."""
        failed, total = self.outcomes["failed"], self.outcomes.total()
        if self.unreached:
            return PARTIAL
        if failed:
            return 3 if failed == total else PARTIAL
        return 0 if self.outcomes["found"] or not total else 1


def _due_text(later: Sequence[datetime]) -> str:
    first, last = (f"{moment:%Y-%m-%d %H:%M} UTC" for moment in (later[0], later[-1]))
    return f"due {first}" if first == last else f"due from {first} to {last}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What `linker resolve` was told."""

    posts: Sequence[str] = ()
    """URLs, or ids of X; without any, the database's unresolved embeds."""
    check: bool = False
    """Only whether posts still stand, by look-ups; without `posts`, all that articles embed or link to."""
    again: bool = False
    """Also those that were asked for lately; so are `posts`, and what is checked."""
    database: Path | None = None
    config_path: Path | None = None


def resolve_once(
    errand: Errand, *, report: Report, progress: Progress | None = None, clock: Clock = utc_now
) -> ResolveReport:
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
        stack.enter_context(among_resolvers(database, lambda: _close_left_open(archive, clock)))
        asking, sources = _asking(stack, archive, config, errand, clock)
        asked = named or (standing(archive.db, sources) if errand.check else unresolved(archive))
        at_once = bool(named) or errand.check or errand.again
        wait = timedelta(days=0 if at_once else config.resolve.again_after_days)
        plan = planned(archive.db, asked, sources, wait=wait, now=clock())
        waiting = waiting_articles(archive.db)
        outcomes = asking.ask_all(plan, report, progress)
        # A run that was killed may have stored words and linked nothing to them.
        changed = waiting if outcomes["found"] else queries.articles_linked_with_older_words(archive.db)
        relinked = _relink(archive, config, changed)
    unreached = len(plan.questions) - outcomes.total()
    return ResolveReport(outcomes=outcomes, relinked=relinked, later=plan.later, unreached=unreached)


def _close_left_open(archive: PostArchive, clock: Clock) -> None:
    pulling.interrupt_unfinished(archive.db, "resolve", now=clock())


def _relink(archive: PostArchive, config: Config, articles: Sequence[str]) -> int:
    if not articles:
        return 0
    matcher = remembering(matcher_of(config), archive.db)
    return sum(changed for _, _, changed in relink_articles(archive, matcher, articles))


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
) -> tuple["_Asking", tuple[Source, ...]]:
    fetcher = open_fetcher(stack, config, clock)
    lookups = lookups_of(config, fetcher)
    archives = () if errand.check else archives_of(config, archive.db, fetcher)
    between = timedelta(days=config.deletion.days_between)
    rule = Rule(misses=config.deletion.misses, between=between)
    absences = Absences(archive=archive, lookups={each.name: each for each in lookups}, rule=rule)
    return _Asking(archive=archive, absences=absences, clock=clock), (*archives, *lookups)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asking:
    """One run: where the answers go."""

    archive: PostArchive
    absences: Absences
    clock: Clock

    def ask_all(self, plan: Plan, report: Report, progress: Progress | None) -> Counter[str]:
        """Ask for each in turn, and record what became of it; a stop ends the run in good order."""
        db, outcomes, ended = self.archive.db, Counter[str](), "failed"
        run = pulling.start_run(db, pulling.Run(kind="resolve"), now=self.clock())
        total = len(plan.questions)
        advance = progress or (lambda _done, _total: None)
        try:
            advance(0, total)
            for number, question in enumerate(plan.questions, 1):
                item = self._ask_one(question)
                pulling.add_item(db, run, item, now=self.clock())
                outcomes[item.outcome] += 1
                report(f"{number}/{total} {item.subject}: {item.outcome} ({item.message})")
                advance(number, total)
            ended = "partial" if outcomes["failed"] else "done"
        except (Stopped, KeyboardInterrupt):
            ended = "stopped"
        finally:
            pulling.finish_run(db, run, ended, now=self.clock(), counts=outcomes)
        return outcomes

    def _ask_one(self, question: Question) -> pulling.Item:
        asked = question.asked
        answers = list(self._answers(question))
        for answer in answers:
            self.archive.save_observations(answer.pages, answer.posts)
        said, outcome = [str(answer) for answer in answers], outcome_of(answers)
        missed = [answer.miss for answer in answers if answer.miss and outcome != "found"]
        absence = self.absences.record(asked.wanted, missed) if missed and asked.wanted else None
        if absence is not None:
            said.append(absence.status_evidence or "")
            outcome = "deleted" if absence.status == "deleted" else outcome
        self._remember(asked.subject, answers)
        message = "; ".join(said) or "nothing that is enabled can be asked for it"
        return pulling.Item(subject=asked.subject, outcome=outcome, message=message)

    def _answers(self, question: Question) -> Iterator[Answer]:
        """What each said in turn, up to the first that shows the post's words."""
        for source in question.sources:
            answer = source.ask(question.asked)
            yield answer
            if answer.shows_words:
                return

    def _remember(self, subject: str, answers: Sequence[Answer]) -> None:
        for answer in answers:
            told = LastAnswer(outcome=answer.outcome, asked_at=self.clock())
            save_answer(self.archive.db, subject, answer.source, told)


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
