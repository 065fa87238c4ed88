"""Telegram Desktop's export as pages (`messages.html`), which name no channel: their messages have no id."""

import re
from datetime import UTC, datetime

from lxml import etree
from lxml.html import HtmlElement

from linker.records import Post
from scrapers.archives.format import Items, PageFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import moment
from scrapers.archives.posts.pages import first, has_class, plain, words
from scrapers.archives.posts.text import said
from scrapers.archives.telegram.tags import hashtags_in, mentions_in

_MESSAGES = "//div[contains(@class, 'message') and starts-with(@id, 'message')]"
_WRITTEN = re.compile(r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d) UTC([+-]\d\d:?\d\d)")


def sniff(page: HtmlElement) -> bool:
    """A page with `.page_wrap` around numbered messages."""
    return bool(page.xpath(f"(//div[contains(@class, 'page_wrap')]{_MESSAGES})[1]"))


def read(page: HtmlElement, place: Place) -> Items:
    """The messages of the page in its order; a joined one is by whoever wrote the one before."""
    author = None
    for message in page.xpath(_MESSAGES):
        if not has_class(message, "service"):
            author = _author(message) or author
            yield _post(message, author, place)


def _author(message: HtmlElement) -> str | None:
    found = message.xpath("./div[contains(@class, 'body')]/div[@class='from_name']")
    return plain(found[0]) if found else None


def _post(message: HtmlElement, author: str | None, place: Place) -> Post:
    body = first(message, "text")
    body = first(message, "question") if body is None else body
    text = words(body) if body is not None else ""
    at = _written(message)
    hrefs = [str(each) for each in body.xpath(".//a/@href")] if body is not None else []
    return Post(
        platform="telegram",
        post_id=None,
        author_name=author,
        created_at=at,
        created_at_source="page" if at else None,
        text=said(text),
        text_raw=text or None,
        links=tuple(dict.fromkeys(each for each in hrefs if each.startswith("http"))),
        mentions=mentions_in(text),
        hashtags=hashtags_in(text),
        media=_media(message),
        **place.piece(etree.tostring(message)),
    )


def _written(message: HtmlElement) -> datetime | None:
    """When it was posted, where the page tells the zone: older ones tell the exporter's local time alone."""
    found = message.xpath(".//div[contains(@class, 'date')]/@title")
    match = _WRITTEN.search(str(found[0])) if found else None
    if match is None:
        return None
    day, month, year, clock, zone = match.groups()
    at = moment(f"{year}-{month}-{day}T{clock}{zone}")
    return at.astimezone(UTC) if at else None


def _media(message: HtmlElement) -> tuple[str, ...]:
    """The files beside the page."""
    found = message.xpath(".//div[contains(@class, 'media_wrap')]//a/@href")
    return tuple(dict.fromkeys(str(each) for each in found if each and not each.startswith(("http", "#"))))


FORMAT = PageFormat(
    name="telegram_export_html", title="Telegram Desktop export, pages", sniff=sniff, read=read, rank=11
)
