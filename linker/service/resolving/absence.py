"""Whether a post that its platform no longer shows is deleted: misses, their witnesses, when they suffice.

A miss alone tells nothing: in one data set the share of deleted posts fell from 54 % to 10 % on a second look
(https://github.com/DocNow/hydrator/issues/47). So each miss that counts has a witness of that moment, another
post of the account or its profile, which the same look-up showed: the account lives, and the look-up works.
What is seen of the post later takes a deletion back.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from db import misses as stored
from db import queries
from db.observations import observation_ids, save_posts
from db.observed import MISSES_FORMAT, natural_hash
from linker.records import Miss, Post, PostRef
from linker.service.linking.postarchive import PostArchive
from linker.service.resolving.postsources import Asked, LiveLookup
from scrapers.lookups.interfaces import Wanted
from scrapers.platforms import platform_named

MOST_WITNESSES = 3
"""Other posts of an account that are asked for at most: one may be gone as well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How many misses tell of a deletion, and how far apart they are at least."""

    misses: int
    between: timedelta


@dataclass(slots=True, kw_only=True)
class Absences:
    """The absences of one run; a witness serves all posts of its account."""

    archive: PostArchive
    lookups: Mapping[str, LiveLookup]
    rule: Rule
    _witnesses: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def record(self, wanted: Wanted, missed: Sequence[Miss]) -> Post | None:
        """Keep what look-ups missed; what all misses together say of the post: deleted, or nothing yet.

        None where nobody ever saw words of it: an id misread by a page, for example, cannot be deleted.
        """
        db, before = self.archive.db, queries.post(self.archive.db, wanted.ref)
        if before is None or not before.text:
            return None
        author = queries.Author(
            platform=wanted.ref.platform,
            author_id=before.author_id or wanted.author_id,
            handle=before.author_handle or wanted.handle,
        )
        missed = [replace(miss, witness=self._witness(miss.lookup, wanted, author)) for miss in missed]
        nothing_yet = _observation(wanted, author)
        ((_, number),) = observation_ids(db, [nothing_yet])
        kept = stored.add_misses(db, number, missed)
        counted = counting(kept, self.rule, stored.last_seen(db, wanted.ref))
        stored.count_misses(db, number, counted)
        told = _told(nothing_yet, kept, counted, self.rule)
        save_posts(db, [told])
        return told

    def _witness(self, name: str, wanted: Wanted, author: queries.Author) -> str | None:
        key = (name, author.author_id or (author.handle or wanted.url).casefold())
        if key not in self._witnesses:
            self._witnesses[key] = self._find_witness(self.lookups[name], wanted, author)
        return self._witnesses[key]

    def _find_witness(self, lookup: LiveLookup, wanted: Wanted, author: queries.Author) -> str | None:
        others = queries.others_by_author(self.archive.db, wanted.ref, author, limit=MOST_WITNESSES)
        for ref in [post.ref for post in others if post.ref]:
            # By the author as the missed post names it: a changed handle may be all that is wrong.
            asked = replace(wanted, ref=ref, url=_address(ref, wanted.handle))
            answer = lookup.ask(Asked(subject=asked.url, wanted=asked))
            self.archive.save_observations(answer.pages, answer.posts)
            if any(_is_shown_of(post, author) for post in answer.posts):
                return asked.url
        return lookup.account_shown(wanted)


def counting(missed: Sequence[Miss], rule: Rule, since: datetime | None) -> tuple[Miss, ...]:
    """The misses that tell of a deletion: witnessed, after the last sight of the post, far enough apart."""
    counted: list[Miss] = []
    for miss in sorted(missed, key=lambda each: each.asked_at):
        seen_later = since is not None and miss.asked_at <= since
        too_soon = bool(counted) and miss.asked_at - counted[-1].asked_at < rule.between
        if miss.witness is not None and not seen_later and not too_soon:
            counted.append(miss)
    return tuple(counted)


def _observation(wanted: Wanted, author: queries.Author) -> Post:
    """What the misses of a post say together: nothing, until they tell of a deletion."""
    platform, ref = platform_named(wanted.ref.platform), wanted.ref
    created_at = platform.posted_at(ref.post_id) if platform else None
    return Post(
        platform=ref.platform,
        post_id=ref.post_id,
        host=ref.host,
        url=wanted.url,
        author_handle=author.handle,
        author_id=author.author_id,
        created_at=created_at,
        created_at_source="id" if created_at else None,
        status="unknown",
        source_format=MISSES_FORMAT,
        sha256=natural_hash(ref.platform, f"{ref.host}\n{ref.post_id}", None),
    )


def _told(nothing_yet: Post, kept: Sequence[Miss], counted: Sequence[Miss], rule: Rule) -> Post:
    if len(counted) < rule.misses:
        days = rule.between / timedelta(days=1)
        evidence = (
            f"missed so far: {len(kept)}; counted {len(counted)} of the {rule.misses} that tell a deletion"
            f" (at least {days:g} days apart, the account seen alive)"
        )
        return replace(nothing_yet, status_evidence=evidence, captured_at=kept[-1].asked_at)
    each = "; ".join(
        f"{miss.asked_at:%Y-%m-%d %H:%M} UTC {miss.lookup}: {miss.said}, while it showed {miss.witness}"
        for miss in counted
    )
    return replace(
        nothing_yet,
        status="deleted",
        status_evidence=f"{len(counted)} misses while the account lives: {each}",
        # Of the first that counts, so that whatever is seen after it wins.
        captured_at=counted[0].asked_at,
    )


def _address(ref: PostRef, handle: str | None) -> str:
    platform = platform_named(ref.platform)
    return platform.canonical_url(ref, handle) if platform else ""


def _is_shown_of(post: Post, author: queries.Author) -> bool:
    """Whether a look-up shows this post, and as this author's: a handle may be another's by now."""
    if post.status != "ok" or not post.text:
        return False
    if author.author_id and post.author_id:
        return author.author_id == post.author_id
    return bool(author.handle) and (post.author_handle or "").casefold() == (author.handle or "").casefold()
