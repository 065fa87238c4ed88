"""Where the quotations of a paragraph open and close, in every style of marks."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Quotation(NamedTuple):
    """Span of an outermost quotation with its marks; not `closed` where the next paragraph goes on."""

    start: int
    end: int
    closed: bool = True


class _Mark(NamedTuple):
    text: str
    start: int
    end: int
    opens: bool
    closes: bool


# Opening mark -> the marks that close it. “ also closes (German), ” also opens (Swedish, and slips).
_CLOSING = {
    "“": ("”", "“", '"'),
    "”": ("”",),
    "„": ("“", "”", '"'),
    "‟": ("”",),
    "«": ("»",),
    "»": ("«",),
    '"': ('"', "”"),
    "＂": ("＂",),
    "‘": ("’", "'", "‘"),
    "‚": ("‘", "’", "'"),
    "‛": ("’",),
    "'": ("'", "’"),
    "‹": ("›",),
    "›": ("‹",),
    "「": ("」",),
    "『": ("』",),
    "''": ("''",),
    "``": ("''",),
}
_MARK = re.compile(r"''|``|[“”„‟«»\"＂‘’‚‛'‹›「」『』]")
_SINGLE = frozenset("‘’‚‛'")
_OPENS_AFTER = frozenset("([{—–-/:,;…“„«‘‚\"'¿¡=>")
_CLOSES_BEFORE = frozenset(")]}.,;:!?…—–-/”’»\"'“<|")
# An apostrophe that opens a word is no mark: 'em, ’90s, ’til.
_ELISION = re.compile(r"['’‘](?:\d|(?:em|tis|twas|til|cause|cos|n|round|bout)\b)", re.IGNORECASE)
_START = re.compile(r"[\s*•>—–-]*")
# How far a mark looks for its partner, in marks: beyond that the article is broken, not the quotation long.
_MARKS_AHEAD = 400


def quotations(text: str, *, runs_on: bool = False) -> list[Quotation]:
    """Outermost quotations in reading order; marks without a partner are left alone.

    With `runs_on` (the next paragraph opens or closes one, as quotations over several paragraphs do) the
    last mark without a partner runs to the paragraph's end, `closed` False.
    """
    marks = list(_marks(text))
    found: list[Quotation] = []
    index = 0
    while index < len(marks):
        mark = marks[index]
        partner = _partner(marks, index) if mark.opens else None
        if partner is not None:
            found.append(Quotation(mark.start, marks[partner].end))
            index = partner
        elif runs_on and mark.opens and _is_last_of_its_kind(marks, index):
            found.append(Quotation(mark.start, len(text.rstrip()), closed=False))
            break
        index += 1
    return [one for one in found if _has_words(text, one)]


def opens(text: str) -> bool:
    """Whether a paragraph begins with an opening mark."""
    first = next(_marks(text[:40]), None)
    return first is not None and first.opens and _at_start(text, first)


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARK.finditer(text):
        mark, start, end = match.group(), match.start(), match.end()
        before = text[start - 1] if start else " "
        after = text[end] if end < len(text) else " "
        if mark in _SINGLE and (_ELISION.match(text, start) or (before.isalnum() and after.isalnum())):
            continue
        yield _Mark(mark, start, end, *_roles(mark, before, after))


def _roles(mark: str, before: str, after: str) -> tuple[bool, bool]:  # noqa: PLR0911 - a table of marks
    """Whether a mark can open and whether it can close, by its shape and its neighbours."""
    starts = before.isspace() or before in _OPENS_AFTER
    ends = after.isspace() or after in _CLOSES_BEFORE
    if mark in "「『」』":
        return mark in "「『", mark in "」』"
    if mark in {"„", "‚", "‟", "``"}:
        return True, False
    if mark in {"'", "‘", "’", "‛"}:  # the apostrophe of "workers' party" closes nothing
        owner = before in "sS" and after == " "
        return starts and after.isalnum() and mark != "’", ends and not (
            owner or before.isspace() or before in "([{"
        )
    if mark in "«‹":  # French sets spaces inside; »German« points the other way
        return starts or not ends, not starts and ends
    if mark in "»›":
        return starts and not ends, not (starts and not ends)
    if mark == "”":
        return starts and after.isalnum(), not (starts and after.isalnum())
    if mark == "“":
        return starts or not ends, ends and not starts
    return starts, ends or not starts


def _partner(marks: list[_Mark], index: int) -> int | None:
    opening = marks[index]
    closing, depth = _CLOSING[opening.text], 0
    for place in range(index + 1, min(len(marks), index + 1 + _MARKS_AHEAD)):
        mark = marks[place]
        if mark.text == opening.text and mark.opens and not mark.closes:
            if opening.text in {'"', "''"}:  # straight marks do not nest: the first was never closed
                return None
            depth += 1
        elif mark.closes and mark.text in closing:
            if depth == 0:
                return place
            depth -= 1
    return None


def _is_last_of_its_kind(marks: list[_Mark], index: int) -> bool:
    mark = marks[index]
    return not any(other.opens and other.text == mark.text for other in marks[index + 1 : index + 50])


def _at_start(text: str, mark: _Mark) -> bool:
    lead = _START.match(text)
    return lead is not None and mark.start <= lead.end()


def _has_words(text: str, quotation: Quotation) -> bool:
    return any(char.isalnum() for char in text[quotation.start : min(quotation.end, quotation.start + 200)])


def closes(text: str) -> int | None:
    """Where a quotation that was opened in the paragraph before ends here, if this one closes it."""
    for mark in _marks(text):
        if mark.text in _SINGLE:
            continue
        return mark.end if mark.closes and not mark.opens and mark.start else None
    return None
