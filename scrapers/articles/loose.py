"""Text that stands loose in a box of a page, prose or an initial -> paragraphs, as a browser draws them."""

from itertools import pairwise

from lxml.etree import SubElement
from lxml.html import HtmlElement

_BOXES = frozenset({"div", "section", "article", "main"})
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
    }
    | {
        "ins",
        "kbd",
        "mark",
        "nobr",
        "q",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
    }
    | {"time", "tt", "u", "var", "wbr"}
)
_PROSE = 80
"""Characters of loose text around a link from which a box holds prose; captions and bylines are shorter."""

Node = tuple[HtmlElement | None, str]
"""An element of a box, None for its start, and the loose text that follows it."""


def gather_loose(tree: HtmlElement) -> None:
    """Put prose that stands loose in a box into paragraphs, which trafilatura would cut at each link.

    A paragraph ends where an element that is not inline begins, or a line break stands: anonymous block
    boxes of CSS 2.2, 9.2.1.1.
    """
    around = dict.fromkeys(link.getparent() for link in tree.iter("a") if (link.tail or "").strip())
    for box in (each for each in around if each.tag in _BOXES):
        nodes = [(None, box.text or ""), *((child, child.tail or "") for child in box)]
        if any(_is_cut(before, after) for before, after in pairwise(nodes)):
            _rebuild(box, nodes)


def join_initials(tree: HtmlElement) -> None:
    """Put an initial drawn large, in an element of its own before its paragraph, back before its word."""
    for initial in list(tree.iter("span", "div", "b", "strong")):
        paragraph = initial.getnext()
        alone = len(initial) == 0 and not (initial.tail or "").strip()
        if not alone or paragraph is None or paragraph.tag != "p":
            continue
        letter, rest = (initial.text or "").strip(), "".join(paragraph.itertext())
        if len(letter) == 1 and letter.isupper() and rest[:1].islower():
            paragraph.text = letter + (paragraph.text or "")
            initial.drop_tree()


def _is_cut(before: Node, link: Node) -> bool:
    """Whether a link stands amid a sentence that belongs to no element but the box."""
    element, after = link
    loose = before[1].strip(), after.strip()
    return element is not None and element.tag == "a" and all(loose) and sum(map(len, loose)) >= _PROSE


def _rebuild(box: HtmlElement, nodes: list[Node]) -> None:
    box.text = None
    for child in list(box):
        box.remove(child)
    paragraph: HtmlElement | None = None
    for element, text in nodes:
        if element is not None and element.tag in _INLINE:
            paragraph = SubElement(box, "p") if paragraph is None else paragraph
            paragraph.append(element)
            element.tail = text
            continue
        if element is not None and element.tag != "br":
            box.append(element)
            element.tail = None
        paragraph = None
        if text.strip():
            paragraph = SubElement(box, "p")
            paragraph.text = text
