"""Which claims say the same thing twice, word for word or nearly so."""

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations

from rapidfuzz import fuzz

from linker.claims.languages import Language
from linker.claims.tokens import tokens
from linker.text import folded

_ALIKE = 85.0
_SHORTEST = 40
_LONGEST = 2000
"""Characters; outside these only identical texts fold."""
_ANCHORS = 4
"""Longest words of a text; repetitions share two of them."""
_CROWDED = 8
"""Anchors shared by more claims than this are a template's, not a repetition's."""


def fold(texts: Sequence[str], language: Language) -> list[int]:
    """For each text the index of the first text that says the same (its own where it is the first)."""
    firsts: dict[str, int] = {}
    anchored: dict[tuple[str, str], list[int]] = defaultdict(list)
    result: list[int] = []
    for index, text in enumerate(texts):
        key = folded(text)
        if key not in firsts:
            firsts[key] = _similar(index, texts, anchored, language)
        result.append(firsts[key])
    return result


def _similar(
    index: int, texts: Sequence[str], anchored: dict[tuple[str, str], list[int]], language: Language
) -> int:
    if not _SHORTEST <= len(texts[index]) <= _LONGEST:
        return index
    own = _anchors(texts[index])
    neighbours = sorted({other for pair in own for other in anchored.get(pair, ())})
    for other in neighbours:
        if _says_the_same(texts[other], texts[index], language):
            return other
    for pair in own:
        if len(anchored[pair]) < _CROWDED:
            anchored[pair].append(index)
    return index


def _anchors(text: str) -> list[tuple[str, str]]:
    longest = sorted(dict.fromkeys(text.casefold().split()), key=len, reverse=True)[:_ANCHORS]
    return list(combinations(sorted(longest), 2))


def _says_the_same(first: str, second: str, language: Language) -> bool:
    if fuzz.ratio(first.casefold(), second.casefold(), score_cutoff=_ALIKE) == 0:
        return False
    ours, theirs = _content(first), _content(second)
    matcher = SequenceMatcher(None, [word for word, _ in ours], [word for word, _ in theirs], autojunk=False)
    changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
    return all(_harmless(ours[a:b], theirs[c:d], language) for _, a, b, c, d in changes)


def _content(text: str) -> list[tuple[str, bool]]:
    """Words, folded and without possessive endings, and whether each has a capital or a digit."""
    return [
        (_bare(token.lower), not token.text[0].islower()) for token in tokens(text) if token.text[0].isalnum()
    ]


def _bare(word: str) -> str:
    for ending in ("'s", "’s", "'", "’"):
        word = word.removesuffix(ending)
    return word.replace("-", "").replace("’", "'")


def _harmless(gone: list[tuple[str, bool]], come: list[tuple[str, bool]], language: Language) -> bool:
    """Whether a change leaves what is said: no name, number or negation, no word put in another's place."""
    changed = gone + come
    if any(marked or word in language.negations or word[0].isdigit() for word, marked in changed):
        return _joined(gone) == _joined(come)
    if gone and come:
        return all(word in language.common or word in language.that for word, _ in changed) or _joined(
            gone
        ) == _joined(come)
    return len(changed) <= 2


def _joined(words: list[tuple[str, bool]]) -> str:
    return "".join(word for word, _ in words)
