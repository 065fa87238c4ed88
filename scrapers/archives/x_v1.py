"""X API v1.1: statuses, streams with delete notices, search pages, users with their latest status."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from linker.records import Post, Problem, Status
from scrapers.archives import Items, Json, JsonFormat, Place
from scrapers.archives.lenient import handle, ident, mapping, moment, objects, string, strings
from scrapers.archives.posttext import said
from scrapers.archives.xposts import address, clear, disagreement, media_of, pairs, repost_words, timed

NAME = "x_v1"
_NOTICES = frozenset({"limit", "scrub_geo", "disconnect", "warning", "user_delete", "user_undelete", "event"})
_DEPTH = 4


def sniff(value: Json) -> bool:
    """A status, a stream's message, a search page, or a user that carries a status."""
    return _is_status(value) or _is_notice(value) or _has_statuses(value) or _is_user_with_status(value)


def _is_status(value: Json) -> bool:
    return (
        ("id_str" in value or "id" in value)
        and ("full_text" in value or "text" in value)
        and ("entities" in value or "source" in value or "favorited" in value or "retweeted" in value)
        and isinstance(value.get("user"), dict)
        and "__typename" not in value
        and "edit_control" not in value
    )


def _is_notice(value: Json) -> bool:
    if len(value) > 2:
        return False
    return (
        "status" in mapping(value.get("delete"))
        or "status_withheld" in value
        or (
            len(value) == 1
            and isinstance(value.get(next(iter(value))), dict)
            and next(iter(value)) in _NOTICES
        )
    )


def _has_statuses(value: Json) -> bool:
    found = value.get("statuses")
    return isinstance(found, list) and ("search_metadata" in value or any(map(_is_status, objects(found))))


def _is_user_with_status(value: Json) -> bool:
    return "screen_name" in value and isinstance(value.get("status"), dict)


def read(value: Json, place: Place) -> Items:
    """Every post of the object, each once: the status, what it reposts and quotes."""
    if _is_notice(value):
        return _notice(value, place)
    if _has_statuses(value):
        found = objects(value.get("statuses"))
        return chain.from_iterable(_statuses(each, mapping(each.get("user")), place) for each in found)
    if _is_user_with_status(value):
        return _statuses(mapping(value.get("status")), value, place)
    return _statuses(value, mapping(value.get("user")), place)


def _notice(value: Json, place: Place) -> Iterator[Post]:
    deleted, withheld = mapping(value.get("delete")), mapping(value.get("status_withheld"))
    if deleted:
        yield _gone(mapping(deleted.get("status")), deleted, "deleted", "delete notice in the stream", place)
    elif withheld:
        countries = ", ".join(strings(_list(withheld.get("withheld_in_countries"))))
        yield _gone(withheld, withheld, "withheld", f"withheld notice in the stream: {countries}", place)


def _gone(status: Json, envelope: Json, state: Status, evidence: str, place: Place) -> Post:
    post_id = _id(status, "id")
    created_at, source = timed(post_id, None)
    stamp = ident(envelope.get("timestamp_ms"))
    return Post(
        platform="x",
        post_id=post_id,
        url=address(None, post_id),
        author_id=_id(status, "user_id"),
        created_at=created_at,
        created_at_source=source,
        status=state,
        status_evidence=evidence,
        source_format=NAME,
        archive_url=place.archive_url,
        captured_at=(moment(stamp) if stamp else None) or place.captured_at,
        sha256=place.sha256,
        offset=place.offset,
        length=place.length,
    )


def _statuses(status: Json, user: Json, place: Place, depth: int = 0) -> Items:
    original = mapping(status.get("retweeted_status"))
    quoted = mapping(status.get("quoted_status"))
    written = moment(status.get("created_at"))
    post = _post(status, user, original, written, place)
    yield post
    yield from disagreement(post, written, place)
    if depth >= _DEPTH:
        return
    for inner in (original, quoted):
        if inner:
            yield from _statuses(inner, mapping(inner.get("user")), place, depth + 1)


def _post(status: Json, user: Json, original: Json, written: datetime | None, place: Place) -> Post:
    post_id = _id(status, "id")
    shown = original or status
    raw, cut = _raw(shown)
    text, links, media, truncated = _read_text(shown, raw)
    repost_of_id = _id(original, "id")
    if repost_of_id is None and cut and raw.startswith("RT @"):
        text, truncated = repost_words(text)
    created_at, source = timed(post_id, written)
    author = handle(user.get("screen_name"))
    entities = _entities(shown)
    state, evidence = _withheld(status)
    return Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(user.get("name")),
        author_id=_id(user, "id"),
        created_at=created_at,
        created_at_source=source,
        text=said(text),
        text_raw=string(_raw(status)[0]),
        lang=string(status.get("lang")),
        reply_to_id=_id(status, "in_reply_to_status_id"),
        quote_of_id=_id(status, "quoted_status_id") or _id(mapping(status.get("quoted_status")), "id"),
        repost_of_id=repost_of_id,
        links=links,
        mentions=strings(each.get("screen_name") for each in objects(entities.get("user_mentions"))),
        hashtags=strings(each.get("text") for each in objects(entities.get("hashtags"))),
        media=media,
        truncated=truncated or (cut and not repost_of_id),
        status=state,
        status_evidence=evidence,
        source_format=NAME,
        archive_url=place.archive_url,
        captured_at=place.captured_at,
        sha256=place.sha256,
        offset=place.offset,
        length=place.length,
    )


def _raw(status: Json) -> tuple[str, bool]:
    """The fullest text of a status, and whether even that is cut."""
    extended = mapping(status.get("extended_tweet"))
    full = string(extended.get("full_text")) or string(status.get("full_text"))
    if full:
        return full, False
    return string(status.get("text")) or "", status.get("truncated") is True


def _read_text(status: Json, raw: str) -> tuple[str, tuple[str, ...], tuple[str, ...], bool]:
    entities = _entities(status)
    links = pairs(objects(entities.get("urls")))
    media = objects(mapping(_extended(status)).get("media")) or objects(entities.get("media"))
    text, cut = clear(
        raw, links, [short for each in media if (short := string(each.get("url")))], _id(status, "id")
    )
    return text, strings(long for _, long in links), media_of(media), cut


def _entities(status: Json) -> Json:
    extended = mapping(status.get("extended_tweet"))
    return mapping(extended.get("entities")) or mapping(status.get("entities"))


def _extended(status: Json) -> Json:
    extended = mapping(status.get("extended_tweet"))
    return mapping(extended.get("extended_entities")) or mapping(status.get("extended_entities"))


def _withheld(status: Json) -> tuple[Status, str | None]:
    if status.get("withheld_copyright") is True:
        return "withheld", "withheld_copyright"
    countries = strings(_list(status.get("withheld_in_countries")))
    return ("withheld", f"withheld in {', '.join(countries)}") if countries else ("ok", None)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _id(value: Json, key: str) -> str | None:
    return ident(value.get(f"{key}_str")) or ident(value.get(key))


FORMAT = JsonFormat(
    name=NAME, title="X API v1.1, streams with delete notices", sniff=sniff, read=read, rank=20
)
