"""Reddit JSON: listings, comment pages, and the flat objects of Pushshift and its successors."""

import re
from collections.abc import Iterator

from linker.records import Post, Status
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import ident, mapping, moment, objects, string, strings, within
from scrapers.archives.posts.text import said, unescape

_KINDS = ("t1", "t3")
_DEPTH = 60
_GONE = re.compile(r"\[ ?(?:deleted|removed)\b[^\]]{0,80}\]", re.IGNORECASE)
"""`[deleted]`, `[removed]`, `[ Removed by Reddit ]`, `[deleted by user]`."""
_BY_AUTHOR = ("[deleted]", "[deleted by user]")
_PICTURE = re.compile(r"https?://(?:i\.redd\.it/|i\.imgur\.com/)\S+|https?://\S+\.(?:jpe?g|png|gif|webp)")
_SITE = "https://www.reddit.com"


def sniff(value: Json) -> bool:
    """A listing, a thing with its kind, or a flat submission or comment."""
    data = value.get("data")
    if isinstance(data, dict):
        return value.get("kind") in ("Listing", *_KINDS) and ("children" in data or "subreddit" in data)
    return (
        "subreddit" in value
        and "author" in value
        and ("created_utc" in value or "permalink" in value)
        and ("body" in value or "title" in value)
    )


def read(value: Json, place: Place) -> Items:
    """Submissions and comments, the replies under each after it."""
    return _things(value, place, _DEPTH)


def _things(value: Json, place: Place, depth: int) -> Iterator[Post]:
    if depth == 0:
        return
    data = mapping(value.get("data")) or value
    if value.get("kind") == "Listing":
        for child in objects(data.get("children")):
            yield from _things(child, place, depth - 1)
    elif value.get("kind", "t3") in _KINDS and ("body" in data or "title" in data):
        yield _post(data, place)
        for original in objects(data.get("crosspost_parent_list")):
            yield from _things(original, place, min(depth - 1, 1))
        yield from _things(mapping(data.get("replies")), place, depth - 1)


def _post(data: Json, place: Place) -> Post:
    name = _name(data)
    status, evidence = _status(data)
    text = said(unescape(_kept(data)))
    author = string(data.get("author"))
    created_at = moment(_number(data.get("created_utc")))
    link = string(data.get("url")) if data.get("is_self") is False else None
    link = f"{_SITE}{link}" if link and link.startswith("/") else link
    return Post(
        platform="reddit",
        post_id=name,
        url=_address(data, name),
        author_handle=None if author == "[deleted]" else author,
        author_id=string(data.get("author_fullname")),
        created_at=created_at,
        created_at_source="field" if created_at else None,
        text=text,
        text_raw=string(_raw(data)),
        reply_to_id=string(data.get("parent_id")),
        repost_of_id=string(data.get("crosspost_parent")),
        conversation_id=string(data.get("link_id")) or name,
        links=strings([unescape(link)]) if link else (),
        media=_media(data, link),
        status=status,
        status_evidence=evidence,
        **place.seen(moment(_number(data.get("retrieved_on") or data.get("retrieved_utc")))),
    )


def _name(data: Json) -> str | None:
    number = ident(data.get("id"))
    kind = "t1" if "body" in data else "t3"
    return string(data.get("name")) or (f"{kind}_{number}" if number else None)


def _raw(data: Json) -> str:
    if "body" in data:
        return string(data.get("body")) or ""
    return "\n\n".join(strings([data.get("title"), data.get("selftext")]))


def _kept(data: Json) -> str:
    """What is still to be read: a removed submission keeps its title."""
    kept = ("body",) if "body" in data else ("title", "selftext")
    return "\n\n".join(each for each in strings(map(data.get, kept)) if not _GONE.fullmatch(each))


def _media(data: Json, link: str | None) -> tuple[str, ...]:
    """The pictures of a gallery in its order, a film, or the picture that a submission links to."""
    known = mapping(data.get("media_metadata"))
    listed = objects(mapping(data.get("gallery_data")).get("items"))
    sources = [within(known, str(each.get("media_id")), "s") for each in listed]
    gallery = [string(each.get("u")) or string(each.get("gif")) for each in sources]
    film = string(within(data, "media", "reddit_video").get("fallback_url"))
    picture = link if link and _PICTURE.match(link) else None
    return strings(unescape(each) for each in (*gallery, film, picture) if each)


def _number(value: object) -> object:
    return float(value) if isinstance(value, str) and value[:16].replace(".", "", 1).isdigit() else value


def _status(data: Json) -> tuple[Status, str | None]:
    said, by = _said(data), data.get("removed_by_category")
    for words in (said, string(data.get("title"))):
        if words in _BY_AUTHOR:
            return "deleted", f'it reads "{words}", which an author\'s own deletion leaves'
    if by == "deleted":
        return "deleted", "removed by its author (deleted)"
    if by or _GONE.fullmatch(said or ""):
        return "unavailable", f"removed by {by}" if by else f'it reads "{said}"'
    return "ok", None


def _said(data: Json) -> str | None:
    return string(data.get("body") if "body" in data else data.get("selftext"))


def _address(data: Json, name: str | None) -> str | None:
    permalink = string(data.get("permalink"))
    if permalink:
        return f"{_SITE}{permalink}" if permalink.startswith("/") else permalink
    thread, subreddit = (string(data.get("link_id")) or "").removeprefix("t3_"), string(data.get("subreddit"))
    if name and thread and subreddit:
        return f"{_SITE}/r/{subreddit}/comments/{thread}/_/{name.removeprefix('t1_')}/"
    return None


FORMAT = JsonFormat(name="reddit", title="Reddit JSON: listings, comments", sniff=sniff, read=read, rank=35)
