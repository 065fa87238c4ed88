"""Posts in the blockquotes that embedding code leaves in a page: what oEmbed answers and saved embeds share."""

import re
from typing import NamedTuple

from lxml.html import HtmlElement

from scrapers.archives.pages import has_class, plain, words
from scrapers.archives.posttext import said

EMBED_CLASSES = (
    "twitter-tweet",
    "twitter-video",
    "bluesky-embed",
    "instagram-media",
    "tiktok-embed",
    "reddit-embed-bq",
    "reddit-card",
    "text-post-media",
    "mastodon-embed",
)
_BYLINE = re.compile(r"^[\s—–-]*(?P<name>.*?)\s*\((?:@|＠)(?P<handle>[\w.@-]+)\)", re.DOTALL)
_PICTURE = re.compile(r"(?:https?://)?pic\.(?:twitter|x)\.com/\w+")


class Quoted(NamedTuple):
    """What an embed's blockquote shows."""

    url: str | None
    text: str | None
    name: str | None
    handle: str | None
    date: str | None
    lang: str | None
    links: tuple[str, ...]
    media: tuple[str, ...]


def quoted(block: HtmlElement) -> Quoted:
    """The words of a blockquote: its paragraphs are the post, what follows the dash is the byline."""
    anchors = [each for each in block.iter("a") if each.get("href")]
    permalink = anchors[-1] if anchors else None
    paragraphs = [each for each in block.iter("p") if not _is_byline(each)]
    pictures: list[str] = []
    text = said("\n\n".join(words(each, shown=lambda node: _shown(node, pictures)) for each in paragraphs))
    byline = _BYLINE.search(_after(block, paragraphs[-1] if paragraphs else None))
    first = paragraphs[0] if paragraphs else None
    return Quoted(
        url=_address(block, permalink),
        text=text,
        name=" ".join(byline["name"].split()) or None if byline else None,
        handle=byline["handle"] if byline else None,
        date=plain(permalink),
        lang=(first.get("lang") if first is not None else None) or None,
        links=tuple(dict.fromkeys(_links(paragraphs))),
        media=tuple(pictures),
    )


def _is_byline(paragraph: HtmlElement) -> bool:
    text = (paragraph.text_content() or "").lstrip()
    return text[:1] in {"—", "–", "-"} and any("/status" in (each.get("href") or "") for each in paragraph.iter("a"))


def _shown(node: HtmlElement, pictures: list[str]) -> str | None:
    if node.tag != "a" or not _PICTURE.fullmatch((node.text_content() or "").strip()):
        return None
    pictures.append(node.text_content().strip())
    return ""


def _after(block: HtmlElement, last: HtmlElement | None) -> str:
    if last is None:
        return words(block)
    pieces = [last.tail or ""]
    pieces += [f"{each.text_content()}{each.tail or ''}" for each in last.itersiblings() if isinstance(each.tag, str)]
    return "".join(pieces)


def _address(block: HtmlElement, permalink: HtmlElement | None) -> str | None:
    named = ("data-bluesky-uri", "data-instgrm-permalink", "cite", "data-text-post-permalink")
    found = next((str(block.get(name)) for name in named if block.get(name)), None)
    return found or (str(permalink.get("href")) if permalink is not None else None)


def _links(paragraphs: list[HtmlElement]) -> list[str]:
    found = [each for paragraph in paragraphs for each in paragraph.iter("a")]
    return [
        each.get("href")
        for each in found
        if each.get("href")
        and not (each.text_content() or "").lstrip().startswith(("#", "@", "$"))
        and not _PICTURE.fullmatch((each.text_content() or "").strip())
    ]


def is_embed(block: HtmlElement) -> bool:
    """Whether a blockquote is an embedded post."""
    return any(has_class(block, name) for name in EMBED_CLASSES)
