"""What tells that a post is no embed of the article: share buttons, feeds, footers, related stories."""

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from scrapers.platforms._words import SHARED_LEAD, signature

MAX_TEXT = 4000
"""Characters in an element that a class or an attribute may still make an embed; more is an article."""
_SHARE = re.compile(
    r"(?i)(?:^|[\s_-])(?:shar(?:e|er|ing|es)|follow|intent|retweet|sns)(?:$|[\s_-])|addthis|sharethis|addtoany"
    r"|(?:^|\s)fb-(?:like|comments|send|save|page|group|quote)(?:$|\s)"
)
FEED = re.compile(
    r"(?i)(?:twitter|tweets?|social|fb|facebook|instagram)-?(?:timeline|feed|stream|wall|icons|links|media-links|nav)"
    r"|latest-tweets"
)
"""Lists of an account's latest posts, and rows of icons; a plain `timeline` may be a live blog."""
_BOX = re.compile(r"(?i)embed|tweet|twitter|instagram|social|widget")
_EXCLUDED_TAGS = frozenset({"nav", "footer"})
_EXCLUDED = re.compile(
    r"(?:[a-z0-9]{1,20}[_-]{1,2}){0,2}(?:related|recommend(?:ed|ations?)?|comments?|comment-?list|disqus|trending|newsletter"
    r"|most-?(?:read|popular|viewed)|popular-posts|more-?stories|more-from|read-?next|see-?also|also-?read"
    r"|author-?(?:bio|box|card)|social-?share|share-?(?:bar|buttons?|tools|this)|follow-us)"
    r"(?:[_-]{1,2}(?:articles?|posts?|stories|content|items?|list|links?|news|box|block|section|area|widget|container"
    r"|wrapper|module|grid|cards?|bar|buttons?|tools?|icons?|body|text|threads?)){0,2}"
    r"|(?:site|page|primary|secondary)?[_-]?(?:sidebar|footer)(?:[_-](?:widget|area|content|inner|primary|secondary))?"
)
"""A whole class name, its BEM modifier left out: `row--sidebar` lays out a page, `sidebar` is beside one."""


def is_share(element: HtmlElement) -> bool:
    """Whether an element's name says that it shares this page, follows an account or lists its posts."""
    label = _label(element)
    return bool(label.strip()) and bool(_SHARE.search(label) or FEED.search(label))


def is_outside(element: HtmlElement) -> bool:
    """Whether an element stands outside the article: in navigation, footers, comments, related stories."""
    for up in element.iterancestors():
        if up.tag in _EXCLUDED_TAGS and up.getparent() is not None and up.getparent().tag != "blockquote":
            return True
        if up.tag in {"body", "html", "main", "article"}:
            continue
        if FEED.search(_label(up)):
            return True
        names = (name.split("--")[0] for name in _label(up).lower().split())
        box = next((name for name in names if _EXCLUDED.fullmatch(name)), None)
        if box and not _is_the_article(up, by_length="comment" not in box and "disqus" not in box):
            return True
    return False


def _is_the_article(element: HtmlElement, *, by_length: bool) -> bool:
    """Names mislead: what holds the page's heading or most of its words is no box beside the article.

    Only readers' comments are often longer than what they comment on.
    """
    if element.find(".//h1") is not None:
        return True
    if not by_length:
        return False
    body = next(element.iterancestors("body"), None)
    whole = len("".join(body.itertext("p")).strip()) if body is not None else 0
    return 2 * len("".join(element.itertext("p")).strip()) > max(whole, 600)


def unname_boxes(elements: Iterable[HtmlElement]) -> None:
    """Take the names off boxes of embeds that hold nothing but a post's flattened words.

    Extractors drop whatever is called an embed; `scrapers.embeds.flattened` has to see its lines.
    """
    for element in elements:
        if not _is_signed(element.text) and not _is_signed(element.tail):
            continue
        for box in (element, *element.iterancestors()):
            if box.tag in {"body", "main", "article"} or not is_short(box):
                break
            if _BOX.search(_label(box)):
                box.attrib.pop("class", None)
                box.attrib.pop("id", None)


def _is_signed(text: str | None) -> bool:
    if not text or "(@" not in text:
        return False
    signed = signature(" ".join(text.split()))
    return bool(signed and signed.day) or bool(SHARED_LEAD.match(text[:300]))


def is_short(element: HtmlElement, limit: int = MAX_TEXT) -> bool:
    """Whether an element is small enough to be an embed and not a piece of the article."""
    if element.tag in {"blockquote", "iframe"}:
        return True
    length = 0
    for text in element.itertext():
        length += len(text.strip())
        if length > limit:
            return False
    return True


def _label(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
