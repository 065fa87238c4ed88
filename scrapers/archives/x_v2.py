"""X API v2: pages with includes, flattened posts, stream messages, errors that name a post."""

from collections.abc import Iterator
from datetime import datetime

from linker.records import Post, Problem, Status
from scrapers.archives import Items, Json, JsonFormat, Place
from scrapers.archives.lenient import handle, ident, idents, mapping, moment, objects, string, strings
from scrapers.archives.posttext import said
from scrapers.archives.xposts import address, clear, disagreement, is_media_link, media_of, pairs, timed

NAME = "x_v2"
_ERROR_STATES: tuple[tuple[str, Status], ...] = (
    ("suspended", "suspended"),
    ("not authorized", "private"),
    ("protected", "private"),
    ("withheld", "withheld"),
)


def sniff(value: Json) -> bool:
    """A page, a stream's message, or one flattened post."""
    if _is_post(value):
        return True
    data = value.get("data")
    if isinstance(data, dict):
        return _is_post(data)
    if isinstance(data, list):
        return any(map(_is_post, objects(data)[:5])) or ("meta" in value and not data)
    return any(_is_error(each) for each in objects(value.get("errors"))) or "result_count" in mapping(
        value.get("meta")
    )


def _is_post(value: Json) -> bool:
    return (
        isinstance(value.get("id"), str)
        and isinstance(value.get("text"), str)
        and (
            "author_id" in value
            or "edit_history_tweet_ids" in value
            or "public_metrics" in value
            or "conversation_id" in value
            or len(value) == 2
        )
        and "user" not in value
    )


def _is_error(error: Json) -> bool:
    return error.get("resource_type") == "tweet" or "api.twitter.com/2/problems" in str(error.get("type"))


class _Includes:
    """What a page carries beside its posts, by id."""

    __slots__ = ("captured_at", "media", "tweets", "users")

    def __init__(self, page: Json, place: Place) -> None:
        includes = mapping(page.get("includes"))
        self.users = _by(includes, "users", "id")
        self.media = _by(includes, "media", "media_key")
        self.tweets = _by(includes, "tweets", "id")
        self.captured_at = moment(mapping(page.get("__twarc")).get("retrieved_at")) or place.captured_at


def _by(includes: Json, name: str, key: str) -> dict[str, Json]:
    found = includes.get(name)
    return {number: each for each in objects(found) if (number := string(each.get(key)))} if found else {}


def read(value: Json, place: Place) -> Items:
    """Every post of the page once, the included ones after those asked for, then what its errors tell."""
    includes = _Includes(value, place)
    data = value.get("data")
    asked = (
        [value] if data is None and "text" in value else [data] if isinstance(data, dict) else objects(data)
    )
    seen: set[str] = set()
    for tweet in [*asked, *includes.tweets.values()]:
        yield from _observed(mapping(tweet), includes, place, seen)
    for error in objects(value.get("errors")):
        yield from _error(error, includes, place)


def _observed(tweet: Json, includes: _Includes, place: Place, seen: set[str]) -> Items:
    post_id = ident(tweet.get("id"))
    if post_id is None or post_id in seen or not isinstance(tweet.get("text"), str):
        return
    seen.add(post_id)
    references = objects(tweet.get("referenced_tweets")) if "referenced_tweets" in tweet else []
    written = moment(tweet.get("created_at"))
    post = _post(tweet, post_id, references, written, includes, place)
    yield post
    yield from disagreement(post, written, place)
    for reference in references:
        yield from _observed(reference, includes, place, seen)


def _post(
    tweet: Json,
    post_id: str,
    references: list[Json],
    written: datetime | None,
    includes: _Includes,
    place: Place,
) -> Post:
    related = {string(each.get("type")): ident(each.get("id")) for each in references}
    repost_of_id = related.get("retweeted")
    original = _original(references, includes) if repost_of_id else None
    shown = original or tweet
    text, links, cut = _text(shown)
    author_id = ident(tweet.get("author_id"))
    user = mapping(tweet.get("author")) or includes.users.get(author_id or "", {})
    author = handle(user.get("username"))
    created_at, source = timed(post_id, written)
    entities = _entities(shown)
    state, evidence = _withheld(tweet)
    return Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(user.get("name")),
        author_id=author_id,
        created_at=created_at,
        created_at_source=source,
        text=said(text),
        text_raw=_raw(tweet),
        lang=string(tweet.get("lang")),
        reply_to_id=related.get("replied_to"),
        quote_of_id=related.get("quoted"),
        repost_of_id=repost_of_id,
        conversation_id=ident(tweet.get("conversation_id")),
        edit_ids=idents(tweet.get("edit_history_tweet_ids")),
        links=links,
        mentions=strings(each.get("username") for each in objects(entities.get("mentions"))),
        hashtags=strings(each.get("tag") for each in objects(entities.get("hashtags"))),
        media=_media(shown, includes),
        truncated=cut or (repost_of_id is not None and original is None),
        status=state,
        status_evidence=evidence,
        source_format=NAME,
        archive_url=place.archive_url,
        captured_at=includes.captured_at,
        sha256=place.sha256,
        offset=place.offset,
        length=place.length,
    )


def _original(references: list[Json], includes: _Includes) -> Json | None:
    for each in references:
        if each.get("type") == "retweeted":
            found = (
                each
                if isinstance(each.get("text"), str)
                else includes.tweets.get(ident(each.get("id")) or "")
            )
            return found if found and isinstance(found.get("text"), str) else None
    return None


def _raw(tweet: Json) -> str | None:
    return string(mapping(tweet.get("note_tweet")).get("text")) or string(tweet.get("text"))


def _text(tweet: Json) -> tuple[str, tuple[str, ...], bool]:
    note = mapping(tweet.get("note_tweet"))
    entities = [
        *objects(mapping(tweet.get("entities")).get("urls")),
        *objects(mapping(note.get("entities")).get("urls")),
    ]
    if not entities:
        text, cut = clear(_raw(tweet) or "", [], [], None)
        return text, (), cut
    own = [short for each in entities if is_media_link(each) and (short := string(each.get("url")))]
    links = pairs(entities)
    text, cut = clear(_raw(tweet) or "", links, own, ident(tweet.get("id")))
    return text, strings(long for short, long in links if short not in own), cut


def _entities(tweet: Json) -> Json:
    note = mapping(mapping(tweet.get("note_tweet")).get("entities"))
    return note or mapping(tweet.get("entities"))


def _media(tweet: Json, includes: _Includes) -> tuple[str, ...]:
    attachments = mapping(tweet.get("attachments"))
    if not attachments:
        return ()
    flat = objects(attachments.get("media"))
    found = flat or [
        includes.media[key] for key in idents(attachments.get("media_keys")) if key in includes.media
    ]
    return media_of([{**each, "url_https": each.get("url")} for each in found])


def _withheld(tweet: Json) -> tuple[Status, str | None]:
    withheld = mapping(tweet.get("withheld"))
    if not withheld:
        return "ok", None
    countries = ", ".join(idents(withheld.get("country_codes")))
    reason = "for copyright" if withheld.get("copyright") is True else "by law"
    return "withheld", f"withheld {reason}{f' in {countries}' if countries else ''}"


def _error(error: Json, includes: _Includes, place: Place) -> Iterator[Post | Problem]:
    told = string(error.get("detail")) or string(error.get("title")) or "no detail"
    if error.get("resource_type") != "tweet":
        yield place.problem("api error", told)
        return
    post_id = ident(error.get("resource_id")) or ident(error.get("value"))
    lower = f"{told} {error.get('title')}".lower()
    state = next((state for word, state in _ERROR_STATES if word in lower), "unavailable")
    created_at, source = timed(post_id, None)
    yield Post(
        platform="x",
        post_id=post_id,
        url=address(None, post_id),
        created_at=created_at,
        created_at_source=source,
        status=state,
        status_evidence=f"API error: {told}",
        source_format=NAME,
        archive_url=place.archive_url,
        captured_at=includes.captured_at,
        sha256=place.sha256,
        offset=place.offset,
        length=place.length,
    )


FORMAT = JsonFormat(name=NAME, title="X API v2: pages, flattened, streams", sniff=sniff, read=read, rank=30)
