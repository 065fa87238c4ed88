"""The words of a post out of its archived text: links expanded, media links dropped, unescaped once."""

import html
import re
from collections.abc import Iterable

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_ONLY_LINKS = re.compile(r"(?:\s*https?://\S+)*\s*")
_BLANKS = re.compile(r"[ \t\r\f\v\xa0]*\n[ \t\r\f\v]*")
_BLOCKS = {"p", "div", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "tr"}
_FURNITURE = re.compile(
    r"(?:view (?:this|more) (?:post|photo|thread|on|this profile)\b.{0,60}"
    r"|a post shared by .{0,200}"
    r"|(?:this )?(?:tweet|post) (?:may have been deleted|is unavailable|has been deleted)\.?)",
    re.IGNORECASE | re.DOTALL,
)


def unescape(text: str) -> str:
    """HTML character references read once; one without its semicolon is the author's own `&`."""
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text) if "&" in text else text


def expand(text: str, links: Iterable[tuple[str, str]], media: Iterable[str] = ()) -> str:
    """Post text as its reader saw it, from the raw text of X.

    Args:
        text: As archived, escaped.
        links: (short, long) pairs; the short form is replaced wherever it stands, because the offsets that
            come with it count UTF-16 units or code points, by era.
        media: Short links to the post's own media, dropped where nothing but links follows them.
    """
    # Unescaped before the long forms come in: `?a=1&copy=2` is an address, not an entity.
    text = unescape(without_trailing(text, media))
    for short, long in links:
        text = text.replace(short, long)
    return text.rstrip()


def without_trailing(text: str, links: Iterable[str]) -> str:
    """Text without those links that only other links follow."""
    for link in links:
        at = text.rfind(link)
        if at >= 0 and _ONLY_LINKS.fullmatch(text, at + len(link)):
            text = text[:at].rstrip() + text[at + len(link) :]
    return text


def said(text: str | None) -> str | None:
    """Text, or None where it is empty or an embed's furniture ("View this post on Instagram")."""
    text = text.strip() if text else ""
    return None if not text or _FURNITURE.fullmatch(text) else text


def strip_html(fragment: str) -> str:
    """The words of a post's HTML: breaks and paragraphs as line ends, custom emoji by their names."""
    if "<" not in fragment:
        return html.unescape(fragment).strip()
    return words(BeautifulSoup(fragment, "lxml"))


def words(tag: Tag) -> str:
    """The words inside a tag, as `strip_html` gives them."""
    pieces: list[str] = []
    for node in tag.descendants:
        if isinstance(node, Tag):
            pieces.append(_break(node))
        elif type(node) is NavigableString:
            pieces.append(_flowing(node))
    return _BLANKS.sub("\n", "".join(pieces)).strip("\n \t")


def _break(tag: Tag) -> str:
    if tag.name == "br":
        return "\n"
    if tag.name == "img":
        return str(tag.get("alt") or "")
    return "\n\n" if tag.name in _BLOCKS and tag.previous_sibling else ""


def _flowing(node: NavigableString) -> str:
    kept = node.find_parent("pre") is not None
    return str(node) if kept else re.sub(r"[ \t\r\n\f\v]+", " ", node)
