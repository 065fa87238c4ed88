"""ActivityPub: notes, the activities that carry them, and outboxes as Mastodon exports them."""

from collections.abc import Iterator
from datetime import datetime

from linker.records import Post
from scrapers.archives import Items, Json, JsonFormat, Place
from scrapers.archives.fediverse import CLOCKS, full_handle, host_of, number_of, timed, user_of
from scrapers.archives.lenient import mapping, moment, objects, string, strings
from scrapers.archives.pages import links_of, strip_html
from scrapers.archives.posttext import said
from scrapers.archives.xposts import disagreement

_NOTES = ("Note", "Question", "Article", "Page")
_ACTIVITIES = ("Create", "Update", "Announce", "Delete")
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
        for each in objects(value.get("orderedItems") or value.get("items")):
            yield from _activity(each, place)
    else:
        yield from _activity(value, place)


def _activity(value: Json, place: Place) -> Items:
    kind, target = value.get("type"), value.get("object")
    if kind in _NOTES:
        yield from _note(value, place)
    elif kind == "Tombstone":
        yield _deleted(string(value.get("id")), value, "tombstone", place)
    elif kind in ("Create", "Update") and mapping(target).get("type") in _NOTES:
        yield from _note(mapping(target), place)
    elif kind == "Delete":
        yield _deleted(_address(target), value, "Delete activity", place)
    elif kind == "Announce":
        yield _announced(value, target, place)
        yield from _note(mapping(target), place) if mapping(target).get("type") in _NOTES else ()


def _note(note: Json, place: Place) -> Items:
    written = moment(note.get("published"))
    post = _post(note, written, place)
    yield post
    yield from disagreement(post, written, place, CLOCKS)


def _post(note: Json, written: datetime | None, place: Place) -> Post:
    uri, url = string(note.get("id")), _address(note.get("url"))
    number = number_of(uri, url)
    actor = _address(note.get("attributedTo"))
    created_at, source = timed(number, written)
    content = _content(note)
    tags = objects(note.get("tag"))
    return Post(
        platform="mastodon",
        host=host_of(uri) or host_of(url),
        post_id=number,
        url=url or uri,
        author_handle=user_of(actor, url),
        author_id=actor,
        created_at=created_at,
        created_at_source=source,
        text=said("\n\n".join(strings([note.get("summary"), strip_html(content)]))),
        text_raw=content or None,
        lang=_language(note, content),
        reply_to_id=number_of(string(note.get("inReplyTo"))),
        quote_of_id=number_of(string(note.get("quoteUrl")) or string(note.get("quote"))),
        links=links_of(content),
        mentions=strings(_mentioned(each) for each in tags if each.get("type") == "Mention"),
        hashtags=strings(_bare(each) for each in tags if each.get("type") == "Hashtag"),
        media=strings(_address(each.get("url")) for each in objects(note.get("attachment"))),
        **place.origin,
    )


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
