"""ActivityPub: notes, the activities that carry them, and outboxes as Mastodon exports them."""

from collections.abc import Iterator
from datetime import datetime

from linker.records import Post
from scrapers.archives.fediverse.posts import (
    CLOCKS,
    author_of,
    full_handle,
    host_of,
    number_of,
    path_of,
    timed,
    user_of,
    words_of,
)
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import mapping, moment, objects, string, strings
from scrapers.archives.posts.pages import links_of, strip_html
from scrapers.archives.posts.text import said
from scrapers.archives.posts.times import disagreement

_NOTES = ("Note", "Question", "Article", "Page", "Video", "Audio", "Event")
_UNTITLED = ("Note", "Question")
_QUOTES = ("quoteUrl", "quote", "quoteUri", "_misskey_quote")
_ACTIVITIES = ("Create", "Update", "Announce", "Delete")
_DEPTH = 4
_COLLECTIONS = ("OrderedCollection", "OrderedCollectionPage", "Collection", "CollectionPage")


def sniff(value: Json) -> bool:
    """An object of the vocabulary that is a post, carries one, or lists some."""
    kind = value.get("type")
    if not isinstance(kind, str):
        return False
    if kind in _COLLECTIONS:
        return "orderedItems" in value or "items" in value
    if kind in _NOTES:
        return "content" in value or "attributedTo" in value
    return (kind in _ACTIVITIES and "object" in value) or (kind == "Tombstone" and "id" in value)


def read(value: Json, place: Place) -> Items:
    """The posts of a collection, an activity or a note."""
    kind = value.get("type")
    if kind in _COLLECTIONS:
        found = objects(value.get("orderedItems") or value.get("items"))
        for each in found:
            yield from _activity(each, place)
        if not found:
            yield place.problem("no post", "a collection without posts")
    else:
        yield from _activity(value, place)


def _activity(value: Json, place: Place, depth: int = 0) -> Items:
    kind, target = value.get("type"), value.get("object")
    if kind in _NOTES:
        yield from _note(value, place)
    elif kind == "Tombstone":
        yield _deleted(string(value.get("id")), value, "tombstone", place)
    elif kind in ("Create", "Update") and mapping(target).get("type") in _NOTES:
        yield from _note(mapping(target), place)
    elif kind == "Delete":
        yield _deleted(_address(target), value, "Delete activity", place)
    elif kind == "Announce" and mapping(target).get("type") in _ACTIVITIES:
        # A community passes its members' activities on; that is no repost of its own.
        yield from _activity(mapping(target), place, depth + 1) if depth < _DEPTH else ()
    elif kind == "Announce":
        yield _announced(value, target, place)
        yield from _note(mapping(target), place) if mapping(target).get("type") in _NOTES else ()


def _note(note: Json, place: Place) -> Items:
    written = moment(note.get("published"))
    post = _post(note, written, place)
    yield post
    yield from disagreement(post, written, place, CLOCKS)


def _post(note: Json, written: datetime | None, place: Place) -> Post:
    uri = string(note.get("id"))
    url = _own_address(note, uri)
    number = number_of(uri, url) or path_of(uri)
    actor = _address(note.get("attributedTo"))
    created_at, source = timed(number, written)
    content = _content(note)
    quoted = next((found for name in _QUOTES if (found := _address(note.get(name)))), None)
    tags = _tags(note)
    return Post(
        platform="mastodon",
        host=host_of(uri) or host_of(url),
        post_id=number,
        url=url or uri,
        author_handle=author_of(actor, uri, url),
        author_id=actor,
        created_at=created_at,
        created_at_source=source,
        text=said(_words(note, content, quoted)),
        text_raw=content or None,
        lang=_language(note, content),
        reply_to_id=number_of(string(note.get("inReplyTo"))),
        quote_of_id=number_of(quoted),
        links=links_of(content),
        mentions=strings(_mentioned(each) for each in tags if each.get("type") == "Mention"),
        hashtags=strings(_bare(each) for each in tags if each.get("type") == "Hashtag"),
        media=strings(_address(each.get("url")) for each in objects(note.get("attachment"))),
        **place.origin,
    )


def _own_address(note: Json, uri: str | None) -> str | None:
    """Where people read it; the `url` of a post about a link is that link."""
    url = _address(note.get("url"))
    return url if url and (uri is None or host_of(url) == host_of(uri)) else uri


def _words(note: Json, content: str, quoted: str | None) -> str:
    """Title and content warning before the words."""
    title = None if note.get("type") in _UNTITLED else note.get("name")
    text = words_of(content, quotes=quoted is not None)
    text = text.removesuffix(f"RE: {quoted}").rstrip() if quoted else text
    return "\n\n".join(strings([title, note.get("summary"), text]))


def _tags(note: Json) -> list[Json]:
    """Objects; bare words are hashtags."""
    found = note.get("tag")
    listed = found if isinstance(found, list) else [found]
    return [{"type": "Hashtag", "name": each} if isinstance(each, str) else mapping(each) for each in listed]


def _content(note: Json) -> str:
    mapped = mapping(note.get("contentMap"))
    return string(note.get("content")) or next(
        (each for each in mapped.values() if isinstance(each, str)), ""
    )


def _language(note: Json, content: str) -> str | None:
    """The language whose text is the note's own; others are translations."""
    mapped = mapping(note.get("contentMap"))
    return next((key for key, each in mapped.items() if each == content), next(iter(mapped), None))


def _bare(tag: Json) -> str | None:
    name = string(tag.get("name"))
    return name.lstrip("#@") if name else None


def _mentioned(tag: Json) -> str | None:
    """`user@host`, where the name of one at home may lack its host."""
    return full_handle(_bare(tag), host_of(string(tag.get("href"))))


def _announced(value: Json, target: object, place: Place) -> Post:
    uri = string(value.get("id"))
    number = number_of(uri)
    note = mapping(target)
    created_at, source = timed(number, moment(value.get("published")))
    return Post(
        platform="mastodon",
        host=host_of(uri),
        post_id=number,
        url=(uri or "").removesuffix("/activity") or None,
        author_handle=user_of(_address(value.get("actor")), uri),
        author_id=_address(value.get("actor")),
        created_at=created_at,
        created_at_source=source,
        text=said(strip_html(_content(note))),
        repost_of_id=number_of(_address(target)),
        links=links_of(_content(note)),
        truncated=not note,
        **place.origin,
    )


def _deleted(uri: str | None, value: Json, evidence: str, place: Place) -> Post:
    number = number_of(uri)
    created_at, source = timed(number, None)
    at = string(value.get("deleted")) or string(value.get("published"))
    return Post(
        platform="mastodon",
        host=host_of(uri),
        post_id=number,
        url=uri,
        author_handle=user_of(_address(value.get("actor")), uri),
        created_at=created_at,
        created_at_source=source,
        status="deleted",
        status_evidence=f"{evidence}{f' of {at}' if at else ''}",
        **place.origin,
    )


def _address(value: object) -> str | None:
    if isinstance(value, list):
        return next(_addresses(value), None)
    return string(mapping(value).get("id")) or string(mapping(value).get("href")) or string(value)


def _addresses(values: list[object]) -> Iterator[str]:
    return (found for each in values[:10] if not isinstance(each, list) and (found := _address(each)))


FORMAT = JsonFormat(
    name="activitypub", title="ActivityPub notes, Mastodon outbox", sniff=sniff, read=read, rank=24
)
