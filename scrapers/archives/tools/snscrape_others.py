"""snscrape JSONL of the platforms beside X: Telegram, Reddit, Instagram, Facebook, Mastodon, VK."""

from datetime import datetime

from linker.records import CreatedAtSource, Post
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, ident, mapping, moment, string, strings
from scrapers.archives.posts.refs import Named, named_by
from scrapers.archives.posts.text import said

_MODULES = "snscrape.modules."
_WORDS = ("rawContent", "content", "text", "body", "selftext")


def sniff(value: Json) -> bool:
    """An object marked as snscrape's that has an address and is not of X."""
    kind = value.get("_type")
    return (
        isinstance(kind, str)
        and kind.startswith(_MODULES)
        and not kind.startswith(f"{_MODULES}twitter.")
        and ("url" in value or "cleanUrl" in value)
    )


def read(value: Json, place: Place) -> Items:
    """The post that the object's address names; an account or a group is none."""
    named = named_by(string(value.get("url")), string(value.get("cleanUrl")))
    if named is None:
        yield place.problem("no post", f"the address names no post: {str(value.get('url'))[:120]}")
        return
    yield _post(value, named, place)


def _post(value: Json, named: Named, place: Place) -> Post:
    raw = "\n\n".join(strings([value.get("title"), next(filter(None, map(value.get, _WORDS)), None)]))
    created_at, source = _time(value, named)
    user = mapping(value.get("user"))
    author = handle(user.get("username")) or handle(value.get("username")) or handle(value.get("author"))
    return Post(
        platform=named.ref.platform,
        host=named.ref.host,
        post_id=named.ref.post_id,
        url=named.url,
        author_handle=named.handle or author,
        author_name=string(user.get("displayname")) or string(user.get("displayName")),
        created_at=created_at,
        created_at_source=source,
        text=said(raw),
        text_raw=string(raw),
        reply_to_id=ident(value.get("parentId")),
        links=strings(_listed(value.get("outlinks"))),
        **place.origin,
    )


def _time(value: Json, named: Named) -> tuple[datetime | None, CreatedAtSource | None]:
    from_id = named.rules.posted_at(named.ref.post_id)
    written = moment(value.get("date")) or moment(value.get("created"))
    return (from_id, "id") if from_id else (written, "field" if written else None)


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


FORMAT = JsonFormat(name="snscrape_others", title="snscrape JSONL beside X", sniff=sniff, read=read, rank=13)
