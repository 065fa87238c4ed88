"""What differs between two texts, word by word, and whether that is a change of what they say."""

import re

from rapidfuzz.distance import Levenshtein

from linker.matching.embeds.said import LOST, Said, letters_of_links

_CONTEXT_WORDS = 3
_LONGEST_LOST = 200

_Change = tuple[str, int, int, int, int]
"""equal or changed; words of the one text from and up to, words of the other from and up to."""


def word_diff(kept: Said, shown: Said) -> str:
    """Write the changes with a few words around each: `we [-stand-]{+fall+} by you`."""
    pieces = []
    for kind, old_from, old_to, new_from, new_to in _changes(kept, shown):
        if kind == "equal":
            pieces.append(_around(kept, old_from, old_to))
            continue
        removed, added = _written(kept, old_from, old_to), _written(shown, new_from, new_to)
        pieces.append((f"[-{removed}-]" if removed else "") + (f"{{+{added}+}}" if added else ""))
    return " ".join(piece for piece in pieces if piece)


def say_the_same(kept: Said, shown: Said) -> bool:
    """Whether all that differs is how words were put together, cut off links or lost in a charset."""
    return all(_is_none(kept, shown, change) for change in _changes(kept, shown) if change[0] != "equal")


def _changes(kept: Said, shown: Said) -> list[_Change]:
    """Stretches of words, equal and changed in turn; difflib takes seconds where one word is repeated."""
    before, after = ([word.text for word in side.words] for side in (kept, shown))
    changes: list[_Change] = []
    for step in Levenshtein.opcodes(before, after):
        kind = "equal" if step.tag == "equal" else "changed"
        change = (kind, step.src_start, step.src_end, step.dest_start, step.dest_end)
        if changes and changes[-1][0] == kind:
            _, old_from, _, new_from, _ = changes.pop()
            change = (kind, old_from, step.src_end, new_from, step.dest_end)
        changes.append(change)
    return changes


def _is_none(kept: Said, shown: Said, change: _Change) -> bool:
    _, old_from, old_to, new_from, new_to = change
    removed, added = _squeezed(kept, old_from, old_to), _squeezed(shown, new_from, new_to)
    if removed and added:
        # `2019.` and `2nd` on two lines are `2019.2nd` without the break.
        return removed == added or _is_lossy(removed, added) or _is_lossy(added, removed)
    if removed:
        return _is_missing(kept, (old_from, old_to), shown, new_from)
    return _is_missing(shown, (new_from, new_to), kept, old_from)


def _is_missing(side: Said, span: tuple[int, int], other: Said, place: int) -> bool:
    """Whether words that the other text seems to lack are in its link there, or are a lost sign."""
    start, end = span
    before, there = side.source[slice(*_gap(side, start))], other.source[slice(*_gap(other, place))]
    if not _squeezed(side, start, end).strip(LOST):
        return True
    # `praw.git` and `If` on two lines are `praw.gitIf` without the break.
    letters, links = "".join(word.text for word in side.words[start:end]), letters_of_links(before)
    return links != "" and links + letters == letters_of_links(there)


def _is_lossy(whole: str, lossy: str) -> bool:
    if LOST not in lossy or len(lossy) > _LONGEST_LOST:
        return False
    pattern = re.sub(f"{LOST}+", lambda run: f"[^\x00-\x7f]{{0,{2 * len(run[0])}}}", re.escape(lossy))
    return re.fullmatch(pattern, whole) is not None


def _squeezed(side: Said, start: int, end: int) -> str:
    """Some words as written, but for spaces and case."""
    return "".join(_written(side, start, end).split()).casefold()


def _gap(side: Said, place: int) -> tuple[int, int]:
    """The stretch of the source between a word and the one before it."""
    start = side.words[place - 1].end if place else 0
    end = side.words[place].start if place < len(side.words) else len(side.source)
    return start, end


def _around(side: Said, start: int, end: int) -> str:
    if end - start <= 2 * _CONTEXT_WORDS:
        return _written(side, start, end)
    head = _written(side, start, start + _CONTEXT_WORDS) if start else ""
    tail = _written(side, end - _CONTEXT_WORDS, end) if end < len(side.words) else ""
    return f"{head} … {tail}".strip()


def _written(side: Said, start: int, end: int) -> str:
    if start == end:
        return ""
    return " ".join(side.source[side.words[start].start : side.words[end - 1].end].split())
