"""Pages of Nitter, a front end of X: posts, threads, timelines, and what stands in place of missing ones."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from lxml.html import HtmlElement

from scrapers.archives.format import Items, PageFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.pages import canonical, classed, first, has_class, plain
from scrapers.archives.x.pages.observed import Shown, observed, with_capture
from scrapers.archives.x.posts import absent

CLOCKS = timedelta(minutes=1)
"""Times are told to the minute."""
_STATUS = re.compile(r"/(\w{1,20})/status/(\d{1,19})")
_PICTURE = re.compile(r"/pic/(?:orig/|enc/\w+/)?(?:media%2F|media/)([\w-]+\.\w{3,4})")
_TIMES = ("%b %d, %Y · %I:%M %p UTC", "%d/%m/%Y, %H:%M:%S")
"""Of today, and of 2019 to 2021."""


def sniff(page: HtmlElement) -> bool:
    """A page with Nitter's posts, or with its word that there is none."""
    return bool(
        page.xpath("(//*[contains(@class, 'timeline-item')]//*[contains(@class, 'tweet-date')])[1]")
    ) or (first(page, "error-panel") is not None and "nitter" in (plain(page.find(".//title")) or "").lower())


def read(page: HtmlElement, place: Place) -> Items:
    """Every post of the page, the one it is about first; quoted ones after the post that shows them.

    A repost is shown as the original under the reposter's display name, which identifies nobody: the original
    alone is read.
    """
    place = with_capture(page, place)
    for item in sorted(classed(page, "timeline-item"), key=lambda each: not _is_main(each)):
        yield from _item(item, place)
    for error in classed(page, "error-panel"):
        found = _STATUS.search(canonical(page) or place.url or "")
        yield absent(place, found[2] if found else None, plain(error) or "an error panel")


def _is_main(item: HtmlElement) -> bool:
    return any(has_class(above, "main-tweet") for above in item.iterancestors())


def _item(item: HtmlElement, place: Place) -> Items:
    missing = first(item, "unavailable-box")
    if missing is not None:
        found = _STATUS.search(missing.get("href") or "")
        yield absent(place, found[2] if found else None, plain(missing) or "a box without words")
        return
    quotes = [each for each in classed(item, "quote") if _status(each, "quote-link")]
    post = _status(item, "tweet-link") or _status(item, "tweet-date")
    if post:
        quoted = _status(quotes[0], "quote-link") if quotes else None
        yield from observed(_shown(item, post, "tweet-content", quoted[2] if quoted else None), place)
    for quote in quotes:
        if inner := _status(quote, "quote-link"):
            yield from observed(_shown(quote, inner, "quote-text", None), place)


def _status(node: HtmlElement, name: str) -> "re.Match[str] | None":
    """The address of a post in an element of a class, or in a link inside it."""
    for found in _own(node, name):
        for anchor in (found, *found.iter("a")):
            if match := _STATUS.search(anchor.get("href") or ""):
                return match
    return None


def _own(node: HtmlElement, name: str) -> Iterator[HtmlElement]:
    """Elements of a class that are not those of a post quoted inside."""
    for found in classed(node, name):
        above = next(
            (each for each in found.iterancestors() if each is node or has_class(each, "quote")), node
        )
        if above is node:
            yield found


def _shown(node: HtmlElement, status: "re.Match[str]", body: str, quote_of_id: str | None) -> Shown:
    named = next(_own(node, "fullname"), None)
    return Shown(
        post_id=status[2],
        body=_with_long_links(next(_own(node, body), None)),
        screen_name=status[1],
        name=(named.get("title") or plain(named)) if named is not None else None,
        written=_written(next(_own(node, "tweet-date"), None)),
        quote_of_id=quote_of_id,
        media=tuple(dict.fromkeys(_media(node))),
        keep_lines=True,
        clocks=CLOCKS,
    )


def _with_long_links(body: HtmlElement | None) -> HtmlElement | None:
    """The words, with the address of each link where X's own pages have it: both show links cut."""
    for anchor in body.iter("a") if body is not None else ():
        href = anchor.get("href") or ""
        if href.startswith("http") and not (anchor.text_content() or "").startswith(("@", "#", "$")):
            anchor.set("data-expanded-url", href)
    return body


def _written(date: HtmlElement | None) -> datetime | None:
    title = (
        next((each.get("title") for each in date.iter("a") if each.get("title")), "")
        if date is not None
        else ""
    )
    for pattern in _TIMES:
        try:
            return datetime.strptime(title or "", pattern).replace(tzinfo=UTC)
        except ValueError:
            continue
    return None


def _media(node: HtmlElement) -> Iterator[str]:
    """The pictures at X's own address, for Nitter's leads to one server of many."""
    for anchor in _own(node, "still-image"):
        if match := _PICTURE.search(anchor.get("href") or ""):
            yield f"https://pbs.twimg.com/media/{match[1]}"


FORMAT = PageFormat(name="nitter", title="Nitter pages", sniff=sniff, read=read, rank=12)
