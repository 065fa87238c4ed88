"""oEmbed answers of X, Bluesky, Mastodon, TikTok, Instagram, Reddit, YouTube and others."""

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from scrapers.archives import Items, Json, JsonFormat, Place
from scrapers.archives.blockquotes import Quoted, quoted
from scrapers.archives.embedded import post_of
from scrapers.archives.lenient import handle, string
from scrapers.archives.posttext import said, unescape
from scrapers.archives.refs import handle_of, ref_of

_TITLED = frozenset({"tiktok", "youtube", "instagram", "threads"})
"""Platforms whose `title` is the post's own text."""


def sniff(value: Json) -> bool:
    """`type` and `version` as the specification wants them, with html or an author."""
    return (
        value.get("type") in {"rich", "video", "photo", "link"}
        and ("html" in value or "author_name" in value)
        and ("provider_name" in value or "version" in value)
    )


def read(value: Json, place: Place) -> Items:
    """The post of the answer: one, or none with a problem."""
    block = _block(string(value.get("html")) or "")
    shown = quoted(block) if block is not None else Quoted(None, None, None, None, None, None, (), ())
    url = string(value.get("url")) or shown.url
    ref = ref_of(url) or ref_of(shown.url)
    if ref is None:
        yield place.problem("no post", f"an oEmbed answer without the address of a post ({url or 'no address'})")
        return
    title = said(unescape(string(value.get("title")) or "")) if ref.platform in _TITLED else None
    author_url = string(value.get("author_url")) or ""
    yield post_of(
        shown._replace(
            url=url,
            text=shown.text or title,
            name=string(value.get("author_name")) or shown.name,
            handle=shown.handle or handle_of(ref, url or "") or _last_part(author_url),
        ),
        ref,
        place,
    )


def _block(html: str) -> HtmlElement | None:
    if "<" not in html:
        return None
    try:
        node = lxml.html.fragment_fromstring(html, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return None
    return next(node.iter("blockquote"), None)


def _last_part(url: str) -> str | None:
    return handle(url.rstrip("/").rpartition("/")[2]) if url.startswith("http") else None


FORMAT = JsonFormat(name="oembed", title="oEmbed answers", sniff=sniff, read=read, rank=14)
