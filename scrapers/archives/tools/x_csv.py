"""Tables of X posts that tools export: twarc-csv, 4CAT, TCAT, X's own `tweets.csv` and data sets.

They name the same few things differently, and none tells short links' long forms one by one.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import orjson

from linker.records import Post, Status
from scrapers.archives.format import Items, Row, TableFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, ident, moment, objects, string, strings
from scrapers.archives.posts.text import said
from scrapers.archives.posts.times import disagreement
from scrapers.archives.x.posts import OWN_MEDIA, address, clear, listed_in_order, media_of, pairs, timed

_IDS = ("tweet_id", "tweetid", "tweet id", "status_id", "id_str", "id")
_TEXTS = ("full_text", "rawcontent", "text", "tweet_text", "body", "tweet", "content")
_NAMED = frozenset(_IDS[:4])
_MARKS = frozenset(
    {
        "edit_history_tweet_ids",
        "favorite_count",
        "is_retweet",
        "public_metrics.retweet_count",
        "referenced_tweets.retweeted.id",
        "retweet_count",
        "retweetcount",
        "retweeted_status_id",
        "retweets",
    }
)
_TIMES = ("created_at", "unix_timestamp", "timestamp", "tweet_time", "datetime", "date")
_HANDLES = ("author.username", "author", "user_screen_name", "screen_name", "from_user_name", "username")
_ADDRESSES = ("permalink", "tweet_url", "url", "link")
_NAMES = ("author.name", "author_fullname", "user_display_name", "from_user_realname", "user_name")
_AUTHOR_IDS = ("author.id", "author_id", "user_id", "from_user_id", "userid")
_REPLIES = (
    "referenced_tweets.replied_to.id",
    "in_reply_to_status_id",
    "in_reply_to_tweetid",
    "inreplytotweetid",
)
_REPOSTS = ("referenced_tweets.retweeted.id", "retweeted_status_id", "retweet_tweetid", "retweet_id")
_QUOTES = ("referenced_tweets.quoted.id", "quoted_status_id", "quoted_tweet_tweetid")
_CONVERSATIONS = ("conversation_id", "conversationid", "thread_id")
_LANGUAGES = ("lang", "language_guess", "tweet_language", "language")
_LINKS = ("entities.urls", "expanded_urls", "urls")
_MENTIONS = ("entities.mentions", "mentions", "user_mentions")
_HASHTAGS = ("entities.hashtags", "hashtags")
_STATUS = re.compile(r"https?://(?:www\.|mobile\.)?(?:twitter|x)\.com/(\w{1,20})/status/(\d+)")
_REPOST = re.compile(r"RT @\w{1,20}:? ")
_HANDLE = re.compile(r"@?\w{1,20}", re.ASCII)  # data sets of X hide those of small accounts behind hashes
_CLOCKS = timedelta(minutes=1)
"""Some of these tables tell times to the minute."""
_NO_NUMBER = frozenset({"", "0", "nan", "none", "null"})

Fields = dict[str, str]


def sniff(columns: Sequence[str]) -> bool:
    """An id and words, and a column that only tables of X have."""
    named = {each.strip().lower() for each in columns}
    is_x = bool(named & _NAMED) or bool(named & _MARKS)
    return is_x and not named.isdisjoint(_IDS) and not named.isdisjoint(_TEXTS)


def read(row: Row, place: Place) -> Items:
    """The post of a row."""
    fields = {str(name).strip().lower(): each for name, each in row.items() if isinstance(each, str)}
    if {"author.username", "referenced_tweets"} <= fields.keys():
        fields |= _as_written_later(fields)
    post_id = _number(fields, _IDS)
    if post_id is None:
        yield place.problem("malformed", f"not the id of a post: {str(_first(fields, _IDS))[:40]}")
        return
    written = moment(_first(fields, _TIMES))
    post = _post(fields, post_id, written, place)
    yield post
    yield from disagreement(post, written, place, _CLOCKS)


def _post(fields: Fields, post_id: str, written: datetime | None, place: Place) -> Post:
    created_at, source = timed(post_id, written)
    named = _first(fields, _HANDLES) or ""
    author = handle(named) if _HANDLE.fullmatch(named) else _handle_in(_first(fields, _ADDRESSES), post_id)
    raw = _raw(fields)
    urls = _listed(_first(fields, _LINKS))
    listed = _named(urls, "expanded_url")
    media = _media(fields)
    links = listed_in_order(raw, listed, has_media=bool(media), told=pairs(objects(urls)))
    text, cut = clear(_without_prefix(raw, fields), *links, post_id)
    repost_of_id = _number(fields, _REPOSTS)
    status, evidence = _status(fields)
    return Post(
        platform="x",
        post_id=post_id,
        url=address(author, post_id),
        author_handle=author,
        author_name=string(_first(fields, _NAMES)),
        author_id=_number(fields, _AUTHOR_IDS),
        created_at=created_at,
        created_at_source=source,
        text=said(text),
        text_raw=string(raw),
        lang=string(_first(fields, _LANGUAGES)),
        reply_to_id=_number(fields, _REPLIES),
        quote_of_id=_number(fields, _QUOTES),
        repost_of_id=repost_of_id,
        conversation_id=_number(fields, _CONVERSATIONS),
        edit_ids=strings(_listed(fields.get("edit_history_tweet_ids"))),
        links=strings(each for each in listed if not OWN_MEDIA.match(each)),
        mentions=strings(each.lstrip("@") for each in _named(_listed(_first(fields, _MENTIONS)), "username")),
        hashtags=strings(each.lstrip("#") for each in _named(_listed(_first(fields, _HASHTAGS)), "tag")),
        media=media,
        truncated=cut or bool(_REPOST.match(text)) or (_is_repost(fields) and text.endswith("…")),
        status=status,
        status_evidence=evidence,
        **place.seen(moment(fields.get("__twarc.retrieved_at"))),
    )


def _as_written_later(fields: Fields) -> Fields:
    """Columns of twarc-csv's first versions, where text and references are JSON, as later ones name them."""
    related = objects(_listed(fields["referenced_tweets"]))
    named = {f"referenced_tweets.{each.get('type')}.id": ident(each.get("id")) or "" for each in related}
    try:
        text = string(orjson.loads(fields.get("text", "")))
    except orjson.JSONDecodeError:
        text = None
    return {**named, "text": text or fields.get("text", "")}


def _handle_in(url: str | None, post_id: str) -> str | None:
    """The author in the address of the post itself."""
    found = _STATUS.match(url or "")
    return found[1] if found and found[2] == post_id else None


def _first(fields: Fields, names: Iterable[str]) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)


def _number(fields: Fields, names: Iterable[str]) -> str | None:
    """An id; pandas writes whole numbers beside gaps as `7.0`, and long ones so have lost their digits."""
    found = (_first(fields, names) or "").strip().strip("\"'")
    short = found.removesuffix(".0")
    if found.lower() in _NO_NUMBER or not (short.isascii() and short.isdigit() and len(short) < 20):
        return None
    return short if short == found or len(short) < 16 else None


def _raw(fields: Fields) -> str:
    """The words; twarc-csv writes line ends as backslash and n."""
    raw = _first(fields, _TEXTS) or ""
    return raw.replace("\\n", "\n") if "author.username" in fields else raw


def _is_repost(fields: Fields) -> bool:
    return (fields.get("is_retweet") or "").lower() in {"yes", "true", "1"} or bool(_number(fields, _REPOSTS))


def _without_prefix(raw: str, fields: Fields) -> str:
    """4CAT writes the original's full text behind `RT @…:`."""
    return (
        _REPOST.sub("", raw, count=1)
        if "is_retweet" in fields and "body" in fields and _is_repost(fields)
        else raw
    )


def _named(values: list[object], key: str) -> tuple[str, ...]:
    """Strings of a list, or one field of its objects."""
    return strings([each.get(key) if isinstance(each, dict) else each for each in values])


def _listed(value: str | None) -> list[object]:
    """A list as JSON, as Python writes it, or with commas."""
    if not value:
        return []
    try:
        found = orjson.loads(value) if value[:1] == "[" else None
    except orjson.JSONDecodeError:
        found = None
    return found if isinstance(found, list) else [each.strip(" '\"[]") for each in value.split(",")]


def _media(fields: Fields) -> tuple[str, ...]:
    listed = objects(_listed(fields.get("attachments.media")))
    named = [*_listed(fields.get("images")), *_listed(fields.get("videos"))]
    return strings([*media_of([{"url_https": each.get("url"), **each} for each in listed]), *named])


def _status(fields: Fields) -> tuple[Status, str | None]:
    countries = ", ".join(strings(_listed(fields.get("withheld.country_codes"))))
    return ("withheld", f"withheld in {countries}") if countries else ("ok", None)


FORMAT = TableFormat(
    name="x_csv", title="Tables of X posts: twarc-csv, 4CAT, tweets.csv", sniff=sniff, read=read, rank=55
)
