"""What the contextual encoder is tuned on: a post, sentences that are right for it, and near misses."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linker.learning.labels.rows import read_rows
from linker.learning.tasks.alignment import RIGHT, post_of
from linker.matching.signals.page import encoded_claims, encoded_post

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
"""Texts to unit vectors, one row a text."""

_MOST_RIGHT = 8
_NEAREST = 10
"""Near misses a post, the most alike to it."""
_DRAWN = 6
"""Others a post, drawn by lot."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """One post to learn from; `right` and `wrong` are never empty."""

    post: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]


def read_lessons() -> tuple[dict[str, Any], ...]:
    """Rows of the alignment shape that were invented for this, in some ten languages."""
    folder = Path(str(files("linker.learning.make").joinpath("lessons")))
    return tuple(row for file in sorted(folder.glob("*.jsonl")) for row in read_rows(file))


def contrasts_of(rows: Sequence[Mapping[str, Any]], encode: Encode, draw: random.Random) -> list[Contrast]:
    """Set the right sentences of each row against the nearest of the others and a few more."""
    found = []
    for row in rows:
        post, sentences = _as_encoded(row)
        told = list(zip(sentences, row["labels"], strict=True))
        right = [sentence for sentence, label in told if label in RIGHT]
        wrong = [sentence for sentence, label in told if label not in {*RIGHT, "unsure"}]
        if right and wrong:
            right = draw.sample(right, min(len(right), _MOST_RIGHT))
            found.append(Contrast(post, tuple(right), _near_misses(post, wrong, encode, draw)))
    return found


def _as_encoded(row: Mapping[str, Any]) -> tuple[str, list[str]]:
    """The post after its author's name, and the sentences, as encoders get them."""
    return encoded_post(post_of(row), None)[0], encoded_claims(map(str, row["sentences"]))


def _near_misses(post: str, wrong: Sequence[str], encode: Encode, draw: random.Random) -> tuple[str, ...]:
    order = np.argsort(-(encode(wrong) @ encode([post])[0]), kind="stable")
    nearest = [wrong[place] for place in order[:_NEAREST]]
    rest = [wrong[place] for place in order[_NEAREST:]]
    return (*nearest, *draw.sample(rest, min(len(rest), _DRAWN)))
