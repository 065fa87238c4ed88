"""Compares an embed's text with the archived post's: identical, truncated, altered, or not to be compared."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, product

from linker.matching.embeds.differences import say_the_same, word_diff
from linker.matching.embeds.said import Said, read, unframed
from linker.records import Embed, Fidelity, Post

_BREAK = re.compile(r"[.!?…:;\n。！？#@]")
_FEW_WORDS = 3
"""Fewer missing at an end that nothing marks are a change of what is said, more are a cut."""
_FEW_LETTERS = 12
"""The same, at dots that may be the author's."""
_ELLIPSIS = re.compile(r"[\[(]?(?:…|\.(?:\s?\.){2,})[\])]?")


def compare(embed: Embed, archived: Post | None) -> tuple[Fidelity, str | None]:
    """Tell how faithful an embed is to the archived post, with a readable word diff where it is not.

    HTML entities, emoji, links, leading mentions, a signature and what else a frame says at its end,
    quotation marks, spaces, case and accents are no alterations. An embed that shows no text of its own
    (a frame) cannot differ from its post.

    Returns:
        The verdict; and for `truncated` and `altered` a diff, `[-archived-]{+embedded+}`.
    """
    if archived is None:
        return "embed_only", None
    if not archived.text:
        return "unavailable", None
    if not embed.text:
        return "identical", None
    shown, kept = read(embed.text), read(archived.text)
    verdict = _verdict(shown, kept, told_cut=archived.truncated)
    return verdict, None if verdict == "identical" else word_diff(kept, shown)


def _verdict(shown: Said, kept: Said, *, told_cut: bool) -> Fidelity:
    if shown.joined == kept.joined:
        return "identical"
    showns, kepts = list(unframed(shown)), list(unframed(kept))
    if {one.joined for one in showns} & {one.joined for one in kepts}:
        return "identical"
    if say_the_same(kepts[-1], showns[-1]):
        return "identical"
    pairs = product((showns[0], showns[-1]), (kepts[0], kepts[-1]))
    return "truncated" if any(_is_cut_pair(*pair, told_cut=told_cut) for pair in pairs) else "altered"


def _is_cut_pair(shown: Said, kept: Said, *, told_cut: bool) -> bool:
    return _is_cut(shown, kept, least=_FEW_WORDS + 1) or _is_beginning(kept, shown, told_cut=told_cut)


def _is_beginning(kept: Said, shown: Said, *, told_cut: bool) -> bool:
    """Whether it is the archived copy that is cut: it says so, for else the embed's other words are added."""
    if told_cut and shown.joined.startswith(kept.joined):
        return True
    return _is_cut(kept, shown, least=None)


def _is_cut(part: Said, whole: Said, *, least: int | None) -> bool:
    """Whether a text is the other with pieces left out where it marks so (…), or at an end without a mark.

    Args:
        part: What may be cut.
        whole: What it may be cut from.
        least: Words that an end must miss where nothing marks it, fewer after a sentence, line or tag; None
            where an end without a mark must not miss any.
    """
    if not part.joined:
        return least is not None
    stretches = _stretches(part, whole)
    sure = len(_ELLIPSIS.findall(part.source)) > len(_ELLIPSIS.findall(whole.source))
    place, start = 0, None
    for number, stretch in enumerate(stretches, start=1):
        at_end = number == len(stretches) and stretch and whole.joined.endswith(stretch)
        found = max(len(whole.joined) - len(stretch), 0) if at_end else whole.joined.find(stretch, place)
        if found < place or (start is not None and not sure and 0 < found - place < _FEW_LETTERS):
            return False
        start = found if start is None else start
        place = found + len(stretch)
    head = not stretches[0] or _may_miss(whole, 0, start or 0, least)
    return head and (not stretches[-1] or _may_miss(whole, place, len(whole.joined), least))


def _stretches(part: Said, whole: Said) -> list[str]:
    """What stands between the marks of a cut; dots that the whole has between the same words are none."""
    own = {neighbours for *_, neighbours in _marks(whole)}
    own |= {(before, None) for before, _ in own} | {(None, after) for _, after in own}
    cuts = [(start, end) for start, end, neighbours in _marks(part) if neighbours not in own]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(part.source)]
    return [
        "".join(word.text for word in part.words if start <= word.start < end)
        for start, end in zip(starts, ends, strict=True)
    ]


def _marks(said: Said) -> Iterator[tuple[int, int, tuple[str | None, str | None]]]:
    """Each run of dots with the words before and after it."""
    for mark in _ELLIPSIS.finditer(said.source):
        place = bisect_left(said.words, mark.start(), key=lambda word: word.start)
        before = said.words[place - 1].text if place else None
        after = said.words[place].text if place < len(said.words) else None
        yield mark.start(), mark.end(), (before, after)


def _may_miss(whole: Said, start: int, end: int, least: int | None) -> bool:
    """Whether the words at these places of `joined`, at either end of the text, can have been cut off."""
    if start == end:
        return True
    if least is None:
        return False
    ends = list(accumulate(len(word.text) for word in whole.words))
    first, last = bisect_right(ends, start), bisect_left(ends, end)
    if last - first + 1 >= least:
        return True
    # At the head even a line of its own may turn the rest around: `Nobody says:`.
    if start == 0 or ends[first - 1] != start:
        return False  # in the middle of a word: `home` for `homes`
    between = whole.source[whole.words[first - 1].end : whole.words[first].start]
    return _BREAK.search(between) is not None
