"""What all formats of X posts share: the words of a status, its address, its time, its absence."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from linker.records import CreatedAtSource, Post, Status
from scrapers.archives.format import Json
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import mapping, objects, string, strings
from scrapers.archives.posts.pages import original
from scrapers.archives.posts.text import expand, said, without_trailing
from scrapers.platforms.x import posted_at

_OWN_LINK = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(?:i/web|\w+)/status/\d+/?")
OWN_MEDIA = re.compile(
    r"pic\.(?:twitter|x)\.com/|https?://(?:twitter|x)\.com/\w+/status/\d+/(?:photo|video)/\d"
)
_SHORT = re.compile(r"https?://t\.co/\w+", re.ASCII)
_CUT = re.compile(r"(?:…|\.\.\.)\s*$")
_NO_POST: tuple[tuple[str, Status], ...] = (
    ("deleted by the post author", "deleted"),
    ("deleted by the tweet author", "deleted"),
    ("suspended", "suspended"),
    ("limits who can view", "private"),
    ("not authorized", "private"),
    ("protected", "private"),
    ("withheld", "withheld"),
)


Time = tuple[datetime | None, CreatedAtSource | None]


class Words(NamedTuple):
    """What a status says: its text as read, and what X lists beside it."""

    text: str | None
    links: tuple[str, ...]
    mentions: tuple[str, ...]
    hashtags: tuple[str, ...]
    media: tuple[str, ...]
    truncated: bool


def words(
    raw: str, entities: Json, media: list[Json], post_id: str | None, permalink: Json | None = None
) -> Words:
    """The words of a status in the shape of v1.1, which exports, syndication and the web client share.

    `permalink` is its `quoted_status_permalink`: some texts hold its link where the entities do not.
    """
    links = pairs(objects(entities.get("urls")))
    short = string(permalink.get("url")) if permalink else None
    if permalink and short and short in raw:
        links += pairs([{"url": short, "expanded_url": permalink.get("expanded")}])
    own = [short for each in media if (short := link_of(each, "url"))]
    text, cut = clear(raw, links, own, post_id)
    return Words(
        said(text),
        strings(long for _, long in links if not (cut and is_own(long, post_id))),
        strings(each.get("screen_name") for each in objects(entities.get("user_mentions"))),
        strings(each.get("text") for each in objects(entities.get("hashtags"))),
        media_of(media),
        cut,
    )


def clear(raw: str, links: list[tuple[str, str]], media: list[str], post_id: str | None) -> tuple[str, bool]:
    """Text as read, and whether it is cut: X ends a cut text with "…" and a link to the post itself."""
    own = [short for short, long in links if is_own(long, post_id)]
    bare = without_trailing(raw, own) if own else raw
    if own and _CUT.search(bare):
        return expand(bare, links, media), True
    return expand(raw, links, media), False


def is_own(url: str, post_id: str | None) -> bool:
    """Whether an address is that of the post itself."""
    return post_id is not None and post_id in url and _OWN_LINK.fullmatch(url) is not None


def pairs(entities: list[Json]) -> list[tuple[str, str]]:
    """(t.co, expanded) of URL entities that have both."""
    return [
        (short, long)
        for each in entities
        if (short := link_of(each, "url")) and (long := link_of(each, "expanded_url"))
    ]


def link_of(entity: Json, key: str) -> str | None:
    """An address of an entity, without the web archive's prefix."""
    return unarchived(string(entity.get(key)))


def unarchived(found: str | None) -> str | None:
    """An address without the prefix that the web archive's copies of JSON may put before it."""
    return original(found) if found and "web.archive.org/web/" in found else found


def listed_in_order(
    raw: str, listed: Sequence[str], *, has_media: bool, told: Sequence[tuple[str, str]] = ()
) -> tuple[list[tuple[str, str]], list[str]]:
    """Short links of a text with the long ones that a table lists beside it, and those to its own media.

    They belong together where as many are listed as stand in the text; `told` are pairs that are known.
    """
    short = list(dict.fromkeys(_SHORT.findall(raw)))
    own = short[-1:] if has_media and len(short) == len(listed) + 1 else []
    counted = list(zip(short, listed, strict=False)) if len(short) - len(own) == len(listed) else []
    found = list(told) or counted
    media = [each for each, long in found if OWN_MEDIA.match(long)]
    return [pair for pair in found if pair[0] not in media], [*media, *own]


def media_of(entities: list[Json]) -> tuple[str, ...]:
    """Addresses of photos, and of videos at their best rate."""
    return strings(_medium(each) for each in entities)


def _medium(entity: Json) -> object:
    variants = objects(mapping(entity.get("video_info")).get("variants")) or objects(entity.get("variants"))
    films = [each for each in variants if "mp4" in str(each.get("content_type", each.get("contentType")))]
    if films:
        return link_of(max(films, key=_rate), "url")
    names = (
        "media_url_https",
        "media_url",
        "fullUrl",
        "url_https",
        "preview_image_url",
        "expanded_url",
        "url",
    )
    return next((found for name in names if (found := link_of(entity, name))), None)


def _rate(variant: Json) -> float:
    rate = variant.get("bitrate", variant.get("bit_rate"))
    return rate if isinstance(rate, int | float) else 0


def timed(post_id: str | None, written: datetime | None) -> Time:
    """When a post was made, and what says so: its id, else the written field."""
    from_id = posted_at(post_id) if post_id else None
    if from_id is not None:
        return from_id, "id"
    return written, "field" if written else None


def address(handle: str | None, post_id: str | None) -> str | None:
    """Canonical URL of a post: that of `scrapers.platforms.x`, without the `PostRef` that asking takes."""
    return f"https://x.com/{handle or 'i'}/status/{post_id}" if post_id else None


def absent(
    place: Place,
    post_id: str | None,
    told: str,
    *,
    author_id: str | None = None,
    seen: datetime | None = None,
) -> Post:
    """The observation that a post was not shown, with the words that stood in its place.

    Only words that speak of a deletion make it one: an empty tombstone does not.
    """
    lower = told.lower()
    status: Status = next((status for words, status in _NO_POST if words in lower), "unavailable")
    return gone(place, post_id, status, told, author_id=author_id, seen=seen)


def gone(  # noqa: PLR0913 - the few facts that such an observation has
    place: Place,
    post_id: str | None,
    status: Status,
    evidence: str,
    *,
    author_id: str | None = None,
    seen: datetime | None = None,
) -> Post:
    """The observation of a post without its words."""
    created_at, source = timed(post_id, None)
    return Post(
        platform="x",
        post_id=post_id,
        url=address(None, post_id),
        author_id=author_id,
        created_at=created_at,
        created_at_source=source,
        status=status,
        status_evidence=evidence,
        **place.seen(seen),
    )


def withheld(status: Json) -> tuple[Status, str | None]:
    """Status by the v1.1 fields that say where a post may not be shown."""
    if status.get("withheld_copyright") is True:
        return "withheld", "withheld_copyright"
    found = status.get("withheld_in_countries")
    countries = strings(found) if isinstance(found, list) else ()
    return ("withheld", f"withheld in {', '.join(countries)}") if countries else ("ok", None)
