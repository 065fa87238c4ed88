"""X API v2: pages with includes, flattened posts, stream messages, errors that name a post."""

from collections.abc import Sequence

from linker.records import Post, Problem, Status
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, ident, idents, mapping, moment, objects, string, strings
from scrapers.archives.posts.quick import new_post
from scrapers.archives.posts.text import said, unescape
from scrapers.archives.posts.times import TOLERANCE, mismatch
from scrapers.archives.x.posts import Time, absent, address, clear, is_own, media_of, timed, unarchived
from scrapers.archives.x.v2_tweet import Attachments, Entities, Tweet, Url, User, decoded, picked, user

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

    def __init__(self, includes: Json, place: Place, seen: object) -> None:
        self.users = _by(includes, "users", "id") if includes else _NONE
        self.media = _by(includes, "media", "media_key") if includes else _NONE
        self.tweets = _by(includes, "tweets", "id") if includes else _NONE
        self.place = place
        self.origin = place.seen(moment(seen)) if seen else place.origin


_NONE: dict[str, Json] = {}


def _by(includes: Json, name: str, key: str) -> dict[str, Json]:
    return {number: each for each in objects(includes.get(name)) if (number := ident(each.get(key)))}


def read(value: Json, place: Place) -> Items:
    """Every post of the page once, the included ones after those asked for, then what its errors tell."""
    retrieved_at = mapping(value.get("__twarc")).get("retrieved_at")
    page = _Page(mapping(value.get("includes")), place, retrieved_at)
    found: dict[str, Post | Problem] = {}
    data = value if "data" not in value and "text" in value else value.get("data")
    asked = [data] if isinstance(data, dict) else objects(data)
    try:
        for tweet in (*asked, *page.tweets.values()):
            _observe(picked(tweet), page, found)
    except RecursionError:
        return [*found.values(), place.problem("malformed", "nested too deeply")]
    return [*found.values(), *(_error(error, page) for error in objects(value.get("errors")))]


def read_line(raw: bytes, place: Place) -> Items | None:
    """What `read` gives of a line with a flattened post as X and twarc write it; None of any other line."""
    line = decoded(raw)
    if line is None:
        return None
    found: dict[str, Post | Problem] = {}
    _observe(line[0], _Page(_NONE, place, line[1]), found)
    return list(found.values())


def _observe(tweet: Tweet, page: _Page, found: dict[str, Post | Problem]) -> None:
    post_id = tweet.id
    if post_id is None or post_id in found or tweet.text is None:
        return
    written = moment(tweet.created_at)
    time = timed(post_id, written)
    found[post_id] = _post(tweet, post_id, time, page)
    if written and time[0] and abs(time[0] - written) > TOLERANCE:
        found[f"{post_id} time"] = mismatch(post_id, time[0], written, page.place)
    for reference in tweet.referenced_tweets:
        _observe(reference, page, found)


def _post(tweet: Tweet, post_id: str, time: Time, page: _Page) -> Post:
    references = tweet.referenced_tweets
    related = {each.type: each.id for each in references} if references else _UNRELATED
    repost_of_id = related.get("retweeted")
    original = _original(tweet, page) if repost_of_id else None
    shown = original or tweet
    text, links, cut = _text(shown)
    entities = _entities(shown)
    who = tweet.author or user(page.users.get(tweet.author_id or "")) or _NOBODY
    author = handle(who.username)
    state, evidence = _withheld(tweet.withheld) if tweet.withheld else _SHOWN
    origin = page.origin
    return new_post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=who.name,
        author_id=tweet.author_id,
        created_at=time[0],
        created_at_source=time[1],
        text=said(text),
        text_raw=_raw(tweet),
        lang=tweet.lang,
        reply_to_id=related.get("replied_to"),
        quote_of_id=related.get("quoted"),
        repost_of_id=repost_of_id,
        conversation_id=tweet.conversation_id,
        edit_ids=tweet.edit_history_tweet_ids,
        links=links,
        mentions=_once([each.username for each in entities.mentions]) if entities.mentions else (),
        hashtags=_once([each.tag for each in entities.hashtags]) if entities.hashtags else (),
        media=_media(shown.attachments, page) if shown.attachments else (),
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


_NOBODY = User()
_SHOWN: tuple[Status, None] = ("ok", None)
_UNRELATED: dict[str | None, str | None] = {}


def _once(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _original(tweet: Tweet, page: _Page) -> Tweet | None:
    for each in tweet.referenced_tweets:
        if each.type == "retweeted":
            found = each if each.text is not None else picked(page.tweets.get(each.id or "", _NONE))
            return found if found.text is not None else None
    return None


def _raw(tweet: Tweet) -> str | None:
    return (tweet.note_tweet and tweet.note_tweet.text) or tweet.text or None


def _text(tweet: Tweet) -> tuple[str, tuple[str, ...], bool]:
    raw, urls = _raw(tweet) or "", _urls(tweet)
    if not urls:
        return unescape(raw).rstrip(), (), False
    own: list[str] = []
    links: list[tuple[str, str]] = []
    for each in urls:
        short, long = unarchived(each.url), unarchived(each.expanded_url)
        if short and _is_media_link(each):
            own.append(short)
        elif short and long:
            links.append((short, long))
    text, cut = clear(raw, links, own, tweet.id)
    # What a note replaces ends in a link to the post itself, as a cut text does.
    shortened = cut or tweet.note_tweet is not None
    return text, strings(long for _, long in links if not (shortened and is_own(long, tweet.id))), cut


def _urls(tweet: Tweet) -> list[Url]:
    urls = tweet.entities.urls
    return [*urls, *_entities(tweet).urls] if tweet.note_tweet else urls


def _is_media_link(entity: Url) -> bool:
    shown = entity.display_url
    return entity.media_key is not None or (
        shown is not None and shown.startswith(("pic.twitter.com/", "pic.x.com/"))
    )


def _entities(tweet: Tweet) -> Entities:
    note = tweet.note_tweet
    return note.entities if note and note.entities.any else tweet.entities


def _media(attached: Attachments, page: _Page) -> tuple[str, ...]:
    found: Sequence[Json] = attached.media
    found = found or [page.media[key] for key in attached.media_keys if key in page.media]
    return media_of([{"url_https": each.get("url"), **each} for each in found])


def _withheld(held: Json) -> tuple[Status, str | None]:
    countries = ", ".join(idents(held.get("country_codes")))
    reason = "for copyright" if held.get("copyright") is True else "by law"
    return "withheld", f"withheld {reason}{f' in {countries}' if countries else ''}"


def _error(error: Json, page: _Page) -> Post | Problem:
    told = string(error.get("detail")) or string(error.get("title")) or "no detail"
    if error.get("resource_type") != "tweet":
        return page.place.problem("api error", told)
    post_id = ident(error.get("resource_id")) or ident(error.get("value"))
    return absent(page.place, post_id, f"API error: {told}", seen=page.origin["captured_at"])


FORMAT = JsonFormat(
    name="x_v2",
    title="X API v2: pages, flattened, streams",
    sniff=sniff,
    read=read,
    read_line=read_line,
    rank=30,
)
