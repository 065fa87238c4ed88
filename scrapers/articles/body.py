"""The body of an article: trafilatura's paragraphs, and the places of what was cut out of them."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Protocol

from lxml import etree
from lxml.html import HtmlElement
from rapidfuzz import fuzz, process
from trafilatura import bare_extraction
from trafilatura.settings import Document, Extractor

from scrapers.articles.loose import gather_loose, join_initials

_OPTIONS = Extractor(output_format="python", precision=True, comments=False)
_BULLET = re.compile(r"^(?:[-–•*]\s+|\|\s*)")
_NO_PROSE = frozenset(
    {"nav", "footer", "aside", "header", "form", "button", "figcaption", "select", "noscript"}
)
_UNSEEN = ("script", "style", "svg", "template", "noscript", "link", "meta")
_HIDDEN = re.compile(
    r"(?:^|\s)(?:sr-only|(?:u-)?visually-hidden|(?:is-)?screen-reader-(?:text|only)|tooltip(?:-|__)?(?:text|content)"
    r"|popover-(?:body|content)|rollover-[\w-]*block)(?:\s|$)"
)
"""Classes of text inside sentences that readers see only on pointing at it, or that is for screen readers."""
_SHORT = 250
"""Characters: trafilatura's own bound under which it distrusts what it found."""
_BLOCKS = ("p", "li", "h2", "h3", "h4", "blockquote", "pre", "td")
_EDGE = 30
SURE = 85.0
"""RapidFuzz ratio of two renderings of one block; unrelated blocks of a page stay under 60."""


class Cut(Protocol):
    """Something cut out of the tree: the token left in its place, and the text of its neighbour blocks."""

    @property
    def token(self) -> str:
        """Stands in the tree as the text of a paragraph of its own."""

    @property
    def before(self) -> str:
        """Text of the block before it, "" if there is none."""

    @property
    def after(self) -> str:
        """Text of the block after it, "" if there is none."""


@dataclass(frozen=True, slots=True)
class Body:
    """Paragraphs as a reader sees them, and how many of them stand before each token."""

    paragraphs: tuple[str, ...]
    places: Mapping[str, int]


def body_lines(tree: HtmlElement, tokens: Sequence[str], title: str | None) -> tuple[str, ...]:
    """Extract the body of a page: its paragraphs in order, each token a line of its own between them.

    Takes what no reader sees out of the tree, which halves its size and hides nothing from trafilatura.
    """
    etree.strip_elements(tree, *_UNSEEN, with_tail=False)
    _drop_hidden(tree)
    join_initials(tree)
    gather_loose(tree)
    pattern = _any_of(tokens)
    lines: list[str] = []
    for line in _lines(tree, pattern):
        text = _BULLET.sub("", " ".join(pattern.sub(" ", line).split()).rstrip("| "))
        is_title = (
            title is not None
            and text.casefold() == title.casefold()
            and not any(map(_is_text(pattern), lines))
        )
        found = pattern.findall(line)
        written = [text] if text and not is_title else []
        lines += found + written if pattern.match(line.strip()) else written + found
    return tuple(lines)


def settle(lines: Sequence[str], cuts: Sequence[Cut], tree: HtmlElement) -> Body:
    """Take the tokens out of the lines; the place of each is the number of paragraphs before it.

    The place of a token that trafilatura dropped is found by the blocks around it, else by the page's order
    of blocks, or stays unknown.
    """
    tokens = {cut.token for cut in cuts}
    paragraphs: list[str] = []
    places: dict[str, int] = {}
    for line in lines:
        if line in tokens:
            places.setdefault(line, len(paragraphs))
        else:
            paragraphs.append(line)
    lost = [cut for cut in cuts if cut.token not in places]
    ordered = places_in(tree, {cut.token for cut in lost}, paragraphs) if lost else {}
    for cut in lost:
        place = _place(cut, paragraphs)
        place = ordered.get(cut.token) if place is None else place
        if place is not None:
            places[cut.token] = place
    return Body(tuple(paragraphs), places)


def _drop_hidden(tree: HtmlElement) -> None:
    for element in tree.xpath(".//*[@class]"):  # `.//p//*` takes seconds over what nests deep
        if _HIDDEN.search(element.get("class")) and next(element.iterancestors("p", "li"), None) is not None:
            element.drop_tree()


def _any_of(tokens: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, tokens)) or r"(?!)")


def _is_text(tokens: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda line: tokens.fullmatch(line) is None


def _lines(tree: HtmlElement, tokens: re.Pattern[str]) -> list[str]:
    document = bare_extraction(tree, options=_OPTIONS)
    text = document.text if isinstance(document, Document) else ""
    lines = [line for line in (text or "").splitlines() if line.strip()]
    found = sum(len(line) for line in lines if not tokens.fullmatch(line.strip()))
    if found >= _SHORT:
        return lines
    plain = list(_plain_paragraphs(tree))
    # Small hand-written pages give trafilatura nothing to go by; their paragraphs are the article, and the
    # captions are that of a gallery.
    best = max(plain, captions(tree), key=lambda texts: sum(map(len, texts)))
    return list(best) if sum(map(len, best)) > 1.5 * found else lines


def captions(tree: HtmlElement) -> list[str]:
    """The captions of a page's figures, in order."""
    texts = (" ".join("".join(element.itertext()).split()) for element in tree.iter("figcaption"))
    return [text for text in texts if text]


def _plain_paragraphs(tree: HtmlElement) -> Iterator[str]:
    frame = max(tree.iter("article", "main"), key=lambda one: len(one.findall(".//p")), default=tree)
    for element in frame.iter("p", "h2", "h3", "blockquote", "li", "pre"):
        nested = element.tag in {"blockquote", "li"} and element.find(".//p") is not None
        inside = takewhile(lambda parent: parent is not frame, element.iterancestors())
        if nested or any(parent.tag in _NO_PROSE for parent in inside):
            continue
        text = " ".join("".join(element.itertext()).split())
        links = sum(len("".join(link.itertext())) for link in element.iter("a"))
        if text and links < 0.6 * len(text):
            yield text


def _place(cut: Cut, paragraphs: Sequence[str]) -> int | None:
    """Where a lost token stood, by the blocks around it: after the one before, or before the one after."""
    before = paragraph_of(cut.before, paragraphs)
    if before is not None:
        return before + 1
    return paragraph_of(cut.after, paragraphs)


def places_in(tree: HtmlElement, tokens: set[str], paragraphs: Sequence[str]) -> dict[str, int]:
    """Where tokens stand by the page's own order: after the last block before them that is a paragraph.

    Only between two paragraphs: what stands before the first or after the last may be no part of the article.
    """
    ends = {
        text[-_EDGE:]: number for number, text in reversed(list(enumerate(paragraphs))) if len(text) >= _EDGE
    }
    passed, waiting, places = 0, list[str](), dict[str, int]()
    for block in tree.iter(*_BLOCKS):
        text = " ".join("".join(block.itertext()).split())
        if text in tokens:
            waiting.append(text)
            continue
        number = ends.get(text[-_EDGE:], -1)
        if number >= passed:
            places |= dict.fromkeys(waiting, passed) if passed else {}
            passed, waiting = number + 1, []
    return places


def paragraph_of(block: str, paragraphs: Sequence[str]) -> int | None:
    """The index of the paragraph that a block of the page became, None if none is like it."""
    text = " ".join(block.split())
    if len(text) < 12:
        return None
    found = process.extractOne(text, paragraphs, scorer=fuzz.ratio, score_cutoff=SURE)
    if found is None and len(text) >= 40:
        found = process.extractOne(text, paragraphs, scorer=_held, score_cutoff=SURE + 5)
    return int(found[2]) if found else None


def _held(block: str, paragraph: str, *, score_cutoff: float | None = None) -> float:
    """Likeness of a block to the best stretch of a longer paragraph, or the reverse, if neither is tiny."""
    short, long = sorted((len(block), len(paragraph)))
    if short < 40 or long > 20 * short:
        return 0.0
    return fuzz.partial_ratio(block, paragraph, score_cutoff=score_cutoff or 0)
