"""Blockquotes of embeds saved as JSON rows: `{"embed_html": …, "page": …}`."""

from scrapers.archives.embedded.markup import markup, named_in, post_of, shown_in
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import string


def sniff(value: Json) -> bool:
    """A row with the HTML of one embed."""
    return isinstance(value.get("embed_html"), str)


def read(value: Json, place: Place) -> Items:
    """The post of each blockquote in the row."""
    node = markup(string(value.get("embed_html")))
    found = [(block, named_in(block)) for block in node.iter("blockquote")] if node is not None else []
    posts = [post_of(shown_in(block, named), named, place) for block, named in found if named]
    return posts or [place.problem("no post", "the row's HTML names no post")]


FORMAT = JsonFormat(name="embed", title="Embeds saved as rows of HTML", sniff=sniff, read=read, rank=11)
