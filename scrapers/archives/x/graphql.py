"""X's web client answers (GraphQL), saved by browser tools: 4CAT and Zeeschuimer, twscrape, FxEmbed.

Shapes break often: `legacy` goes missing, names move to `core`. So every field is looked for in all the
places where it has stood, and posts are found wherever they are nested.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from linker.records import Post
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import (
    handle,
    ident,
    idents,
    mapping,
    moment,
    objects,
    string,
    walk,
    within,
)
from scrapers.archives.posts.naming import id_in_name
from scrapers.archives.posts.times import disagreement
from scrapers.archives.x.posts import absent, address, timed, withheld, words

_ABSENT = ("TweetTombstone", "TweetUnavailable")
_SOURCES = ("twitter.com", "x.com")
_MOST = 50_000
_ENTRY = frozenset({"rest_id", "entryId", "entry_id"})
_REPOSTS = ("retweeted_status_result", "retweeted_status_results", "repostedStatusResults")
_QUOTES = ("quoted_status_result", "quotedPostResults", "quoted_tweet_results", "quotedRefResult")
_MEDIA = ("media_entities", "media_entities2")


def sniff(value: Json) -> bool:
    """A post with `rest_id`, or an answer with one somewhere inside."""
    if not _ENTRY.isdisjoint(value) or value.get("source_platform") in _SOURCES:
        return _is_tweet(value) or any(map(_is_result, walk(value, most=_MOST)))
    return isinstance(value.get("data"), dict) and any(map(_is_result, walk(value, most=_MOST)))


def _is_result(value: Json) -> bool:
    return _is_tweet(value) or value.get("__typename") in _ABSENT


def _is_tweet(value: Json) -> bool:
    return (isinstance(value.get("rest_id"), str) or value.get("type") == "adaptive") and _raw(
        value
    ) is not None


def _id(value: Json) -> str | None:
    return ident(value.get("rest_id")) or ident(mapping(value.get("legacy")).get("id_str"))


@dataclass(frozen=True, kw_only=True)
class _Answer:
    """What one answer says beside its posts."""

    value: Json
    place: Place
    seen_at: datetime | None

    @cached_property
    def profiles(self) -> dict[str, Json]:
        """Users by id, from wherever they are named: since 2026 an author's own timeline may leave it out."""
        found = (each for each in walk(self.value) if string(_of_user(each, "screen_name")))
        return {user_id: each for each in found if (user_id := _user_id(each))}

    def author(self, post: Json) -> Json:
        """Who wrote a post."""
        core = mapping(post.get("core"))
        named = (core.get("user_results"), core.get("user_result"), post.get("author_results"))
        user = next((found for each in named if (found := _result(each))), mapping(post.get("user")))
        if _of_user(user, "screen_name"):
            return user
        user_id = _user_id(user) or ident(mapping(post.get("legacy")).get("user_id_str")) or ""
        return self.profiles.get(user_id, user)


def read(value: Json, place: Place) -> Items:
    """Every post in the answer once, and every place where one was not shown."""
    meta = mapping(value.get("__import_meta")) or value
    answer = _Answer(value=value, place=place, seen_at=moment(meta.get("timestamp_collected")))
    known: set[str] = set()
    for node, hint in _results(value, None, 60):
        if node.get("__typename") in _ABSENT and not _is_tweet(node):
            post_id = ident(node.get("rest_id")) or (id_in_name(place) if hint is None else hint or None)
            yield absent(place, post_id, _told(node), seen=answer.seen_at)
        elif (number := _id(node) or "") not in known:
            known.add(number)
            yield from _observed(node, answer)


def _results(value: object, hint: str | None, depth: int) -> Iterator[tuple[Json, str | None]]:
    """Posts and tombstones with the id that what surrounds them gives, for tombstones have none."""
    if depth == 0:
        return
    if isinstance(value, list):
        for each in value:
            yield from _results(each, hint, depth - 1)
    if not isinstance(value, dict):
        return
    hint = _entry_id(value) or hint
    if _is_result(value):
        yield value, hint
    for key, each in value.items():
        if isinstance(each, dict | list):
            yield from _results(each, _hint_inside(value, key, hint), depth - 1)


def _hint_inside(value: Json, key: str, hint: str | None) -> str | None:
    """What stands inside a post is another one: "" where its id is not told, for the outer one's is wrong."""
    if not _is_tweet(value):
        return hint
    return (_quoted_id(value) if key in _QUOTES else None) or ""


def _entry_id(value: Json) -> str | None:
    entry = value.get("entryId") or value.get("entry_id")
    number = entry.rpartition("-")[2] if isinstance(entry, str) else ""
    return number if number.isdigit() else None


def _quoted_id(value: Json) -> str | None:
    quoted = (_result(value.get(name)) for name in _QUOTES)
    legacy = ident(mapping(value.get("legacy")).get("quoted_status_id_str"))
    return legacy or next((found for each in quoted if (found := ident(each.get("rest_id")))), None)


def _reposted(value: Json) -> Json:
    """The original of a repost, or an empty object."""
    places = (mapping(value.get("legacy")), value)
    found = (_result(place.get(name)) for name in _REPOSTS for place in places)
    return next((each for each in found if each), {})


def _answered_id(value: Json) -> str | None:
    legacy = ident(mapping(value.get("legacy")).get("in_reply_to_status_id_str"))
    return legacy or ident(within(value, "reply_to_results").get("rest_id"))


def _told(node: Json) -> str:
    tomb = mapping(node.get("tombstone"))
    words = [within(tomb, name).get("text") for name in ("text", "richText")]
    told = [string(each) for each in (*words, tomb.get("text"), node.get("reason"))]
    return next(filter(None, told), "a tombstone without words")


def _note(value: Json) -> Json:
    return within(value, "note_tweet", "note_tweet_results", "result")


def _raw(value: Json) -> str | None:
    legacy = mapping(value.get("legacy"))
    places = (_note(value).get("text"), legacy.get("full_text"), legacy.get("text"))
    moved = (mapping(value.get("details")).get("full_text"), value.get("full_text"))
    return next((each for each in (*places, *moved) if isinstance(each, str)), None)


def _observed(value: Json, answer: _Answer) -> Items:
    written = _written(value)
    post = _post(value, written, answer)
    yield post
    yield from disagreement(post, written, answer.place)


def _post(value: Json, written: datetime | None, answer: _Answer) -> Post:
    legacy = mapping(value.get("legacy"))
    post_id = _id(value)
    original = _reposted(value)
    shown = original if _raw(original) is not None else value
    permalink = mapping(mapping(shown.get("legacy")).get("quoted_status_permalink"))
    said = words(_raw(shown) or "", _entities(shown), _media(shown), _id(shown), permalink)
    created_at, source = timed(post_id, written)
    user = answer.author(value)
    author = handle(_of_user(user, "screen_name"))
    state, evidence = withheld(legacy)
    repost_of_id = _id(original) or ident(legacy.get("retweeted_status_id_str"))
    return Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(_of_user(user, "name")),
        author_id=_user_id(user) or ident(legacy.get("user_id_str")),
        created_at=created_at,
        created_at_source=source,
        text=said.text,
        text_raw=_raw(value),
        lang=string(legacy.get("lang")) or string(mapping(value.get("details")).get("language")),
        reply_to_id=_answered_id(value),
        quote_of_id=_quoted_id(value),
        repost_of_id=repost_of_id,
        conversation_id=ident(legacy.get("conversation_id_str")),
        edit_ids=_edits(value),
        links=said.links,
        mentions=said.mentions,
        hashtags=said.hashtags,
        media=said.media,
        truncated=said.truncated or (shown is value and _is_cut_repost(value)),
        status=state,
        status_evidence=evidence,
        **answer.place.seen(answer.seen_at),
    )


def _result(value: object) -> Json:
    result = within(value, "result")
    return mapping(result.get("tweet")) or result


def _written(value: Json) -> datetime | None:
    details = mapping(value.get("details"))
    written = moment(mapping(value.get("legacy")).get("created_at"))
    return written or moment(details.get("created_at_ms")) or moment(details.get("created_at"))


def _user_id(user: Json) -> str | None:
    return ident(user.get("rest_id")) or ident(user.get("id_str"))


def _of_user(user: Json, key: str) -> object:
    return mapping(user.get("core")).get(key) or mapping(user.get("legacy")).get(key) or user.get(key)


def _entities(value: Json) -> Json:
    if _note(value):
        return mapping(_note(value).get("entity_set"))
    places = (value.get("legacy"), value.get("details"), value)
    found = next((each for place in places if (each := within(place, "entities"))), {})
    return found or {
        "urls": value.get("url_entities"),
        "user_mentions": value.get("mention_entities"),
        "hashtags": value.get("hashtag_entities"),
    }


def _media(value: Json) -> list[Json]:
    legacy = mapping(value.get("legacy"))
    found = objects(mapping(legacy.get("extended_entities")).get("media"))
    found = (
        found or objects(within(legacy, "entities").get("media")) or objects(_entities(value).get("media"))
    )
    listed = (objects(value.get(name)) for name in _MEDIA)
    return found or next((list(map(_medium, each)) for each in listed if each), [])


def _medium(entity: Json) -> Json:
    """A medium of 2026 as those before it were told."""
    info = within(entity, "media_results", "result", "media_info")
    if not info:
        return entity
    return {**entity, "media_url_https": info.get("original_img_url"), "variants": info.get("variants")}


def _edits(value: Json) -> tuple[str, ...]:
    control = mapping(value.get("edit_control"))
    return idents(control.get("edit_tweet_ids")) or idents(
        mapping(control.get("edit_control_initial")).get("edit_tweet_ids")
    )


def _is_cut_repost(value: Json) -> bool:
    raw = _raw(value) or ""
    return raw.startswith("RT @") and raw.endswith("…")


FORMAT = JsonFormat(
    name="x_graphql",
    title="X web client (GraphQL): 4CAT/Zeeschuimer NDJSON, twscrape answers",
    sniff=sniff,
    read=read,
    rank=60,
)
