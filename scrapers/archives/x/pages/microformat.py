"""Twitter pages of 2007 to 2011, in the hAtom microformat: permalinks and timelines."""

import re

from lxml.html import HtmlElement

from scrapers.archives.format import Items, PageFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import moment
from scrapers.archives.posts.pages import canonical, classed, first, original, plain
from scrapers.archives.x.pages.observed import Shown, observed, with_capture

_STATUS = re.compile(r"/(\w{1,20})/status(?:es)?/(\d+)")
_OWNER = re.compile(r"\bu-(\w{1,20})\b")
_TIME = re.compile(r"time:\s*'([^']+)'")
_ENTRIES = "//*[contains(concat(' ', normalize-space(@class), ' '), ' hentry ')]"


def sniff(page: HtmlElement) -> bool:
    """A page with an entry's content, in a status."""
    return bool(
        page.xpath(f"({_ENTRIES}//*[contains(@class, 'entry-content')])[1]")
        or page.xpath("(//*[@id='permalink']//*[contains(@class, 'entry-content')])[1]")
    ) and bool(page.xpath("(//a[contains(@href, '/status')])[1]"))


def read(page: HtmlElement, place: Place) -> Items:
    """Every entry with an address of its own."""
    place = with_capture(page, place)
    entries = page.xpath(_ENTRIES) or page.xpath("//*[@id='permalink']")
    for entry in entries:
        shown = _shown(entry, page)
        if shown.post_id:
            yield from observed(shown, place)


def _shown(entry: HtmlElement, page: HtmlElement) -> Shown:
    named = (entry.get("id") or "").partition("status_")[2]
    link = _STATUS.search(_permalink(entry)) or _STATUS.search(canonical(page) or "")
    owner = _OWNER.search(entry.get("class") or "")
    contents = classed(entry, "entry-content")
    return Shown(
        post_id=named if named.isdigit() else (link[2] if link else None),
        body=contents[0] if contents else None,
        screen_name=owner[1] if owner else (link[1] if link else None),
        name=_name(entry, page),
        written=moment(_time(entry)),
    )


def _permalink(entry: HtmlElement) -> str:
    found = entry.xpath(".//a[contains(@class, 'entry-date') or @rel='bookmark']/@href")
    return original(str(found[0])) if found else ""


def _time(entry: HtmlElement) -> str | None:
    node = first(entry, "published")
    if node is None:
        return None
    found = _TIME.search(node.get("data") or "")
    return found[1] if found else node.get("title")


def _name(entry: HtmlElement, page: HtmlElement) -> str | None:
    return plain(first(entry, "full-name")) or plain(first(page, "full-name")) or plain(first(page, "fn"))


FORMAT = PageFormat(name="x_html_2010", title="Twitter pages of 2007–2011", sniff=sniff, read=read, rank=22)
