"""Telegram Desktop's export as JSON (`result.json`): the messages of channels and groups.

It names a channel by number, never by handle: an id is `1234567890/42`, as in `t.me/c/1234567890/42`.
"""

from linker.records import Post
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import ident, mapping, moment, objects, string, strings
from scrapers.archives.posts.text import said
from scrapers.archives.telegram.tags import hashtags_in, mentions_in

_PRIVATE = frozenset({"personal_chat", "bot_chat", "saved_messages", "replies", "verify_codes"})
_PUBLISHED = frozenset(
    {"public_channel", "private_channel", "public_supergroup", "private_supergroup", "private_group"}
)
_FILES = ("photo", "file")
_NOT_SAVED = "("
"""`(File not included. Change data exporting settings to download.)` stands where a file was left out."""


def sniff(value: Json) -> bool:
    """A chat with its messages."""
    return isinstance(value.get("messages"), list) and string(value.get("type")) in _PUBLISHED | _PRIVATE


def read(value: Json, place: Place) -> Items:
    """Every message of a channel or group; what people wrote to each other in private is no post."""
    number = ident(value.get("id"))
    if string(value.get("type")) in _PRIVATE or number is None:
        yield place.problem("no post", f"a chat that is no channel or group ({value.get('type')})")
        return
    for message in objects(value.get("messages")):
        if message.get("type") == "message":
            yield _post(message, number, string(value.get("name")), place)


def _post(message: Json, chat: str, title: str | None, place: Place) -> Post:
    number = ident(message.get("id"))
    pieces = _pieces(message)
    text = "".join(string(each.get("text")) or "" for each in pieces)
    text = text or string(mapping(message.get("poll")).get("question")) or ""
    # `date` alone is a local time whose zone the file does not tell.
    at = moment(message.get("date_unixtime"))
    return Post(
        platform="telegram",
        post_id=f"{chat}/{number}" if number else None,
        url=f"https://t.me/c/{chat}/{number}" if number else None,
        author_name=string(message.get("from")) or title,
        author_id=string(message.get("from_id")),
        created_at=at,
        created_at_source="field" if at else None,
        text=said(text),
        text_raw=text or None,
        reply_to_id=_answered(message, chat),
        links=strings(_link(each) for each in pieces),
        mentions=mentions_in(text),
        hashtags=hashtags_in(text),
        media=strings(each for each in map(message.get, _FILES) if _is_saved(each)),
        **place.origin,
    )


def _pieces(message: Json) -> list[Json]:
    """The words with what marks them: a string, or a list of strings and objects."""
    found = objects(message.get("text_entities"))
    if found:
        return found
    text = message.get("text")
    listed = text if isinstance(text, list) else [text]
    return [each if isinstance(each, dict) else {"text": each} for each in listed]


def _link(piece: Json) -> str | None:
    return string(piece.get("href")) or (string(piece.get("text")) if piece.get("type") == "link" else None)


def _answered(message: Json, chat: str) -> str | None:
    number = ident(message.get("reply_to_message_id"))
    peer = string(message.get("reply_to_peer_id"))
    return f"{peer.removeprefix('channel') if peer else chat}/{number}" if number else None


def _is_saved(name: object) -> bool:
    return isinstance(name, str) and not name.startswith(_NOT_SAVED)


FORMAT = JsonFormat(
    name="telegram_export", title="Telegram Desktop export, JSON", sniff=sniff, read=read, rank=15
)
