"""Bluesky: posts, threads, feeds and records of its API, and the commits of its stream."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from linker.records import CreatedAtSource, Post
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import mapping, moment, objects, string, strings, walk, within
from scrapers.archives.posts.text import said
from scrapers.archives.posts.times import disagreement
from scrapers.platforms.bluesky import posted_at

_POST, _REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
_EVENTS = ("commit", "identity", "account")
"""Of the stream; only the first carries posts."""
_MISSING = ("#notFoundPost", "#viewNotFound", "#threadItemNotFound")
_HIDDEN = (
    "#blockedPost",
    "#viewBlocked",
    "#viewDetached",
    "#threadItemBlocked",
    "#threadItemNoUnauthenticated",
)
_NOT_FOUND = re.compile(r"at://[\w.:%-]{1,300}/app\.bsky\.feed\.post/\w{1,64}")
_SAVED = re.compile(r"(?:(did[:_]plc[:_]\w{24})/)?(?:app\.bsky\.feed\.post[/_])?([2-7a-z]{13})\.json$")
"""How tools that unpack a repository name the file of a record."""
CLOCKS = timedelta(minutes=10)
"""`createdAt` is what the author's device says; a gap below this is its clock, not news."""


def sniff(value: Json) -> bool:
    """Anything that carries records of the post collection."""
    kind = value.get("$type")
    if isinstance(kind, str) and kind.startswith("app.bsky."):
        return True
    if _is_ours(value) or string(value.get("kind")) in _EVENTS or _not_found(value):
        return True
    named = ("thread", "posts", "feed", "records", "post")
    return any(name in value for name in named) and any(map(_is_ours, walk(value, most=400)))


def _is_ours(value: Json) -> bool:
    return str(value.get("uri")).startswith("at://")


def _not_found(value: Json) -> str | None:
    """The address in the API's word that there is no such post."""
    found = (
        _NOT_FOUND.search(string(value.get("message")) or "") if value.get("error") == "NotFound" else None
    )
    return found[0] if found else None


def read(value: Json, place: Place) -> Items:
    """Every post in the answer once: of threads and feeds, quoted ones, and those not shown."""
    if value.get("$type") == _POST and "uri" not in value:
        yield _post({}, value, _saved_as(place), place)[0]
        return
    if uri := _not_found(value):
        yield _absent({"$type": "#notFoundPost"}, uri, place)
        return
    known: set[object] = set()
    for node in walk(value):
        for post, written in _of(node, place):
            key = (post.post_id, post.author_id, post.status)
            if key not in known or post.post_id is None:
                known.add(key)
                yield post
                yield from disagreement(post, written, place, CLOCKS)


def _of(node: Json, place: Place) -> Iterator[tuple[Post, datetime | None]]:
    uri = string(node.get("uri")) or ""
    record = mapping(node.get("record")) or mapping(node.get("value"))
    if uri.startswith("at://") and _is_absent(node):
        yield _absent(node, uri, place), None
    elif uri.startswith("at://") and _kind(record, uri) == _POST and "text" in record:
        yield _post(node, record, uri, place)
    elif uri.startswith("at://") and _kind(record, uri) == _REPOST:
        yield _repost(
            uri, mapping(node.get("author")), within(record, "subject"), record.get("createdAt"), place
        )
    elif node.get("kind") == "commit" and "commit" in node:
        yield from _commit(node, place)
    elif "reasonRepost" in str(within(node, "reason").get("$type")) and "post" in node:
        yield from _reposted(node, place)


def _kind(record: Json, uri: str) -> str | None:
    collection = uri.split("/")[3] if uri.count("/") >= 4 else None
    return string(record.get("$type")) or (collection if record else None)


def _saved_as(place: Place) -> str:
    """The address of a record alone in a file, from the file's name: the record itself does not tell it."""
    found = _SAVED.search(place.name)
    author = (found[1] or "").replace("_", ":") if found else ""
    return f"at://{author}/{_POST}/{found[2]}" if found else ""


def _is_absent(node: Json) -> bool:
    words = (node.get("notFound"), node.get("blocked"), node.get("detached"))
    return any(word is True for word in words) or _type(node).endswith((*_MISSING, *_HIDDEN))


def _type(node: Json) -> str:
    """What a node is; an item of a flat thread says it of its value."""
    return string(node.get("$type")) or string(within(node, "value").get("$type")) or ""


def _bare(uri: str, author: Json, written: datetime | None, place: Place) -> Post:
    """A post as its address and its author tell it, without words."""
    did, rkey = _parts(uri)
    name = _handle(author)
    created_at, source = _timed(rkey, written)
    return Post(
        platform="bluesky",
        post_id=rkey,
        url=_address(name, did, rkey),
        author_handle=name,
        author_name=string(author.get("displayName")),
        author_id=string(author.get("did")) or did,
        created_at=created_at,
        created_at_source=source,
        **place.origin,
    )


def _absent(node: Json, uri: str, place: Place) -> Post:
    kind = _type(node).rpartition("#")[2] or "view"
    word = next((name for name in ("notFound", "blocked", "detached") if node.get(name) is True), kind)
    return replace(_bare(uri, {}, None, place), status="unavailable", status_evidence=f"{kind}: {word}")


def _post(node: Json, record: Json, uri: str, place: Place) -> tuple[Post, datetime | None]:
    written = moment(record.get("createdAt"))
    text, links, mentions, tags = _faceted(string(record.get("text")) or "", objects(record.get("facets")))
    embed = mapping(record.get("embed"))
    langs = record.get("langs")
    post = replace(
        _bare(uri, mapping(node.get("author")), written, place),
        text=said(text),
        text_raw=string(record.get("text")),
        lang=next(iter(strings(langs)), None) if isinstance(langs, list) else None,
        reply_to_id=_rkey(within(record, "reply", "parent").get("uri")),
        quote_of_id=_rkey(within(embed, "record").get("uri"))
        or _rkey(within(embed, "record", "record").get("uri")),
        conversation_id=_rkey(within(record, "reply", "root").get("uri")),
        links=strings(
            [*links, within(embed, "external").get("uri"), within(embed, "media", "external").get("uri")]
        ),
        mentions=mentions,
        hashtags=strings([*tags, *_list(record.get("tags"))]),
        media=_media(mapping(node.get("embed"))) or _media(next(iter(objects(node.get("embeds"))), {})),
    )
    return post, written


def _reposted(node: Json, place: Place) -> Iterator[tuple[Post, datetime | None]]:
    reason, original = within(node, "reason"), within(node, "post")
    uri = string(reason.get("uri"))
    if uri:
        words, _ = _post(original, within(original, "record"), string(original.get("uri")) or "", place)
        post, written = _repost(uri, within(reason, "by"), original, reason.get("indexedAt"), place)
        yield _with_words(post, words), written


def _with_words(post: Post, words: Post) -> Post:
    return replace(
        post,
        text=words.text,
        lang=words.lang,
        links=words.links,
        mentions=words.mentions,
        hashtags=words.hashtags,
        media=words.media,
        truncated=False,
    )


def _repost(uri: str, author: Json, subject: Json, at: object, place: Place) -> tuple[Post, datetime | None]:
    bare = _bare(uri, author, moment(at), place)
    return replace(bare, repost_of_id=_rkey(subject.get("uri")), truncated=True), None


def _commit(node: Json, place: Place) -> Iterator[tuple[Post, datetime | None]]:
    commit = within(node, "commit")
    did, rkey = string(node.get("did")) or "", string(commit.get("rkey")) or ""
    uri = f"at://{did}/{commit.get('collection')}/{rkey}"
    if commit.get("collection") == _POST and commit.get("operation") == "delete":
        yield (
            replace(_absent({}, uri, place), status="deleted", status_evidence="delete commit in the stream"),
            None,
        )
    elif commit.get("collection") == _POST and within(commit, "record"):
        yield _post({}, within(commit, "record"), uri, place)
    elif commit.get("collection") == _REPOST and (record := within(commit, "record")):
        yield _repost(uri, {}, within(record, "subject"), record.get("createdAt"), place)


def _parts(uri: str) -> tuple[str | None, str | None]:
    pieces = uri.removeprefix("at://").split("/")
    did = pieces[0] if pieces[0].startswith("did:") else None
    return did, pieces[2] if len(pieces) > 2 and pieces[2] else None


def _rkey(uri: object) -> str | None:
    """The key of a post's address; lists and feeds are embedded in the same way."""
    return _parts(uri)[1] if isinstance(uri, str) and f"/{_POST}/" in uri else None


def _handle(author: Json) -> str | None:
    name = string(author.get("handle"))
    return None if name is None or name == "handle.invalid" or name.startswith("did:") else name


def _address(name: str | None, did: str | None, rkey: str | None) -> str | None:
    return f"https://bsky.app/profile/{name or did}/post/{rkey}" if rkey and (name or did) else None


def _timed(rkey: str | None, written: datetime | None) -> tuple[datetime | None, CreatedAtSource | None]:
    from_id = posted_at(rkey) if rkey else None
    return (from_id, "id") if from_id else (written, "field" if written else None)


def _faceted(text: str, facets: list[Json]) -> tuple[str, list[str], tuple[str, ...], tuple[str, ...]]:
    """Text with shortened links in full, and what its facets mark; their offsets count UTF-8 bytes."""
    raw = text.encode("utf-8", "replace")
    links: list[str] = []
    marked: dict[str, list[str]] = {"mention": [], "tag": []}
    for start, end, feature in sorted(_features(facets, len(raw)), key=lambda each: each[0], reverse=True):
        kind, slice_ = str(feature.get("$type")).rpartition("#")[2], raw[start:end].decode("utf-8", "replace")
        uri = string(feature.get("uri"))
        if kind == "link" and uri:
            links.insert(0, uri)
            if _is_shortened(slice_, uri):
                raw = raw[:start] + uri.encode("utf-8", "replace") + raw[end:]
        elif kind in marked:
            marked[kind].insert(0, string(feature.get("tag")) or slice_.strip().lstrip("@#"))
    return raw.decode("utf-8", "replace"), links, strings(marked["mention"]), strings(marked["tag"])


def _is_shortened(shown: str, uri: str) -> bool:
    bare = shown.removesuffix("...").removesuffix("…")
    return bare != "" and shown != uri and bare in uri


def _features(facets: list[Json], length: int) -> Iterator[tuple[int, int, Json]]:
    for facet in facets:
        start, end = (within(facet, "index").get(name) for name in ("byteStart", "byteEnd"))
        if isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= length:
            yield from ((start, end, feature) for feature in objects(facet.get("features"))[:1])


def _media(view: Json) -> tuple[str, ...]:
    media = mapping(view.get("media")) or view
    images = strings(each.get("fullsize") for each in objects(media.get("images")))
    return images or strings([media.get("playlist")])


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


FORMAT = JsonFormat(
    name="bluesky",
    title="Bluesky API: posts, threads, feeds, records, stream",
    sniff=sniff,
    read=read,
    rank=16,
)
