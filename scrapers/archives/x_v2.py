"""X API v2: pages with includes, flattened posts, stream messages, errors that name a post."""

from linker.records import Post, Problem, Status
from scrapers.archives import Items, Json, JsonFormat, Place
from scrapers.archives.lenient import handle, ident, idents, mapping, moment, objects, string, strings
from scrapers.archives.posttext import said, unescape
from scrapers.archives.quick import new_post
from scrapers.archives.xposts import (
    TOLERANCE,
    Time,
    absent,
    address,
    clear,
    is_own,
    link_of,
    media_of,
    mismatch,
    timed,
)

_MARKS = frozenset(
    {"author_id", "edit_history_tweet_ids", "public_metrics", "conversation_id", "referenced_tweets"}
)


def sniff(value: Json) -> bool:
    """A page, a stream's message, or one flattened post."""
    if _is_post(value):
        return True
    data = value.get("data")
    if isinstance(data, dict):
        return _is_post(data)
    return (
        any(map(_is_post, objects(data)[:5]))
        or "result_count" in mapping(value.get("meta"))
        or any(map(_is_error, objects(value.get("errors"))))
    )


def _is_post(value: Json) -> bool:
    number = ident(value.get("id")) or ""
    return (
        number != ""
        and isinstance(value.get("text"), str)
        and (
            "author_id" in value
            or not _MARKS.isdisjoint(value)
            or (len(number) > 9 and number.isdigit() and len(value) <= 4)
        )
        and "user" not in value
    )


def _is_error(error: Json) -> bool:
    return error.get("resource_type") == "tweet" or "api.twitter.com/2/problems" in str(error.get("type"))


class _Page:
    """What a page carries beside its posts, by id."""

    __slots__ = ("media", "origin", "place", "tweets", "users")

    def __init__(self, value: Json, place: Place) -> None:
        includes = value.get("includes")
        self.users = _by(includes, "users", "id") if includes else _NONE
        self.media = _by(includes, "media", "media_key") if includes else _NONE
        self.tweets = _by(includes, "tweets", "id") if includes else _NONE
        self.place = place
        self.origin = place.origin
        if "__twarc" in value:
            self.origin = place.seen(moment(mapping(value.get("__twarc")).get("retrieved_at")))


_NONE: dict[str, Json] = {}


def _by(includes: object, name: str, key: str) -> dict[str, Json]:
    found = objects(mapping(includes).get(name))
    return {number: each for each in found if (number := ident(each.get(key)))}


def read(value: Json, place: Place) -> Items:
    """Every post of the page once, the included ones after those asked for, then what its errors tell."""
    page = _Page(value, place)
    found: dict[str, Post | Problem] = {}
    if "data" not in value and "text" in value:
        _observe(value, page, found)
        return found.values()
    data = value.get("data")
    asked = [data] if isinstance(data, dict) else objects(data)
    for tweet in (*asked, *page.tweets.values()):
        _observe(tweet, page, found)
    if "errors" not in value:
        return found.values()
    return [*found.values(), *(_error(error, page) for error in objects(value.get("errors")))]


def _observe(tweet: Json, page: _Page, found: dict[str, Post | Problem]) -> None:
    post_id = ident(tweet.get("id"))
    if post_id is None or post_id in found or not isinstance(tweet.get("text"), str):
        return
    references = objects(tweet["referenced_tweets"]) if "referenced_tweets" in tweet else []
    written = moment(tweet.get("created_at"))
    time = timed(post_id, written)
    found[post_id] = _post(tweet, post_id, references, time, page)
    if written and time[0] and abs(time[0] - written) > TOLERANCE:
        found[f"{post_id} time"] = mismatch(post_id, time[0], written, page.place)
    for reference in references:
        _observe(reference, page, found)


def _post(tweet: Json, post_id: str, references: list[Json], time: Time, page: _Page) -> Post:
    related = {string(each.get("type")): ident(each.get("id")) for each in references} if references else {}
    repost_of_id = related.get("retweeted")
    original = _original(references, page) if repost_of_id else None
    shown = original or tweet
    raw = _raw(tweet)
    text, links, cut = _text(shown, (raw if shown is tweet else _raw(shown)) or "")
    entities = _entities(shown)
    author_id = ident(tweet.get("author_id"))
    user = (
        mapping(tweet.get("author")) or page.users.get(author_id or "") or mapping(tweet.get("author_user"))
    )
    author = handle(user.get("username"))
    state, evidence = _withheld(tweet) if "withheld" in tweet else ("ok", None)
    origin = page.origin
    return new_post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(user.get("name")),
        author_id=author_id,
        created_at=time[0],
        created_at_source=time[1],
        text=said(text),
        text_raw=raw,
        lang=string(tweet.get("lang")),
        reply_to_id=related.get("replied_to"),
        quote_of_id=related.get("quoted"),
        repost_of_id=repost_of_id,
        conversation_id=ident(tweet.get("conversation_id")),
        edit_ids=idents(tweet.get("edit_history_tweet_ids")),
        links=links,
        mentions=_named(entities, "mentions", "username"),
        hashtags=_named(entities, "hashtags", "tag"),
        media=_media(shown, page) if "attachments" in shown else (),
        truncated=cut or (repost_of_id is not None and original is None),
        status=state,
        status_evidence=evidence,
        # One by one: unpacking a mapping into so many keywords takes longer than these look-ups.
        source_format=origin["source_format"],
        archive_url=origin["archive_url"],
        captured_at=origin["captured_at"],
        sha256=origin["sha256"],
        offset=origin["offset"],
        length=origin["length"],
    )


def _named(entities: Json, name: str, key: str) -> tuple[str, ...]:
    found = objects(entities[name]) if name in entities else None
    return strings([each.get(key) for each in found]) if found else ()


def _original(references: list[Json], page: _Page) -> Json | None:
    for each in references:
        if each.get("type") == "retweeted":
            found = (
                each if isinstance(each.get("text"), str) else page.tweets.get(ident(each.get("id")) or "")
            )
            return found if found and isinstance(found.get("text"), str) else None
    return None


def _raw(tweet: Json) -> str | None:
    note = string(mapping(tweet["note_tweet"]).get("text")) if "note_tweet" in tweet else None
    return note or string(tweet.get("text"))


def _text(tweet: Json, raw: str) -> tuple[str, tuple[str, ...], bool]:
    urls = _urls(tweet)
    if not urls:
        return unescape(raw).rstrip(), (), False
    own: list[str] = []
    links: list[tuple[str, str]] = []
    for each in urls:
        short, long = link_of(each, "url"), link_of(each, "expanded_url")
        if short and _is_media_link(each):
            own.append(short)
        elif short and long:
            links.append((short, long))
    post_id = ident(tweet.get("id"))
    text, cut = clear(raw, links, own, post_id)
    # What a note replaces ends in a link to the post itself, as a cut text does.
    shortened = cut or "note_tweet" in tweet
    return text, strings(long for _, long in links if not (shortened and is_own(long, post_id))), cut


def _urls(tweet: Json) -> list[Json]:
    urls = objects(mapping(tweet["entities"]).get("urls")) if "entities" in tweet else []
    return [*urls, *objects(_entities(tweet).get("urls"))] if "note_tweet" in tweet else urls


def _is_media_link(entity: Json) -> bool:
    shown = entity.get("display_url")
    return "media_key" in entity or (
        isinstance(shown, str) and shown.startswith(("pic.twitter.com/", "pic.x.com/"))
    )


def _entities(tweet: Json) -> Json:
    note = mapping(mapping(tweet.get("note_tweet")).get("entities")) if "note_tweet" in tweet else None
    return note or mapping(tweet.get("entities"))


def _media(tweet: Json, page: _Page) -> tuple[str, ...]:
    attached = mapping(tweet.get("attachments"))
    keys = idents(attached.get("media_keys"))
    found = objects(attached.get("media")) or [page.media[key] for key in keys if key in page.media]
    found = found or objects(attached.get("media_keys"))  # where 4CAT puts the media themselves
    return media_of([{"url_https": each.get("url"), **each} for each in found])


def _withheld(tweet: Json) -> tuple[Status, str | None]:
    held = mapping(tweet.get("withheld"))
    if not held:
        return "ok", None
    countries = ", ".join(idents(held.get("country_codes")))
    reason = "for copyright" if held.get("copyright") is True else "by law"
    return "withheld", f"withheld {reason}{f' in {countries}' if countries else ''}"


def _error(error: Json, page: _Page) -> Post | Problem:
    told = string(error.get("detail")) or string(error.get("title")) or "no detail"
    if error.get("resource_type") != "tweet":
        return page.place.problem("api error", told)
    post_id = ident(error.get("resource_id")) or ident(error.get("value"))
    return absent(page.place, post_id, f"API error: {told}", seen=page.origin["captured_at"])


FORMAT = JsonFormat(name="x_v2", title="X API v2: pages, flattened, streams", sniff=sniff, read=read, rank=30)
