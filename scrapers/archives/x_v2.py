"""X API v2: pages with includes, flattened posts, stream messages, errors that name a post."""

from dataclasses import dataclass
from datetime import datetime

from linker.records import Post, Problem, Status
from scrapers.archives import Items, Json, JsonFormat, Place
from scrapers.archives.lenient import handle, ident, idents, mapping, moment, objects, string, strings
from scrapers.archives.posttext import said
from scrapers.archives.xposts import absent, address, clear, disagreement, media_of, pairs, timed

_MARKS = frozenset({"author_id", "edit_history_tweet_ids", "public_metrics", "conversation_id", "referenced_tweets"})


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
    number = value.get("id")
    return (
        isinstance(number, str)
        and isinstance(value.get("text"), str)
        and (not _MARKS.isdisjoint(value) or (len(number) > 9 and number.isdigit() and len(value) <= 4))
        and "user" not in value
    )


def _is_error(error: Json) -> bool:
    return error.get("resource_type") == "tweet" or "api.twitter.com/2/problems" in str(error.get("type"))


@dataclass(frozen=True, slots=True)
class _Page:
    """What a page carries beside its posts, by id."""

    users: dict[str, Json]
    media: dict[str, Json]
    tweets: dict[str, Json]
    place: Place
    seen_at: datetime | None


def _page(value: Json, place: Place) -> _Page:
    includes = mapping(value.get("includes"))
    retrieved = mapping(value.get("__twarc")).get("retrieved_at") if "__twarc" in value else None
    return _Page(
        users=_by(includes, "users", "id"),
        media=_by(includes, "media", "media_key"),
        tweets=_by(includes, "tweets", "id"),
        place=place,
        seen_at=moment(retrieved),
    )


def _by(includes: Json, name: str, key: str) -> dict[str, Json]:
    found = includes.get(name)
    return {number: each for each in objects(found) if (number := string(each.get(key)))} if found else {}


def read(value: Json, place: Place) -> Items:
    """Every post of the page once, the included ones after those asked for, then what its errors tell."""
    page = _page(value, place)
    data = value.get("data")
    asked = [value] if data is None and "text" in value else [data] if isinstance(data, dict) else objects(data)
    seen: set[str] = set()
    for tweet in asked:
        yield from _observed(mapping(tweet), page, seen)
    for tweet in page.tweets.values():
        yield from _observed(tweet, page, seen)
    for error in objects(value.get("errors")) if "errors" in value else ():
        yield _error(error, page)


def _observed(tweet: Json, page: _Page, seen: set[str]) -> Items:
    post_id = ident(tweet.get("id"))
    if post_id is None or post_id in seen or not isinstance(tweet.get("text"), str):
        return
    seen.add(post_id)
    references = objects(tweet.get("referenced_tweets")) if "referenced_tweets" in tweet else []
    written = moment(tweet.get("created_at"))
    post = _post(tweet, references, written, page)
    yield post
    yield from disagreement(post, written, page.place)
    for reference in references:
        yield from _observed(reference, page, seen)


def _post(tweet: Json, references: list[Json], written: datetime | None, page: _Page) -> Post:
    post_id = ident(tweet.get("id"))
    related = {each.get("type"): ident(each.get("id")) for each in references}
    repost_of_id = related.get("retweeted")
    original = _original(references, page) if repost_of_id else None
    shown = original or tweet
    text, links, cut = _text(shown)
    entities = _entities(shown)
    author_id = ident(tweet.get("author_id"))
    user = mapping(tweet.get("author")) or page.users.get(author_id or "", {})
    author = handle(user.get("username"))
    created_at, source = timed(post_id, written)
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
        mentions=_named(entities.get("mentions"), "username"),
        hashtags=_named(entities.get("hashtags"), "tag"),
        media=_media(shown, page) if "attachments" in shown else (),
        truncated=cut or (repost_of_id is not None and original is None),
        status=state,
        status_evidence=evidence,
        **page.place.seen(page.seen_at),
    )


def _named(entities: object, key: str) -> tuple[str, ...]:
    return strings(each.get(key) for each in objects(entities)) if entities else ()


def _original(references: list[Json], page: _Page) -> Json | None:
    for each in references:
        if each.get("type") == "retweeted":
            found = each if isinstance(each.get("text"), str) else page.tweets.get(ident(each.get("id")) or "")
            return found if found and isinstance(found.get("text"), str) else None
    return None


def _raw(tweet: Json) -> str | None:
    note = tweet.get("note_tweet")
    return (string(mapping(note).get("text")) if note else None) or string(tweet.get("text"))


def _text(tweet: Json) -> tuple[str, tuple[str, ...], bool]:
    raw = _raw(tweet) or ""
    urls = objects(mapping(tweet.get("entities")).get("urls"))
    if "note_tweet" in tweet:
        urls = [*urls, *objects(_entities(tweet).get("urls"))]
    own = {short for each in urls if _is_media_link(each) and (short := string(each.get("url")))}
    links = pairs(urls)
    text, cut = clear(raw, links, list(own), ident(tweet.get("id")))
    return text, strings(long for short, long in links if short not in own), cut


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
    return absent(page.place, post_id, f"API error: {told}", seen=page.seen_at)


FORMAT = JsonFormat(name="x_v2", title="X API v2: pages, flattened, streams", sniff=sniff, read=read, rank=30)
