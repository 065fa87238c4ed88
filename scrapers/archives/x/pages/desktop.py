"""X pages as captured on the desktop, 2012 to 2020: permalinks with ancestors and replies, timelines."""

import re
from dataclasses import replace
from datetime import datetime

from lxml.html import HtmlElement

from scrapers.archives.format import Items, PageFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import moment
from scrapers.archives.posts.pages import classed, first, has_class
from scrapers.archives.x.pages.observed import Shown, observed, with_capture

_MEDIA = re.compile(r"https?://pbs\.twimg\.com/media/[^\"'\s)]+")


def sniff(page: HtmlElement) -> bool:
    """A page with a post that names its id and author."""
    return bool(page.xpath("(//div[@data-tweet-id and @data-screen-name])[1]"))


def read(page: HtmlElement, place: Place) -> Items:
    """Every post of the page, the one it is about first."""
    place = with_capture(page, place)
    tweets = page.xpath("//div[@data-tweet-id and @data-screen-name]")
    for tweet in sorted(tweets, key=lambda each: not has_class(each, "permalink-tweet")):
        shown = _shown(tweet)
        yield from observed(shown, place)
        yield from _repost(tweet, shown, place)
    whole = {tweet.get("data-tweet-id") for tweet in tweets}
    for quote in classed(page, "QuoteTweet-innerContainer"):
        if quote.get("data-item-id") not in whole:
            yield from _quoted(quote, place)


def _shown(tweet: HtmlElement) -> Shown:
    stamp = tweet.xpath(".//*[contains(@class, '_timestamp')]/@data-time-ms")
    seconds = tweet.xpath(".//*[contains(@class, '_timestamp')]/@data-time")
    quote = first(tweet, "QuoteTweet-innerContainer")
    return Shown(
        post_id=tweet.get("data-tweet-id"),
        body=_body(tweet),
        screen_name=tweet.get("data-screen-name"),
        name=tweet.get("data-name"),
        author_id=tweet.get("data-user-id"),
        written=_number(stamp) or _number(seconds),
        conversation_id=tweet.get("data-conversation-id"),
        quote_of_id=quote.get("data-item-id") if quote is not None else None,
        media=_media(tweet),
        keep_lines=True,
    )


def _repost(tweet: HtmlElement, original: Shown, place: Place) -> Items:
    """A timeline shows the original, and beside it who reposted it under which id."""
    reposted = tweet.get("data-retweet-id")
    if reposted and reposted != original.post_id:
        yield from observed(
            replace(
                original,
                post_id=reposted,
                screen_name=tweet.get("data-retweeter"),
                name=None,
                author_id=None,
                written=None,
                conversation_id=None,
                quote_of_id=None,
                repost_of_id=original.post_id,
            ),
            place,
        )


def _number(found: list[str]) -> datetime | None:
    return moment(int(found[0][:16])) if found and found[0].isascii() and found[0].isdigit() else None


def _body(tweet: HtmlElement) -> HtmlElement | None:
    for name in ("tweet-text", "js-tweet-text"):
        for found in classed(tweet, name):
            if not found.xpath("ancestor::*[contains(@class, 'QuoteTweet')]"):
                return found
    return None


def _quoted(quote: HtmlElement, place: Place) -> Items:
    yield from observed(
        Shown(
            post_id=quote.get("data-item-id"),
            body=first(quote, "QuoteTweet-text"),
            screen_name=quote.get("data-screen-name"),
            name=_name(quote),
            author_id=quote.get("data-user-id"),
            conversation_id=quote.get("data-conversation-id"),
            keep_lines=True,
        ),
        place,
    )


def _name(quote: HtmlElement) -> str | None:
    node = first(quote, "QuoteTweet-fullname")
    return (node.text_content() or "").strip() or None if node is not None else None


def _media(tweet: HtmlElement) -> tuple[str, ...]:
    found = tweet.xpath(".//*[@data-image-url]/@data-image-url")
    return tuple(dict.fromkeys(match[0] for each in found if (match := _MEDIA.search(each))))


FORMAT = PageFormat(
    name="x_html_desktop", title="X pages, desktop 2012–2020", sniff=sniff, read=read, rank=20
)
