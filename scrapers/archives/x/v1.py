"""X API v1.1: statuses, streams with delete notices, search pages, users with their latest status."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from linker.records import Post
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, ident, mapping, moment, objects, string, strings
from scrapers.archives.posts.times import disagreement
from scrapers.archives.x.posts import address, gone, timed, withheld, words

_NOTICES = frozenset(
    {
        "limit",
        "scrub_geo",
        "disconnect",
        "warning",
        "user_delete",
        "user_undelete",
        "user_withheld",
        "user_protect",
        "user_unprotect",
        "user_suspend",
        "user_unsuspend",
        "friends",
        "friends_str",
        "control",
    }
)
_MARKS = frozenset({"entities", "source", "favorited", "retweeted", "truncated", "in_reply_to_status_id"})
_DEPTH = 4


def sniff(value: Json) -> bool:
    """A status, a stream's message, a search page, a look-up by id, or a user that carries a status."""
    return (
        _is_status(value)
        or _is_notice(value)
        or any(map(_is_status, objects(value.get("statuses"))))
        or "search_metadata" in value
        or ("screen_name" in value and isinstance(value.get("status"), dict))
        or any(isinstance(each, dict) and _is_status(each) for each in _by_id(value).values())
        or isinstance(_bundle(value).get("tweets"), dict)
    )


def _is_status(value: Json) -> bool:
    return (
        ("id_str" in value or "id" in value)
        and ("full_text" in value or "text" in value)
        and "user" in value
        and isinstance(value["user"], dict | None)
        and (not _MARKS.isdisjoint(value) or "screen_name" in mapping(value["user"]))
        and "__typename" not in value
    )


def _bundle(value: Json) -> Json:
    """Statuses and users by id: the web client's answers of 2019 to 2023, and those of collections."""
    return mapping(value.get("globalObjects")) or mapping(value.get("objects"))


def _is_notice(value: Json) -> bool:
    if len(value) > 2 or not value:
        return False
    return (
        "status" in mapping(value.get("delete"))
        or "status_withheld" in value
        or next(iter(value)) in _NOTICES
    )


def _by_id(value: Json) -> Json:
    return mapping(value.get("id")) if len(value) == 1 else {}


def read(value: Json, place: Place) -> Items:
    """Every post of the object: the statuses, what they repost and what they quote."""
    if _is_notice(value):
        return _notice(value, place)
    if "statuses" in value:
        return chain.from_iterable(_statuses(each, place) for each in objects(value.get("statuses")))
    if _bundle(value):
        return _timeline(_bundle(value), place)
    if "status" in value:
        return _statuses({**mapping(value.get("status")), "user": value}, place)
    if _by_id(value):
        return chain.from_iterable(_looked_up(*each, place) for each in _by_id(value).items())
    return _statuses(value, place) if _is_status(value) else iter(())


def _notice(value: Json, place: Place) -> Iterator[Post]:
    deleted, held = mapping(value.get("delete")), mapping(value.get("status_withheld"))
    if deleted:
        status, stamp = mapping(deleted.get("status")), ident(deleted.get("timestamp_ms"))
        yield gone(
            place,
            _id(status, "id"),
            "deleted",
            "delete notice in the stream",
            author_id=_id(status, "user_id"),
            seen=moment(stamp) if stamp else None,
        )
    elif held:
        found = held.get("withheld_in_countries")
        countries = ", ".join(strings(found)) if isinstance(found, list) else "an unnamed country"
        yield gone(
            place, _id(held, "id"), "withheld", f"withheld in {countries}", author_id=_id(held, "user_id")
        )


def _timeline(found: Json, place: Place) -> Items:
    """Every status of a bundle, with its author, who stands beside it."""
    tweets, users = mapping(found.get("tweets")), mapping(found.get("users"))
    for each in tweets.values():
        status = mapping(each)
        author_id = _id(status, "user_id") or _id(mapping(status.get("user")), "id")
        original_id = _id(status, "retweeted_status_id")
        if _raw(status)[0]:
            yield from _observed(
                {
                    **status,
                    "user": {"id_str": author_id, **mapping(users.get(author_id or ""))},
                    "retweeted_status": tweets.get(original_id or ""),
                },
                place,
            )


def _looked_up(post_id: str, status: object, place: Place) -> Items:
    if isinstance(status, dict):
        yield from _statuses(status, place)
    else:
        yield gone(place, post_id, "unavailable", "the look-up by id gave null")


def _observed(status: Json, place: Place) -> Items:
    written = moment(status.get("created_at"))
    post = _post(status, written, place)
    yield post
    yield from disagreement(post, written, place)


def _statuses(status: Json, place: Place, depth: int = 0) -> Items:
    yield from _observed(status, place)
    # The repost of a quoting post carries the quoted one twice.
    quotes = not mapping(mapping(status.get("retweeted_status")).get("quoted_status"))
    for name in ("retweeted_status", "quoted_status") if quotes else ("retweeted_status",):
        inner = status.get(name)
        if isinstance(inner, dict) and depth < _DEPTH:
            yield from _statuses(inner, place, depth + 1)


def _post(status: Json, written: datetime | None, place: Place) -> Post:
    post_id = _id(status, "id")
    original = mapping(status.get("retweeted_status"))
    shown = original or status
    raw, cut = _raw(shown)
    permalink = mapping(shown.get("quoted_status_permalink"))
    said = words(raw, _entities(shown, "entities"), _media(shown), _id(shown, "id"), permalink)
    created_at, source = timed(post_id, written)
    user = mapping(status.get("user"))
    author = handle(user.get("screen_name"))
    state, evidence = withheld(status)
    return Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(user.get("name")),
        author_id=_id(user, "id"),
        created_at=created_at,
        created_at_source=source,
        text=said.text,
        text_raw=string(_raw(status)[0]),
        lang=string(status.get("lang")),
        reply_to_id=_id(status, "in_reply_to_status_id"),
        quote_of_id=_id(status, "quoted_status_id") or _id(mapping(status.get("quoted_status")), "id"),
        repost_of_id=_id(original, "id") or _id(status, "retweeted_status_id"),
        conversation_id=_id(status, "conversation_id"),
        links=said.links,
        mentions=said.mentions,
        hashtags=said.hashtags,
        media=said.media,
        truncated=said.truncated or cut or _is_cut_repost(shown, raw),
        status=state,
        status_evidence=evidence,
        **place.origin,
    )


def _raw(status: Json) -> tuple[str, bool]:
    """The fullest text of a status, and whether even that is cut."""
    extended = mapping(status.get("extended_tweet"))
    full = string(extended.get("full_text")) or string(status.get("full_text"))
    if full:
        return full, False
    return string(status.get("text")) or "", status.get("truncated") is True


def _is_cut_repost(status: Json, raw: str) -> bool:
    if "retweeted_status_id_str" in status and not status.get("retweeted_status"):
        return True
    return raw.startswith("RT @") and raw.endswith("…") and "retweeted_status" not in status


def _entities(status: Json, name: str) -> Json:
    return mapping(mapping(status.get("extended_tweet")).get(name)) or mapping(status.get(name))


def _media(status: Json) -> list[Json]:
    found = objects(_entities(status, "extended_entities").get("media"))
    return found or objects(_entities(status, "entities").get("media"))


def _id(value: Json, key: str) -> str | None:
    return ident(value.get(f"{key}_str")) or ident(value.get(key))


FORMAT = JsonFormat(
    name="x_v1", title="X API v1.1, streams with delete notices", sniff=sniff, read=read, rank=20
)
