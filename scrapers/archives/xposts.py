"""What all formats of X posts share: times checked against ids, addresses, entities of the v1.1 family."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from linker.records import CreatedAtSource, Post, Problem
from scrapers.archives import Json, Place
from scrapers.archives.lenient import mapping, objects, string, strings
from scrapers.archives.posttext import expand, without_trailing

TOLERANCE = timedelta(seconds=1)
"""A written time carries whole seconds; 1,473 archived tweets showed no larger gap to the time in their id."""

_EPOCH_MS = 1288834974657
_FIRST_SNOWFLAKE = 30_000_000_000
_OWN_LINK = re.compile(r"https?://(?:www\.)?(?:twitter|x)\.com/i/web/status/(\d+)/?")
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")
_REPOST = re.compile(r"RT @\w{1,20}:? ")


def posted_at(post_id: str) -> datetime | None:
    """The time in an id of X; None where the id is older than the scheme, or no id at all."""
    if not (post_id.isascii() and post_id.isdigit() and len(post_id) < 20):
        return None
    number = int(post_id)
    if number < _FIRST_SNOWFLAKE:
        return None
    return datetime.fromtimestamp(((number >> 22) + _EPOCH_MS) / 1000, UTC)


def timed(post_id: str | None, written: datetime | None) -> tuple[datetime | None, CreatedAtSource | None]:
    """When a post was made, and what says so: its id, else the written field."""
    from_id = posted_at(post_id) if post_id else None
    if from_id is not None:
        return from_id, "id"
    return written, "field" if written else None


def disagreement(post: Post, written: datetime | None, place: Place) -> Iterator[Problem]:
    """A problem where the written time is not the one in the id."""
    if written is None or post.created_at_source != "id" or post.created_at is None:
        return
    if abs(post.created_at - written) > TOLERANCE:
        yield place.problem(
            "time mismatch",
            f"post {post.post_id}: its id says {post.created_at.isoformat()}, its field {written.isoformat()};"
            " the id's time is kept",
        )


def address(handle: str | None, post_id: str | None) -> str | None:
    """Canonical URL of a post."""
    return f"https://x.com/{handle or 'i/web'}/status/{post_id}" if post_id else None


def is_media_link(entity: Json) -> bool:
    """Whether a v2 URL entity is the post's own photo or video."""
    shown = entity.get("display_url")
    return "media_key" in entity or (
        isinstance(shown, str) and shown.startswith(("pic.twitter.com/", "pic.x.com/"))
    )


def pairs(entities: list[Json]) -> list[tuple[str, str]]:
    """(t.co, expanded) of URL entities that have both."""
    return [
        (short, long)
        for each in entities
        if (short := string(each.get("url"))) and (long := string(each.get("expanded_url")))
    ]


def clear(raw: str, links: list[tuple[str, str]], media: list[str], post_id: str | None) -> tuple[str, bool]:
    """Text as read, and whether it is cut: X ends a cut text with "…" and a link to the post itself."""
    own = [short for short, long in links if (found := _OWN_LINK.fullmatch(long)) and found[1] == post_id]
    bare = without_trailing(raw, own) if own else raw
    if own and _CUT.search(bare):
        return expand(bare, links, media), True
    return expand(raw, links, media), False


def repost_words(text: str) -> tuple[str, bool]:
    """Text of a repost whose original is not at hand: as found, cut as it always may be."""
    return text, _REPOST.match(text) is not None


def media_of(entities: list[Json]) -> tuple[str, ...]:
    """Addresses of photos, and of videos at their best rate."""
    return strings(_medium(each) for each in entities)


def _medium(entity: Json) -> object:
    variants = objects(mapping(entity.get("video_info")).get("variants")) or objects(entity.get("variants"))
    films = [each for each in variants if each.get("content_type") == "video/mp4"]
    if films:
        return max(films, key=_rate).get("url")
    return (
        entity.get("media_url_https")
        or entity.get("url_https")
        or entity.get("media_url")
        or entity.get("preview_image_url")
        or entity.get("expanded_url")
    )


def _rate(variant: Json) -> float:
    rate = variant.get("bitrate", variant.get("bit_rate"))
    return rate if isinstance(rate, int | float) else 0
