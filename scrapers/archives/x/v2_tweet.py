"""A tweet as X API v2 writes it: decoded from a whole line at once, or picked leniently from parsed JSON."""

from collections.abc import Callable
from typing import Annotated, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

from scrapers.archives.format import Json
from scrapers.archives.posts.lenient import handle, ident, idents, mapping, objects, string

Said = Annotated[str, Meta(min_length=1)]
"""A string that holds something; where a line has an empty one it is picked."""

_T = TypeVar("_T")


class User(Struct, frozen=True, gc=False):
    """Who wrote it."""

    username: Said | None = None
    name: Said | None = None


class Url(Struct, frozen=True, gc=False):
    """A short link and what it stands for."""

    url: Said | None = None
    expanded_url: Said | None = None
    display_url: Said | None = None
    media_key: Said | None = None


class Mention(Struct, frozen=True, gc=False):
    """Who is named in it."""

    username: Said


class Hashtag(Struct, frozen=True, gc=False):
    """A hashtag."""

    tag: Said


class Entities(Struct, frozen=True, gc=False):
    """What X found in the words."""

    urls: list[Url] = []
    mentions: list[Mention] = []
    hashtags: list[Hashtag] = []

    @property
    def any(self) -> bool:
        """Whether it found anything."""
        return bool(self.urls or self.mentions or self.hashtags)


NO_ENTITIES = Entities()


class Note(Struct, frozen=True, gc=False):
    """The whole words of a long post, which `text` cuts."""

    text: Said | None = None
    entities: Entities = NO_ENTITIES


class Attachments(Struct, frozen=True, gc=False):
    """Pictures and films: keys into a page's `includes`, or the media themselves."""

    media_keys: list[str] = []
    media: list[dict[str, object]] = []


class Tweet(Struct, frozen=True, gc=False):
    """A tweet; as a reference also what relates it, and then perhaps no more than its id."""

    id: Said | None = None
    type: str | None = None
    text: str | None = None
    note_tweet: Note | None = None
    author_id: Said | None = None
    author: User | None = None
    created_at: str | float | None = None
    conversation_id: Said | None = None
    lang: Said | None = None
    entities: Entities = NO_ENTITIES
    attachments: Attachments | None = None
    referenced_tweets: "list[Tweet]" = []
    edit_history_tweet_ids: tuple[Said, ...] = ()
    withheld: dict[str, object] | None = None


class _Retrieval(Struct, frozen=True, gc=False):
    retrieved_at: str | None = None


class _Line(Tweet, frozen=True, gc=False):
    """A flattened tweet: nothing else of a page stands in its line."""

    twarc: _Retrieval | None = field(name="__twarc", default=None)
    data: UnsetType = UNSET
    includes: UnsetType = UNSET
    errors: UnsetType = UNSET
    author_user: UnsetType = UNSET
    user: UnsetType = UNSET


_decode = msgspec.json.Decoder(_Line).decode


def decoded(raw: bytes) -> tuple[Tweet, str | None] | None:
    """The flattened tweet of a line, and when it was retrieved; None for a line that needs a lenient look."""
    try:
        line = _decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if line.id is None or line.author_id is None or line.text is None:
        return None
    return line, line.twarc.retrieved_at if line.twarc else None


def picked(value: Json) -> Tweet:
    """The tweet in an object of any shape: what has another type than it should is left out."""
    return Tweet(
        id=ident(value.get("id")),
        type=string(value.get("type")),
        text=_text(value.get("text")),
        note_tweet=_maybe(_note, value.get("note_tweet")),
        author_id=ident(value.get("author_id")),
        author=user(value.get("author")) or user(value.get("author_user")),
        created_at=_time(value.get("created_at")),
        conversation_id=ident(value.get("conversation_id")),
        lang=string(value.get("lang")),
        entities=_entities(value.get("entities")),
        attachments=_maybe(_attachments, value.get("attachments")),
        referenced_tweets=[picked(each) for each in objects(value.get("referenced_tweets"))],
        edit_history_tweet_ids=idents(value.get("edit_history_tweet_ids")),
        withheld=_maybe(dict, value.get("withheld")),
    )


def user(value: object) -> User | None:
    """A user, where there is one."""
    told = mapping(value)
    return User(handle(told.get("username")), string(told.get("name"))) if told else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _time(value: object) -> str | float | None:
    return value if isinstance(value, str | int | float) else None


def _maybe(pick: Callable[[Json], _T], value: object) -> _T | None:
    return pick(value) if isinstance(value, dict) else None


def _note(value: Json) -> Note:
    return Note(string(value.get("text")), _entities(value.get("entities")))


def _entities(value: object) -> Entities:
    told = mapping(value)
    if not told:
        return NO_ENTITIES
    return Entities(
        urls=[_url(each) for each in objects(told.get("urls"))],
        mentions=[
            Mention(name) for each in objects(told.get("mentions")) if (name := string(each.get("username")))
        ],
        hashtags=[Hashtag(tag) for each in objects(told.get("hashtags")) if (tag := string(each.get("tag")))],
    )


def _url(value: Json) -> Url:
    return Url(
        url=string(value.get("url")),
        expanded_url=string(value.get("expanded_url")),
        display_url=string(value.get("display_url")),
        media_key=str(value["media_key"]) if "media_key" in value else None,
    )


def _attachments(value: Json) -> Attachments:
    keys = value.get("media_keys")
    # 4CAT puts the media themselves where their keys should be.
    media = objects(value.get("media")) or objects(keys)
    return Attachments(media_keys=list(idents(keys)), media=[dict(each) for each in media])
