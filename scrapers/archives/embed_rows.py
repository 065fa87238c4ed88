"""Blockquotes of embeds saved as JSON rows: `{"embed_html": …, "page": …}`."""

import lxml.html
from lxml import etree

from scrapers.archives import Items, Json, JsonFormat, Place
from scrapers.archives.blockquotes import quoted
from scrapers.archives.embedded import post_of
from scrapers.archives.lenient import string
from scrapers.archives.refs import ref_of


def sniff(value: Json) -> bool:
    """A row with the HTML of one embed."""
    return isinstance(value.get("embed_html"), str)


def read(value: Json, place: Place) -> Items:
    """The post of each blockquote in the row."""
    try:
        node = lxml.html.fragment_fromstring(string(value.get("embed_html")) or "", create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        yield place.problem("malformed", "the row's HTML cannot be read")
        return
    found = [(shown, ref) for block in node.iter("blockquote") if (ref := ref_of((shown := quoted(block)).url))]
    for shown, ref in found:
        yield post_of(shown, ref, place)
    if not found:
        yield place.problem("no post", "the row's HTML names no post")


FORMAT = JsonFormat(name="embed", title="Embeds saved as rows of HTML", sniff=sniff, read=read, rank=11)
