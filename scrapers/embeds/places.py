"""Cutting embeds out of a page's tree and leaving tokens right after the text before them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from lxml.html import HtmlElement

from scrapers.platforms._words import asks_consent

_WHOLE = frozenset(["ul", "ol", "dl", "table", "blockquote", "pre", "details"])
"""A token goes behind these, never between their items."""
_INLINE = frozenset({
    "a", "b", "i", "em", "strong", "span", "font", "u", "s", "small", "sub", "sup", "mark", "abbr",
    "cite", "q", "code", "time", "label", "br", "img",
})  # fmt: skip
_SKIPPED = frozenset({
    "nav", "footer", "aside", "header", "figure", "figcaption", "form", "button", "script", "style",
    "noscript", "template", "iframe", "svg",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "dd", "dt", "pre", "blockquote", "td", "th",
})  # fmt: skip
_MARKER = "embedmarker"
_WRAPPERS = frozenset(["figure", "p", "center", "span", "div", "section", "aside", "template", "noscript"])
_MAX_WRAPPER = 700
"""Characters of consent notes and captions around an embed that go out with it."""
_LABEL = 40
"""Characters of a heading or a button in a box that asks for consent."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut out: its token, and the words of the blocks before and after it ("" = none)."""

    token: str
    before: str
    after: str


def tokens(seed: str) -> Iterator[str]:
    """Words that no page holds, the same on every run over the same page."""
    stem = "embed" + sha256(seed.encode("utf-8", "replace")).hexdigest()[:16]
    number = 0
    while True:
        number += 1
        yield f"{stem}n{number}x"


def cut_out(groups: Sequence[Sequence[HtmlElement]], names: Iterable[str]) -> list[Cut]:
    """Cut each group of elements (one embed), leave its token; the tree holds no word of them afterwards."""
    every = {element for group in groups for element in group}
    markers = [_marked(_widened(group[0], every), group) for group in groups]
    cuts: dict[str, Cut] = {}
    for marker, name in zip(markers, names, strict=False):
        cuts[name] = _placed(marker, name, cuts)
    for marker in markers:
        if marker.getparent() is not None:
            marker.drop_tree()
    return list(cuts.values())


def _marked(element: HtmlElement, group: Sequence[HtmlElement]) -> HtmlElement:
    """Put a marker before an element, then cut the whole group."""
    marker: HtmlElement = element.makeelement(_MARKER)
    if element.getparent() is None or element.tag == "body":
        element.append(marker)
        return marker
    element.addprevious(marker)
    for one in (element, *group):
        if one.getparent() is not None and one.tag != "body" and one is not marker:
            _drop(one)
    return marker


def _drop(element: HtmlElement) -> None:
    """Take an element out, keeping markers of other embeds that stand in it."""
    for marker in list(element.iter(_MARKER)):
        marker.tail = None
        element.addprevious(marker)
    element.drop_tree()


def _widened(element: HtmlElement, every: set[HtmlElement]) -> HtmlElement:
    """The outermost wrapper that holds nothing but this embed, its notes and its caption."""
    widest = element
    for up in element.iterancestors():
        if (up.tag not in _WRAPPERS and "-" not in up.tag) or up.getparent() is None:
            break
        if any(one in every and one is not element and not _within(one, element) for one in up.iter()):
            break
        if up.find(".//h1") is not None or up.find(f".//{_MARKER}") is not None:
            break
        outside = _length(up) - _length(widest)
        if outside and not (up.tag == "figure" or _is_embed_box(up) or _only_asks(up, widest)):
            break
        if _length(up) - _length(element) > _MAX_WRAPPER:
            break
        widest = up
    return widest


def _only_asks(box: HtmlElement, inner: HtmlElement) -> bool:
    """Whether a box adds to what it wraps a request for consent, and labels."""
    parts = [" ".join(_seen_text(one).split()) for one in box if one is not inner]
    asked = [asks_consent(part) for part in parts]
    others = (part for part, asks in zip(parts, asked, strict=True) if not asks)
    return any(asked) and not (box.text or "").strip() and all(len(part) <= _LABEL for part in others)


def _within(one: HtmlElement, element: HtmlElement) -> bool:
    return any(up is element for up in one.iterancestors())


def _is_embed_box(element: HtmlElement) -> bool:
    label = f"{element.get('class') or ''} {element.get('id') or ''}".lower()[:300]
    return any(
        word in label for word in ("embed", "consent", "tweet", "instagram", "twitter", "external", "oembed")
    )


def _length(element: HtmlElement) -> int:
    return len(" ".join(_seen_text(element).split()))


def _seen_text(element: HtmlElement) -> str:
    if element.tag in {"script", "style"}:
        return ""
    parts = [element.text or ""]
    for one in element.iterdescendants():
        if isinstance(one.tag, str) and one.tag not in {"script", "style"}:
            parts.append(one.text or "")
        parts.append(one.tail or "")
    return "".join(parts)


def _placed(marker: HtmlElement, name: str, done: Mapping[str, Cut]) -> Cut:
    """Leave the token behind the text before the marker, or before the text after it where there is none."""
    token: HtmlElement = marker.makeelement("p")
    token.text = name
    before, after = _before(marker), _after(marker)
    spot, in_line = before or (None, False)
    if spot is not None and not in_line:
        spot.addnext(token)
    elif spot is not None:
        spot.addprevious(token)
    elif after is not None:
        after.addprevious(token)
    else:
        marker.addprevious(token)
    return Cut(name, _text_before(token, done), _block_text(after))


def _before(marker: HtmlElement) -> tuple[HtmlElement, bool] | None:
    """The block to put a token behind, or (True) the element to put it before: raw text runs up to it."""
    here = marker
    for _ in range(12):
        found = _previous(here)
        if found is not None:
            return found
        parent = here.getparent()
        if parent is None or parent.tag in {"body", "html", "main"}:
            return None
        here = parent
    return None


def _previous(here: HtmlElement) -> tuple[HtmlElement, bool] | None:
    for sibling in here.itersiblings(preceding=True):
        if (sibling.tail or "").strip():
            return _following(sibling), True
        if not isinstance(sibling.tag, str) or sibling.tag in _SKIPPED or not _seen_text(sibling).strip():
            continue
        if sibling.tag in _INLINE:
            return _following(sibling), True
        block = _last_block(sibling)
        return None if block.tag == "h1" else (block, False)
    parent = here.getparent()
    if parent is not None and (parent.text or "").strip() and parent.tag not in {"p", "li", *_INLINE}:
        return (parent[0], True) if len(parent) else None
    return (
        (parent, False) if parent is not None and (parent.text or "").strip() and parent.tag == "p" else None
    )


def _following(element: HtmlElement) -> HtmlElement:
    """The element before which the text behind `element` ends."""
    following = element.getnext()
    return element if following is None else following


def _last_block(element: HtmlElement) -> HtmlElement:
    if element.tag in _WHOLE or element.tag in _BLOCKS:
        return element
    for child in reversed(element):
        if (child.tail or "").strip():
            return element
        if isinstance(child.tag, str) and child.tag not in _SKIPPED and _seen_text(child).strip():
            return element if child.tag in _INLINE else _last_block(child)
    return element


def _after(marker: HtmlElement) -> HtmlElement | None:
    """The next block that holds words, within the same part of the page."""
    here = marker
    for _ in range(12):
        for sibling in here.itersiblings():
            if isinstance(sibling.tag, str) and sibling.tag not in _SKIPPED and _seen_text(sibling).strip():
                return _first_block(sibling)
        parent = here.getparent()
        if parent is None or parent.tag in {"body", "html"}:
            return None
        here = parent
    return None


def _first_block(element: HtmlElement) -> HtmlElement:
    if element.tag in _WHOLE or element.tag in _BLOCKS or (element.text or "").strip():
        return element
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED and _seen_text(child).strip():
            return element if child.tag in _INLINE else _first_block(child)
    return element


def _block_text(element: HtmlElement | None) -> str:
    return " ".join(_seen_text(element).split())[:2000] if element is not None else ""


def _text_before(token: HtmlElement, done: Mapping[str, Cut]) -> str:
    """The words of the block before a token; those of the token before it, if that stands there."""
    sibling = token.getprevious()
    if sibling is None:
        return " ".join((token.getparent().text or "").split())[:2000]
    if (sibling.tail or "").strip():
        return " ".join(sibling.tail.split())[:2000]
    text = _block_text(sibling)
    return done[text].before if text in done else text
