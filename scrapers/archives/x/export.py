"""The account export of X: `tweets.js` and its parts, deleted posts; the author stands in `account.js`."""

from dataclasses import replace
from datetime import datetime

from linker.records import Post, Status
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Author, Place
from scrapers.archives.posts.lenient import handle, ident, idents, mapping, moment, objects, string
from scrapers.archives.posts.times import disagreement
from scrapers.archives.x.notes import completed, find, keep, note_of
from scrapers.archives.x.posts import address, gone, timed, withheld, words


def sniff(value: Json) -> bool:
    """`{"tweet": {…}}`, an older export's bare post, a deleted one's header, or the account."""
    tweet = mapping(value.get("tweet"))
    return (
        (_has_words(tweet) and not ("user" in tweet or "author_id" in tweet))
        or {"tweet_id", "deleted_at"} <= tweet.keys()
        or "accountId" in mapping(value.get("account"))
        or "core" in mapping(value.get("noteTweet"))
        or _is_tweet(value)
    )


def _has_words(value: Json) -> bool:
    return ("full_text" in value or "text" in value) and ("id_str" in value or "id" in value)


def _is_tweet(value: Json) -> bool:
    return (
        _has_words(value)
        and ("display_text_range" in value or "entities" in value)
        and "user" not in value
        and "__typename" not in value
        and "author_id" not in value
    )


def read(value: Json, place: Place) -> Items:
    """The post; or from `account.js` the owner, who is kept for the files that follow."""
    account = mapping(value.get("account"))
    if account:
        place.export.owner = Author(
            handle=handle(account.get("username")),
            name=string(account.get("accountDisplayName")),
            author_id=ident(account.get("accountId")),
        )
        return
    note = mapping(value.get("noteTweet"))
    if note:
        yield from _long(note, place)
        return
    tweet = mapping(value.get("tweet")) or value
    if "tweet_id" in tweet:
        yield _header(tweet, place)
        return
    written = moment(tweet.get("created_at"))
    post = _post(tweet, written, place)
    yield post
    yield from disagreement(post, written, place)


def _header(tweet: Json, place: Place) -> Post:
    """What the export keeps of a deleted post beside its words: that it was, and when it went."""
    post_id, owner = ident(tweet.get("tweet_id")), place.export.owner or Author()
    header = gone(place, post_id, *_deleted(tweet), author_id=ident(tweet.get("user_id")))
    url = address(owner.handle, post_id)
    return replace(header, url=url, author_handle=owner.handle, author_name=owner.name)


def _long(value: Json, place: Place) -> Items:
    """A long post's words, kept for the post that follows; by itself it has no id: its number is its own."""
    note = note_of(value)
    keep(note, place.export.notes)
    if not place.export.alone:
        return
    owner = place.export.owner or Author()
    yield completed(
        Post(
            platform="x",
            post_id=None,
            author_handle=owner.handle,
            author_name=owner.name,
            author_id=owner.author_id,
            created_at=note.written,
            created_at_source="field" if note.written else None,
            **place.origin,
        ),
        note,
    )


def _post(tweet: Json, written: datetime | None, place: Place) -> Post:
    post = _short(tweet, written, place)
    note = find(post, place.export.notes) if place.export.notes else None
    return completed(post, note, [str(each.get("url")) for each in _media(tweet)]) if note else post


def _short(tweet: Json, written: datetime | None, place: Place) -> Post:
    post_id = ident(tweet.get("id_str")) or ident(tweet.get("id"))
    raw = string(tweet.get("full_text")) or string(tweet.get("text")) or ""
    said = words(raw, mapping(tweet.get("entities")), _media(tweet), post_id)
    owner = place.export.owner or _author(tweet)
    created_at, source = timed(post_id, written)
    state, evidence = _deleted(tweet) if tweet.get("deleted_at") else withheld(tweet)
    return Post(
        platform="x",
        post_id=post_id,
        url=address(owner.handle, post_id),
        author_handle=owner.handle,
        author_name=owner.name,
        author_id=owner.author_id,
        created_at=created_at,
        created_at_source=source,
        text=said.text,
        text_raw=string(raw),
        lang=string(tweet.get("lang")),
        reply_to_id=ident(tweet.get("in_reply_to_status_id_str"))
        or ident(tweet.get("in_reply_to_status_id")),
        edit_ids=_edits(tweet),
        links=said.links,
        mentions=said.mentions,
        hashtags=said.hashtags,
        media=said.media,
        # A repost stands in the export with its first 140 characters, and without the id of the original.
        truncated=said.truncated or raw.startswith("RT @") or tweet.get("truncated") is True,
        status=state,
        status_evidence=evidence,
        **place.origin,
    )


def _author(tweet: Json) -> Author:
    """The author in a post of this shape that is from no export: FxEmbed answers so."""
    author = mapping(tweet.get("author"))
    return Author(
        handle=handle(author.get("screen_name")),
        name=string(author.get("name")),
        author_id=ident(author.get("id")),
    )


def _deleted(tweet: Json) -> tuple[Status, str]:
    return "deleted", f"deleted_at {tweet.get('deleted_at')} in the account's own export"


def _media(tweet: Json) -> list[Json]:
    found = objects(mapping(tweet.get("extended_entities")).get("media"))
    return found or objects(mapping(tweet.get("entities")).get("media"))


def _edits(tweet: Json) -> tuple[str, ...]:
    info = mapping(tweet.get("edit_info"))
    initial = mapping(mapping(info.get("initial"))) or mapping(
        mapping(info.get("edit")).get("editControlInitial")
    )
    return idents(initial.get("editTweetIds"))


FORMAT = JsonFormat(name="x_export", title="X account export", sniff=sniff, read=read, rank=40)
