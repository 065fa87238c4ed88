"""Posts that a page names without showing them: hyperlinks in running text, claim reviews in JSON-LD."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from lxml.html import HtmlElement

from linker.records import Embed
from scrapers.embeds.records import make_embed
from scrapers.platforms import find_post, platforms
from scrapers.platforms._words import Words
from scrapers.writing.days import parse_day

_BLOCKS = frozenset({
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dd", "dt", "blockquote", "pre",
    "figcaption", "div", "section", "article", "body",
})  # fmt: skip
_OUTSIDE = frozenset(["nav", "footer", "aside", "header", "form", "button"])
_MAX_LINKS = 2000
_MAX_DEPTH = 8
_REVIEWED = (
    "appearance",
    "firstAppearance",
    "sameAs",
    "url",
    "isBasedOn",
    "citation",
    "@id",
    "mainEntityOfPage",
)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A hyperlink to a post: its words, the text block that holds it, its offset (code points) in it."""

    embed: Embed
    anchor_text: str
    block_text: str
    offset: int


def linked_posts(tree: HtmlElement, url: str) -> tuple[FoundLink, ...]:
    """Posts merely hyperlinked; call it after `take_embeds`, and keep those whose block is in the body."""
    marks = tuple(mark for one in platforms() for mark in one.marks)
    found: list[FoundLink] = []
    for anchor, _ in zip(_marked_links(tree, marks), range(_MAX_LINKS), strict=False):
        if link := _link(anchor, url):
            found.append(link)
    return tuple(found)


def _marked_links(tree: HtmlElement, marks: Sequence[str]) -> Iterator[HtmlElement]:
    for anchor in tree.iter("a"):
        href = (anchor.get("href") or "").lower()
        if any(mark in href for mark in marks):
            yield anchor


def _link(anchor: HtmlElement, page_url: str) -> FoundLink | None:
    href = anchor.get("href") or ""
    found = find_post(href)
    words = _folded("".join(anchor.itertext()))
    if found is None or href.split("#")[0] == page_url:
        return None
    if not words and anchor.find(".//img") is None:
        return None
    if any(up.tag in _OUTSIDE for up in anchor.iterancestors()):
        return None
    if not words:  # a screenshot that leads to what it shows
        return FoundLink(make_embed(*found, href, Words(), "linked"), "", "", 0)
    block = next((up for up in anchor.iterancestors() if up.tag in _BLOCKS), None)
    if block is None:
        return None
    lead = _folded(_text_until(block, anchor))
    text = _folded("".join(block.itertext()))
    offset = text.find(words, max(0, len(lead) - 1))
    platform, ref = found
    embed = make_embed(platform, ref, href, Words(), "linked")
    return FoundLink(embed=embed, anchor_text=words, block_text=text, offset=max(offset, 0))


def _text_until(block: HtmlElement, anchor: HtmlElement) -> str:
    parts: list[str] = [block.text or ""]
    for one in block.iterdescendants():
        if one is anchor:
            break
        parts.append(one.text or "")
        # The tail of an ancestor of the anchor comes after the anchor.
        if not any(up is one for up in anchor.iterancestors()):
            parts.append(one.tail or "")
    return "".join(parts)


def _folded(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def claim_review_posts(objects: Sequence[Mapping[str, object]]) -> tuple[Embed, ...]:
    """The posts that a page's ClaimReview objects name as what was reviewed, one each."""
    found: dict[object, Embed] = {}
    for one in objects:
        if "claimreview" in str(one.get("@type")).lower():
            for embed in _reviewed(one.get("itemReviewed"), 0):
                found.setdefault(embed.ref, embed)
    return tuple(found.values())


def _reviewed(item: object, depth: int) -> Iterator[Embed]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(item, str):
        if found := find_post(item):
            yield make_embed(*found, item, Words(), "claimreview")
    elif isinstance(item, list):
        for one in item[:100]:
            yield from _reviewed(one, depth + 1)
    elif isinstance(item, Mapping):
        name, day = _author(item.get("author")), _day(item.get("datePublished"))
        for key in _REVIEWED:
            for embed in _reviewed(item.get(key), depth + 1):
                yield replace(embed, author_name=embed.author_name or name, date=embed.date or day)


def _author(author: object) -> str | None:
    if isinstance(author, list) and author:
        author = author[0]
    name = author.get("name") if isinstance(author, Mapping) else author
    return _folded(name)[:200] or None if isinstance(name, str) else None


def _day(written: object) -> date | None:
    return parse_day(written[:40]) if isinstance(written, str) else None
