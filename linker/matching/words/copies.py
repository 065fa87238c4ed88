"""Which texts are copies of each other, by nearly equal words: wire stories, claims that many carry."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from math import ceil

import numpy as np

from linker.matching.words.prepared import Ints, Prepared

ALIKE = 0.9
"""Share of all their different stems that two copies have in common (Jaccard)."""


def group_copies(texts: Sequence[Prepared]) -> Ints:
    """Give each text the number of its group, in order of first members; the same groups in any order.

    Copies hold the same numbers; a text without words is a copy of none. Copies of copies are copies.
    """
    sets = [frozenset(text.keys.tolist()) for text in texts]
    numbers = [frozenset(word.text for word in text.words if word.text[0].isdigit()) for text in texts]
    parent = list(range(len(texts)))
    for first, second in _candidates(sets):
        if numbers[first] == numbers[second] and _alike(sets[first], sets[second]):
            one, other = sorted((_root(parent, first), _root(parent, second)))
            parent[other] = one
    roots = [_root(parent, place) for place in range(len(texts))]
    number = {root: count for count, root in enumerate(dict.fromkeys(roots))}
    return np.array([number[root] for root in roots], dtype=np.int64)


def _alike(first: frozenset[int], second: frozenset[int]) -> bool:
    return len(first & second) >= ALIKE * len(first | second)


def _candidates(sets: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Pairs that share one of their rarest stems.

    So many of each that no pair alike is missed (prefix filter: Bayardo, Ma and Srikant 2007).
    """
    held_by = Counter(stem for stems in sets for stem in stems)
    seen: dict[int, list[int]] = defaultdict(list)
    for place, stems in enumerate(sets):
        kept = len(stems) - ceil(ALIKE * len(stems)) + 1 if stems else 0
        rarest = sorted(stems, key=lambda stem: (held_by[stem], stem))[:kept]
        for other in sorted({other for stem in rarest for other in seen[stem]}):
            yield other, place
        for stem in rarest:
            seen[stem].append(place)


def _root(parent: list[int], place: int) -> int:
    while parent[place] != place:
        parent[place] = parent[parent[place]]
        place = parent[place]
    return place
