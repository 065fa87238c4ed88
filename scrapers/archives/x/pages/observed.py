"""What captured pages of X share: links shown in full, the post as observed, the capture's own time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lxml.html import HtmlElement

from linker.records import CreatedAtSource, Post
from scrapers.archives.format import Items
from scrapers.archives.place import Place
from scrapers.archives.posts.lenient import handle
from scrapers.archives.posts.naming import stamped
from scrapers.archives.posts.pages import has_class, original, replayed_at, words
from scrapers.archives.posts.text import said
from scrapers.archives.posts.times import TOLERANCE, disagreement
from scrapers.archives.x.posts import address, timed

_PICTURES = ("pic.twitter.com/", "pic.x.com/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A post as a page of X shows it."""

    post_id: str | None
    body: HtmlElement | None
    screen_name: str | None
    name: str | None = None
    author_id: str | None = None
    written: datetime | None = None
    conversation_id: str | None = None
    reply_to_id: str | None = None
    quote_of_id: str | None = None
    repost_of_id: str | None = None
    media: tuple[str, ...] = ()
    keep_lines: bool = False
    text: str | None = None
    """Its words, where no element holds them."""
    clocks: timedelta = TOLERANCE
    """How far the written time may be from that of the id."""


def observed(shown: Shown, place: Place) -> Items:
    """The post, and a problem where its time is not that of its id."""
    author = handle(shown.screen_name)
    text, links, pictures = _read(shown)
    created_at, source = timed(shown.post_id, shown.written)
    told_by: CreatedAtSource | None = "page" if source == "field" else source
    post = Post(
        platform="x",
        post_id=shown.post_id,
        url=address(author, shown.post_id),
        author_handle=author,
        author_name=shown.name,
        author_id=shown.author_id,
        created_at=created_at,
        created_at_source=told_by,
        text=said(text),
        text_raw=text,
        lang=(shown.body.get("lang") or None) if shown.body is not None else None,
        reply_to_id=shown.reply_to_id,
        quote_of_id=shown.quote_of_id,
        repost_of_id=shown.repost_of_id,
        conversation_id=shown.conversation_id,
        links=links,
        mentions=_marked(shown.body, "@"),
        hashtags=_marked(shown.body, "#"),
        media=shown.media or pictures,
        **place.origin,
    )
    yield post
    yield from disagreement(post, shown.written, place, shown.clocks)


def _read(shown: Shown) -> tuple[str | None, tuple[str, ...], tuple[str, ...]]:
    if shown.body is None:
        return shown.text, (), ()
    text = words(shown.body, shown=_in_full, keep_lines=shown.keep_lines)
    anchors = list(shown.body.iter("a"))
    pictures = [(each.text_content() or "").strip() for each in anchors if _is_picture(each)]
    links = [long for each in anchors if not _is_picture(each) and (long := _long(each) or _outward(each))]
    return text or None, tuple(dict.fromkeys(links)), tuple(dict.fromkeys(pictures))


def _in_full(node: HtmlElement) -> str | None:
    if node.tag != "a":
        return None
    if _is_picture(node):
        return ""
    return _long(node)


def _is_picture(anchor: HtmlElement) -> bool:
    return (anchor.text_content() or "").strip().startswith(_PICTURES)


def _long(anchor: HtmlElement) -> str | None:
    """The address that a shortened link stands for; None for mentions, hashtags and the like."""
    long = anchor.get("data-expanded-url") or anchor.get("data-url")
    if long:
        return original(long)
    href, text = anchor.get("href") or "", (anchor.text_content() or "").strip()
    if "t.co/" not in href:
        return None
    shown = text.removesuffix("…")
    if "." not in shown or (shown != text and not _holds_the_rest(anchor, shown)):
        return href
    return shown if shown.startswith("http") else f"http://{shown}"


def _holds_the_rest(anchor: HtmlElement, shown: str) -> bool:
    """Whether what "…" stands for is there unseen, as scheme and end of a long address are on drawn pages."""
    unseen = [str(each).strip() for each in anchor.xpath("./span[@aria-hidden='true']//text()")]
    ends = [each for each in unseen if each and each != "…"][-1:]
    return any(shown.endswith(each) and not each.startswith("http") for each in ends)


def _outward(anchor: HtmlElement) -> str | None:
    href, text = original(anchor.get("href") or ""), (anchor.text_content() or "").strip()
    return href if href.startswith("http") and text.startswith("http") else None


def _marked(body: HtmlElement | None, mark: str) -> tuple[str, ...]:
    anchors = body.iter("a") if body is not None else ()
    found = [_before(each) + (each.text_content() or "").strip() for each in anchors]
    return tuple(dict.fromkeys(each[1:] for each in found if each.startswith(mark) and len(each) > 1))


def _before(anchor: HtmlElement) -> str:
    """The @ that pages of 2010 left outside of the link."""
    return "@" if has_class(anchor, "username") and not (anchor.text_content() or "").startswith("@") else ""


def with_capture(page: HtmlElement, place: Place) -> Place:
    """The place, with the capture's time where only the page's rewritten addresses tell it."""
    if place.origin["captured_at"] is None:
        place.origin = place.seen(stamped(replayed_at(page)))
    return place
