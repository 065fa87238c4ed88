"""Telegram: public channels' messages, `channel/number`."""

import re

from lxml.html import HtmlElement

from linker.records import PostRef
from scrapers.platforms import Platform
from scrapers.platforms._addresses import address
from scrapers.platforms._words import Words, as_words, caption_words, rendered
from scrapers.writing.days import parse_day

_POST = re.compile(r"([A-Za-z]\w{3,40})/(\d{1,10})", re.ASCII)
_RESERVED = frozenset(
    {"joinchat", "share", "addstickers", "proxy", "iv", "login", "socks", "addlist", "boost"}
)


def _message(url: str) -> tuple[str, str] | None:
    cut = address(url)
    if cut is None or not cut.on("t.me", "telegram.me", "telegram.dog"):
        return None
    path = cut.path[1:] if cut.path[:1] == ("s",) else cut.path
    channel, number = (path[0], path[-1]) if len(path) in {2, 3} else ("", "")
    match = _POST.fullmatch(f"{channel}/{number}")
    return (match[1], match[2]) if match and channel.lower() not in _RESERVED else None


def post_ref(url: str) -> PostRef | None:
    """`https://t.me/CHANNEL/NUMBER`, `https://t.me/s/CHANNEL/NUMBER`; private `/c/` links give None."""
    found = _message(url)
    return PostRef(platform="telegram", post_id=f"{found[0]}/{found[1]}") if found else None


def handle(url: str) -> str | None:
    """The channel."""
    found = _message(url)
    return found[0] if found else None


def canonical_url(ref: PostRef, handle: str | None) -> str:  # noqa: ARG001 - the shape that all platforms share
    """The id is channel and number."""
    return f"https://t.me/{ref.post_id}"


def ref_of_id(value: str) -> PostRef | None:
    """`channel/number`, as `data-telegram-post` holds it."""
    match = _POST.fullmatch(value.strip())
    return PostRef(platform="telegram", post_id=match[0]) if match else None


def _words(element: HtmlElement) -> Words:
    """A message saved with its widget's markup has its text in an element of its own."""
    own = next(iter(element.find_class("tgme_widget_message_text")), None)
    if own is None:
        return caption_words(element)
    stamp = next((one.get("datetime") or "" for one in element.iter("time")), "")
    return as_words(rendered(own), day=parse_day(stamp[:40]))


PLATFORM = Platform(
    name="telegram",
    post_ref=post_ref,
    handle=handle,
    canonical_url=canonical_url,
    marks=("t.me/", "telegram", "tgme"),
    classes=("telegram-post", "tgme_widget_message"),
    called=("telegram",),
    id_attributes=("data-telegram-post", "data-post"),
    own_attributes=("data-telegram-post",),
    ref_of_id=ref_of_id,
    words=_words,
)
