"""snscrape JSONL and twscrape's parsed posts, which keep its field names."""

import re
from datetime import datetime
from itertools import chain

from linker.records import Post
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, ident, mapping, moment, objects, string, strings
from scrapers.archives.posts.text import said
from scrapers.archives.posts.times import disagreement
from scrapers.archives.x.posts import absent, address, clear, media_of, timed

_DEPTH = 3
_STATUS = re.compile(r"/status/(\d{1,19})(?!\d)")


def sniff(value: Json) -> bool:
    """An object of snscrape's Tweet class, or the same fields without its mark."""
    kind = value.get("_type")
    if isinstance(kind, str) and kind.startswith("snscrape."):
        return kind.startswith("snscrape.modules.twitter.")
    if "tcooutlinks" in value and "content" in value:  # before 0.3.5: no mark, the author's name alone
        return "id" in value and ("user" in value or "username" in value)
    return ("rawContent" in value or "renderedContent" in value) and "user" in value and "id" in value


def read(value: Json, place: Place, depth: int = 0) -> Items:
    """The post, what it reposts and what it quotes."""
    if str(value.get("_type")).endswith(".Tombstone"):
        yield absent(place, _id(value), string(value.get("text")) or "a tombstone without words")
        return
    if "TweetRef" in str(value.get("_type")) or ("rawContent" not in value and "content" not in value):
        return
    written = moment(value.get("date"))
    post = _post(value, written, place)
    yield post
    yield from disagreement(post, written, place)
    for name in ("retweetedTweet", "quotedTweet"):
        inner = value.get(name)
        if isinstance(inner, dict) and depth < _DEPTH:
            yield from read(inner, place, depth + 1)


def _post(value: Json, written: datetime | None, place: Place) -> Post:
    post_id = _id(value)
    original = mapping(value.get("retweetedTweet"))
    shown = original if _raw(original) else value
    links = _links(shown)
    media = _media(shown)
    text, cut = clear(_raw(shown) or "", links, _own_links(shown), _id(shown))
    user = mapping(value.get("user"))
    author = handle(user.get("username")) or handle(value.get("username"))
    created_at, source = timed(post_id, written)
    return Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(user.get("displayname")),
        author_id=ident(user.get("id_str")) or ident(user.get("id")),
        created_at=created_at,
        created_at_source=source,
        text=said(text),
        text_raw=_raw(value),
        lang=string(value.get("lang")),
        reply_to_id=ident(value.get("inReplyToTweetIdStr")) or ident(value.get("inReplyToTweetId")),
        quote_of_id=_id(mapping(value.get("quotedTweet"))),
        repost_of_id=_id(original),
        conversation_id=ident(value.get("conversationIdStr")) or ident(value.get("conversationId")),
        links=strings(long for _, long in links) or strings(_list(shown, "outlinks")),
        mentions=strings(each.get("username") for each in objects(shown.get("mentionedUsers"))),
        hashtags=strings(_list(shown, "hashtags")),
        media=media,
        truncated=cut,
        **place.origin,
    )


def _id(value: Json) -> str | None:
    # Files that went through JavaScript have rounded numbers; the address kept its digits.
    found = _STATUS.search(string(value.get("url")) or "")
    return ident(value.get("id_str")) or (found[1] if found else None) or ident(value.get("id"))


def _raw(value: Json) -> str | None:
    return string(value.get("rawContent")) or string(value.get("content"))


def _list(value: Json, key: str) -> list[object]:
    found = value.get(key)
    return found if isinstance(found, list) else []


def _links(value: Json) -> list[tuple[str, str]]:
    listed = [
        (short, long)
        for each in objects(value.get("links"))
        if (short := string(each.get("tcourl"))) and (long := string(each.get("url")))
    ]
    short_forms, long_forms = _list(value, "tcooutlinks"), _list(value, "outlinks")
    return listed or [
        (short, long)
        for short, long in zip(short_forms, long_forms, strict=False)
        if isinstance(short, str) and isinstance(long, str)
    ]


def _own_links(value: Json) -> list[str]:
    """The short link to the post's own media, which these files do not list: the last, left unexplained."""
    if not value.get("media"):
        return []
    known = {short for short, _ in _links(value)} | {str(each) for each in _list(value, "tcooutlinks")}
    last = (_raw(value) or "").split()[-1:]
    return [each for each in last if each.startswith("https://t.co/") and each not in known]


def _media(value: Json) -> tuple[str, ...]:
    media = value.get("media")
    if isinstance(media, dict):
        groups = (objects(media.get(name)) for name in ("photos", "videos", "animated"))
        return media_of(
            [{**each, "media_url": each.get("thumbnailUrl")} for each in chain.from_iterable(groups)]
        )
    return media_of(objects(media))


FORMAT = JsonFormat(name="snscrape", title="snscrape and twscrape JSONL", sniff=sniff, read=read, rank=25)
