"""Reading captured pages with lxml: elements by class, the words of an element, addresses made original."""

import re
from collections.abc import Callable

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from scrapers.writing.charset import decode

MAX_DEPTH = 150
"""Elements nested deeper are read as plain text: no page of posts comes near."""
DEEPEST = 512
"""Elements that may stand in one another, as in Chromium; the deepest of the sample pages has 38."""
_BLOCKS = frozenset(
    {"p", "div", "li", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "tr"}
)
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_LINE_ENDS = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*")
_MANY_ENDS = re.compile(r"\n{3,}")
_REPLAYED = re.compile(r"https?://web\.archive\.org/web/(\d{14})[a-z_]{0,4}/(.+)", re.DOTALL)

Shown = Callable[[HtmlElement], str | None]


def parsed(body: bytes, charset: str | None = None) -> HtmlElement | None:
    """A page's tree, or None where the bytes hold no element, or too many in one another.

    Posts that are never closed would each hold all that follow: time and words would grow with their square.
    """
    if not (charset or _is_utf8(body)):
        body = decode(body).encode("utf-8", "replace")
    parser = lxml.html.HTMLParser(encoding=charset or "utf-8", huge_tree=True)
    try:
        page = lxml.html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError, LookupError, AssertionError):
        return None
    return None if _is_deep(page) else page


def _is_deep(page: HtmlElement) -> bool:
    level = [page]
    for _ in range(DEEPEST):
        level = [child for each in level for child in each]
        if not level:
            return False
    return True


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def classed(node: HtmlElement, name: str, tag: str = "*") -> list[HtmlElement]:
    """Descendants of a class, in reading order."""
    found = node.xpath(f".//{tag}[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")
    return list(found)


def first(node: HtmlElement, name: str, tag: str = "*") -> HtmlElement | None:
    """The first descendant of a class."""
    return next(iter(classed(node, name, tag)), None)


def has_class(node: HtmlElement, name: str) -> bool:
    """Whether an element is of a class."""
    return name in (node.get("class") or "").split()


def plain(node: HtmlElement | None) -> str | None:
    """An element's words on one line."""
    if node is None:
        return None
    return _SPACE.sub(" ", words(node)).strip() or None


def words(node: HtmlElement, *, shown: Shown | None = None, keep_lines: bool = False) -> str:
    """The words of an element: breaks and blocks as line ends, images by their alt text.

    Args:
        node: The element; what follows it is left out.
        shown: Gives the text that stands for an element, or None to read it; "" leaves it out.
        keep_lines: Line ends in the source are the author's (`white-space: pre-wrap`).
    """
    pieces: list[str] = []
    _gather(node, pieces, shown, MAX_DEPTH, keep_lines=keep_lines)
    text = _LINE_ENDS.sub("\n", "".join(pieces))
    return _MANY_ENDS.sub("\n\n", text).strip()


def _gather(
    node: HtmlElement, pieces: list[str], shown: Shown | None, depth: int, *, keep_lines: bool
) -> None:
    if depth == 0:
        return
    keep = keep_lines or node.tag == "pre"
    if node.text:
        pieces.append(node.text if keep else _SPACE.sub(" ", node.text))
    for child in node:
        _child(child, pieces, shown, depth, keep_lines=keep)
        if child.tail:
            pieces.append(child.tail if keep else _SPACE.sub(" ", child.tail))


def _child(
    child: HtmlElement, pieces: list[str], shown: Shown | None, depth: int, *, keep_lines: bool
) -> None:
    if not isinstance(child.tag, str) or child.tag in {"script", "style"}:
        return
    instead = shown(child) if shown else None
    if instead is not None:
        pieces.append(instead)
    elif child.tag == "br":
        pieces.append("\n")
    elif child.tag == "img":
        pieces.append(child.get("alt") or "")
    else:
        block = child.tag in _BLOCKS
        if block and "".join(pieces[-3:]).strip():
            pieces.append("\n\n" if child.tag == "p" else "\n")
        _gather(child, pieces, shown, depth - 1, keep_lines=keep_lines)
        if block:
            pieces.append("\n")


def fragment(html: str) -> HtmlElement | None:
    """A piece of HTML in a `div` of its own, or None where it cannot be read."""
    try:
        return lxml.html.fragment_fromstring(html, create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def strip_html(html: str, *, shown: Shown | None = None) -> str:
    """The words of a post's HTML, character references read."""
    node = fragment(html) if html.strip() else None
    return html.strip() if node is None else words(node, shown=shown)


def links_of(html: str) -> tuple[str, ...]:
    """Addresses that a post's HTML links to, those of mentions and hashtags left out."""
    node = fragment(html) if "<a" in html else None
    anchors = node.iter("a") if node is not None else ()
    found = (each for each in anchors if not (has_class(each, "mention") or has_class(each, "hashtag")))
    return tuple(dict.fromkeys(each.get("href") for each in found if each.get("href")))


def original(url: str) -> str:
    """An address without the web archive's prefix that a replayed page puts before it."""
    found = _REPLAYED.fullmatch(url)
    return found[2] if found else url


def canonical(page: HtmlElement) -> str | None:
    """The address that a page gives itself."""
    address = _own_address(page)
    return original(address) if address else None


def replayed_at(page: HtmlElement) -> str | None:
    """The capture's stamp, where the web archive's prefix stands in the page's own address."""
    stamp = _REPLAYED.fullmatch(_own_address(page) or "")
    return stamp[1] if stamp else None


def _own_address(page: HtmlElement) -> str | None:
    found = page.xpath('//link[@rel="canonical"]/@href | //meta[@property="og:url"]/@content')
    return str(found[0]) if found else None
