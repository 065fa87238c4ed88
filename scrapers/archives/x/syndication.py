"""X syndication (`tweet-result`), what embedded posts are drawn from, with its tombstones."""

from linker.records import Post
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, ident, idents, mapping, moment, objects, string, within
from scrapers.archives.posts.naming import id_in_name
from scrapers.archives.posts.times import disagreement
from scrapers.archives.x.posts import absent, address, timed, withheld, words


def sniff(value: Json) -> bool:
    """A post with `__typename` beside its text, or a tombstone alone."""
    kind = value.get("__typename")
    if kind == "TweetTombstone":
        return "rest_id" not in value
    return kind == "Tweet" and "text" in value and "user" in value


def read(value: Json, place: Place) -> Items:
    """The post, the one it quotes and the one it answers; or that it was not shown."""
    if value.get("__typename") == "TweetTombstone":
        told = string(within(value, "tombstone", "text").get("text"))
        yield absent(place, id_in_name(place), told or "a tombstone without words")
        return
    yield from _observed(value, place)
    for name in ("quoted_tweet", "parent"):
        inner = mapping(value.get(name))
        if "text" in inner:
            yield from _observed(inner, place)


def _observed(value: Json, place: Place) -> Items:
    written = moment(value.get("created_at"))
    post_id = ident(value.get("id_str"))
    media = objects(value.get("mediaDetails")) or objects(mapping(value.get("entities")).get("media"))
    said = words(string(value.get("text")) or "", mapping(value.get("entities")), media, post_id)
    created_at, source = timed(post_id, written)
    user = mapping(value.get("user"))
    author = handle(user.get("screen_name"))
    state, evidence = withheld(value)
    post = Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(user.get("name")),
        author_id=ident(user.get("id_str")),
        created_at=created_at,
        created_at_source=source,
        text=said.text,
        text_raw=string(value.get("text")),
        lang=string(value.get("lang")),
        reply_to_id=ident(value.get("in_reply_to_status_id_str")),
        quote_of_id=ident(mapping(value.get("quoted_tweet")).get("id_str")),
        edit_ids=idents(mapping(value.get("edit_control")).get("edit_tweet_ids")),
        links=said.links,
        mentions=said.mentions,
        hashtags=said.hashtags,
        media=said.media,
        # A long post comes with an empty `note_tweet` and only the beginning of its text.
        truncated=said.truncated or "note_tweet" in value,
        status=state,
        status_evidence=evidence,
        **place.origin,
    )
    yield post
    yield from disagreement(post, written, place)


FORMAT = JsonFormat(name="x_syndication", title="X syndication, tombstones", sniff=sniff, read=read, rank=12)
