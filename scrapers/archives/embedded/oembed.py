"""oEmbed answers of X, Bluesky, Mastodon, TikTok, Instagram, Reddit, YouTube and others."""

from scrapers.archives.embedded.markup import Shown, markup, named_in, post_of, shown_in
from scrapers.archives.format import Items, Json, JsonFormat
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle, string
from scrapers.archives.posts.refs import Named, named_by
from scrapers.archives.posts.text import said, unescape

_TYPES = ("rich", "video", "photo", "link")
_TITLED = frozenset({"tiktok", "youtube", "instagram", "threads", "reddit"})
"""Platforms whose `title` is the post's own text, without what the embed writes around it."""
_COMMENT = "t1_"
"""The title that comes with a comment of Reddit is that of its thread."""


def sniff(value: Json) -> bool:
    """`type` and `version` as the specification wants them, with html or an author."""
    return (
        value.get("type") in _TYPES
        and ("html" in value or "author_name" in value)
        and ("provider_name" in value or "version" in value)
    )


def read(value: Json, place: Place) -> Items:
    """The post of the answer: one, or none with a problem."""
    node = markup(string(value.get("html")))
    block = next(node.iter("blockquote"), None) if node is not None else None
    frames = [each.get("src") for each in node.iter("iframe")] if node is not None else []
    named = named_by(string(value.get("url"))) or (named_in(block) if block is not None else None)
    named = named or named_by(*frames, place.url)
    if named is None:
        yield place.problem("no post", "an oEmbed answer without the address of a post")
        return
    shown = shown_in(block, named) if block is not None else Shown()
    yield post_of(_completed(shown, named, value), named, place)


def _completed(shown: Shown, named: Named, value: Json) -> Shown:
    titled = named.ref.platform in _TITLED and not named.ref.post_id.startswith(_COMMENT)
    title = said(unescape(string(value.get("title")) or "")) if titled else None
    author = (string(value.get("author_url")) or "").rstrip("/").rpartition("/")[2]
    if named.ref.platform == "reddit":
        author = string(value.get("author_name")) or ""
    return shown._replace(
        text=title or shown.text,
        name=_name(value, shown),
        handle=shown.handle or handle(author),
    )


def _name(value: Json, shown: Shown) -> str | None:
    """The author's name, without the handle that Bluesky writes behind it."""
    name = string(value.get("author_name"))
    return name.removesuffix(f" (@{shown.handle})") if name and shown.handle else name or shown.name


FORMAT = JsonFormat(name="oembed", title="oEmbed answers", sniff=sniff, read=read, rank=14)
