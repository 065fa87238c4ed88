"""Embeds that stand as blockquotes in any saved page, as observations of their posts."""

from lxml.html import HtmlElement

from scrapers.archives.embedded.markup import blocks, named_in, post_of, shown_in
from scrapers.archives.format import Items, PageFormat
from scrapers.archives.place import Place


def sniff(page: HtmlElement) -> bool:
    """A page with an embed's blockquote that names its post."""
    return any(named_in(block) for block in blocks(page))


def read(page: HtmlElement, place: Place) -> Items:
    """The post of each blockquote that names one."""
    found = [(block, named_in(block)) for block in blocks(page)]
    return [post_of(shown_in(block, named), named, place) for block, named in found if named]


FORMAT = PageFormat(name="embed_page", title="Embeds in saved pages", sniff=sniff, read=read, rank=90)
