"""What platform rules and an embed's words say, put together as one record."""

from lxml.html import HtmlElement

from linker.records import Embed, PostRef
from scrapers.embeds.merging import Sighting
from scrapers.platforms import Platform
from scrapers.platforms._words import Words

FRAMES = frozenset(["iframe", "frame", "embed", "object", "amp-iframe", "amp-embed", "amp-video-iframe"])
_SURE = {
    "blockquote": 0.99, "amp": 0.99, "iframe": 0.98, "data": 0.95, "escaped": 0.95, "json": 0.95,
    "bare": 0.9, "wrapper": 0.9, "state": 0.9, "flattened": 0.85, "linked": 1.0, "claimreview": 1.0,
}  # fmt: skip
"""How sure each method is that the page shows this post: stated by us, not fitted."""


def make_embed(platform: Platform, ref: PostRef | None, url: str | None, words: Words, method: str) -> Embed:
    """A record with an unknown place; the id's own time beats the displayed date."""
    address = url or (platform.canonical_url(ref, None) if ref else "")
    handle = platform.handle(address) or words.handle
    author_id = platform.author_id(address)
    posted = platform.posted_at(ref.post_id) if ref else None
    return Embed(
        article_id="",
        platform=platform.name,
        paragraph=None,
        method=method,
        confidence=_SURE[method] if ref else min(_SURE[method], 0.8),
        ref=ref,
        url=platform.canonical_url(ref, handle or author_id) if ref else None,
        author_handle=handle,
        author_name=words.name,
        author_id=author_id,
        date=posted.date() if posted else words.day,
        posted_at=posted,
        date_text=words.date_text,
        text=words.text,
        text_found=words.text_found,
        media=words.media,
    )


def sighting_of(
    element: HtmlElement, platform: Platform, ref: PostRef | None, url: str | None, method: str | None = None
) -> Sighting:
    """A post seen in an element, with the words in it; a bare URL has no words of its own."""
    words = Words() if method == "bare" else platform.words(element)
    return Sighting(element=element, embed=make_embed(platform, ref, url, words, method or _method(element)))


def _method(element: HtmlElement) -> str:
    if element.tag.startswith("amp-"):
        return "amp"
    if element.tag in FRAMES:
        return "iframe"
    return "blockquote" if element.tag == "blockquote" else "data"
