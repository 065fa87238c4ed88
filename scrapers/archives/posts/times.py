"""A post's written time held against the one in its id."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from linker.records import Post, Problem
from scrapers.archives.place import Place

TOLERANCE = timedelta(seconds=1)
"""A written time has whole seconds; 1,473 archived tweets showed no larger gap to the time in their id."""


def disagreement(
    post: Post, written: datetime | None, place: Place, tolerance: timedelta = TOLERANCE
) -> Iterator[Problem]:
    """A problem where the written time is not the one in the id."""
    if written is None or post.created_at_source != "id" or post.created_at is None:
        return
    if abs(post.created_at - written) > tolerance:
        yield mismatch(post.post_id, post.created_at, written, place)


def mismatch(post_id: str | None, from_id: datetime, written: datetime, place: Place) -> Problem:
    """That a post's id and its written time differ."""
    return place.problem(
        "time mismatch",
        f"post {post_id}: the id says {from_id.isoformat()}, the field {written.isoformat()};"
        " the id is believed",
    )
