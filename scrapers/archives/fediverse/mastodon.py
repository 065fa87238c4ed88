"""Mastodon's API (statuses, timelines, contexts, searches) and Truth Social, which answers alike."""

from datetime import datetime

from linker.records import Post
from scrapers.archives.fediverse.posts import CLOCKS, full_handle, host_of, number_of, timed, words_of
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import ident, mapping, moment, objects, string, strings
from scrapers.archives.posts.pages import links_of
from scrapers.archives.posts.text import said
from scrapers.archives.posts.times import disagreement

_LISTS = ("statuses", "ancestors", "descendants")
_TRUTH = "truthsocial.com"


def sniff(value: Json) -> bool:
    """A status, or an answer with a list of them."""
    return _is_status(value) or any(any(map(_is_status, objects(value.get(name))[:3])) for name in _LISTS)


def _is_status(value: Json) -> bool:
    account = value.get("account")
    return (
        isinstance(account, dict)
        and ("content" in value or "text" in value)
        and ("acct" in account or "username" in account)
        and "id" in value
    )


def read(value: Json, place: Place) -> Items:
    """The status, what it boosts and quotes, and so for each status of a list."""
    if _is_status(value):
        yield from _observed(value, place)
        return
    for name in _LISTS:
        for each in objects(value.get(name)):
            if _is_status(each):
                yield from _observed(each, place)


def _observed(status: Json, place: Place, depth: int = 0) -> Items:
    written = moment(status.get("created_at"))
    post = _post(status, written, place)
    yield post
    yield from disagreement(post, written, place, CLOCKS)
    for inner in (_boosted(status), _quoted(status)):
        if _is_status(inner) and depth < 3:
            yield from _observed(inner, place, depth + 1)


def _boosted(status: Json) -> Json:
    return mapping(status.get("reblog"))


def _quoted(status: Json) -> Json:
    quote = mapping(status.get("quote"))
    return mapping(quote.get("quoted_status")) or quote


def _home(status: Json) -> tuple[str, str | None]:
    """Server and number of a status at its home; the server that was asked numbers it anew."""
    uri, url = string(status.get("uri")), string(status.get("url"))
    host = host_of(uri) or host_of(url)
    number = number_of(uri, url)
    return host, number or ident(status.get("id"))


def _quote_of(status: Json) -> str | None:
    """The quoted post's number: a shallow quote tells no more, and Truth Social has a field of its own."""
    if quoted := _quoted(status):
        shallow = ident(quoted.get("quoted_status_id"))
        return shallow or (_home(quoted)[1] if "id" in quoted else None)
    return ident(status.get("quote_id"))


def _post(status: Json, written: datetime | None, place: Place) -> Post:
    host, number = _home(status)
    boosted = _boosted(status)
    shown = boosted or status
    account = mapping(status.get("account"))
    truth = host == _TRUTH
    acct = string(account.get("acct")) or string(account.get("username"))
    created_at, source = timed(number, written)
    content = string(shown.get("content")) or ""
    quotes = isinstance(shown.get("quote"), dict)
    text = words_of(content, quotes=quotes) if content else string(shown.get("text"))
    return Post(
        platform="truthsocial" if truth else "mastodon",
        host="" if truth else host,
        post_id=number,
        url=(string(status.get("url")) or string(status.get("uri")) or "").removesuffix("/activity") or None,
        author_handle=acct if truth else full_handle(acct, host_of(string(account.get("url"))) or host),
        author_name=string(account.get("display_name")),
        author_id=ident(account.get("id")),
        created_at=created_at,
        created_at_source=source,
        text=said(_warned(shown, text)),
        text_raw=string(status.get("content")) or content or None,
        lang=string(shown.get("language")),
        reply_to_id=ident(status.get("in_reply_to_id")),
        quote_of_id=_quote_of(status),
        repost_of_id=_home(boosted)[1] if boosted else None,
        links=links_of(content),
        mentions=strings(_mentioned(each, truth=truth) for each in objects(shown.get("mentions"))),
        hashtags=strings(each.get("name") for each in objects(shown.get("tags"))),
        media=strings(
            each.get("url") or each.get("remote_url") for each in objects(shown.get("media_attachments"))
        ),
        **place.origin,
    )


def _mentioned(mention: Json, *, truth: bool) -> str | None:
    acct = string(mention.get("acct")) or string(mention.get("username"))
    return acct if truth else full_handle(acct, host_of(string(mention.get("url"))))


def _warned(status: Json, text: str | None) -> str | None:
    """Text behind a content warning, the warning first, as readers see it."""
    warning = string(status.get("spoiler_text"))
    return "\n\n".join(strings([warning, text])) if warning else text


FORMAT = JsonFormat(name="mastodon", title="Mastodon API, Truth Social", sniff=sniff, read=read, rank=22)
