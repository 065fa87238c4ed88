"""X pages as captured on mobile.twitter.com: the post, its ancestors and replies, timelines."""

from lxml.html import HtmlElement

from scrapers.archives.format import Items, PageFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.pages import first, has_class, plain
from scrapers.archives.x.pages.observed import Shown, observed, with_capture


def sniff(page: HtmlElement) -> bool:
    """A page with `.tweet-text[data-id]`."""
    return bool(page.xpath("(//*[contains(@class, 'tweet-text') and @data-id])[1]"))


def read(page: HtmlElement, place: Place) -> Items:
    """Every post of the page, the one it is about first.

    The date text is US Pacific time and is not read: the id tells.
    """
    place = with_capture(page, place)
    found = page.xpath("//*[contains(@class, 'tweet-text') and @data-id]")
    tables = [(each, _table(each)) for each in found]
    for body, table in sorted(tables, key=lambda each: not has_class(each[1], "main-tweet")):
        yield from observed(_shown(body, table), place)


def _table(body: HtmlElement) -> HtmlElement:
    above = body.xpath("ancestor::table[1]")
    return above[0] if above else body


def _shown(body: HtmlElement, table: HtmlElement) -> Shown:
    inner = body.xpath("./div[contains(@class, 'dir-')]")
    name = first(table, "fullname")
    return Shown(
        post_id=body.get("data-id"),
        body=inner[0] if inner else body,
        screen_name=(plain(first(table, "username")) or "").replace(" ", "") or None,
        name=plain(name),
    )


FORMAT = PageFormat(name="x_html_mobile", title="X pages, mobile", sniff=sniff, read=read, rank=21)
