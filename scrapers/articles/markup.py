"""HTML text -> one lxml tree that is safe to walk: bounded in size, depth and number of elements."""

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_CHARS = 8_000_000
"""Characters of markup that are read, inlined files (`data:` URLs) not counted; the rest is cut off."""
MAX_DEPTH = 200
"""Elements inside each other; deeper ones lose their tags and keep their text. trafilatura recurses."""
MAX_ELEMENTS = 60_000
"""The largest of the samples has a tenth; trafilatura takes a second for 20,000 paragraphs."""

_DATA_URL = re.compile(r"data:[\w/+.;=-]{0,100},[A-Za-z0-9+/=%_-]{256,}")
_NEST = re.compile(r"(<(\w+)\b[^<>]*>\s*)(?:<\2\b[^<>]*>\s*){40,}")
_WRAPPERS = re.compile(
    r"</?(?:div|span|font|center|section|b|i|em|strong|a|ul|ol|li|table|t[rdh]|tbody)\b[^<>]*>"
)
# What XML cannot hold, and halves of surrogate pairs, which cannot be encoded.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


_COMMENTED = re.compile(
    r"(<(?:div|figure|section|span|aside|p)\b[^<>]{0,800}?(?:consent|embed|opt-?in|click|twitter|tweet|instagram|facebook"
    r"|tiktok|social|extern|cookie)[^<>]{0,800}>\s*)<!--(?=\s*<(?:blockquote|iframe|div|figure|p|script|amp-))(.{20,50000}?)-->",
    re.IGNORECASE | re.DOTALL,
)
"""Boxes that keep an embed in a comment until the reader consents; any other comment is no part of a page."""


@dataclass(frozen=True, slots=True)
class Markup:
    """A page's tree, and what was left out of it to keep it safe ("" = nothing)."""

    tree: HtmlElement
    left_out: str = ""


def parse(text: str) -> Markup | None:
    """Parse a page; None where it holds no element at all."""
    left_out = ""
    text = _UNFIT.sub("", text)
    if len(text) > MAX_CHARS // 4:
        text = _DATA_URL.sub("data:,", text)
    if len(text) > MAX_CHARS:
        left_out = f"the page is larger than {MAX_CHARS:,} characters; what follows them is not read"
        text = text[:MAX_CHARS]
    if "<!--" in text:
        text = _COMMENTED.sub(r"\1<template>\2</template>", text)
    markup = text.encode()
    parser = _parser(deep=False)
    tree = _tree(markup, parser)
    if _is_deep(parser):
        tree, left_out = _unnested(text)
    if tree is None:
        return None
    return Markup(tree, _thin(tree) or left_out)


def _parser(*, deep: bool) -> HTMLParser:
    return HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=deep,
    )


def _tree(markup: bytes, parser: HTMLParser) -> HtmlElement | None:
    try:
        return document_fromstring(markup, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _unnested(text: str) -> tuple[HtmlElement | None, str]:
    """The tree of a page that nests deeper than libxml2 reads, by ever ruder means."""
    tree: HtmlElement | None = None
    for pattern, kept in ((_NEST, r"\1"), (_WRAPPERS, " ")):
        parser = _parser(deep=True)
        tree = _tree(pattern.sub(kept, text).encode(), parser)
        if not _is_deep(parser):
            _flatten(tree)
            return tree, ""
    _flatten(tree)
    return tree, "elements lie too deep inside each other; the deepest are not read"


def _is_deep(parser: HTMLParser) -> bool:
    return any("depth" in entry.message for entry in parser.error_log.filter_from_fatals())


def _flatten(tree: HtmlElement | None) -> None:
    """Let what lies deeper than `MAX_DEPTH` lose its tags."""
    if tree is None:
        return
    depth, deep = 0, []
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if event == "start" and depth == MAX_DEPTH:
            deep.append(element)
    for element in deep:
        for child in element.xpath(".//*"):
            child.tag = "flattened"
        etree.strip_tags(element, "flattened")


def _thin(tree: HtmlElement) -> str:
    """Cut the elements past `MAX_ELEMENTS`; say so."""
    if int(tree.xpath("count(//*)")) <= MAX_ELEMENTS:
        return ""
    surplus = list(tree.iter())[MAX_ELEMENTS:]
    for element in reversed(surplus):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return f"the page has more than {MAX_ELEMENTS:,} elements; what follows them is not read"
