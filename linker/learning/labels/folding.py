"""Says which labelled rows are of the same article, and keeps those in one fold."""

import hashlib
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from linker.learning.labels.rows import Row
from linker.text import normalise, words

_WORDS = 5
_SHARED = 0.8
"""Share of the shorter article's runs of words that the other holds too, from which they are one article."""
_MOST_ROWS = 50
"""A run of words is looked for in the first so many rows that hold it: they stand for the rest."""


def articles_of(rows: Sequence[Row]) -> list[str]:
    """Name the article of each row.

    Rows may cut one article into other sentences (the claims of a database against labelled data), so it
    is known by the runs of words that two rows share; copies by other publishers count as one article.
    """
    keys = [hashlib.sha256("\n".join(map(str, row["sentences"])).encode()).hexdigest() for row in rows]
    runs = [_runs(row) for row in rows]
    for later, earlier in _alike(runs):
        kept, dropped = sorted((keys[later], keys[earlier]))
        keys = [kept if key == dropped else key for key in keys]
    return keys


def fold_by_article(articles: Sequence[str], folds: int, seed: int) -> NDArray[np.int64]:
    """Give each row a fold; rows of the same article share theirs, or the test would be seen in training."""
    different = sorted(set(articles))
    order = np.random.default_rng(seed).permutation(len(different))
    place = {article: int(order[index]) % folds for index, article in enumerate(different)}
    return np.array([place[article] for article in articles], dtype=np.int64)


def _runs(row: Row) -> frozenset[int]:
    said = [word.text for word in words(normalise(" ".join(map(str, row["sentences"]))))]
    return frozenset(hash(tuple(said[at : at + _WORDS])) for at in range(max(len(said) - _WORDS + 1, 1)))


def _alike(runs: Sequence[frozenset[int]]) -> list[tuple[int, int]]:
    """Pairs of rows, the later first, that share enough runs."""
    holders: dict[int, list[int]] = {}
    found = []
    for row, held in enumerate(runs):
        shared = Counter(other for run in held for other in holders.get(run, ())[:_MOST_ROWS])
        found += [
            (row, other)
            for other, number in shared.items()
            if number >= _SHARED * min(len(held), len(runs[other]))
        ]
        for run in held:
            holders.setdefault(run, []).append(row)
    return found
