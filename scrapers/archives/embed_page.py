"""Embeds that stand as blockquotes in any saved page, as observations of their posts."""

from lxml.html import HtmlElement

from scrapers.archives import Items, PageFormat, Place
from scrapers.archives.blockquotes import is_embed, quoted
from scrapers.archives.embedded import post_of
from scrapers.archives.refs import ref_of


def sniff(page: HtmlElement) -> bool:
    """A page with an embed's blockquote."""
    return any(is_embed(block) for block in page.iter("blockquote"))


def read(page: HtmlElement, place: Place) -> Items:
    """The post of each blockquote that names one."""
    for block in page.iter("blockquote"):
        shown = quoted(block) if is_embed(block) else None
        ref = ref_of(shown.url) if shown else None
        if shown and ref:
            yield post_of(shown, ref, place)


FORMAT = PageFormat(name="embed_page", title="Embeds in saved pages", sniff=sniff, read=read, rank=90)
