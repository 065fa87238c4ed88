"""An embed's markup as an observation of its post: the lowest rank, for the page's author could edit it."""

from datetime import UTC, datetime, time
from typing import NamedTuple

from lxml.html import HtmlElement

from linker.records import CreatedAtSource, Day, Post
from scrapers.archives.fediverse.posts import host_of
from scrapers.archives.place import Place
from scrapers.archives.posts.pages import fragment, has_class
from scrapers.archives.posts.refs import Named, named_by
from scrapers.archives.posts.text import said
from scrapers.platforms import platforms

_ADDRESSES = (
    "cite",
    "data-instgrm-permalink",
    "data-text-post-permalink",
    "data-bluesky-uri",
    "data-href",
    "data-url",
)


class Shown(NamedTuple):
    """What an embed says beside its post's address."""

    text: str | None = None
    name: str | None = None
    handle: str | None = None
    day: Day | None = None
    lang: str | None = None
    links: tuple[str, ...] = ()
    media: tuple[str, ...] = ()


def markup(html: str | None) -> HtmlElement | None:
    """An embed's HTML in a `div` of its own; None where it holds no element or cannot be read."""
    return fragment(html) if html and "<" in html else None


def blocks(node: HtmlElement) -> list[HtmlElement]:
    """The blockquotes that some platform's embedding code leaves, quoted posts inside them left out."""
    classes = {name for each in platforms() for name in each.classes}
    found = [each for each in node.iter("blockquote") if any(has_class(each, name) for name in classes)]
    return [each for each in found if not any(above.tag == "blockquote" for above in each.iterancestors())]


def named_in(block: HtmlElement) -> Named | None:
    """The post that an embed shows: its attributes tell, or the last link in it, which is its date's."""
    attributes = [block.get(name) for name in _ADDRESSES]
    anchors = [each.get("href") for each in block.iter("a")]
    return named_by(*attributes, *reversed(anchors))


def shown_in(block: HtmlElement, named: Named) -> Shown:
    """The words of an embed, as its platform's rules read them."""
    words = named.rules.words(block)
    paragraph = next(block.iter("p"), None)
    return Shown(
        text=said(words.text),
        name=words.name,
        handle=words.handle,
        day=words.day,
        lang=(paragraph.get("lang") or None) if paragraph is not None else None,
        links=_links(block, named),
        media=words.media,
    )


def _links(block: HtmlElement, named: Named) -> tuple[str, ...]:
    found = [(each.get("href") or "", (each.text_content() or "").strip()) for each in block.iter("a")]
    outward = [
        href
        for href, text in found
        if href.startswith("http") and not text.startswith(("#", "@", "$", "pic.twitter.com/", "pic.x.com/"))
    ]
    return tuple(dict.fromkeys(each for each in outward if not _is_furniture(each, named)))


def _is_furniture(url: str, named: Named) -> bool:
    """Whether a link leads to the post itself, or to its platform's pages of authors, songs and groups."""
    other = named_by(url)
    return other.ref == named.ref if other else host_of(url) == host_of(named.url)


def post_of(shown: Shown, named: Named, place: Place) -> Post:
    """The post that an embed shows."""
    handle = named.handle or shown.handle
    created_at, source = _time(shown, named)
    return Post(
        platform=named.ref.platform,
        host=named.ref.host,
        post_id=named.ref.post_id,
        url=named.rules.canonical_url(named.ref, handle),
        author_handle=handle,
        author_name=shown.name,
        author_id=named.author_id,
        created_at=created_at,
        created_at_source=source,
        text=shown.text,
        text_raw=shown.text,
        lang=shown.lang,
        links=shown.links,
        media=shown.media,
        truncated=(shown.text or "").endswith("…"),
        **place.origin,
    )


def _time(shown: Shown, named: Named) -> tuple[datetime | None, CreatedAtSource | None]:
    from_id = named.rules.posted_at(named.ref.post_id)
    if from_id is not None:
        return from_id, "id"
    day = datetime.combine(shown.day, time(), UTC) if shown.day else None
    return day, "embed" if day else None
