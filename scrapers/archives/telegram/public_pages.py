"""Telegram's public pages: `t.me/s/CHANNEL` and the embed of one message."""

import re

from lxml.html import HtmlElement

from linker.records import Post
from scrapers.archives.format import Items, PageFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import moment
from scrapers.archives.posts.pages import canonical, classed, first, plain, words
from scrapers.archives.posts.text import said
from scrapers.archives.telegram.tags import hashtags_in, mentions_in

_ID = re.compile(r"[\w-]{2,64}/\d{1,12}")
_IN_URL = re.compile(r"https?://(?:t\.me|telegram\.me)/(?:s/)?([\w-]{2,64}/\d{1,12})")
_BACKGROUND = re.compile(r"url\(['\"]?([^'\")]+)")
_MEDIA = (
    "tgme_widget_message_photo_wrap",
    "tgme_widget_message_video_thumb",
    "tgme_widget_message_roundvideo_thumb",
)


def sniff(page: HtmlElement) -> bool:
    """A page with a message, or with the word that there is none."""
    return bool(page.xpath("(//*[@data-post])[1]")) or first(page, "tgme_widget_message_error") is not None


def read(page: HtmlElement, place: Place) -> Items:
    """The messages of the page in its order."""
    for message in page.xpath("//*[@data-post]"):
        yield _post(message, place)
    for error in classed(page, "tgme_widget_message_error"):
        found = _IN_URL.match(place.url or canonical(page) or "")
        yield Post(
            platform="telegram",
            post_id=found[1] if found else None,
            url=place.url or canonical(page),
            status="unavailable",
            status_evidence=plain(error) or "an error in the message's place",
            **place.origin,
        )


def _post(message: HtmlElement, place: Place) -> Post:
    number = message.get("data-post") or ""
    post_id = number if _ID.fullmatch(number) else None
    body = _body(message)
    at = moment(_date(message))
    links = _links(body)
    text = words(body, shown=_shown) if body is not None else ""
    return Post(
        platform="telegram",
        post_id=post_id,
        url=f"https://t.me/{post_id}" if post_id else None,
        author_handle=post_id.partition("/")[0] if post_id else None,
        author_name=plain(first(message, "tgme_widget_message_owner_name")),
        created_at=at,
        created_at_source="page" if at else None,
        text=said(text),
        text_raw=text or None,
        reply_to_id=_linked(message, "tgme_widget_message_reply"),
        repost_of_id=_linked(message, "tgme_widget_message_forwarded_from_name"),
        links=tuple(each for each in links if not each.startswith(("?q=", "tg://"))),
        mentions=mentions_in(text),
        hashtags=hashtags_in(text),
        media=tuple(dict.fromkeys(_media(message))),
        # "Please open Telegram to view this post" stands for what the page does not show.
        truncated=not text and first(message, "message_media_not_supported") is not None,
        **place.origin,
    )


def _body(message: HtmlElement) -> HtmlElement | None:
    """The message's own text (that of the message it answers has the same class), or a poll's question."""
    for found in classed(message, "js-message_text"):
        if not found.xpath("ancestor::*[contains(@class, 'tgme_widget_message_reply')]"):
            return found
    return first(message, "tgme_widget_message_poll_question")


def _shown(node: HtmlElement) -> str | None:
    # An address cut by the page for display stands whole in its link.
    href = node.get("href") or ""
    text = (node.text_content() or "").strip()
    return href if node.tag == "a" and text.endswith("…") and text[:-1] in href else None


def _date(message: HtmlElement) -> str | None:
    found = message.xpath(".//a[contains(@class, 'tgme_widget_message_date')]//time/@datetime")
    return (
        str(found[0]) if found else next(iter(map(str, message.xpath(".//time[@datetime]/@datetime"))), None)
    )


def _linked(message: HtmlElement, name: str) -> str | None:
    node = first(message, name)
    found = _IN_URL.match(node.get("href") or "") if node is not None else None
    return found[1] if found else None


def _links(body: HtmlElement | None) -> tuple[str, ...]:
    found = body.xpath(".//a/@href") if body is not None else []
    return tuple(dict.fromkeys(map(str, found)))


def _media(message: HtmlElement) -> list[str]:
    styled = [each.get("style") or "" for name in _MEDIA for each in classed(message, name)]
    films = [str(each) for each in message.xpath(".//video/@src")]
    return films + [found[1] for each in styled if (found := _BACKGROUND.search(each))]


FORMAT = PageFormat(name="telegram", title="Telegram pages", sniff=sniff, read=read, rank=10)
