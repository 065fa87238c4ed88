"""Which posts to ask for, whom, and when again: one that was found absent is left in peace for a while."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from db import Database, queries
from db.asked import LastAnswer, last_answers
from linker.errors import UsageError
from linker.matching.embeds.resolution import resolve
from linker.records import Embed, PostRef
from linker.service.linking.postarchive import PostArchive
from linker.service.resolving.postsources import Asked, Source
from scrapers.captures.dayposts import AuthorDay
from scrapers.lookups.interfaces import Wanted
from scrapers.platforms import find_post, platform_named

_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A post, and those to ask for it now; none where nothing that is enabled can be asked."""

    asked: Asked
    sources: Sequence[Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to ask now, and when what was asked lately comes due."""

    questions: Sequence[Question]
    later: Sequence[datetime] = ()
    """For each post left out, when it is to be asked again; the next one first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    question: Question
    last: datetime
    """When one of its sources was asked last."""
    due: datetime
    """When the first of its sources is to be asked."""


def planned(
    db: Database, asked: Iterable[Asked], sources: Sequence[Source], *, wait: timedelta, now: datetime
) -> Plan:
    """What to ask now: what was never asked, then what was asked longest ago.

    A source that answered without showing the post is asked again after `wait`, one that failed at once. So a
    run that was stopped goes on, and an archive that was enabled since is asked for every post.
    """
    states = [_state(db, each, sources, wait=wait, now=now) for each in asked]
    now_due = sorted((state for state in states if state.due <= now), key=lambda state: state.last)
    return Plan(
        questions=[state.question for state in now_due],
        later=sorted(state.due for state in states if state.due > now),
    )


def _state(
    db: Database, asked: Asked, sources: Sequence[Source], *, wait: timedelta, now: datetime
) -> _State:
    answers = last_answers(db, asked.subject)
    due = [(each, _due(answers.get(each.name), wait)) for each in sources if each.is_for(asked)]
    return _State(
        question=Question(asked=asked, sources=[each for each, moment in due if moment <= now]),
        last=max((answers[each.name].asked_at for each, _ in due if each.name in answers), default=_NEVER),
        due=min((moment for _, moment in due), default=_NEVER),
    )


def _due(answer: LastAnswer | None, wait: timedelta) -> datetime:
    # Without a wait at once, also where the clock was wrong when it was asked.
    if answer is None or answer.outcome == "failed" or not wait:
        return _NEVER
    return answer.asked_at + wait


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
    for embed, asked in shown_only(archive.db):
        if embed.ref or resolve(embed, archive.candidates(embed)) is None:
            yield asked


def shown_only(db: Database) -> Iterator[tuple[Embed, Asked]]:
    """The same, without looking for posts that came since and may be those that embeds without an id show."""
    seen: set[str] = set()
    for embed in queries.unresolved_embeds(db):
        asked = _asked_embed(embed, embed.ref) if embed.ref else _asked_day(embed)
        if asked is not None and asked.subject not in seen:
            seen.add(asked.subject)
            yield embed, asked


def standing(db: Database, lookups: Sequence[Source]) -> Iterator[Asked]:
    """Every post that an article embeds or links to and a look-up can be asked for, once."""
    embeds = queries.embeds_with_id(db)
    asked = {each.subject: each for each in (_asked_embed(embed, embed.ref) for embed in embeds if embed.ref)}
    return (each for each in asked.values() if any(lookup.is_for(each) for lookup in lookups))


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
