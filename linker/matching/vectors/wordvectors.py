"""Vectors of single words, from the static table, kept for the life of the process."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from linker.matching.vectors.encoders import load

_MOST = 200_000
_known: dict[str, NDArray[np.float32]] = {}


def word_vectors(words: Sequence[str]) -> NDArray[np.float32]:
    """One unit row a word."""
    missing = [word for word in dict.fromkeys(words) if word not in _known]
    if missing:
        if len(_known) + len(missing) > _MOST:
            _known.clear()
            missing = list(dict.fromkeys(words))
        _known.update(zip(missing, load("static").encode([_whole(word) for word in missing]), strict=True))
    return np.stack([_known[word] for word in words]) if words else np.zeros((0, 0), dtype=np.float32)


def _whole(word: str) -> str:
    return word.encode("utf-8", "replace").decode()
